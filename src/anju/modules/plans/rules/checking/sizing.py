"""Figures on one scale, so that once a quarter and four times a year, or 30 minutes and half an hour, compare."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from anju.modules.plans.rules.compiling import PromiseFacts

YEAR = {
    "minute": Fraction(525_600), "hour": Fraction(8_760), "daytime": Fraction(365), "night": Fraction(365),
    "day": Fraction(365), "week": Fraction(365, 7), "half_month": Fraction(24), "month": Fraction(12),
    "quarter": Fraction(4), "half_year": Fraction(2), "year": Fraction(1),
}  # fmt: skip
HOURS = {
    "seconds": Fraction(1, 3_600), "minutes": Fraction(1, 60), "hours": Fraction(1), "days": Fraction(24),
    "workdays": Fraction(24), "weeks": Fraction(168), "months": Fraction(730), "quarters": Fraction(2_190),
    "years": Fraction(8_760),
}  # fmt: skip
# A time of publication is read as a deadline with a length.
_SPANS = ("time_limit", "max_duration", "retention", "deadline")


@dataclass(frozen=True, slots=True)
class Size:
    """A figure. measure: what may be compared with what; bound: eq, ge or le."""

    measure: str
    value: Fraction
    bound: str


def size_of(facts: PromiseFacts) -> Size | None:
    """The figure on its scale: times a year, hours, hours a day, per cent, people; None where no number compares."""
    if facts.value is None:
        return None
    value = Fraction(facts.value)
    if facts.unit == "times" and facts.period in YEAR:
        return Size("times", value * YEAR[facts.period] / (facts.every or 1), facts.comparator)
    if facts.kind in _SPANS and facts.unit in HOURS:
        return Size("span", value * HOURS[facts.unit], facts.comparator)
    if facts.kind == "coverage":
        return Size(f"{facts.unit}_{facts.period}", value, facts.comparator)
    if facts.kind in ("rate", "headcount") and facts.unit:
        return Size(facts.unit, value, facts.comparator)
    return None


def agree(one: Size, other: Size) -> bool:
    """Whether both state the same figure: 每年一次 and 每年至少一次 do."""
    return one.measure == other.measure and one.value == other.value and not _opposite(one, other)


def differ(one: Size, other: Size) -> bool:
    """Whether nobody could tell which of the two holds.

    An exact figure that is better than a bound keeps it; two bounds of one side, or two exact figures, that are not
    the same differ; bounds of both sides differ when no figure satisfies both.
    """
    if one.measure != other.measure or one.value == other.value:
        return False
    if one.bound == other.bound:
        return True
    low, high = (one, other) if one.bound == "ge" or other.bound == "le" else (other, one)
    return low.value > high.value


def looser(one: Size, than: Size) -> bool:
    """Whether `one` asks for less than `than` of the same kind of bound; False where no bound says so."""
    if one.measure != than.measure or one.bound != than.bound or one.bound == "eq":
        return False
    return one.value < than.value if one.bound == "ge" else one.value > than.value


def _opposite(one: Size, other: Size) -> bool:
    return {one.bound, other.bound} == {"ge", "le"}
