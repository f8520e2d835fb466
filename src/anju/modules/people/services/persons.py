"""Persons: registered, changed, bound to a log-in, and looked at in the clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.foundation.privacy import digest
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.contracts import IdKind, PersonDraft, PersonKind, PhoneDraft
from anju.modules.people.models import Person, PersonPhone, PersonState
from anju.modules.people.permissions import PERSON_EDIT, PERSON_READ, PERSON_REVEAL
from anju.modules.people.queries.files import email_shown
from anju.modules.people.queries.persons import survivor_id, within
from anju.modules.people.rules.identities import born_on, checked_number, masked_number
from anju.modules.people.rules.names import clean_name, sort_name
from anju.modules.people.rules.phones import checked_phone, masked
from anju.modules.people.services.acts import (
    PERSON_BOUND,
    PERSON_CHANGED,
    PERSON_CREATED,
    PERSON_REVEALED,
)
from anju.modules.people.services.person_index import index, tail
from anju.modules.people.services.structure import require_at

MOST_PHONES = 10


def person_create(*, actor: Actor, draft: PersonDraft, at: datetime) -> int:
    """Register a person or a company. Returns the id.

    Two records with one identity number may exist: they are shown at the desk of duplicates, not refused.
    Raises Forbidden, Invalid: people.name_empty, people.id_kind_missing, people.id_kind_unfit, people.id_number.*,
    people.phone.unreadable, people.phone.many, people.email.unreadable, people.birthday_future.
    """
    require_at(actor, PERSON_EDIT, draft.community_id)
    with transaction.atomic():
        values, numbers = checked(actor, draft, at)
        person = Person.objects.create(community_id=draft.community_id, created_at=at, **values)
        _phones_write(person, numbers)
        index([person.pk])
        audit.record(actor, PERSON_CREATED, person, after=logged(values, numbers), at=at)
    return int(person.pk)


def person_change(
    *, actor: Actor, person_id: int, draft: PersonDraft, at: datetime, keep_sealed: bool = False
) -> None:
    """Set everything known of a person; where he is registered stays.

    keep_sealed: an empty id_number, and phones and an address given in their masked form, leave what is stored:
    somebody without the right to see them edits the rest. Raises as `person_create`, and NotFound.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_EDIT)
        draft = unmasked(person, draft) if keep_sealed else draft
        values, numbers = checked(actor, draft, at)
        before = {name: getattr(person, name) for name in values}
        old = _phone_drafts(person)
        if before == values and old == numbers:
            return
        for name, value in values.items():
            setattr(person, name, value)
        person.save(update_fields=list(values))
        if old != numbers:
            _phones_write(person, numbers)
        index([person.pk])
        audit.record(
            actor, PERSON_CHANGED, person, before=logged(before, old), after=logged(values, numbers), at=at
        )


def unmasked(person: Person, draft: PersonDraft) -> PersonDraft:
    """The draft with the stored values where it holds only what a reader without the right was shown.

    Of numbers that look the same when masked the one with the same label is meant, else the first.
    """
    stored = _phone_drafts(person)
    phones = []
    for one in draft.phones:
        same = [each for each in stored if masked(each.number) == one.number.strip()]
        if same:
            meant = min(same, key=lambda each: each.label != one.label.strip())
            stored.remove(meant)
            one = replace(one, number=meant.number)
        phones.append(one)
    email = person.email if draft.email.strip() == email_shown(person) else draft.email
    draft = replace(draft, phones=tuple(phones), email=email)
    shown = masked_number(IdKind(person.id_kind) if person.id_kind else None, person.id_number)
    if draft.id_number.strip() in ("", shown) and person.id_number:
        return replace(draft, id_kind=IdKind(person.id_kind), id_number=person.id_number)
    return draft


def user_bind(*, actor: Actor, person_id: int, user_id: int | None, at: datetime) -> None:
    """Tie a person to a log-in, or loosen it with None.

    Raises Forbidden, NotFound; Conflict: people.user_taken when the log-in is another person's.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_EDIT)
        if person.user_id == user_id:
            return
        before = person.user_id
        try:
            with transaction.atomic():
                Person.objects.filter(pk=person.pk).update(user_id=user_id)
        except IntegrityError as error:
            raise Conflict("people.user_taken", field="user") from error
        audit.record(
            actor, PERSON_BOUND, person, before={"user_id": before}, after={"user_id": user_id}, at=at
        )


def person_phone(*, actor: Actor, person_id: int, at: datetime, phone_id: int | None = None) -> str:
    """A whole telephone number, the main one unless named; the log says who looked (PIPL art. 51).

    Returns "" when there is none. Raises Forbidden, NotFound.
    """
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_REVEAL)
        rows = person.phones.order_by("-main", "pk")
        row = (rows.filter(pk=phone_id) if phone_id else rows).first()
        if row is None:
            if phone_id:
                raise NotFound("people.phone.missing")
            return ""
        audit.record(
            actor, PERSON_REVEALED, person, after={"field": "phone", "shown": masked(row.number)}, at=at
        )
    return str(row.number)


def person_id_number(*, actor: Actor, person_id: int, at: datetime) -> str:
    """The whole identity number; the log says who looked. Returns "" when there is none. Raises Forbidden, NotFound."""
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_REVEAL)
        if not person.id_number:
            return ""
        audit.record(actor, PERSON_REVEALED, person, after={"field": "id_number"}, at=at)
    return str(person.id_number)


def person_email(*, actor: Actor, person_id: int, at: datetime) -> str:
    """The e-mail address; the log says who looked. Raises Forbidden, NotFound."""
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_REVEAL)
        if not person.email:
            return ""
        audit.record(actor, PERSON_REVEALED, person, after={"field": "email"}, at=at)
    return str(person.email)


def locked(actor: Actor, person_id: int, permission: Permission) -> Person:
    """An active person in the actor's reach, locked; of a merged one the person he became.

    Raises NotFound; Forbidden when he may be read but not this.
    """
    wanted = survivor_id(person_id)
    rows = Person.objects.select_for_update(of=("self",)).filter(pk=wanted, state=PersonState.ACTIVE)
    person = rows.filter(within(actor.reach(permission))).first()
    if person is not None:
        return person
    readable = Person.objects.filter(within(actor.reach(PERSON_READ)), pk=wanted, state=PersonState.ACTIVE)
    if not actor.can(permission) or readable.exists():
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("people.person.missing")


def checked(actor: Actor, draft: PersonDraft, at: datetime) -> tuple[dict[str, Any], list[PhoneDraft]]:
    """The columns of a person and his phones in plain form. Raises Invalid as `person_create`."""
    name = clean_name(draft.name)
    if not name:
        raise Invalid("people.name_empty", field="name")
    today = at.astimezone(ZoneInfo(actor.time_zone)).date()
    number = checked_number(draft.id_kind, draft.id_number, draft.kind, today)
    kind = draft.id_kind if number else None
    birthday = born_on(kind, number) or draft.birthday
    if birthday is not None and birthday > today:
        raise Invalid("people.birthday_future", field="birthday")
    values = {
        "kind": draft.kind.value,
        "name": name,
        "pinyin": sort_name(name),
        "id_kind": kind.value if kind else "",
        "id_number": number,
        "id_digest": digest(number) if number else "",
        "birthday": None if draft.kind is PersonKind.COMPANY else birthday,
        "email": _email(draft.email),
        "language": draft.language,
        "note": draft.note.strip(),
    }
    return values, checked_phones(draft.phones)


def checked_phones(phones: Sequence[PhoneDraft]) -> list[PhoneDraft]:
    """Numbers in plain form, each once. Raises Invalid: people.phone.unreadable, people.phone.many."""
    found: dict[str, PhoneDraft] = {}
    for place, one in enumerate(phones):
        try:
            number = checked_phone(one.number)
        except Invalid as error:
            raise Invalid(error.code, field=f"phones[{place}]") from error
        if number:
            found.setdefault(number, PhoneDraft(number, one.label.strip()[:20]))
    if len(found) > MOST_PHONES:
        raise Invalid("people.phone.many", field="phones", most=MOST_PHONES)
    return list(found.values())


def _email(text: str) -> str:
    address = text.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Invalid("people.email.unreadable", field="email") from error
    return address


def _phone_drafts(person: Person) -> list[PhoneDraft]:
    rows = person.phones.order_by("-main", "pk").values_list("number", "label")
    return [PhoneDraft(*row) for row in rows]


def phone_row(person_id: int, draft: PhoneDraft, main: bool) -> PersonPhone:
    return PersonPhone(
        person_id=person_id,
        number=draft.number,
        digest=digest(draft.number),
        tail_digest=digest(tail(draft.number)),
        label=draft.label,
        main=main,
    )


def _phones_write(person: Person, numbers: Sequence[PhoneDraft]) -> None:
    person.phones.all().delete()
    PersonPhone.objects.bulk_create(
        [phone_row(person.pk, one, main=place == 0) for place, one in enumerate(numbers)]
    )


def logged(values: dict[str, Any], phones: Sequence[PhoneDraft]) -> dict[str, Any]:
    """What of a person goes into the audit: numbers only masked, an address only as a fact."""
    kind = IdKind(values["id_kind"]) if values["id_kind"] else None
    shown = {name: value for name, value in values.items() if name not in ("pinyin", "id_digest")}
    return {
        **shown,
        "id_number": masked_number(kind, values["id_number"]),
        "email": bool(values["email"]),
        "phones": [masked(one.number) for one in phones],
    }
