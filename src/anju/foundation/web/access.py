"""Every view says who may open it; one that does not say so does not start."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from anju.foundation import scope
from anju.foundation.accounts.models import Membership, Organisation, Supervision
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import Permission
from anju.foundation.web.errors import error_response
from anju.kernel.errors import AnjuError, Forbidden

View = Callable[..., HttpResponse]
ORG_IN_SESSION = "org"
COMMUNITY_IN_SESSION = "community"


def public(view: View) -> View:
    """A page for everyone, without an organisation."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def page(permission: Permission | None, *, channel: str = "console") -> Callable[[View], View]:
    """A page for members who hold `permission`; None means every member. Sets request.actor, .org and .community.

    Without log-in it leads there; without the right it answers 403. Errors of services become pages, and nothing
    that was written before one stays.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def open_page(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            org = _organisation(request)
            if org is None:
                return error_response(request, Forbidden("no_organisation"))
            with scope.supervise(_readable(org), writes=org.pk), transaction.atomic():
                try:
                    _enter(request, org, channel)
                    if permission is not None:
                        request.actor.require(permission)
                    return view(request, *args, **kwargs)
                except AnjuError as error:
                    transaction.set_rollback(True)
                    return error_response(request, error)

        open_page.access = permission.code if permission else "member"  # type: ignore[attr-defined]
        return open_page

    return wrap


def _organisation(request: HttpRequest) -> Organisation | None:
    memberships = Membership.objects.filter(user=request.user, is_active=True).select_related("org")
    by_id = {one.org_id: one.org for one in memberships.order_by("id")}
    chosen = by_id.get(request.session.get(ORG_IN_SESSION, 0))
    return chosen or next(iter(by_id.values()), None)


def _readable(org: Organisation) -> set[int]:
    found = {org.pk}
    if org.kind == "authority":
        found.update(Supervision.objects.filter(authority=org).values_list("supervised_id", flat=True))
    return found


def _enter(request: Any, org: Organisation, channel: str) -> None:
    origin = Origin(channel, request.META.get("REMOTE_ADDR", ""), getattr(request, "request_id", ""))
    request.org = org
    request.actor = actor_for(request.user, org, origin)
    request.community_id = request.session.get(COMMUNITY_IN_SESSION)
