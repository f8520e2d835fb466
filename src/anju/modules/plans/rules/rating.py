"""Which indicator a promised share is about, by its words, and whether the measured share reaches it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

# Units of promises that an indicator's unit can answer for.
ANSWERS = {
    "percent": ("percent",),
    "per_thousand": ("percent",),
    "number": ("cases", "times", "items"),
    "mean": ("minutes", "hours", "points"),
}
MONTHS = {"quarter": 3, "half_year": 6, "year": 12}


def matched(texts: Sequence[str], patterns: Mapping[str, Sequence[str]]) -> str | None:
    """Code of the indicator whose words stand in the first text that has any; of several the longest words.

    texts: what the promise is about first, its whole sentence last. None when no words fit.
    """
    for text in texts:
        found = [
            (len(hit.group()), -order, code)
            for order, (code, words) in enumerate(patterns.items())
            for word in words
            for hit in [re.search(word, text)]
            if hit
        ]
        if found:
            return max(found)[2]
    return None


def can_answer(unit: str, indicator_unit: str) -> bool:
    return unit in ANSWERS.get(indicator_unit, ())


def met(
    value: Fraction | None, *, asked: Decimal | None, comparator: str, higher: bool, scale: int = 1
) -> bool | None:
    """Whether a measured value reaches what was asked; None where either is not there.

    comparator eq: of something that is better when higher at least, else at most. scale: divides the value into the
    promise's unit (per thousand into per cent).
    """
    if value is None or asked is None:
        return None
    least = comparator == "ge" or (comparator == "eq" and higher)
    wanted = Fraction(asked)
    return value / scale >= wanted if least else value / scale <= wanted


def months_of(period: str, every: int | None) -> int:
    """How many months a promise looks back: a yearly share is measured over twelve, others over the month."""
    return MONTHS.get(period, 1) * max(every or 1, 1) if period in MONTHS else 1
