"""Pages of community life."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from anju.kernel.errors import Invalid, NotFound
from anju.modules.community.reports import Frame
from anju.modules.estate import facade as estate


def local_today(request: Any) -> date:
    return timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone)).date()


def chosen_community(request: Any, permission: Any) -> int | None:
    """The community in the address, else the one of the frame, else the only one there is. Raises NotFound."""
    text = request.GET.get("community", "")
    if text:
        if not text.isdigit():
            raise NotFound("estate.place.missing", noun="community")
        return int(text)
    if request.community_id:
        return int(request.community_id)
    known = estate.communities(request.actor.reach(permission))
    return known[0].id if known else None


def chosen_month(request: Any) -> date:
    """First day of ?month=2026-10, this month without one, never a later one. Raises Invalid."""
    first = local_today(request).replace(day=1)
    text = request.GET.get("month", "")
    if not text:
        return first
    try:
        return min(date.fromisoformat(f"{text}-01"), first)
    except ValueError as error:
        raise Invalid("scores.month", field="month", value=text) from error


def frame(request: Any, community_id: int) -> Frame:
    now = timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone))
    return Frame(request.org.name, estate.place(community_id).name, now, request.actor.name)
