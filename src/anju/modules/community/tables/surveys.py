"""Lists of surveys and improvements."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter, Table
from anju.modules.community.models import Audience, SurveyState, Topic
from anju.modules.community.permissions import SURVEY_WRITE

STANDINGS = {
    "judge": (_("待认定"), "amber"),
    "plan": (_("待定措施"), "red"),
    "doing": (_("落实中"), "blue"),
    "late": (_("已逾期"), "red"),
    "done": (_("已落实"), "green"),
    "no": (_("不采纳"), "slate"),
}


def standing(row: Any) -> str:
    if row.done_on:
        return "done"
    if row.reasonable is False:
        return "no"
    if row.reasonable is None and not row.source.startswith("item"):
        return "judge"
    if not row.measure:
        return "plan"
    return "late" if row.due_on and row.due_on < timezone.localdate() else "doing"


def by_standing(rows: Any, value: str) -> Any:
    today = timezone.localdate()
    if value == "done":
        return rows.filter(done_on__isnull=False)
    rows = rows.filter(done_on__isnull=True)
    if value == "no":
        return rows.filter(reasonable=False)
    if value == "judge":
        return rows.filter(reasonable__isnull=True).exclude(source__startswith="item")
    rows = rows.exclude(reasonable=False)
    if value == "plan":
        return rows.filter(measure="")
    return (
        rows.filter(due_on__lt=today)
        if value == "late"
        else rows.exclude(measure="").filter(due_on__gte=today)
    )


SURVEYS = Table(
    name="community.surveys",
    caption=_("满意度调查"),
    columns=(
        Column(key="title", label=_("调查"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="audience", label=_("对象"), value="get_audience_display", hide_on_phone=True),
        Column(
            key="state",
            label=_("状态"),
            template="community/_cells.html#survey_state",
            export="get_state_display",
            phone_place="corner",
        ),
        Column(key="answer_count", label=_("答卷"), align="end"),
        Column(key="opens_on", label=_("开始"), sort="opens_on", hide_on_phone=True),
        Column(key="closes_on", label=_("截止"), sort="closes_on", phone_place="side"),
        Column(key="made_at", label=_("编制时间"), sort="made_at", optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("标题"), fields=("title",)),
        ChoiceFilter(key="state", label=_("状态"), choices=SurveyState.choices),
        ChoiceFilter(key="audience", label=_("对象"), choices=Audience.choices),
    ),
    default_sort="-made_at",
    row_url=lambda row: reverse("community:survey", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有调查"),
        text=_("每年至少做两次满意度调查，从现成的问卷开始最快。"),
        action_label=_("新建调查"),
        action_url=lambda request: reverse("community:survey_new"),
        permission=SURVEY_WRITE,
    ),
    export=Export(title=_("满意度调查")),
)

IMPROVEMENTS = Table(
    name="community.improvements",
    caption=_("改进措施"),
    columns=(
        Column(
            key="text",
            label=_("问题或建议"),
            template="community/_cells.html#improvement",
            export="text",
            nowrap=False,
        ),
        Column(key="topic", label=_("方面"), value="get_topic_display", hide_on_phone=True),
        Column(key="raised_on", label=_("提出日期"), sort="raised_on"),
        Column(key="measure", label=_("措施"), nowrap=False, width="grow", hide_on_phone=True),
        Column(key="staff_name", label=_("责任人"), value=lambda row: row.staff_name or "—"),
        Column(key="due_on", label=_("期限"), sort="due_on", phone_place="side"),
        Column(
            key="state",
            label=_("状态"),
            template="community/_cells.html#improvement_state",
            export=lambda row: str(STANDINGS[standing(row)][0]),
            phone_place="corner",
        ),
        Column(key="result", label=_("落实情况"), optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("问题或措施"), fields=("text", "measure")),
        ChoiceFilter(
            key="standing",
            label=_("状态"),
            choices=[(key, label) for key, (label, _tone) in STANDINGS.items()],
            apply=by_standing,
        ),
        ChoiceFilter(key="topic", label=_("方面"), choices=Topic.choices),
    ),
    default_sort="-raised_on",
    row_url=lambda row: reverse("community:improvement", args=[row.pk]),
    row_tone=lambda row: "late" if standing(row) == "late" else "",
    empty=EmptyState(
        title=_("还没有改进措施"), text=_("在调查结果里认定合理建议或选出关键因素后，会列在这里。")
    ),
    export=Export(title=_("改进措施")),
)
