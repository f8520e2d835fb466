"""JSON API of the review: promises of a version judged, added, split and merged; passages decided; steps taken back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import Field

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.plans.api.shapes import CountOut, FactsIn, PromiseIn, PromiseOut, TextIn, promise_out
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW
from anju.modules.plans.queries import desk as texts
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import steps as step_queries
from anju.modules.plans.queries.review_list import Listing
from anju.modules.plans.services import reshaping, review, steps

router = Router(tags=["plans"])


class ListQuery(PageQuery):
    """band: high (from 0.9), middle (from 0.7) or low. review: found, accepted, corrected, rejected or added.

    section: of which clauses, from the left. reviewer: a user's id. q: words that stand in number, clause, activity,
    object or quote.
    """

    domain: str = ""
    kind: str = ""
    review: str = ""
    band: str = ""
    engine: str = ""
    reviewer: str = ""
    section: str = ""
    q: str = ""


class ConfidenceIn(Schema):
    confidence: float = Field(..., ge=0, le=1)


class ReasonIn(Schema):
    reason: str = Field("", max_length=40)


class HalfIn(FactsIn):
    """quote: words of the clause in which the promise stands; "" for the words of the whole."""

    quote: str = ""


class SplitIn(Schema):
    first: HalfIn
    second: HalfIn
    note: str = Field("", max_length=300)


class MergeIn(FactsIn):
    """promises: ids of two or more promises of the version."""

    promises: list[int]


class PassageOut(Schema):
    """reason: why it was not understood. decision: "" while undecided, else promise, interval or none."""

    id: int
    section: str
    start: int
    end: int
    quote: str
    reason: str
    decision: str
    note: str
    promise_id: int | None


class StepOut(Schema):
    """An act of the review. promises: ids of those concerned; undone_at: when it was taken back."""

    id: int
    act: str
    by: str
    at: datetime
    count: int
    promises: list[int]
    note: str
    undone_at: datetime | None


class UndoneOut(Schema):
    act: str
    count: int
    promises: list[int]


class DomainProgress(Schema):
    domain: str
    reviewed: int
    total: int


class ReviewerOut(Schema):
    user_id: int | None
    name: str
    count: int
    by_review: dict[str, int]
    last_at: datetime | None


class ProgressOut(Schema):
    """sure: how many promises would be accepted at a confidence of at least n per cent, for n = 0 … 100."""

    by_review: dict[str, int]
    undecided: dict[str, int]
    domains: list[DomainProgress]
    reviewers: list[ReviewerOut]
    sure: list[int]
    seconds_left: int | None


class ReadOut(Schema):
    """What the reader sees in words of the text."""

    start: int
    end: int
    quote: str
    confidence: float
    domain: str
    activity: str
    object: str
    kind: str
    comparator: str
    value: Decimal | None
    unit: str | None
    period: str | None
    every: int | None


@router.get("/versions/{version_id}/promises", response=Page[PromiseOut])
@endpoint(PLAN_READ)
def version_promises(request: Any, version_id: int, query: Query[ListQuery]) -> Any:
    """Promises of a version in text order, all or those that fit the filters of the desk."""
    plan_queries.version(request.actor, version_id)
    rows = promise_queries.of_version(version_id)
    filters = query.dict(exclude={"limit", "cursor"})
    if any(filters.values()):
        rows = rows.filter(pk__in=[one.pk for one in Listing(version_id, filters).shown])
    return page_of(rows, query, order=("start", "end"), shape=promise_out)


@router.get("/versions/{version_id}/progress", response=ProgressOut)
@endpoint(PLAN_READ)
def version_progress(request: Any, version_id: int) -> Any:
    """How far the review is, by domain and by person."""
    plan_queries.version(request.actor, version_id)
    progress = plan_queries.progress([version_id])[version_id]
    listing = Listing(version_id, {})
    pace = step_queries.pace(version_id)
    return {
        "by_review": dict(progress.by_review),
        "undecided": dict(progress.undecided),
        "domains": [
            {"domain": domain, "reviewed": done, "total": total} for domain, done, total in listing.domains
        ],
        "reviewers": step_queries.reviewers(version_id),
        "sure": listing.sure,
        "seconds_left": round(pace * progress.found) if pace else None,
    }


@router.get("/versions/{version_id}/read", response=list[ReadOut])
@endpoint(PLAN_READ)
def words_read(request: Any, version_id: int, start: int, end: int) -> Any:
    """What the reader sees in the words of this span, read where they stand; at most 2,000 characters."""
    version = plan_queries.version(request.actor, version_id)
    if not 0 <= start < end <= len(version.text):
        return []
    found = texts.read_again(version, start, min(end, start + 2_000))
    names = ("domain", "activity", "object", "kind", "comparator", "value", "unit", "period", "every")
    return [
        {
            "start": one.start, "end": one.end, "quote": version.text[one.start : one.end],
            "confidence": one.confidence, **{name: getattr(one.facts, name) for name in names},
        }
        for one in found
    ]  # fmt: skip


@router.post("/versions/{version_id}/promises", response={201: PromiseOut})
@endpoint(PROMISE_REVIEW)
def promise_add(request: Any, version_id: int, body: PromiseIn) -> Any:
    words = review.Words(quote=body.quote, start=body.start, end=body.end)
    made = review.promise_add(
        actor=request.actor, version_id=version_id, facts=body.facts(), words=words, note=body.note,
        at=timezone.now(),
    )  # fmt: skip
    return Status(201, _promise(request, made))


@router.post("/versions/{version_id}/accept", response=CountOut)
@endpoint(PROMISE_REVIEW)
def promises_accept(request: Any, version_id: int, body: ConfidenceIn) -> Any:
    """Accept every unreviewed promise read with at least this confidence."""
    count = review.promises_accept(
        actor=request.actor, version_id=version_id, confidence=body.confidence, at=timezone.now()
    )
    return {"count": count}


@router.post("/versions/{version_id}/merge", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promises_merge(request: Any, version_id: int, body: MergeIn) -> Any:
    """The first of them in the text takes the others in; its words reach over all of theirs."""
    made = reshaping.promises_merge(
        actor=request.actor, version_id=version_id, promise_ids=body.promises, facts=body.facts(), note=body.note,
        at=timezone.now(),
    )  # fmt: skip
    return _promise(request, made)


@router.post("/promises/{promise_id}/split", response=list[PromiseOut])
@endpoint(PROMISE_REVIEW)
def promise_split(request: Any, promise_id: int, body: SplitIn) -> Any:
    """The promise becomes the first half and keeps its number; the second is new. Answers with both."""
    first, second = (reshaping.Half(facts=one.facts(), quote=one.quote) for one in (body.first, body.second))
    made = reshaping.promise_split(
        actor=request.actor, promise_id=promise_id, halves=(first, second), note=body.note, at=timezone.now()
    )
    return [_promise(request, promise_id), _promise(request, made)]


@router.post("/promises/{promise_id}/accept", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_accept(request: Any, promise_id: int) -> Any:
    review.promise_accept(actor=request.actor, promise_id=promise_id, at=timezone.now())
    return _promise(request, promise_id)


@router.post("/promises/{promise_id}/correct", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_correct(request: Any, promise_id: int, body: FactsIn) -> Any:
    review.promise_correct(
        actor=request.actor, promise_id=promise_id, facts=body.facts(), note=body.note, at=timezone.now()
    )
    return _promise(request, promise_id)


@router.post("/promises/{promise_id}/reject", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_reject(request: Any, promise_id: int, body: TextIn) -> Any:
    review.promise_reject(actor=request.actor, promise_id=promise_id, reason=body.text, at=timezone.now())
    return _promise(request, promise_id)


@router.post("/promises/{promise_id}/reopen", response=PromiseOut | None)
@endpoint(PROMISE_REVIEW)
def promise_reopen(request: Any, promise_id: int) -> Any:
    """Take the judgement back; null for a promise added by hand, which goes away."""
    seen = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)
    review.promise_reopen(actor=request.actor, promise_id=promise_id, at=timezone.now())
    row = promise_queries.of_version(seen.version_id).filter(pk=promise_id).first()
    return promise_out(row) if row else None


@router.get("/promises/{promise_id}/steps", response=list[StepOut])
@endpoint(PLAN_READ)
def promise_steps(request: Any, promise_id: int) -> Any:
    """What was done to the promise, the newest first."""
    row = promise_queries.promise(request.actor, promise_id)
    return [_step(line.step) for line in step_queries.history(row)]


@router.post("/versions/{version_id}/undo", response=UndoneOut)
@endpoint(PROMISE_REVIEW)
def last_undo(request: Any, version_id: int) -> Any:
    """Take the caller's own last step on the version back."""
    return steps.last_undo(actor=request.actor, version_id=version_id, at=timezone.now())


@router.post("/steps/{step_id}/undo", response=UndoneOut)
@endpoint(PROMISE_REVIEW)
def step_undo(request: Any, step_id: int) -> Any:
    """Take a step back, while nothing was done to the same promises since."""
    return steps.step_undo(actor=request.actor, step_id=step_id, at=timezone.now())


@router.get("/versions/{version_id}/passages", response=Page[PassageOut])
@endpoint(PLAN_READ)
def passage_list(
    request: Any, version_id: int, query: Query[PageQuery], reason: str = "", undecided: bool = False
) -> Any:
    """Passages that were not understood, in text order."""
    plan_queries.version(request.actor, version_id)
    rows = plan_queries.unread(version_id, undecided=undecided, reason=reason)
    return page_of(rows, query, order=("start",), shape=_passage)


@router.post("/passages/{passage_id}/promise", response={201: PromiseOut})
@endpoint(PROMISE_REVIEW)
def passage_to_promise(request: Any, passage_id: int, body: FactsIn) -> Any:
    made = review.passage_to_promise(
        actor=request.actor, passage_id=passage_id, facts=body.facts(), note=body.note, at=timezone.now()
    )
    return Status(201, _promise(request, made))


@router.post("/passages/{passage_id}/dismiss", response=PassageOut)
@endpoint(PROMISE_REVIEW)
def passage_dismiss(request: Any, passage_id: int, body: ReasonIn) -> Any:
    """Say that the passage promises nothing; reason: a note."""
    review.passage_dismiss(actor=request.actor, passage_id=passage_id, note=body.reason, at=timezone.now())
    return _passage(promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW))


@router.post("/passages/{passage_id}/reopen", response=PassageOut)
@endpoint(PROMISE_REVIEW)
def passage_reopen(request: Any, passage_id: int) -> Any:
    review.passage_reopen(actor=request.actor, passage_id=passage_id, at=timezone.now())
    return _passage(promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW))


@router.post("/versions/{version_id}/passages/dismiss", response=CountOut)
@endpoint(PROMISE_REVIEW)
def passages_dismiss(request: Any, version_id: int, body: ReasonIn) -> Any:
    """Say of all undecided passages (of one reason) that they promise nothing."""
    count = review.passages_dismiss(
        actor=request.actor, version_id=version_id, reason=body.reason, at=timezone.now()
    )
    return {"count": count}


def _promise(request: Any, promise_id: int) -> dict[str, Any]:
    return promise_out(promise_queries.promise(request.actor, promise_id))


def _passage(row: Any) -> dict[str, Any]:
    names = ("section", "start", "end", "quote", "reason", "decision", "note", "promise_id")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _step(row: Any) -> dict[str, Any]:
    names = ("act", "at", "count", "promises", "note", "undone_at")
    return {"id": row.pk, "by": row.by_name, **{name: getattr(row, name) for name in names}}
