"""The text of the review desk: pages of it with the marks of promises and of passages not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from anju.modules.plans.models import PlanVersion, Promise, UnreadPassage
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.rules import marking
from anju.modules.plans.rules.rereading import Reread, reread

PASSAGES = 40
# One character before every mark, so that colour is never the only sign of a kind.
SIGNS: dict[str, Any] = {
    "frequency": pgettext_lazy("标记", "频"), "deadline": pgettext_lazy("标记", "期"), "time_limit": pgettext_lazy("标记", "时"), "rate": pgettext_lazy("标记", "率"),
    "coverage": pgettext_lazy("标记", "岗"), "headcount": pgettext_lazy("标记", "人"), "max_duration": pgettext_lazy("标记", "长"), "retention": pgettext_lazy("标记", "存"),
    "count": pgettext_lazy("标记", "数"), "amount": pgettext_lazy("标记", "额"), "passage": pgettext_lazy("标记", "？"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark looks. kind: of the promise, or `passage`. review: its state, "" for a passage. label: its voice."""

    kind: str
    tone: str
    review: str
    label: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a text, half-open; number from 1. spans: where all pages lie. looks: by the key of a mark."""

    number: int
    start: int
    end: int
    spans: Sequence[tuple[int, int]]
    paragraphs: Sequence[marking.Paragraph]
    looks: Mapping[str, Look]

    @property
    def pages(self) -> int:
        return len(self.spans)

    def leading(self, piece: marking.Piece) -> str:
        """The key that gives the piece its look: of the shortest promise over it, else of the passage."""
        return next((key for key in reversed(piece.keys) if key[0] == "p"), piece.keys[-1])


def text_page(version: PlanVersion, number: int = 1, offset: int | None = None) -> TextPage:
    """The page of this number from 1, or the one on which the offset lies; out of range is the nearest page."""
    spans = plan_queries.text_pages(version)
    index = min(max(number, 1), len(spans)) - 1 if offset is None else marking.page_of(spans, offset)
    start, end = spans[index]
    looks: dict[str, Look] = {}
    marks = [*_promises(version.pk, start, end, looks), *_passages(version.pk, start, end, looks)]
    return TextPage(index + 1, start, end, spans, marking.paragraphs(version.text, start, end, marks), looks)


def _promises(version_id: int, start: int, end: int, looks: dict[str, Look]) -> list[marking.Mark]:
    touching = Promise.objects.filter(Q(start__lt=end, end__gt=start), version_id=version_id)
    marks = []
    for pk, first, last, kind, review, number in touching.values_list(
        "pk", "start", "end", "kind", "review", "number"
    ):
        key = f"p{pk}"
        looks[key] = Look(kind, wording.KIND_TONES.get(kind, "slate"), review, number)
        marks.append(marking.Mark(key, first, last))
    return marks


def _passages(version_id: int, start: int, end: int, looks: dict[str, Look]) -> list[marking.Mark]:
    touching = UnreadPassage.objects.filter(Q(start__lt=end, end__gt=start), version_id=version_id)
    marks = []
    for pk, first, last, reason in touching.filter(decision="").values_list("pk", "start", "end", "reason"):
        key = f"u{pk}"
        looks[key] = Look("passage", "amber", "", reason)
        marks.append(marking.Mark(key, first, last))
    return marks


def passages(version_id: int, *, reason: str = "", decided: bool = False) -> list[UnreadPassage]:
    rows = plan_queries.unread(version_id, reason=reason)
    rows = rows.exclude(decision="") if decided else rows.filter(decision="")
    return list(rows.select_related("promise")[:200])


def passages_from(
    version_id: int, *, reason: str = "", after: str = "", at: str = ""
) -> tuple[list[UnreadPassage], str]:
    """Undecided passages in text order, and the mark of the last one where more follow.

    after: what the second value said, `start.id`. at: id of a passage that shall be among them, the first ones before it.
    """
    rows = plan_queries.unread(version_id, undecided=True, reason=reason)
    start, _dot, key = after.partition(".")
    if start.isdigit() and key.isdigit():
        rows = rows.filter(Q(start__gt=int(start)) | Q(start=int(start), pk__gt=int(key)))
    elif at.isdigit():
        found = rows.filter(pk=int(at)).first()
        rows = rows.filter(start__gte=found.start) if found else rows
    listed = list(rows[: PASSAGES + 1])
    shown = listed[:PASSAGES]
    return shown, f"{shown[-1].start}.{shown[-1].pk}" if len(listed) > PASSAGES else ""


def around(version: PlanVersion, start: int, end: int, width: int = 60) -> tuple[str, str, str]:
    """The words before, the words themselves, the words after, each on one line."""
    text = version.text
    parts = (text[max(0, start - width) : start], text[start:end], text[end : end + width])
    before, quote, after = (" ".join(part.split()) for part in parts)
    return before, quote, after


def read_again(version: PlanVersion, start: int, end: int) -> list[Reread]:
    """What the reader sees in these words, read where they stand."""
    clause = plan_queries.clause_at(version.pk, start)
    if clause is None:
        return reread(version.text, (), (start, end), (start, end))
    return reread(version.text, tuple(clause.heading), (clause.start, clause.end), (start, end))
