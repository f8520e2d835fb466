"""How often work happens in an average week, and in a week of its season."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from anju.engines.schedule.contracts import Period, Recurrence
from anju.modules.plans.rules.compiling import PromiseFacts

from .labour import WEEKS

_PER_YEAR = {
    Period.DAY: Fraction(365), Period.NIGHT: Fraction(365), Period.WEEK: WEEKS, Period.HALF_MONTH: Fraction(24),
    Period.MONTH: Fraction(12), Period.QUARTER: Fraction(4), Period.HALF_YEAR: Fraction(2), Period.YEAR: Fraction(1),
    Period.ONCE: Fraction(1),
}  # fmt: skip
_NO_SEASON = frozenset({Period.YEAR, Period.HALF_YEAR, Period.ONCE, Period.EVENT})
_WORKDAYS = Fraction(248, 365)
_MINUTES = {Period.MINUTE: 1, Period.HOUR: 60}
_BY_FACTS = {
    "minute": Fraction(525_600), "hour": Fraction(8760), "daytime": Fraction(365), "night": Fraction(365),
    "day": Fraction(365), "week": WEEKS, "half_month": Fraction(24), "month": Fraction(12), "quarter": Fraction(4),
    "half_year": Fraction(2), "year": Fraction(1),
}  # fmt: skip


def weekly(recurrence: Recurrence) -> Fraction | None:
    """Times in an average week of a year; something done once counts as once in the year. None after an event."""
    peak = weekly_in_season(recurrence)
    return None if peak is None else peak * season_share(recurrence)


def weekly_in_season(recurrence: Recurrence) -> Fraction | None:
    """Times in a week in which the work is promised at all; None after an event."""
    if recurrence.period is Period.EVENT:
        return None
    if recurrence.period in _MINUTES:
        allowed = sum(end - start for start, end in recurrence.allowed())
        every = recurrence.every * _MINUTES[recurrence.period]
        return Fraction(recurrence.promised * allowed, every) * 7 * _day_share(recurrence)
    times = recurrence.promised * _PER_YEAR[recurrence.period] / recurrence.every / WEEKS
    return times * _day_share(recurrence) if recurrence.period in (Period.DAY, Period.NIGHT) else times


def season_share(recurrence: Recurrence) -> Fraction:
    """The part of the year in which the work is promised; 1 for what is promised by the year anyway."""
    if recurrence.period in _NO_SEASON:
        return Fraction(1)
    share = Fraction(len(recurrence.months), 12) if recurrence.months else Fraction(1)
    if recurrence.season:
        first, last = (date(2025, one.month, min(one.day, 28)) for one in recurrence.season)
        days = (last - first + timedelta(days=1)).days % 365 or 365
        share = min(share, Fraction(days, 365))
    return share


def weekly_of_facts(facts: PromiseFacts) -> Fraction | None:
    """Times a week by the words alone, for a frequency that no round can keep."""
    if facts.value is None or facts.period not in _BY_FACTS or facts.unit not in ("times", None):
        return None
    return Fraction(facts.value) * _BY_FACTS[facts.period] / (facts.every or 1) / WEEKS


def _day_share(recurrence: Recurrence) -> Fraction:
    share = Fraction(len(recurrence.weekdays), 7) if recurrence.weekdays else Fraction(1)
    return min(share, _WORKDAYS) if recurrence.workdays_only else share
