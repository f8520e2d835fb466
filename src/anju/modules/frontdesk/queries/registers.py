"""The first page of the registers: what stands in each of them now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.modules.frontdesk.models import Concierge, FoundThing, Loan, LostReport, Offer, ServiceOrder, Visit
from anju.modules.frontdesk.permissions import (
    CONCIERGE_READ,
    LOAN_READ,
    LOST_READ,
    SERVICE_READ,
    VISITOR_READ,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of one day. None where the reader may not look."""

    inside: int | None
    expected: int | None
    concierges: int | None
    offers: int | None
    orders_open: int | None
    kept: int | None
    searched: int | None
    lent: int | None
    overdue: int | None


def reached(
    rows: QuerySet[Any], actor: Actor, permission: Permission, community_id: int | None
) -> QuerySet[Any]:
    """Rows of the communities in reach, of one of them when the reader looks at one."""
    rows = rows.filter(actor.reach(permission).q())
    return rows if community_id is None else rows.filter(community_id=community_id)


def or_everywhere(
    rows: QuerySet[Any], actor: Actor, permission: Permission, community_id: int | None
) -> QuerySet[Any]:
    """As `reached`, with the rows that hold in every community."""
    reach = actor.reach(permission)
    if not reach:
        return rows.none()
    if not reach.unlimited:
        rows = rows.filter(reach.q() | Q(community_id__isnull=True))
    return (
        rows
        if community_id is None
        else rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    )


def standing(actor: Actor, community_id: int | None, today: date, at: datetime) -> Standing:
    def count(model: Any, permission: Permission, *conditions: Q, shared: bool = False) -> int | None:
        if not actor.can(permission):
            return None
        find = or_everywhere if shared else reached
        return int(find(model.objects.filter(*conditions), actor, permission, community_id).count())

    lent = Q(returned_at__isnull=True)
    expected = Q(state="announced", valid_from__date__lte=today, valid_until__gt=at)
    return Standing(
        inside=count(Visit, VISITOR_READ, Q(state="inside")),
        expected=count(Visit, VISITOR_READ, expected),
        concierges=count(Concierge, CONCIERGE_READ, Q(active=True)),
        offers=count(Offer, SERVICE_READ, Q(active=True), shared=True),
        orders_open=count(ServiceOrder, SERVICE_READ, Q(case__closed_at__isnull=True)),
        kept=count(FoundThing, LOST_READ, Q(state="kept")),
        searched=count(LostReport, LOST_READ, Q(state="open")),
        lent=count(Loan, LOAN_READ, lent),
        overdue=count(Loan, LOAN_READ, lent, Q(due_at__lte=at)),
    )
