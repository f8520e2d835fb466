"""Two versions of a plan side by side: what was added, dropped, tightened or loosened."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from anju.modules.plans.contracts import Kind
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.compiling.terms import Identity

from .matching import matches
from .scale import measure, strictness
from .subjects import subject_of

_FIGURES = re.compile(r"[\d\s.,:;%，。：；、]+|[一二两三四五六七八九十百半]+(?=[小天日周月年次分个])")


# Of two versions of one plan; below it the words say too little.
LEAST_ALIKE = 0.55


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
    """before and after are ids; None where the promise is added or dropped. moved: stands elsewhere in the text."""

    change: Change
    before: int | None
    after: int | None
    moved: bool = False


def differences(old: Sequence[Numbered], new: Sequence[Numbered]) -> list[Difference]:
    """Every promise of both versions exactly once: equal ones first, then those about the same thing, in text order.

    The same thing: the same activity and object, the same sentence but for its figures, or other words for it
    (subjects.toml). Both lists in text order; moved are the fewest that must have been moved for that.
    """
    pairs, old_left, new_left = _paired(old, new, lambda facts: facts.identity)
    for key in (_subject, _sentence):
        more, old_left, new_left = _paired(old_left, new_left, key)
        pairs += more
    more, old_left, new_left = _alike(old_left, new_left)
    pairs += more
    moved = _moved(old, pairs, new)
    result = [
        Difference(compare(a.facts, b.facts), a.id, b.id, b.id in moved)
        for a, b in sorted(pairs, key=lambda pair: pair[0].facts.identity != pair[1].facts.identity)
    ]
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


def _alike(
    old: Sequence[Numbered], new: Sequence[Numbered]
) -> tuple[list[tuple[Numbered, Numbered]], list[Numbered], list[Numbered]]:
    found = matches(
        [subject_of(one.facts) for one in old], [subject_of(one.facts) for one in new], least=LEAST_ALIKE
    )
    taken_old, taken_new = {a for a, _b in found}, {b for _a, b in found}
    return (
        [(old[a], new[b]) for a, b in found],
        [one for at, one in enumerate(old) if at not in taken_old],
        [one for at, one in enumerate(new) if at not in taken_new],
    )


def _moved(
    old: Sequence[Numbered], pairs: Sequence[tuple[Numbered, Numbered]], new: Sequence[Numbered]
) -> frozenset[int]:
    """Ids of new promises outside the longest run of pairs that kept their order."""
    place = {one.id: at for at, one in enumerate(old)}
    partner = {after.id: place[before.id] for before, after in pairs}
    order = [(one.id, partner[one.id]) for one in new if one.id in partner]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for at, (_key, position) in enumerate(order):
        length = bisect_left(tails, position)
        if length == len(tails):
            tails.append(position)
            ends.append(at)
        else:
            tails[length], ends[length] = position, at
        before.append(ends[length - 1] if length else None)
    kept: set[int] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        kept.add(order[step][0])
        step = before[step]
    return frozenset(key for key, _position in order if key not in kept)


def _subject(facts: PromiseFacts) -> Identity:
    return (facts.domain, facts.kind, *facts.identity[2:4], measure(facts))


def _sentence(facts: PromiseFacts) -> Identity:
    words = _FIGURES.sub("", facts.quote)
    # A sentence of nothing but figures says nothing about what it is about; it is its own thing.
    return (facts.kind, words or facts.quote, words and measure(facts))


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
