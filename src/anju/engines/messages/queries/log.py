"""What was sent, to whom, on which way, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from anju.engines.messages.contracts import Channel, DeliveryState, DeliveryView
from anju.engines.messages.models import Address, Delivery, Message, States
from anju.engines.messages.permissions import DELIVERY_READ
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound

DAY = timedelta(days=1)
# How the keys of causes begin that an actor may not hear of.
Beginnings = Callable[[Actor], Collection[str]]
_hidden: list[Beginnings] = []


def hide_causes(beginnings: Beginnings) -> None:
    """Leave messages out of the log whose cause somebody may not hear of."""
    _hidden.append(beginnings)


def deliveries(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of the deliveries in the actor's reach, without the inbox's own, which never fail, and without messages
    of causes he may not hear of.
    """
    rows = Delivery.objects.filter(actor.reach(DELIVERY_READ).q()).exclude(channel=Channel.IN_APP)
    for beginnings in _hidden:
        for beginning in beginnings(actor):
            rows = rows.exclude(message__cause_key__startswith=beginning)
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    return rows.select_related("message")


def delivery(actor: Actor, delivery_id: int) -> Any:
    """Raises NotFound, also out of reach."""
    row = deliveries(actor).filter(pk=delivery_id).first()
    if row is None:
        raise NotFound("messages.delivery.missing")
    return row


def other_ways(row: Delivery) -> Any:
    """All deliveries of the same message, this one among them."""
    return Delivery.objects.filter(message_id=row.message_id).order_by("created_at", "pk")


def block_of(row: Delivery) -> Address | None:
    """Why the delivery's address is not used any more, None while it is."""
    if not row.address_mark:
        return None
    return Address.objects.filter(mark=row.address_mark, blocked_at__isnull=False).first()


def deliveries_of(cause_key: str, template: str = "") -> list[DeliveryView]:
    """Every way of every message of a cause: the proof of who was told, when and how."""
    rows = Delivery.objects.filter(message__cause_key=cause_key).order_by("created_at", "pk")
    if template:
        rows = rows.filter(message__template=template)
    return [_view(one) for one in rows]


def unreached(cause_key: str) -> int:
    """How many recipients of a cause no way was left for: nobody knows how, or all ways ended badly."""
    return Message.objects.filter(cause_key=cause_key, failed_at__isnull=False).count()


def was_told(cause_key: str) -> bool:
    """Whether somebody read a message of this cause, or a channel took it."""
    return any(one.state in (DeliveryState.SENT, DeliveryState.READ) for one in deliveries_of(cause_key))


def troubles(actor: Actor, at: datetime, community_id: int | None = None) -> int:
    """How many messages of the last day reached nobody."""
    rows = Message.objects.filter(actor.reach(DELIVERY_READ).q(), failed_at__gt=at - DAY)
    return rows.filter(community_id=community_id).count() if community_id else rows.count()


def channel_counts(at: datetime) -> dict[str, dict[str, int]]:
    """channel → sent, failed and waiting deliveries of the last day."""
    rows = (
        Delivery.objects.filter(created_at__gt=at - DAY)
        .order_by()
        .values("channel")
        .annotate(
            sent=Count("pk", filter=Q(state__in=(States.SENT, States.READ))),
            failed=Count("pk", filter=Q(state__in=(States.FAILED, States.BOUNCED, States.UNSURE))),
            waiting=Count("pk", filter=Q(state__in=(States.QUEUED, States.GATHERED, States.SENDING))),
        )
    )
    return {one.pop("channel"): one for one in rows}


def last_error(channel: str, at: datetime) -> str:
    rows = Delivery.objects.filter(channel=channel, created_at__gt=at - DAY).exclude(error="")
    bad = rows.filter(state__in=(States.FAILED, States.BOUNCED, States.UNSURE, States.QUEUED))
    return bad.order_by("-created_at").values_list("error", flat=True).first() or ""


def due_channels(at: datetime) -> list[str]:
    """Channels with something to send."""
    rows = Delivery.objects.filter(state=States.QUEUED, not_before__lte=at).order_by()
    return sorted(rows.values_list("channel", flat=True).distinct())


def _view(row: Delivery) -> DeliveryView:
    return DeliveryView(
        id=row.pk,
        channel=row.channel,
        state=DeliveryState(row.state),
        address=row.shown,
        attempts=row.attempts,
        not_before=row.not_before,
        sent_at=row.sent_at,
        error=row.error,
    )
