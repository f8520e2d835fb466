"""The first page, and moving between homes."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.accounts import residents
from anju.portals.resident import own, reporting
from anju.portals.resident.entrance import HOME_IN_SESSION, ORG_IN_SESSION, resident_page
from anju.portals.resident.views.pages import SIZES, TYPE_COOKIE, show

A_YEAR = 365 * 24 * 3600
SHOWN = 4


@require_safe
@resident_page
def home(request: Any) -> HttpResponse:
    now = timezone.now()
    zone = ZoneInfo(request.actor.time_zone)
    cards = own.cards(own.open_rows(request)[:SHOWN], now, zone)
    orgs = residents.organisations_of_resident(request.user.pk)
    context = {
        "tab": "home",
        "greeting": _greeting(now.astimezone(zone).hour),
        "tiles": reporting.TILES,
        "cards": cards,
        "elsewhere": [one for one in orgs if one.pk != request.org.pk],
    }
    return show(request, "home", context)


@require_POST
@resident_page
def switch(request: Any) -> HttpResponse:
    """Look at another home, or at another organisation's."""
    place, org = request.POST.get("home", ""), request.POST.get("org", "")
    if place.isdigit() and int(place) in {one.place_id for one in request.homes}:
        request.session[HOME_IN_SESSION] = int(place)
    allowed = {one.pk for one in residents.organisations_of_resident(request.user.pk)}
    if org.isdigit() and int(org) in allowed:
        request.session[ORG_IN_SESSION] = int(org)
        request.session.pop(HOME_IN_SESSION, None)
    return redirect("resident:home")


@require_POST
@resident_page
def type_size(request: Any) -> HttpResponse:
    """Larger letters on this phone, kept in a cookie so that they are there before anybody logs in."""
    answer = redirect("resident:me")
    size = request.POST.get("size", "")
    if size in SIZES:
        answer.set_cookie(TYPE_COOKIE, size, max_age=A_YEAR, samesite="Lax", path="/home/")
    return answer


def _greeting(hour: int) -> str:
    if hour < 5:
        return _("夜深了")
    if hour < 11:
        return _("早上好")
    if hour < 13:
        return _("中午好")
    return _("下午好") if hour < 18 else _("晚上好")
