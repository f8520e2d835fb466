"""A frequency as a recurrence of the schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from anju.engines.schedule.contracts import NIGHT, DayWindow, HolidayRule, Period, Recurrence
from anju.kernel.errors import Invalid
from anju.modules.plans.contracts import Period as PromisePeriod

from . import phrases
from .terms import PromiseFacts
from .working import Work

DAYTIME = DayWindow(time(6), time(22))
_MORNING_EVENING = (DayWindow(time(6), time(10)), DayWindow(time(16), time(20)))
_MOST = 1440


class Undatable(Exception):
    """A frequency that no recurrence can express; code is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def recurrence_of(facts: PromiseFacts, work: Work) -> tuple[Recurrence, tuple[str, ...]]:
    """The recurrence, and codes of what was assumed. Raises Undatable.

    "At least n" runs n times; "at most n" is no work and never comes here.
    """
    times = _times(facts)
    if facts.period is None:
        return _after_event(facts, times)
    if facts.period in (PromisePeriod.DAYTIME, PromisePeriod.NIGHT):
        return _daily_half(facts, times)
    base = _made(period=Period(facts.period), times=times, every=facts.every or 1)
    refined, notes = _with_hours(base, facts.words, work)
    refined, more = _with_days(refined, facts.words)
    return refined, notes + more


def _times(facts: PromiseFacts) -> int:
    if facts.unit not in ("times", None):
        raise Undatable("not_times")
    if facts.value is None:
        raise Undatable("value_missing")
    if facts.value != facts.value.to_integral_value() or facts.value < 1:
        raise Undatable("not_whole")
    if facts.value > _MOST:
        raise Undatable("too_often")
    return int(facts.value)


def _after_event(facts: PromiseFacts, times: int) -> tuple[Recurrence, tuple[str, ...]]:
    code = phrases.event(facts.words)
    if code is None:
        raise Undatable("period_missing")
    return _made(period=Period.EVENT, times=times, event=code), ("event_by_hand",)


def _daily_half(facts: PromiseFacts, times: int) -> tuple[Recurrence, tuple[str, ...]]:
    every = facts.every or 1
    if facts.period == PromisePeriod.NIGHT:
        return _made(period=Period.NIGHT, times=times, every=every, windows=(NIGHT,)), ("night_hours",)
    return _made(period=Period.DAY, times=times, every=every, windows=(DAYTIME,)), ("day_hours",)


def _made(**fields: Any) -> Recurrence:
    try:
        return Recurrence(**fields)
    except Invalid as error:
        raise Undatable("too_often") from error


def _with_hours(base: Recurrence, text: str, work: Work) -> tuple[Recurrence, tuple[str, ...]]:
    """Hours that the sentence names; else those in which this kind of work is done."""
    named = phrases.hours(text)
    if named:
        return _tried(base, windows=named), ()
    clocks = phrases.clock_times(text)
    if clocks and base.period is Period.DAY and len(clocks) == base.times and base.every == 1:
        return _tried(base, clock_times=clocks), ()
    if phrases.is_night(text) and base.period in (Period.MINUTE, Period.HOUR):
        return _tried(base, windows=(NIGHT,)), ("night_hours",)
    if phrases.is_night(text) and base.period is Period.DAY:
        return _tried(base, period=Period.NIGHT, windows=(NIGHT,)), ("night_hours",)
    if base.period is Period.DAY and base.times == 2 and phrases.is_morning_and_evening(text):
        return _tried(base, windows=_MORNING_EVENING), ("morning_evening",)
    if work.windows and base.period not in (Period.MINUTE, Period.HOUR):
        return _tried(base, windows=work.windows), ()
    return base, ()


def _with_days(base: Recurrence, text: str) -> tuple[Recurrence, tuple[str, ...]]:
    notes: list[str] = []
    days = phrases.weekdays(text)
    if base.period is Period.WEEK and days and base.times in (1, len(days)):
        base = _tried(base, weekdays=days, times=1)
    on = phrases.month_day(text)
    if base.period is Period.MONTH and on and base.times == 1:
        base = _tried(base, month_days=(on,))
    named = phrases.months(text)
    if base.period is Period.YEAR and named and base.every == 1:
        base = _tried(base, months=named)
    season = phrases.season(text)
    if season and base.period not in (Period.ONCE, Period.EVENT) and not base.months:
        base = _tried(base, season=season)
        notes.append("season_dates")
    if phrases.workdays_only(text):
        base = _tried(base, workdays_only=True)
    rule = phrases.holiday_rule(text)
    if rule is not HolidayRule.AS_USUAL:
        base = _tried(base, holidays=rule)
    return base, tuple(notes)


def _tried(base: Recurrence, **changes: Any) -> Recurrence:
    """What a sentence adds counts only where the schedule can keep it; the number itself stays promised."""
    try:
        return replace(base, **changes)
    except Invalid:
        return base
