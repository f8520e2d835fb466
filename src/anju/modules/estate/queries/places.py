"""Reading the tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.foundation.permissions.reach import under
from anju.kernel.errors import NotFound
from anju.modules.estate.contracts import PeakWindow, PlaceView
from anju.modules.estate.models import Place, PlaceKind, PlaceState, Unit
from anju.modules.estate.permissions import PLACE_READ
from anju.modules.estate.rules import hierarchy, labels, peaks

FIELDS = (
    "id",
    "kind",
    "code",
    "name",
    "full_name",
    "path",
    "community_id",
    "label",
    "parent_id",
    "latitude",
    "longitude",
)


def views(rows: QuerySet[Place]) -> list[PlaceView]:
    return [PlaceView(*row) for row in rows.values_list(*FIELDS)]


def view_of(place: Place) -> PlaceView:
    return PlaceView(*(getattr(place, name) for name in FIELDS))


def visible(actor: Actor, permission: Permission = PLACE_READ) -> QuerySet[Place]:
    """All places the actor may see (or may do something with)."""
    return Place.objects.filter(actor.reach(permission).q(path="path"))


def visible_place(actor: Actor, place_id: int) -> Place:
    """Raises NotFound when it is not there or lies outside the actor's reach."""
    place = Place.objects.filter(pk=place_id).first()
    if place is None or not actor.reach(PLACE_READ).covers(place.path):
        raise NotFound("estate.place.missing")
    return place


def within(path: str, field: str = "path") -> Q:
    """The place at `path` and everything below it."""
    return under(path, field)


def communities(reach: Reach | None = None) -> list[PlaceView]:
    rows = Place.objects.filter(kind=PlaceKind.COMMUNITY, state=PlaceState.ACTIVE)
    if reach is not None and not reach.unlimited:
        rows = rows.filter(pk__in=sorted(reach.communities or ()))
    return views(rows.order_by("sort_key", "pk"))


def communities_of(paths: frozenset[str]) -> frozenset[int]:
    """Ids of the communities that lie at, below or around the paths."""
    around = {number for path in paths for number in hierarchy.ids_of(path)}
    wanted = Q(pk__in=sorted(around))
    for path in paths:
        wanted |= under(path)
    return frozenset(Place.objects.filter(wanted, kind=PlaceKind.COMMUNITY).values_list("pk", flat=True))


def place(place_id: int) -> PlaceView:
    """Raises NotFound."""
    found = views(Place.objects.filter(pk=place_id))
    if not found:
        raise NotFound("estate.place.missing")
    return found[0]


def places_by_id(ids: Iterable[int]) -> dict[int, PlaceView]:
    return {one.id: one for one in views(Place.objects.filter(pk__in=list(ids)))}


def place_by_label(text: str) -> PlaceView | None:
    label = labels.read_label(text)
    found = views(Place.objects.filter(label=label)) if label else []
    return found[0] if found else None


def places_of(community_id: int, kinds: Collection[str], tags: Collection[str] = ()) -> list[PlaceView]:
    """Places in use of these kinds, carrying all of the tags, in the order of the tree."""
    rows = Place.objects.filter(community_id=community_id, kind__in=list(kinds), state=PlaceState.ACTIVE)
    if tags:
        rows = rows.filter(tags__contains=list(tags))
    return views(rows.order_by("sort_key", "pk"))


def descendant_ids(path: str) -> list[int]:
    """Ids of the place at `path` and everything below it, in the order of the tree."""
    return list(Place.objects.filter(under(path)).order_by("sort_key", "pk").values_list("pk", flat=True))


def unit_count(community_id: int) -> int:
    return Place.objects.filter(
        community_id=community_id, kind=PlaceKind.UNIT, state=PlaceState.ACTIVE
    ).count()


def unit_counts(community_ids: Collection[int]) -> dict[int, int]:
    """Homes in use by community; one without any is left out."""
    rows = Place.objects.filter(
        community_id__in=list(community_ids), kind=PlaceKind.UNIT, state=PlaceState.ACTIVE
    )
    return dict(rows.order_by().values_list("community_id").annotate(n=Count("pk")))


def peak_hours(place_ids: Collection[int]) -> dict[int, list[PeakWindow]]:
    """Each place's own peak hours, else those of the nearest place above that has some, else none."""
    paths = dict(Place.objects.filter(pk__in=list(place_ids)).values_list("pk", "path"))
    chain = {number for path in paths.values() for number in hierarchy.ids_of(path)}
    stored = dict(Place.objects.filter(pk__in=chain).exclude(peak_hours=[]).values_list("pk", "peak_hours"))
    found: dict[int, list[PeakWindow]] = {}
    for place_id, path in paths.items():
        nearest = next((one for one in reversed(hierarchy.ids_of(path)) if one in stored), None)
        found[place_id] = [] if nearest is None else peaks.from_json(stored[nearest])
    return found


def ancestors(path: str) -> list[PlaceView]:
    """From the root down to, and without, the place itself."""
    rows = places_by_id(hierarchy.ids_of(path)[:-1])
    return [rows[number] for number in hierarchy.ids_of(path)[:-1] if number in rows]


def units(actor: Actor, community_id: int | None = None) -> QuerySet[Unit]:
    """Units in the actor's reach with their places."""
    reach = actor.reach(PLACE_READ)
    rows = Unit.objects.select_related("place").filter(reach.q(path="place__path"))
    return rows if community_id is None else rows.filter(place__community_id=community_id)


def visible_unit(actor: Actor, place_id: int) -> Unit:
    """Raises NotFound."""
    found: Unit | None = units(actor).filter(place_id=place_id).first()
    if found is None:
        raise NotFound("estate.place.missing")
    return found


def kind_counts(path: str) -> dict[str, int]:
    """How many places of each kind are in use below `path`."""
    rows: Any = Place.objects.filter(under(path), state=PlaceState.ACTIVE).exclude(path=path)
    return dict(rows.values_list("kind").annotate(Count("pk")).order_by("kind"))
