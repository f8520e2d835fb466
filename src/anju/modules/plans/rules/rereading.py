"""Read a few words of a plan again, where they stand: what a person marked, or the parts of a promise to be split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.modules.plans.contracts import Commitment, PlanDocument

from .compiling import PromiseFacts
from .reader import read_plan

_WIDEST = 1_500


@dataclass(frozen=True, slots=True)
class Reread:
    """What the reader sees in a span of the text; offsets are those of the whole text, half-open."""

    start: int
    end: int
    facts: PromiseFacts
    confidence: float


def reread(text: str, titles: Sequence[str], clause: tuple[int, int], span: tuple[int, int]) -> list[Reread]:
    """What the reader sees in the span, read under its headings; in text order, [] when it sees nothing.

    clause: where the paragraph lies that holds the span. First the whole paragraph is read, so that a subject named
    before the marked words is known; when nothing of that touches the span, the words are read by themselves.
    """
    start, end = span
    first = max(min(clause[0], start), start - _WIDEST)
    last = min(max(clause[1], end), end + _WIDEST)
    found = [one for one in _read(text, titles, first, last) if one.start < end and one.end > start]
    if not found:
        found = _read(text, titles, start, end)
    return sorted(found, key=lambda one: (one.start, one.end))


def facts_of(one: Commitment) -> PromiseFacts:
    return PromiseFacts(
        domain=str(one.domain), activity=one.activity, object=one.object, kind=str(one.kind),
        comparator=str(one.comparator), value=one.value, unit=one.unit,
        period=str(one.period) if one.period else None, every=one.every,
    )  # fmt: skip


def _read(text: str, titles: Sequence[str], start: int, end: int) -> list[Reread]:
    lead = "".join(f"{title}\n" for title in titles)
    reading = read_plan(PlanDocument(lead + text[start:end], "txt"))
    moved = start - len(lead)
    return [
        Reread(one.start + moved, one.end + moved, facts_of(one), one.confidence)
        for one in reading.commitments
        if one.start >= len(lead)
    ]
