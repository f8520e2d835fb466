"""What the review desk shows: a page of the text with its marks, and a part of the list of promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from anju.modules.plans.models import PlanVersion, Promise, UnreadPassage
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.rules import marking

CHUNK = 40
FILTERS = ("section", "domain", "kind", "review")


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a text. looks: how each mark looks, by its key: (tone, review)."""

    number: int
    pages: int
    start: int
    paragraphs: list[marking.Paragraph]
    looks: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of the list, and the mark of the last one where more follow."""

    rows: list[Promise]
    more: str


def text_page(version: PlanVersion, number: int = 1, offset: int | None = None) -> TextPage:
    """The page of this number from 1, or the one on which the offset lies; out of range is the nearest page."""
    spans = plan_queries.text_pages(version)
    index = min(max(number, 1), len(spans)) - 1 if offset is None else marking.page_of(spans, offset)
    start, end = spans[index]
    marks = plan_queries.marks(version, start, end)
    shown = {mark.key for mark in marks}
    rows = Promise.objects.filter(pk__in=[int(key[1:]) for key in shown if key[0] == "p"])
    looks = {
        f"p{pk}": (wording.KIND_TONES.get(kind, "slate"), review)
        for pk, kind, review in rows.values_list("pk", "kind", "review")
    }
    paragraphs = marking.paragraphs(version.text, start, end, marks)
    return TextPage(index + 1, len(spans), start, paragraphs, looks)


def chunk(version_id: int, filters: Mapping[str, str], after: str = "") -> Chunk:
    """Promises in text order that fit the filters; `after`: what Chunk.more said."""
    rows = promise_queries.of_version(version_id)
    for name in ("domain", "kind", "review"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("section"):
        rows = rows.filter(section__startswith=filters["section"])
    parts = after.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        start, end, pk = map(int, parts)
        rows = rows.filter(
            Q(start__gt=start) | Q(start=start, end__gt=end) | Q(start=start, end=end, pk__gt=pk)
        )
    found = list(rows[: CHUNK + 1])
    shown = found[:CHUNK]
    more = f"{shown[-1].start}.{shown[-1].end}.{shown[-1].pk}" if len(found) > CHUNK else ""
    return Chunk(shown, more)


def passages(version_id: int, *, reason: str = "", decided: bool = False) -> list[UnreadPassage]:
    rows = plan_queries.unread(version_id, reason=reason)
    rows = rows.exclude(decision="") if decided else rows.filter(decision="")
    return list(rows.select_related("promise")[:200])


def around(version: PlanVersion, start: int, end: int, width: int = 60) -> tuple[str, str, str]:
    """The words before, the words themselves, the words after, each on one line."""
    text = version.text
    parts = (text[max(0, start - width) : start], text[start:end], text[end : end + width])
    before, quote, after = (" ".join(part.split()) for part in parts)
    return before, quote, after
