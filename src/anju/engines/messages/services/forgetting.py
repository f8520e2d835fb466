"""Personal data in messages: handed to its owner, and gone when its time is over (PIPL arts. 19, 45, 47)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from anju.engines.messages.contracts import RecipientKind
from anju.engines.messages.models import Address, Delivery, Message, Preference, PushSubscription, States
from anju.engines.messages.queries import catalogue, people, settings
from anju.foundation import registry

BATCH = 5_000
_WAITING = (States.QUEUED, States.GATHERED)
# A code is worth nothing after minutes; its words are not kept for years.
CODES_KEPT = timedelta(days=2)


def forget_old(*, at: datetime) -> int:
    """Clear the words and addresses of messages past their time; that they were sent stays. Returns how many."""
    kept = timedelta(days=registry.value(settings.KEEP_DAYS))
    with transaction.atomic():
        old = Message.objects.filter(at__lt=at - kept).exclude(params="", body="")
        keys = list(old.order_by("at").values_list("pk", flat=True)[:BATCH])
        hidden = [one.code for one in catalogue.templates() if not one.inbox]
        codes = Message.objects.filter(at__lt=at - CODES_KEPT, template__in=hidden).exclude(params="")
        keys += list(codes.order_by("at").values_list("pk", flat=True)[:BATCH])
        _clear(keys)
    return len(keys)


def recipient_forget(*, kind: RecipientKind, number: int) -> int:
    """Take a person out: addresses, browsers, choices, and the words of all messages to him. What is left says that at
    this hour something of this kind was sent to number so-and-so. Returns how many records had something to forget.
    """
    with transaction.atomic():
        rows = Message.objects.filter(recipient_kind=kind, recipient_id=number)
        keys = list(rows.values_list("pk", flat=True))
        waiting = Delivery.objects.filter(message_id__in=keys, state__in=_WAITING)
        waiting.update(state=States.DROPPED, digest=None, error="forgotten")
        _clear(keys)
        count = rows.exclude(recipient_name="", title="").update(recipient_name="", title="")
        count += Address.objects.filter(recipient_kind=kind, recipient_id=number).delete()[0]
        count += Preference.objects.filter(recipient_kind=kind, recipient_id=number).delete()[0]
        if kind == RecipientKind.USER:
            count += PushSubscription.objects.filter(user_id=number).delete()[0]
    return int(count)


def recipient_export(*, kind: RecipientKind, number: int) -> dict[str, Any]:
    """All that is kept of a person here, as plain values for his copy."""
    messages = Message.objects.filter(recipient_kind=kind, recipient_id=number).order_by("at", "pk")
    choices = people.preference(kind, number)
    return {
        "messages": [
            {
                "at": one.at.isoformat(),
                "title": one.title,
                "body": one.body,
                "read_at": one.read_at.isoformat() if one.read_at else None,
                "channels": [
                    {
                        "channel": way.channel,
                        "address": way.address if way.channel != "web_push" else way.shown,
                        "state": way.state,
                    }
                    for way in one.deliveries.all()
                ],
            }
            for one in messages.prefetch_related("deliveries")
        ],
        "addresses": [
            {
                "channel": one.channel,
                "value": one.value,
                "verified_at": one.verified_at and one.verified_at.isoformat(),
            }
            for one in people.addresses(kind, number)
        ],
        "preference": {
            "quiet": [one.isoformat() for one in choices.quiet] if choices.quiet else None,
            "digest": choices.digest,
            "language": choices.language,
            "channels": {code: list(ways) for code, ways in choices.channels.items()},
            "consents": sorted(choices.consents),
        },
        "devices": [one.device for one in people.devices(number)] if kind == RecipientKind.USER else [],
    }


def _clear(keys: list[int]) -> None:
    Message.objects.filter(pk__in=keys).update(body="", params="")
    # The mark of an address leads back to it for whoever has the key; another mark keeps the rows apart.
    gone = Cast("key", CharField(max_length=64))
    Delivery.objects.filter(message_id__in=keys).update(address="", shown="", address_mark=gone)
