"""One promise as two, several promises as one: what the forms propose. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .compiling import PromiseFacts
from .fields import LONGEST_WORDS
from .rereading import Reread

FARTHEST = 2_000
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?|[一二两三四五六七八九十百半双]+(?=次|遍|个|人|名|小时|分钟|天|日|周|月|年|元|户|米|%)"
)
_CUT = re.compile(r"[，,；;。、]|(?:并且|并|以及)")
_LISTED = re.compile(r"、|以及|和|与|及")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of the text, half-open, and what they promise."""

    start: int
    end: int
    facts: PromiseFacts


def halves(
    text: str, span: tuple[int, int], facts: PromiseFacts, read: Callable[[int, int], Sequence[Reread]]
) -> tuple[Part, Part]:
    """Two parts of one promise, as good as can be guessed; a person corrects them.

    Words with two numbers are cut before the second and each side is read again; a list of deeds or things
    (检查、疏通一次) keeps its words and its number and is divided by deed or thing; anything else is proposed twice.
    read: reads words of the text again, and answers with offsets of the text.
    """
    cut = _cut_between_numbers(text, span)
    if cut is not None:
        left, right = (span[0], cut), (_after_marks(text, cut, span[1]), span[1])
        return _part(left, facts, read), _part(right, facts, read)
    deeds = [one for one in _LISTED.split(facts.activity) if one.strip()]
    if len(deeds) > 1:
        rest = replace(facts, activity="、".join(deeds[1:]))
        return Part(*span, replace(facts, activity=deeds[0])), Part(*span, rest)
    things = [one for one in _LISTED.split(facts.object) if one.strip()]
    if len(things) > 1:
        rest = replace(facts, object="、".join(things[1:]))
        return Part(*span, replace(facts, object=things[0])), Part(*span, rest)
    return Part(*span, facts), Part(*span, facts)


def joined(parts: Sequence[Part]) -> Part:
    """Several promises as one: the words from the first to the last, deeds and things listed, the first one's number.

    parts: at least one, in text order.
    """
    facts = parts[0].facts
    activity = _listed([one.facts.activity for one in parts])
    thing = _listed([one.facts.object for one in parts])
    return Part(
        min(one.start for one in parts),
        max(one.end for one in parts),
        replace(facts, activity=activity, object=thing),
    )


def nearest(text: str, words: str, window: tuple[int, int], origin: int) -> tuple[int, int] | None:
    """Where these words stand inside the window, the place nearest to `origin`; None when they do not stand there."""
    start, end = window
    found = []
    at = text.find(words, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, end)
    if not found:
        return None
    best = min(found, key=lambda one: abs(one - origin))
    return best, best + len(words)


def _cut_between_numbers(text: str, span: tuple[int, int]) -> int | None:
    words = text[span[0] : span[1]]
    numbers = list(_NUMBER.finditer(words))
    for before, after in itertools.pairwise(numbers):
        cuts = [one.start() for one in _CUT.finditer(words, before.end(), after.start())]
        if cuts:
            return span[0] + cuts[0]
    return None


def _after_marks(text: str, at: int, end: int) -> int:
    while at < end and (text[at] in "，,；;。、" or text[at].isspace()):
        at += 1
    return min(at, end - 1)


def _part(span: tuple[int, int], facts: PromiseFacts, read: Callable[[int, int], Sequence[Reread]]) -> Part:
    """What the reader sees in the words; deed and thing of the whole where the words name none of their own."""
    seen = next(iter(read(*span)), None)
    if seen is None:
        return Part(*span, facts)
    own = seen.facts
    domain = facts.domain if own.domain == "other" else own.domain
    return Part(
        *span,
        replace(
            own, domain=domain, activity=own.activity or facts.activity, object=own.object or facts.object
        ),
    )


def _listed(words: Sequence[str]) -> str:
    seen: dict[str, None] = {}
    for one in words:
        for word in one.split("、"):
            if word.strip():
                seen.setdefault(word.strip())
    return "、".join(seen)[:LONGEST_WORDS]
