"""Short ways for the reader's tests to say what a sentence means."""

from __future__ import annotations

from anju.modules.plans.contracts import Commitment, PlanDocument
from anju.modules.plans.rules.reader import read_plan


def commitments(text: str) -> tuple[Commitment, ...]:
    return read_plan(PlanDocument(text, "txt")).commitments


def labels(text: str) -> list[tuple[object, ...]]:
    """(kind, comparator, value, unit, period, every) of every commitment, plain values."""
    return [
        (
            str(one.kind),
            str(one.comparator),
            None if one.value is None else float(one.value),
            str(one.unit) if one.unit else None,
            str(one.period) if one.period else None,
            one.every,
        )
        for one in commitments(text)
    ]
