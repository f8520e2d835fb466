"""What follows from an answer, a report or a reading: states, blocks, another way, and the news that none was left."""

from __future__ import annotations

from datetime import datetime

from anju.engines.messages.contracts import Channel, Recipient, RecipientKind
from anju.engines.messages.models import Address, Delivery, Message, PushSubscription, States
from anju.engines.messages.queries import catalogue, people, settings
from anju.engines.messages.rules import choice, outcomes
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services import notifying
from anju.foundation import outbox, registry

_ENDED_BADLY = (States.FAILED, States.BOUNCED, States.UNSURE, States.DROPPED)
# Why a delivery was dropped that nobody misses.
READ_ALREADY, NOT_AGREED = "read in the app", "consent withdrawn"
_HOPE = (States.QUEUED, States.GATHERED, States.SENDING, States.SENT, States.READ)


def settle(row: Delivery, outcome: Outcome, *, at: datetime, draw: float) -> None:
    """Write down what came of an attempt. Needs the row locked, in a transaction."""
    channel, message = Channel(row.channel), row.message
    keyed = channel == Channel.SMS and bool(registry.value(settings.SMS_KEYED))
    decision = outcomes.decide(
        outcome,
        repeat=outcomes.may_repeat(channel, urgent=row.urgent, keyed=keyed),
        urgent=row.urgent,
        attempts=row.attempts,
        at=at,
        first_at=row.first_at,
        expires_at=message.expires_at,
        draw=draw,
    )
    row.state, row.error = States(decision.state.value), outcome.error
    if decision.next_at is not None:
        row.not_before = decision.next_at
    if row.state == States.SENT:
        row.sent_at, row.provider_id = at, outcome.provider_id
        _used(row, at)
    row.save(update_fields=["state", "error", "not_before", "sent_at", "provider_id"])
    if decision.blocks:
        block(row, outcome.error, at)
    after(row, at=at)


def block(row: Delivery, why: str, at: datetime) -> None:
    """Do not use this address again. A browser that has gone is forgotten; it comes back as a new one."""
    if row.channel == Channel.WEB_PUSH:
        PushSubscription.objects.filter(mark=row.address_mark).delete()
        return
    known = Address.objects.filter(mark=row.address_mark, channel=row.channel)
    if not known.update(blocked_at=at, blocked_why=why[:300]):
        Address.objects.create(
            channel=row.channel, mark=row.address_mark, shown=row.shown, blocked_at=at, blocked_why=why[:300]
        )


def after(row: Delivery, *, at: datetime) -> None:
    """When a way ended badly: take another one for what must arrive, else say that nothing arrived."""
    if row.state not in _ENDED_BADLY or row.error in (READ_ALREADY, NOT_AGREED):
        return
    message = row.message
    if row.state != States.DROPPED and _other_way(row, at):
        return
    ways = message.deliveries.filter(state__in=_HOPE)
    if message.urgent:
        # An inbox nobody looks into does not answer a lift's alarm.
        ways = ways.exclude(channel=Channel.IN_APP, state=States.SENT)
    if message.failed_at is None and not ways.exists():
        Message.objects.filter(pk=message.pk).update(failed_at=at)
        outbox.publish(notifying.failed_event(message))


def _other_way(row: Delivery, at: datetime) -> bool:
    """Whether a mandatory or urgent message goes on by a channel that was not tried yet."""
    message = row.message
    template, category = (
        catalogue.known_template(message.template),
        catalogue.known_category(message.category),
    )
    if template is None or category is None or not (template.urgent or category.mandatory):
        return False
    if template.proves:
        return False
    if message.recipient_kind == RecipientKind.GROUP:
        return False
    recipient = Recipient(RecipientKind(message.recipient_kind), message.recipient_id)
    found = people.reachable([recipient], message.community_id)
    tried = set(message.deliveries.values_list("channel", flat=True))
    if message.deliveries.filter(state__in=_HOPE).exclude(channel=Channel.IN_APP).exists():
        return False
    left = [way for one in found for way in one.ways if way.channel not in tried]
    next_one = choice.next_way(template, category, [way.channel for way in left])
    rows = [notifying.delivery(message, way, at, at) for way in left if way.channel == next_one]
    Delivery.objects.bulk_create(rows)
    notifying.wake(one.channel for one in rows)
    return bool(rows)


def _used(row: Delivery, at: datetime) -> None:
    if row.channel == Channel.WEB_PUSH:
        PushSubscription.objects.filter(mark=row.address_mark).update(used_at=at)
