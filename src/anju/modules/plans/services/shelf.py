"""What people do with documents: confirm to have read them, look at them again, fill rounds in on their forms.

Sources: A STD-08, 11, 14; B ORG-14.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Checklist
from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import (
    DocumentReading,
    DocumentReview,
    DocumentVersion,
    FormUse,
    ReviewOutcome,
)
from anju.modules.plans.permissions import DOCUMENT_INTERNAL, DOCUMENT_READ, DOCUMENT_WRITE
from anju.modules.plans.queries import library
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.services.library import locked

READ = audit.action("plans.document.read", _("确认已阅制度文件"))
REVIEWED = audit.action("plans.document.reviewed", _("复审制度文件"))
FORM_APPLIED = audit.action("plans.form.applied", _("作业启用统一表格"))
PHOTO = files.purpose("plans.review", reading=DOCUMENT_INTERNAL, photo=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody saw when looking at a document again. photo: of the copy on display, empty for none."""

    on: date
    outcome: str
    note: str = ""
    filename: str = ""
    photo: bytes = b""
    next_due: date | None = None


def document_acknowledge(*, actor: Actor, version_id: int, at: datetime) -> bool:
    """The actor has read the version in force that is addressed to him; False when he said so before.

    Raises Forbidden (no staff record, or not addressed to him), NotFound, Conflict (the version no longer holds).
    """
    actor.require(DOCUMENT_READ)
    today = local_day(at)
    with transaction.atomic():
        row, version = library.version(actor, version_id, today)
        if library.standing_of(row, version, today) != "in_force":
            raise Conflict("plans.library.not_in_force")
        staff = library.has_to_read(actor, row)
        if staff is None:
            raise Forbidden("plans.library.not_addressed")
        _one, made = DocumentReading.objects.get_or_create(
            version=version, staff_id=staff.id, defaults={"at": at}
        )
        if made:
            audit.record(actor, READ, row, after={"version": version.number, "staff": staff.name}, at=at)
    return bool(made)


def document_review(*, actor: Actor, document_id: int, look: Look, at: datetime) -> None:
    """Note that the document was looked at, and when next: as given, else after its cycle, else not again.

    Raises Forbidden, NotFound, Invalid (a day to come, a note lacks where something is wrong).
    """
    with transaction.atomic():
        row = locked(actor, document_id, DOCUMENT_WRITE)
        if look.outcome not in ReviewOutcome.values:
            raise Invalid("plans.promise.unknown_value", "outcome", value=look.outcome)
        if look.on > local_day(at):
            raise Invalid("plans.library.in_future", "on")
        if look.outcome != ReviewOutcome.KEEP and not look.note.strip():
            raise Invalid("plans.library.note_missing", "note")
        if look.next_due is not None and look.next_due <= look.on:
            raise Invalid("plans.library.next_due", "next_due")
        photo = (
            files.keep(actor=actor, what=PHOTO, name=look.filename, data=look.photo)
            if look.filename
            else None
        )
        DocumentReview.objects.create(
            document=row, on=look.on, outcome=look.outcome, note=look.note.strip()[:300], photo=photo,
            by_name=actor.name[:60],
        )  # fmt: skip
        before = row.review_due
        row.review_due = look.next_due or (
            months_after(look.on, row.review_months) if row.review_months else None
        )
        row.save(update_fields=["review_due"])
        audit.record(
            actor,
            REVIEWED,
            row,
            before={"review_due": before.isoformat() if before else None},
            after={
                "outcome": look.outcome,
                "review_due": row.review_due.isoformat() if row.review_due else None,
            },
            reason=look.note.strip(),
            at=at,
        )


def form_apply(*, actor: Actor, document_id: int, round_ids: tuple[int, ...], at: datetime) -> int:
    """Let rounds be filled in on the form's version in force; return how many were not already.

    What was done before stays as it was filled in. Raises Forbidden, NotFound, Conflict (no version in force, an
    ended round), Invalid (no form, a round of another community).
    """
    actor.require(DOCUMENT_WRITE)
    today = local_day(at)
    with transaction.atomic():
        row = locked(actor, document_id, DOCUMENT_WRITE)
        held = library.document(actor, document_id, today)
        if held.standing != "in_force":
            raise Conflict("plans.library.not_in_force")
        version = locks.row(DocumentVersion, held.current_id)
        items = Checklist.from_json(version.items).items
        if not items:
            raise Invalid("plans.form.empty", "rounds")
        known = set(FormUse.objects.filter(version=version).values_list("round_id", flat=True))
        wanted = [one for one in dict.fromkeys(round_ids) if one not in known]
        found = schedule.rounds_by_id(wanted)
        for round_id in wanted:
            if round_id not in found:
                raise NotFound("not_found", noun="schedule.round")
            view = found[round_id]
            if row.community_id not in (None, view.draft.community_id):
                raise Invalid("plans.form.elsewhere", "rounds", title=view.draft.title)
            schedule.round_change(
                actor=actor, round_id=round_id, draft=replace(view.draft, checklist=items), at=at
            )
            FormUse.objects.update_or_create(round_id=round_id, defaults={"version": version, "at": at})
        audit.record(actor, FORM_APPLIED, row, after={"version": version.number, "rounds": wanted}, at=at)
    return len(wanted)


def months_after(on: date, months: int) -> date:
    """The same day so many months later, or that month's last when it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
