"""One's own inbox."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from anju.engines.messages.contracts import MessageView
from anju.engines.messages.models import Message
from anju.kernel.errors import NotFound


def inbox(user_id: int, *, unread: bool = False, category: str = "", without: Collection[str] = ()) -> Any:
    """Queryset of a user's messages in the organisation in scope, newest first. without: categories left out."""
    rows = Message.objects.filter(user_id=user_id, in_inbox=True).order_by("-at", "-pk")
    if unread:
        rows = rows.filter(read_at__isnull=True)
    if without:
        rows = rows.exclude(category__in=without)
    return rows.filter(category=category) if category else rows


def unread_count(user_id: int, most: int = 100, without: Collection[str] = ()) -> int:
    """How many are unread, counted no further than `most`."""
    return int(inbox(user_id, unread=True, without=without).order_by()[:most].count())


def message_of(user_id: int, message_id: int) -> MessageView:
    """Raises NotFound for a message of somebody else."""
    row = inbox(user_id).filter(pk=message_id).first()
    if row is None:
        raise NotFound("messages.message.missing")
    return view(row)


def view(row: Message) -> MessageView:
    return MessageView(
        id=row.pk,
        template=row.template,
        category=row.category,
        title=row.title,
        body=row.body,
        link=row.link,
        urgent=row.urgent,
        at=row.at,
        read_at=row.read_at,
        community_id=row.community_id,
    )
