"""What the tree browser, the place page and the label page show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anju.foundation import registry, scope
from anju.foundation.accounts.models import Membership
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Permission
from anju.modules.estate.models import ParkingSpace, Place, PlaceKind, PlaceState, Unit
from anju.modules.estate.permissions import PLACE_READ
from anju.modules.estate.queries.places import within
from anju.modules.estate.queries.settings import SERVICE_PHONE
from anju.modules.estate.rules import hierarchy, labels

SHOWN = 300


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the browser's tree. count: children in reach. children: loaded ones, of open branches."""

    place: Place
    count: int
    children: tuple[Branch, ...]
    open: bool


def branches(actor: Actor, current: Place | None) -> tuple[Branch, ...]:
    """The tops of the actor's reach, opened down to `current`: nothing of what lies above or beside them.

    Two queries.
    """
    opened = set(hierarchy.ids_of(current.path)) if current else set()
    tops = tops_of(actor)
    if current is None and tops is not None and len(tops) == 1:
        opened = set(tops)
    starts = Q(parent_id__isnull=True) if tops is None else Q(pk__in=sorted(tops))
    rows = list(_seen(actor, starts | Q(parent_id__in=opened))[: SHOWN * (len(opened) + 1)])
    counts = child_counts([row.pk for row in rows])
    below: dict[int | None, list[Place]] = {}
    for row in rows:
        top = row.parent_id is None if tops is None else row.pk in tops
        below.setdefault(None if top else row.parent_id, []).append(row)

    def branch(row: Place) -> Branch:
        found = tuple(branch(one) for one in below.get(row.pk, ())[:SHOWN]) if row.pk in opened else ()
        return Branch(row, counts.get(row.pk, 0), found, row.pk in opened)

    return tuple(branch(row) for row in below.get(None, ()))


def twigs(actor: Actor, parent: Place) -> tuple[Branch, ...]:
    """The children of a branch that is being opened."""
    rows = list(_seen(actor, Q(parent_id=parent.pk))[:SHOWN])
    counts = child_counts([row.pk for row in rows])
    return tuple(Branch(row, counts.get(row.pk, 0), (), False) for row in rows)


def tops_of(actor: Actor) -> frozenset[int] | None:
    """The highest places in the actor's reach; None when he sees everything."""
    reach = actor.reach(PLACE_READ)
    if reach.unlimited:
        return None
    highest = (
        path for path in reach.paths if not any(path != one and path.startswith(one) for one in reach.paths)
    )
    return frozenset(hierarchy.ids_of(path)[-1] for path in highest)


def _seen(actor: Actor, wanted: Q) -> QuerySet[Place]:
    return Place.objects.filter(wanted, actor.reach(PLACE_READ).q(path="path")).order_by("sort_key", "pk")


def child_counts(parents: Collection[int]) -> dict[int, int]:
    rows: Any = Place.objects.filter(parent_id__in=parents).values_list("parent_id")
    return dict(rows.annotate(Count("pk")))


def unit_of(place_id: int) -> Unit | None:
    return Unit.objects.filter(place_id=place_id).first()


def space_of(place_id: int) -> ParkingSpace | None:
    return ParkingSpace.objects.filter(place_id=place_id).first()


def history(place_id: int, limit: int = 30) -> list[AuditEntry]:
    """What was done to the place, newest first."""
    rows = AuditEntry.objects.filter(subject_type="estate.place", subject_id=place_id)
    return list(rows.order_by("-id")[:limit])


def spaces(actor: Actor, community_id: int | None = None) -> QuerySet[ParkingSpace]:
    rows = ParkingSpace.objects.select_related("place").filter(actor.reach(PLACE_READ).q(path="place__path"))
    return rows if community_id is None else rows.filter(place__community_id=community_id)


def labelled(actor: Actor, permission: Permission, community_id: int | None) -> QuerySet[Place]:
    """Places in use that may get a label."""
    rows = Place.objects.filter(actor.reach(permission).q(path="path"), state=PlaceState.ACTIVE)
    rows = rows.exclude(kind=PlaceKind.REGION)
    return rows if community_id is None else rows.filter(community_id=community_id)


def ids_of(rows: QuerySet[Any], limit: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:limit])


def is_member(user_id: int) -> bool:
    """Whether the user works in any organisation."""
    return Membership.objects.filter(user_id=user_id, is_active=True).exists()


def below(rows: QuerySet[Any], place_id: int, field: str = "path") -> QuerySet[Any]:
    """Rows at or below a place; none when there is no such place."""
    path = Place.objects.filter(pk=place_id).values_list("path", flat=True).first()
    return rows.none() if path is None else rows.filter(within(path, field))


def buildings(actor: Actor, community_id: int | None) -> list[tuple[int, str]]:
    """Buildings with units the actor may see, by their full names."""
    rows = Place.objects.filter(actor.reach(PLACE_READ).q(path="path"), kind=PlaceKind.BUILDING)
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return list(rows.order_by("community_id", "sort_key", "pk").values_list("pk", "full_name")[:500])


def parents_for(actor: Actor, kind: str, community_id: int | None) -> list[tuple[int, str]]:
    """Places in use under which a place of this kind may hang."""
    wanted = [one.value for one in hierarchy.UNDER[PlaceKind(kind)] if one is not None]  # type: ignore[index]
    rows = Place.objects.filter(
        actor.reach(PLACE_READ).q(path="path"), kind__in=wanted, state=PlaceState.ACTIVE
    )
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return list(rows.order_by("community_id", "sort_key", "pk").values_list("pk", "full_name")[:2_000])


def pick(
    actor: Actor, community_id: int | None, permission: Permission = PLACE_READ
) -> list[tuple[int, str]]:
    """Places that signs, pins and routes are put at: everything but homes, floors and spaces."""
    small = (PlaceKind.UNIT, PlaceKind.SPACE, PlaceKind.FLOOR, PlaceKind.REGION)
    rows = Place.objects.filter(actor.reach(permission).q(path="path"), state=PlaceState.ACTIVE).exclude(
        kind__in=small
    )
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return list(rows.order_by("community_id", "sort_key", "pk").values_list("pk", "full_name")[:2_000])


def names(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    return dict(Place.objects.filter(pk__in=wanted).values_list("pk", "name"))


def with_peaks(actor: Actor, community_id: int | None = None) -> QuerySet[Place]:
    """Places with peak hours of their own."""
    rows = Place.objects.filter(actor.reach(PLACE_READ).q(path="path")).exclude(peak_hours=[])
    return rows if community_id is None else rows.filter(community_id=community_id)


def community_rows(actor: Actor) -> QuerySet[Place]:
    """Communities that lie in the actor's reach or around it, with `homes`: how many homes in use he reaches there."""
    reach = actor.reach(PLACE_READ)
    units = Place.objects.filter(
        community_id=OuterRef("pk"), kind=PlaceKind.UNIT, state=PlaceState.ACTIVE
    ).order_by()
    units = units.filter(reach.q(path="path"))
    homes = units.values("community_id").annotate(number=Count("pk")).values("number")
    rows = Place.objects.filter(kind=PlaceKind.COMMUNITY).select_related("parent")
    rows = rows.annotate(homes=Coalesce(Subquery(homes), 0))
    return rows if reach.unlimited else rows.filter(pk__in=sorted(reach.communities or ()))


@dataclass(frozen=True, slots=True)
class PublicLabel:
    """What everybody who scans a label may know; org_id, community_id and place_id are for our own use.

    public: no home and nothing of one, so that everybody may report what is wrong there.
    """

    name: str
    community: str
    phone: str
    label: str
    org_id: int
    community_id: int | None
    place_id: int
    path: str
    public: bool


def public_label(text: str) -> PublicLabel | None:
    """The place behind a label, whatever its organisation; None when there is none or it is not certain."""
    label = labels.read_label(text)
    if not label:
        return None
    with scope.everything("a label was scanned by somebody who is not logged in"):
        rows = Place.objects.filter(label=label)
        found = list(
            rows.values_list("org_id", "community_id", "full_name", "pk", "path", "kind", "state")[:2]
        )
    if len(found) != 1:
        return None
    org_id, community_id, name, place_id, path, kind, state = found[0]
    with scope.enter(org_id):
        phone = registry.value(SERVICE_PHONE, community_id)
        community = Place.objects.filter(pk=community_id).values_list("name", flat=True).first()
    public = kind not in (PlaceKind.UNIT, PlaceKind.SPACE) and state == PlaceState.ACTIVE
    return PublicLabel(
        name,
        community or "",
        phone,
        label,
        org_id,
        community_id,
        place_id,
        path,
        public and bool(community_id),
    )


def service_phone(community_id: int | None = None) -> str:
    """The telephone of the service centre, shown in public (catalogue B RPR-01, A REP); "" where none is set."""
    return str(registry.value(SERVICE_PHONE, community_id) or "")
