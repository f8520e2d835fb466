"""Notices of the board: written, published for some days, printed, taken down."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.engines.messages.contracts import NoticeView, Text
from anju.engines.messages.models import BoardNotice, Message, NoticeRead, NoticeState, Paper, Told
from anju.engines.messages.permissions import NOTICE_PUBLISH, NOTICE_READ, NOTICE_WRITE
from anju.engines.messages.queries import boards, catalogue
from anju.engines.messages.rules import boards as rules
from anju.engines.messages.services import actions, inbox
from anju.foundation import audit, rendering, scope, sequences
from anju.foundation.accounts import home
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound

TEMPLATE = Path(__file__).parents[1] / "reports" / "board.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDraft:
    """signed: who speaks, at the foot. paper: a3 or a4. English may be left out as a whole."""

    title: str
    body: str
    title_en: str = ""
    body_en: str = ""
    signed: str = ""
    paper: str = Paper.A4

    def values(self) -> dict[str, str]:
        return {name: text.strip() for name, text in asdict(self).items()}


def notice_create(*, actor: Actor, community_id: int, draft: NoticeDraft, at: datetime) -> int:
    """Write a notice that nobody sees yet. Raises Forbidden, NotFound (community), Invalid (rules.boards)."""
    actor.require(NOTICE_WRITE)
    if not actor.reach(NOTICE_WRITE).covers_community(community_id):
        raise NotFound("messages.notice.community")
    values = _checked(draft)
    with transaction.atomic():
        row = BoardNotice.objects.create(
            community_id=community_id, number=_number(at), written_by=actor.name[:60], written_at=at, **values
        )
        audit.record(actor, actions.NOTICE_WRITTEN, row, after={"title": row.title}, at=at)
    return row.pk


def draft_from(*, message: Message, chinese: Text, english: Text, at: datetime) -> None:
    """A draft with the words of a message to a group; somebody still has to read it and publish it."""
    most = rules.LONGEST_BODY
    BoardNotice.objects.create(
        community_id=message.community_id,
        number=_number(at),
        written_by=_("系统"),
        written_at=at,
        title=chinese.title[: rules.LONGEST_TITLE],
        body=(chinese.body or chinese.title)[:most],
        title_en=english.title[: rules.LONGEST_TITLE],
        body_en=(english.body or english.title)[:most],
        signed=str(home.organisation())[:80],
        message=message,
    )


def notice_change(*, actor: Actor, notice_id: int, draft: NoticeDraft, at: datetime) -> None:
    """Change a draft. What hangs is taken down and written anew: people have read it.

    Raises Forbidden, NotFound, Conflict (messages.notice.published), Invalid.
    """
    values = _checked(draft)
    with transaction.atomic():
        row = _mine(actor, NOTICE_WRITE, notice_id)
        _only(row, NoticeState.DRAFT)
        before = {name: getattr(row, name) for name in values}
        for name, text in values.items():
            setattr(row, name, text)
        row.save(update_fields=list(values))
        audit.record(actor, actions.NOTICE_CHANGED, row, before=before, after=values, at=at)


def notice_publish(
    *,
    actor: Actor,
    notice_id: int,
    publish_on: date,
    withdraw_on: date | None,
    at: datetime,
    tell: Collection[str] = (),
) -> None:
    """Let a notice hang from `publish_on` until before `withdraw_on`; None until somebody takes it down.

    tell: codes of Told, who are told on the first day by `notices_tell`. Raises Forbidden, NotFound, Conflict
    (messages.notice.published), Invalid (messages.notice.days, messages.notice.tell).
    """
    rules.check_days(publish_on, withdraw_on)
    if not set(tell) <= set(Told.values):
        raise Invalid("messages.notice.tell", field="tell")
    with transaction.atomic():
        row = _mine(actor, NOTICE_PUBLISH, notice_id)
        _only(row, NoticeState.DRAFT)
        row.state, row.published_at = NoticeState.PUBLISHED, at
        row.publish_on, row.withdraw_on = publish_on, withdraw_on
        row.tell = [one for one in Told.values if one in tell]
        row.save(update_fields=["state", "published_at", "publish_on", "withdraw_on", "tell"])
        said = {
            "publish_on": publish_on.isoformat(),
            "withdraw_on": str(withdraw_on or ""),
            "tell": list(row.tell),
        }
        audit.record(actor, actions.NOTICE_PUBLISHED, row, after=said, at=at)


def notice_withdraw(*, actor: Actor, notice_id: int, reason: str, on: date, at: datetime) -> None:
    """Take a published notice down today. Raises Forbidden, NotFound, Conflict (not published), Invalid (no reason)."""
    reason = reason.strip()
    if not reason or len(reason) > 200:
        raise Invalid("messages.notice.reason", field="reason")
    with transaction.atomic():
        row = _mine(actor, NOTICE_PUBLISH, notice_id)
        _only(row, NoticeState.PUBLISHED)
        row.state, row.withdrawn_at, row.withdrawn_why = NoticeState.WITHDRAWN, at, reason
        row.withdraw_on = min(row.withdraw_on or on, on)
        row.save(update_fields=["state", "withdrawn_at", "withdrawn_why", "withdraw_on"])
        audit.record(actor, actions.NOTICE_WITHDRAWN, row, reason=reason, at=at)


def notice_remove(*, actor: Actor, notice_id: int, at: datetime) -> None:
    """Throw a draft away. Raises Forbidden, NotFound, Conflict (messages.notice.published)."""
    with transaction.atomic():
        row = _mine(actor, NOTICE_WRITE, notice_id)
        _only(row, NoticeState.DRAFT)
        audit.record(actor, actions.NOTICE_REMOVED, row, before={"title": row.title}, at=at)
        row.delete()


def notice_mark_read(*, user_id: int, notice_ids: Collection[int], on: date, at: datetime) -> None:
    """Note that a user has read notices that hang today; the first time counts, others are passed over."""
    rows = BoardNotice.objects.filter(boards.hanging(on), pk__in=list(notice_ids)).values_list(
        "pk", flat=True
    )
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice_id=one, user_id=user_id, at=at) for one in rows], ignore_conflicts=True
    )
    told = Message.objects.filter(user_id=user_id, cause_key__in=[cause_of(one) for one in notice_ids])
    inbox.mark_read(user_id=user_id, message_ids=list(told.values_list("pk", flat=True)), at=at)


def notice_sheet(*, actor: Actor, notice_id: int, base_url: str, at: datetime) -> bytes:
    """The printed sheet as PDF, with a code that leads to the notice. Raises Forbidden, NotFound, FontMissing."""
    with transaction.atomic():
        row = _mine(actor, NOTICE_READ, notice_id)
        made = rendering.pdf(TEMPLATE, sheet_data(row, base_url))
        row.printed += 1
        row.save(update_fields=["printed"])
        audit.record(actor, actions.NOTICE_PRINTED, row, after={"paper": row.paper}, at=at)
    return made


def notice_preview(*, actor: Actor, notice_id: int, base_url: str) -> bytes:
    """The sheet as PNG, as it would be printed. Raises Forbidden, NotFound, FontMissing."""
    actor.require(NOTICE_READ)
    row = boards.notice(actor, notice_id)
    return rendering.pictures(TEMPLATE, sheet_data(row, base_url), ppi=72.0)[0]


def cause_of(notice_id: int) -> str:
    """What the messages about a notice are caused by."""
    return f"notice:{notice_id}"


def public_path(row: BoardNotice) -> str:
    return reverse("messages:notice_public", args=[row.org_id, row.token])


def sheet_data(row: BoardNotice, base_url: str) -> dict[str, Any]:
    out = io.BytesIO()
    segno.make(f"{base_url.rstrip('/')}{public_path(row)}", error="m", micro=False).save(
        out, kind="svg", scale=4, border=1, xmldecl=False
    )
    day = row.publish_on or row.written_at.astimezone(home.zone()).date()
    return {
        "paper": row.paper,
        "number": row.number,
        "title": row.title,
        "paragraphs": [one for one in row.body.splitlines() if one.strip()],
        "title_en": row.title_en,
        "paragraphs_en": [one for one in row.body_en.splitlines() if one.strip()],
        "signed": row.signed or str(home.organisation()),
        "community": catalogue.community_names().get(row.community_id, ""),
        "day": f"{day.year}年{day.month}月{day.day}日",
        "day_en": day.isoformat(),
        "until": row.withdraw_on.isoformat() if row.withdraw_on else "",
        "qr": out.getvalue().decode(),
    }


def _checked(draft: NoticeDraft) -> dict[str, str]:
    values = draft.values()
    rules.check(**{name: values[name] for name in ("title", "body", "title_en", "body_en")})
    if values["paper"] not in Paper.values:
        raise Invalid("messages.notice.paper", field="paper")
    if len(values["signed"]) > 80:
        raise Invalid("messages.notice.too_long", field="signed", most=80)
    return values


def _number(at: datetime) -> str:
    year = at.astimezone(home.zone()).year
    return f"GG{year}{sequences.take(f'messages.notice.{year}'):04d}"


def _mine(actor: Actor, permission: Permission, notice_id: int) -> BoardNotice:
    actor.require(permission)
    reach = actor.reach(permission)
    row = BoardNotice.objects.filter(reach.q(), pk=notice_id).select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("messages.notice.missing")
    return row


def _only(row: BoardNotice, state: NoticeState) -> None:
    if row.state != state:
        raise Conflict("messages.notice.state", title=row.title)


@dataclass(frozen=True, slots=True)
class PublicSheet:
    notice: NoticeView
    organisation: str
    community: str


def public_sheet(*, org_id: int, token: str, on: date) -> PublicSheet:
    """What everybody may read who holds the printed code. Raises NotFound before it hangs and after."""
    if not Organisation.objects.filter(pk=org_id).exists():
        raise NotFound("messages.notice.gone")
    with scope.enter(org_id), transaction.atomic():
        found = boards.public_notice(token, on)
        names = catalogue.community_names()
        return PublicSheet(found, str(home.organisation()), names.get(found.community_id, ""))
