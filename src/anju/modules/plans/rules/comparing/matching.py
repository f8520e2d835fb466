"""Which subjects of two lists are about the same: equal in concept first, then the most alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from .subjects import Subject, likeness

# In a group as large as this, pairs are taken in text order: comparing each with each would not be worth its time.
_TOO_MANY = 60


def matches(first: Sequence[Subject], second: Sequence[Subject], *, least: float) -> list[tuple[int, int]]:
    """Pairs of positions, each position at most once; a pair is at least as alike as `least` (0..1).

    Costs what subjects of one block have words in common, not the product of both lists.
    """
    found = _by_concept(first, second)
    taken_first, taken_second = {a for a, _b in found}, {b for _a, b in found}
    rest = [at for at in range(len(second)) if at not in taken_second]
    index = _index(second, rest)
    candidates = []
    for at, one in enumerate(first):
        if at in taken_first:
            continue
        for other in _near(one, index):
            value = likeness(one, second[other])
            if value >= least:
                candidates.append((-value, at, other))
    for _value, at, other in sorted(candidates):
        if at not in taken_first and other not in taken_second:
            found.append((at, other))
            taken_first.add(at)
            taken_second.add(other)
    return found


def _by_concept(first: Sequence[Subject], second: Sequence[Subject]) -> list[tuple[int, int]]:
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, subjects in enumerate((first, second)):
        for at, one in enumerate(subjects):
            if one.concept is not None:
                groups[one.concept][side].append(at)
    found: list[tuple[int, int]] = []
    for mine, others in groups.values():
        if not mine or not others:
            continue
        if len(mine) == len(others) == 1 or len(mine) * len(others) > _TOO_MANY:
            found += zip(mine, others, strict=False)
        else:
            found += _best(mine, others, first, second)
    return found


def _best(
    mine: Iterable[int], others: Sequence[int], first: Sequence[Subject], second: Sequence[Subject]
) -> list[tuple[int, int]]:
    ranked = sorted((-likeness(first[a], second[b]), a, b) for a in mine for b in others)
    used_mine, used_others, found = set(), set(), []
    for _value, a, b in ranked:
        if a not in used_mine and b not in used_others:
            found.append((a, b))
            used_mine.add(a)
            used_others.add(b)
    return found


def _index(subjects: Sequence[Subject], chosen: Iterable[int]) -> dict[Hashable, list[int]]:
    index: dict[Hashable, list[int]] = defaultdict(list)
    for at in chosen:
        one = subjects[at]
        for feature in _features(one):
            index[one.block, feature].append(at)
    return index


def _near(one: Subject, index: dict[Hashable, list[int]]) -> set[int]:
    found: set[int] = set()
    for feature in _features(one):
        found.update(index.get((one.block, feature), ()))
    return found


def _features(one: Subject) -> list[str]:
    """What to look a subject up by: its things; where it names none, its words."""
    return [f"t:{code}" for code in one.things] or [f"w:{pair}" for pair in one.pairs]
