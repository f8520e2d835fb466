"""Answers to a survey: what is a valid one, what they say together, which factors matter. Floats only for importance."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from anju.kernel.errors import Invalid
from anju.modules.community.contracts import ItemDraft

SCALE = ("satisfied", "fair", "dissatisfied")
POINTS = {"satisfied": 1.0, "fair": 0.5, "dissatisfied": 0.0}
LONGEST_TEXT = 500
LEAST_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    kind: str
    topic: str
    text: str
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class ItemResult:
    """counts: answers by value. satisfied: of `answered`, those that count as satisfied; rated: whether it is a rating."""

    item: Item
    answered: int
    counts: Mapping[str, int] = field(default_factory=dict)
    satisfied: int = 0
    rated: bool = False

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.satisfied, self.answered) if self.rated and self.answered else None


@dataclass(frozen=True, slots=True)
class Factor:
    """An item by how much it moves the overall answer (correlation, -1 to 1) and how satisfied people are with it.

    quadrant: improve (matters, low), keep (matters, high), later (matters little, low), enough (matters little, high).
    """

    item: Item
    importance: float
    rate: Fraction
    quadrant: str


def check_items(items: Sequence[ItemDraft]) -> None:
    """Raises Invalid: no items, empty or too long ones, a choice with fewer than two texts, no rating at all."""
    if not items:
        raise Invalid("community.survey.items", "items")
    for number, one in enumerate(items, 1):
        if not one.text.strip() or len(one.text) > 200:
            raise Invalid("community.survey.item_text", "items", number=number)
        if one.kind not in ("scale", "stars", "choice", "text"):
            raise Invalid("community.survey.item_kind", "items", number=number)
        if one.kind == "choice" and len([text for text in one.choices if text.strip()]) < 2:
            raise Invalid("community.survey.item_choices", "items", number=number)
    if not any(one.kind in ("scale", "stars") for one in items):
        raise Invalid("community.survey.no_rating", "items")


def checked(items: Sequence[Item], given: Mapping[str, str]) -> dict[str, str]:
    """Replies by item id, as they are kept. Raises Invalid at `item_<id>` for what is missing or no answer to it."""
    kept: dict[str, str] = {}
    for one in items:
        value = str(given.get(str(one.id), "")).strip()
        if not value:
            if one.required and one.kind != "text":
                raise Invalid("community.survey.missing", f"item_{one.id}")
            continue
        allowed = {
            "scale": SCALE,
            "stars": ("1", "2", "3", "4", "5"),
            "choice": tuple(str(n) for n in range(len(one.choices))),
        }.get(one.kind)
        if allowed is not None and value not in allowed:
            raise Invalid("community.survey.value", f"item_{one.id}")
        kept[str(one.id)] = value[:LONGEST_TEXT]
    return kept


def is_satisfied(kind: str, value: str) -> bool:
    """满意, or four stars and more."""
    return value == "satisfied" if kind == "scale" else kind == "stars" and value in ("4", "5")


def results(items: Sequence[Item], replies: Sequence[Mapping[str, str]]) -> list[ItemResult]:
    """Each item over all answers, in the order of the questionnaire; texts are only counted."""
    found = []
    for one in items:
        values = [reply[str(one.id)] for reply in replies if reply.get(str(one.id))]
        counts = Counter(values) if one.kind != "text" else Counter[str]()
        happy = sum(is_satisfied(one.kind, value) for value in values)
        found.append(ItemResult(one, len(values), dict(counts), happy, one.kind in ("scale", "stars")))
    return found


def overall(found: Sequence[ItemResult]) -> tuple[int, int]:
    """(satisfied, answered) of the questions about the whole; without one, of all ratings together."""
    rated = [one for one in found if one.rated]
    chosen = [one for one in rated if one.item.topic == "overall"] or rated
    return sum(one.satisfied for one in chosen), sum(one.answered for one in chosen)


def points(kind: str, value: str) -> float:
    """An answer between 0 and 1."""
    return POINTS[value] if kind == "scale" else (int(value) - 1) / 4


def factors(items: Sequence[Item], replies: Sequence[Mapping[str, str]]) -> list[Factor]:
    """Ratings by importance and satisfaction, the most pressing first; [] where there are too few answers to say."""
    whole = next((one for one in items if one.topic == "overall" and one.kind in POINTS_KINDS), None)
    rated = [one for one in items if one.kind in POINTS_KINDS and one is not whole]
    if whole is None or not rated:
        return []
    known = {one.item.id: one for one in results(items, replies)}
    found = []
    for one in rated:
        weight = _importance(one, whole, replies)
        rate = known[one.id].rate
        if weight is not None and rate is not None:
            found.append((one, weight, rate))
    if not found:
        return []
    middle_weight = statistics.median(weight for _one, weight, _rate in found)
    middle_rate = statistics.median(rate for _one, _weight, rate in found)
    made = [
        Factor(one, weight, rate, _quadrant(weight >= middle_weight, rate >= middle_rate))
        for one, weight, rate in found
    ]
    order = {"improve": 0, "later": 1, "keep": 2, "enough": 3}
    return sorted(made, key=lambda one: (order[one.quadrant], one.rate, -one.importance))


POINTS_KINDS = ("scale", "stars")


def _importance(one: Item, whole: Item, replies: Iterable[Mapping[str, str]]) -> float | None:
    pairs = [
        (points(one.kind, reply[str(one.id)]), points(whole.kind, reply[str(whole.id)]))
        for reply in replies
        if reply.get(str(one.id)) and reply.get(str(whole.id))
    ]
    if len(pairs) < LEAST_ANSWERS:
        return None
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if len(set(left)) == 1 or len(set(right)) == 1:
        return 0.0
    return round(statistics.correlation(left, right), 4)


def _quadrant(matters: bool, satisfied: bool) -> str:
    if matters:
        return "keep" if satisfied else "improve"
    return "enough" if satisfied else "later"
