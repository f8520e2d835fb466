"""What a recurrence must satisfy so that every promise in it can be dated. Each refusal names the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import time, timedelta
from typing import TYPE_CHECKING

from anju.engines.schedule.rules import windows
from anju.engines.schedule.rules.terms import (
    DAILY,
    LONG,
    MONTHS_IN,
    MOVING,
    SUB_DAILY,
    DayWindow,
    HolidayRule,
    MonthDay,
    Period,
)
from anju.kernel.errors import Invalid

if TYPE_CHECKING:
    from anju.engines.schedule.contracts import Recurrence

# The name is part of a slot's key, which has 40 characters at most.
_LONGEST_EVENT = 18
_LONGEST_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check(recurrence: Recurrence) -> None:
    _check_numbers(recurrence)
    _check_clock(recurrence)
    _check_days(recurrence)
    _check_period(recurrence)
    _check_allowed_time(recurrence)
    _check_fixed_count(recurrence)


def promised(recurrence: Recurrence) -> int:
    clocks = max(1, len(recurrence.clock_times))
    return max(recurrence.times, max(1, listed_days(recurrence)) * clocks)


def listed_days(recurrence: Recurrence) -> int:
    """Fixed days in one block, 0 when days are not fixed."""
    period = recurrence.period
    if period is Period.WEEK:
        return len(recurrence.weekdays)
    if not recurrence.month_days or period not in MONTHS_IN:
        return 0
    span = MONTHS_IN[period]
    if not recurrence.months or span == 1:
        return len(recurrence.month_days) * span
    per_period = Counter((month - 1) // span for month in recurrence.months)
    return len(recurrence.month_days) * max(per_period.values())


def clock_total(recurrence: Recurrence) -> int:
    return max(1, len(recurrence.clock_times))


def _refuse(field: str, reason: str, **params: object) -> Invalid:
    return Invalid(f"schedule.recurrence.{reason}", field, **params)


def _check_numbers(recurrence: Recurrence) -> None:
    if not 1 <= recurrence.times <= windows.DAY:
        raise _refuse("times", "out_of_range", value=recurrence.times)
    if not 1 <= recurrence.every <= 1000:
        raise _refuse("every", "out_of_range", value=recurrence.every)
    for field in ("clock_within", "event_within"):
        value = getattr(recurrence, field)
        if value is not None and value <= timedelta():
            raise _refuse(field, "not_positive", value=value)
    if recurrence.grace is not None and recurrence.grace < timedelta():
        raise _refuse("grace", "negative", value=recurrence.grace)


def _check_clock(recurrence: Recurrence) -> None:
    for field in ("windows", "excluded"):
        pairs: Iterable[DayWindow] = getattr(recurrence, field)
        for pair in pairs:
            _check_minutes(field, pair)
    _check_minutes("clock_times", recurrence.clock_times)
    if len(set(recurrence.clock_times)) != len(recurrence.clock_times):
        raise _refuse("clock_times", "repeated")
    if recurrence.clock_within is not None and not recurrence.clock_times:
        raise _refuse("clock_within", "without_clock_times")


def _check_minutes(field: str, clocks: Iterable[time]) -> None:
    for clock in clocks:
        if clock.second or clock.microsecond or clock.tzinfo:
            raise _refuse(field, "not_whole_local_minutes", value=clock)


def _check_days(recurrence: Recurrence) -> None:
    if not recurrence.weekdays <= frozenset(range(7)):
        raise _refuse("weekdays", "out_of_range", value=sorted(recurrence.weekdays))
    if not recurrence.months <= frozenset(range(1, 13)):
        raise _refuse("months", "out_of_range", value=sorted(recurrence.months))
    if any(not 1 <= abs(day) <= 31 for day in recurrence.month_days):
        raise _refuse("month_days", "out_of_range", value=recurrence.month_days)
    if len(set(recurrence.month_days)) != len(recurrence.month_days):
        raise _refuse("month_days", "repeated", value=recurrence.month_days)
    for point in recurrence.season or ():
        _check_month_day(point)


def _check_month_day(point: MonthDay) -> None:
    if not (1 <= point.month <= 12 and 1 <= point.day <= _LONGEST_MONTH[point.month]):
        raise _refuse("season", "no_such_day", month=point.month, day=point.day)


def _check_period(recurrence: Recurrence) -> None:
    period = recurrence.period
    if (recurrence.once_on is not None) != (period is Period.ONCE):
        raise _refuse("once_on", "only_with_once", period=period)
    if bool(recurrence.event) != (period is Period.EVENT):
        raise _refuse("event", "only_with_event", period=period)
    if recurrence.event and len(recurrence.event) > _LONGEST_EVENT:
        raise _refuse("event", "too_long", limit=_LONGEST_EVENT)
    if recurrence.event_within is not None and period is not Period.EVENT:
        raise _refuse("event_within", "only_with_event", period=period)
    if recurrence.once_on and recurrence.anchor and recurrence.anchor > recurrence.once_on:
        raise _refuse("anchor", "after_once_on", anchor=recurrence.anchor, once_on=recurrence.once_on)
    if period in (Period.ONCE, Period.EVENT):
        _refuse_given(recurrence, ("weekdays", "month_days", "months", "season"))
        if recurrence.every != 1:
            raise _refuse("every", "not_with_period", period=period)
    if period is Period.ONCE:
        _check_once(recurrence)
    if period in (*SUB_DAILY, Period.EVENT):
        _refuse_given(recurrence, ("clock_times",))
        if recurrence.holidays in MOVING:
            raise _refuse("holidays", "cannot_move", period=period)
    if period in (Period.WEEK, Period.HALF_MONTH):
        _refuse_given(recurrence, ("month_days",))
    if recurrence.month_days and recurrence.weekdays and period in MONTHS_IN:
        raise _refuse("weekdays", "not_with_month_days", period=period)
    if period in DAILY and recurrence.every > 1:
        _refuse_given(recurrence, ("weekdays", "month_days"))
    if recurrence.workdays_only and recurrence.holidays is HolidayRule.ONLY:
        raise _refuse("holidays", "never_a_workday")
    picks_days = recurrence.every > 1 or recurrence.weekdays or recurrence.month_days
    if recurrence.holidays in MOVING and period in DAILY and not picks_days:
        raise _refuse("holidays", "cannot_move", period=period)


def _check_once(recurrence: Recurrence) -> None:
    # A deadline may move around a day off; it may not vanish because of one.
    if recurrence.holidays in (HolidayRule.SKIP, HolidayRule.ONLY):
        raise _refuse("holidays", "not_with_period", period=recurrence.period)
    if recurrence.workdays_only and recurrence.holidays not in MOVING:
        raise _refuse("workdays_only", "needs_moving", period=recurrence.period)


def _refuse_given(recurrence: Recurrence, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(recurrence, name):
            raise _refuse(name, "not_with_period", period=recurrence.period)


def _check_allowed_time(recurrence: Recurrence) -> None:
    allowed = recurrence.allowed()
    whole = windows.daily_pieces(recurrence.windows, night=recurrence.period is Period.NIGHT)
    if whole and whole[-1][1] - whole[0][0] > windows.DAY:
        raise _refuse("windows", "overlap_next_day")
    if whole and whole[-1][1] > 2 * windows.DAY:
        raise _refuse("windows", "not_of_a_night")
    if not allowed:
        raise _refuse("excluded", "nothing_left")
    for clock in recurrence.clock_times:
        if windows.locate(allowed, clock) is None:
            raise _refuse("clock_times", "outside_windows", value=clock)
    period = recurrence.period
    if period in SUB_DAILY:
        _check_step(recurrence)
    elif period in DAILY and recurrence.times > recurrence.every * windows.measure(allowed):
        raise _refuse("times", "more_than_minutes", value=recurrence.times)


def _check_step(recurrence: Recurrence) -> None:
    step = recurrence.every * (60 if recurrence.period is Period.HOUR else 1)
    if recurrence.windows and step > windows.DAY:
        raise _refuse("every", "longer_than_a_day", value=recurrence.every)
    if recurrence.times > 1 and recurrence.times * 2 > step:
        raise _refuse("times", "more_than_minutes", value=recurrence.times)


def _check_fixed_count(recurrence: Recurrence) -> None:
    times, clocks, days = recurrence.times, clock_total(recurrence), listed_days(recurrence)
    if days > 1 and times == 1 and recurrence.period in LONG:
        raise _refuse("months", "days_not_pinned", listed=days)
    unit = max(1, days) * clocks
    fixed = bool(days or recurrence.clock_times)
    daily = recurrence.period in (*DAILY, Period.ONCE) and recurrence.every == 1
    if fixed and times != 1 and (times % unit or (clocks > 1 and (days or daily) and times != unit)):
        raise _refuse("times", "not_a_multiple_of_days", value=times, unit=unit)
    if times * 1.0 / unit > windows.measure(recurrence.allowed()) and fixed:
        raise _refuse("times", "more_than_minutes", value=times)
