"""JSON API of cases. Mounted at /api/v1/cases/."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from anju.engines.cases.contracts import CaseDraft, CaseFilter, CaseRow, Move, Reporter
from anju.engines.cases.permissions import CASE_OPEN, CASE_READ
from anju.engines.cases.queries import detail, listing, sources
from anju.engines.cases.services import moving, opening
from anju.foundation.api import Page, PageQuery, api, endpoint, page_of

router = Router(tags=["cases"])


class CaseOut(Schema):
    """due_at: of the clock that is due first, null while none is."""

    id: int
    number: str
    kind: str
    state: str
    title: str
    severity: int
    community_id: int
    place_id: int | None
    assignee_id: int | None
    team_id: int | None
    owner_id: int | None
    channel: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    reopened: int
    merged_into_id: int | None


class ClockOut(Schema):
    """elapsed, length, left: seconds of counting time; quote: the words of the promise that is kept."""

    code: str
    run: int
    state: str
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    elapsed: float
    length: float | None
    promise_id: int | None
    quote: str
    paused_for: str


class CaseDetail(Schema):
    """ways: transitions that the caller may make from here."""

    case: CaseOut
    words: str
    fields: dict[str, Any]
    clocks: list[ClockOut]
    ways: list[str]


class CaseIn(Schema):
    """severity: 1 minor to 4 critical. fields: facts of the kind's own. phone and name are kept encrypted."""

    kind: str
    community_id: int
    title: str = Field(min_length=1, max_length=120)
    words: str = Field("", max_length=5000)
    place_id: int | None = None
    severity: int = Field(2, ge=1, le=4)
    channel: str = Field("api", max_length=12)
    person_id: int | None = None
    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=60)
    fields: dict[str, Any] = {}
    team_id: int | None = None
    first_asked: int | None = None


class OpenedOut(Schema):
    id: int
    number: str


class MoveIn(Schema):
    """expected: the state the caller saw; with another one the answer is 409."""

    reason: str = Field("", max_length=200)
    fields: dict[str, Any] = {}
    expected: str = ""


class StateOut(Schema):
    state: str


class ListQuery(PageQuery):
    """standing: open, closed or empty. order: newest first, or due first (open ones with a due time)."""

    community_id: int | None = None
    kind: str = ""
    state: str = ""
    standing: str = ""
    assignee_id: int | None = None
    number: str = ""
    order: str = "newest"


@router.get("/cases", response=Page[CaseOut])
@endpoint(CASE_READ)
def list_cases(request: Any, query: Query[ListQuery]) -> HttpResponse:
    """Rows go out as they come from the table: checking each against the schema again would cost more than reading."""
    due = query.order == "due"
    wanted = CaseFilter(
        community_id=query.community_id, kinds=[query.kind] if query.kind else (), text=query.number,
        states=[query.state] if query.state else (), standing="open" if due else query.standing,
        assignee_id=query.assignee_id,
    )  # fmt: skip
    found = listing.cases(actor=request.actor, wanted=wanted).values(*CaseRow._fields)
    if due:
        page = page_of(found.filter(due_at__isnull=False), query, order=("due_at",), shape=_plain)
    else:
        page = page_of(found, query, order=("-opened_at",), shape=_plain)
    return api.create_response(request, page, status=200)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in CaseRow._fields}


@router.get("/cases/{case_id}", response=CaseDetail)
@endpoint(CASE_READ)
def get_case(request: Any, case_id: int) -> dict[str, Any]:
    view = detail.case_view(actor=request.actor, case_id=case_id, at=timezone.now())
    clocks = [
        {
            "code": one.code, "run": one.run, "state": one.state, "started_at": one.started_at,
            "stopped_at": one.stopped_at, "due_at": one.due_at, "elapsed": one.elapsed.total_seconds(),
            "length": None if one.length is None else one.length.total_seconds(), "promise_id": one.promise_id,
            "quote": one.quote, "paused_for": one.paused_for,
        }
        for one in view.clocks
    ]  # fmt: skip
    row = view.row._asdict()
    return {
        "case": row,
        "words": view.words,
        "fields": view.fields,
        "clocks": clocks,
        "ways": list(view.ways),
    }


@router.post("/cases", response={201: OpenedOut})
@endpoint(CASE_OPEN)
def open_case(request: Any, body: CaseIn) -> Status:
    told = Reporter(person_id=body.person_id, name=body.name, phone=body.phone)
    draft = CaseDraft(
        kind=body.kind, community_id=body.community_id, title=body.title, words=body.words, place_id=body.place_id,
        severity=body.severity, channel=body.channel, reporter=told, fields=body.fields, team_id=body.team_id,
        first_asked=body.first_asked,
    )  # fmt: skip
    draft = sources.drafted(request.actor, draft)
    made = opening.case_open(actor=request.actor, draft=draft, at=timezone.now())
    return Status(201, {"id": made.case_id, "number": made.number})


@router.post("/cases/{case_id}/transitions/{transition}", response=StateOut)
@endpoint(CASE_READ)
def make_transition(request: Any, case_id: int, transition: str, body: MoveIn) -> dict[str, str]:
    """Who may make it is said by the kind of the case, transition by transition."""
    move = Move(transition=transition, reason=body.reason, fields=body.fields, expected=body.expected)
    return {"state": moving.case_move(actor=request.actor, case_id=case_id, move=move, at=timezone.now())}
