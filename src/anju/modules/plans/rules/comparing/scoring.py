"""The weighted sheet of a tender: what the plans say by themselves, what the committee adds, and the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .aligning import Row

# Worked out from the plans; every other criterion is scored by hand.
CRITERIA = ("promises", "strictness", "minima", "people", "price")


@dataclass(frozen=True, slots=True)
class Criterion:
    """weight: any whole number; shares follow from the sum of all."""

    code: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """One company. figures: promises with a figure, vague: duties without one, missing: rows where only others promise.

    best: rows in which it alone or with others is strictest. minima_missed: items of the asked grade not reached, None
    where no grade is asked. hours a week and people needed as costed; people: offered. price: 1/10,000 yuan.
    """

    figures: int
    vague: int
    missing: int
    best: int
    sole: int
    minima: int = 0
    minima_missed: int | None = None
    hours: Fraction | None = None
    needed: int | None = None
    people: int | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """points: 0..100 by criterion, None where nothing can be said yet. total: None until every weighted one is known."""

    points: Mapping[str, Fraction | None]
    total: Fraction | None


def tally(rows: Sequence[Row], company: int) -> Totals:
    """What the table itself says of one company."""
    cells = [row.cells[company] for row in rows]
    return Totals(
        figures=sum(1 + len(one.more) for one in cells if one.promise is not None),
        vague=sum(one.vague is not None for one in cells),
        missing=sum(one.promise is None and row.told > 0 for one, row in zip(cells, rows, strict=True)),
        best=sum(company in row.best for row in rows),
        sole=sum(row.sole == company for row in rows),
    )


def score(
    totals: Sequence[Totals],
    criteria: Sequence[Criterion],
    by_hand: Sequence[Mapping[str, int]],
    rows: Sequence[Row],
) -> list[Scored]:
    """One sheet per company. by_hand: points 0..100 by criterion. A missing figure gives no points and no total."""
    weights = sum(one.weight for one in criteria)
    sheets = []
    for at, _one in enumerate(totals):
        points: dict[str, Fraction | None] = {}
        for criterion in criteria:
            given = by_hand[at].get(criterion.code)
            if criterion.code in CRITERIA:
                points[criterion.code] = _points(criterion.code, totals, at, rows)
            else:
                points[criterion.code] = None if given is None else Fraction(given)
        weighted = [(points[one.code], one.weight) for one in criteria if one.weight]
        known = weights > 0 and all(value is not None for value, _weight in weighted)
        total = sum(((value or Fraction(0)) * weight for value, weight in weighted), Fraction(0))
        sheets.append(Scored(points, total / weights if known else None))
    return sheets


def _points(code: str, totals: Sequence[Totals], at: int, rows: Sequence[Row]) -> Fraction | None:
    mine = totals[at]
    if code == "promises":
        told = sum(row.told > 0 for row in rows)
        return _share(told - mine.missing, told)
    if code == "strictness":
        contested = [row for row in rows if row.told > 1 and (row.best or row.equal)]
        won = sum(at in row.best or (row.equal and row.cells[at].promise is not None) for row in contested)
        return _share(won, len(contested))
    if code == "minima":
        return None if mine.minima_missed is None else _share(mine.minima - mine.minima_missed, mine.minima)
    if code == "people":
        if mine.people is None or mine.needed is None:
            return None
        return min(Fraction(100), _share(mine.people, mine.needed) or Fraction(100))
    prices = [one.price for one in totals if one.price]
    return Fraction(100 * min(prices), mine.price) if mine.price and prices else None


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None
