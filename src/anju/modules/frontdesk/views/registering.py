"""What the pages of the registers share: their tabs, the community they work in, the frame of a form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk import permissions as rights
from anju.modules.frontdesk.forms.registering import NONE
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.people import facade as people

FORM = "frontdesk/registers/form.html"


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    """The registers that the reader may open."""
    found = (
        ("registers", _("总览"), "frontdesk:registers", None, "layout-dashboard"),
        ("visitors", _("访客"), "frontdesk:visits", rights.VISITOR_READ, "user-check"),
        ("concierge", _("礼宾助理"), "frontdesk:concierges", rights.CONCIERGE_READ, "user-star"),
        ("orders", _("特约服务"), "frontdesk:orders", rights.SERVICE_READ, "receipt-yuan"),
        ("lost", _("失物招领"), "frontdesk:found_things", rights.LOST_READ, "package"),
        ("lending", _("钥匙与工具"), "frontdesk:lendables", rights.LOAN_READ, "key"),
    )
    return [
        {"label": label, "href": reverse(name), "active": code == active, "icon": mark}
        for code, label, name, permission, mark in found
        if permission is None or request.actor.can(permission)
    ]


def community_here(request: Any, permission: Permission) -> PlaceView:
    """The community a form works in: the one looked at, else the one asked for, else the first in reach.

    Raises NotFound when none is in reach.
    """
    known = estate.communities(request.actor.reach(permission))
    asked = request.community_id or request.GET.get("community", "")
    found = next((one for one in known if str(one.id) == str(asked)), None) or next(iter(known), None)
    if found is None:
        raise NotFound("frontdesk.register.community")
    return found


def frame(
    request: Any, title: str, back: str, crumb: str, *, community: PlaceView | None = None, **more: Any
) -> dict[str, Any]:
    """Context of a page that is mostly a form. With a community the reader may change to another one of his."""
    switch = []
    if community is not None and request.community_id is None and len(estate.communities()) > 1:
        reach = request.actor.reach(more.pop("permission"))
        switch = [
            {"label": one.name, "href": f"?community={one.id}", "active": one.id == community.id}
            for one in estate.communities(reach)
        ]
    more.pop("permission", None)
    return {
        "title": title,
        "crumb": [(_("前台登记"), reverse("frontdesk:registers")), (crumb, back)],
        "back": back,
        "community": community,
        "switch": switch,
        **more,
    }


def here(_actor: Actor) -> tuple[datetime, date]:
    """Now, and the local day."""
    at = timezone.now()
    return at, timezone.localdate(at)


def gate_offer(community_id: int) -> list[tuple[Any, Any]]:
    return [*NONE, *((one.id, one.name) for one in places.gates(community_id))]


def spot_offer(community_id: int) -> list[tuple[Any, Any]]:
    name = estate.place(community_id).name
    return [*NONE, *((one.id, places.short(one, name)) for one in places.spots(community_id))]


def staff_offer(community_id: int) -> list[tuple[Any, Any]]:
    rows = people.staff_of_community(community_id)
    return [*NONE, *((one.id, f"{one.name}（{one.position or one.department}）") for one in rows)]


def department_offer(community_id: int) -> list[tuple[Any, Any]]:
    return [*NONE, *((one.id, one.name) for one in people.departments(community_id))]


def team_offer(community_id: int) -> list[tuple[Any, Any]]:
    return [*NONE, *((one.id, one.name) for one in people.teams(community_id))]


def names_of(place_ids: list[int | None]) -> dict[int, str]:
    found = estate.places_by_id([one for one in place_ids if one is not None])
    return {key: one.full_name for key, one in found.items()}
