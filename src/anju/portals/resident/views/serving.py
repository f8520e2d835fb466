"""Who serves the home, what may be ordered, and visitors who are let in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages as flash
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web.errors import status_of
from anju.foundation.web.views_files import serve
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.frontdesk import facade as frontdesk
from anju.portals.resident.entrance import resident_page
from anju.portals.resident.views.pages import problem, show
from anju.portals.resident.views.reader import home_of, phone_of

WHOLE = 1_000
MOST_UNITS = 50
HOURS = (2, 4, 8, 24, 72)


@require_safe
@resident_page
def services(request: Any) -> HttpResponse:
    return _services(request)


@require_POST
@resident_page
def order(request: Any) -> HttpResponse:
    """Order one service for the home; a listed price is agreed to by ordering, another is asked for first."""
    home, data, now = home_of(request), request.POST, timezone.now()
    try:
        offers = frontdesk.services_offered(home.community_id, timezone.localdate())
        chosen = next((one for one in offers if str(one.id) == data.get("offer")), None)
        if chosen is None:
            raise NotFound("frontdesk.offer.missing", "offer")
        units = data.get("units", "1")
        if not units.isdigit() or not 1 <= int(units) <= MOST_UNITS:
            raise Invalid("resident.units", field="units", limit=MOST_UNITS)
        registers = frontdesk.registers
        draft = registers.OrderDraft(
            community_id=home.community_id,
            customer=request.person.name,
            lines=[registers.LineDraft(chosen.id, int(units) * WHOLE)],
            place_id=home.place_id,
            person_id=request.person.id,
            phone=phone_of(request),
            words=data.get("words", "")[:300],
            wanted_at=_wanted(data.get("on", ""), request.actor.time_zone),
            channel="app",
            consent=registers.Consent(request.person.name, "app") if chosen.price is not None else None,
        )
        key = f"order:{request.user.pk}:{data.get('key', '')[:60]}"
        opened = frontdesk.order_open(actor=request.actor, draft=draft, at=now, key=key)
    except AnjuError as error:
        return _services(request, error)
    flash.success(request, _("已下单，编号 %(number)s。") % {"number": opened.number})
    return redirect("resident:case", opened.case_id)


@require_safe
@resident_page
def portrait(request: Any, token: UUID) -> HttpResponseBase:
    """The face of somebody who serves the reader's own home."""
    if str(token) not in {one.photo for one in _concierges(request)}:
        raise NotFound("file_not_found")
    return serve(request, token)


@require_safe
@resident_page
def visitors(request: Any) -> HttpResponse:
    return _visitors(request)


@require_POST
@resident_page
def announce(request: Any) -> HttpResponse:
    """Announce a visitor; the pass with its code is shown at once, to be passed on."""
    home, data, now = home_of(request), request.POST, timezone.now()
    try:
        draft = frontdesk.registers.AnnounceDraft(
            place_id=home.place_id,
            name=data.get("name", ""),
            valid_from=now,
            valid_until=now + timedelta(hours=_hours(data.get("hours", ""))),
            person_id=request.person.id,
            phone=data.get("phone", ""),
            plate=data.get("plate", ""),
        )
        made = frontdesk.visitor_announce(
            actor=request.actor,
            draft=draft,
            at=now,
            key=f"visit:{request.user.pk}:{data.get('key', '')[:60]}",
        )
    except AnjuError as error:
        return _visitors(request, error=error)
    return _visitors(request, made=made)


@require_POST
@resident_page
def visitor_cancel(request: Any, visit_id: int) -> HttpResponse:
    home = home_of(request)
    mine = {one.id for one in frontdesk.visits_to(home.place_id) if one.host_id == request.person.id}
    if visit_id not in mine:
        raise NotFound("not_found", noun="frontdesk.visit")
    frontdesk.visit_cancel(actor=request.actor, visit_id=visit_id, at=timezone.now())
    flash.success(request, _("已取消。"))
    return redirect("resident:visitors")


def _services(request: Any, error: AnjuError | None = None) -> HttpResponse:
    home = home_of(request)
    offers = frontdesk.services_offered(home.community_id, timezone.localdate())
    named = sorted(offers, key=lambda one: (one.family, one.id))
    context = {
        "tab": "home",
        "families": [(key, list(group)) for key, group in groupby(named, key=lambda one: one.family_name)],
        "concierges": _concierges(request),
        "orders": [
            one for one in frontdesk.services_ordered(home.place_id) if one.person_id == request.person.id
        ],
        "key": str(uuid4()),
        "today": timezone.localdate(),
        "typed": dict(request.POST.items()),
        "problem": problem(error) if error else None,
    }
    return show(request, "services", context, status=status_of(error) if error else 200)


def _visitors(request: Any, *, made: Any = None, error: AnjuError | None = None) -> HttpResponse:
    home = home_of(request)
    base = str(request.build_absolute_uri("/"))
    context = {
        "tab": "home",
        "made": made,
        "picture": frontdesk.visit_qr(made.code, base) if made else "",
        "visits": [one for one in frontdesk.visits_to(home.place_id) if one.host_id == request.person.id],
        "hours": HOURS,
        "key": str(uuid4()),
        "typed": dict(request.POST.items()) if error else {},
        "problem": problem(error) if error else None,
    }
    return show(request, "visitors", context, status=status_of(error) if error else 200)


def _concierges(request: Any) -> list[Any]:
    if request.home is None:
        return []
    return list(
        frontdesk.concierge_of(
            request.home.place_id, timezone.now().astimezone(ZoneInfo(request.actor.time_zone))
        )
    )


def _hours(text: str) -> int:
    if text not in {str(one) for one in HOURS}:
        raise Invalid("resident.hours", field="hours")
    return int(text)


def _wanted(text: str, zone: str) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("resident.visit.window", field="on") from error
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))
