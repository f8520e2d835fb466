"""Places that the registers point at: homes by what people type, gates, buildings."""

from __future__ import annotations

from collections.abc import Collection

from anju.kernel.errors import Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceKind, PlaceView
from anju.modules.frontdesk.rules import homes

ANYWHERE = (
    PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.UNIT, PlaceKind.PUBLIC, PlaceKind.ROOM, PlaceKind.GATE,
    PlaceKind.POST, PlaceKind.PARKING,
)  # fmt: skip
MOST_NAMED = 4


def home_of(community_id: int, text: str, field: str = "home") -> int | None:
    """The home that somebody means; None for no words.

    Raises Invalid (frontdesk.home.unknown; frontdesk.home.many: params names).
    """
    if not text.strip():
        return None
    units = estate.places_of(community_id, (PlaceKind.UNIT,))
    prefix = _prefix(community_id)
    hits = homes.found(text.removeprefix(prefix), ((one.id, short(one, prefix)) for one in units))
    if not hits:
        raise Invalid("frontdesk.home.unknown", field, text=text)
    if len(hits) > 1:
        named = {one.id: short(one, prefix) for one in units if one.id in hits[:MOST_NAMED]}
        raise Invalid("frontdesk.home.many", field, names="、".join(named.values()), count=len(hits))
    return hits[0]


def homes_named(community_id: int, texts: Collection[str]) -> dict[str, list[int]]:
    """For each text the homes that it may mean: none, one, or several."""
    prefix = _prefix(community_id)
    names = [(one.id, short(one, prefix)) for one in estate.places_of(community_id, (PlaceKind.UNIT,))]
    hits = homes.found_all({one.removeprefix(prefix) for one in texts}, names)
    return {one: hits[one.removeprefix(prefix)] for one in texts}


def gates(community_id: int) -> list[PlaceView]:
    return estate.places_of(community_id, (PlaceKind.GATE,))


def buildings(community_id: int) -> list[PlaceView]:
    return estate.places_of(community_id, (PlaceKind.BUILDING,))


def spots(community_id: int) -> list[PlaceView]:
    """Places where something may be found or lost, or which a key opens, without homes."""
    kinds = tuple(one for one in ANYWHERE if one is not PlaceKind.UNIT)
    return estate.places_of(community_id, kinds)


def in_community(place_id: int | None, community_id: int, field: str) -> PlaceView | None:
    """The place, which must lie in the community. Raises NotFound (frontdesk.register.place)."""
    if place_id is None:
        return None
    found = estate.places_by_id([place_id]).get(place_id)
    if found is None or found.community_id != community_id:
        raise NotFound("frontdesk.register.place", field)
    return found


def short(place: PlaceView, prefix: str) -> str:
    """A place's name without its community's."""
    return place.full_name.removeprefix(prefix).strip(" /·") or place.name


def _prefix(community_id: int) -> str:
    found = estate.places_by_id([community_id]).get(community_id)
    return found.name if found else ""
