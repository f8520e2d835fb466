"""JSON API of service contracts with their clauses, and of service quality standards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from anju.foundation.actors import Actor
from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.plans.permissions import CONTRACT_READ, CONTRACT_WRITE, STANDARD_READ
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import contracts as services

router = Router(tags=["plans"])
_AREA = Field(None, ge=0, lt=2**53)


class ContractIn(Schema):
    """null and "" stand for what the papers leave blank. Areas: 1/100 m²; price: 1/10,000 yuan per m² and month."""

    community_id: int
    title: str
    kind: str = "service"
    number: str = Field("", max_length=60)
    party_a: str = Field("", max_length=120)
    party_b: str = Field("", max_length=120)
    place: str = Field("", max_length=200)
    content: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    remind_days: int = 90
    site_area: int | None = _AREA
    floor_area: int | None = _AREA
    green_area: int | None = _AREA
    green_share: int | None = Field(None, ge=0, le=10_000)
    grade: str = Field("", max_length=60)
    price: int | None = Field(None, ge=0, lt=2**31)
    scope: list[str] = []
    is_public: bool = False


class ContractOut(ContractIn):
    """standing: open, coming, running, expiring, expired or ended; left: days to the last one."""

    id: int
    standing: str
    left: int | None
    ended_on: date | None


class ClauseOut(Schema):
    """side: company, owners or both."""

    id: int
    number: str
    heading: str
    text: str
    side: str


class CountOut(Schema):
    count: int


class StandardOut(Schema):
    """points, deduction: in tenths."""

    id: int
    community_id: int | None
    domain: str
    title: str
    requirement: str
    indicator: str
    method: str
    points: int
    deduction: int | None
    promise_id: int | None


@router.get("/contracts", response=Page[ContractOut])
@endpoint(CONTRACT_READ)
def contract_list(request: Any, query: Query[PageQuery]) -> Any:
    return page_of(reads.contracts(request.actor, request.community_id), query, shape=_contract)


@router.post("/contracts", response={201: ContractOut})
@endpoint(CONTRACT_WRITE)
def contract_add(request: Any, body: ContractIn) -> Any:
    made = services.contract_add(actor=request.actor, draft=_draft(body), at=timezone.now())
    return Status(201, _one(request.actor, made))


@router.get("/contracts/{contract_id}", response=ContractOut)
@endpoint(CONTRACT_READ)
def contract(request: Any, contract_id: int) -> Any:
    return _one(request.actor, contract_id)


@router.put("/contracts/{contract_id}", response=ContractOut)
@endpoint(CONTRACT_WRITE)
def contract_change(request: Any, contract_id: int, body: ContractIn) -> Any:
    services.contract_change(
        actor=request.actor, contract_id=contract_id, draft=_draft(body), at=timezone.now()
    )
    return _one(request.actor, contract_id)


@router.get("/contracts/{contract_id}/clauses", response=list[ClauseOut])
@endpoint(CONTRACT_READ)
def contract_clauses(request: Any, contract_id: int, side: str = "") -> Any:
    """Clauses in the order of the contract; a side also gets what both must do."""
    return reads.clauses(reads.contract(request.actor, contract_id).pk, side)


@router.post("/contracts/{contract_id}/paper", response=CountOut)
@endpoint(CONTRACT_WRITE)
def contract_paper(request: Any, contract_id: int, file: File[UploadedFile]) -> Any:
    """Read the clauses out of the paper, in place of those before."""
    count = services.clauses_read(
        actor=request.actor, contract_id=contract_id, filename=file.name or "", data=file.read(MAX_BYTES + 1),
        at=timezone.now(),
    )  # fmt: skip
    return {"count": count}


@router.get("/standards", response=Page[StandardOut])
@endpoint(STANDARD_READ)
def standard_list(request: Any, query: Query[PageQuery]) -> Any:
    return page_of(reads.standards(request.actor, request.community_id), query, shape=_standard)


def _draft(body: ContractIn) -> services.ContractDraft:
    return services.ContractDraft(**{**body.model_dump(), "scope": tuple(body.scope)})


def _one(actor: Actor, contract_id: int) -> dict[str, Any]:
    return _contract(reads.contract(actor, contract_id))


def _contract(row: Any) -> dict[str, Any]:
    term = reads.term(row, local_day(timezone.now()))
    values = {name: getattr(row, name) for name in ContractIn.model_fields}
    return {
        **values,
        "id": row.pk,
        "standing": str(term.standing),
        "left": term.left,
        "ended_on": row.ended_on,
    }


def _standard(row: Any) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in StandardOut.model_fields if name != "id"}}
