"""The words a recurrence is made of."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

# A Monday that begins a year, hence also a month, a quarter and a half year.
EPOCH = date(2024, 1, 1)
CLOCK_WITHIN = timedelta(hours=1)
EVENT_WITHIN = timedelta(hours=24)
LONGEST_GRACE = timedelta(days=7)


class Period(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    NIGHT = "night"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ONCE = "once"
    EVENT = "event"


class HolidayRule(StrEnum):
    """What an announced day off (weekend days inside the break included) does to a slot that falls on it."""

    AS_USUAL = "as_usual"
    SKIP = "skip"
    MOVE_BEFORE = "move_before"
    MOVE_AFTER = "move_after"
    ONLY = "only"


class DayWindow(NamedTuple):
    """Local hours of a day, whole minutes; an end not after the start is on the next day (equal: 24 hours)."""

    start: time
    end: time


class MonthDay(NamedTuple):
    """A day of every year; 29 February means the last of February in ordinary years."""

    month: int
    day: int


NIGHT = DayWindow(time(22), time(6))
WHOLE_DAY = DayWindow(time(), time())
SUB_DAILY = frozenset({Period.MINUTE, Period.HOUR})
DAILY = frozenset({Period.DAY, Period.NIGHT})
LONG = frozenset({Period.QUARTER, Period.HALF_YEAR, Period.YEAR})
MOVING = frozenset({HolidayRule.MOVE_BEFORE, HolidayRule.MOVE_AFTER})
MONTHS_IN = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
