"""A day of engineers: who goes where and when, and what nobody has agreed a time for yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_board import hands_of, paused_of
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

# The hours a line shows; what lies outside is drawn at its edge. Half an hour is one column.
FIRST_HOUR, LAST_HOUR = 7, 21
SLOT = timedelta(minutes=30)
MOST_WAITING = 60
MOST_LANES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """An appointment or visit on the line of a person. start, width: columns of half an hour, the first is 1; lane: the row
    of it that is free."""

    row: CaseRow
    begins_at: datetime
    ends_at: datetime
    state: str
    start: int
    width: int
    lane: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    staff: StaffView
    bars: tuple[Bar, ...]
    waiting: tuple[CaseRow, ...]
    busy: timedelta

    @property
    def lanes(self) -> int:
        return max((one.lane for one in self.bars), default=1)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """waiting: open cases of nobody. now: the column of this moment, None on another day."""

    day: date
    lines: tuple[Line, ...]
    waiting: tuple[CaseRow, ...]
    names: Names
    paused: dict[int, str]
    now: int | None
    hours: tuple[int, ...]

    @property
    def slots(self) -> int:
        return len(self.hours) * 2


def day_plan(
    actor: Actor, *, community_id: int | None, day: date, at: datetime, staff_id: int | None = None
) -> DayPlan:
    """Lines of everybody who has a visit, an open case or belongs to an engineering team; nine statements in all.

    staff_id: only this person's. Cases the actor may not see are left out.
    """
    zone = ZoneInfo(actor.time_zone)
    start, end = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    wanted = CaseFilter(community_id=community_id, standing="open")
    found = _visits(actor, community_id, start, end)
    open_rows = _open(actor, wanted, staff_id)
    rows = [one[0] for one in found] + open_rows
    hands = hands_of(community_id)
    known = {one.id: one for one in hands}
    shown_ids = (
        set(known)
        | {staff for _row, staff, *_rest in found}
        | {one.assignee_id for one in open_rows if one.assignee_id}
    )
    known |= people.staff_by_id([one for one in shown_ids if one not in known])
    scheduled = {(row.id, staff) for row, staff, *_rest in found}
    lines = [
        _line(known[number], found, open_rows, scheduled, start)
        for number in shown_ids
        if number in known and (staff_id is None or number == staff_id)
    ]
    lines.sort(key=lambda one: (-len(one.bars), -len(one.waiting), one.staff.number))
    here = at.astimezone(zone)
    return DayPlan(
        day=day,
        lines=tuple(lines),
        waiting=tuple(one for one in open_rows if one.assignee_id is None) if staff_id is None else (),
        names=names_of(actor, rows),
        paused=paused_of(rows, at),
        now=_column(here, start) if here.date() == day and FIRST_HOUR <= here.hour < LAST_HOUR else None,
        hours=tuple(range(FIRST_HOUR, LAST_HOUR)),
    )


def _visits(actor: Actor, community_id: int | None, start: datetime, end: datetime) -> list[tuple[Any, ...]]:
    """(case, staff, begins, ends, state) of visits that touch a day, in the order they begin; one statement."""
    touching = Q(visits__begins_at__lt=end, visits__ends_at__gt=start) | Q(
        visits__begins_at__isnull=True, visits__arrived_at__gte=start, visits__arrived_at__lt=end
    )
    rows = cases.cases(actor=actor, wanted=CaseFilter(community_id=community_id)).filter(touching)
    names = ("staff_id", "begins_at", "ends_at", "arrived_at", "left_at", "state")
    wide = rows.exclude(visits__state="called_off").values_list(
        *CaseRow._fields, *(f"visits__{one}" for one in names)
    )
    made = []
    for one in wide:
        row, (staff, begins, ends, arrived, left, state) = (
            CaseRow(*one[: len(CaseRow._fields)]),
            one[len(CaseRow._fields) :],
        )
        first = begins or arrived
        if first is None or state == "called_off":
            continue
        made.append((row, staff, first, ends or left or first + timedelta(hours=1), state))
    return sorted(made, key=lambda one: one[2])


def _open(actor: Actor, wanted: CaseFilter, staff_id: int | None) -> list[CaseRow]:
    rows = cases.cases(actor=actor, wanted=wanted).exclude(state="done")
    rows = rows if staff_id is None else rows.filter(assignee_id=staff_id)
    kinds = [
        one
        for one in ("repair", "hazard", "legacy", "complaint")
        if one in {kind.code for kind in cases.kinds()}
    ]
    return cases.rows(rows.filter(kind__in=kinds).order_by("due_at", "id")[: MOST_WAITING * 4])


def _line(
    staff: StaffView,
    found: list[tuple[Any, ...]],
    rows: list[CaseRow],
    scheduled: set[tuple[int, int]],
    start: datetime,
) -> Line:
    bars = tuple(
        _bar(row, begins, ends, state, start) for row, who, begins, ends, state in found if who == staff.id
    )
    bars = _in_lanes(bars)
    waiting = tuple(
        one for one in rows if one.assignee_id == staff.id and (one.id, staff.id) not in scheduled
    )
    return Line(staff, bars, waiting, sum((one.ends_at - one.begins_at for one in bars), timedelta()))


def _in_lanes(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Bars one below another where they overlap, each in the first lane that is free; the last lane takes the rest."""
    free: list[int] = []
    placed = []
    for one in bars:
        lane = next((n for n, until in enumerate(free) if until <= one.start), len(free))
        lane = min(lane, MOST_LANES - 1)
        free[lane : lane + 1] = [one.start + one.width]
        placed.append(replace(one, lane=lane + 1))
    return tuple(placed)


def _bar(row: CaseRow, begins: datetime, ends: datetime, state: str, start: datetime) -> Bar:
    slots = (LAST_HOUR - FIRST_HOUR) * 2
    first = min(max(_column(begins, start), 1), slots)
    last = min(max(_column(ends - timedelta(seconds=1), start), first), slots)
    return Bar(row, begins, ends, state, first, last - first + 1)


def _column(moment: datetime, start: datetime) -> int:
    """The half hour of the day in which a moment lies, counted from FIRST_HOUR as 1."""
    return int((moment - start - timedelta(hours=FIRST_HOUR)) // SLOT) + 1


def bar_tone(bar: Bar) -> str:
    return words.VISIT_STATES[bar.state].tone if bar.state in words.VISIT_STATES else "slate"
