"""Standard phrases: the organisation's, kept by who may, and everybody's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound
from anju.modules.frontdesk.models import Phrase
from anju.modules.frontdesk.permissions import PHRASE_SET, PHRASE_USE
from anju.modules.frontdesk.rules import phrases as rules
from anju.modules.frontdesk.services import desk_acts as acts


@dataclass(frozen=True, slots=True)
class PhraseDraft:
    """own: for the writer alone; else for everybody, which needs the right to keep them."""

    code: str
    text: str
    own: bool = True


def phrase_save(*, actor: Actor, draft: PhraseDraft, at: datetime, phrase_id: int | None = None) -> int:
    """Write a phrase down, or change it; whose it is stays. Returns its id.

    Raises Forbidden, NotFound (another's own), Invalid (code, text, an unknown placeholder), Conflict
    (frontdesk.phrase.taken).
    """
    code, text = rules.code_of(draft.code), rules.check_text(draft.text)
    with transaction.atomic():
        if phrase_id is None:
            actor.require(PHRASE_USE if draft.own else PHRASE_SET)
            row, before = Phrase(owner=actor.user_id if draft.own else None), {}
        else:
            row = _held(actor, phrase_id)
            before = {"code": row.code, "text": row.text}
        locks.advisory("frontdesk.phrase", actor.org_id)
        same = Phrase.objects.filter(owner=row.owner, code=code, retired_at__isnull=True).exclude(pk=row.pk)
        if same.exists():
            raise Conflict("frontdesk.phrase.taken", "code", short=code)
        row.code, row.text, row.saved_at, row.saved_name = code, text, at, actor.name[:60]
        row.save()
        audit.record(actor, acts.PHRASE_SAVED, row, before=before, after={"code": code, "text": text}, at=at)
    return int(row.pk)


def phrase_retire(*, actor: Actor, phrase_id: int, at: datetime) -> None:
    """Use a phrase no more; it can be restored. Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = _held(actor, phrase_id)
        if row.retired_at is None:
            row.retired_at = at
            row.save(update_fields=["retired_at"])
            audit.record(actor, acts.PHRASE_RETIRED, row, at=at)


def phrase_restore(*, actor: Actor, phrase_id: int, at: datetime) -> None:
    """Use it again. Raises Forbidden, NotFound, Conflict (frontdesk.phrase.taken: its letters mean another now)."""
    with transaction.atomic():
        row = _held(actor, phrase_id)
        if row.retired_at is None:
            return
        locks.advisory("frontdesk.phrase", actor.org_id)
        if Phrase.objects.filter(owner=row.owner, code=row.code, retired_at__isnull=True).exists():
            raise Conflict("frontdesk.phrase.taken", "code", short=row.code)
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        audit.record(actor, acts.PHRASE_RESTORED, row, at=at)


def _held(actor: Actor, phrase_id: int) -> Phrase:
    actor.require(PHRASE_USE)
    row = locks.row(Phrase, phrase_id)
    if row.owner is None:
        actor.require(PHRASE_SET)
    elif row.owner != actor.user_id:
        raise NotFound("not_found", noun="frontdesk.phrase")
    return row
