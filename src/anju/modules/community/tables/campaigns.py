"""Lists of visit campaigns, their homes, and return visits."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter, Table
from anju.modules.community.models import CampaignState, CampaignTarget, VisitOutcome
from anju.modules.community.permissions import CAMPAIGN_WRITE
from anju.modules.community.queries.returns import kind_names


def _kinds(request: Any) -> list[tuple[str, Any]]:
    return list(kind_names().items())


def _visited(rows: Any, value: str) -> Any:
    return rows.filter(visited_at__isnull=value == "no")


RETURNS = Table(
    name="community.returns",
    caption=_("待回访"),
    columns=(
        Column(
            key="title",
            label=_("事项"),
            template="community/_cells.html#return_title",
            export="case.number",
            nowrap=False,
            width="grow",
        ),
        Column(key="kind", label=_("类别"), value=lambda row: kind_names().get(row.case.kind, row.case.kind)),
        Column(
            key="severity",
            label=_("程度"),
            template="community/_cells.html#severity",
            export="case.severity",
            sort="case__severity",
        ),
        Column(key="place_name", label=_("位置"), value=lambda row: row.place_name or "—", nowrap=False),
        Column(key="tries", label=_("已联系"), align="end"),
        Column(
            key="due_at",
            label=_("回访期限"),
            template="community/_cells.html#due",
            sort="due_at",
            phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("编号或标题"), fields=("case__number", "case__title")),
        ChoiceFilter(key="kind", label=_("类别"), field="case__kind", choices=_kinds),
    ),
    default_sort="due_at",
    row_url=lambda row: reverse("community:return", args=[row.pk]),
    empty=EmptyState(title=_("没有待回访的事项"), text=_("办结的事项每晚由系统抽样，抽中的会列在这里。")),
    export=Export(title=_("待回访")),
)

CAMPAIGNS = Table(
    name="community.campaigns",
    caption=_("走访活动"),
    columns=(
        Column(key="title", label=_("活动"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="target", label=_("对象"), value="get_target_display", hide_on_phone=True),
        Column(key="home_count", label=_("应访"), align="end"),
        Column(key="visited_count", label=_("已访"), align="end"),
        Column(
            key="share",
            label=_("走访率"),
            template="community/_cells.html#share",
            export=lambda row: row.visited_count / row.home_count if row.home_count else None,
            excel_format="0.0%",
            phone_place="corner",
        ),
        Column(key="starts_on", label=_("开始"), sort="starts_on", hide_on_phone=True),
        Column(key="ends_on", label=_("结束"), sort="ends_on", phone_place="side"),
        Column(key="state", label=_("状态"), value="get_state_display"),
    ),
    filters=(
        SearchFilter(placeholder=_("活动名称"), fields=("title",)),
        ChoiceFilter(key="state", label=_("状态"), choices=CampaignState.choices),
        ChoiceFilter(key="target", label=_("对象"), choices=CampaignTarget.choices),
    ),
    default_sort="-starts_on",
    row_url=lambda row: reverse("community:campaign", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有走访活动"),
        text=_("建立活动后，系统按住户资料生成名单并分给管家。"),
        action_label=_("发起走访"),
        action_url=lambda request: reverse("community:campaign_new"),
        permission=CAMPAIGN_WRITE,
    ),
    export=Export(title=_("走访活动")),
)

HOMES = Table(
    name="community.campaign_homes",
    caption=_("走访名单"),
    columns=(
        Column(key="place_name", label=_("房屋"), sort="place_name", classes="main"),
        Column(key="contact", label=_("住户")),
        Column(key="staff_name", label=_("走访人"), value=lambda row: row.staff_name or "—"),
        Column(key="planned_on", label=_("计划日期"), sort="planned_on", hide_on_phone=True),
        Column(key="visited_at", label=_("走访时间"), sort="visited_at", phone_place="side"),
        Column(
            key="outcome",
            label=_("结果"),
            template="community/_cells.html#outcome",
            export="get_outcome_display",
            phone_place="corner",
        ),
        Column(key="needs", label=_("需求"), nowrap=False, hide_on_phone=True),
        Column(key="proposal", label=_("建议"), nowrap=False, optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("房号或住户"), fields=("place_name", "contact")),
        ChoiceFilter(
            key="visited", label=_("走访"), choices=[("yes", _("已访")), ("no", _("未访"))], apply=_visited
        ),
        ChoiceFilter(key="outcome", label=_("结果"), choices=VisitOutcome.choices),
    ),
    default_sort="place_name",
    row_url=lambda row: reverse("community:home_visit", args=[row.pk]),
    empty=EmptyState(title=_("名单是空的"), text=_("没有符合条件的房屋。")),
    export=Export(title=_("走访名单")),
)
