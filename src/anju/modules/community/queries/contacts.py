"""Reading the list of whom the community calls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.modules.community.models import ContactKind, SafetyContact
from anju.modules.community.permissions import SAFETY_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.safety_settings import CONTACT_DAYS

ORDER = Case(
    *(When(kind=kind, then=Value(number)) for number, kind in enumerate(ContactKind.values)),
    output_field=IntegerField(),
)


def contacts(actor: Actor, community_id: int | None, on: date) -> QuerySet[SafetyContact]:
    """All lines in reach with `order`, that of their kinds, and `stale`: in use, but not checked for too long."""
    old = in_force(on) & Q(checked_on__lt=stale_before(community_id, on))
    rows = SafetyContact.objects.filter(actor.reach(SAFETY_READ).q()).annotate(
        order=ORDER, stale=Case(When(old, then=Value(True)), default=Value(False))
    )
    found: QuerySet[SafetyContact] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def contact(actor: Actor, contact_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(SafetyContact, contact_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)


def in_force(on: date) -> Q:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return begun & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def in_use(community_id: int, on: date) -> list[SafetyContact]:
    """Whom to call on a day, in the order of their kinds; no right is asked: the sheet hangs at the gate."""
    rows = SafetyContact.objects.filter(in_force(on), community_id=community_id)
    return list(rows.annotate(order=ORDER).order_by("order", "body", "pk"))


def stale_before(community_id: int | None, on: date) -> date:
    """Contacts checked before this day are to be checked again."""
    return on - timedelta(days=int(registry.value(CONTACT_DAYS, community_id)))


def stale(community_id: int, on: date) -> int:
    rows = SafetyContact.objects.filter(in_force(on), community_id=community_id)
    return int(rows.filter(checked_on__lt=stale_before(community_id, on)).count())
