"""Whether what somebody tells is what another one told already."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from anju.modules.frontdesk.rules.wording.cues import plain

# Below this it is not worth asking.
LEAST = 0.5
RECENT = timedelta(hours=24)
# Who asks, proposes or praises does not report what is broken.
ASKED = ("enquiry", "suggestion", "praise")


class Told(NamedTuple):
    """A report: what was said, its kind and trade, how near it is ("here", "building" or "community"), how old."""

    words: str
    kind: str
    trade: str
    near: str
    age: timedelta = timedelta()


def likeness(new: Told, old: Told) -> float:
    """0 to 1. At the same place the same kind suffices, unless the trades differ; in the same building trade and words
    must agree.
    """
    if new.kind != old.kind and new.kind in ASKED:
        return 0.0
    place = {"here": 0.45, "building": 0.2, "community": 0.0}[old.near]
    same = 0.25 if new.kind == old.kind else 0.0
    trade = 0.0 if not (new.trade and old.trade) else 0.2 if new.trade == old.trade else -0.4
    fresh = 0.1 if old.age <= RECENT else 0.0
    score = place + same + trade + fresh + 0.4 * overlap(new.words, old.words)
    return round(min(1.0, max(0.0, score)), 3)


def overlap(one: str, other: str) -> float:
    """Share of the pairs of characters of the shorter text that are in the other one too."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _pairs(text: str) -> set[str]:
    told = plain(text).replace(",", "")
    return {told[start : start + 2] for start in range(len(told) - 1)}
