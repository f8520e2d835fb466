"""Two sentences with the words that changed marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A figure with its decimals is one token, so is a Latin word; each Chinese character stands for itself.
_TOKENS = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|\s+|.", re.DOTALL)
_SHORTEST_SAME = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that changed or did not."""

    text: str
    changed: bool


def marked(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both sentences in runs; joining the runs of a side gives the sentence back.

    A single character that stayed between two changes counts as changed: so it reads as one change.
    """
    first, second = _TOKENS.findall(before), _TOKENS.findall(after)
    kept_first, kept_second = [False] * len(first), [False] * len(second)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    for block in blocks:
        edge = block.a == 0 or block.b == 0 or block.a + block.size == len(first)
        if block.size >= _SHORTEST_SAME or edge:
            for offset in range(block.size):
                kept_first[block.a + offset] = kept_second[block.b + offset] = True
    return _runs(first, kept_first), _runs(second, kept_second)


def _runs(tokens: list[str], kept: list[bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for token, same in zip(tokens, kept, strict=True):
        if runs and runs[-1].changed is not same:
            runs[-1] = Run(runs[-1].text + token, not same)
        else:
            runs.append(Run(token, not same))
    return tuple(runs)
