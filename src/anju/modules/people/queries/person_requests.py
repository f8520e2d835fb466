"""Reading requests about one's data, with their clocks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach, held_by
from anju.foundation.permissions.models import Assignment
from anju.kernel.calendar import china
from anju.kernel.errors import NotFound
from anju.modules.people.models import PersonLock, PersonRequest
from anju.modules.people.permissions import REQUEST_HANDLE, REQUEST_RECEIVE
from anju.modules.people.queries.communities import community_path
from anju.modules.people.rules.requests import OPEN, Clock, clock


def _reached(reach: Reach) -> Q:
    if reach.unlimited:
        return Q()
    return reach.q() if reach else Q(pk__in=[])


def requests(
    actor: Actor, community_id: int | None = None, permission: Permission = REQUEST_RECEIVE
) -> QuerySet[PersonRequest]:
    """Requests in the actor's reach with their persons."""
    rows = PersonRequest.objects.filter(_reached(actor.reach(permission))).select_related("person", "file")
    return rows if community_id is None else rows.filter(community_id=community_id)


def request_of(actor: Actor, request_id: int, permission: Permission = REQUEST_RECEIVE) -> PersonRequest:
    """Raises NotFound."""
    found = requests(actor, permission=permission).filter(pk=request_id).first()
    if found is None:
        raise NotFound("people.request.missing")
    return found


def clock_of(row: PersonRequest, today: date, warning: int) -> Clock | None:
    """None for a closed one."""
    return clock(row.due_on, today, warning, china()) if row.state in OPEN else None


def due_soon(actor: Actor, today: date, warning: int) -> int:
    """How many open requests are late or within the warning."""
    rows = requests(actor).filter(state__in=OPEN).values_list("due_on", flat=True)
    clocks = [clock(day, today, warning, china()) for day in rows]
    return sum(one.soon or one.late for one in clocks)


def handlers(community_id: int | None) -> set[int]:
    """Users who may answer requests there: who holds the right for the organisation, or for this community."""
    path = community_path(community_id) if community_id else ""
    rows = Assignment.objects.filter(user__is_active=True).values_list(
        "user_id", "path", "role__code", "role__permissions"
    )
    return {
        user_id
        for user_id, own, role, codes in rows
        if REQUEST_HANDLE.code in (held_by(role) if role else codes)
        and (not own or (path and path.startswith(own)))
    }


def requests_of_person(person_id: int, limit: int = 20) -> list[PersonRequest]:
    return list(
        PersonRequest.objects.filter(person_id=person_id)
        .select_related("file")
        .order_by("-received_at")[:limit]
    )


def locks_of(person_ids: Collection[int]) -> dict[int, list[PersonLock]]:
    """Locks in force by person."""
    found: dict[int, list[PersonLock]] = {}
    for one in PersonLock.objects.filter(person_id__in=list(person_ids), released_at=None).order_by("pk"):
        found.setdefault(one.person_id, []).append(one)
    return found
