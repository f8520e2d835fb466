"""The library's data: documents a project must have, references to begin with; and what follows from titles and days."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

_QUOTED = re.compile(r"《([^《》\n]{2,60})》")
LONGEST_CYCLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A document a project must have. words: what the title of a document for it may hold; source: catalogue row."""

    code: str
    kind: str
    title: str
    words: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLaw:
    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True)
class Shelved:
    """What the gap check must know of a document. in_force: it has a version that holds today."""

    id: int
    title: str
    kind: str
    requirement: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement and the documents for it. state: met, coming (only drafts or later days) or missing.

    proposed: documents in force that are not tied to any requirement but sound like this one.
    """

    requirement: Requirement
    documents: tuple[int, ...]
    proposed: tuple[int, ...]
    state: str


@cache
def requirements() -> tuple[Requirement, ...]:
    return tuple(
        Requirement(**{**row, "words": tuple(row["words"])}) for row in _rows("required.toml", "item")
    )


@cache
def known_laws() -> tuple[KnownLaw, ...]:
    return tuple(KnownLaw(**row) for row in _rows("laws.toml", "law"))


def requirement_titles() -> Mapping[str, str]:
    return {one.code: one.title for one in requirements()}


def gaps(documents: Iterable[Shelved]) -> list[Gap]:
    """Every requirement in the order of the checklist, with what the shelf holds for it."""
    shelf = list(documents)
    return [_gap(one, shelf) for one in requirements()]


def quoted_titles(text: str) -> list[str]:
    """Titles between 《 and 》 in the order in which a text names them first."""
    found = (" ".join(one.split()) for one in _QUOTED.findall(text))
    return list(dict.fromkeys(one for one in found if one))


def unlisted(titles: Iterable[str], known: Collection[str]) -> list[str]:
    """Titles that no known title contains, nor they it: 《物业管理条例》 stands for any edition of it."""
    plain = {_plain(one) for one in known}
    return [
        title for title in titles if not any(_plain(title) in one or one in _plain(title) for one in plain)
    ]


def _gap(wanted: Requirement, shelf: list[Shelved]) -> Gap:
    own = [one for one in shelf if one.requirement == wanted.code]
    proposed = [
        one.id
        for one in shelf
        if one.in_force and not one.requirement and any(word in one.title for word in wanted.words)
    ]
    state = "met" if any(one.in_force for one in own) else "coming" if own else "missing"
    return Gap(wanted, tuple(one.id for one in own), tuple(proposed), state)


def _plain(title: str) -> str:
    return re.sub(r"[\s（）()《》〈〉]", "", title).removeprefix("中华人民共和国")


def _rows(name: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(
        resources.files(__package__).joinpath(name).read_text("utf-8")
    )[key]
    return rows
