"""Keep the list of whom the community calls, and say that it was checked. Source: catalogue A INC-03."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.community.models import ContactKind, SafetyContact
from anju.modules.community.permissions import SAFETY_READ, SAFETY_WRITE
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping

BOOK = keeping.Book(
    SafetyContact, SAFETY_WRITE, SAFETY_READ, actions.CONTACT_SAVED,
    ("kind", "body", "name", "duty", "hours", "valid_from", "valid_until", "checked_on"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """valid_until: the first day it holds no more. checked_on: when it was last found right."""

    kind: str
    body: str
    phone: str
    checked_on: date
    name: str = ""
    duty: str = ""
    second_phone: str = ""
    hours: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def contact_save(
    *, actor: Actor, community_id: int, draft: ContactDraft, on: date, at: datetime, contact_id: int | None = None
) -> int:  # fmt: skip
    """Raises Forbidden, NotFound, Invalid (community.contact.phone, .kind, .checked, community.safety.words, .span)."""
    values = asdict(draft)
    if draft.kind not in ContactKind.values:
        raise Invalid("community.safety.choice", "kind")
    if draft.checked_on > on:
        raise Invalid("community.contact.checked", "checked_on")
    if draft.valid_from and draft.valid_until:
        rules.check_span(draft.valid_from, draft.valid_until, "valid_until")
    values["body"] = rules.words(draft.body, "body", longest=60)
    for name, longest in (("name", 40), ("duty", 40), ("hours", 60)):
        values[name] = rules.words(values[name], name, longest=longest, needed=False)
    values["phone"] = rules.phone(draft.phone)
    values["second_phone"] = rules.phone(draft.second_phone, "second_phone", needed=False)
    values["checked_by"] = actor.name[:60]
    row = keeping.save(BOOK, actor=actor, community_id=community_id, values=values, at=at, pk=contact_id)
    return int(row.pk)


def contact_check(*, actor: Actor, contact_id: int, on: date, at: datetime) -> None:
    """Say that a contact was called today and is right. Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = keeping.held(BOOK, actor, contact_id)
        before, row.checked_on, row.checked_by = row.checked_on, on, actor.name[:60]
        row.save(update_fields=["checked_on", "checked_by"])
        audit.record(
            actor,
            actions.CONTACT_CHECKED,
            row,
            before={"on": str(before)},
            after={"on": on.isoformat()},
            at=at,
        )


def contact_end(*, actor: Actor, contact_id: int, on: date, at: datetime) -> None:
    """Take a contact off the list from today; its line stays in the book. Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = keeping.held(BOOK, actor, contact_id)
        row.valid_until = on
        if row.valid_from and row.valid_from >= on:
            row.valid_from = None
        row.save(update_fields=["valid_until", "valid_from"])
        audit.record(actor, actions.CONTACT_SAVED, row, after={"valid_until": on.isoformat()}, at=at)
