"""From the words of a promise to the places its work is done at."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Protocol


class PlaceLike(Protocol):
    """What choosing needs to know of a place."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Places of these kinds: those with one of the tags, else those named with one of the words, else `otherwise`.

    kinds and otherwise are kinds of estate places. general: counts only where no other rule does.
    """

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    tags: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    general: bool = False


COMMUNITY = PlaceRule((), ("community",), (), ("community",))


@cache
def rules() -> tuple[PlaceRule, ...]:
    """The table places.toml, in its order: what stands first wins over what is a part of it."""
    text = resources.files(__package__).joinpath("places.toml").read_text("utf-8")
    return tuple(
        PlaceRule(
            tuple(row["words"]),
            tuple(row["kinds"]),
            tuple(row.get("tags", ())),
            tuple(row["otherwise"]),
            row.get("general", False),
        )
        for row in tomllib.loads(text)["place"]
    )


def rules_for(*texts: str) -> tuple[PlaceRule, ...]:
    """The rules whose words stand in the first text that has any; a word counts once, for the rule that came first."""
    for text in texts:
        found = list(_matching(text))
        if found:
            return tuple(rule for rule in found if not rule.general) or tuple(found)
    return ()


def _matching(text: str) -> Iterator[PlaceRule]:
    for rule in rules():
        hit = tuple(word for word in rule.words if word in text)
        if hit:
            yield replace(rule, words=hit)
            for word in sorted(hit, key=len, reverse=True):
                text = text.replace(word, "\n")


def choose(
    rule: PlaceRule,
    *,
    tagged: Sequence[PlaceLike],
    of_kind: Sequence[PlaceLike],
    otherwise: Sequence[PlaceLike],
) -> tuple[int, ...]:
    """Ids of the places a rule means. tagged, of_kind, otherwise: what the estate has, in tree order."""
    if tagged:
        return tuple(place.id for place in tagged)
    named = tuple(place.id for place in of_kind if any(word in place.name for word in rule.words))
    return named or tuple(place.id for place in otherwise)
