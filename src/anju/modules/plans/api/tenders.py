"""JSON API of tenders: bids, the comparison promise by promise, weights, points, the choice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from anju.foundation.actors import Actor
from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.plans.permissions import TENDER_CHOOSE, TENDER_READ, TENDER_WEIGH, TENDER_WRITE
from anju.modules.plans.queries import tenders as reads
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules.comparing import Cell, Row
from anju.modules.plans.rules.costing import rounded
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import choosing
from anju.modules.plans.services import tenders as services

router = Router(tags=["plans"])


class TenderIn(Schema):
    """charged_area: 1/100 m². standard and grade together, or neither."""

    community_id: int
    title: str
    note: str = ""
    charged_area: int | None = Field(None, gt=0, lt=2**31)
    standard: str = ""
    grade: int | None = None


class TenderOut(TenderIn):
    """state: open, decided or cancelled; chosen_id: the bid that was taken."""

    id: int
    state: str
    chosen_id: int | None
    bids: int


class BidIn(Schema):
    """price: 1/10,000 yuan per m² and month."""

    company: str
    price: int | None = None
    people: int | None = Field(None, ge=1, le=5_000)
    note: str = ""


class BidOut(Schema):
    """points by criterion 0..100, null where nothing can be said; month: fen for the charged area."""

    id: int
    company: str
    version_id: int
    price: int | None
    people: int | None
    month: int | None
    figures: int
    vague: int
    missing: int
    best: int
    sole: int
    minima_missed: int | None
    hours: Decimal
    people_needed: int
    points: dict[str, Decimal | None]
    total: Decimal | None
    rank: int | None


class CellOut(Schema):
    """promise_id and vague null: the company says nothing."""

    bid_id: int
    promise_id: int | None
    says: str | None
    quote: str
    vague: bool
    best: bool


class RowOut(Schema):
    domain: str
    kind: str
    cells: list[CellOut]


class ComparisonOut(Schema):
    tender: TenderOut
    bids: list[BidOut]
    rows: list[RowOut]


class WeightIn(Schema):
    """code: promises, strictness, minima, people, price, or one of your own, scored by hand and with a label."""

    code: str = Field(..., pattern=r"^[a-z0-9_]{1,20}$")
    label: str = ""
    weight: int


class ScoresIn(Schema):
    """Points 0..100 by bid and criterion; null takes them back."""

    scores: dict[int, dict[str, int | None]]


class ChoiceIn(Schema):
    title: str
    reason: str


class ChosenOut(Schema):
    version_id: int


@router.get("/tenders", response=Page[TenderOut])
@endpoint(TENDER_READ)
def tender_list(request: Any, query: Query[PageQuery]) -> Any:
    return page_of(reads.tenders(request.actor, request.community_id), query, shape=_tender)


@router.post("/tenders", response={201: TenderOut})
@endpoint(TENDER_WRITE)
def tender_add(request: Any, body: TenderIn) -> Any:
    made = services.tender_add(
        actor=request.actor, draft=services.TenderDraft(**body.model_dump()), at=timezone.now()
    )
    return Status(201, _tender(reads.tender(request.actor, made)))


@router.get("/tenders/{tender_id}", response=ComparisonOut)
@endpoint(TENDER_READ)
def tender(request: Any, tender_id: int) -> Any:
    """The bids that take part, side by side."""
    return _comparison(request.actor, tender_id)


@router.post("/tenders/{tender_id}/bids", response={201: ComparisonOut})
@endpoint(TENDER_WRITE)
def bid_add(request: Any, tender_id: int, bid: Form[BidIn], file: File[UploadedFile]) -> Any:
    """Hand in the plan of a company; answers with the comparison as it is then."""
    draft = services.BidDraft(**bid.model_dump(), filename=file.name or "", data=file.read(MAX_BYTES + 1))
    services.bid_add(actor=request.actor, tender_id=tender_id, draft=draft, at=timezone.now())
    return Status(201, _comparison(request.actor, tender_id))


@router.put("/tenders/{tender_id}/weights", response={204: None})
@endpoint(TENDER_WEIGH)
def tender_weigh(request: Any, tender_id: int, body: list[WeightIn]) -> Any:
    weights = [services.Weight(**one.model_dump()) for one in body]
    services.tender_weigh(actor=request.actor, tender_id=tender_id, weights=weights, at=timezone.now())


@router.put("/tenders/{tender_id}/scores", response={204: None})
@endpoint(TENDER_WEIGH)
def bids_score(request: Any, tender_id: int, body: ScoresIn) -> Any:
    services.bids_score(actor=request.actor, tender_id=tender_id, scores=body.scores, at=timezone.now())


@router.post("/bids/{bid_id}/choose", response={201: ChosenOut})
@endpoint(TENDER_CHOOSE)
def bid_choose(request: Any, bid_id: int, body: ChoiceIn) -> Any:
    """End the tender; the plan of the bid becomes a draft version of the community's plan `title`."""
    made = choosing.bid_choose(
        actor=request.actor, bid_id=bid_id, title=body.title, reason=body.reason, at=timezone.now()
    )
    return Status(201, {"version_id": made})


def _comparison(actor: Actor, tender_id: int) -> dict[str, Any]:
    row = reads.tender(actor, tender_id)
    found = reads.comparison(row, local_day(timezone.now()))
    return {
        "tender": _tender(row), "bids": [_bid(one) for one in found.columns],
        "rows": [_row(one, found) for one in found.rows],
    }  # fmt: skip


def _tender(row: Any) -> dict[str, Any]:
    plain = (
        "community_id", "title", "note", "charged_area", "standard", "grade", "state", "chosen_id",
    )  # fmt: skip
    return {"id": row.pk, "bids": row.bid_count, **{name: getattr(row, name) for name in plain}}


def _bid(one: reads.Column) -> dict[str, Any]:
    told = one.totals
    points = {code: None if value is None else rounded(value, 2) for code, value in one.scored.points.items()}
    return {
        "id": one.bid.pk, "company": one.bid.company, "version_id": one.bid.version_id, "price": one.bid.price,
        "people": told.people, "month": one.month, "figures": told.figures, "vague": told.vague,
        "missing": told.missing, "best": told.best, "sole": told.sole, "minima_missed": told.minima_missed,
        "hours": rounded(one.costed.hours, 1), "people_needed": one.costed.needed, "points": points,
        "total": None if one.scored.total is None else rounded(one.scored.total, 2), "rank": one.rank,
    }  # fmt: skip


def _row(row: Row, found: reads.Comparison) -> dict[str, Any]:
    cells = [_cell(one, found.columns[at].bid.pk, at in row.best) for at, one in enumerate(row.cells)]
    return {"domain": row.domain, "kind": row.kind, "cells": cells}


def _cell(one: Cell, bid_id: int, best: bool) -> dict[str, Any]:
    facts = one.promise.facts if one.promise else None
    quote = facts.quote if facts else one.vague.quote if one.vague else ""
    return {
        "bid_id": bid_id, "promise_id": one.promise.id if one.promise else None,
        "says": wording.says(facts) if facts else None, "quote": quote, "vague": one.vague is not None, "best": best,
    }  # fmt: skip
