"""JSON API of places and units. Mounted at /api/v1/estate/."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.modules.estate.contracts import PlaceDraft, PlaceKind, SpaceFacts, UnitFacts
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries import places
from anju.modules.estate.rules.coordinates import coordinates_of
from anju.modules.estate.services import places as services

router = Router(tags=["estate"])


class PlaceOut(Schema):
    """path: ids from the root down to the place itself, "/3/17/204/". latitude, longitude: WGS-84 degrees, or null."""

    id: int
    kind: PlaceKind
    code: str
    name: str
    full_name: str
    path: str
    community_id: int | None
    parent_id: int | None
    label: str
    state: Literal["active", "closed"]
    tags: list[str]
    latitude: Decimal | None
    longitude: Decimal | None


class UnitOut(Schema):
    """Areas in 1/100 m²; `basis` says which of the three counts."""

    place_id: int
    full_name: str
    label: str
    use: str
    state: str
    registered_area: int | None
    surveyed_area: int | None
    contract_area: int | None
    basis: str
    delivered_on: date | None
    property_code: str


class UnitIn(Schema):
    use: str = "home"
    state: str = "empty"
    registered_area: int | None = Field(None, ge=1)
    surveyed_area: int | None = Field(None, ge=1)
    contract_area: int | None = Field(None, ge=1)
    basis: Literal["", "registered", "surveyed", "contract"] = ""
    delivered_on: date | None = None
    property_code: str = ""


class SpaceIn(Schema):
    ownership: str = "common"
    charging: bool = False


class PlaceIn(Schema):
    """unit: facts of a place of kind unit; space: of kind space. parent_id null: at the top."""

    kind: PlaceKind
    code: str = Field(min_length=1, max_length=30)
    name: str = Field("", max_length=80)
    parent_id: int | None = None
    note: str = Field("", max_length=300)
    tags: list[str] = []
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    unit: UnitIn | None = None
    space: SpaceIn | None = None


class PlaceFilter(PageQuery):
    community_id: int | None = None
    kind: PlaceKind | None = None
    parent_id: int | None = None


class UnitFilter(PageQuery):
    community_id: int | None = None


def _place(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PlaceOut.model_fields}


def _unit(unit: Any) -> dict[str, Any]:
    names = [name for name in UnitOut.model_fields if name not in ("place_id", "full_name", "label")]
    return {
        "place_id": unit.place_id,
        "full_name": unit.place.full_name,
        "label": unit.place.label,
        **{name: getattr(unit, name) for name in names},
    }


@router.get("/places", response=Page[PlaceOut])
@endpoint(PLACE_READ)
def place_list(request: Any, query: Query[PlaceFilter]) -> Any:
    wanted = {name: getattr(query, name) for name in ("community_id", "kind", "parent_id")}
    rows = places.visible(request.actor).filter(
        **{name: one for name, one in wanted.items() if one is not None}
    )
    return page_of(rows, query, order=("id",), shape=_place)


@router.get("/places/{place_id}", response=PlaceOut)
@endpoint(PLACE_READ)
def place_read(request: Any, place_id: int) -> Any:
    return _place(places.visible_place(request.actor, place_id))


@router.post("/places", response={201: PlaceOut})
@endpoint(PLACE_CHANGE)
def place_create(request: Any, body: PlaceIn) -> Any:
    """Make a place below its parent; units and parking spaces with their facts."""
    draft = PlaceDraft(
        kind=body.kind,
        code=body.code,
        name=body.name,
        parent_id=body.parent_id,
        note=body.note,
        tags=tuple(body.tags),
        coordinates=coordinates_of(body.latitude, body.longitude),
        unit=UnitFacts(**body.unit.model_dump()) if body.unit else None,
        space=SpaceFacts(**body.space.model_dump()) if body.space else None,
    )
    made = services.place_create(actor=request.actor, draft=draft, at=timezone.now())
    return Status(201, _place(places.visible_place(request.actor, made.id)))


@router.get("/units", response=Page[UnitOut])
@endpoint(PLACE_READ)
def unit_list(request: Any, query: Query[UnitFilter]) -> Any:
    return page_of(places.units(request.actor, query.community_id), query, order=("id",), shape=_unit)


@router.get("/units/{place_id}", response=UnitOut)
@endpoint(PLACE_READ)
def unit_read(request: Any, place_id: int) -> Any:
    return _unit(places.visible_unit(request.actor, place_id))
