"""Service grades: which one a plan promises and which one its work reaches."""

from anju.modules.plans.rules.compiling import PromiseFacts

from .measuring import (
    Amount,
    Reached,
    Verdict,
    actually,
    amount_of,
    answers,
    grade_of,
    meets,
    share,
    verdict,
    worst,
)
from .standards import Item, Standard, Target, standard, standards

__all__ = [
    "Amount", "Item", "PromiseFacts", "Reached", "Standard", "Target", "Verdict", "actually", "amount_of", "answers", "grade_of",
    "meets", "share", "standard", "standards", "verdict", "worst",
]  # fmt: skip
