"""JSON API of plans: upload, versions and their steps, the register of promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.plans.api.shapes import PromiseOut, TextIn, promise_out
from anju.modules.plans.permissions import PLAN_APPROVE, PLAN_ENFORCE, PLAN_READ, PLAN_WRITE
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import documents, versions

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


class UploadIn(Schema):
    community_id: int
    title: str = ""
    change_reason: str = ""


class EnforceIn(Schema):
    on: date


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
    return page_of(rows, query, order=("id",), shape=promise_out)


@router.get("/promises/{promise_id}", response=PromiseOut)
@endpoint(PLAN_READ)
def promise(request: Any, promise_id: int) -> Any:
    return promise_out(promise_queries.promise(request.actor, promise_id))


def _version(row: Any) -> dict[str, Any]:
    progress = plan_queries.progress([row.pk])[row.pk]
    return {
        "id": row.pk, "plan_id": row.plan_id, "title": row.plan.title, "community_id": row.plan.community_id,
        "number": row.number, "state": row.state, "read": row.read_at is not None,
        "in_force_from": row.in_force_from, "superseded_on": row.superseded_on, "promises": progress.total,
        "unreviewed": progress.found, "undecided_passages": progress.passages,
    }  # fmt: skip
