"""What a worker sees of himself: his record of the month, what he was told, and the findings he raised."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anju.engines.messages import facade as inbox
from anju.engines.schedule import facade as schedule
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.portals.field.views.worker import field_page, staff_of

_MOST_FINDINGS = 60
_MOST_MESSAGES = 30


@field_page()
def me(request: Any) -> HttpResponse:
    staff, now = staff_of(request), timezone.now()
    day = now.astimezone(ZoneInfo(request.actor.time_zone)).date()
    month = DateInterval(day.replace(day=1), day + timedelta(days=1))
    record = schedule.staff_record(staff.id, month, community_id=staff.community_id)
    return render(request, "field/me.html", {"staff": staff, "record": record, "month": month, "tab": "me"})


@field_page()
def messages(request: Any) -> HttpResponse:
    staff = staff_of(request)
    found = schedule.finding_views(schedule.findings(found_by=staff.id)[:_MOST_FINDINGS])
    places = estate.places_by_id({one.place_id for one in found if one.place_id is not None})
    names = {place_id: place.full_name or place.name for place_id, place in places.items()}
    told = [inbox.message_view(one) for one in inbox.inbox(request.actor.user_id)[:_MOST_MESSAGES]]
    context = {"findings": found, "names": names, "inbox_messages": told, "tab": "messages"}
    return render(request, "field/messages.html", context)
