"""The visitors' book as a list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.frontdesk.models import Purpose, VisitState
from anju.modules.frontdesk.permissions import VISITOR_EXPORT, VISITOR_SIGN
from anju.modules.frontdesk.queries import visitors as queries
from anju.modules.frontdesk.queries.register_places import gates
from anju.modules.frontdesk.services.visitors import export_noted


def _to_whom(row: Any) -> str:
    return " ".join(one for one in (row.place_name or "", row.host) if one) or "—"


def _gates(request: Any) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in gates(request.community_id)] if request.community_id else []


def _exported(request: Any, count: int) -> None:
    export_noted(actor=request.actor, community_id=request.community_id, count=count, at=timezone.now())


VISITS = Table(
    name="frontdesk.visits",
    caption=lazy("访客登记"),
    columns=(
        Column(key="name", label=lazy("访客"), sort="name"),
        Column(key="to", label=lazy("到访"), value=_to_whom, nowrap=False),
        Column(key="purpose", label=lazy("事由"), value="get_purpose_display", sort="purpose", hide_on_phone=True),
        Column(key="plate", label=lazy("车牌"), classes="code", hide_on_phone=True),
        Column(key="gate", label=lazy("入口"), value="gate_name", optional=True, hide_on_phone=True),
        Column(key="stood_at", label=lazy("进入或预约"), sort="stood_at", phone_place="side"),
        Column(key="left_at", label=lazy("离开"), sort="left_at", hide_on_phone=True),
        Column(key="card", label=lazy("访客证"), template="frontdesk/registers/_cells.html#card", export="card", hide_on_phone=True),
        Column(key="companions", label=lazy("同行"), align="end", optional=True, hidden=True),
        Column(key="company", label=lazy("单位"), optional=True, hidden=True),
        Column(key="number", label=lazy("编号"), classes="code", sort="number", optional=True, hidden=True),
        Column(
            key="state", label=lazy("状态"), template="frontdesk/registers/_cells.html#visit_state",
            export="get_state_display", sort="state", phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=lazy("姓名、手机号、车牌、房号、编号"), apply=queries.search),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=VisitState.choices),
        ChoiceFilter(key="purpose", label=lazy("事由"), choices=Purpose.choices),
        BooleanFilter(key="late", label=lazy("滞留"), only=True, yes_label=lazy("只看滞留")),
        ChoiceFilter(key="gate", label=lazy("入口"), choices=_gates, field="gate_id", more=True),
        DateRangeFilter(key="came", label=lazy("进入日期"), field="came_at", moment=True, more=True),
    ),
    default_sort="-stood_at",
    row_url=lambda row: reverse("frontdesk:visit", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.late else "",
    empty=EmptyState(
        title=lazy("没有访客记录"), text=lazy("来访的人在这里登记；住户预约的报访客码即可进门。"), action_label=lazy("登记访客"),
        action_url=lambda request: reverse("frontdesk:visit_new"), permission=VISITOR_SIGN,
    ),
    export=Export(title=lazy("访客登记"), permission=VISITOR_EXPORT, on_export=_exported),
)  # fmt: skip
