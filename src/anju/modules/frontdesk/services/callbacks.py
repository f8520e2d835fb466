"""Calls promised back, the telephones of a community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from anju.foundation import audit, privacy
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import CallBack, LineSort, PhoneLine
from anju.modules.frontdesk.permissions import CALL_TAKE, LINE_SET
from anju.modules.frontdesk.rules import calling
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.frontdesk.services.calls import reaches

# After so many tries without an answer the promise counts as kept as far as one can.
MOST_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BackDraft:
    """A call promised to somebody by `due_at`."""

    number: str
    due_at: datetime
    words: str
    who: str = ""
    community_id: int | None = None
    place_id: int | None = None
    call_id: int | None = None
    case_id: int | None = None


def back_promise(*, actor: Actor, draft: BackDraft, at: datetime) -> int:
    """Promise to call back. Raises Forbidden, Invalid: frontdesk.call.number, frontdesk.back.due, frontdesk.words.empty."""
    if not reaches(actor, CALL_TAKE, draft.community_id):
        raise Forbidden("permission_missing", permission=CALL_TAKE.code)
    number = calling.dialled(draft.number)
    if len(number) < 3:
        raise Invalid("frontdesk.call.number_missing", "number")
    if draft.due_at <= at:
        raise Invalid("frontdesk.back.due", "due_at")
    if not draft.words.strip():
        raise Invalid("frontdesk.words.empty", "words")
    with transaction.atomic():
        back = CallBack.objects.create(
            community_id=draft.community_id,
            call_id=draft.call_id,
            case_id=draft.case_id,
            number=number,
            number_digest=privacy.digest(number),
            who=draft.who.strip()[:60],
            place_id=draft.place_id,
            words=draft.words.strip()[:300],
            promised_at=at,
            promised_by=actor.user_id,
            promised_name=actor.name[:60],
            due_at=draft.due_at,
        )
        audit.record(actor, acts.BACK_PROMISED, back, after={"due_at": draft.due_at.isoformat()}, at=at)
    return int(back.pk)


def back_done(*, actor: Actor, back_id: int, reached: bool, result: str, at: datetime) -> bool:
    """Somebody called back. Not reached is tried again, three times in all. Returns whether it is settled now.

    Raises Forbidden, NotFound, Conflict (frontdesk.back.done), Invalid (frontdesk.words.too_long).
    """
    if len(result) > 300:
        raise Invalid("frontdesk.words.too_long", "result", limit=300)
    with transaction.atomic():
        actor.require(CALL_TAKE)
        back = CallBack.objects.filter(pk=back_id).select_for_update(of=("self",)).first()
        if back is None or not reaches(actor, CALL_TAKE, back.community_id):
            raise NotFound("not_found", noun="frontdesk.callback")
        if back.done_at is not None:
            raise Conflict("frontdesk.back.done", name=back.done_name)
        back.tries += 1
        settled = reached or back.tries >= MOST_TRIES
        back.reached, back.result = reached, result.strip()
        if settled:
            back.done_at, back.done_name = at, actor.name[:60]
        back.save(update_fields=["tries", "reached", "result", "done_at", "done_name"])
        audit.record(actor, acts.BACK_DONE, back, after={"reached": reached, "tries": back.tries}, at=at)
    return settled


def line_save(
    *,
    actor: Actor,
    community_id: int,
    sort: str,
    number: str,
    hours: tuple[time, time],
    note: str = "",
) -> None:
    """Set a telephone of a community and its daily hours; an empty number takes it away.

    Raises Forbidden, NotFound, Invalid (frontdesk.line.sort, frontdesk.call.number).
    """
    actor.require(LINE_SET)
    if not actor.reach(LINE_SET).covers_community(community_id):
        raise NotFound("not_found", noun="estate.place")
    if sort not in LineSort.values:
        raise Invalid("frontdesk.line.sort", "sort")
    plain = calling.dialled(number) or number.strip()[:30]
    with transaction.atomic():
        if not plain:
            PhoneLine.objects.filter(community_id=community_id, sort=sort).delete()
            return
        line, _made = PhoneLine.objects.update_or_create(
            community_id=community_id,
            sort=sort,
            defaults={"number": plain, "opens": hours[0], "closes": hours[1], "note": note.strip()[:120]},
        )
        audit.record(actor, acts.LINE_SAVED, line, after={"number": plain, "sort": sort})
