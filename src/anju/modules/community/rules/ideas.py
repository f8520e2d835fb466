"""Where a proposal of an owner stands. Source: catalogue B CSR-14, A CS-05."""

from __future__ import annotations

from datetime import datetime

ANSWERED = ("adopted", "partly", "declined", "noted")


def standing(decision: str, *, dropped: bool, due_at: datetime | None, at: datetime) -> str:
    """The decision once there is one; before, open, late (the promised time has passed) or dropped."""
    if decision in ANSWERED:
        return decision
    if dropped:
        return "dropped"
    return "late" if due_at is not None and due_at < at else "open"
