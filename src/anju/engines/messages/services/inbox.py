"""Reading marks of one's own inbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.engines.messages.models import Delivery, Message, States

MOST_AT_ONCE = 500


def mark_read(*, user_id: int, message_ids: Collection[int], at: datetime) -> int:
    """Mark messages of this user's inbox as read; others' and unknown ones are passed over. Returns how many changed."""
    with transaction.atomic():
        rows = Message.objects.filter(user_id=user_id, in_inbox=True, read_at__isnull=True)
        keys = list(rows.filter(pk__in=list(message_ids)[:MOST_AT_ONCE]).values_list("pk", flat=True))
        return _mark(keys, at)


def mark_all_read(*, user_id: int, at: datetime, until: datetime | None = None) -> int:
    """Mark all that arrived until then, so that what came while the list was being looked at stays new."""
    with transaction.atomic():
        rows = Message.objects.filter(
            user_id=user_id, in_inbox=True, read_at__isnull=True, at__lte=until or at
        )
        return _mark(list(rows.values_list("pk", flat=True)), at)


def _mark(keys: list[int], at: datetime) -> int:
    done = Message.objects.filter(pk__in=keys, read_at__isnull=True).update(read_at=at)
    Delivery.objects.filter(message_id__in=keys, channel="in_app", state=States.SENT).update(
        state=States.READ
    )
    return done
