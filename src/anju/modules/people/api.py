"""JSON API of staff. Mounted at /api/v1/people/."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.people.contracts import StaffDraft
from anju.modules.people.permissions import STAFF_CHANGE, STAFF_READ
from anju.modules.people.queries import staff as queries
from anju.modules.people.rules.phones import masked
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
