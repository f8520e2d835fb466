"""What a sentence means, in plain values: the yardstick of the table tests."""

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


def test_labels_are_plain_values_in_the_order_of_the_gold():
    assert labels("门厅每日清扫两次。") == [("frequency", "eq", 2.0, "times", "day", 1)]
