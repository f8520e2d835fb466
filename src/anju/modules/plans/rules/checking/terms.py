"""The words of checking: what goes in, and what a finding says."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from anju.modules.plans.contracts import Clause, PlanReading
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.reader.script import Normalised, normalise


class Severity(StrEnum):
    """law: forbidden, or below the law's minimum; serious: the plan contradicts itself or cannot be kept."""

    LAW = "law"
    SERIOUS = "serious"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """What can be found; stable, and kept with the choices people make."""

    FIGURES_DIFFER = "figures_differ"
    PARTS_DIFFER = "parts_differ"
    SAID_TWICE = "said_twice"
    SHARE_WRONG = "share_wrong"
    SUM_WRONG = "sum_wrong"
    BELOW_LAW = "below_law"
    FORBIDDEN = "forbidden"
    STAFF_SHORT = "staff_short"
    DATE_PAST = "date_past"
    YEAR_MISSING = "year_missing"
    SPAN_REVERSED = "span_reversed"
    TERM_DIFFERS = "term_differs"
    HOURS_MALFORMED = "hours_malformed"
    BLANK = "blank"
    PERIOD_MISSING = "period_missing"
    WORD_ONLY = "word_only"


SEVERITY: Mapping[Code, Severity] = {
    Code.FIGURES_DIFFER: Severity.SERIOUS, Code.PARTS_DIFFER: Severity.WARNING, Code.SAID_TWICE: Severity.WARNING,
    Code.SHARE_WRONG: Severity.SERIOUS, Code.SUM_WRONG: Severity.SERIOUS, Code.BELOW_LAW: Severity.LAW,
    Code.FORBIDDEN: Severity.LAW, Code.STAFF_SHORT: Severity.SERIOUS, Code.DATE_PAST: Severity.SERIOUS,
    Code.YEAR_MISSING: Severity.WARNING, Code.SPAN_REVERSED: Severity.SERIOUS, Code.TERM_DIFFERS: Severity.SERIOUS,
    Code.HOURS_MALFORMED: Severity.NOTE, Code.BLANK: Severity.NOTE, Code.PERIOD_MISSING: Severity.WARNING,
    Code.WORD_ONLY: Severity.NOTE,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A promise as it stands in the text. key: the caller's number of it; part: plan inside a collection."""

    key: int
    part: int | None
    section: str
    heading: tuple[str, ...]
    start: int
    end: int
    facts: PromiseFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span of the text, half-open, and the promise that stands there, if one does."""

    start: int
    end: int
    quote: str
    section: str = ""
    part: int | None = None
    promise: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that somebody should look at. values: what the sentence about it needs; places in text order."""

    code: Code
    severity: Severity
    places: tuple[Place, ...]
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def promises(self) -> tuple[int, ...]:
        return tuple(one.promise for one in self.places if one.promise is not None)

    @property
    def key(self) -> str:
        """Stays the same when the text is read again: made of the code, the topic and the words, not of row numbers."""
        if self.code is Code.STAFF_SHORT:
            # Which promises ask the most hours changes with every one of them; the role stays.
            return hashlib.sha256(f"{self.code}\n{self.values['role']}".encode()).hexdigest()[:24]
        words = sorted(f"{one.part}|{one.section}|{squeezed(one.quote)}" for one in self.places)
        about = self.values.get("topic", "") + self.values.get("rule", "")
        return hashlib.sha256("\n".join([self.code, about, *words]).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Hours a week that a role needs to keep these promises, those that ask the most first."""

    role: str
    hours: Fraction
    promises: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """People of a role who are there, and the hours a week each of them works."""

    role: str
    people: int
    hours_each: Fraction

    @property
    def hours(self) -> Fraction:
        return self.people * self.hours_each


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that is looked at. demand: None where nobody worked out the hours; staff is then not checked."""

    text: str
    statements: tuple[Statement, ...]
    clauses: tuple[Clause, ...] = ()
    today: date
    demand: tuple[Demand, ...] | None = None
    supply: Mapping[str, Supply] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: PlanReading, *, today: date) -> Subject:
        """A reading as it is, its commitments numbered from 0."""
        headings = _Headings(reading.clauses)
        statements = tuple(
            Statement(
                key=number, part=one.plan, section=one.section, heading=headings.at(one.start), start=one.start,
                end=one.end, facts=PromiseFacts.of(one),
            )
            for number, one in enumerate(reading.commitments)
        )  # fmt: skip
        return cls(
            text=reading.document.text, statements=statements, clauses=reading.clauses,
            today=today,
        )  # fmt: skip


class Page:
    """The text as it is searched, and the way back to the exact words of the original."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.normal: Normalised = normalise(subject.text)
        self._clauses = _Headings(subject.clauses)

    @property
    def text(self) -> str:
        return self.normal.text

    def place(self, start: int, end: int) -> Place:
        """A span of the searched text as a place in the original."""
        first, last = self.normal.span(start, end)
        return self.exact(first, last)

    def exact(self, start: int, end: int) -> Place:
        clause = self._clauses.clause(start)
        return Place(
            start=start, end=end, quote=self.subject.text[start:end], section=clause.section if clause else "",
            part=clause.plan if clause else None,
        )  # fmt: skip

    def plain(self, text: str) -> str:
        return normalise(text).text


def place_of(one: Statement) -> Place:
    return Place(
        start=one.start,
        end=one.end,
        quote=one.facts.quote,
        section=one.section,
        part=one.part,
        promise=one.key,
    )


def finding(code: Code, places: Sequence[Place], severity: Severity | None = None, **values: str) -> Finding:
    ordered = tuple(sorted(places, key=lambda one: (one.start, one.end)))
    return Finding(code=code, severity=severity or SEVERITY[code], places=ordered, values=values)


def squeezed(text: str) -> str:
    return "".join(text.split())


class _Headings:
    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = sorted(clauses, key=lambda one: one.start)
        self._starts = [one.start for one in self._clauses]

    def clause(self, offset: int) -> Clause | None:
        at = bisect_right(self._starts, offset) - 1
        return self._clauses[at] if at >= 0 else None

    def at(self, offset: int) -> tuple[str, ...]:
        found = self.clause(offset)
        return tuple(found.heading) if found else ()
