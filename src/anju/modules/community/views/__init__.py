"""Pages of community life."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from anju.kernel.errors import Invalid, NotFound
from anju.modules.community.reports import Frame
from anju.modules.community.services.uploads import Upload
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


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


def community_of(request: Any, permission: Any) -> int:
    """The community a new row is for. Raises NotFound where there is none."""
    found = chosen_community(request, permission)
    if found is None:
        raise NotFound("estate.place.missing", noun="community")
    return found


def staff_of(community_id: int) -> list[tuple[int, str]]:
    return [(one.id, f"{one.name}（{one.department}）") for one in people.staff_of_community(community_id)]


def upload(file: Any) -> Upload | None:
    return Upload(file.name, file.read()) if file else None


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
