"""Reading major events, their rosters, and which reviews are owed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.modules.community.models import EventPost, EventState, MajorEvent
from anju.modules.community.permissions import SAFETY_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.safety_settings import REVIEW_DAYS
from anju.modules.community.rules import safety as rules
from anju.modules.people import facade as people


def events(actor: Actor, community_id: int | None, at: datetime) -> QuerySet[MajorEvent]:
    """All in reach with `staff_count` and `late`: the review is overdue."""
    rows = MajorEvent.objects.filter(actor.reach(SAFETY_READ).q()).annotate(
        staff_count=Count("posts__staff_id", distinct=True),
        late=Case(When(_owed(community_id, at), then=Value(True)), default=Value(False)),
    )
    found: QuerySet[MajorEvent] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def event(actor: Actor, event_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(MajorEvent, event_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)


def roster(row: MajorEvent) -> Any:
    """Posts with the names of who stands there, by time."""
    rows = EventPost.objects.filter(event=row).order_by("starts_at", "post", "pk")
    return people.with_staff_names(rows)


def post_ids(event_id: int) -> list[int]:
    """Posts of an event, by time."""
    rows = EventPost.objects.filter(event_id=event_id).order_by("starts_at", "pk")
    return list(rows.values_list("pk", flat=True))


def review_due(row: MajorEvent) -> datetime:
    return rules.review_due(row.ends_at, int(registry.value(REVIEW_DAYS, row.community_id)))


def reviews_late(community_id: int, at: datetime) -> int:
    """Released events that ended and whose review is overdue."""
    return int(MajorEvent.objects.filter(_owed(community_id, at), community_id=community_id).count())


def _owed(community_id: int | None, at: datetime) -> Q:
    before = at - timedelta(days=int(registry.value(REVIEW_DAYS, community_id)))
    held = Q(state__in=[EventState.RELEASED, EventState.SIGNED])
    return held & Q(reviewed_at__isnull=True, ends_at__lt=before)
