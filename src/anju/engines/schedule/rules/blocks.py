"""Numbered calendar periods, and the days of a block that are allowed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from anju.engines.schedule.rules.terms import DAILY, MONTHS_IN, SUB_DAILY, HolidayRule, Period

if TYPE_CHECKING:
    from anju.engines.schedule.contracts import Recurrence
    from anju.kernel.calendar import WorkCalendar

DayTest = Callable[[date], bool]

_DAY = timedelta(days=1)


def number(recurrence: Recurrence, day: date) -> int:
    """The serial number of the calendar period that holds the day.

    A year with a season that runs over New Year begins with its season, so that one winter is one year.
    """
    period = recurrence.period
    if period in DAILY:
        return day.toordinal()
    if period is Period.WEEK:
        return (day.toordinal() - 1) // 7
    if period is Period.HALF_MONTH:
        return (day.year * 12 + day.month - 1) * 2 + (day.day > 15)
    first = _winter_start(recurrence)
    if first is not None:
        return day.year - ((day.month, day.day) < first)
    return (day.year * 12 + day.month - 1) // MONTHS_IN[period]


def first_day(recurrence: Recurrence, serial: int) -> date:
    """The first day of the calendar period with this number."""
    period = recurrence.period
    if period in DAILY:
        return date.fromordinal(serial)
    if period is Period.WEEK:
        return date.fromordinal(serial * 7 + 1)
    if period is Period.HALF_MONTH:
        month = serial // 2
        return date(month // 12, month % 12 + 1, 16 if serial % 2 else 1)
    first = _winter_start(recurrence)
    if first is not None:
        return date(serial, 3, 1) if first == (2, 29) else date(serial, *first)
    month = serial * MONTHS_IN[period]
    return date(month // 12, month % 12 + 1, 1)


def _winter_start(recurrence: Recurrence) -> tuple[int, int] | None:
    season = recurrence.season
    if recurrence.period is Period.YEAR and season and season[0] > season[1]:
        return season[0].month, season[0].day
    return None


def season_test(recurrence: Recurrence) -> DayTest | None:
    """Whether a day lies in the months and the season; None when every day does."""
    tests: list[DayTest] = []
    months = recurrence.months
    if months:
        tests.append(lambda day: day.month in months)
    if recurrence.season:
        first, last = ((point.month, point.day) for point in recurrence.season)
        if first <= last:
            tests.append(lambda day: first <= (day.month, day.day) <= last)
        else:
            tests.append(lambda day: (day.month, day.day) >= first or (day.month, day.day) <= last)
    return _all_of(tests)


def listed_test(recurrence: Recurrence) -> DayTest | None:
    """Whether a day is in season and of the kind asked for, holidays aside; None when every day is."""
    tests: list[DayTest] = []
    season = season_test(recurrence)
    if season:
        tests.append(season)
    weekdays = recurrence.weekdays
    if weekdays and recurrence.period is not Period.WEEK:
        tests.append(lambda day: day.weekday() in weekdays)
    listed = recurrence.month_days
    if listed and recurrence.period in DAILY | SUB_DAILY:
        tests.append(lambda day: any(on_month_day(day.year, day.month, each) == day for each in listed))
    return _all_of(tests)


def day_test(recurrence: Recurrence, calendar: WorkCalendar) -> DayTest | None:
    """Whether something may happen on a day that nothing is moved to or from; None when it may on every day."""
    listed = listed_test(recurrence)
    tests: list[DayTest] = [listed] if listed else []
    closed = closure_test(recurrence, calendar)
    if closed:
        tests.append(lambda day: not closed(day))
    if recurrence.holidays is HolidayRule.ONLY:
        tests.append(calendar.is_holiday)
    return _all_of(tests)


def closure_test(recurrence: Recurrence, calendar: WorkCalendar) -> DayTest | None:
    """Whether a day is one on which the recurrence rests; None when it rests on none."""
    if recurrence.workdays_only:
        return lambda day: not calendar.is_workday(day)
    if recurrence.holidays in (HolidayRule.SKIP, HolidayRule.MOVE_BEFORE, HolidayRule.MOVE_AFTER):
        return calendar.is_holiday
    return None


def on_month_day(year: int, month: int, day: int) -> date:
    """The listed day of the month; counted from the end when negative, kept inside the month."""
    length = monthrange(year, month)[1]
    counted = day if day > 0 else length + 1 + day
    return date(year, month, min(max(counted, 1), length))


def days_between(start: date, end: date) -> list[date]:
    return [start + n * _DAY for n in range((end - start).days)]


def _all_of(tests: list[DayTest]) -> DayTest | None:
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda day: all(test(day) for test in tests)
