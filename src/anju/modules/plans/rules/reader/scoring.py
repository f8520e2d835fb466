"""Precision, recall and F1 of a reading against a gold file.

A match is one to one: overlapping quote, same kind, comparator, value, unit, period and every.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from anju.modules.plans.contracts import PlanReading


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind. found: said; gold: expected; right: matched."""

    found: int
    gold: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.gold
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """overall and per_kind tallies; pairs: (index found, index gold); missed and wrong: the rest."""

    overall: Tally
    per_kind: Mapping[str, Tally]
    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    wrong: tuple[int, ...]


def score(found: PlanReading, gold: Iterable[Mapping[str, Any]]) -> Score:
    """Score a reading. gold: parsed lines of a gold file; a quote without offsets is located in the text,
    inside its plan where the quote occurs several times."""
    expected = list(gold)
    spans = _gold_spans(found, expected)
    by_key: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for index, commitment in enumerate(found.commitments):
        key = (
            commitment.kind,
            commitment.comparator,
            commitment.value,
            commitment.unit,
            commitment.period,
            commitment.every,
        )
        by_key[tuple(str(part) if isinstance(part, str) else part for part in key)].append(index)
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    for target, row in enumerate(expected):
        value = None if row["value"] is None else Decimal(str(row["value"]))
        key = (row["kind"], row["comparator"], value, row["unit"], row["period"], row["every"])
        best = _closest(found, [i for i in by_key.get(key, []) if i not in used], spans[target])
        if best is not None:
            used.add(best)
            pairs.append((best, target))
    return _summary(found, expected, pairs)


def _closest(found: PlanReading, candidates: list[int], span: tuple[int, int] | None) -> int | None:
    """The overlapping candidate whose end, where the number stands, is nearest to the gold's end."""
    if span is None:
        return None
    overlapping = [
        index
        for index in candidates
        if found.commitments[index].start < span[1] and span[0] < found.commitments[index].end
    ]
    return min(overlapping, key=lambda index: abs(found.commitments[index].end - span[1]), default=None)


def _gold_spans(found: PlanReading, gold: list[Mapping[str, Any]]) -> list[tuple[int, int] | None]:
    text = found.document.text
    ranges: dict[int | None, tuple[int, int]] = {}
    for clause in found.clauses:
        first, last = ranges.get(clause.plan, (clause.start, clause.end))
        ranges[clause.plan] = (min(first, clause.start), max(last, clause.end))
    spans: list[tuple[int, int] | None] = []
    for row in gold:
        if row.get("start") is not None:
            spans.append((int(row["start"]), int(row["end"])))
            continue
        quote = str(row["quote"])
        first, last = ranges.get(row["plan"], (0, len(text)))
        at = text.find(quote, first, last) if row["plan"] is not None else text.rfind(quote)
        at = at if at >= 0 else text.find(quote)
        spans.append((at, at + len(quote)) if at >= 0 else None)
    return spans


def _summary(found: PlanReading, gold: list[Mapping[str, Any]], pairs: list[tuple[int, int]]) -> Score:
    kinds = sorted({str(one.kind) for one in found.commitments} | {str(row["kind"]) for row in gold})
    per_kind = {
        kind: Tally(
            sum(str(one.kind) == kind for one in found.commitments),
            sum(str(row["kind"]) == kind for row in gold),
            sum(str(gold[target]["kind"]) == kind for _, target in pairs),
        )
        for kind in kinds
    }
    hit, target_hit = {index for index, _ in pairs}, {target for _, target in pairs}
    return Score(
        Tally(len(found.commitments), len(gold), len(pairs)),
        per_kind,
        tuple(pairs),
        tuple(target for target in range(len(gold)) if target not in target_hit),
        tuple(index for index in range(len(found.commitments)) if index not in hit),
    )
