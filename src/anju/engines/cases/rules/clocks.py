"""A clock is its segments: running or paused, one after the other. Everything else about it is derived from them.

Instants are aware UTC. A zero-length segment is left out; the last one is open while the clock is not stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts.kinds import Budget, BudgetOffer, TimeBase, Unit
from anju.kernel.calendar import WorkCalendar, end_of_day
from anju.kernel.errors import Conflict
from anju.kernel.interval import InstantInterval
from anju.kernel.worktime import WorkHours, elapse, open_spans, worked

ALL_DAY = WorkHours()
WORKDAYS = WorkHours(workdays_only=True)
_HALF_DAY = timedelta(hours=12)
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


class Run(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Segment:
    start: datetime
    end: datetime | None = None
    paused: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """In what time is counted: the calendar and zone, and a community's working hours."""

    calendar: WorkCalendar
    zone: ZoneInfo
    hours: WorkHours = WORKDAYS


@dataclass(frozen=True, slots=True)
class Timing:
    """The facts of one run of a clock. length: counting time that was promised, None when nothing was.

    hours: in which time counts, as they were when it started.
    """

    segments: tuple[Segment, ...]
    hours: WorkHours
    length: timedelta | None = None

    @property
    def started(self) -> datetime:
        return self.segments[0].start

    @property
    def stopped(self) -> datetime | None:
        return self.segments[-1].end

    @property
    def state(self) -> Run:
        last = self.segments[-1]
        if last.end is not None:
            return Run.STOPPED
        return Run.PAUSED if last.paused else Run.RUNNING

    @property
    def pauses(self) -> list[InstantInterval]:
        found = (
            InstantInterval(one.start, one.end)
            for one in self.segments
            if one.paused and one.start != one.end
        )
        return InstantInterval.merged(found)


def begun(at: datetime, hours: WorkHours, length: timedelta | None) -> Timing:
    return Timing((Segment(at),), hours, length)


def paused(timing: Timing, at: datetime, reason: str) -> Timing:
    """Raises Conflict: cases.clock.not_running, cases.clock.backwards."""
    return _turned(timing, at, Segment(at, None, True, reason), Run.RUNNING)


def resumed(timing: Timing, at: datetime) -> Timing:
    """Raises Conflict: cases.clock.not_running (it is not paused), cases.clock.backwards."""
    return _turned(timing, at, Segment(at), Run.PAUSED)


def stopped(timing: Timing, at: datetime) -> Timing:
    """Raises Conflict: cases.clock.not_running (stopped already), cases.clock.backwards."""
    if timing.state is Run.STOPPED:
        raise Conflict("cases.clock.not_running")
    return replace(timing, segments=(*timing.segments[:-1], _ended(timing, at)))


def _turned(timing: Timing, at: datetime, following: Segment, wanted: Run) -> Timing:
    if timing.state is not wanted:
        raise Conflict("cases.clock.not_running")
    ended = _ended(timing, at)
    kept = timing.segments[:-1] if ended.start == at else (*timing.segments[:-1], ended)
    return replace(timing, segments=(*kept, following))


def _ended(timing: Timing, at: datetime) -> Segment:
    last = timing.segments[-1]
    if at < last.start:
        raise Conflict("cases.clock.backwards", at=at, since=last.start)
    return replace(last, end=at)


def hours_of(budget: Budget, frame: Frame) -> WorkHours:
    """In which time a budget counts."""
    if budget.base is TimeBase.WORK:
        return frame.hours
    return WORKDAYS if budget.unit is Unit.WORKDAYS else ALL_DAY


def length_of(budget: Budget, start: datetime, frame: Frame) -> timedelta:
    """The counting time of a budget that starts now; whole days are what is left until they are over.

    Half a day is half of a working day on work time, 12 hours on calendar time.
    """
    hours = hours_of(budget, frame)
    match budget.unit:
        case Unit.MINUTES:
            return timedelta(minutes=budget.amount)
        case Unit.HOURS:
            return timedelta(hours=budget.amount)
        case Unit.HALF_DAYS:
            minutes = sum(b - a for a, b in hours.spans)
            half = timedelta(minutes=minutes) / 2 if budget.base is TimeBase.WORK else _HALF_DAY
            return budget.amount * half
        case Unit.DAYS:
            last = start.astimezone(frame.zone).date() + timedelta(days=budget.amount)
        case Unit.WORKDAYS:
            last = frame.calendar.add_workdays(start.astimezone(frame.zone).date(), budget.amount)
    return _until(start, end_of_day(last, frame.zone).astimezone(UTC), hours, frame)


def _until(start: datetime, end: datetime, hours: WorkHours, frame: Frame) -> timedelta:
    if end <= start:
        return timedelta()
    if hours == ALL_DAY:
        return end - start
    return worked(InstantInterval(start, end), hours=hours, calendar=frame.calendar, zone=frame.zone)


def instant_after(timing: Timing, length: timedelta, frame: Frame) -> datetime | None:
    """When `length` of counting time has passed on this clock; None while it stands paused before that."""
    if timing.hours == ALL_DAY:
        return elapse([(timing.started, _FAR)], length, timing.pauses)
    hours = timing.hours
    spans = open_spans(timing.started, hours.spans, hours.counts(frame.calendar), frame.zone)
    return elapse(spans, length, timing.pauses)


def later(timing: Timing, instant: datetime, minutes: int) -> datetime | None:
    """So many minutes of any time after an instant, not counting pauses."""
    if minutes == 0:
        return instant
    return elapse([(instant, _FAR)], timedelta(minutes=minutes), timing.pauses)


def due(timing: Timing, frame: Frame) -> datetime | None:
    """When the promise is up; None without a budget, or while a pause holds it off."""
    return None if timing.length is None else instant_after(timing, timing.length, frame)


def elapsed(timing: Timing, at: datetime, frame: Frame) -> timedelta:
    """Counting time that has passed up to `at`, or up to its stop."""
    end = at if timing.stopped is None else min(at, timing.stopped)
    if end <= timing.started:
        return timedelta()
    span = InstantInterval(timing.started, end)
    return worked(span, hours=timing.hours, calendar=frame.calendar, zone=frame.zone, pauses=timing.pauses)


def tightest(offers: Iterable[BudgetOffer], start: datetime, frame: Frame) -> BudgetOffer | None:
    """The offer that is due first when started now; of equals the one with a promise, then the oldest promise."""
    return min(offers, key=lambda one: (_due_from(one.budget, start, frame), one.promise_id is None, one.promise_id or 0),
               default=None)  # fmt: skip


def _due_from(budget: Budget, start: datetime, frame: Frame) -> datetime:
    timing = begun(start, hours_of(budget, frame), length_of(budget, start, frame))
    return due(timing, frame) or _FAR


def valid(segments: Sequence[Segment]) -> bool:
    """Whether segments follow each other without a gap, only the last one open."""
    joined = all(a.end == b.start for a, b in pairwise(segments))
    ordered = all(one.end is None or one.start <= one.end for one in segments)
    return bool(segments) and joined and ordered
