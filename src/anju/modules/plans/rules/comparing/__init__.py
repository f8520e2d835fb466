"""Plans side by side: two versions of one plan, and the plans of different companies."""

from .aligning import Cell, Offer, Row, Vague, align
from .differences import Change, Difference, Numbered, compare, differences
from .scale import measure, size_of, strictness
from .scoring import CRITERIA, Criterion, Scored, Totals, score, tally
from .words import Run, marked

__all__ = [
    "CRITERIA", "Cell", "Change", "Criterion", "Difference", "Numbered", "Offer", "Row", "Run", "Scored", "Totals",
    "Vague", "align", "compare", "differences", "marked", "measure", "score", "size_of", "strictness", "tally",
]  # fmt: skip
