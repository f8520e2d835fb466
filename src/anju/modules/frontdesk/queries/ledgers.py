"""Ledgers over cases: last week's key items, repair statistics, leaking homes, the age of defects left behind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow, Kept
from anju.foundation.actors import Actor
from anju.kernel.interval import InstantInterval
from anju.modules.frontdesk.queries import case_list, wording
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.frontdesk.rules import analysis as rules
from anju.modules.people import facade as people

KEY_KINDS = ("repair", "complaint", "hazard", "help")
MOST_KEY = 30
LEAK_TRADES = ("water", "drain", "roof", "wall")
LEAK_WORDS = ("渗", "漏水", "渗漏", "返水")


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One of last week's key items. why: codes of what makes it one: grave, late, reopened, many, stands_long."""

    row: CaseRow
    why: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Week:
    """monday: of the week looked at. opened, closed: all of these kinds in it; carried: still open at its end."""

    monday: date
    opened: int
    closed: int
    carried: int
    items: tuple[KeyItem, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class RepairStatistics:
    """by_trade and by_area: (name, opened, closed, still open). clocks: how the limits were kept, by clock."""

    month: date
    opened: int
    closed: int
    paid: int
    urgent: int
    by_trade: tuple[tuple[str, int, int, int], ...]
    by_area: tuple[tuple[str, int, int, int], ...]
    clocks: tuple[tuple[str, Kept], ...]
    people: tuple[tuple[str, Kept], ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A leak or a defect left behind. days: how old it is, to its end or to now. since: when it was first reported."""

    row: CaseRow
    facts: dict[str, Any]
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """ages: how many open ones of each class of age (rules.AGES and beyond), in all and by sort of defect."""

    lines: tuple[LedgerLine, ...]
    open: int
    ages: tuple[int, ...]
    by_sort: tuple[tuple[str, tuple[int, ...]], ...]


def week(actor: Actor, community_id: int | None, monday: date, at: datetime) -> Week:
    """The key items of a week: what was opened, closed or stood open in it and deserves the manager's eye.

    Source: catalogue B RPR-11.
    """
    zone = ZoneInfo(actor.time_zone)
    start, end = (datetime.combine(one, time(), zone) for one in (monday, monday + timedelta(days=7)))
    by_then = min(end, at)
    wanted = CaseFilter(community_id=community_id, kinds=KEY_KINDS)
    base = cases.cases(actor=actor, wanted=wanted).exclude(state__in=("merged", "void"))
    alive = base.filter(opened_at__lt=end).filter(Q(closed_at__isnull=True) | Q(closed_at__gte=start))
    grave = (
        Q(severity__gte=3)
        | Q(reopened__gt=0)
        | Q(clocks__due_at__lt=by_then, clocks__void=False, clocks__stopped_at__isnull=True)
    )
    marked = (
        alive.filter(grave | Q(merged__isnull=False))
        .distinct()
        .annotate(callers=Count("merged", distinct=True))
    )
    items = []
    for *values, callers in marked.values_list(*CaseRow._fields, "callers"):
        row = CaseRow(*values)
        late = row.due_at is not None and row.due_at < by_then
        facts = {"severity": row.severity, "late": int(late), "reopened": row.reopened, "merged": callers}
        why = tuple(
            code
            for code, holds in (
                ("grave", row.severity >= 3), ("late", late), ("reopened", row.reopened > 0), ("many", callers > 0),
            )
            if holds
        )  # fmt: skip
        if why:
            items.append(KeyItem(row, why, rules.weight(facts)))
    items.sort(key=lambda one: (-one.weight, one.row.opened_at))
    shown = items[:MOST_KEY]
    return Week(
        monday=monday,
        opened=base.filter(opened_at__gte=start, opened_at__lt=end).count(),
        closed=base.filter(closed_at__gte=start, closed_at__lt=end).count(),
        carried=alive.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=end)).count(),
        items=tuple(shown),
        names=names_of(actor, [one.row for one in shown]),
    )


def repairs(actor: Actor, community_id: int | None, month: date, at: datetime) -> RepairStatistics:
    """A month of repairs by trade and area, with the limits kept. Source: catalogue B RPR-12."""
    zone = ZoneInfo(actor.time_zone)
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    start, end = (datetime.combine(one, time(), zone) for one in (month, following))
    wanted = CaseFilter(community_id=community_id, kinds=("repair",), opened_from=start, opened_before=end)
    rows = list(
        cases.cases(actor=actor, wanted=wanted)
        .exclude(state__in=rules.DROPPED)
        .values_list("fields", "closed_at")
    )
    span, reach = InstantInterval(start, end), actor.reach(case_list.reading())
    kind = cases.kind_of("repair")
    kept = cases.kept_by(
        ("clock",), span=span, at=at, reach=reach, community_id=community_id, kinds=("repair",), actor=actor
    )
    hands = cases.kept_by(
        ("assignee_id",),
        span=span,
        at=at,
        reach=reach,
        community_id=community_id,
        kinds=("repair",),
        actor=actor,
    )
    known = people.staff_by_id([row.key[0] for row in hands if row.key[0]])
    names = {one.code: str(one.name) for one in kind.clocks}
    return RepairStatistics(
        month=month,
        opened=len(rows),
        closed=sum(1 for _fields, closed in rows if closed is not None),
        paid=sum(1 for fields, _closed in rows if fields.get("paid")),
        urgent=sum(1 for fields, _closed in rows if fields.get("urgent") or fields.get("emergency")),
        by_trade=_split(rows, "trade"),
        by_area=_split(rows, "area"),
        clocks=tuple((names.get(str(row.key[0]), str(row.key[0])), row.kept) for row in kept),
        people=tuple((known[row.key[0]].name, row.kept) for row in hands if row.key[0] in known),
    )


def leaking() -> Q:
    """Leaking homes: defects left behind that leak, and repairs of water, roof and walls whose words say so.

    Source: catalogue B RPR-08, LEG-03.
    """
    said = Q()
    for word in LEAK_WORDS:
        said |= Q(title__contains=word)
    return Q(kind="legacy", fields__defect="leak") | Q(kind="repair", fields__trade__in=LEAK_TRADES) & said


def left_behind() -> Q:
    """Defects left by the developer or the city. Source: catalogue B LEG-01, LEG-04."""
    return Q(kind="legacy")


def lines(rows: Any, what: Q, zone: ZoneInfo) -> Any:
    """Rows of a ledger, each with `since`: the local day it was first reported, as text."""
    opened = Cast(TruncDate("opened_at", tzinfo=zone), TextField())
    said = NullIf(KeyTextTransform("reported_on", "fields"), Value(""))
    found = rows.filter(what).exclude(state__in=("merged", "void", "cancelled"))
    return found.annotate(since=Coalesce(said, opened, output_field=TextField()))


def aged(rows: Any, edge: int) -> Any:
    """Open rows of a ledger that stand longer than so many days."""
    before = timezone.localdate() - timedelta(days=edge)
    return rows.filter(closed_at__isnull=True, since__lt=before.isoformat())


def age_choices() -> list[tuple[int, str]]:
    return [(edge, _("超过 %(n)d 天") % {"n": edge}) for edge in rules.AGES]


def ledger(actor: Actor, community_id: int | None, what: Q, at: datetime, sort: str) -> Ledger:
    """All lines of a ledger, open ones first and the oldest of them on top, with their age by `sort`."""
    zone = ZoneInfo(actor.time_zone)
    today = at.astimezone(zone).date()
    rows = cases.cases(actor=actor, wanted=CaseFilter(community_id=community_id, kinds=("repair", "legacy")))
    found = []
    for *values, facts, since in lines(rows, what, zone).values_list(*CaseRow._fields, "fields", "since"):
        row = CaseRow(*values)
        first = date.fromisoformat(since)
        until = today if row.closed_at is None else row.closed_at.astimezone(zone).date()
        found.append(LedgerLine(row, facts, first, max((until - first).days, 0)))
    found.sort(key=lambda one: (one.row.closed_at is not None, -one.days, one.row.id))
    waiting = [one for one in found if one.row.closed_at is None]
    sorts = dict.fromkeys(_sort_of(one, sort) for one in waiting)
    return Ledger(
        lines=tuple(found),
        open=len(waiting),
        ages=tuple(rules.by_age(one.days for one in waiting)),
        by_sort=tuple(
            (str(name), tuple(rules.by_age(one.days for one in waiting if _sort_of(one, sort) == name)))
            for name in sorts
        ),
    )


def _sort_of(line: LedgerLine, sort: str) -> str:
    if sort == "kind":
        return str(cases.kind_of(line.row.kind).name)
    return str(wording.choice(sort, str(line.facts.get(sort, ""))))


def _split(rows: list[Any], code: str) -> tuple[tuple[str, int, int, int], ...]:
    opened = Counter(str(fields.get(code, "")) for fields, _closed in rows)
    closed = Counter(str(fields.get(code, "")) for fields, ended in rows if ended is not None)
    return tuple(
        (str(wording.choice(code, key)) if key else "—", count, closed[key], count - closed[key])
        for key, count in opened.most_common()
    )
