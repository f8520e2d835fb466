"""Texts that people type: not empty where they are needed, not longer than their column."""

from __future__ import annotations

from anju.kernel.errors import Invalid


def words_of(text: str, field: str, *, longest: int, needed: bool = True) -> str:
    """The text without blanks around it. Raises Invalid (community.text_needed, community.text)."""
    text = text.strip()
    if needed and not text:
        raise Invalid("community.text_needed", field, limit=longest)
    if len(text) > longest:
        raise Invalid("community.text", field, limit=longest)
    return text
