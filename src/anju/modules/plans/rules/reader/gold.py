"""The shape of the gold files: one flat JSON object per commitment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from anju.modules.plans.contracts import Commitment


def to_gold_json(commitment: Commitment, *, number: int = 1, document: str = "") -> dict[str, Any]:
    """The gold's keys in the gold's order, plus confidence. number: running number within the plan.

    The id is P<plan>-<nnn> (000-P1-001 with a document name), or <nnn> for a document of one plan.
    """
    plan = f"P{commitment.plan}-" if commitment.plan is not None else ""
    return {
        "id": f"{document + '-' if document else ''}{plan}{number:03d}",
        "plan": commitment.plan,
        "section": commitment.section,
        "quote": commitment.quote,
        "domain": str(commitment.domain),
        "activity": commitment.activity,
        "object": commitment.object,
        "kind": str(commitment.kind),
        "comparator": str(commitment.comparator),
        "value": _json_number(commitment.value),
        "unit": str(commitment.unit) if commitment.unit else None,
        "period": str(commitment.period) if commitment.period else None,
        "every": commitment.every,
        "confidence": commitment.confidence,
    }


def to_gold_list(commitments: tuple[Commitment, ...], *, document: str = "") -> list[dict[str, Any]]:
    """All commitments of a reading, numbered within each plan."""
    counters: dict[int | None, int] = {}
    rows = []
    for commitment in commitments:
        counters[commitment.plan] = counters.get(commitment.plan, 0) + 1
        rows.append(to_gold_json(commitment, number=counters[commitment.plan], document=document))
    return rows


def _json_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
