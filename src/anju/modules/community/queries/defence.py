"""Reading local security information, who has read it, and what is shared with other bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from anju.foundation.actors import Actor
from anju.modules.community.models import BriefReading, SafetyBrief, SharedFacility
from anju.modules.community.permissions import SAFETY_READ
from anju.modules.community.queries import reach
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

GUARDING = "security"


def briefs(actor: Actor, community_id: int | None = None) -> QuerySet[SafetyBrief]:
    rows = SafetyBrief.objects.filter(actor.reach(SAFETY_READ).q()).annotate(read_count=Count("readings"))
    found: QuerySet[SafetyBrief] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def brief(actor: Actor, brief_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(SafetyBrief, brief_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)


def guards(community_id: int) -> list[StaffView]:
    """Active members of the teams that guard the community, by number."""
    teams = [one.id for one in people.teams(community_id) if one.domain == GUARDING]
    found = {
        one.id: one
        for team in teams
        for one in people.members(team_id=team)
        if one.community_id in (None, community_id)
    }
    return sorted(found.values(), key=lambda one: (one.number, one.id))


def readers(row: SafetyBrief) -> list[tuple[str, Any]]:
    """(name, moment it was read or None): the guards, and whoever else has read it."""
    read = {one.staff_id: one for one in BriefReading.objects.filter(brief=row).order_by("at")}
    waited = [(one.name, read.pop(one.id).at if one.id in read else None) for one in guards(row.community_id)]
    return waited + [(one.name, one.at) for one in read.values()]


def reader(user_id: int | None) -> StaffView | None:
    return None if user_id is None else people.staff_of_user(user_id)


def current(community_id: int, on: date) -> QuerySet[SafetyBrief]:
    """What was passed on and still matters."""
    rows: QuerySet[SafetyBrief] = SafetyBrief.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        community_id=community_id, shared_at__isnull=False,
    ).order_by("-received_at", "-pk")  # fmt: skip
    return rows


def shown_to(staff: StaffView, on: date, most: int = 30) -> list[tuple[SafetyBrief, bool]]:
    """(brief, whether this member of staff has read it): newest first; no right is asked."""
    if staff.community_id is None:
        return []
    rows = list(current(staff.community_id, on).select_related("photo")[:most])
    read = set(
        BriefReading.objects.filter(brief__in=rows, staff_id=staff.id).values_list("brief_id", flat=True)
    )
    return [(one, one.pk in read) for one in rows]


def facilities(actor: Actor, community_id: int | None = None) -> QuerySet[SharedFacility]:
    rows = SharedFacility.objects.filter(actor.reach(SAFETY_READ).q())
    rows = rows.annotate(use_count=Count("uses"), last_use=Max("uses__at"))
    found: QuerySet[SharedFacility] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def facility(actor: Actor, facility_id: int) -> Any:
    return reach.one(SharedFacility, facility_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)
