"""Contacts, bulletins, joint defence, lessons, shared equipment, events, disputes and etiquette in the API.

Of a dispute it gives what the ledger shows; the course, the sides and the outcome are read and printed in the console.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from anju.modules.community.api.kit import Register, answer, bodies, filters
from anju.modules.community.permissions import (
    DISPUTE_READ,
    DISPUTE_WRITE,
    ETIQUETTE_READ,
    ETIQUETTE_WRITE,
    SAFETY_READ,
    SAFETY_WRITE,
)
from anju.modules.community.queries import contacts as contact_reads
from anju.modules.community.queries import defence as defence_reads
from anju.modules.community.queries import disputes as dispute_reads
from anju.modules.community.queries import etiquette as etiquette_reads
from anju.modules.community.queries import events as event_reads
from anju.modules.community.queries import teaching as teaching_reads
from anju.modules.community.services import contacts, defence, disputes, etiquette, events, teaching


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """month: any day of it."""

    theme: str
    audience: str
    month: date
    note: str = ""


_contact_in, _contact_change = bodies("SafetyContact", contacts.ContactDraft)
_contact_out = answer(
    "SafetyContact", "SafetyContact", "community_id", "kind", "body", "name", "duty", "phone", "second_phone", "hours",
    "checked_on", "checked_by", "valid_from", "valid_until", stale=(bool, lambda row: row.stale),
)  # fmt: skip
_brief_in, _brief_change = bodies("SafetyBrief", defence.BriefDraft)
_brief_out = answer(
    "SafetyBrief", "SafetyBrief", "community_id", "sort", "title", "text", "source", "received_at", "area", "valid_until",
    "shared_at", read=(int, lambda row: row.read_count),
)  # fmt: skip
_facility_in, _facility_change = bodies("SharedFacility", defence.FacilityDraft)
_facility_out = answer(
    "SharedFacility", "SharedFacility", "community_id", "thing", "partner", "contact", "phone", "starts_on", "ends_on", "terms",
    uses=(int, lambda row: row.use_count),
)  # fmt: skip
_occasion_in, _occasion_change = bodies("Occasion", teaching.OccasionDraft)
_occasion_out = answer(
    "Occasion", "Occasion", "community_id", "kind", "line_id", "title", "host", "place", "starts_at", "ends_at", "state",
    "homes", "persons", "minutes", "outcome", came=(int, lambda row: row.came_count),
)  # fmt: skip
_line_in, _line_change = bodies("TeachingLine", _Line)
_line_out = answer(
    "TeachingLine", "TeachingLine", "community_id", "theme", "audience", "month", "note",
    sessions=(int, lambda row: row.session_count), held=(bool, lambda row: row.held),
)  # fmt: skip
_event_in, _event_change = bodies("MajorEvent", events.EventDraft)
_event_out = answer(
    "MajorEvent", "MajorEvent", "community_id", "title", "place", "starts_at", "ends_at", "expected", "risk", "risks",
    "measures", "state", "decided_at", "signed_at", "review", "reviewed_at", staff=(int, lambda row: row.staff_count),
)  # fmt: skip
_dispute_in, _dispute_change = bodies("Dispute", disputes.DisputeDraft)
_dispute_out = answer(
    "Dispute", "Dispute", "community_id", "number", "subject", "level", "mediation", "tier", "mediator", "case_id", "staff_id",
    "opened_on", "state", "closed_on", "follow_on", "followed_on", sessions=(int, lambda row: row.session_count),
    reports=(int, lambda row: row.report_count),
)  # fmt: skip
_check_in, _check_change = bodies("EtiquetteCheck", etiquette.CheckDraft)
_check_out = answer(
    "EtiquetteCheck", "EtiquetteCheck", "community_id", "about", "staff_id", "spot", "on", "due_on", "checked_by",
    asked=(int, lambda row: row.asked), failed=(int, lambda row: row.failed), waiting=(int, lambda row: row.waiting),
)  # fmt: skip


def _contact(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    return contacts.contact_save(
        actor=request.actor, community_id=community, draft=contacts.ContactDraft(**values), on=timezone.localdate(),
        at=timezone.now(), contact_id=pk,
    )  # fmt: skip


def _brief(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    draft = defence.BriefDraft(**values)
    return defence.brief_save(
        actor=request.actor, community_id=community, draft=draft, at=timezone.now(), brief_id=pk
    )


def _facility(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    draft = defence.FacilityDraft(**values)
    return defence.facility_save(
        actor=request.actor, community_id=community, draft=draft, at=timezone.now(), facility_id=pk
    )


def _occasion(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    draft = teaching.OccasionDraft(**values)
    return teaching.occasion_save(
        actor=request.actor, community_id=community, draft=draft, at=timezone.now(), occasion_id=pk
    )


def _line(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    return teaching.line_save(
        actor=request.actor, community_id=community, at=timezone.now(), line_id=pk, **values
    )


def _event(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    draft = events.EventDraft(**values)
    return events.event_save(
        actor=request.actor, community_id=community, draft=draft, at=timezone.now(), event_id=pk
    )


def _dispute(request: Any, community: int, values: dict[str, Any], pk: int | None = None) -> int:
    return disputes.dispute_save(
        actor=request.actor, community_id=community, draft=disputes.DisputeDraft(**values), on=timezone.localdate(),
        at=timezone.now(), dispute_id=pk,
    )  # fmt: skip


def _check(request: Any, community: int, values: dict[str, Any]) -> int:
    return etiquette.check_record(
        actor=request.actor, community_id=community, draft=etiquette.CheckDraft(**values), today=timezone.localdate(),
        at=timezone.now(),
    )  # fmt: skip


def _safety(path: str, seen: Any, sent: tuple[Any, Any], save: Any, **more: Any) -> Register:
    return Register(
        path=path, reading=SAFETY_READ, writing=SAFETY_WRITE, out=seen.schema, shape=seen.shape, made=sent[0],
        altered=sent[1], make=save, alter=lambda request, row, values: save(request, row.community_id, values, row.pk), **more,
    )  # fmt: skip


REGISTERS = (
    _safety(
        "contacts", _contact_out, (_contact_in, _contact_change), _contact,
        filters=filters("SafetyContact", "SafetyContact", "kind"),
        rows=lambda request, community: contact_reads.contacts(request.actor, community, timezone.localdate()),
    ),
    _safety(
        "bulletins", _brief_out, (_brief_in, _brief_change), _brief, filters=filters("SafetyBrief", "SafetyBrief", "sort"),
        rows=lambda request, community: defence_reads.briefs(request.actor, community),
    ),
    _safety(
        "facilities", _facility_out, (_facility_in, _facility_change), _facility, filters=filters("SharedFacility", "SharedFacility"),
        rows=lambda request, community: defence_reads.facilities(request.actor, community),
    ),
    _safety(
        "occasions", _occasion_out, (_occasion_in, _occasion_change), _occasion, order=("-starts_at", "-id"),
        filters=filters("Occasion", "Occasion", "kind", "state", "line"),
        rows=lambda request, community: teaching_reads.occasions(request.actor, community),
    ),
    _safety(
        "lessons", _line_out, (_line_in, _line_change), _line, filters=filters("TeachingLine", "TeachingLine", "month"),
        rows=lambda request, community: teaching_reads.lines(request.actor, community),
    ),
    _safety(
        "events", _event_out, (_event_in, _event_change), _event, order=("-starts_at", "-id"),
        filters=filters("MajorEvent", "MajorEvent", "state", "risk"),
        rows=lambda request, community: event_reads.events(request.actor, community, timezone.now()),
    ),
    Register(
        path="disputes", reading=DISPUTE_READ, writing=DISPUTE_WRITE, out=_dispute_out.schema, shape=_dispute_out.shape,
        filters=filters("Dispute", "Dispute", "state", "level", "case_id"), made=_dispute_in, altered=_dispute_change,
        rows=lambda request, community: dispute_reads.disputes(request.actor, community), make=_dispute,
        alter=lambda request, row, values: _dispute(request, row.community_id, values, row.pk),
    ),
    Register(
        path="etiquette", reading=ETIQUETTE_READ, writing=ETIQUETTE_WRITE, out=_check_out.schema, shape=_check_out.shape,
        filters=filters("EtiquetteCheck", "EtiquetteCheck", "about", "staff_id"), made=_check_in, make=_check,
        rows=lambda request, community: etiquette_reads.checks(request.actor, community),
    ),
)  # fmt: skip
