"""Which grade a promise reaches, and which grade a whole plan reaches: that of its worst item.

Frequencies are compared as times a year, so that once in three days and twice a week stand on one scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from anju.modules.plans.rules.compiling import PromiseFacts

from .standards import Item, Standard, Target

YEAR = {
    "minute": Fraction(525_600), "hour": Fraction(8_760), "daytime": Fraction(365), "night": Fraction(365),
    "day": Fraction(365), "week": Fraction(365, 7), "half_month": Fraction(24), "month": Fraction(12),
    "quarter": Fraction(4), "half_year": Fraction(2), "year": Fraction(1),
}  # fmt: skip
MINUTES = {
    "seconds": Fraction(1, 60), "minutes": Fraction(1), "hours": Fraction(60), "days": Fraction(1_440),
}  # fmt: skip
_OPPOSITE = {"ge": "le", "le": "ge"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on the scale of a metric: times a year or per job, hours a day, minutes, per cent."""

    metric: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Reached:
    """An item and what answers it. promise: key of the promise that reaches the best grade, None when none answers.

    grade: None when not even the last grade is reached. asked: whether any grade asks for a number here.
    """

    item: Item
    promise: int | None
    grade: int | None
    exempt: bool = False

    @property
    def answered(self) -> bool:
        return self.promise is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """rows: in the order of the standard. grade: of the worst item that applies, None below the last grade."""

    rows: tuple[Reached, ...]
    grade: int | None

    @property
    def unanswered(self) -> tuple[Reached, ...]:
        return tuple(one for one in self.rows if not one.answered and not one.exempt)

    @property
    def holding_back(self) -> tuple[Reached, ...]:
        """The items at whose grade the plan stops."""
        return tuple(one for one in self.rows if not one.exempt and one.grade == self.grade)


def amount_of(facts: PromiseFacts, item: Item) -> Amount | None:
    """The promise on the item's scale; None where it says something else, or bounds the other side."""
    if facts.value is None or facts.comparator == _OPPOSITE[item.op]:
        return None
    value = Fraction(facts.value)
    if item.metric == "frequency" and facts.unit == "times":
        if facts.period is None:
            return Amount("per_job", value)
        return Amount("frequency", value * YEAR[facts.period] / (facts.every or 1))
    if item.metric == "minutes" and facts.kind == "time_limit" and facts.unit in MINUTES:
        return Amount("minutes", value * MINUTES[facts.unit])
    if item.metric == "hours" and facts.kind == "coverage" and facts.unit == "hours":
        return Amount("hours", value)
    if item.metric == "percent" and facts.unit == "percent":
        return Amount("percent", value)
    return None


def share(part: int, whole: int) -> Amount:
    """Per cent of things in order, as 285 of 300 lamps. Raises ZeroDivisionError without things."""
    return Amount("percent", Fraction(part * 100, whole))


def meets(item: Item, target: Target, amount: Amount) -> bool:
    wanted = Fraction(target.value)
    if item.metric == "frequency":
        if target.period is None:
            # A work that comes round by itself is looked at more often than so many times per job.
            return amount.metric == "frequency" or amount.value >= wanted
        if amount.metric != "frequency":
            return False
        wanted = wanted * YEAR[target.period] / target.every
    return amount.value >= wanted if item.op == "ge" else amount.value <= wanted


def grade_of(standard: Standard, item: Item, amount: Amount | None) -> int | None:
    """The best grade whose target is met; without a promise, the best grade that asks for nothing here."""
    for grade, _label in standard.grades:
        target = item.targets.get(grade)
        if target is None or (amount is not None and meets(item, target, amount)):
            return grade
    return None


def answers(item: Item, facts: PromiseFacts) -> bool:
    """Whether a promise speaks of the item and says a number of its kind."""
    if amount_of(facts, item) is None or re.search(item.words, facts.words) is None:
        return False
    return not (item.without and re.search(item.without, facts.words))


def verdict(
    standard: Standard,
    promises: Mapping[int, PromiseFacts],
    *,
    exempt: Iterable[str] = (),
    chosen: Mapping[str, int] | None = None,
) -> Verdict:
    """Hold all promises (by id) against a standard. exempt: items that do not apply; chosen: item → promise by hand."""
    free, by_hand = set(exempt), chosen or {}
    rows = tuple(
        Reached(item, None, standard.grades[0][0], exempt=True)
        if item.code in free
        else _reached(standard, item, promises, by_hand.get(item.code))
        for item in standard.items
    )
    return Verdict(rows, worst(standard, [one.grade for one in rows if not one.exempt]))


def worst(standard: Standard, grades: Iterable[int | None]) -> int | None:
    """The last of some grades in the standard's order; None when one of them is below all, or there is none."""
    order = {grade: place for place, (grade, _label) in enumerate(standard.grades)}
    found = list(grades)
    if not found or any(one is None for one in found):
        return None
    return max((one for one in found if one is not None), key=lambda one: order[one])


def actually(amount: Amount, done: int, owed: int) -> Amount:
    """What was really done of a promised frequency. Raises ZeroDivisionError when nothing was owed."""
    return Amount(amount.metric, amount.value * Fraction(done, owed))


def _reached(
    standard: Standard, item: Item, promises: Mapping[int, PromiseFacts], by_hand: int | None
) -> Reached:
    keys = [by_hand] if by_hand in promises else [key for key, one in promises.items() if answers(item, one)]
    order = {grade: place for place, (grade, _label) in enumerate(standard.grades)}
    best: tuple[int, int, int | None] | None = None
    for key in keys:
        if key is None:
            continue
        grade = grade_of(standard, item, amount_of(promises[key], item))
        place = order[grade] if grade is not None else len(order)
        if best is None or place < best[0]:
            best = (place, key, grade)
    if best is None:
        return Reached(item, None, grade_of(standard, item, None))
    return Reached(item, best[1], best[2])
