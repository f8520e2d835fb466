"""Papers of the owner file, conventions signed, and who keeps the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.foundation import audit, files
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.models import (
    Convention,
    ConventionKind,
    DocumentKind,
    Person,
    PersonDocument,
    Secrecy,
    Staff,
)
from anju.modules.people.permissions import PERSON_EDIT, PERSON_READ, PERSON_REVEAL
from anju.modules.people.queries.places import home_place
from anju.modules.people.services.acts import (
    CONVENTION_SIGNED,
    DOCUMENT_ADDED,
    DOCUMENT_OPENED,
    DOCUMENT_REMOVED,
    FILE_KEPT,
)
from anju.modules.people.services.persons import locked

PAPER = files.purpose("people.document", reading=PERSON_REVEAL, largest=20 << 20)


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """Papers that show an identity number are sensitive whatever is chosen."""

    person_id: int
    kind: str
    title: str
    secrecy: str = Secrecy.INTERNAL
    dated_on: date | None = None


def document_add(*, actor: Actor, draft: DocumentDraft, upload: Upload, at: datetime) -> int:
    """Put a paper into a person's file. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.kind_unknown, people.name_empty, and those of foundation.files.
    """
    actor.require(PERSON_EDIT)
    if draft.kind not in DocumentKind.values or draft.secrecy not in Secrecy.values:
        raise Invalid("people.kind_unknown", field="kind")
    title = draft.title.strip() or str(DocumentKind(draft.kind).label)
    secrecy = Secrecy.SENSITIVE if draft.kind == DocumentKind.IDENTITY else Secrecy(draft.secrecy)
    with transaction.atomic():
        person = locked(actor, draft.person_id, PERSON_EDIT)
        kept = files.keep(actor=actor, what=PAPER, name=upload.name, data=upload.data)
        row = PersonDocument.objects.create(
            person=person, kind=draft.kind, title=title[:120], secrecy=secrecy, file=kept, dated_on=draft.dated_on,
            added_at=at, added_by=actor.name,
        )  # fmt: skip
        audit.record(actor, DOCUMENT_ADDED, row, after={"person": person.pk, "kind": draft.kind}, at=at)
    return int(row.pk)


def document_open(*, actor: Actor, document_id: int, at: datetime) -> StoredFile:
    """The file of a paper; opening is written down. A sensitive one needs the right to reveal.

    Raises Forbidden, NotFound.
    """
    actor.require(PERSON_READ)
    with transaction.atomic():
        row = PersonDocument.objects.select_related("file").filter(pk=document_id).first()
        if row is None:
            raise NotFound("people.document.missing")
        locked(actor, row.person_id, PERSON_READ)
        if row.secrecy == Secrecy.SENSITIVE:
            locked(actor, row.person_id, PERSON_REVEAL)
        audit.record(actor, DOCUMENT_OPENED, row, after={"person": row.person_id}, at=at)
    return row.file


def document_remove(*, actor: Actor, document_id: int, reason: str, at: datetime) -> None:
    """Take a paper out of the file; the log keeps that it was there and why it went.

    Raises Forbidden, NotFound; Invalid: people.reason_empty.
    """
    actor.require(PERSON_EDIT)
    if not reason.strip():
        raise Invalid("people.reason_empty", field="reason")
    with transaction.atomic():
        row = PersonDocument.objects.filter(pk=document_id).first()
        if row is None:
            raise NotFound("people.document.missing")
        locked(actor, row.person_id, PERSON_EDIT)
        if row.secrecy == Secrecy.SENSITIVE and not actor.can(PERSON_REVEAL):
            raise Forbidden("permission_missing", permission=PERSON_REVEAL.code)
        before = {"person": row.person_id, "kind": row.kind, "title": row.title}
        audit.record(actor, DOCUMENT_REMOVED, row, before=before, reason=reason.strip(), at=at)
        row.delete()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionDraft:
    person_id: int
    kind: str
    signed_on: date
    place_id: int | None = None
    version: str = ""
    note: str = ""


def convention_sign(
    *, actor: Actor, draft: ConventionDraft, at: datetime, upload: Upload | None = None
) -> int:
    """Write down that somebody signed a convention or an agreement (OWN-06). Returns the id.

    Raises Forbidden, NotFound, Invalid: people.kind_unknown; Conflict: people.convention.twice.
    """
    actor.require(PERSON_EDIT)
    if draft.kind not in ConventionKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    with transaction.atomic():
        person = locked(actor, draft.person_id, PERSON_EDIT)
        if draft.place_id:
            home_place(actor, draft.place_id, PERSON_EDIT)
        kept = files.keep(actor=actor, what=PAPER, name=upload.name, data=upload.data) if upload else None
        try:
            with transaction.atomic():
                row = Convention.objects.create(
                    person=person, place_id=draft.place_id, kind=draft.kind, version=draft.version.strip(),
                    signed_on=draft.signed_on, file=kept, note=draft.note.strip(),
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict("people.convention.twice", field="signed_on") from error
        after = {"person": person.pk, "kind": draft.kind, "signed_on": draft.signed_on}
        audit.record(actor, CONVENTION_SIGNED, row, after=after, at=at)
    return int(row.pk)


def convention_open(*, actor: Actor, convention_id: int, at: datetime) -> StoredFile:
    """The signed paper; opening is written down. Raises Forbidden, NotFound."""
    actor.require(PERSON_READ)
    with transaction.atomic():
        row = Convention.objects.select_related("file").filter(pk=convention_id).first()
        if row is None or row.file is None:
            raise NotFound("people.document.missing")
        locked(actor, row.person_id, PERSON_READ)
        audit.record(actor, DOCUMENT_OPENED, row, after={"person": row.person_id}, at=at)
    return row.file


def files_assign(
    *, actor: Actor, person_ids: tuple[int, ...], keeper_id: int | None, due_on: date | None, at: datetime
) -> int:
    """Name who keeps these files and by which day they must be complete (OWN-02). Returns how many changed.

    Raises Forbidden, NotFound.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        if keeper_id is not None and not Staff.objects.filter(pk=keeper_id).exists():
            raise NotFound("people.staff.missing", field="keeper")
        changed = 0
        for person_id in sorted(set(person_ids)):
            person = locked(actor, person_id, PERSON_EDIT)
            before = {"keeper": person.keeper_id, "due_on": person.file_due_on}
            after = {"keeper": keeper_id, "due_on": due_on}
            if before == after:
                continue
            Person.objects.filter(pk=person.pk).update(keeper_id=keeper_id, file_due_on=due_on)
            audit.record(actor, FILE_KEPT, person, before=before, after=after, at=at)
            changed += 1
    return changed
