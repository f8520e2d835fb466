"""JSON API of visitors and of special services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.frontdesk.permissions import (
    SERVICE_OPEN,
    SERVICE_READ,
    SERVICE_WORK,
    VISITOR_ANNOUNCE,
    VISITOR_READ,
    VISITOR_SIGN,
)
from anju.modules.frontdesk.queries import offers as offer_queries
from anju.modules.frontdesk.queries import visitors as visit_queries
from anju.modules.frontdesk.queries.phones import masked
from anju.modules.frontdesk.services import orders as order_services
from anju.modules.frontdesk.services import visitors as visit_services

router = Router(tags=["frontdesk"])
State = Literal["announced", "inside", "left", "expired", "cancelled"]
Purpose = Literal[
    "guest", "delivery", "repair", "decoration", "housekeeping", "viewing", "official", "business", "other"
]


class VisitOut(Schema):
    """phone: masked. late: still inside past the time he should have left."""

    id: int
    number: str
    community_id: int
    state: State
    name: str
    phone: str
    plate: str
    companions: int
    purpose: Purpose
    place_id: int | None
    host: str
    gate_id: int | None
    card: str
    valid_from: datetime | None
    valid_until: datetime | None
    came_at: datetime | None
    left_at: datetime | None
    late: bool


class VisitIn(Schema):
    """Somebody at the gate; place_id or host says to whom."""

    community_id: int
    name: str = Field(min_length=1, max_length=40)
    phone: str = Field("", max_length=20)
    plate: str = Field("", max_length=12)
    company: str = Field("", max_length=60)
    companions: int = Field(0, ge=0, le=99)
    purpose: Purpose = "guest"
    words: str = Field("", max_length=120)
    place_id: int | None = None
    department_id: int | None = None
    host: str = Field("", max_length=40)
    gate_id: int | None = None
    card: str = Field("", max_length=20)
    stay_until: datetime | None = None


class AnnounceIn(Schema):
    place_id: int
    name: str = Field(min_length=1, max_length=40)
    valid_from: datetime
    valid_until: datetime
    phone: str = Field("", max_length=20)
    plate: str = Field("", max_length=12)
    companions: int = Field(0, ge=0, le=99)
    purpose: Purpose = "guest"
    words: str = Field("", max_length=120)


class PassOut(Schema):
    """code: six digits, for one entry."""

    visit_id: int
    number: str
    code: str
    valid_from: datetime
    valid_until: datetime


class ArriveIn(Schema):
    code: str = Field(min_length=6, max_length=12)
    gate_id: int | None = None
    card: str = Field("", max_length=20)


class LeaveIn(Schema):
    gate_id: int | None = None
    card_returned: bool = True


class VisitFilter(PageQuery):
    community_id: int | None = None
    state: State | None = None


class OfferOut(Schema):
    """price: 1/10,000 yuan a unit, null by quote; deposit: fen; by_vendor: "" for own staff."""

    id: int
    code: str
    name: str
    family: str
    content: str
    unit: str
    price: int | None
    deposit: int
    by_vendor: str


class LineIn(Schema):
    """quantity: thousandths of the unit."""

    offer_id: int
    quantity: int = Field(1000, ge=1)


class ConsentIn(Schema):
    by_name: str = Field(min_length=1, max_length=60)
    how: Literal["phone", "visit", "signature", "app"]
    words: str = Field("", max_length=300)


class OrderIn(Schema):
    """consent: to the listed prices; without it the customer is asked later."""

    community_id: int
    customer: str = Field(min_length=1, max_length=40)
    lines: list[LineIn]
    place_id: int | None = None
    person_id: int | None = None
    phone: str = Field("", max_length=20)
    words: str = Field("", max_length=1000)
    wanted_at: datetime | None = None
    consent: ConsentIn | None = None


class AnswerIn(ConsentIn):
    agreed: bool


class OrderOut(Schema):
    """charged: fen of the lines as they stand; amount, vendor_amount: fen, fixed when it was done."""

    id: int
    case_id: int
    number: str
    title: str
    state: str
    community_id: int
    place_id: int | None
    customer: str
    family: str
    vendor: str
    charged: int
    amount: int
    vendor_amount: int
    billing: str
    ordered_at: datetime
    wanted_at: datetime | None
    done_on: date | None


class OrderFilter(PageQuery):
    community_id: int | None = None
    state: str = ""
    vendor_id: int | None = None


_PLAIN = (
    "id", "number", "community_id", "state", "name", "plate", "companions", "purpose", "place_id", "host", "gate_id",
    "card", "valid_from", "valid_until", "came_at", "left_at", "late",
)  # fmt: skip


def _visit(row: Any) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _PLAIN}, "phone": masked(row.phone)}


def _order(row: Any) -> dict[str, Any]:
    plain = (
        "id", "case_id", "community_id", "place_id", "customer", "family", "amount", "vendor_amount", "billing",
        "ordered_at", "wanted_at", "done_on",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "number": row.case.number,
        "title": row.case.title,
        "state": row.case.state,
        "vendor": row.vendor.name if row.vendor else "",
        "charged": row.charged or 0,
    }


@router.get("/visits", response=Page[VisitOut])
@endpoint(VISITOR_READ)
def visit_list(request: Any, query: Query[VisitFilter]) -> Any:
    rows = visit_queries.visits(request.actor, timezone.now(), query.community_id)
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(rows, query, order=("-id",), shape=_visit)


@router.post("/visits", response={201: VisitOut})
@endpoint(VISITOR_SIGN)
def visit_create(request: Any, body: VisitIn) -> Any:
    at = timezone.now()
    draft = visit_services.VisitDraft(**body.model_dump())
    made = visit_services.visit_sign_in(actor=request.actor, draft=draft, at=at)
    return Status(201, _visit(visit_queries.visit(request.actor, made, at)))


@router.post("/visits/announce", response={201: PassOut})
@endpoint(VISITOR_ANNOUNCE)
def visit_announce(request: Any, body: AnnounceIn) -> Any:
    draft = visit_services.AnnounceDraft(**body.model_dump())
    return Status(201, visit_services.visitor_announce(actor=request.actor, draft=draft, at=timezone.now()))


@router.post("/visits/arrive", response=VisitOut)
@endpoint(VISITOR_SIGN)
def visit_arrive(request: Any, body: ArriveIn) -> Any:
    """Let in whoever was announced under a code."""
    at = timezone.now()
    found = visit_queries.by_code(request.actor, body.code, at)
    visit_services.visit_arrive(
        actor=request.actor, visit_id=found.pk, at=at, gate_id=body.gate_id, card=body.card
    )
    return _visit(visit_queries.visit(request.actor, found.pk, at))


@router.post("/visits/{visit_id}/leave", response=VisitOut)
@endpoint(VISITOR_SIGN)
def visit_leave(request: Any, visit_id: int, body: LeaveIn) -> Any:
    at = timezone.now()
    visit_services.visit_sign_out(actor=request.actor, visit_id=visit_id, at=at, **body.model_dump())
    return _visit(visit_queries.visit(request.actor, visit_id, at))


@router.get("/offers", response=list[OfferOut])
@endpoint(SERVICE_READ)
def offer_list(request: Any, community_id: int) -> Any:
    """What may be ordered in a community today."""
    offer_queries.must_see(request.actor, community_id)
    return offer_queries.offered(community_id, timezone.localdate())


@router.get("/orders", response=Page[OrderOut])
@endpoint(SERVICE_READ)
def order_list(request: Any, query: Query[OrderFilter]) -> Any:
    rows = offer_queries.orders(request.actor, query.community_id)
    rows = rows.filter(case__state=query.state) if query.state else rows
    rows = rows.filter(vendor_id=query.vendor_id) if query.vendor_id else rows
    return page_of(rows, query, order=("-id",), shape=_order)


@router.get("/orders/{order_id}", response=OrderOut)
@endpoint(SERVICE_READ)
def order_read(request: Any, order_id: int) -> Any:
    return _order(offer_queries.order(request.actor, order_id))


@router.post("/orders", response={201: OrderOut})
@endpoint(SERVICE_OPEN)
def order_create(request: Any, body: OrderIn) -> Any:
    values = body.model_dump(exclude={"lines", "consent"})
    draft = order_services.OrderDraft(
        **values, channel="api",
        lines=[order_services.LineDraft(one.offer_id, one.quantity) for one in body.lines],
        consent=order_services.Consent(**body.consent.model_dump()) if body.consent else None,
    )  # fmt: skip
    made = order_services.order_open(actor=request.actor, draft=draft, at=timezone.now())
    return Status(201, _order(offer_queries.order(request.actor, made.order_id)))


@router.post("/orders/{order_id}/consent", response=OrderOut)
@endpoint(SERVICE_WORK)
def order_consent(request: Any, order_id: int, body: AnswerIn) -> Any:
    consent = order_services.Consent(body.by_name, body.how, body.words)
    order_services.order_consent(
        actor=request.actor, order_id=order_id, agreed=body.agreed, consent=consent, at=timezone.now()
    )
    return _order(offer_queries.order(request.actor, order_id))
