"""Two versions of a plan side by side: what was added, dropped, tightened or loosened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from anju.modules.plans.contracts import Kind

from .compiling import PromiseFacts
from .compiling.terms import Identity

_HOURS = {
    "seconds": Decimal(1) / 3600, "minutes": Decimal(1) / 60, "hours": Decimal(1), "days": Decimal(24),
    "workdays": Decimal(24), "weeks": Decimal(168), "months": Decimal(730), "quarters": Decimal(2190),
    "years": Decimal(8760),
}  # fmt: skip
_PER_YEAR = {
    "minute": Decimal(525_600), "hour": Decimal(8760), "daytime": Decimal(365), "night": Decimal(365),
    "day": Decimal(365), "week": Decimal(365) / 7, "half_month": Decimal(24), "month": Decimal(12),
    "quarter": Decimal(4), "half_year": Decimal(2), "year": Decimal(1),
}  # fmt: skip
_FIGURES = re.compile(r"[\d\s.,:;%，。：；、]+|[一二两三四五六七八九十百半]+(?=[小天日周月年次分个])")
# Less of it is stricter on who promises: a shorter time to come, a shorter shift, an earlier day.
_LESS_IS_STRICTER = frozenset({Kind.TIME_LIMIT, Kind.MAX_DURATION, Kind.DEADLINE})
_MORE_IS_STRICTER = frozenset(
    {Kind.FREQUENCY, Kind.RATE, Kind.COVERAGE, Kind.HEADCOUNT, Kind.RETENTION, Kind.COUNT}
)


class Change(StrEnum):
    ADDED = "added"
    DROPPED = "dropped"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A promise and the row it stands in."""

    id: int
    facts: PromiseFacts


@dataclass(frozen=True, slots=True)
class Difference:
    """before and after are ids; None where the promise is added or dropped."""

    change: Change
    before: int | None
    after: int | None


def differences(old: Sequence[Numbered], new: Sequence[Numbered]) -> list[Difference]:
    """Every promise of both versions exactly once: equal ones first, then those about the same thing, in text order.

    The same thing: the same activity and object, or the same sentence but for its figures. Linear in the promises.
    """
    pairs, old_left, new_left = _paired(old, new, lambda facts: facts.identity)
    result = [Difference(Change.SAME, before.id, after.id) for before, after in pairs]
    for key in (_subject, _sentence):
        pairs, old_left, new_left = _paired(old_left, new_left, key)
        result += [Difference(compare(a.facts, b.facts), a.id, b.id) for a, b in pairs]
    result += [Difference(Change.ADDED, None, one.id) for one in new_left]
    return result + [Difference(Change.DROPPED, one.id, None) for one in old_left]


def compare(before: PromiseFacts, after: PromiseFacts) -> Change:
    """Of two promises about the same thing. CHANGED where neither is stricter, or no number says so."""
    kind = Kind(before.kind)
    if before.identity == after.identity:
        return Change.SAME
    first, second = strictness(before), strictness(after)
    if first is None or second is None or kind is Kind.AMOUNT:
        return Change.CHANGED
    if first != second:
        return Change.TIGHTENED if second > first else Change.LOOSENED
    return Change.CHANGED


def strictness(facts: PromiseFacts) -> Decimal | None:
    """A number that is larger for the stricter of two promises of one kind; None where no number tells."""
    size = _size(facts)
    if size is None:
        return None
    if facts.kind in _LESS_IS_STRICTER:
        return -size
    if facts.kind in _MORE_IS_STRICTER:
        return -size if facts.comparator == "le" else size
    return None


def _size(facts: PromiseFacts) -> Decimal | None:
    if facts.value is None:
        return None
    if facts.kind == Kind.FREQUENCY:
        per_year = _PER_YEAR.get(facts.period or "")
        return None if per_year is None else facts.value * per_year / (facts.every or 1)
    if facts.unit in _HOURS:
        return facts.value * _HOURS[facts.unit]
    return facts.value


def _subject(facts: PromiseFacts) -> Identity:
    return (facts.domain, facts.kind, *facts.identity[2:4], _measure(facts))


def _sentence(facts: PromiseFacts) -> Identity:
    words = _FIGURES.sub("", facts.quote)
    # A sentence of nothing but figures says nothing about what it is about; it is its own thing.
    return (facts.kind, words or facts.quote, words and _measure(facts))


def _measure(facts: PromiseFacts) -> str | None:
    if facts.kind == Kind.FREQUENCY:
        return None
    return "time" if facts.unit in _HOURS else facts.unit


def _paired(
    old: Sequence[Numbered], new: Sequence[Numbered], key: Callable[[PromiseFacts], Identity]
) -> tuple[list[tuple[Numbered, Numbered]], list[Numbered], list[Numbered]]:
    waiting: dict[Identity, list[Numbered]] = defaultdict(list)
    for one in reversed(old):
        waiting[key(one.facts)].append(one)
    pairs, left = [], []
    for one in new:
        same = waiting.get(key(one.facts))
        if same:
            pairs.append((same.pop(), one))
        else:
            left.append(one)
    taken = {before.id for before, _after in pairs}
    return pairs, [one for one in old if one.id not in taken], left
