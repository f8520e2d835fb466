"""What other packages may know of places: values only, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class PlaceKind(StrEnum):
    REGION = "region"
    COMMUNITY = "community"
    CLUSTER = "cluster"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    UNIT = "unit"
    PUBLIC = "public"
    ROOM = "room"
    GATE = "gate"
    POST = "post"
    PARKING = "parking"
    SPACE = "space"


class SignKind(StrEnum):
    """Kinds of sign a community must show. Source: catalogue A SGN-01 … SGN-06."""

    SITE_PLAN = "site_plan"
    ROAD = "road"
    NUMBER = "number"
    DANGER = "danger"
    TRAFFIC = "traffic"
    SLIPPERY = "slippery"
    RULES = "rules"
    EVACUATION = "evacuation"
    REFUSE = "refuse"
    OTHER = "other"


class SignState(StrEnum):
    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"
    MISSING = "missing"


class PeakWindow(NamedTuple):
    """Local hours in which a place is busy; an end not after the start is on the next day (PLT-07)."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class PlaceView:
    """`path`: ids from the root down to the place itself, "/3/17/204/". community_id: None above communities.

    latitude, longitude: WGS-84 degrees where they are known, both or none.
    """

    id: int
    kind: str
    code: str
    name: str
    full_name: str
    path: str
    community_id: int | None
    label: str
    parent_id: int | None
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(latitude, longitude) in degrees, None where they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)


class Coordinates(NamedTuple):
    """A point on WGS-84 in decimal degrees."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """Areas in 1/100 m²; basis: "registered", "surveyed", "contract" or "" (CONV-06)."""

    registered_area: int | None = None
    surveyed_area: int | None = None
    contract_area: int | None = None
    basis: str = ""
    use: str = "home"
    state: str = "empty"
    delivered_on: date | None = None
    property_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFacts:
    ownership: str = "common"
    charging: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """A place to be made below `parent_id` (None: at the top). name: empty takes the usual name for the code."""

    kind: PlaceKind
    code: str
    name: str = ""
    parent_id: int | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    peak_hours: tuple[PeakWindow, ...] = ()
    coordinates: Coordinates | None = None
    unit: UnitFacts | None = None
    space: SpaceFacts | None = None


@dataclass(frozen=True, slots=True)
class SitePlanView:
    """A picture of a community. picture: token of its file. width, height: pixels.

    pins: place id → (x, y) in permille of the picture from its upper left.
    """

    id: int
    name: str
    community_id: int
    picture: str
    width: int
    height: int
    pins: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RouteView:
    """A patrol route (巡视路线图): its places in walking order."""

    id: int
    name: str
    community_id: int
    domain: str
    requirements: str
    place_ids: tuple[int, ...]
