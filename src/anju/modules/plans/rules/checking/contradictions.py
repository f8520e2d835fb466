"""Two different figures for the same thing, and the same promise twice. Source: appendix C of the catalogue, 1–10, 12, 15."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from . import sizing
from .context import Contexts
from .subjects import About, about, same_thing
from .terms import Code, Finding, Page, Statement, finding, place_of

_Known = tuple[Statement, About]
# A group larger than this is a list of things with one name, not one thing said many times.
_LARGEST_GROUP = 40
# What is left when the classes named before are taken away is not part of anything general.
_REST = frozenset({"其他", "其它", "其余"})


def find(page: Page) -> Iterator[Finding]:
    contexts = Contexts(page)
    groups: dict[str, list[_Known]] = defaultdict(list)
    for one in page.subject.statements:
        known = about(one, contexts.own(one), contexts.wide(one), contexts.of(one))
        if known is not None:
            groups[known.topic].append((one, known))
    for group in groups.values():
        if 2 <= len(group) <= _LARGEST_GROUP:
            yield from _in_group(group, contexts)


def _in_group(group: Sequence[_Known], contexts: Contexts) -> Iterator[Finding]:
    inside: list[tuple[_Known, _Known]] = []
    between: list[tuple[_Known, _Known]] = []
    twice: list[tuple[_Known, _Known]] = []
    for at, one in enumerate(group):
        for other in group[at + 1 :]:
            if _overlap(one[0], other[0]) or not same_thing(one[1], other[1]):
                continue
            same_part = one[0].part == other[0].part
            if _conflict(one[1], other[1], contexts.sentence(one[0])[0] == contexts.sentence(other[0])[0]):
                # Between plans of a collection only topics of the field count: a like-named thing is another one there.
                if same_part or ":" not in one[1].topic:
                    (inside if same_part else between).append((one, other))
            elif (
                same_part
                and one[1].twice
                and one[1].narrow == other[1].narrow
                and sizing.agree(one[1].size, other[1].size)
            ):
                twice.append((one, other))
    for pairs, code in (
        (inside, Code.FIGURES_DIFFER),
        (between, Code.PARTS_DIFFER),
        (twice, Code.SAID_TWICE),
    ):
        for members in _joined(pairs):
            label = members[0][1].label
            yield finding(
                code, [place_of(one) for one, _known in members], topic=members[0][1].topic, label=label
            )


def _conflict(one: About, other: About, one_sentence: bool) -> bool:
    """Equal narrowing: the figures differ. One narrower: it asks for less than the general promise that includes it.

    Within a sentence the narrower one is an exception to the other: 投诉3日内办结,疑难事项15日.
    """
    if one.narrow == other.narrow:
        return sizing.differ(one.size, other.size)
    if one_sentence or _REST & (one.narrow | other.narrow):
        return False
    if one.narrow < other.narrow:
        return sizing.looser(other.size, one.size)
    if other.narrow < one.narrow:
        return sizing.looser(one.size, other.size)
    return False


def _overlap(one: Statement, other: Statement) -> bool:
    """Two readings of the same words are one promise with two figures, not two promises."""
    return one.start < other.end and other.start < one.end


def _joined(pairs: Sequence[tuple[_Known, _Known]]) -> Iterator[list[_Known]]:
    """Members of each connected group of pairs, in text order."""
    leaders: dict[int, int] = {}
    members: dict[int, _Known] = {}

    def leader(key: int) -> int:
        while leaders[key] != key:
            key = leaders[key]
        return key

    for one, other in pairs:
        for known in (one, other):
            leaders.setdefault(known[0].key, known[0].key)
            members[known[0].key] = known
        leaders[leader(other[0].key)] = leader(one[0].key)
    groups: dict[int, list[_Known]] = defaultdict(list)
    for key, known in members.items():
        groups[leader(key)].append(known)
    for group in groups.values():
        yield sorted(group, key=lambda known: known[0].start)
