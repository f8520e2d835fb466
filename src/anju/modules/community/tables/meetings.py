"""Lists of meetings with owners and of what was heard there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.community.models import MeetingKind, Topic
from anju.modules.community.permissions import MEETING_WRITE
from anju.modules.community.queries import meetings as queries
from anju.modules.community.rules import meetings as rules
from anju.modules.community.tables.surveys import STANDINGS
from anju.modules.community.tables.surveys import standing as followed

STATES = {
    "planned": (_("已计划"), "blue"),
    "today": (_("今天"), "violet"),
    "late": (_("逾期无纪要"), "red"),
    "held": (_("已召开"), "green"),
    "cancelled": (_("已取消"), "slate"),
}
SHOWN = {key: STANDINGS[key] for key in ("judge", "doing", "late", "done", "no")}


def standing(row: Any) -> str:
    return rules.standing(row.state, timezone.localtime(row.starts_at).date(), timezone.localdate())


def opinion_standing(row: Any) -> str:
    return followed(row.improvement)


def _by_standing(rows: Any, value: str) -> Any:
    if value in ("held", "cancelled"):
        return rows.filter(state=value)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    planned = rows.filter(state="planned")
    return (
        planned.filter(starts_at__lt=midnight) if value == "late" else planned.filter(starts_at__gte=midnight)
    )


def _by_opinion(rows: Any, value: str) -> Any:
    return queries.by_standing(rows, value, timezone.localdate())


MEETINGS = Table(
    name="community.meetings",
    caption=_("业主会议"),
    columns=(
        Column(key="title", label=_("主题"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="kind", label=_("类别"), value="get_kind_display"),
        Column(key="starts_at", label=_("时间"), sort="starts_at", phone_place="side"),
        Column(key="place", label=_("地点"), hide_on_phone=True, nowrap=False),
        Column(key="chair_name", label=_("主持人")),
        Column(key="invited", label=_("邀请"), value="get_invited_display", hide_on_phone=True),
        Column(key="people_count", label=_("到会"), align="end"),
        Column(key="opinion_count", label=_("意见"), align="end"),
        Column(
            key="state",
            label=_("状态"),
            template="community/gatherings/_cells.html#meeting",
            export=lambda row: str(STATES[standing(row)][0]),
            phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("主题或地点"), fields=("title", "place")),
        ChoiceFilter(key="kind", label=_("类别"), choices=MeetingKind.choices),
        ChoiceFilter(
            key="standing",
            label=_("状态"),
            choices=[(key, STATES[key][0]) for key in ("planned", "late", "held", "cancelled")],
            apply=_by_standing,
        ),
        DateRangeFilter(key="day", label=_("日期"), field="starts_at", moment=True),
    ),
    default_sort="-starts_at",
    row_url=lambda row: reverse("community:meeting", args=[row.pk]),
    row_tone=lambda row: "is-late" if standing(row) == "late" else "",
    empty=EmptyState(
        title=_("还没有安排会议"),
        text=_("先排好全年的业主座谈和见面会，系统会提醒主持人。"),
        action_label=_("安排会议"),
        action_url=lambda request: reverse("community:meeting_new"),
        permission=MEETING_WRITE,
    ),
    export=Export(title=_("业主会议")),
)

OPINIONS = Table(
    name="community.meeting_opinions",
    caption=_("会上意见台账"),
    columns=(
        Column(
            key="text",
            label=_("意见"),
            value="improvement.text",
            classes="main",
            nowrap=False,
            width="grow",
        ),
        Column(key="at", label=_("日期"), value="improvement.raised_on", sort="at", phone_place="side"),
        Column(key="who", label=_("提出人"), value=lambda row: row.who or _("未具名")),
        Column(
            key="place_name", label=_("房屋"), value=lambda row: row.place_name or "—", hide_on_phone=True
        ),
        Column(key="meeting", label=_("会议"), value="meeting.title", nowrap=False, hide_on_phone=True),
        Column(key="measure", label=_("措施"), nowrap=False, hide_on_phone=True),
        Column(key="staff_name", label=_("责任人"), value=lambda row: row.staff_name or "—"),
        Column(key="due_on", label=_("期限"), sort="due_on"),
        Column(
            key="state",
            label=_("状态"),
            template="community/gatherings/_cells.html#opinion",
            export=lambda row: str(STANDINGS[opinion_standing(row)][0]),
            phone_place="corner",
        ),
        Column(key="reason", label=_("理由"), optional=True, hidden=True),
        Column(key="result", label=_("落实情况"), value="improvement.result", optional=True, hidden=True),
        Column(key="answer", label=_("答复"), optional=True, hidden=True),
        Column(key="answered_at", label=_("答复时间"), optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("意见或提出人"), fields=("improvement__text", "who")),
        ChoiceFilter(
            key="standing",
            label=_("状态"),
            choices=[*((key, one[0]) for key, one in SHOWN.items()), ("silent", _("未答复"))],
            apply=_by_opinion,
        ),
        ChoiceFilter(key="topic", label=_("方面"), field="improvement__topic", choices=Topic.choices),
        DateRangeFilter(key="day", label=_("日期"), field="at", moment=True, more=True),
    ),
    default_sort="-at",
    row_url=lambda row: reverse("community:opinion", args=[row.pk]),
    row_tone=lambda row: "is-late" if opinion_standing(row) == "late" else "",
    empty=EmptyState(title=_("还没有会上意见"), text=_("在会议页面逐条记录业主的意见，这里汇总处理情况。")),
    export=Export(title=_("会上意见台账")),
)
