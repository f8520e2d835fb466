"""The ledgers of leaking homes and of defects left behind: the oldest first, each with who answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.filters import day
from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter
from anju.modules.frontdesk.queries import ledgers, wording
from anju.modules.frontdesk.rules.analysis import AGES
from anju.modules.frontdesk.tables import cases as base


def since(row: Any) -> date:
    return date.fromisoformat(row.since)


def days(row: Any) -> int:
    until = timezone.localdate() if row.closed_at is None else timezone.localdate(row.closed_at)
    return max((until - since(row)).days, 0)


def _days_cell(row: Any) -> Any:
    old = days(row)
    if row.closed_at is not None or old <= AGES[1]:
        return old
    return format_html('<b class="{}">{}</b>', "text-error" if old > AGES[-1] else "text-warning", old)


def _fact(code: str) -> Callable[[Any], Any]:
    return lambda row: row.fields.get(code) or ""


def _chosen(code: str) -> Callable[[Any], str]:
    return lambda row: str(wording.choice(code, row.fields[code])) if row.fields.get(code) else ""


def _choices(code: str) -> list[tuple[str, Any]]:
    return list(wording.CHOICES[code].items())


def _having(code: str) -> Callable[[Any, str], Any]:
    return lambda rows, value: rows.filter(**{f"fields__{code}": value})


_known = base.OPEN.by_key
LEAKS = replace(
    base.OPEN,
    name="frontdesk.leaks",
    caption=lazy("渗水户台账"),
    columns=(
        _known["title"],
        _known["number"],
        Column(key="defect", label=lazy("类别"), value=_chosen("defect"), optional=True),
        Column(key="place", label=lazy("房屋或位置"), value=base.place_text, nowrap=False),
        Column(key="since", label=lazy("最初报告"), sort="since", value=since, cell=lambda row: day(since(row), "full")),
        Column(key="days", label=lazy("天数"), value=days, cell=_days_cell, align="end"),
        Column(key="answerable", label=lazy("责任方"), value=_chosen("answerable")),
        Column(key="part", label=lazy("责任方承担的部分"), value=_fact("part"), nowrap=False, optional=True, hidden=True),
        Column(key="plan", label=lazy("解决方案"), value=_fact("plan"), nowrap=False, optional=True),
        Column(key="responsible", label=lazy("责任人和联系方式"), value=_fact("responsible"), nowrap=False, optional=True, hidden=True),
        Column(key="outsourced", label=lazy("外请单位"), value=_fact("outsourced"), nowrap=False, optional=True, hidden=True),
        Column(key="due_on", label=lazy("计划完成"), value=_fact("due_on"), optional=True),
        _known["state"],
        _known["who"],
        _known["closed"],
    ),
    filters=(
        SearchFilter(placeholder=lazy("编号、电话、房号、姓名或内容"), apply=base._as_they_are),
        ChoiceFilter(key="answerable", label=lazy("责任方"), choices=_choices("answerable"), apply=_having("answerable")),
        ChoiceFilter(key="age", label=lazy("账龄"), choices=lambda _request: ledgers.age_choices(), apply=ledgers.aged),
        *(one for one in base.OPEN.filters if one.key in ("state", "person", "place")),
    ),
    default_sort="since",
    row_tone=lambda row: "is-late" if row.closed_at is None and days(row) > AGES[-1] else "",
    bulk_actions=(),
    empty=EmptyState(
        title=lazy("台账是空的"),
        text=lazy("登记为“遗留问题”的事项，或标题写明渗漏的报修会列在这里。"),
        action_label=lazy("登记事项"),
        action_url=lambda _request: reverse("frontdesk:case_new") + "?kind=legacy",
        permission="cases.case:open",
    ),
    export=Export(title=lazy("渗水户台账"), on_export=base._exported),
)  # fmt: skip
LEGACY = replace(
    LEAKS,
    name="frontdesk.legacy",
    caption=lazy("遗留问题账龄"),
    filters=(
        LEAKS.filters[0],
        ChoiceFilter(key="defect", label=lazy("类别"), choices=_choices("defect"), apply=_having("defect")),
        *LEAKS.filters[1:],
    ),
    export=Export(title=lazy("遗留问题账龄"), on_export=base._exported),
)
