"""Profiles of concierges, what they were at fault with, and the bulletins of a month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.models import (
    Bulletin,
    BulletinSort,
    Concierge,
    ConciergeBuilding,
    Fault,
    FaultKind,
    Measure,
)
from anju.modules.frontdesk.permissions import CONCIERGE_EDIT, CONCIERGE_READ, FAULT_RECORD
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.rules import concierge as rules
from anju.modules.frontdesk.services import registering as acts
from anju.modules.people import facade as people

MOST_BUILDINGS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ConciergeDraft:
    """place_ids: buildings or doors served. starts = ends: round the clock. photo: bytes of a picture, None keeps."""

    community_id: int
    staff_id: int
    title: str
    strengths: str
    service_phone: str
    weekdays: Collection[int]
    starts: time
    ends: time
    place_ids: Collection[int]
    languages: str = ""
    motto: str = ""
    photo: bytes | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultDraft:
    """reduced: fen off the month's bonus, only with the measure bonus."""

    kind: str
    on: date
    evidence: str
    measure: str
    reduced: int = 0
    case_number: str = ""


def concierge_save(
    *, actor: Actor, draft: ConciergeDraft, at: datetime, concierge_id: int | None = None
) -> int:
    """Make or change a profile. Returns its id.

    Raises Forbidden, NotFound (community, staff, building), Invalid (words, phone, weekdays, no building), Conflict
    (frontdesk.concierge.twice: he has a profile there).
    """
    acts.must_reach(actor, CONCIERGE_EDIT, draft.community_id)
    values = _checked(draft)
    with transaction.atomic():
        locks.advisory("frontdesk.concierge", draft.community_id, draft.staff_id)
        others = Concierge.objects.filter(community_id=draft.community_id, staff_id=draft.staff_id)
        if others.exclude(pk=concierge_id).exists():
            raise Conflict("frontdesk.concierge.twice", "staff", name=values["name"])
        row = Concierge() if concierge_id is None else locks.row(Concierge, concierge_id)
        if concierge_id is not None:
            acts.must_reach(actor, CONCIERGE_EDIT, row.community_id)
        before = {name: str(getattr(row, name, "")) for name in values} if concierge_id else {}
        for name, value in values.items():
            setattr(row, name, value)
        if draft.photo is not None:
            row.photo = files.keep(actor=actor, what=acts.PORTRAIT, name="portrait.jpg", data=draft.photo)
        row.save()
        row.buildings.exclude(place_id__in=list(draft.place_ids)).delete()
        known = set(row.buildings.values_list("place_id", flat=True))
        ConciergeBuilding.objects.bulk_create(
            [ConciergeBuilding(concierge=row, place_id=one) for one in draft.place_ids if one not in known]
        )
        after = {name: str(value) for name, value in values.items()}
        audit.record(actor, acts.CONCIERGE_SAVED, row, before=before, after=after, at=at)
    return int(row.pk)


def fault_record(*, actor: Actor, concierge_id: int, draft: FaultDraft, at: datetime) -> int:
    """Write down a fault with its evidence and what followed. Source: catalogue A CON-06.

    Raises Forbidden, NotFound, Invalid (kind, measure, evidence, day, amount).
    """
    if draft.kind not in FaultKind.values or draft.measure not in Measure.values:
        raise Invalid("frontdesk.fault.kind", "kind")
    if draft.on > acts.today(actor, at):
        raise Invalid("frontdesk.fault.future", "on")
    if (draft.reduced > 0) != (draft.measure == Measure.BONUS) or draft.reduced < 0:
        raise Invalid("frontdesk.fault.reduced", "reduced")
    with transaction.atomic():
        concierge = locks.row(Concierge, concierge_id)
        acts.must_reach(actor, FAULT_RECORD, concierge.community_id)
        row = Fault.objects.create(
            community_id=concierge.community_id, concierge=concierge, kind=draft.kind, on=draft.on,
            evidence=acts.words_of(draft.evidence, "evidence", longest=500), measure=draft.measure,
            reduced=draft.reduced, case_number=draft.case_number.strip()[:24], decided_at=at,
            decided_by=actor.name[:60],
        )  # fmt: skip
        told = {"kind": row.kind, "measure": row.measure, "reduced": row.reduced}
        audit.record(actor, acts.FAULT_RECORDED, row, after=told, at=at)
    return int(row.pk)


def fault_withdraw(*, actor: Actor, fault_id: int, reason: str, at: datetime) -> None:
    """Take a fault back, as after an appeal; it stays readable. Raises Forbidden, NotFound, Invalid, Conflict."""
    reason = acts.words_of(reason, "reason")
    with transaction.atomic():
        row = locks.row(Fault, fault_id)
        acts.must_reach(actor, FAULT_RECORD, row.community_id)
        if row.withdrawn_at is not None:
            raise Conflict("frontdesk.fault.withdrawn")
        row.withdrawn_at, row.withdrawn_why = at, reason
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        audit.record(actor, acts.FAULT_WITHDRAWN, row, reason=reason, at=at)


def bulletin_draft(
    *, actor: Actor, community_id: int, sort: str, title: str, body: str, at: datetime
) -> tuple[int, int]:
    """Draft a bulletin of this month as a notice of the board. Returns (bulletin, notice).

    Raises Forbidden, NotFound, Invalid (sort, and those of messages.notice_create).
    """
    acts.must_reach(actor, CONCIERGE_READ, community_id)
    if sort not in BulletinSort.values:
        raise Invalid("frontdesk.bulletin.sort", "sort")
    with transaction.atomic():
        draft = messages.NoticeDraft(title=title, body=body)
        notice_id = messages.notice_create(actor=actor, community_id=community_id, draft=draft, at=at)
        row = Bulletin.objects.create(
            community_id=community_id, sort=sort, month=acts.today(actor, at).replace(day=1),
            title=title.strip()[:80], notice_id=notice_id, written_at=at, written_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, acts.BULLETIN_DRAFTED, row, after={"sort": sort, "title": row.title}, at=at)
    return int(row.pk), notice_id


def _checked(draft: ConciergeDraft) -> dict[str, object]:
    staff = people.staff_by_id([draft.staff_id]).get(draft.staff_id)
    if staff is None or staff.community_id not in (None, draft.community_id):
        raise NotFound("frontdesk.register.staff", "staff")
    if not draft.place_ids or len(draft.place_ids) > MOST_BUILDINGS:
        raise Invalid("frontdesk.concierge.buildings", "buildings", most=MOST_BUILDINGS)
    for place_id in draft.place_ids:
        places.in_community(place_id, draft.community_id, "buildings")
    phone = acts.phone_of(draft.service_phone, "service_phone")
    if not phone:
        raise Invalid("frontdesk.phone", "service_phone")
    return {
        "community_id": draft.community_id,
        "staff_id": staff.id,
        "name": staff.name[:40],
        "title": acts.words_of(draft.title, "title", longest=40),
        "strengths": acts.words_of(draft.strengths, "strengths"),
        "languages": draft.languages.strip()[:60],
        "motto": draft.motto.strip()[:120],
        "service_phone": phone,
        "weekdays": list(rules.checked_weekdays(draft.weekdays)),
        "starts": draft.starts,
        "ends": draft.ends,
        "active": draft.active,
    }
