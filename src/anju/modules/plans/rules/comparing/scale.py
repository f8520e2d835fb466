"""How strict a promise is, on a scale that the units and periods of both sides share."""

from __future__ import annotations

from decimal import Decimal

from anju.modules.plans.contracts import Kind
from anju.modules.plans.rules.compiling import PromiseFacts

HOURS = {
    "seconds": Decimal(1) / 3600, "minutes": Decimal(1) / 60, "hours": Decimal(1), "days": Decimal(24),
    "workdays": Decimal(24), "weeks": Decimal(168), "months": Decimal(730), "quarters": Decimal(2190),
    "years": Decimal(8760),
}  # fmt: skip
PER_YEAR = {
    "minute": Decimal(525_600), "hour": Decimal(8760), "daytime": Decimal(365), "night": Decimal(365),
    "day": Decimal(365), "week": Decimal(365) / 7, "half_month": Decimal(24), "month": Decimal(12),
    "quarter": Decimal(4), "half_year": Decimal(2), "year": Decimal(1),
}  # fmt: skip
# As compiling reckons them: a night from 22:00 to 6:00, a day from 6:00 to 22:00.
_HOURS_OF = {"night": Decimal(8), "daytime": Decimal(16), "": Decimal(24)}
# Less of it is stricter on who promises: a shorter time to come, a shorter shift, an earlier day.
_LESS_IS_STRICTER = frozenset({Kind.TIME_LIMIT, Kind.MAX_DURATION, Kind.DEADLINE})
_MORE_IS_STRICTER = frozenset(
    {Kind.FREQUENCY, Kind.RATE, Kind.COVERAGE, Kind.HEADCOUNT, Kind.RETENTION, Kind.COUNT}
)


def strictness(facts: PromiseFacts) -> Decimal | None:
    """A number that is larger for the stricter of two promises of one kind; None where no number tells.

    A time limit of at least so long (a notice, a publication) is stricter the longer it is.
    """
    size = size_of(facts)
    if size is None:
        return None
    if facts.kind in _LESS_IS_STRICTER:
        return size if facts.kind == Kind.TIME_LIMIT and facts.comparator == "ge" else -size
    if facts.kind in _MORE_IS_STRICTER:
        return -size if facts.comparator == "le" else size
    return None


def size_of(facts: PromiseFacts) -> Decimal | None:
    """Times a year, hours, or the value in its own unit; 24 hours for a coverage without a figure."""
    if facts.value is None:
        return Decimal(24) if facts.kind == Kind.COVERAGE else None
    if facts.kind == Kind.FREQUENCY:
        per_year = PER_YEAR.get(facts.period or "")
        if per_year is None:
            return None
        hours = _HOURS_OF[part_of_day(facts)] if facts.period in ("minute", "hour") else Decimal(24)
        return facts.value * per_year / (facts.every or 1) * hours / 24
    if facts.unit in HOURS:
        return facts.value * HOURS[facts.unit]
    return facts.value


def part_of_day(facts: PromiseFacts) -> str:
    """night, daytime, or "" for the whole day: by the period, else by the words of the activity."""
    if facts.period in ("daytime", "night"):
        return facts.period
    if "夜" in facts.activity or "夜间" in facts.object:
        return "night"
    return "daytime" if "白天" in facts.activity else ""


def measure(facts: PromiseFacts) -> str | None:
    """What the value counts: two promises compare only on one measure."""
    if facts.kind == Kind.FREQUENCY:
        return None
    if facts.kind == Kind.COVERAGE:
        return f"{facts.unit or 'hours'}/{facts.period or 'day'}"
    return "time" if facts.unit in HOURS else facts.unit
