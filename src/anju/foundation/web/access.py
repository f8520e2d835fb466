"""Every view says who may open it; one that does not say so does not start."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from anju.foundation import scope
from anju.foundation.accounts import factors, residents
from anju.foundation.accounts.models import Membership, Organisation, Supervision
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import Permission
from anju.foundation.web.errors import Unauthenticated, error_response, wants_part
from anju.kernel.errors import AnjuError, Forbidden, NotFound

View = Callable[..., HttpResponseBase]
ORG_IN_SESSION = "org"
COMMUNITY_IN_SESSION = "community"
SEEN_IN_SESSION = "seen"
# Set when somebody came in by a code on his phone or a slip: such a session opens a home, and nothing of the staff's.
RESIDENT_DOOR = "resident_door"
NOTED_EVERY = 300


def public(view: View) -> View:
    """A page for everyone, without an organisation."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def page(permission: Permission | None, *, channel: str = "console") -> Callable[[View], View]:
    """A page for members who hold `permission`; None means every member. Sets request.actor, .org and .community_id.

    Without log-in it leads there (a part of a page or a JSON caller gets 401); without the right it answers 403.
    Errors of services become pages, and nothing that was written before one stays.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def open_page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            org = None
            try:
                refusal = _before_work(request)
                if refusal is not None:
                    return refusal
                note_activity(request)
                org = organisation_of(request)
                with working_in(org):
                    identify(request, org, channel)
                    if permission is not None:
                        request.actor.require(permission)
                    return view(request, *args, **kwargs)
            except Http404:
                return _refused(request, org, NotFound("page_not_found"))
            except AnjuError as error:
                home = "" if org is not None else _home_of(request, error)
                return redirect(home) if home else _refused(request, org, error)

        open_page.access = permission.code if permission else "member"  # type: ignore[attr-defined]
        return open_page

    return wrap


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation chosen in the session, else the first the user works in.

    Raises Forbidden when there is none, or when the session was opened for a resident.
    """
    if request.session.get(RESIDENT_DOOR):
        raise Forbidden("resident_door")
    memberships = Membership.objects.filter(user=request.user, is_active=True).select_related("org")
    by_id = {one.org.pk: one.org for one in memberships.order_by("id")}
    chosen = by_id.get(request.session.get(ORG_IN_SESSION, 0)) or next(iter(by_id.values()), None)
    if chosen is None:
        raise Forbidden("no_organisation")
    return chosen


@contextmanager
def working_in(org: Organisation) -> Iterator[None]:
    """Scope and transaction of one request: an exception leaves nothing behind."""
    with scope.supervise(_readable(org), writes=org.pk), transaction.atomic():
        yield


def identify(request: Any, org: Organisation, channel: str) -> None:
    """Set request.org and request.actor. Needs the organisation's scope."""
    origin = Origin(channel, request.META.get("REMOTE_ADDR", ""), getattr(request, "request_id", ""))
    request.org = org
    request.actor = actor_for(request.user, org, origin)
    request.community_id = _community(request)


def _home_of(request: Any, error: AnjuError) -> str:
    """Where a resident who opens a page of the staff's is led; "" for everybody else, and for scripts."""
    if request.method != "GET" or wants_part(request):
        return ""
    if error.code == "resident_door" or (
        error.code == "no_organisation" and residents.is_resident(request.user.pk)
    ):
        return str(getattr(settings, "RESIDENT_URL", ""))
    return ""


def _community(request: Any) -> int | None:
    """The community the reader looks at, as long as any of his permissions still reaches it; None means all."""
    chosen = request.session.get(COMMUNITY_IN_SESSION)
    if chosen is None or not any(one.covers_community(chosen) for one in request.actor.grants.values()):
        return None
    return int(chosen)


def _before_work(request: Any) -> HttpResponse | None:
    if not request.user.is_authenticated:
        if wants_part(request):
            raise Unauthenticated("not_logged_in")
        return redirect_to_login(request.get_full_path())
    if request.user.must_change_password:
        if wants_part(request):
            raise Forbidden("password_change_needed")
        return redirect("account_change_password")
    if request.session.get(factors.DUE_IN_SESSION):
        if factors.has_one(request.user):
            del request.session[factors.DUE_IN_SESSION]
        elif wants_part(request):
            raise Forbidden("second_factor_needed")
        else:
            return redirect("mfa_activate_totp")
    return None


def note_activity(request: Any) -> None:
    """Keep "last seen" of the list of sessions true to a few minutes."""
    now = int(time.time())
    if now - request.session.get(SEEN_IN_SESSION, 0) >= NOTED_EVERY:
        request.session[SEEN_IN_SESSION] = now
        UserSession.objects.create_from_request(request)


def _refused(request: Any, org: Organisation | None, error: AnjuError) -> HttpResponse:
    if org is None:
        return error_response(request, error)
    with working_in(org):
        return error_response(request, error)


def _readable(org: Organisation) -> set[int]:
    found = {org.pk}
    if org.kind == "authority":
        found.update(Supervision.objects.filter(authority=org).values_list("supervised_id", flat=True))
    return found
