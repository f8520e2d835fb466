"""JSON API of plans: upload, versions and their steps, review, the register of promises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.plans.permissions import (
    PLAN_APPROVE,
    PLAN_ENFORCE,
    PLAN_READ,
    PLAN_WRITE,
    PROMISE_REVIEW,
)
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import documents, review, versions

router = Router(tags=["plans"])


class VersionOut(Schema):
    """state: draft, approved, in_force, superseded or withdrawn. read: whether its text has been read."""

    id: int
    plan_id: int
    title: str
    community_id: int
    number: int
    state: str
    read: bool
    in_force_from: date | None
    superseded_on: date | None
    promises: int
    unreviewed: int
    undecided_passages: int


class PromiseOut(Schema):
    """The fields of a commitment; says: its number in the reader's language; engine: who keeps it."""

    id: int
    version_id: int
    number: str
    section: str
    quote: str
    start: int
    end: int
    domain: str
    activity: str
    object: str
    kind: str
    comparator: str
    value: Decimal | None
    unit: str | None
    period: str | None
    every: int | None
    says: str
    confidence: float
    review: str
    state: str
    engine: str
    is_public: bool


class FactsIn(Schema):
    domain: str
    activity: str = ""
    object: str = ""
    kind: str
    comparator: str = "eq"
    value: Decimal | None = None
    unit: str | None = None
    period: str | None = None
    every: int | None = None
    note: str = Field("", max_length=300)

    def facts(self) -> PromiseFacts:
        return PromiseFacts(**self.model_dump(exclude={"note", "quote", "start", "end"}))


class PromiseIn(FactsIn):
    """quote: the exact words, standing once in the text; or the span start, end in code points."""

    quote: str = ""
    start: int | None = None
    end: int | None = None


class UploadIn(Schema):
    community_id: int
    title: str = ""
    change_reason: str = ""


class TextIn(Schema):
    text: str = Field(..., max_length=2_000)


class EnforceIn(Schema):
    on: date


class ConfidenceIn(Schema):
    confidence: float = Field(..., ge=0, le=1)


class ReasonIn(Schema):
    reason: str = Field("", max_length=40)


class CountOut(Schema):
    count: int


@router.get("/versions", response=Page[VersionOut])
@endpoint(PLAN_READ)
def version_list(request: Any, query: Query[PageQuery]) -> Any:
    """Versions of all plans in reach, the newest first."""
    rows = plan_queries.versions(request.actor, request.community_id).defer("text")
    return page_of(rows, query, shape=_version)


@router.post("/versions", response={201: VersionOut})
@endpoint(PLAN_WRITE)
def version_upload(request: Any, upload: Form[UploadIn], file: File[UploadedFile]) -> Any:
    """Upload a document; a title that a plan of the community has already makes its next version."""
    given = documents.Upload(
        community_id=upload.community_id,
        filename=file.name or "",
        data=file.read(MAX_BYTES + 1),
        card=documents.PlanCard(title=upload.title),
        change_reason=upload.change_reason,
    )
    made = documents.plan_upload(actor=request.actor, upload=given, at=timezone.now())
    return Status(201, _version(plan_queries.version(request.actor, made)))


@router.get("/versions/{version_id}", response=VersionOut)
@endpoint(PLAN_READ)
def version(request: Any, version_id: int) -> Any:
    return _version(plan_queries.version(request.actor, version_id))


@router.get("/versions/{version_id}/promises", response=Page[PromiseOut])
@endpoint(PLAN_READ)
def version_promises(request: Any, version_id: int, query: Query[PageQuery]) -> Any:
    """Every promise of a version in text order, whatever its review."""
    plan_queries.version(request.actor, version_id)
    return page_of(promise_queries.of_version(version_id), query, order=("start", "end"), shape=_promise)


@router.post("/versions/{version_id}/promises", response={201: PromiseOut})
@endpoint(PROMISE_REVIEW)
def promise_add(request: Any, version_id: int, body: PromiseIn) -> Any:
    words = review.Words(quote=body.quote, start=body.start, end=body.end)
    made = review.promise_add(
        actor=request.actor, version_id=version_id, facts=body.facts(), words=words, note=body.note,
        at=timezone.now(),
    )  # fmt: skip
    return Status(201, _promise(promise_queries.promise(request.actor, made)))


@router.post("/versions/{version_id}/accept", response=CountOut)
@endpoint(PROMISE_REVIEW)
def promises_accept(request: Any, version_id: int, body: ConfidenceIn) -> Any:
    """Accept every unreviewed promise read with at least this confidence."""
    count = review.promises_accept(
        actor=request.actor, version_id=version_id, confidence=body.confidence, at=timezone.now()
    )
    return {"count": count}


@router.post("/versions/{version_id}/passages/dismiss", response=CountOut)
@endpoint(PROMISE_REVIEW)
def passages_dismiss(request: Any, version_id: int, body: ReasonIn) -> Any:
    """Say of all undecided passages (of one reason) that they promise nothing."""
    count = review.passages_dismiss(
        actor=request.actor, version_id=version_id, reason=body.reason, at=timezone.now()
    )
    return {"count": count}


@router.post("/versions/{version_id}/approve", response=VersionOut)
@endpoint(PLAN_APPROVE)
def version_approve(request: Any, version_id: int, body: TextIn) -> Any:
    versions.version_approve(actor=request.actor, version_id=version_id, note=body.text, at=timezone.now())
    return _version(plan_queries.version(request.actor, version_id))


@router.post("/versions/{version_id}/enforce", response=VersionOut)
@endpoint(PLAN_ENFORCE)
def version_enforce(request: Any, version_id: int, body: EnforceIn) -> Any:
    versions.version_enforce(actor=request.actor, version_id=version_id, on=body.on, at=timezone.now())
    return _version(plan_queries.version(request.actor, version_id))


@router.post("/versions/{version_id}/withdraw", response=VersionOut)
@endpoint(PLAN_ENFORCE)
def version_withdraw(request: Any, version_id: int, body: TextIn) -> Any:
    versions.version_withdraw(actor=request.actor, version_id=version_id, reason=body.text, at=timezone.now())
    return _version(plan_queries.version(request.actor, version_id))


@router.get("/promises", response=Page[PromiseOut])
@endpoint(PLAN_READ)
def promise_list(
    request: Any,
    query: Query[PageQuery],
    domain: str = "",
    kind: str = "",
    state: str = "",
    engine: str = "",
) -> Any:
    """The register: promises of the versions in force."""
    wanted = {"domain": domain, "kind": kind, "state": state, "engine": engine}
    rows = promise_queries.register(request.actor, request.community_id)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page_of(rows, query, order=("id",), shape=_promise)


@router.get("/promises/{promise_id}", response=PromiseOut)
@endpoint(PLAN_READ)
def promise(request: Any, promise_id: int) -> Any:
    return _promise(promise_queries.promise(request.actor, promise_id))


@router.post("/promises/{promise_id}/accept", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_accept(request: Any, promise_id: int) -> Any:
    review.promise_accept(actor=request.actor, promise_id=promise_id, at=timezone.now())
    return _promise(promise_queries.promise(request.actor, promise_id))


@router.post("/promises/{promise_id}/correct", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_correct(request: Any, promise_id: int, body: FactsIn) -> Any:
    review.promise_correct(
        actor=request.actor, promise_id=promise_id, facts=body.facts(), note=body.note, at=timezone.now()
    )
    return _promise(promise_queries.promise(request.actor, promise_id))


@router.post("/promises/{promise_id}/reject", response=PromiseOut)
@endpoint(PROMISE_REVIEW)
def promise_reject(request: Any, promise_id: int, body: TextIn) -> Any:
    review.promise_reject(actor=request.actor, promise_id=promise_id, reason=body.text, at=timezone.now())
    return _promise(promise_queries.promise(request.actor, promise_id))


def _version(row: Any) -> dict[str, Any]:
    progress = plan_queries.progress([row.pk])[row.pk]
    return {
        "id": row.pk, "plan_id": row.plan_id, "title": row.plan.title, "community_id": row.plan.community_id,
        "number": row.number, "state": row.state, "read": row.read_at is not None,
        "in_force_from": row.in_force_from, "superseded_on": row.superseded_on, "promises": progress.total,
        "unreviewed": progress.found, "undecided_passages": progress.passages,
    }  # fmt: skip


def _promise(row: Any) -> dict[str, Any]:
    plain = (
        "version_id", "number", "section", "quote", "start", "end", "domain", "activity", "object", "kind",
        "comparator", "value", "every", "confidence", "review", "state", "engine", "is_public",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in plain}
    optional = {"unit": row.unit or None, "period": row.period or None}
    return {"id": row.pk, **values, **optional, "says": wording.says(row)}
