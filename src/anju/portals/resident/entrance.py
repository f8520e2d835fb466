"""Who the person on the phone is: one decorator for all pages of a resident, and what he may do with his own cases."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anju.foundation.accounts import residents
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor, Origin
from anju.foundation.permissions import Permission, Reach, get
from anju.foundation.web.access import View, note_activity, working_in
from anju.foundation.web.errors import Unauthenticated, error_response, wants_part
from anju.kernel.errors import AnjuError, Forbidden, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonView

ORG_IN_SESSION = "resident_org"
HOME_IN_SESSION = "resident_home"
CHANNEL = "resident"


@dataclass(frozen=True, slots=True)
class Home:
    """A home of the resident. relation: owner, tenant, family or other. path: in the tree of places."""

    place_id: int
    community_id: int
    community: str
    name: str
    path: str
    relation: str


def resident_page(view: View) -> View:
    """A page for residents: sets request.org, .actor (without any right), .person, .homes and .home (or None).

    Runs in the organisation's scope and one transaction. Without log-in it leads to the residents' own; whoever is no
    resident, works here only, or is not known to the register any more is refused.
    """

    @functools.wraps(view)
    def open_page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        org = None
        try:
            if not request.user.is_authenticated:
                if wants_part(request):
                    raise Unauthenticated("not_logged_in")
                return redirect_to_login(request.get_full_path(), reverse("resident:login"))
            note_activity(request)
            org = organisation_of(request)
            with working_in(org):
                identify(request, org, CHANNEL)
                return view(request, *args, **kwargs)
        except Http404:
            return _refused(request, org, NotFound("page_not_found"))
        except AnjuError as error:
            return _refused(request, org, error)

    open_page.access = "resident"  # type: ignore[attr-defined]
    return open_page


def organisation_of(request: Any) -> Organisation:
    """The organisation chosen in the session, else the first where the user is a resident. Raises Forbidden."""
    found = {one.pk: one for one in residents.organisations_of_resident(request.user.pk)}
    chosen = found.get(request.session.get(ORG_IN_SESSION, 0)) or next(iter(found.values()), None)
    if chosen is None:
        raise Forbidden("no_residency")
    return chosen


def identify(request: Any, org: Organisation, channel: str) -> None:
    """Set who acts. Needs the organisation's scope. Raises Forbidden (no_residency: nobody of the register)."""
    person = people.person_of_user(request.user.pk)
    if person is None:
        raise Forbidden("no_residency")
    origin = Origin(channel, request.META.get("REMOTE_ADDR", ""), getattr(request, "request_id", ""))
    request.org, request.person = org, person
    request.actor = Actor(
        org_id=org.pk, name=person.name, user_id=request.user.pk, origin=origin, time_zone=org.time_zone
    )
    request.homes = homes_of(person)
    chosen = request.session.get(HOME_IN_SESSION) if hasattr(request, "session") else None
    request.home = next((one for one in request.homes if one.place_id == chosen), None) or next(
        iter(request.homes), None
    )


def homes_of(person: PersonView) -> tuple[Home, ...]:
    """Homes the person is tied to today, each once, the one he owns first named so."""
    ties: dict[int, str] = {}
    for place_id, relation in people.homes_of(person.id, timezone.localdate()):
        ties.setdefault(place_id, relation)
    places = estate.places_by_id(ties)
    names = estate.places_by_id({one.community_id for one in places.values() if one.community_id})
    return tuple(
        Home(
            place_id=place.id,
            community_id=place.community_id,
            community=names[place.community_id].name,
            name=place.full_name or place.name,
            path=place.path,
            relation=ties[place.id],
        )
        for place in (places[key] for key in ties if key in places)
        if place.community_id in names
    )


def with_right(actor: Actor, *permissions: Permission | str, community_id: int | None = None) -> Actor:
    """The same person with a right for one deed that the page has found to be his own to do.

    A resident holds no permission: what he may do is decided here, by whose case or home it is. community_id: how far
    the right reaches; None the whole organisation, for what lies in no community.
    """
    reach = Reach.everywhere()
    if community_id is not None:
        path = estate.place(community_id).path
        reach = Reach(frozenset({path}), frozenset({community_id}))
    codes = [one if isinstance(one, str) else one.code for one in permissions]
    return replace(actor, grants={get(code).code: reach for code in codes})


def _refused(request: Any, org: Organisation | None, error: AnjuError) -> HttpResponse:
    if org is None:
        return error_response(request, error)
    with working_in(org), transaction.atomic():
        return error_response(request, error)
