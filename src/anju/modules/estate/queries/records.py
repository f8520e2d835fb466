"""Reading site plans, routes and signs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate.contracts import RouteView, SitePlanView
from anju.modules.estate.models import PatrolRoute, Place, RouteStop, Sign, SignCheck, SitePlan
from anju.modules.estate.permissions import PLACE_READ, SIGN_READ


def site_plans(actor: Actor, community_id: int | None = None) -> QuerySet[SitePlan]:
    rows = SitePlan.objects.select_related("picture").filter(actor.reach(PLACE_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return rows.order_by("community_id", "name", "pk")


def site_plan(actor: Actor, plan_id: int) -> SitePlan:
    """Raises NotFound."""
    found = site_plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise NotFound("estate.plan.missing")
    return found


def site_plan_of(community_id: int) -> SitePlanView | None:
    """The community's plan with the most places pinned on it, by name among equals; None when it has none."""
    rows = SitePlan.objects.filter(community_id=community_id).annotate(pinned=Count("pins"))
    found = rows.select_related("picture").order_by("-pinned", "name", "pk").first()
    if found is None:
        return None
    spots = Place.objects.filter(site_plan=found).values_list("pk", "pin_x", "pin_y")
    return SitePlanView(
        id=found.pk,
        name=found.name,
        community_id=community_id,
        picture=str(found.picture.token),
        width=found.width,
        height=found.height,
        pins={number: (x, y) for number, x, y in spots},
    )


def pins(actor: Actor, plan_id: int) -> list[Place]:
    """Pinned places the actor may see, in the order of the tree."""
    rows = Place.objects.filter(actor.reach(PLACE_READ).q(path="path"), site_plan_id=plan_id)
    return list(rows.order_by("sort_key", "pk"))


def routes(community_id: int) -> list[RouteView]:
    rows = list(PatrolRoute.objects.filter(community_id=community_id).order_by("name", "pk"))
    stops = stops_of([row.pk for row in rows])
    return [
        RouteView(row.pk, row.name, row.community_id, row.domain, row.requirements, stops.get(row.pk, ()))
        for row in rows
    ]


def stops_of(route_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    rows = RouteStop.objects.filter(route_id__in=list(route_ids)).order_by("route_id", "position")
    for route_id, place_id in rows.values_list("route_id", "place_id"):
        found[route_id] = (*found.get(route_id, ()), place_id)
    return found


def route(actor: Actor, route_id: int) -> PatrolRoute:
    """Raises NotFound."""
    found = PatrolRoute.objects.filter(actor.reach(PLACE_READ).q(), pk=route_id).first()
    if found is None:
        raise NotFound("estate.route.missing")
    return found


def plan_routes(plan_id: int) -> QuerySet[PatrolRoute]:
    return PatrolRoute.objects.filter(site_plan_id=plan_id).order_by("name", "pk")


def signs(actor: Actor, community_id: int | None = None) -> QuerySet[Sign]:
    reach = actor.reach(SIGN_READ)
    rows = Sign.objects.select_related("place", "photo").filter(reach.q(path="place__path"))
    return rows if community_id is None else rows.filter(community_id=community_id)


def sign(actor: Actor, sign_id: int) -> Sign:
    """Raises NotFound."""
    found = signs(actor).filter(pk=sign_id).first()
    if found is None:
        raise NotFound("estate.sign.missing")
    return found


def sign_checks(sign_id: int, limit: int = 50) -> list[SignCheck]:
    rows = SignCheck.objects.select_related("photo").filter(sign_id=sign_id)
    return list(rows.order_by("-at", "-pk")[:limit])


def signs_due(rows: QuerySet[Sign], on: date) -> QuerySet[Sign]:
    return rows.filter(removed_on__isnull=True, due_on__lte=on)
