"""Residents who need special care: listed with a consent of their own, visited, seen only on record.

Source: catalogue B:OWN-04; PIPL art. 28–31 (health, minors under 14), domain-rules PIPL-04.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Forbidden, Invalid
from anju.modules.people.models import (
    CareEntry,
    CareReason,
    CareVisit,
    Condition,
    Consent,
    ConsentWay,
    Person,
    Staff,
    StaffState,
    VisitWay,
)
from anju.modules.people.permissions import CARE_EDIT, CARE_READ, CARE_VISIT, PERSON_READ
from anju.modules.people.queries.care import entries, entry_of
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.queries.places import home_place
from anju.modules.people.rules import care as rules
from anju.modules.people.services.acts import (
    CARE_ADDED,
    CARE_CHANGED,
    CARE_ENDED,
    CARE_LISTED,
    CARE_SEEN,
    CARE_VISITED,
)
from anju.modules.people.services.consents import CARE, consent_give

PHOTO = files.purpose("people.care_photo", reading=CARE_READ, largest=20 << 20, photo=True)
REASONS = frozenset(CareReason.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareDraft:
    """reasons: codes of CareReason. consent_how: how the person agreed; "" when he has agreed before.

    guardian: who agreed for somebody under 14. visitor_id: staff who visits.
    """

    person_id: int
    place_id: int
    reasons: tuple[str, ...]
    every_days: int
    details: str = ""
    emergency_contact: str = ""
    visitor_id: int | None = None
    consent_how: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """words: what was seen and said. photo: bytes of a picture, b"" for none."""

    way: str
    condition: str
    words: str
    visited_at: datetime
    visitor_id: int | None = None
    photo: bytes = b""
    photo_name: str = ""


def care_add(*, actor: Actor, draft: CareDraft, at: datetime) -> int:
    """Put somebody on the list. The first visit is due within a week. Returns the id.

    Raises Forbidden, NotFound; Invalid: people.care.reasons, .interval, .consent, .guardian, .visitor;
    Conflict: people.care.twice.
    """
    actor.require(CARE_EDIT)
    with transaction.atomic():
        person = locks.row(Person, visible_person(actor, draft.person_id, PERSON_READ).pk)
        place = home_place(actor, draft.place_id, CARE_EDIT)
        today = _today(actor, at)
        _check(draft, person, today)
        if CareEntry.objects.filter(person=person, ended_on=None).exists():
            raise Conflict("people.care.twice", name=person.name)
        consent = _consent(actor, person, draft.consent_how, at)
        row = CareEntry.objects.create(
            community_id=place.community_id,
            place_id=place.id,
            person=person,
            consent=consent,
            starts_on=today,
            due_on=today + timedelta(days=min(draft.every_days, 7)),
            added_by=actor.name,
            **_columns(draft),
        )
        audit.record(actor, CARE_ADDED, row, after=_logged(row), at=at)
    return int(row.pk)


def care_change(*, actor: Actor, entry_id: int, draft: CareDraft, at: datetime) -> None:
    """Change reasons, plan or visitor; the person stays. Raises as `care_add`; Conflict: people.care.ended."""
    with transaction.atomic():
        row = _locked(actor, entry_id, CARE_EDIT)
        place = home_place(actor, draft.place_id, CARE_EDIT)
        _check(draft, row.person, _today(actor, at))
        before = _logged(row)
        columns = _columns(draft) | {"place_id": place.id, "community_id": place.community_id}
        for name, value in columns.items():
            setattr(row, name, value)
        latest = (row.last_on or row.starts_on) + timedelta(days=draft.every_days)
        row.due_on = min(row.due_on or latest, latest) if row.last_condition in rules.SOONER else latest
        row.save()
        audit.record(actor, CARE_CHANGED, row, before=before, after=_logged(row), at=at)


def care_end(*, actor: Actor, entry_id: int, reason: str, at: datetime) -> None:
    """Take somebody off the list. Raises Forbidden, NotFound; Invalid: people.reason_empty; Conflict: .ended."""
    if not reason.strip():
        raise Invalid("people.reason_empty", field="reason")
    with transaction.atomic():
        row = _locked(actor, entry_id, CARE_EDIT)
        row.ended_on, row.end_reason, row.due_on = _today(actor, at), reason.strip()[:200], None
        row.save(update_fields=["ended_on", "end_reason", "due_on"])
        audit.record(actor, CARE_ENDED, row, reason=row.end_reason, at=at)


def care_review(*, at: datetime, today: date) -> int:
    """End what has lost its consent and erase what was known (PIPL art. 15, 47). Returns how many."""
    rows = CareEntry.objects.select_for_update(of=("self",)).filter(
        ended_on=None, consent__withdrawn_at__isnull=False
    )
    count = 0
    for row in rows.select_related("consent"):
        held = Consent.objects.filter(
            person_id=row.person_id, purpose=CARE.code, withdrawn_at__isnull=True
        ).first()
        if held is not None:
            row.consent = held
            row.save(update_fields=["consent"])
            continue
        pictures = [visit.photo for visit in row.visits.select_related("photo") if visit.photo]
        row.reasons = row.details = row.emergency_contact = row.guardian = ""
        row.ended_on, row.due_on, row.end_reason = today, None, _("本人撤回同意")
        row.save()
        row.visits.update(words="", photo=None)
        for picture in pictures:
            picture.delete()
        count += 1
    return count


def visit_record(*, actor: Actor, entry_id: int, draft: VisitDraft, at: datetime) -> int:
    """Write down a visit and set the next one. Returns its id.

    Raises Forbidden, NotFound; Invalid: people.care.way, .condition, .words_empty, .future, .visitor;
    Conflict: people.care.ended.
    """
    _check_visit(draft, at)
    with transaction.atomic():
        row = _locked(actor, entry_id, CARE_VISIT)
        day = _today(actor, draft.visited_at)
        photo = None
        if draft.photo:
            photo = files.keep(
                actor=actor, what=PHOTO, name=draft.photo_name or "photo.jpg", data=draft.photo
            )
        late = max(0, (day - row.due_on).days) if row.due_on else 0
        visit = CareVisit.objects.create(
            entry=row,
            community_id=row.community_id,
            at=draft.visited_at,
            visitor=_staff(draft.visitor_id),
            by_name=actor.name,
            way=draft.way,
            condition=draft.condition,
            words=draft.words.strip(),
            photo=photo,
            late_days=late,
        )
        if row.last_on is None or day >= row.last_on:
            row.last_on, row.last_condition = day, draft.condition
            row.due_on = rules.next_visit(day, row.every_days, draft.condition)
            row.save(update_fields=["last_on", "last_condition", "due_on"])
        after = {"way": draft.way, "condition": draft.condition, "late_days": late, "due_on": row.due_on}
        audit.record(actor, CARE_VISITED, row, after=after, at=at)
    return int(visit.pk)


def care_seen(*, actor: Actor, entry_id: int, at: datetime) -> CareEntry:
    """One entry with what is sealed in it; the log says who looked. Raises Forbidden, NotFound."""
    actor.require(CARE_READ)
    row = entry_of(actor, entry_id)
    audit.record(actor, CARE_SEEN, row, at=at)
    return row


def care_listed(*, actor: Actor, community_id: int | None, shown: int, at: datetime) -> None:
    """Note that the list with its reasons was looked at or taken out. Raises Forbidden."""
    actor.require(CARE_READ)
    first = entries(actor, community_id).order_by("pk").first()
    if first is not None:
        audit.record(actor, CARE_LISTED, first, after={"shown": shown}, community_id=community_id, at=at)


def visit_photo(*, actor: Actor, visit_id: int, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of a picture; the log says who looked. Raises Forbidden, NotFound."""
    actor.require(CARE_READ)
    visit = locks.row(CareVisit, visit_id)
    row = entry_of(actor, visit.entry_id)
    if visit.photo is None:
        raise Invalid("people.care.no_photo")
    audit.record(actor, CARE_SEEN, row, after={"photo": visit.pk}, at=at)
    with files.open_file(visit.photo) as handle:
        return visit.photo.name, handle.read()


def _check(draft: CareDraft, person: Person, today: date) -> None:
    rules.check_reasons(draft.reasons, REASONS)
    rules.check_interval(draft.every_days)
    if rules.needs_guardian(person.birthday, today) and not draft.guardian.strip():
        raise Invalid("people.care.guardian", field="guardian")
    _staff(draft.visitor_id)


def _check_visit(draft: VisitDraft, at: datetime) -> None:
    if draft.way not in VisitWay.values:
        raise Invalid("people.care.way", field="way")
    if draft.condition not in Condition.values:
        raise Invalid("people.care.condition", field="condition")
    if not draft.words.strip():
        raise Invalid("people.care.words_empty", field="words")
    if draft.visited_at > at:
        raise Invalid("people.care.future", field="visited_at")


def _consent(actor: Actor, person: Person, how: str, at: datetime) -> Consent:
    """The person's own consent to care visits, given now or before; without one nothing is stored (PIPL art. 29)."""
    rows = Consent.objects.filter(
        person=person, purpose=CARE.code, version=CARE.version, withdrawn_at__isnull=True
    )
    held = rows.first()
    if held is not None:
        return held
    if how not in ConsentWay.values:
        raise Invalid("people.care.consent", field="consent_how")
    consent_give(actor=actor, person_id=person.pk, purpose=CARE.code, how=how, at=at)
    return rows.get()


def _staff(staff_id: int | None) -> Staff | None:
    if staff_id is None:
        return None
    found = Staff.objects.filter(pk=staff_id).exclude(state=StaffState.LEFT).first()
    if found is None:
        raise Invalid("people.care.visitor", field="visitor")
    return found


def _columns(draft: CareDraft) -> dict[str, object]:
    return {
        "reasons": ",".join(sorted(set(draft.reasons))),
        "details": draft.details.strip(),
        "emergency_contact": draft.emergency_contact.strip(),
        "guardian": draft.guardian.strip()[:60],
        "every_days": draft.every_days,
        "visitor_id": draft.visitor_id,
    }


def _logged(row: CareEntry) -> dict[str, object]:
    """Nothing of health: that there are reasons and details, not which."""
    return {
        "place_id": row.place_id,
        "reasons": len(row.reason_names),
        "every_days": row.every_days,
        "visitor_id": row.visitor_id,
        "due_on": row.due_on,
    }


def _locked(actor: Actor, entry_id: int, permission: Permission) -> CareEntry:
    """Raises NotFound; Forbidden when he may read but not this; Conflict: people.care.ended."""
    if not actor.can(permission):
        raise Forbidden("permission_missing", permission=permission.code)
    entry_of(actor, entry_id, permission)
    row = locks.row(CareEntry, entry_id)
    if row.ended_on is not None:
        raise Conflict("people.care.ended")
    return row


def _today(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()


def care_exported(request: Any, rows: int) -> None:
    """For the list's export: who took how many rows of the care list out."""
    care_listed(actor=request.actor, community_id=request.community_id, shown=rows, at=timezone.now())
