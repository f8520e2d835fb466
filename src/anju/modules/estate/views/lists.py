"""Lists of communities, units, parking spaces and peak hours."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anju.foundation.web.access import page
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries import browsing, places
from anju.modules.estate.tables import COMMUNITIES, PEAKS, SPACES, UNITS


@page(PLACE_READ)
@require_safe
def units(request: Any) -> HttpResponse:
    rows = places.units(request.actor, request.community_id)
    return UNITS.respond(request, rows, template="estate/units.html")


@page(PLACE_READ)
@require_safe
def spaces(request: Any) -> HttpResponse:
    rows = browsing.spaces(request.actor, request.community_id)
    return SPACES.respond(request, rows, template="estate/spaces.html")


@page(PLACE_READ)
@require_safe
def communities(request: Any) -> HttpResponse:
    context = {"can_create": request.actor.reach(PLACE_CHANGE).unlimited}
    rows = browsing.community_rows(request.actor)
    return COMMUNITIES.respond(request, rows, template="estate/communities.html", context=context)


@page(PLACE_READ)
@require_safe
def peak_hours(request: Any) -> HttpResponse:
    rows = browsing.with_peaks(request.actor, request.community_id)
    return PEAKS.respond(request, rows, template="estate/peaks.html")
