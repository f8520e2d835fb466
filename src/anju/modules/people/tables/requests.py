"""Lists of requests about one's data, of special care and of new services."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    SortKey,
    Table,
)
from anju.modules.people.models import Condition, IdeaState, NeedKind, RequestKind, RequestState
from anju.modules.people.permissions import (
    CARE_EDIT,
    CARE_READ,
    IDEA_EDIT,
    PERSON_READ,
    REQUEST_HANDLE,
    REQUEST_RECEIVE,
)
from anju.modules.people.rules.requests import OPEN
from anju.modules.people.services.care import care_exported
from anju.modules.people.services.person_requests import requests_exported


def _open_only(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
    return rows.filter(state__in=OPEN) if value else rows


def _kept(row: Any) -> str:
    return "；".join(f"{one['what']}：{one['reason']}" for one in row.kept)


REQUESTS = Table(
    name="people.requests",
    caption=_("个人信息申请"),
    columns=(
        Column(key="number", label=_("编号"), sort="number", classes="code"),
        Column(key="person", label=_("住户"), value="person.name", sort="person__pinyin"),
        Column(key="kind", label=_("请求事项"), value="get_kind_display", sort="kind"),
        Column(key="state", label=_("状态"), template="people/_request_cells.html#state", export="get_state_display", phone_place="corner"),
        Column(key="clock", label=_("期限"), template="people/_request_cells.html#clock", export="due_on", sort="due_on"),
        Column(key="channel", label=_("受理渠道"), value="get_channel_display"),
        Column(key="received_at", label=_("受理时间"), sort="received_at"),
        Column(key="received_by", label=_("受理人"), optional=True),
        Column(key="proof", label=_("身份核实"), value="get_proof_display", optional=True, hidden=True),
        Column(key="answered_at", label=_("答复时间"), sort="answered_at", optional=True, hidden=True),
        Column(key="kept", label=_("保留的数据"), value=_kept, optional=True, hidden=True, nowrap=False),
    ),
    filters=(
        SearchFilter(placeholder=_("编号或姓名"), fields=("number", "person__name", "asker_name")),
        BooleanFilter(key="open", label=_("未办结"), only=True, yes_label=_("未办结"), apply=_open_only),
        ChoiceFilter(key="kind", label=_("请求事项"), choices=RequestKind.choices, field="kind"),
        ChoiceFilter(key="state", label=_("状态"), choices=RequestState.choices, field="state", more=True),
        DateRangeFilter(key="received", label=_("受理时间"), field="received_at", moment=True, more=True),
    ),
    default_sort="-received_at",
    row_url=lambda row: reverse("people:request", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有申请"), text=_("住户要求查阅、复制、更正或删除自己的信息时，在这里受理，系统按工作日计时。"),
        action_label=_("受理申请"), action_url=lambda request: reverse("people:request_new"), permission=REQUEST_RECEIVE,
    ),
    export=Export(title=_("个人信息申请登记簿"), permission=REQUEST_HANDLE, on_export=requests_exported),
)  # fmt: skip


def _due_state(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
    today = timezone.localdate()
    if value == "late":
        return rows.filter(ended_on=None, due_on__lt=today)
    if value == "ended":
        return rows.exclude(ended_on=None)
    return rows.filter(ended_on=None)


def _reasons(row: Any) -> str:
    return "、".join(row.reason_names) or _text("（已删除）")


CARES = Table(
    name="people.cares",
    caption=_("关怀名单"),
    columns=(
        Column(key="person", label=_("姓名"), value="person.name", sort="person__pinyin"),
        Column(key="place", label=_("住处"), value="place", sort="place__sort_key", width="grow"),
        Column(key="reasons", label=_("原因"), template="people/_care_cells.html#reasons", export=_reasons, nowrap=False),
        Column(key="due", label=_("下次走访"), template="people/_care_cells.html#due", export="due_on", sort=SortKey("due_on", nulls="last"), phone_place="corner"),
        Column(key="last_on", label=_("上次走访"), template="people/_care_cells.html#last", export="last_on", sort="last_on"),
        Column(key="every_days", label=_("间隔（天）"), align="end", optional=True),
        Column(key="visitor", label=_("走访人"), value="visitor.name", sort="visitor__name"),
    ),
    filters=(
        SearchFilter(placeholder=_("姓名或房号"), fields=("person__name", "person__pinyin", "place__full_name")),
        ChoiceFilter(
            key="state", label=_("走访"), apply=_due_state,
            choices=[("late", _("已超期")), ("current", _("在名单上")), ("ended", _("已移出"))],
        ),
        ChoiceFilter(key="condition", label=_("上次情况"), choices=Condition.choices, field="last_condition"),
        BooleanFilter(
            key="nobody", label=_("没有走访人"), only=True, yes_label=_("没有走访人"), more=True,
            apply=lambda rows, value: rows.filter(visitor=None) if value else rows,
        ),
    ),
    default_sort="due",
    row_url=lambda row: reverse("people:care_entry", args=[row.pk]),
    empty=EmptyState(
        title=_("名单上没有人"), text=_("独居老人、残障人士等需要定期走访的住户，征得本人单独同意后列入。"),
        action_label=_("列入名单"), action_url=lambda request: reverse("people:care_new"), permission=CARE_EDIT,
    ),
    export=Export(title=_("关怀名单"), permission=CARE_READ, on_export=care_exported),
)  # fmt: skip

NEEDS_LISTED = Table(
    name="people.needs",
    caption=_("需求"),
    columns=(
        Column(key="text", label=_("内容"), nowrap=False, width="grow"),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind", phone_place="corner"),
        Column(key="place", label=_("地点"), value="place", sort="place__sort_key"),
        Column(key="since_on", label=_("提出日期"), sort="since_on"),
        Column(key="done_on", label=_("落实日期"), sort="done_on"),
        Column(key="done_note", label=_("落实情况"), optional=True, hidden=True, nowrap=False),
        Column(key="by_name", label=_("登记人"), optional=True),
    ),
    filters=(
        SearchFilter(placeholder=_("内容或地点"), fields=("text", "place__full_name")),
        ChoiceFilter(key="kind", label=_("类型"), choices=NeedKind.choices, field="kind"),
        BooleanFilter(
            key="open", label=_("未落实"), only=True, yes_label=_("未落实"),
            apply=lambda rows, value: rows.filter(Q(done_on=None)) if value else rows,
        ),
        DateRangeFilter(key="since", label=_("提出日期"), field="since_on"),
    ),
    default_sort="-since_on",
    row_url=lambda row: reverse("people:person", args=[row.person_id]) if row.person_id else "",
    empty=EmptyState(title=_("还没有登记需求"), text=_("在住户或房屋页面登记需求和意见，这里按类型、地点和时间统计。")),
    export=Export(title=_("需求登记"), permission=PERSON_READ),
)  # fmt: skip

IDEAS = Table(
    name="people.ideas",
    caption=_("服务创新"),
    columns=(
        Column(key="title", label=_("名称"), sort="title", width="grow"),
        Column(key="number", label=_("编号"), sort="number", classes="code"),
        Column(key="kind", label=_("对应需求"), value="get_kind_display", sort="kind"),
        Column(key="basis_count", label=_("依据的需求数"), align="end", sort="basis_count"),
        Column(key="state", label=_("状态"), template="people/_care_cells.html#idea", export="get_state_display", phone_place="corner"),
        Column(key="staff", label=_("负责人"), value="staff.name"),
        Column(key="trial_until", label=_("试行到"), sort="trial_until"),
        Column(key="noted_on", label=_("提出日期"), sort="noted_on"),
        Column(key="result", label=_("结果"), optional=True, hidden=True, nowrap=False),
    ),
    filters=(
        SearchFilter(placeholder=_("名称或编号"), fields=("title", "number")),
        ChoiceFilter(key="state", label=_("状态"), choices=IdeaState.choices, field="state"),
        ChoiceFilter(key="kind", label=_("对应需求"), choices=NeedKind.choices, field="kind", more=True),
    ),
    default_sort="-noted_on",
    row_url=lambda row: reverse("people:idea", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有新服务的设想"), text=_("从增长的需求里想出新服务，先试行，再决定是否推广。"),
        action_label=_("提出设想"), action_url=lambda request: reverse("people:idea_new"), permission=IDEA_EDIT,
    ),
    export=Export(title=_("服务创新登记"), permission=PERSON_READ),
)  # fmt: skip
