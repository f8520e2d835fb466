"""What governs which clock: promises in force, the house's own limits and the law, kind by kind; and what governs none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Budget, TimeBase, Unit
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.frontdesk.models import PromiseLimit
from anju.modules.frontdesk.permissions import BUDGET_READ
from anju.modules.frontdesk.queries import budgets
from anju.modules.frontdesk.queries.wording import SEVERITIES, choice
from anju.modules.frontdesk.rules.kinds import KINDS
from anju.modules.frontdesk.rules.limits import Limit
from anju.modules.plans import facade as plans

ENGINE = "cases"


@dataclass(frozen=True, slots=True)
class Line:
    """One limit of a clock. source: plan, house or law; code: of a row of the house; beaten: a promise stands instead."""

    source: str
    quote: str
    length: str
    where: str
    promise_id: int | None = None
    code: str = ""
    corrected: bool = False
    note: str = ""
    off: bool = False
    beaten: bool = False


@dataclass(frozen=True, slots=True)
class ClockLines:
    clock: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class KindLines:
    kind: str
    name: str
    clocks: tuple[ClockLines, ...]


@dataclass(frozen=True, slots=True)
class LimitPage:
    """idle: promises of the engine that limit no clock here."""

    kinds: tuple[KindLines, ...]
    idle: tuple[plans.PromiseView, ...]
    promised: int


def limit_page(*, actor: Actor, community_id: int, at: datetime) -> LimitPage:
    """Raises Forbidden, NotFound when the community is out of reach."""
    actor.require(BUDGET_READ)
    if not actor.reach(BUDGET_READ).covers_community(community_id):
        raise NotFound("not_found", noun="estate.place")
    rows = list(budgets.in_force(community_id, at))
    house = budgets.house(community_id)
    by_clock: dict[tuple[str, str], list[Line]] = {}
    for row in rows:
        by_clock.setdefault((row.kind, row.clock), []).append(_promised(row))
    known = {one.code for one in house}
    for one in budgets.house_rows():
        shown = next((row for row in house if row.code == one.code), one)
        key = (shown.limit.kind, shown.limit.clock)
        promised = any(line.source == "plan" for line in by_clock.get(key, ()))
        line = Line(
            "law" if shown.law else "house", shown.quote, length(shown.limit.budget), where(shown.limit),
            code=shown.code, off=one.code not in known, beaten=promised and not shown.law,
        )  # fmt: skip
        by_clock.setdefault(key, []).append(line)
    taken = {row.promise_id for row in rows}
    idle = tuple(one for one in _promises(actor, community_id, at) if one.id not in taken)
    return LimitPage(tuple(_kind(code, by_clock) for code in KINDS), idle, len(taken))


def promise_of(*, actor: Actor, community_id: int, promise_id: int, at: datetime) -> plans.PromiseView:
    """Raises NotFound."""
    found = next((one for one in _promises(actor, community_id, at) if one.id == promise_id), None)
    if found is None:
        raise NotFound("frontdesk.limit.missing")
    return found


def limits_of_promise(promise_id: int) -> list[PromiseLimit]:
    return list(PromiseLimit.objects.filter(promise_id=promise_id).order_by("pk"))


def length(budget: Budget) -> str:
    """30分钟, 当日, 半天（工作时间）, 3个工作日."""
    number = budget.amount
    if budget.unit is Unit.DAYS and number == 0:
        return _("当日")
    said = {
        Unit.MINUTES: _("%(n)s 分钟"), Unit.HOURS: _("%(n)s 小时"), Unit.HALF_DAYS: _("%(n)s 个半天"),
        Unit.DAYS: _("%(n)s 天"), Unit.WORKDAYS: _("%(n)s 个工作日"),
    }[budget.unit] % {"n": number}  # fmt: skip
    return f"{said}{_('（工作时间）')}" if budget.base is TimeBase.WORK else str(said)


def where(limit: Limit) -> str:
    """In which cases: 严重及以上 · 公共部位."""
    parts = []
    if (limit.severity_from, limit.severity_to) != (1, 4):
        parts.append(_severities(limit.severity_from, limit.severity_to))
    kind = cases.kind_of(limit.kind)
    for code, values in limit.fields.items():
        field = next((one for one in kind.fields if one.code == code), None)
        if field is not None and field.sort == "flag":
            parts.append(str(field.name))
        else:
            parts.append("、".join(str(choice(code, str(one))) for one in values if one != ""))
    return " · ".join(parts)


def _severities(low: int, high: int) -> str:
    names = [str(SEVERITIES[one]) for one in range(low, high + 1)]
    if high == 4:
        return _("%(name)s及以上") % {"name": names[0]}
    return _("%(name)s及以下") % {"name": names[-1]} if low == 1 else "、".join(names)


def _promised(row: PromiseLimit) -> Line:
    limit = budgets.limit_of(row)
    return Line(
        "plan", row.quote, length(limit.budget), where(limit), row.promise_id, corrected=row.corrected,
        note=row.note,
    )  # fmt: skip


def _kind(code: str, by_clock: Mapping[tuple[str, str], Sequence[Line]]) -> KindLines:
    kind = cases.kind_of(code)
    clocks: list[Any] = [
        ClockLines(one.code, str(one.name), tuple(by_clock.get((code, one.code), ())))
        for one in kind.clocks
        if one.code != "visit"
    ]
    return KindLines(code, str(kind.name), tuple(clocks))


def _promises(actor: Actor, community_id: int, at: datetime) -> list[plans.PromiseView]:
    today = at.astimezone(ZoneInfo(actor.time_zone)).date()
    return plans.promises_in_force(community_id, today, ENGINE)
