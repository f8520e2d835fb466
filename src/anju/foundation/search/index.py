"""The index behind the search box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q
from pypinyin import Style, lazy_pinyin

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.foundation.privacy import digest
from anju.foundation.scope import context
from anju.foundation.search.models import SearchTerm

LONGEST = 40
TAILS = 12
# Nobody can type this sign: `fold` takes it away.
SEALED = "\x01"
SHORTEST_SEALED = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """`address(subject_id)` gives the page of a hit; only who holds `permission` finds it."""

    code: str
    label: Any
    icon: str
    permission: Permission
    address: Callable[[int], str]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """`names`: everything it may be called; the first is shown. `path` limits who may find it.

    `sealed`: digits such as a telephone number, found only when typed whole and kept only as a digest. A subject may
    have several entries, one for each place it is found at.
    """

    subject_id: int
    names: tuple[str, ...]
    subtitle: str = ""
    community_id: int | None = None
    path: str = ""
    sealed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Kind
    subject_id: int
    title: str
    subtitle: str

    @property
    def address(self) -> str:
        return self.kind.address(self.subject_id)


_kinds: dict[str, Kind] = {}


def kind(declared: Kind) -> Kind:
    if declared.code in _kinds:
        raise ValueError(f"search kind {declared.code!r} is declared twice")
    _kinds[declared.code] = declared
    return declared


def fold(text: str) -> str:
    """What is typed and what is stored meet here: no separators, no control characters, lower case, half width."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff\-—_/·,，。()（）]+", "", plain).lower()[:LONGEST]


def following(text: str) -> str:
    """The first text, in the order of code points, after everything that begins with `text`; "" when there is none."""
    for end in range(len(text), 0, -1):
        number = ord(text[end - 1]) + 1
        if number <= 0x10FFFF:
            return text[: end - 1] + chr(number if not 0xD800 <= number <= 0xDFFF else 0xE000)
    return ""


@lru_cache(maxsize=20_000)
def terms(name: str) -> frozenset[str]:
    """Every beginning under which `name` is found: tails of its characters, of its pinyin, of its initials."""
    plain = fold(name)
    found = {plain[start:] for start in range(min(len(plain), TAILS))}
    if re.search(r"[一-鿿]", plain):
        syllables = lazy_pinyin(plain)
        initials = lazy_pinyin(plain, style=Style.FIRST_LETTER)
        for start in range(min(len(syllables), TAILS)):
            found.add("".join(syllables[start:])[:80])
            found.add("".join(initials[start:])[:80])
    return frozenset(found - {""})


def put(kind: Kind, entries: Iterable[Entry]) -> None:
    """Index the entries anew, in three statements however many they are."""
    entries = list(entries)
    drop(kind, [one.subject_id for one in entries])
    rows = [
        (
            term, kind.code, one.subject_id, one.names[0][:120], one.subtitle[:160], one.community_id, one.path,
            0 if term.startswith(SEALED) else len(term),
        )
        for one in entries
        for term in _all_terms(one)
    ]  # fmt: skip
    _insert(rows)


TERM_COLUMNS = {
    "term": "text", "kind": "text", "subject_id": "bigint", "title": "text", "subtitle": "text",
    "community_id": "bigint", "path": "text", "weight": "smallint",
}  # fmt: skip


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """One statement from arrays: an object and a parameter for every term cost five times as much."""
    if not rows:
        return
    arrays = ", ".join(f"%s::{one}[]" for one in TERM_COLUMNS.values())
    table = connection.ops.quote_name(SearchTerm._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (org_id, {', '.join(TERM_COLUMNS)}) select %s, t.* from unnest({arrays}) as t",
            [context.writable_org(), *(list(column) for column in zip(*rows, strict=True))],
        )


def _all_terms(entry: Entry) -> frozenset[str]:
    open_terms = frozenset[str]().union(*(terms(name) for name in entry.names if name))
    return open_terms | {sealed_term(value) for value in entry.sealed if value}


def sealed_term(text: str) -> str:
    """The term under which a sealed value is found."""
    return SEALED + digest(fold(text))


def drop(kind: Kind, subject_ids: list[int]) -> None:
    SearchTerm.objects.filter(kind=kind.code, subject_id__in=subject_ids).delete()


def matching(text: str) -> Q | None:
    """The condition on SearchTerm rows for what was typed; None when nothing was."""
    wanted = fold(text)
    if not wanted:
        return None
    span = Q(term__gte=wanted)
    if after := following(wanted):
        span &= Q(term__lt=after)
    if len(wanted) >= SHORTEST_SEALED and wanted.isascii() and wanted.isdigit():
        span |= Q(term=sealed_term(wanted))
    return span


def find(
    *, actor: Actor, text: str, limit: int = 12, only: Collection[str] = (), community_id: int | None = None
) -> list[Hit]:
    """Best hits first: the closest in length, then by kind. Only what the actor may see.

    only: codes of kinds, all when empty. community_id: hits of this community alone.
    """
    span = matching(text)
    if span is None:
        return []
    named = {code: one for code, one in _kinds.items() if not only or code in only}
    kinds = {code: one for code, one in named.items() if actor.can(one.permission)}
    visible = Q(pk__in=[])
    for code, one in kinds.items():
        visible |= Q(kind=code) & _within(actor.reach(one.permission))
    if community_id is not None:
        visible &= Q(community_id=community_id)
    hits: dict[tuple[str, int], Hit] = {}
    for row in SearchTerm.objects.filter(span, visible).order_by("weight", "title", "id")[: limit * 8]:
        hits.setdefault(
            (row.kind, row.subject_id), Hit(kinds[row.kind], row.subject_id, row.title, row.subtitle)
        )
    ordered = sorted(hits.values(), key=lambda hit: hit.kind.order)
    return ordered[:limit]


def _within(reach: Reach) -> Q:
    """Entries with a place are found below the reach's places, others by their community."""
    if reach.unlimited:
        return Q()
    by_path = ~Q(path="") & reach.q(path="path")
    return by_path | (Q(path="") & reach.q(community="community_id"))
