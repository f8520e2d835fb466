"""Second tries by hand, and the record handed out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.engines.messages.models import Delivery, Message, States
from anju.engines.messages.permissions import DELIVERY_EXPORT, DELIVERY_RETRY
from anju.engines.messages.services import actions, notifying
from anju.foundation import audit
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound

AGAIN = (States.FAILED, States.UNSURE, States.BOUNCED)


def deliveries_retry(*, actor: Actor, delivery_ids: list[int], at: datetime) -> int:
    """Send failed, bounced or unsure deliveries once more, now. Others among them are passed over; returns how many.

    Raises Forbidden, NotFound when one lies out of reach, Conflict (messages.retry.none) when none can be repeated.
    """
    actor.require(DELIVERY_RETRY)
    reach = actor.reach(DELIVERY_RETRY)
    with transaction.atomic():
        rows = list(
            Delivery.objects.filter(reach.q(), pk__in=delivery_ids)
            .select_related("message")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        if len(rows) != len(set(delivery_ids)):
            raise NotFound("messages.delivery.missing")
        again = [one for one in rows if one.state in AGAIN and one.message.params]
        if not again:
            raise Conflict("messages.retry.none")
        for row in again:
            audit.record(actor, actions.RETRIED, row, before={"state": row.state, "error": row.error}, at=at)
            row.state, row.attempts, row.first_at, row.not_before = States.QUEUED, 0, at, at
            row.save(update_fields=["state", "attempts", "first_at", "not_before"])
        Message.objects.filter(pk__in={one.message_id for one in again}).update(failed_at=None)
        notifying.wake(one.channel for one in again)
    return len(again)


def note_export(*, actor: Actor, count: int, at: datetime) -> None:
    """Note that the record was handed out. Raises Forbidden."""
    actor.require(DELIVERY_EXPORT)
    with transaction.atomic():
        org = Organisation.objects.get(pk=actor.org_id)
        audit.record(actor, actions.EXPORTED, org, after={"rows": count}, at=at)
