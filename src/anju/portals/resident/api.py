"""What an app of the resident's own needs: who he is, his cases, one of them, a new one. Below /api/v1/resident/."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.responses import Status

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter, Side
from anju.foundation.accounts import tokens
from anju.kernel.errors import NotFound
from anju.portals.resident import own, reporting, words
from anju.portals.resident.api_access import resident_endpoint
from anju.portals.resident.entrance import with_right

router = Router(tags=["resident"])
MOST = 100


class HomeOut(Schema):
    """relation: owner, tenant, family or other."""

    place_id: int
    community_id: int
    name: str
    relation: str


class MeOut(Schema):
    name: str
    homes: list[HomeOut]


class ClockOut(Schema):
    """words: the promise as the resident reads it; tone: run, late, wait, good or bad; promise: where it stands."""

    words: str
    tone: str
    due_at: datetime | None
    promise: str


class CaseOut(Schema):
    """state: as the kind calls it; said: in the resident's words."""

    id: int
    number: str
    kind: str
    state: str
    said: str
    title: str
    place_id: int | None
    opened_at: datetime
    closed_at: datetime | None
    clock: ClockOut | None


class EntryOut(Schema):
    """side: mine, theirs or step."""

    at: datetime
    side: str
    title: str
    words: str
    who: str


class CaseDetail(Schema):
    """may: deeds that the resident's page offers now."""

    case: CaseOut
    words: str
    clocks: list[ClockOut]
    entries: list[EntryOut]
    may: list[str]


class ReportIn(Schema):
    """place_id: one of the caller's homes, or null for the community of the first. choice: what was tapped."""

    kind: str
    words: str = Field(min_length=1, max_length=reporting.LONGEST_WORDS)
    place_id: int | None = None
    choice: str = ""


class OpenedOut(Schema):
    id: int
    number: str


class TokenIn(Schema):
    name: str = Field(min_length=1, max_length=60)
    days: int = Field(180, ge=1, le=366)


class TokenOut(Schema):
    """token: shown this once."""

    token: str
    expires_at: datetime


@router.get("/me", response=MeOut)
@resident_endpoint
def me(request: Any) -> MeOut:
    homes = [HomeOut.model_validate(one, from_attributes=True) for one in request.homes]
    return MeOut(name=request.person.name, homes=homes)


@router.get("/cases", response=list[CaseOut])
@resident_endpoint
def list_cases(request: Any) -> list[CaseOut]:
    """The latest hundred."""
    now, zone = timezone.now(), ZoneInfo(request.actor.time_zone)
    made = own.cards(cases.rows(own.mine(request)[:MOST]), now, zone)
    return [_case(one.row, one.state, one.clock) for one in made]


@router.get("/cases/{case_id}", response=CaseDetail)
@resident_endpoint
def one_case(request: Any, case_id: int) -> CaseDetail:
    now, zone = timezone.now(), ZoneInfo(request.actor.time_zone)
    view = own.case(request, case_id, now)
    events = cases.history(actor=with_right(request.actor, own.READ), case_id=case_id, side=Side.REPORTER)
    lines = words.clock_lines(view, now, zone)
    return CaseDetail(
        case=_case(view.row, words.state_words(view.row), lines[0] if lines else None),
        words=view.words,
        clocks=[_clock(one) for one in lines],
        entries=[
            EntryOut.model_validate(one, from_attributes=True)
            for one in words.entries(events, request.user.pk, {}, zone)
        ],
        may=sorted(own.may(view, now)),
    )


@router.post("/cases", response={201: OpenedOut})
@resident_endpoint
def report(request: Any, body: ReportIn) -> Status:
    """Pictures and a voice go through the page's own form; the key is the caller's Idempotency-Key."""
    tile = reporting.tile(body.kind)
    home = next((one for one in request.homes if one.place_id == body.place_id), None)
    if not request.homes or (body.place_id is not None and home is None):
        raise NotFound("not_found", "place_id", noun="estate.place")
    field = reporting.FIELD_OF_KIND.get(tile.code, "")
    fields = {field: body.choice} if field and body.choice else {}
    if tile.code == "repair":
        fields["area"] = "home" if home else "public"
    opened = reporting.send(
        actor=request.actor,
        report=reporting.Report(
            kind=tile.code,
            community_id=(home or request.homes[0]).community_id,
            place_id=home.place_id if home else None,
            words=body.words,
            fields=fields,
        ),
        reporter=Reporter(
            person_id=request.person.id,
            user_id=request.user.pk,
            name=request.person.name,
            phone=request.user.phone,
        ),
        channel="app",
        key=f"resident:{request.user.pk}:{request.headers['Idempotency-Key'][:60]}",
        at=timezone.now(),
    )
    return Status(201, OpenedOut(id=opened.case_id, number=opened.number))


@router.post("/tokens", response={201: TokenOut})
@resident_endpoint
def make_token(request: Any, body: TokenIn) -> Status:
    """A key for an app of his own, good for so many days; it opens nothing of the staff's."""
    now = timezone.now()
    until = now + timedelta(days=body.days)
    _row, text = tokens.token_make(
        actor=request.actor, name=body.name, expires_at=until, at=now, for_resident=True
    )
    return Status(201, TokenOut(token=text, expires_at=until))


def _case(row: Any, said: str, line: words.ClockLine | None) -> CaseOut:
    return CaseOut(
        id=row.id,
        number=row.number,
        kind=row.kind,
        state=row.state,
        said=said,
        title=row.title,
        place_id=row.place_id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        clock=_clock(line) if line else None,
    )


def _clock(line: words.ClockLine) -> ClockOut:
    return ClockOut(words=line.words, tone=line.tone, due_at=line.due_at, promise=line.promise)
