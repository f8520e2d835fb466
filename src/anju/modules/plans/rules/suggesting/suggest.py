"""The figure to suggest for a passage, by the words it stands in and the plan's grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from anju.modules.plans.rules.compiling import PromiseFacts

from .packs import EVERY_GRADE, Figure, Row, pack

_GRADE = re.compile(r"(?P<n>[一二三123])\s*级")
_GRADES = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_PURPOSES = {"frequency_without_number": "often", "time_limit_without_number": "soon"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A figure with its source. grade: 0 where the source makes no difference; usual: the plan names no grade.

    source: standard, law, or proposal (Anju's own, no published standard). verified: confirmed by a second source.
    """

    kind: str
    comparator: str
    value: Decimal
    unit: str
    period: str | None
    every: int | None
    domain: str
    activity: str
    object: str
    source: str
    source_title: str
    source_item: str
    grade: int
    usual: bool
    verified: bool

    def facts(self, quote: str = "") -> PromiseFacts:
        return PromiseFacts(
            domain=self.domain, activity=self.activity, object=self.object, kind=self.kind, comparator=self.comparator,
            value=self.value, unit=self.unit, period=self.period, every=self.every, quote=quote,
        )  # fmt: skip


def grade_named(text: str) -> int | None:
    """1, 2 or 3 of 全国普通住宅小区物业服务二级标准; None where no grade of the three is named."""
    found = _GRADE.search(text)
    return _GRADES[found["n"]] if found else None


def suggest(
    quote: str, reason: str, *, heading: Sequence[str] = (), grade: int | None = None, on: date
) -> Suggestion | None:
    """None where the reason asks for no figure, or no row fits. heading: titles above the passage, outermost first."""
    purpose = _PURPOSES.get(reason)
    if purpose is None:
        return None
    chosen = pack(on)
    rows = [row for row in chosen.rows if row.purpose == purpose]
    row = _first(rows, quote) or (_first(rows, f"{heading[-1]} {quote}") if heading else None)
    wanted = grade or chosen.usual_grade
    found = _target(row, wanted) if row else None
    if row is None or found is None:
        return None
    at, figure = found
    return Suggestion(
        kind="frequency" if purpose == "often" else "time_limit", comparator="ge" if purpose == "often" else "le",
        value=figure.value, unit=figure.unit, period=figure.period, every=figure.every, domain=row.domain,
        activity=row.activity, object=row.object, source=row.source, source_title=row.title, source_item=row.item,
        grade=at, usual=grade is None and at != EVERY_GRADE, verified=row.verified,
    )  # fmt: skip


def _first(rows: Sequence[Row], words: str) -> Row | None:
    for row in rows:
        if re.search(row.words, words) and not (row.without and re.search(row.without, words)):
            return row
    return None


def _target(row: Row, grade: int) -> tuple[int, Figure] | None:
    """Of this grade, else of the nearest better one: a grade that asks for nothing leaves the choice to the plan."""
    if EVERY_GRADE in row.targets:
        return EVERY_GRADE, row.targets[EVERY_GRADE]
    better = [one for one in sorted(row.targets, reverse=True) if one <= grade]
    return (better[0], row.targets[better[0]]) if better else None
