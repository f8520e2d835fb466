"""What was found in the resident's community, and what he misses: told to the desk, which compares and hands out."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import registry
from anju.foundation.api import rates
from anju.foundation.web import form_methods
from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.frontdesk import facade as frontdesk
from anju.portals.resident.entrance import resident_page
from anju.portals.resident.settings import LOSSES_PER_DAY
from anju.portals.resident.views.pages import problem, show
from anju.portals.resident.views.reader import home_of, phone_of

DAY = 86_400
EVENING = time(23, 59)


@require_safe
@resident_page
def found(request: Any) -> HttpResponse:
    """Things kept for their owners, without what proves them; below, what the reader told himself."""
    home = home_of(request)
    sorts = frontdesk.thing_sorts()
    sort = request.GET.get("sort", "")
    sort = sort if sort in dict(sorts) else ""
    zone = ZoneInfo(request.actor.time_zone)
    every = frontdesk.found_here(home.community_id, zone)
    mine = frontdesk.losses_of(request.person.id)
    context = {
        "tab": "home",
        "things": [one for one in every if not sort or one.sort == sort],
        "sorts": [(code, name) for code, name in sorts if any(one.sort == code for one in every)],
        "sort": sort,
        "mine": mine,
        "claimed": {one.claimed for one in mine if one.state == "open"},
    }
    return show(request, "found", context)


@form_methods
@resident_page
def claim(request: Any, found_id: int) -> HttpResponse:
    """ "It is mine": what the claimant knows of the thing goes to the desk."""
    home = home_of(request)
    zone = ZoneInfo(request.actor.time_zone)
    thing = next((one for one in frontdesk.found_here(home.community_id, zone) if one.id == found_id), None)
    if thing is None:
        raise NotFound("not_found", noun="frontdesk.found")
    context = {"tab": "home", "thing": thing}
    if request.method != "POST":
        return show(request, "found_claim", {**context, **_fresh(request)})
    try:
        _spend(request)
        frontdesk.found_claim(
            actor=request.actor,
            claim=frontdesk.registers.OwnClaim(
                person_id=request.person.id,
                place_id=home.place_id,
                found_id=found_id,
                marks=request.POST.get("marks", ""),
                phone=request.POST.get("phone", ""),
                key=_key(request),
            ),
            at=timezone.now(),
        )
    except AnjuError as error:
        return show(request, "found_claim", {**context, **_again(request, error)}, status=status_of(error))
    flash.success(request, _("已告诉服务中心。核对后会联系您，请带上有效证件来领。"))
    return redirect("resident:found")


@form_methods
@resident_page
def lost(request: Any) -> HttpResponse:
    """ "I lost something": the desk looks among what was found, now and later."""
    home = home_of(request)
    today = timezone.localdate()
    context = {"tab": "home", "sorts": frontdesk.thing_sorts(), "today": today}
    if request.method != "POST":
        return show(request, "found_lost", {**context, **_fresh(request)})
    data, now = request.POST, timezone.now()
    try:
        _spend(request)
        loss = frontdesk.registers.OwnLoss(
            person_id=request.person.id,
            place_id=home.place_id,
            name=data.get("name", ""),
            sort=data.get("sort", ""),
            lost_at=min(_evening(data.get("on", ""), request.actor.time_zone), now),
            words=data.get("words", ""),
            spot=data.get("spot", ""),
            phone=data.get("phone", ""),
            key=_key(request),
        )
        frontdesk.loss_tell(actor=request.actor, loss=loss, at=now)
    except AnjuError as error:
        return show(request, "found_lost", {**context, **_again(request, error)}, status=status_of(error))
    flash.success(request, _("已登记。有人捡到相近的东西，服务中心会联系您。"))
    return redirect("resident:found")


@require_POST
@resident_page
def end(request: Any, report_id: int) -> HttpResponse:
    frontdesk.own_report_end(
        actor=request.actor, person_id=request.person.id, report_id=report_id, at=timezone.now()
    )
    flash.success(request, _("已撤回。"))
    return redirect("resident:found")


def _fresh(request: Any) -> dict[str, Any]:
    """An empty form with the telephone that is known."""
    return {"typed": {}, "key": str(uuid4()), "phone": phone_of(request)}


def _again(request: Any, error: AnjuError) -> dict[str, Any]:
    typed = dict(request.POST.items())
    return {
        "typed": typed,
        "phone": typed.get("phone", ""),
        "key": typed.get("key", ""),
        "problem": problem(error),
    }


def _spend(request: Any) -> None:
    rates.spend(f"found:{request.org.pk}:{request.person.id}", registry.value(LOSSES_PER_DAY), span=DAY)


def _key(request: Any) -> str:
    return f"found:{request.user.pk}:{request.POST.get('key', '')[:60]}"


def _evening(text: str, zone: str) -> datetime:
    """The end of the day that was chosen: until then it was lost. Raises Invalid (resident.lost.day)."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Invalid("resident.lost.day", field="on")
    if day > timezone.localdate():
        raise Invalid("frontdesk.lost.future", field="on")
    return datetime.combine(day, EVENING, ZoneInfo(zone))
