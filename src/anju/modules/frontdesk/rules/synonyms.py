"""Words that mean the same thing, from the table beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


def canonical(text: str) -> str:
    """The text in lower case with each known word replaced by the one that stands for its group."""
    words, pattern = _table()
    return pattern.sub(lambda word: words[word[0]], text.lower())


def groups() -> tuple[tuple[str, ...], ...]:
    data = tomllib.loads(Path(__file__).with_name("synonyms.toml").read_text("utf-8"))
    return tuple(tuple(one) for one in data["groups"])


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    words = {word: group[0] for group in groups() for word in group}
    # The longest word first, so that an umbrella's short name does not eat into its long one.
    longest = sorted(words, key=lambda word: (-len(word), word))
    return words, re.compile("|".join(re.escape(word) for word in longest))
