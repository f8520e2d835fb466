"""Lists of keys, tools and cards, and of who borrowed them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
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
    SortKey,
    Table,
)
from anju.modules.frontdesk.models import BorrowerKind, LendKind, LendState
from anju.modules.frontdesk.permissions import LOAN_EDIT, LOAN_READ

CELLS = "frontdesk/registers/_cells.html"


def _hangs(row: Any) -> str:
    return f"{row.board.name} {row.hook}" if row.board else ""


LENDABLES = Table(
    name="frontdesk.lendables",
    caption=lazy("钥匙与工具"),
    columns=(
        Column(key="name", label=lazy("名称"), sort="name"),
        Column(key="number", label=lazy("编号"), classes="code", sort=("kind", "number")),
        Column(key="kind", label=lazy("类型"), value="get_kind_display", sort="kind", hide_on_phone=True),
        Column(key="place", label=lazy("哪里的"), value="place_name", nowrap=False),
        Column(key="hangs", label=lazy("挂位"), value=_hangs, hide_on_phone=True),
        Column(key="seal", label=lazy("封签号"), classes="code", optional=True, hide_on_phone=True),
        Column(key="holder", label=lazy("借用人"), sort="holder"),
        Column(key="due", label=lazy("应还"), template=f"{CELLS}#loan_due", sort=(SortKey("rank", nullable=False), "due_at"),
               export="due_at", phone_place="side"),
        Column(key="state", label=lazy("状态"), template=f"{CELLS}#lend_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("名称、编号、地点、借用人"), fields=("name", "number", "place_name", "holder", "owner")),
        ChoiceFilter(key="kind", label=lazy("类型"), choices=LendKind.choices),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=LendState.choices),
        BooleanFilter(key="late", label=lazy("逾期"), only=True, yes_label=lazy("只看逾期"),
                      apply=lambda rows, value: rows.filter(rank=0) if value else rows),
        BooleanFilter(key="entrusted", label=lazy("委托保管"), apply=lambda rows, value: rows.filter(entrusted_at__isnull=not value), more=True),
    ),
    default_sort="due",
    row_url=lambda row: reverse("frontdesk:lendable", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.rank == 0 else "",
    empty=EmptyState(
        title=lazy("还没有登记"), text=lazy("钥匙、工具和门禁卡登记后，借出、归还和遗失都有据可查。"), action_label=lazy("登记"),
        action_url=lambda request: reverse("frontdesk:lendable_new"), permission=LOAN_EDIT,
    ),
    export=Export(title=lazy("钥匙与工具台账"), permission=LOAN_READ),
)  # fmt: skip

LOANS = Table(
    name="frontdesk.loans",
    caption=lazy("借用记录"),
    columns=(
        Column(key="thing", label=lazy("物品"), value="lendable.name", sort="lendable__name"),
        Column(key="number", label=lazy("借条号"), classes="code", sort="number"),
        Column(key="code", label=lazy("编号"), value="lendable.number", classes="code", hide_on_phone=True),
        Column(key="name", label=lazy("借用人"), sort="name"),
        Column(key="company", label=lazy("单位"), optional=True, hide_on_phone=True),
        Column(key="purpose", label=lazy("用途"), nowrap=False, hide_on_phone=True),
        Column(key="lent_at", label=lazy("借出"), sort="lent_at", phone_place="side"),
        Column(key="due_at", label=lazy("应还"), sort="due_at"),
        Column(key="returned_at", label=lazy("归还"), sort="returned_at"),
        Column(key="condition", label=lazy("归还情况"), optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=lazy("借条号、物品、借用人或用途"), fields=("number", "lendable__name", "lendable__number", "name", "purpose")),
        ChoiceFilter(key="kind", label=lazy("类型"), choices=LendKind.choices, field="lendable__kind"),
        ChoiceFilter(key="borrower", label=lazy("借用人类型"), choices=BorrowerKind.choices),
        BooleanFilter(key="back", label=lazy("已归还"), apply=lambda rows, value: rows.filter(returned_at__isnull=not value)),
        DateRangeFilter(key="on", label=lazy("借出日期"), field="lent_at", moment=True),
    ),
    default_sort="-lent_at",
    row_url=lambda row: reverse("frontdesk:lendable", args=[row.lendable_id]),
    empty=EmptyState(title=lazy("还没有借用记录"), text=lazy("在钥匙或工具的页面上借出。")),
    export=Export(title=lazy("借用记录"), permission=LOAN_READ),
)  # fmt: skip
