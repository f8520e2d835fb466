"""Notices on the boards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from anju.engines.messages.contracts import ROBOTS, Channel, NoticeView
from anju.engines.messages.models import (
    BoardNotice,
    Channels,
    Delivery,
    Message,
    NoticeRead,
    NoticeState,
    States,
    Told,
)
from anju.engines.messages.permissions import NOTICE_READ
from anju.engines.messages.queries import catalogue, settings
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound

USUAL = Told.RESIDENTS


def notices(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of the notices in the actor's reach, each with its `community_name`."""
    rows = BoardNotice.objects.filter(actor.reach(NOTICE_READ).q())
    names = [When(community_id=pk, then=Value(name)) for pk, name in catalogue.community_names().items()]
    named = Case(*names, default=Value(""), output_field=CharField()) if names else Value("")
    rows = rows.annotate(community_name=named)
    return rows if community_id is None else rows.filter(community_id=community_id)


def notice(actor: Actor, notice_id: int) -> BoardNotice:
    """Raises NotFound, also out of reach."""
    row = notices(actor).filter(pk=notice_id).first()
    if row is None:
        raise NotFound("messages.notice.missing")
    return row


def hanging(on: date) -> Q:
    """Published notices that hang on a day (rules.boards.hangs)."""
    up = Q(state=NoticeState.PUBLISHED, publish_on__lte=on)
    return up & (Q(withdraw_on__isnull=True) | Q(withdraw_on__gt=on))


def board(community_ids: Collection[int], on: date) -> list[NoticeView]:
    """What hangs on the boards of these communities on a day, newest first; for the pages of residents."""
    rows = BoardNotice.objects.filter(hanging(on), community_id__in=community_ids)
    return [view(one) for one in rows.order_by("-publish_on", "-pk")]


def notices_read(user_id: int, notice_ids: Collection[int]) -> set[int]:
    """Which of these notices the user has read."""
    rows = NoticeRead.objects.filter(user_id=user_id, notice_id__in=list(notice_ids))
    return set(rows.values_list("notice_id", flat=True))


def readers(notice_id: int) -> int:
    """How many people who log in have read a notice."""
    return int(NoticeRead.objects.filter(notice_id=notice_id).count())


def told(notice_id: int) -> Any:
    """Queryset of the messages about a notice, each with its `ways` and with `seen_at`, when the notice was read."""
    opened = NoticeRead.objects.filter(notice_id=notice_id, user_id=OuterRef("user_id")).values("at")[:1]
    ways = Prefetch("deliveries", Delivery.objects.order_by("pk"), to_attr="ways")
    rows = Message.objects.filter(cause_key=f"notice:{notice_id}").prefetch_related(ways)
    return rows.annotate(seen_at=Coalesce(Subquery(opened), "read_at"))


def told_counts(notice_id: int) -> dict[str, int]:
    """How many were told, reached by a way outside the inbox, and have read."""
    rows = told(notice_id).prefetch_related(None)
    sent = Exists(
        Delivery.objects.filter(message_id=OuterRef("pk"), state__in=(States.SENT, States.READ)).exclude(
            channel=Channels.IN_APP
        )
    )
    return {
        "told": rows.count(),
        "sent": rows.filter(sent).count(),
        "read": rows.filter(seen_at__isnull=False).count(),
    }


def ways(row: BoardNotice) -> list[tuple[str, Any]]:
    """Who may be told of this notice, as [(code, label)]: what is not set up is not offered."""
    ready = {
        Told.RESIDENTS: True,
        Told.SMS: settings.is_set_up(Channel.SMS),
        Told.ROBOTS: any(settings.is_set_up(one, row.community_id) for one in ROBOTS),
    }
    return [(one.value, one.label) for one in Told if ready[one]]


def told_whom(row: BoardNotice) -> list[str]:
    """Who is told of this notice, in words."""
    return [str(Told(one).label) for one in row.tell]


def public_notice(token: str, on: date) -> NoticeView:
    """The notice behind a printed code, while it hangs. Raises NotFound before, after, and for an unknown token."""
    row = BoardNotice.objects.filter(hanging(on), token=token).first()
    if row is None:
        raise NotFound("messages.notice.gone")
    return view(row)


def view(row: BoardNotice) -> NoticeView:
    return NoticeView(
        id=row.pk,
        community_id=row.community_id,
        number=row.number,
        title=row.title,
        body=row.body,
        title_en=row.title_en,
        body_en=row.body_en,
        publish_on=row.publish_on,
        withdraw_on=row.withdraw_on,
        token=row.token,
    )
