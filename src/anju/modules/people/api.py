"""JSON API of staff, persons and homes. Mounted at /api/v1/people/."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.people.contracts import IdKind, PersonDraft, PersonKind, PhoneDraft, StaffDraft
from anju.modules.people.permissions import PERSON_EDIT, PERSON_READ, STAFF_CHANGE, STAFF_READ
from anju.modules.people.queries import files, homes, person_lists, places
from anju.modules.people.queries import staff as queries
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.rules.phones import masked
from anju.modules.people.services import persons
from anju.modules.people.services import staff as services

router = Router(tags=["people"])


class StaffOut(Schema):
    """phone: masked; the whole number is shown in the console only, where looking at it is written down."""

    id: int
    number: str
    name: str
    phone: str
    community_id: int | None
    department_id: int
    department: str
    position_id: int | None
    position: str
    team_id: int | None
    team: str
    skills: list[str]
    state: Literal["active", "leave", "left"]
    joined_on: date | None


class StaffIn(Schema):
    """community_id null: works for the whole company."""

    name: str = Field(min_length=1, max_length=40)
    number: str = Field(min_length=1, max_length=20)
    department_id: int
    phone: str = Field("", max_length=20)
    position_id: int | None = None
    team_id: int | None = None
    community_id: int | None = None
    skills: list[str] = []
    joined_on: date | None = None


class StaffFilter(PageQuery):
    community_id: int | None = None
    state: Literal["active", "leave", "left"] | None = None


def _shape(staff: Any) -> dict[str, Any]:
    plain = (
        "id",
        "number",
        "name",
        "community_id",
        "department_id",
        "position_id",
        "team_id",
        "skills",
        "state",
    )
    return {
        **{name: getattr(staff, name) for name in (*plain, "joined_on")},
        "phone": masked(staff.phone),
        "department": str(staff.department),
        "position": str(staff.position or ""),
        "team": str(staff.team or ""),
    }


@router.get("/staff", response=Page[StaffOut])
@endpoint(STAFF_READ)
def staff_list(request: Any, query: Query[StaffFilter]) -> Any:
    rows = queries.visible(request.actor, community_id=query.community_id)
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(rows, query, order=("id",), shape=_shape)


@router.get("/staff/{staff_id}", response=StaffOut)
@endpoint(STAFF_READ)
def staff_read(request: Any, staff_id: int) -> Any:
    return _shape(queries.visible_staff(request.actor, staff_id))


@router.post("/staff", response={201: StaffOut})
@endpoint(STAFF_CHANGE)
def staff_create(request: Any, body: StaffIn) -> Any:
    values = {**body.model_dump(), "skills": tuple(body.skills)}
    made = services.staff_create(actor=request.actor, draft=StaffDraft(**values), at=timezone.now())
    return Status(201, _shape(queries.visible_staff(request.actor, made)))


class PhoneIn(Schema):
    number: str = Field(max_length=30)
    label: str = Field("", max_length=20)


class PersonIn(Schema):
    """community_id null: registered for the whole company. The first phone is the main one."""

    name: str = Field(min_length=1, max_length=80)
    kind: Literal["natural", "company"] = "natural"
    community_id: int | None = None
    phones: list[PhoneIn] = []
    id_kind: Literal["identity_card", "passport", "travel_permit", "credit_code"] | None = None
    id_number: str = Field("", max_length=30)
    birthday: date | None = None
    email: str = Field("", max_length=120)
    language: Literal["zh-hans", "en"] = "zh-hans"
    note: str = Field("", max_length=2_000)


class PersonHomeOut(Schema):
    place_id: int
    place: str
    relation: Literal["owner", "tenant", "family", "other"]
    share: str
    since: date | None


class PersonOut(Schema):
    """phone, id_number: masked; whole ones are shown in the console only, where looking at them is written down."""

    id: int
    kind: Literal["natural", "company"]
    name: str
    phone: str
    id_kind: str
    id_number: str
    language: str
    homes: list[PersonHomeOut]


class PersonFilter(PageQuery):
    """q: name, pinyin or initials, a whole telephone number, its last four digits, or a room."""

    community_id: int | None = None
    q: str = Field("", max_length=60)
    part: Literal["owner", "tenant", "family", "other", "former", "none"] | None = None


class HomePersonOut(Schema):
    """share: "1/2" of an owner, else "". until: the first day it no longer holds."""

    person_id: int
    name: str
    phone: str
    relation: Literal["owner", "tenant", "family", "other"]
    share: str
    since: date | None
    until: date | None
    lives_here: bool
    is_contact: bool


class HomeOut(Schema):
    place_id: int
    community_id: int
    people: list[HomePersonOut]
    note: str
    needs: list[str]
    care: bool


def _person_shape(person: Any) -> dict[str, Any]:
    phone = person.own_phones[0].number if person.own_phones else ""
    return {
        **{name: getattr(person, name) for name in ("id", "kind", "name", "id_kind", "language")},
        "phone": masked(phone),
        "id_number": files.id_number_shown(person),
        "homes": [
            {
                "place_id": tie.place_id,
                "place": str(tie.place),
                "relation": tie.kind,
                "share": f"{tie.share_numerator}/{tie.share_denominator}" if tie.share_numerator else "",
                "since": tie.starts_on,
            }
            for tie in person.open_ties
        ],
    }


def _one_person(request: Any, person_id: int) -> dict[str, Any]:
    found = visible_person(request.actor, person_id)
    return _person_shape(person_lists.persons(request.actor).get(pk=found.pk))


@router.get("/persons", response=Page[PersonOut])
@endpoint(PERSON_READ)
def person_list(request: Any, query: Query[PersonFilter]) -> Any:
    rows = person_lists.persons(request.actor, query.community_id)
    rows = person_lists.matching(rows, query.q) if query.q else rows
    rows = person_lists.tied_as(rows, query.part) if query.part else rows
    return page_of(rows, query, order=("id",), shape=_person_shape)


@router.get("/persons/{person_id}", response=PersonOut)
@endpoint(PERSON_READ)
def person_read(request: Any, person_id: int) -> Any:
    return _one_person(request, person_id)


@router.post("/persons", response={201: PersonOut})
@endpoint(PERSON_EDIT)
def person_create(request: Any, body: PersonIn) -> Any:
    values = body.model_dump(exclude={"phones", "kind", "id_kind"})
    draft = PersonDraft(
        **values,
        kind=PersonKind(body.kind),
        id_kind=IdKind(body.id_kind) if body.id_kind else None,
        phones=tuple(PhoneDraft(one.number, one.label) for one in body.phones),
    )
    made = persons.person_create(actor=request.actor, draft=draft, at=timezone.now())
    return Status(201, _one_person(request, made))


@router.get("/homes/{place_id}", response=HomeOut)
@endpoint(PERSON_READ)
def home_read(request: Any, place_id: int) -> Any:
    """Who owns, rents and lives in a home today, owners first."""
    place = places.home_place(request.actor, place_id)
    seen = homes.home(place.id, timezone.localdate())
    return {
        "place_id": seen.place_id,
        "community_id": seen.community_id,
        "note": seen.note,
        "needs": list(seen.needs),
        "care": seen.care,
        "people": [
            {
                "person_id": one.person.id,
                "name": one.person.name,
                "phone": one.person.phone_shown,
                "relation": one.relation,
                "share": str(one.share or ""),
                "since": one.since,
                "until": one.until,
                "lives_here": one.lives_here,
                "is_contact": one.is_contact,
            }
            for one in seen.people
        ],
    }
