"""Time that counts: opening hours on working days, minus pauses. Elapsed time is exact across clock changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anju.kernel.calendar import WorkCalendar
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval

_DAY = timedelta(days=1)
# Longer than any run of days off; beyond it a calendar without open days would search for ever.
_LONGEST_CLOSURE = 400


@dataclass(frozen=True, slots=True)
class WorkHours:
    """Hours in which time counts, every day or on workdays only.

    spans: half-open minutes of the local day, in order and apart; an end may run past 1440 into the next morning.
    Raises Invalid when they are empty, out of order or longer than a day in all.
    """

    spans: tuple[tuple[int, int], ...] = ((0, 1440),)
    workdays_only: bool = False

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        ordered = all(a < b for a, b in self.spans) and edges == sorted(edges)
        if not edges or not ordered or edges[0] < 0 or edges[-1] - edges[0] > 1440:
            raise Invalid("worktime.spans", "spans", value=self.spans)

    def counts(self, calendar: WorkCalendar) -> Callable[[date], bool]:
        return calendar.is_workday if self.workdays_only else _every_day


def due_at(
    opened: datetime,
    budget: timedelta,
    *,
    hours: WorkHours,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    pauses: Iterable[InstantInterval] = (),
) -> datetime | None:
    """The aware UTC instant at which `budget` of counting time has passed since `opened`.

    A zero budget is due at the first counting instant. None while a pause is still open: the clock stands.
    """
    stops = InstantInterval.merged(pauses)
    spans = open_spans(opened, hours.spans, hours.counts(calendar), zone)
    return elapse(spans, budget, stops)


def worked(
    interval: InstantInterval,
    *,
    hours: WorkHours,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    pauses: Iterable[InstantInterval] = (),
) -> timedelta:
    """Counting time inside a closed interval. Raises Invalid when the interval is open."""
    if interval.end is None:
        raise Invalid("worktime.open_interval", "interval")
    total = timedelta()
    stops = InstantInterval.merged(pauses)
    for start, end in open_spans(interval.start, hours.spans, hours.counts(calendar), zone):
        if start >= interval.end:
            break
        for a, b in _unpaused(start, min(end, interval.end), stops):
            total += b - a
    return total


def open_spans(
    since: datetime, pieces: Sequence[tuple[int, int]], counts: Callable[[date], bool], zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Counting spans from `since` on, as aware UTC pairs in order; endless while days count."""
    since = since.astimezone(UTC)
    day = since.astimezone(zone).date() - _DAY
    closed = 0
    while closed < _LONGEST_CLOSURE:
        closed += 1
        if counts(day):
            for start, end in pieces:
                a, b = instant(day, start, zone), instant(day, end, zone)
                if b > since and a < b:
                    closed = 0
                    yield max(a, since), b
        day += _DAY


def elapse(
    spans: Iterable[tuple[datetime, datetime]], budget: timedelta, pauses: Sequence[InstantInterval] = ()
) -> datetime | None:
    """The instant at which `budget` of the spans, outside the pauses, has passed; None when it never has."""
    for span in spans:
        for start, end in _unpaused(*span, pauses):
            if budget <= end - start:
                return start + budget
            budget -= end - start
        if pauses and pauses[-1].end is None and span[1] >= pauses[-1].start:
            return None
    return None


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The aware UTC instant of a local minute; minutes past 1440 are on the following days."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _unpaused(
    start: datetime, end: datetime, pauses: Sequence[InstantInterval]
) -> Iterator[tuple[datetime, datetime]]:
    for pause in pauses:
        if pause.start >= end:
            break
        if start < pause.start:
            yield start, pause.start
        if pause.end is None:
            return
        start = max(start, pause.end)
    if start < end:
        yield start, end


def _every_day(_day: date) -> bool:
    return True
