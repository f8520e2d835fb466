"""The list of the review desk: all promises of a version in small, filtered, counted, grouped, and a part in full.

A version has some thousands of promises at most: they are read once in small, and what is counted is counted here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from anju.kernel.errors import Invalid
from anju.modules.plans.contracts import Domain, Kind
from anju.modules.plans.models import Promise, ReviewState
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import fields
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.compiling.engines import engine_for

CHUNK = 40
FACETS = ("domain", "kind", "review", "band", "engine", "reviewer")
FILTERS = (*FACETS, "section", "q", "order")
BANDS = {"high": (0.9, 1.01), "middle": (0.7, 0.9), "low": (0.0, 0.7)}
_DOMAINS = {one.value: rank for rank, one in enumerate(Domain)}
_KINDS = {one.value: rank for rank, one in enumerate(Kind)}
_BY_KIND_ALONE = {Kind.FREQUENCY, Kind.RETENTION, Kind.COVERAGE, Kind.HEADCOUNT, Kind.AMOUNT}
_COLUMNS = (
    "pk", "start", "end", "section", "number", "domain", "kind", "review", "confidence", "comparator", "value", "unit",
    "period", "every", "activity", "object", "quote", "reviewed_by", "engine",
)  # fmt: skip


class Entry(NamedTuple):
    """A promise in small: the columns that are filtered, counted and searched."""

    pk: int
    start: int
    end: int
    section: str
    number: str
    domain: str
    kind: str
    review: str
    confidence: float
    comparator: str
    value: Decimal | None
    unit: str
    period: str
    every: int | None
    activity: str
    object: str
    quote: str
    reviewed_by: int | None
    stored_engine: str

    @property
    def facts(self) -> PromiseFacts:
        return PromiseFacts(
            domain=self.domain, activity=self.activity, object=self.object, kind=self.kind, quote=self.quote,
            comparator=self.comparator, value=self.value, unit=self.unit or None, period=self.period or None,
            every=self.every,
        )  # fmt: skip

    @property
    def engine(self) -> str:
        return self.stored_engine or _engine(self)

    @property
    def band(self) -> str:
        return next((name for name, (low, high) in BANDS.items() if low <= self.confidence < high), "low")

    @property
    def reviewer(self) -> str:
        return str(self.reviewed_by or "")

    @property
    def place(self) -> tuple[int, int, int]:
        return self.start, self.end, self.pk

    @property
    def group(self) -> tuple[int, int, int, int, int]:
        return _DOMAINS.get(self.domain, 99), _KINDS.get(self.kind, 99), *self.place


@dataclass(frozen=True, slots=True)
class Row:
    """A promise in full. head: (domain, kind, how many, how many wait) where a group begins. related: the number of
    the promise it was split from or merged into.
    """

    promise: Promise
    head: tuple[str, str, int, int] | None
    related: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the list; before and after: ids from which the parts around it are asked, 0 where there is none."""

    rows: Sequence[Row]
    before: int
    after: int


class Listing:
    """All promises of a version and those of them that fit the filters, in order.

    filters: values by name of FILTERS; order `text` for the order of the text, else by domain and kind.
    """

    def __init__(self, version_id: int, filters: Mapping[str, str]) -> None:
        self.filters = {name: filters.get(name, "").strip() for name in FILTERS}
        rows = promise_queries.of_version(version_id).values_list(*_COLUMNS)
        self.all = [Entry(*row) for row in rows]
        self._words = [one for one in self.filters["q"].lower().split() if one]
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self.shown = self._chosen()
        self.shown.sort(key=self._key)

    @property
    def by_text(self) -> bool:
        return self.filters["order"] == "text"

    @property
    def is_filtered(self) -> bool:
        return any(self.filters[name] for name in FILTERS if name != "order")

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """How many are shown, and how many of those wait, by domain and kind."""
        total = Counter((one.domain, one.kind) for one in self.shown)
        left = Counter((one.domain, one.kind) for one in self.shown if one.review == ReviewState.FOUND)
        return {key: (count, left[key]) for key, count in total.items()}

    @cached_property
    def domains(self) -> list[tuple[str, int, int]]:
        """(domain, reviewed, all) of the whole version, the largest first."""
        total = Counter(one.domain for one in self.all)
        left = Counter(one.domain for one in self.all if one.review == ReviewState.FOUND)
        return [(domain, count - left[domain], count) for domain, count in total.most_common()]

    @cached_property
    def sure(self) -> list[int]:
        """How many promises would be accepted at a confidence of at least n per cent, for n = 0 … 100."""
        known: dict[tuple[Any, ...], bool] = {}
        found = sorted(
            one.confidence for one in self.all if one.review == ReviewState.FOUND and _can_be_kept(one, known)
        )
        return [len(found) - bisect_left(found, percent / 100) for percent in range(101)]

    def chunk(self, *, at: int = 0, after: int = 0, before: int = 0) -> Chunk:
        """The rows around a promise, or those after or before one; from the start when none is named.

        A promise that no longer fits the filters is looked for where it would stand.
        """
        first = 0
        if at:
            first = max(0, self._position(at) - CHUNK // 4)
        elif after:
            first = self._position(after, behind=True)
        elif before:
            first = max(0, self._position(before) - CHUNK)
        last = self._position(before) if before else min(len(self.shown), first + CHUNK)
        part = self.shown[first:last]
        full = Promise.objects.in_bulk([one.pk for one in part])
        numbers = {one.pk: one.number for one in self.all}
        rows = [
            Row(
                full[one.pk],
                self._head(one, first + index, at_edge=bool(at) and index == 0),
                numbers.get(full[one.pk].merged_into_id or full[one.pk].split_from_id or 0, ""),
            )
            for index, one in enumerate(part)
            if one.pk in full
        ]
        return Chunk(rows, part[0].pk if first and part else 0, part[-1].pk if last < len(self.shown) else 0)

    def holds(self, promise_id: int) -> bool:
        return any(one.pk == promise_id for one in self.shown)

    def _head(self, one: Entry, position: int, *, at_edge: bool) -> tuple[str, str, int, int] | None:
        if self.by_text:
            return None
        key = (one.domain, one.kind)
        previous = self.shown[position - 1] if position and not at_edge else None
        if previous is not None and (previous.domain, previous.kind) == key:
            return None
        return (*key, *self.groups[key])

    def _position(self, promise_id: int, *, behind: bool = False) -> int:
        one = next((entry for entry in self.all if entry.pk == promise_id), None)
        if one is None:
            return 0
        at = bisect_left(self.shown, self._key(one), key=self._key)
        stands = at < len(self.shown) and self.shown[at].pk == promise_id
        return at + 1 if behind and stands else at

    def _key(self, one: Entry) -> tuple[int, ...]:
        return one.place if self.by_text else one.group

    def _chosen(self) -> list[Entry]:
        """What fits; and for every facet, what would be shown by each of its values with the other filters as they are."""
        pool: Iterable[Entry] = self.all
        if self.filters["section"]:
            pool = [one for one in pool if one.section.startswith(self.filters["section"])]
        if self._words:
            pool = [one for one in pool if self._found_in(one)]
        asked = {name: self.filters[name] for name in FACETS if self.filters[name]}
        shown = []
        for one in pool:
            values = _values(one)
            wrong = [name for name, value in asked.items() if values[name] != value]
            if not wrong:
                shown.append(one)
                for name in FACETS:
                    self.counts[name][values[name]] += 1
            elif len(wrong) == 1:
                self.counts[wrong[0]][values[wrong[0]]] += 1
        return shown

    def _found_in(self, one: Entry) -> bool:
        text = f"{one.number} {one.section} {one.activity} {one.object} {one.quote}".lower()
        return all(word in text for word in self._words)


def _values(one: Entry) -> dict[str, str]:
    return {
        "domain": one.domain, "kind": one.kind, "review": one.review, "band": one.band, "engine": one.engine,
        "reviewer": one.reviewer,
    }  # fmt: skip


def _engine(one: Entry) -> str:
    if one.kind in _BY_KIND_ALONE:
        return _BY_KIND[one.kind]
    return engine_for(one.facts)


_BY_KIND = {
    kind.value: engine_for(PromiseFacts(domain="other", activity="", object="", kind=kind.value))
    for kind in _BY_KIND_ALONE
}


def _can_be_kept(one: Entry, known: dict[tuple[Any, ...], bool]) -> bool:
    """As rules.fields.check says; promises of one shape are checked once."""
    shape = (
        one.domain, one.kind, one.comparator, one.unit, one.period, one.every, one.value is None,
        bool(one.activity.strip() or one.object.strip()),
    )  # fmt: skip
    if shape not in known:
        try:
            fields.check(one.facts)
        except Invalid:
            known[shape] = False
        else:
            known[shape] = True
    return known[shape]
