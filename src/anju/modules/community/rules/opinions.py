"""When an opinion box has to be opened. Source: catalogue B CSR-13."""

from __future__ import annotations

from datetime import date, timedelta


def opening_due(last: date, every_days: int) -> date:
    """The day by which a box is opened again. last: of the latest opening, or when it was hung up."""
    return last + timedelta(days=every_days)


def is_late(due: date, today: date) -> bool:
    return today > due
