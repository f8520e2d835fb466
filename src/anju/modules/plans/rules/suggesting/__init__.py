"""Figures to suggest for duties that say only 定期 or 及时, from dated packs. Source: A:PLN-08; domain rules §5, §6, §9."""

from .packs import Pack, Row, pack
from .suggest import Suggestion, grade_named, suggest

__all__ = ["Pack", "Row", "Suggestion", "grade_named", "pack", "suggest"]
