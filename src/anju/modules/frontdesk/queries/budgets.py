"""Which time limits hold for a clock."""

from __future__ import annotations

from collections.abc import Sequence

from anju.engines.cases.contracts import BudgetOffer, BudgetQuestion


def offers(question: BudgetQuestion) -> Sequence[BudgetOffer]:
    """Limits in force for a clock at the moment it starts."""
    return ()
