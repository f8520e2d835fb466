"""The smallest valid places."""

from __future__ import annotations

from datetime import UTC, datetime

from anju.modules.estate.contracts import PlaceDraft, PlaceKind, PlaceView
from anju.modules.estate.services.places import place_create

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def make(actor, kind: PlaceKind, code: str, parent: PlaceView | None = None, **more) -> PlaceView:
    draft = PlaceDraft(kind=kind, code=code, parent_id=parent.id if parent else None, **more)
    return place_create(actor=actor, draft=draft, at=AT)


def community(actor, code: str = "CH", name: str = "翠湖花园") -> PlaceView:
    return make(actor, PlaceKind.COMMUNITY, code, name=name)


def home(
    actor, garden: PlaceView, building: str = "3", entrance: str = "2", number: str = "1502"
) -> PlaceView:
    """A unit with its building and entrance."""
    block = make(actor, PlaceKind.BUILDING, building, garden)
    door = make(actor, PlaceKind.ENTRANCE, entrance, block)
    return make(actor, PlaceKind.UNIT, number, door)
