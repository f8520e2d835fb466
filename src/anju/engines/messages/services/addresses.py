"""Addresses that people give us themselves: used once they have shown that they read what comes there."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from anju.engines.messages.contracts import Channel, Recipient, RecipientKind
from anju.engines.messages.models import Address
from anju.engines.messages.permissions import DELIVERY_RETRY
from anju.engines.messages.queries import people, settings
from anju.engines.messages.rules import masking, timing
from anju.engines.messages.services import actions, notifying
from anju.foundation import audit, locks, privacy, scope
from anju.foundation.accounts.phones import is_mobile
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
MOST_ADDRESSES = 5
# A stranger's mailbox must not be filled by somebody who types its address here.
CODE_LIMITS = (timing.Limit(1, 60), timing.Limit(5, 3600))
VERIFY = "messages.verify"


def address_add(*, kind: RecipientKind, number: int, channel: Channel, value: str, at: datetime) -> int:
    """Note an address and send a code of six digits to it. The same one again gets a new code.

    Raises Invalid: messages.address.email, .phone, .channel, .too_many; Conflict: messages.address.too_often.
    """
    value = value.strip()
    _check(channel, value)
    found = people.way(channel, value)
    with transaction.atomic():
        locks.advisory("message-address", scope.current().home, found.mark)
        rows = Address.objects.filter(recipient_kind=kind, recipient_id=number)
        row = rows.filter(mark=found.mark, channel=channel).first()
        if row is None:
            if rows.count() >= MOST_ADDRESSES:
                raise Invalid("messages.address.too_many", field="value", most=MOST_ADDRESSES)
            row = Address(recipient_kind=kind, recipient_id=number, channel=channel, mark=found.mark)
            row.value, row.shown = found.address, found.shown
        _may_send(row, at)
        code = f"{secrets.randbelow(10**6):06d}"
        row.code_mark, row.code_until, row.tries = privacy.digest(f"{found.mark}:{code}"), at + CODE_LASTS, 0
        row.code_times = [*row.code_times[-9:], at]
        row.save()
        _send_code(row, code, at)
    return row.pk


def address_confirm(*, kind: RecipientKind, number: int, address_id: int, code: str, at: datetime) -> bool:
    """Take the code. A right one makes the address usable, also one that had bounced.

    Returns False for a wrong code, one too old or tried too often: an answer and no error, since an error would take
    the count of tries back. Raises NotFound.
    """
    row = _own(kind, number, address_id)
    with transaction.atomic():
        row = Address.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.code_until is None or at >= row.code_until or row.tries >= MOST_TRIES:
            return False
        if not secrets.compare_digest(row.code_mark, privacy.digest(f"{row.mark}:{code.strip()}")):
            row.tries += 1
            row.save(update_fields=["tries"])
            return False
        row.verified_at, row.blocked_at, row.blocked_why = at, None, ""
        row.code_mark, row.code_until = "", None
        row.save()
        Address.objects.filter(mark=row.mark, recipient_kind="").delete()
    return True


def address_remove(*, kind: RecipientKind, number: int, address_id: int) -> None:
    """Raises NotFound for an address of somebody else."""
    _own(kind, number, address_id).delete()


def address_unblock(*, actor: Actor, mark: str, at: datetime) -> None:
    """Use an address again that had bounced, since the mailbox works now. Raises Forbidden, NotFound."""
    actor.require(DELIVERY_RETRY)
    with transaction.atomic():
        rows = Address.objects.filter(mark=mark, blocked_at__isnull=False).select_for_update(of=("self",))
        found = list(rows)
        if not mark or not found:
            raise NotFound("messages.address.missing")
        for row in found:
            audit.record(actor, actions.UNBLOCKED, row, before={"why": row.blocked_why}, at=at)
        Address.objects.filter(pk__in=[one.pk for one in found], recipient_kind="").delete()
        Address.objects.filter(pk__in=[one.pk for one in found]).update(blocked_at=None, blocked_why="")


def _check(channel: Channel, value: str) -> None:
    if channel == Channel.EMAIL:
        if not masking.is_email(value):
            raise Invalid("messages.address.email", field="value")
    elif channel == Channel.SMS:
        if not is_mobile(value):
            raise Invalid("messages.address.phone", field="value")
    else:
        raise Invalid("messages.address.channel", field="channel")
    if not settings.is_set_up(channel):
        raise Invalid("messages.address.channel", field="channel")


def _may_send(row: Address, at: datetime) -> None:
    """Counted over everybody who named this address."""
    others = Address.objects.filter(mark=row.mark).exclude(pk=row.pk).values_list("code_times", flat=True)
    times = [*row.code_times, *(one for listed in others for one in listed)]
    free = timing.free_at(times, CODE_LIMITS, at)
    if free > at:
        raise Conflict(
            "messages.address.too_often", field="value", seconds=int((free - at).total_seconds()) + 1
        )


def _send_code(row: Address, code: str, at: datetime) -> None:
    """The code goes to this address only; one that had bounced is tried again, and counts for nothing until it answers."""
    Address.objects.filter(mark=row.mark, recipient_kind="").delete()
    blocked = Address.objects.filter(mark=row.mark, blocked_at__isnull=False)
    blocked.update(blocked_at=None, blocked_why="", verified_at=None)
    kind = RecipientKind(row.recipient_kind)
    notifying.notify(
        template=VERIFY,
        to=Recipient(kind, row.recipient_id, {Channel(row.channel): row.value}),
        params={"code": code, "minutes": str(int(CODE_LASTS.total_seconds() // 60))},
        cause_key=f"verify:{row.pk}:{at.timestamp():.0f}",
        at=at,
        only=Channel(row.channel),
    )


def _own(kind: RecipientKind, number: int, address_id: int) -> Address:
    row = Address.objects.filter(recipient_kind=kind, recipient_id=number, pk=address_id).first()
    if row is None:
        raise NotFound("messages.address.missing")
    return row
