"""Working days, public holidays and make-up workdays, and the end of legal periods.

A year the State Council has not announced yet has no holidays here: only its weekends are days off.
`WorkCalendar.is_known` tells which answers are final.
"""

from __future__ import annotations

import calendar as month_lengths
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import cast
from zoneinfo import ZoneInfo

from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

_DAY = timedelta(days=1)
_LONGEST_BREAK = 15
# A New Year break may begin in the old year: 2022-12-31 stands in the notice for 2023.
_SPILL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's announcement: days off with the holiday's name, the paid-triple days among them, swapped workdays."""

    year: int
    source: str
    days_off: Mapping[date, str]
    statutory: frozenset[date]
    workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.

    rest_days: weekdays off every week (0 = Monday). holidays: announced days off, weekend days inside a break
    included. statutory: the holidays the law itself names (triple pay). makeup: weekend days worked instead.
    """

    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)
    statutory: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    rest_days: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        if self.rest_days >= frozenset(range(7)):
            raise Invalid("calendar.no_workday", "rest_days")

    def is_known(self, day: date) -> bool:
        """Whether the holidays of the day's year are announced."""
        return day.year in self.years

    def is_holiday(self, day: date) -> bool:
        """Whether the day is an announced day off; an ordinary weekend is not."""
        return day in self.holidays

    def holiday_name(self, day: date) -> str | None:
        return self.holidays.get(day)

    def is_workday(self, day: date) -> bool:
        if day in self.holidays:
            return False
        return day.weekday() not in self.rest_days or day in self.makeup

    def workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += _DAY
        return day

    def workday_on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= _DAY
        return day

    def next_workday(self, day: date) -> date:
        """The first workday strictly after `day`."""
        return self.workday_on_or_after(day + _DAY)

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th workday after `day`, which itself never counts; before it when `count` is negative."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_in(self, interval: DateInterval) -> int:
        """Number of workdays in a closed interval. Raises Invalid when the interval is open."""
        if interval.end is None:
            raise Invalid("calendar.open_interval", "interval")
        return sum(map(self.is_workday, interval.days()))

    def legal_period_end(
        self, start: date, *, days: int = 0, months: int = 0, years: int = 0, workdays: int = 0
    ) -> date:
        """The last day of a legal period that begins with an event on `start`; it ends at that day's 24:00.

        The start day does not count; months and years end on the corresponding day or the month's last; an end on
        a day off moves to the next workday. Exactly one unit must be positive, else Invalid.
        Source: Civil Code art. 201-203; rule CONV-03.
        """
        if sorted((days, months, years, workdays))[:3] != [0, 0, 0] or max(days, months, years, workdays) < 1:
            raise Invalid("calendar.period_unit", days=days, months=months, years=years, workdays=workdays)
        if workdays:
            return self.add_workdays(start, workdays)
        end = start + days * _DAY if days else add_months(start, months + 12 * years)
        return self.workday_on_or_after(end)

    def with_year(self, announced: CalendarYear) -> WorkCalendar:
        """The calendar with one more year, or with that year's announcement replaced."""
        kept_holidays = {day: name for day, name in self.holidays.items() if day.year != announced.year}
        return replace(
            self,
            holidays={**kept_holidays, **announced.days_off},
            statutory=frozenset(d for d in self.statutory if d.year != announced.year) | announced.statutory,
            makeup=frozenset(d for d in self.makeup if d.year != announced.year) | announced.workdays,
            years=self.years | {announced.year},
        )


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the month's last day when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_lengths.monthrange(year, month)[1]))


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """24:00 of the local day: the first instant that is too late."""
    return datetime.combine(day + _DAY, time(), zone)


def parse_year(document: Mapping[str, object]) -> CalendarYear:
    """Check and read one year of the shape in holidays_cn.json.

    Raises Invalid naming the field: dates outside the year, breaks that overlap or last over 15 days, statutory
    days outside their break, swapped workdays that are not weekend days or lie inside a break.
    """
    year = document.get("year")
    if not isinstance(year, int) or not 1949 < year < 2200:
        raise Invalid("calendar.year", "year", value=year)
    source = document.get("source")
    if not isinstance(source, str) or not source.strip():
        raise Invalid("calendar.source_missing", "source")
    days_off: dict[date, str] = {}
    statutory: set[date] = set()
    for index, holiday in enumerate(_rows(document, "holidays")):
        days, named = _parse_holiday(holiday, year, f"holidays[{index}]")
        if days_off.keys() & days.keys():
            raise Invalid("calendar.breaks_overlap", f"holidays[{index}]")
        days_off |= days
        statutory |= named
    workdays = _parse_workdays(document, year, days_off)
    return CalendarYear(year, source, days_off, frozenset(statutory), workdays)


def _parse_holiday(holiday: object, year: int, path: str) -> tuple[dict[date, str], set[date]]:
    if not isinstance(holiday, Mapping):
        raise Invalid("calendar.shape", path)
    name = holiday.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Invalid("calendar.name_missing", f"{path}.name")
    first = _parse_day(holiday.get("first"), year, f"{path}.first")
    last = _parse_day(holiday.get("last"), year, f"{path}.last")
    if not 0 <= (last - first).days < _LONGEST_BREAK:
        raise Invalid("calendar.break_length", f"{path}.last", first=first, last=last)
    days = {first + n * _DAY: name for n in range((last - first).days + 1)}
    rows = _rows(holiday, "statutory", path)
    named = {_parse_day(row, year, f"{path}.statutory[{n}]") for n, row in enumerate(rows)}
    if not named <= days.keys():
        raise Invalid("calendar.statutory_outside", f"{path}.statutory")
    return days, named


def _parse_workdays(
    document: Mapping[str, object], year: int, days_off: Mapping[date, str]
) -> frozenset[date]:
    workdays = set()
    for index, row in enumerate(_rows(document, "workdays")):
        path = f"workdays[{index}]"
        day = _parse_day(row, year, path)
        if day.weekday() < 5:
            raise Invalid("calendar.workday_not_weekend", path, day=day)
        if day in days_off:
            raise Invalid("calendar.workday_in_break", path, day=day)
        workdays.add(day)
    return frozenset(workdays)


def _rows(document: Mapping[str, object], name: str, path: str = "") -> Sequence[object]:
    rows = document.get(name)
    if not isinstance(rows, list):
        raise Invalid("calendar.shape", f"{path}.{name}".lstrip("."))
    return cast(Sequence[object], rows)


def _parse_day(value: object, year: int, path: str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid("calendar.day", path, value=value)
    if not date(year, 1, 1) - _SPILL <= day <= date(year, 12, 31) + _SPILL:
        raise Invalid("calendar.day_outside_year", path, day=day, year=year)
    return day


@cache
def china() -> WorkCalendar:
    """The mainland's calendar as far as announced. Source: the State Council notices named in holidays_cn.json."""
    text = resources.files("anju.kernel").joinpath("holidays_cn.json").read_text(encoding="utf-8")
    result = WorkCalendar()
    for document in json.loads(text)["years"]:
        result = result.with_year(parse_year(document))
    return result
