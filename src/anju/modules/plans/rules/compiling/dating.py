"""A deadline as a recurrence: once on a day, or every month or year by a day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal

from anju.engines.schedule.contracts import MonthDay, Period, Recurrence
from anju.kernel.calendar import WorkCalendar, add_months
from anju.kernel.errors import Invalid

from . import phrases
from .recurring import Undatable
from .terms import PromiseFacts

# How long before a yearly deadline the work is on the list.
LEAD = timedelta(days=30)
_MONTHS_IN = {"months": 1, "quarters": 3, "years": 12}


def recurrence_of(
    facts: PromiseFacts, *, start: date, calendar_of_work: WorkCalendar
) -> tuple[Recurrence, tuple[str, ...]]:
    """start: first day of the plan, from which spans count and in whose year a day without a year lies.

    Raises Undatable.
    """
    try:
        if facts.unit == "day_of_month":
            return _every_month(facts)
        if facts.unit == "date" and facts.period == "year":
            return _every_year(facts)
        day, notes = _day(facts, start, calendar_of_work)
        return _once(day, start, facts.comparator), notes
    except Invalid as error:
        raise Undatable("no_such_day") from error


def _once(day: date, start: date, comparator: str) -> Recurrence:
    """`le`: any time from the first day on; otherwise on the day itself."""
    opens = start if comparator == "le" and start <= day else None
    return Recurrence(period=Period.ONCE, once_on=day, anchor=opens)


def _every_month(facts: PromiseFacts) -> tuple[Recurrence, tuple[str, ...]]:
    day = int(_whole(facts.value))
    if not 1 <= day <= 31:
        raise Undatable("no_such_day")
    base = Recurrence(period=Period.MONTH, month_days=(day,), every=facts.every or 1)
    rule = phrases.holiday_rule(facts.words)
    return Recurrence(period=Period.MONTH, month_days=base.month_days, every=base.every, holidays=rule), ()


def _every_year(facts: PromiseFacts) -> tuple[Recurrence, tuple[str, ...]]:
    """One slot a year that closes with the day; it opens a month before, for a report is not written in a day."""
    number = int(_whole(facts.value)) % 10_000
    # A leap year has every day that a year can have.
    last = _date(2024, number)
    first = last - LEAD
    season = (MonthDay(first.month, first.day), MonthDay(last.month, last.day))
    return Recurrence(period=Period.YEAR, season=season, every=facts.every or 1), ("opens_month_before",)


def _day(facts: PromiseFacts, start: date, work: WorkCalendar) -> tuple[date, tuple[str, ...]]:
    if facts.value is None:
        return _named_end(facts.words, start), ()
    number = int(_whole(facts.value))
    if facts.unit == "date":
        if number > 9_999:
            return _date(number // 10_000, number % 10_000), ()
        return _date(start.year, number), ("year_of_start",)
    try:
        return _after(facts.unit, number, start, work), ("counted_from_start",)
    except OverflowError as error:
        raise Undatable("no_such_day") from error


def _after(unit: str | None, number: int, start: date, work: WorkCalendar) -> date:
    if not 0 < number <= 5_000:
        raise Undatable("no_such_day")
    if unit in ("days", "weeks"):
        return start + timedelta(days=number * (7 if unit == "weeks" else 1))
    if unit == "workdays":
        return work.add_workdays(start, number)
    if unit in _MONTHS_IN:
        months = number * _MONTHS_IN[unit]
        if months > 1_200:
            raise Undatable("no_such_day")
        return add_months(start, months)
    raise Undatable("no_day")


def _named_end(text: str, start: date) -> date:
    """本周, 本月, 本季度, 今年: the last day of the one the plan begins in."""
    if re.search(r"本周|这周", text):
        return start + timedelta(days=6 - start.weekday())
    if re.search(r"本月|当月|月内|月底", text):
        return _last_of(start.year, start.month)
    if re.search(r"本季", text):
        return _last_of(start.year, (start.month + 2) // 3 * 3)
    if re.search(r"本年|今年|年内|年底|年终", text):
        return date(start.year, 12, 31)
    raise Undatable("no_day")


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month_day: int) -> date:
    try:
        return date(year, month_day // 100, month_day % 100)
    except ValueError:
        if month_day == 229:
            return date(year, 2, 28)
        raise Undatable("no_such_day") from None


def _whole(value: Decimal | None) -> Decimal:
    if value is None or value != value.to_integral_value():
        raise Undatable("no_such_day")
    return value
