"""What somebody wants to read together goes out together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from anju.engines.messages.contracts import Channel, RecipientKind
from anju.engines.messages.models import Delivery, Digest, Message, States
from anju.engines.messages.queries import catalogue, people
from anju.engines.messages.rules import choice
from anju.engines.messages.services import consequences, notifying

TEMPLATE = "messages.digest"
BATCH = 200


def close_due(*, at: datetime) -> int:
    """Send the digests whose time has come. Returns how many there were; each is closed in its own transaction."""
    due = Digest.objects.filter(closed_at__isnull=True, due_at__lte=at).order_by("due_at", "pk")
    with transaction.atomic():
        keys = list(due.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        with transaction.atomic():
            rows = Digest.objects.select_for_update(skip_locked=True, of=("self",))
            found = rows.filter(pk=key, closed_at__isnull=True).first()
            if found is not None:
                _close(found, at)
    return len(keys)


def _close(digest: Digest, at: datetime) -> None:
    """One message for all that was gathered and not read meanwhile; a single one goes out as itself."""
    rows = list(
        digest.deliveries.filter(state=States.GATHERED)
        .select_related("message")
        .select_for_update(of=("self",))
        .order_by("message__at", "pk")
    )
    read = [one.pk for one in rows if one.message.read_at is not None]
    ended = [one.pk for one in rows if one.pk not in read and not consenting(one.message)]
    fresh = [one for one in rows if one.pk not in {*read, *ended}]
    digest.closed_at = at
    if len(fresh) == 1:
        _release(fresh, at)
    elif fresh:
        digest.message = _message(digest, fresh, at)
        gone = Delivery.objects.filter(pk__in=[one.pk for one in fresh])
        gone.update(state=States.SENT, sent_at=at, error="in a digest")
    Delivery.objects.filter(pk__in=read).update(state=States.DROPPED, error=consequences.READ_ALREADY)
    Delivery.objects.filter(pk__in=ended).update(state=States.DROPPED, error=consequences.NOT_AGREED)
    digest.save(update_fields=["closed_at", "message"])


def consenting(message: Message) -> bool:
    """Advertising stops with the consent, also what was written before it was withdrawn; a digest was sorted out
    when it was closed.
    """
    category = catalogue.known_category(message.category)
    if category is None or not category.marketing or message.template == TEMPLATE:
        return True
    kind = RecipientKind(message.recipient_kind)
    return category.code in people.preference(kind, message.recipient_id).consents


def _category(rows: Sequence[Delivery]) -> str:
    """Advertising among the rest brings the way to end it along (Advertising Law art. 43)."""
    for one in rows:
        known = catalogue.known_category(one.message.category)
        if known is not None and known.marketing:
            return known.code
    return "system"


def _release(rows: Sequence[Delivery], at: datetime) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=States.QUEUED, first_at=at, not_before=at
    )
    notifying.wake(one.channel for one in rows)


def _message(digest: Digest, rows: Sequence[Delivery], at: datetime) -> Message:
    first = rows[0].message
    with override(first.language):
        lines = [(catalogue.category_name(one.message.category), one.message.title) for one in rows]
        body = "\n\n".join(
            "\n".join([f"【{group}】", *(f"· {title}" for title in titles)])
            for group, titles in choice.grouped(lines).items()
        )
        title = _("您有 %(count)d 条新消息") % {"count": len(rows)}
    made = Message.objects.create(
        recipient_kind=digest.recipient_kind,
        recipient_id=digest.recipient_id,
        recipient_name=first.recipient_name,
        user_id=first.user_id,
        cause_key=f"digest:{digest.pk}",
        template=TEMPLATE,
        category=_category(rows),
        language=first.language,
        title=title,
        params=json.dumps({"title": title, "lines": body}, ensure_ascii=False),
        link="/messages/",
        community_id=None,
        at=at,
    )
    ways = {one.address_mark: one for one in rows}.values()
    again = [
        notifying.delivery(
            made, people.Way(Channel(one.channel), one.address, one.address_mark, one.shown), at, at
        )
        for one in ways
    ]
    Delivery.objects.bulk_create(again)
    notifying.wake(one.channel for one in again)
    return made
