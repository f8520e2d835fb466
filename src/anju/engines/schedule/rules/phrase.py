"""What a recurrence says, in parts from which a page builds a sentence in any language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from anju.engines.schedule.rules import validation
from anju.engines.schedule.rules.terms import DayWindow, HolidayRule, MonthDay, Period

if TYPE_CHECKING:
    from anju.engines.schedule.contracts import Recurrence


@dataclass(frozen=True, slots=True)
class Phrase:
    """times per every periods, e.g. (2, 1, day) 每日2次, (1, 2, month) 每2个月1次; then the details, sorted.

    each: how often on every listed day, 0 when no days are listed. hours: shown windows, empty for the whole day.
    """

    times: int
    every: int
    period: Period
    each: int
    weekdays: tuple[int, ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    season: tuple[MonthDay, MonthDay] | None
    clock_times: tuple[time, ...]
    hours: tuple[DayWindow, ...]
    excluded: tuple[DayWindow, ...]
    workdays_only: bool
    holidays: HolidayRule
    once_on: date | None
    event: str | None
    within: timedelta | None


def phrase(recurrence: Recurrence) -> Phrase:
    """The parts of the sentence. Month days count from the end when negative, and then come last."""
    listed = validation.listed_days(recurrence)
    return Phrase(
        times=recurrence.promised,
        every=recurrence.every,
        period=recurrence.period,
        each=recurrence.promised // listed if listed else 0,
        weekdays=tuple(sorted(recurrence.weekdays)),
        month_days=tuple(sorted(recurrence.month_days, key=lambda day: (day < 0, day))),
        months=tuple(sorted(recurrence.months)),
        season=recurrence.season,
        clock_times=tuple(sorted(recurrence.clock_times)),
        hours=tuple(sorted(recurrence.windows)),
        excluded=tuple(sorted(recurrence.excluded)),
        workdays_only=recurrence.workdays_only,
        holidays=recurrence.holidays,
        once_on=recurrence.once_on,
        event=recurrence.event,
        within=recurrence.event_within if recurrence.event else recurrence.clock_within,
    )
