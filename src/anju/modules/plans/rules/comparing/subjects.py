"""What a promise is about, in words that are the same whoever wrote it. Source: subjects.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anju.modules.plans.contracts import Kind
from anju.modules.plans.rules.compiling import PromiseFacts

from .scale import measure, part_of_day

_PLAIN = re.compile(r"[^\w]|[\d一二三四五六七八九十百两半]+[次小时分钟日天周月年]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """kind, measure, part (of the day): must be equal. things, deeds: codes. pairs: pairs of characters of the words."""

    kind: str
    measure: str | None
    part: str
    domain: str
    things: frozenset[str]
    deeds: frozenset[str]
    pairs: frozenset[str]

    @property
    def block(self) -> tuple[str, str | None, str]:
        return (self.kind, self.measure, self.part)

    @property
    def concept(self) -> tuple[object, ...] | None:
        """Equal for promises about the same in any words; None where the words do not tell."""
        if not self.things or not self.deeds:
            return None
        return (*self.block, self.things, self.deeds)


def subject_of(facts: PromiseFacts) -> Subject:
    """By object and activity; by the sentence where these name nothing known."""
    own = f"{facts.object} {facts.activity}"
    things = found("things", own) or found("things", facts.quote)
    deeds = found("deeds", facts.activity) or found("deeds", own) or found("deeds", facts.quote)
    if not things and "patrol" in deeds:
        # A patrol that names no place goes round the grounds.
        things = frozenset({"grounds"})
    return Subject(
        kind=facts.kind, measure=measure(facts), part=part_of_day(facts), domain=facts.domain, things=things, deeds=deeds,
        pairs=_pairs(own) or _pairs(facts.quote),
    )  # fmt: skip


def subject_of_words(quote: str, *, kind: str, domain: str = "") -> Subject:
    """Of a sentence without a figure; kind: what it would be with one."""
    of = PromiseFacts(domain=domain, activity="", object="", kind=kind, quote=quote)
    unit = "minutes" if kind == Kind.TIME_LIMIT else None
    return Subject(
        kind=kind, measure="time" if unit else None, part=part_of_day(of), domain=domain, things=found("things", quote),
        deeds=found("deeds", quote), pairs=_pairs(quote),
    )  # fmt: skip


def likeness(one: Subject, other: Subject) -> float:
    """0 (about different things) to 1; both of one block. Things and deeds known of both must have one in common."""
    things, deeds = _shared(one.things, other.things), _shared(one.deeds, other.deeds)
    if deeds == 0 and _related(one.deeds, other.deeds):
        deeds = 0.5
    if things == 0 or deeds == 0:
        return 0.0
    words = _shared(one.pairs, other.pairs) or 0.0
    if things is None and deeds is None:
        return words
    known = 0.5 * (things if things is not None else words) + 0.3 * (deeds if deeds is not None else words)
    return known + 0.15 * words + (0.05 if one.domain == other.domain else 0.0)


@cache
def found(table: str, text: str) -> frozenset[str]:
    """Codes of the words of a table that stand in a text; a word that counted is taken out of it."""
    codes = set()
    for code, words in _tables()[table].items():
        for word in words:
            if word in text:
                codes.add(code)
                text = text.replace(word, "\n")
    return frozenset(codes)


@cache
def _tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    data = tomllib.loads(resources.files(__package__).joinpath("subjects.toml").read_text("utf-8"))
    return {
        name: {code: tuple(sorted(words, key=len, reverse=True)) for code, words in rows.items()}
        for name, rows in data.items()
    }


@cache
def _related(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(one & set(family) and other & set(family) for family in _tables()["families"].values())


def _pairs(text: str) -> frozenset[str]:
    plain = _PLAIN.sub("", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset({plain} - {""})


def _shared(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Share in common; None where one of both is unknown."""
    if not one or not other:
        return None
    return len(one & other) / len(one | other)
