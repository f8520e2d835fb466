"""Lost and found: which report may mean which thing, and until when a thing is kept.

Sources: Civil Code arts. 314 (give back or hand over to the authority), 316 (keep with care), 317 (costs), 318 (goes to
the State when nobody claims it within one year from the authority's notice).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.kernel.errors import Invalid
from anju.modules.frontdesk.rules import synonyms

_NOISE = re.compile(r"[\s，。、,.;；:：!！?？\"“”()（）\-—]+")
LEAST = 30
# How far the finder's day may lie before the loser's, who often notices late.
BEFORE, AFTER = timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Described:
    """A thing as somebody describes it. place: names of the place, from the community down; at: found or lost."""

    key: int
    sort: str
    words: str
    at: datetime
    place: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """score: 0 to 100; words, near, soon: what spoke for it."""

    found: int
    lost: int
    score: int
    words: bool
    near: bool
    soon: bool


def score(found: Described, lost: Described) -> Match | None:
    """How likely a thing found is the thing lost; None when it cannot be, or hardly is.

    The sort must agree. Words count up to 60, the same place up to 20, the time up to 20.
    """
    if found.sort != lost.sort or not -BEFORE <= found.at - lost.at <= AFTER:
        return None
    words = round(60 * likeness(found.words, lost.words))
    shared = len(set(found.place) & set(lost.place))
    near = (
        0
        if not lost.place or not found.place
        else 20
        if shared == len(set(lost.place))
        else min(10, 5 * shared)
    )
    days = abs(found.at - lost.at) / timedelta(days=1)
    soon = round(20 * max(0.0, 1 - days / 30))
    total = words + near + soon
    return Match(found.key, lost.key, total, words >= 20, near >= 10, days <= 3) if total >= LEAST else None


def likeness(one: str, other: str) -> float:
    """Share of the pairs of characters of the shorter text that the longer one has too: 0 to 1.

    Words that mean the same thing count as the same.
    """
    short, long = sorted((_pairs(one), _pairs(other)), key=len)
    return len(short & long) / len(short) if short else 0.0


def matches(found: Iterable[Described], lost: Iterable[Described], most: int = 5) -> list[Match]:
    """The best matches, the likeliest first, at most so many for each report."""
    known = list(found)
    best: list[Match] = []
    for report in lost:
        hits = [hit for thing in known if (hit := score(thing, report)) is not None]
        best += sorted(hits, key=lambda one: (-one.score, one.found))[:most]
    return sorted(best, key=lambda one: (-one.score, one.found, one.lost))


def hand_over_on(found_on: date, keep_days: int) -> date:
    """The day by which what nobody claimed is handed over to the authority (art. 314)."""
    return found_on + timedelta(days=keep_days)


def claim_until(notice_on: date, notice_days: int) -> date:
    """The first day on which nobody can claim it any more (art. 318)."""
    return notice_on + timedelta(days=notice_days)


def check_moment(at: datetime, now: datetime) -> None:
    """Raises Invalid (frontdesk.lost.future)."""
    if at > now:
        raise Invalid("frontdesk.lost.future", "happened_at")


def _pairs(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", synonyms.canonical(text))
    return frozenset({plain} if len(plain) == 1 else (plain[at : at + 2] for at in range(len(plain) - 1)))
