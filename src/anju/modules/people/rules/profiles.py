"""Headings of a household's profile. Source: catalogue A CON-03."""

from __future__ import annotations

from collections.abc import Mapping

HEADINGS = ("members", "background", "trade", "habits", "food", "hobbies", "health", "business")
LONGEST = 1_000


def checked_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Known headings with something under them, in their order, each cut at LONGEST characters."""
    found = {name: facts.get(name, "").strip()[:LONGEST] for name in HEADINGS}
    return {name: text for name, text in found.items() if text}
