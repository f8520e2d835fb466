"""Site plans, the places pinned on them, and patrol routes over the pins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from PIL import Image

from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate.models import PatrolRoute, Place, RouteStop, SitePlan
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries.records import route as route_of
from anju.modules.estate.queries.records import site_plan as plan_of
from anju.modules.estate.services.acts import (
    PLACE_PINNED,
    PLAN_ADDED,
    PLAN_REMOVED,
    ROUTE_REMOVED,
    ROUTE_SET,
)
from anju.modules.estate.services.places import locked
from anju.modules.estate.services.signs import Photo

PLAN_PICTURE = files.purpose("estate.plan", reading=PLACE_READ, largest=30 << 20, photo=True)
PERMILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDraft:
    """place_ids: in walking order; a place may be passed twice."""

    community_id: int
    name: str
    domain: str = "security"
    requirements: str = ""
    site_plan_id: int | None = None
    place_ids: tuple[int, ...] = ()


def site_plan_add(*, actor: Actor, community_id: int, name: str, picture: Photo, at: datetime) -> int:
    """Keep a picture of a community as a plan. Returns its id.

    Raises Forbidden, NotFound, Invalid: estate.plan.name_empty, not_a_photo …; Conflict: estate.plan.name_taken.
    """
    if not name.strip():
        raise Invalid("estate.plan.name_empty", field="name")
    with transaction.atomic():
        community = _community(actor, community_id)
        if SitePlan.objects.filter(community_id=community.pk, name=name.strip()).exists():
            raise Conflict("estate.plan.name_taken", field="name")
        file = files.keep(actor=actor, what=PLAN_PICTURE, name=picture.name, data=picture.data)
        with files.open_file(file) as handle, Image.open(handle) as opened:
            width, height = opened.size
        plan = SitePlan.objects.create(
            community_id=community.pk, name=name.strip(), picture=file, width=width, height=height
        )
        audit.record(
            actor, PLAN_ADDED, plan, after={"name": plan.name, "width": width, "height": height}, at=at
        )
    return int(plan.pk)


def site_plan_delete(*, actor: Actor, plan_id: int, at: datetime) -> None:
    """Delete a plan; its places lose their pins, routes their picture. Raises Forbidden, NotFound."""
    with transaction.atomic():
        plan = plan_of(actor, plan_id)
        _community(actor, plan.community_id)
        audit.record(actor, PLAN_REMOVED, plan, before={"name": plan.name}, at=at)
        Place.objects.filter(site_plan=plan).update(site_plan=None, pin_x=None, pin_y=None)
        PatrolRoute.objects.filter(site_plan=plan).update(site_plan=None)
        plan.delete()


def pin_set(*, actor: Actor, place_id: int, plan_id: int, x: int, y: int, at: datetime) -> None:
    """Pin a place at x, y: permille of the picture from its upper left. A place has one pin.

    Raises Forbidden, NotFound, Invalid: estate.plan.pin_outside, estate.plan.other_community.
    """
    for field, value in (("x", x), ("y", y)):
        if not 0 <= value <= PERMILLE:
            raise Invalid("estate.plan.pin_outside", field=field)
    with transaction.atomic():
        plan = plan_of(actor, plan_id)
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        if place.community_id != plan.community_id:
            raise Invalid("estate.plan.other_community", field="place")
        before = {"plan": place.site_plan_id, "x": place.pin_x, "y": place.pin_y}
        place.site_plan, place.pin_x, place.pin_y = plan, x, y
        place.save(update_fields=["site_plan", "pin_x", "pin_y"])
        audit.record(
            actor, PLACE_PINNED, place, before=before, after={"plan": plan.pk, "x": x, "y": y}, at=at
        )


def pin_clear(*, actor: Actor, place_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound."""
    with transaction.atomic():
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        if place.site_plan_id is None:
            return
        before = {"plan": place.site_plan_id, "x": place.pin_x, "y": place.pin_y}
        place.site_plan, place.pin_x, place.pin_y = None, None, None
        place.save(update_fields=["site_plan", "pin_x", "pin_y"])
        audit.record(
            actor, PLACE_PINNED, place, before=before, after={"plan": None, "x": None, "y": None}, at=at
        )


def route_set(*, actor: Actor, draft: RouteDraft, at: datetime, route_id: int | None = None) -> int:
    """Make or change a patrol route (巡视路线图, PAT-01). Returns its id.

    Raises Forbidden, NotFound, Invalid: estate.plan.name_empty, estate.route.too_short,
    estate.plan.other_community; Conflict: estate.route.name_taken.
    """
    if not draft.name.strip():
        raise Invalid("estate.plan.name_empty", field="name")
    if len(draft.place_ids) < 2:
        raise Invalid("estate.route.too_short", field="places")
    with transaction.atomic():
        _community(actor, draft.community_id)
        row = PatrolRoute() if route_id is None else locks.row(PatrolRoute, route_of(actor, route_id).pk)
        plan = None if draft.site_plan_id is None else plan_of(actor, draft.site_plan_id)
        _check_route(draft, plan, row)
        row.community_id, row.name, row.domain = draft.community_id, draft.name.strip(), draft.domain
        row.requirements, row.site_plan = draft.requirements.strip(), plan
        row.save()
        RouteStop.objects.filter(route=row).delete()
        RouteStop.objects.bulk_create(
            RouteStop(route=row, position=position, place_id=place_id)
            for position, place_id in enumerate(draft.place_ids, start=1)
        )
        audit.record(actor, ROUTE_SET, row, after={"name": row.name, "places": list(draft.place_ids)}, at=at)
    return int(row.pk)


def route_delete(*, actor: Actor, route_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = route_of(actor, route_id)
        _community(actor, row.community_id)
        audit.record(actor, ROUTE_REMOVED, row, before={"name": row.name}, at=at)
        row.delete()


def _check_route(draft: RouteDraft, plan: SitePlan | None, row: PatrolRoute) -> None:
    same = PatrolRoute.objects.filter(community_id=draft.community_id, name=draft.name.strip())
    if same.exclude(pk=row.pk).exists():
        raise Conflict("estate.route.name_taken", field="name")
    wanted = set(draft.place_ids)
    inside = Place.objects.filter(pk__in=wanted, community_id=draft.community_id).count()
    if inside != len(wanted):
        raise Invalid("estate.plan.other_community", field="places")
    if plan is not None and plan.community_id != draft.community_id:
        raise Invalid("estate.plan.other_community", field="site_plan")


def _community(actor: Actor, community_id: int) -> Place:
    """The community, when the actor may change it as a whole. Raises Forbidden, NotFound."""
    place: Place | None = Place.objects.filter(pk=community_id, kind="community").first()
    if place is None or not actor.reach(PLACE_READ).covers(place.path):
        raise NotFound("estate.place.missing", field="community")
    actor.require(PLACE_CHANGE, place.path)
    return place
