"""The ledger of disputes and the list of etiquette checks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
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
from anju.modules.community.models import (
    Dispute,
    DisputeLevel,
    DisputeState,
    EtiquetteAbout,
    Mediation,
    Tier,
)
from anju.modules.community.permissions import DISPUTE_READ, DISPUTE_WRITE, ETIQUETTE_WRITE
from anju.modules.community.services.disputes import export_noted

CELLS = "community/safety/_cells.html"


def _parties(row: Any) -> str:
    return "、".join(str(one.name) for one in row.parties.all()) or "—"


def _reports(row: Any) -> str:
    tiers = dict(Tier.choices)
    return "；".join(
        f"{tiers[one.tier]} {one.to} {timezone.localtime(one.at):%Y-%m-%d}" for one in row.reports.all()
    )


def _exported(request: Any, count: int) -> None:
    row = Dispute.objects.filter(request.actor.reach(DISPUTE_READ).q()).order_by("-pk").first()
    if row is not None:
        export_noted(actor=request.actor, row=row, count=count, at=timezone.now())


def _waiting(rows: Any, value: str) -> Any:
    today = timezone.localdate()
    open_ones = Q(waiting__gt=0)
    if value == "late":
        return rows.filter(open_ones, due_on__lt=today)
    return rows.filter(open_ones if value == "open" else Q(waiting=0))


DISPUTES = Table(
    name="community.disputes",
    caption=_("纠纷台账"),
    columns=(
        Column(key="number", label=_("编号"), sort="number", classes="code"),
        Column(key="subject", label=_("事由"), classes="main", nowrap=False, width="grow"),
        Column(key="parties", label=_("当事人"), value=_parties, nowrap=False),
        Column(key="level", label=_("程度"), template=f"{CELLS}#level", export="get_level_display"),
        Column(key="mediation", label=_("调解方式"), value="get_mediation_display", hide_on_phone=True),
        Column(key="mediator", label=_("调解组织"), value=lambda row: f"{row.mediator}（{row.get_tier_display()}）", nowrap=False),
        Column(key="report", label=_("报告"), template=f"{CELLS}#told", export=_reports),
        Column(key="session_count", label=_("调解次数"), align="end"),
        Column(key="opened_on", label=_("登记日期"), sort="opened_on", phone_place="side"),
        Column(key="state", label=_("结果"), template=f"{CELLS}#dispute", export="get_state_display", phone_place="corner"),
        Column(key="closed_on", label=_("办结日期"), optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("编号、事由或调解组织"), fields=("number", "subject", "mediator")),
        ChoiceFilter(key="level", label=_("程度"), choices=DisputeLevel.choices),
        ChoiceFilter(key="state", label=_("结果"), choices=DisputeState.choices),
        ChoiceFilter(key="mediation", label=_("调解方式"), choices=Mediation.choices, more=True),
        DateRangeFilter(key="opened", label=_("登记日期"), field="opened_on", more=True),
    ),
    default_sort="-opened_on",
    row_url=lambda row: reverse("community:dispute", args=[row.pk]),
    empty=EmptyState(
        title=_("没有纠纷"), text=_("住户之间、住户与单位之间的纠纷登记在这里，按程度调解和报告。"),
        action_label=_("登记纠纷"), action_url=lambda request: reverse("community:dispute_new"),
        permission=DISPUTE_WRITE,
    ),
    export=Export(title=_("纠纷台账"), permission=DISPUTE_READ, on_export=_exported),
)  # fmt: skip

CHECKS = Table(
    name="community.etiquette",
    caption=_("礼仪检查"),
    columns=(
        Column(key="whom", label=_("检查对象"), value=lambda row: row.staff_name or row.spot, classes="main"),
        Column(key="about", label=_("类别"), value="get_about_display"),
        Column(key="on", label=_("检查日期"), sort="on", phone_place="side"),
        Column(key="checked_by", label=_("检查人")),
        Column(key="asked", label=_("项目"), align="end"),
        Column(key="failed", label=_("不合格"), align="end"),
        Column(key="due_on", label=_("整改期限"), sort="due_on", hide_on_phone=True),
        Column(key="waiting", label=_("整改"), template=f"{CELLS}#fixed", export="waiting", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("员工、地点或检查人"), fields=("staff_name", "spot", "checked_by")),
        ChoiceFilter(key="about", label=_("类别"), choices=EtiquetteAbout.choices),
        ChoiceFilter(
            key="state", label=_("整改"), apply=_waiting,
            choices=[("late", _("逾期未整改")), ("open", _("待整改")), ("done", _("合格或已整改"))],
        ),
        DateRangeFilter(key="day", label=_("检查日期"), field="on", more=True),
    ),
    default_sort="-on",
    row_url=lambda row: reverse("community:etiquette_check", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有礼仪检查"), text=_("按检查表逐项检查员工礼仪和服务接待处，不合格的限期整改并复查。"),
        action_label=_("检查员工"), action_url=lambda request: reverse("community:etiquette_new", args=["person"]),
        permission=ETIQUETTE_WRITE,
    ),
    export=Export(title=_("礼仪检查")),
)  # fmt: skip
