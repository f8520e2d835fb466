"""Shares of a home over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd

from anju.kernel.errors import Invalid
from anju.modules.people.contracts import Share

LARGEST_DENOMINATOR = 10_000


@dataclass(frozen=True, slots=True)
class Holding:
    """A share held over `[start, end)`; None is unknown or open."""

    start: date | None
    end: date | None
    share: Share


def checked_share(share: Share) -> Share:
    """In lowest terms. Raises Invalid("people.share.range") unless 0 < share ≤ 1 and the denominator is sane."""
    top, bottom = share
    if not (0 < top <= bottom <= LARGEST_DENOMINATOR):
        raise Invalid("people.share.range", field="share", most=LARGEST_DENOMINATOR)
    divisor = gcd(top, bottom)
    return Share(top // divisor, bottom // divisor)


def held_on(holdings: Sequence[Holding], day: date) -> Fraction:
    """How much of the home is held on a day."""
    return sum((Fraction(*one.share) for one in holdings if _covers(one, day)), start=Fraction(0))


def largest_held(holdings: Sequence[Holding]) -> tuple[Fraction, date | None]:
    """The most that is held on any one day and the first such day; None: since ever.

    What is held changes only where a holding begins, so looking at the beginnings is enough.
    """
    best: tuple[Fraction, date | None] = (
        sum((Fraction(*one.share) for one in holdings if one.start is None), start=Fraction(0)),
        None,
    )
    for day in sorted({one.start for one in holdings if one.start is not None}):
        total = held_on(holdings, day)
        if total > best[0]:
            best = (total, day)
    return best


def check_whole(holdings: Sequence[Holding]) -> None:
    """Raises Invalid("people.share.over") when more than the whole home is held on some day."""
    total, day = largest_held(holdings)
    if total > 1:
        raise Invalid(
            "people.share.over", field="share", total=f"{total.numerator}/{total.denominator}", on=day
        )


def _covers(one: Holding, day: date) -> bool:
    return (one.start is None or one.start <= day) and (one.end is None or day < one.end)
