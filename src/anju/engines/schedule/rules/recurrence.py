"""From a recurrence to its dated slots. What the words mean is written in contracts.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from anju.engines.schedule.contracts import Recurrence, Slot
from anju.engines.schedule.rules import blocks, patterns, validation, windows
from anju.engines.schedule.rules.blocks import DayTest
from anju.engines.schedule.rules.localtime import LocalTime
from anju.engines.schedule.rules.patterns import Parts
from anju.engines.schedule.rules.terms import (
    DAILY,
    EPOCH,
    EVENT_WITHIN,
    LONG,
    MONTHS_IN,
    MOVING,
    SUB_DAILY,
    HolidayRule,
    Period,
)
from anju.kernel import worktime
from anju.kernel.calendar import WorkCalendar
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

_DAY = timedelta(days=1)
# A slot moves at most this far; the longest break so far had nine days.
_FARTHEST_MOVE = 31


class _Nominal(NamedTuple):
    """Slots before holidays move them: a day with its parts, or one slot from `day` to the end of `last`."""

    day: date
    last: date
    parts: Parts | None


def slots(
    recurrence: Recurrence, span: DateInterval, *, calendar: WorkCalendar, zone: ZoneInfo
) -> Iterator[Slot]:
    """The slots that open on the service days of `span`, in the order they open.

    Expanding two adjacent spans gives the same slots as expanding both at once. A recurrence after an event has
    none here; see event_slots. Raises Invalid when the span is open.
    """
    end = _closed(span)
    if recurrence.period is Period.EVENT:
        return iter(())
    local = LocalTime(zone)
    if recurrence.holidays in MOVING:
        return iter(_moved(recurrence, span.start, end, calendar, local))
    return _expanded(recurrence, span.start, end, calendar, local)


def slots_open_on(recurrence: Recurrence, day: date, *, calendar: WorkCalendar, zone: ZoneInfo) -> list[Slot]:
    """Slots that opened before `day` and are not yet due when it begins: what a round begun that day takes over."""
    if recurrence.period is Period.EVENT:
        return []
    margin = _FARTHEST_MOVE if recurrence.holidays in MOVING else 1
    start = block_start(recurrence, day - margin * _DAY)
    midnight = LocalTime(zone).at(day, timedelta())
    earlier = slots(recurrence, DateInterval(start, day), calendar=calendar, zone=zone)
    return [slot for slot in earlier if slot.due_at > midnight]


def block_start(recurrence: Recurrence, day: date) -> date:
    """The first day of the block the day lies in; the day itself where a block is no longer than a day."""
    period = recurrence.period
    if period is Period.ONCE:
        return min(day, recurrence.anchor or day)
    if period is Period.EVENT:
        return day
    if period in SUB_DAILY:
        return day - patterns.step_of(recurrence) // windows.DAY * _DAY
    serial = blocks.number(recurrence, day)
    anchor = blocks.number(recurrence, recurrence.anchor or EPOCH)
    return blocks.first_day(recurrence, serial - (serial - anchor) % recurrence.every)


def keys_around(recurrence: Recurrence, day: date, *, calendar: WorkCalendar, zone: ZoneInfo) -> set[str]:
    """Keys of the slots that open on a day, and of those that are open already when it begins."""
    begun = slots_open_on(recurrence, day, calendar=calendar, zone=zone)
    opening = slots(recurrence, DateInterval(day, day + _DAY), calendar=calendar, zone=zone)
    return {slot.key for slot in (*begun, *opening)}


def event_stamp(event: str, happened_at: datetime) -> str:
    """What the keys of all slots of one event begin with; "#" follows."""
    return f"{event}@{happened_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def event_of(stamp: str) -> tuple[str, datetime]:
    """The event and its moment, from what event_stamp wrote. Raises ValueError."""
    event, _at, moment = stamp.rpartition("@")
    return event, datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def event_slots(
    recurrence: Recurrence, happened_at: datetime, *, calendar: WorkCalendar, zone: ZoneInfo
) -> list[Slot]:
    """The slots an event starts: `times` equal consecutive parts of the time within which it must be answered.

    Raises Invalid for a recurrence of another period and for a naive instant.
    """
    if recurrence.period is not Period.EVENT:
        raise Invalid("schedule.recurrence.not_an_event", "period", period=recurrence.period)
    if happened_at.tzinfo is None:
        raise Invalid("schedule.event.naive", "happened_at")
    within = recurrence.event_within or EVENT_WITHIN
    test = blocks.day_test(recurrence, calendar)
    allowed = (
        recurrence.allowed() if recurrence.windows or recurrence.excluded or test else [(0, windows.DAY)]
    )

    def moment(budget: timedelta) -> datetime:
        open_spans = worktime.open_spans(happened_at, allowed, test or (lambda _day: True), zone)
        reached = worktime.elapse(open_spans, budget)
        if reached is None:
            raise Invalid("schedule.event.never_due", "event", happened_at=happened_at)
        return reached

    stamp = event_stamp(recurrence.event or "", happened_at)
    result = []
    for index in range(recurrence.times):
        opens_at = moment(within * index / recurrence.times)
        due_at = moment(within * (index + 1) / recurrence.times)
        closes_at = due_at + patterns.grace_of(recurrence, due_at - opens_at)
        on = opens_at.astimezone(zone).date()
        result.append(Slot(f"{stamp}#{index + 1}", on, index + 1, opens_at, due_at, closes_at))
    return result


def expected_count(
    recurrence: Recurrence, span: DateInterval, *, calendar: WorkCalendar, zone: ZoneInfo
) -> int:
    """How many slots open in the span: what was promised, before anything is skipped."""
    end = _closed(span)
    if recurrence.period in DAILY and recurrence.every == 1 and recurrence.holidays not in MOVING:
        test = blocks.day_test(recurrence, calendar)
        days = (end - span.start).days if test is None else sum(map(test, span.days()))
        return days * recurrence.promised
    return sum(1 for _ in slots(recurrence, span, calendar=calendar, zone=zone))


def in_allowed_hours(recurrence: Recurrence, at: datetime, zone: ZoneInfo) -> bool:
    """Whether an aware instant lies in the windows and outside the excluded hours, whatever the day."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(
        start <= candidate < end
        for start, end in recurrence.allowed()
        for candidate in (minute, minute + windows.DAY)
    )


def _closed(span: DateInterval) -> date:
    if span.end is None:
        raise Invalid("schedule.span.open", "span")
    return span.end


def _expanded(
    recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar, local: LocalTime
) -> Iterator[Slot]:
    if recurrence.period in DAILY and recurrence.every == 1 and local.steady(start, end):
        yield from _days_alike(recurrence, start, end, calendar, local)
        return
    for day, last, parts in _nominals(recurrence, start, end, calendar):
        if parts is None:
            yield _run(recurrence, day, day, last, local)
            continue
        midnight, iso = local.midnight(day), day.isoformat()
        if midnight is None:
            yield from _across_clock_change(day, day, parts, local)
            continue
        for suffix, sequence, opens, due, closes in parts:
            yield Slot(iso + suffix, day, sequence, midnight + opens, midnight + due, midnight + closes)


def _days_alike(
    recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar, local: LocalTime
) -> Iterator[Slot]:
    # Nine in ten slots of a plan are daily ones: this loop decides how fast a horizon is filled.
    test, parts = blocks.day_test(recurrence, calendar), _same_parts(recurrence)
    day, midnight = start, local.at(start, timedelta())
    while day < end:
        if test is None or test(day):
            iso = day.isoformat()
            for suffix, sequence, opens, due, closes in parts:
                yield Slot(iso + suffix, day, sequence, midnight + opens, midnight + due, midnight + closes)
        day += _DAY
        midnight += _DAY


def _moved(
    recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar, local: LocalTime
) -> list[Slot]:
    closed = blocks.closure_test(recurrence, calendar)
    step = _DAY if recurrence.holidays is HolidayRule.MOVE_AFTER else -_DAY

    def target(day: date) -> date:
        days = (day + n * step for n in range(_FARTHEST_MOVE + 1))
        return next((each for each in days if closed is None or not closed(each)), day)

    margin = _FARTHEST_MOVE * _DAY
    found: list[Slot] = []
    for day, last, parts in _nominals(recurrence, start - margin, end + margin, calendar):
        due_on = target(last)
        on = min(day, due_on) if parts is None else due_on
        if not start <= on < end:
            continue
        if parts is None:
            found.append(_run(recurrence, day, on, due_on, local))
        else:
            found += _across_clock_change(day, on, parts, local)
    return sorted(found, key=lambda slot: (slot.opens_at, slot.key))


def _across_clock_change(named: date, on: date, parts: Parts, local: LocalTime) -> Iterator[Slot]:
    iso = named.isoformat()
    for suffix, sequence, opens, due, closes in parts:
        opens_at = local.at(on, opens)
        # Local times inside a skipped hour fall together; the end never precedes the start.
        due_at = max(opens_at, local.at(on, due))
        yield Slot(iso + suffix, on, sequence, opens_at, due_at, due_at + (closes - due))


def _run(recurrence: Recurrence, named: date, on: date, last: date, local: LocalTime) -> Slot:
    allowed = recurrence.allowed()
    opens_at = local.at(on, timedelta(minutes=allowed[0][0]))
    due_at = max(opens_at, local.at(last, timedelta(minutes=allowed[-1][1])))
    closes_at = due_at + patterns.grace_of(recurrence, due_at - opens_at)
    return Slot(f"{named.isoformat()}#1", on, 1, opens_at, due_at, closes_at)


def _nominals(recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar) -> Iterator[_Nominal]:
    period = recurrence.period
    if period is Period.ONCE:
        found = iter(_once(recurrence))
    elif period in SUB_DAILY or (period in DAILY and recurrence.every == 1):
        return _every_day(recurrence, start, end, calendar)
    else:
        found = _in_blocks(recurrence, start, end, calendar)
    return (nominal for nominal in found if start <= nominal.day < end)


def _every_day(recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar) -> Iterator[_Nominal]:
    test = _nominal_test(recurrence, calendar)
    same = _same_parts(recurrence) if recurrence.period in DAILY else None
    for number in range(start.toordinal(), end.toordinal()):
        day = date.fromordinal(number)
        if test is None or test(day):
            yield _Nominal(day, day, same if same is not None else patterns.stepped(recurrence, day))


def _same_parts(recurrence: Recurrence) -> Parts:
    if recurrence.clock_times:
        return patterns.by_clock(recurrence)
    return patterns.evenly(recurrence, recurrence.times)


def _nominal_test(recurrence: Recurrence, calendar: WorkCalendar) -> DayTest | None:
    if recurrence.holidays in MOVING:
        return blocks.listed_test(recurrence)
    return blocks.day_test(recurrence, calendar)


def _once(recurrence: Recurrence) -> list[_Nominal]:
    last = recurrence.once_on
    assert last is not None
    first = last if recurrence.clock_times or recurrence.anchor is None else recurrence.anchor
    return list(_spread(recurrence, blocks.days_between(first, last + _DAY)))


def _in_blocks(recurrence: Recurrence, start: date, end: date, calendar: WorkCalendar) -> Iterator[_Nominal]:
    every = recurrence.every
    anchor = blocks.number(recurrence, recurrence.anchor or EPOCH)
    first = (blocks.number(recurrence, start) - anchor) // every
    final = (blocks.number(recurrence, end - _DAY) - anchor) // every
    fixed = validation.listed_days(recurrence)
    test = _nominal_test(recurrence, calendar)
    season = blocks.season_test(recurrence)
    for block in range(first, final + 1):
        serial = anchor + block * every
        opening = blocks.first_day(recurrence, serial)
        if fixed:
            yield from _listed(recurrence, opening, blocks.first_day(recurrence, serial + 1), fixed, calendar)
            continue
        days = blocks.days_between(opening, blocks.first_day(recurrence, serial + every))
        if season and recurrence.period not in LONG and 2 * sum(map(season, days)) < len(days):
            continue
        yield from _spread(recurrence, days if test is None else list(filter(test, days)))


def _listed(
    recurrence: Recurrence, start: date, end: date, listed: int, calendar: WorkCalendar
) -> Iterator[_Nominal]:
    clocks = validation.clock_total(recurrence)
    per_day = max(1, recurrence.times // (listed * clocks))
    test = _nominal_test(recurrence, calendar)
    for day, repeats in sorted(Counter(_listed_days(recurrence, start, end)).items()):
        if test is None or test(day):
            parts = (
                patterns.by_clock(recurrence, repeats)
                if recurrence.clock_times
                else patterns.evenly(recurrence, per_day * repeats)
            )
            yield _Nominal(day, day, parts)


def _listed_days(recurrence: Recurrence, start: date, end: date) -> list[date]:
    if recurrence.period is Period.WEEK:
        return [start + weekday * _DAY for weekday in recurrence.weekdays]
    first = start.year * 12 + start.month - 1
    months = [divmod(first + n, 12) for n in range(MONTHS_IN[recurrence.period])]
    return [
        blocks.on_month_day(year, month + 1, each)
        for year, month in months
        for each in recurrence.month_days
        if not recurrence.months or month + 1 in recurrence.months
    ]


def _spread(recurrence: Recurrence, days: Sequence[date]) -> Iterator[_Nominal]:
    if not days:
        return
    available = len(days)
    if recurrence.clock_times:
        count = max(1, recurrence.times // len(recurrence.clock_times))
        chosen = Counter(days[index * available // count] for index in range(count))
        for day, repeats in chosen.items():
            yield _Nominal(day, day, patterns.by_clock(recurrence, repeats))
    elif recurrence.times <= available:
        for index in range(recurrence.times):
            first = days[index * available // recurrence.times]
            last = days[(index + 1) * available // recurrence.times - 1]
            yield _Nominal(first, last, None)
    else:
        for index, day in enumerate(days):
            count = (index + 1) * recurrence.times // available - index * recurrence.times // available
            yield _Nominal(day, day, patterns.evenly(recurrence, count))
