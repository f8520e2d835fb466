"""Plan talks with owners, say who came, write the minutes. Source: catalogue B CSR-08, CSR-09."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit, files, registry
from anju.foundation.actors import Actor
from anju.foundation.ui.filters import local
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import (
    Attendee,
    Invited,
    Meeting,
    MeetingAttendee,
    MeetingFile,
    MeetingKind,
    MeetingState,
)
from anju.modules.community.permissions import MEETING_READ, MEETING_WRITE
from anju.modules.community.queries import meetings as reads
from anju.modules.community.queries import reach
from anju.modules.community.queries.settings import MEETING_NOTICE_DAYS
from anju.modules.community.rules.groups import lines_of
from anju.modules.community.rules.meetings import plan_days
from anju.modules.community.rules.words import words_of
from anju.modules.community.services import actions, inviting, places
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

MEETING_FILE = files.purpose("community.meeting", reading=MEETING_READ)
WARNED_BEFORE, WARNED_AFTER = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDraft:
    """building_ids: whose homes are invited, none for the whole community."""

    kind: str
    title: str
    place: str
    starts_at: datetime
    chair_id: int
    agenda: str = ""
    invited: str = Invited.ALL
    building_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceDraft:
    """homes: pasted lines "room name". chosen: one more, of the register. guests: one name a line."""

    homes: str = ""
    chosen: Who | None = None
    staff_ids: Sequence[int] = ()
    guests: str = ""


def meetings_plan(
    *, actor: Actor, community_id: int, draft: MeetingDraft, at: datetime, times: int = 1, every_months: int = 3
) -> list[int]:  # fmt: skip
    """Plan one meeting, or a year's: `times` of the same, some months apart.

    Raises Forbidden, NotFound, Invalid (community.text_needed, .text, community.meeting.*, community.buildings).
    """
    reach.require_at(actor, MEETING_WRITE, community_id, MEETING_READ)
    columns = _columns(community_id, draft)
    zone = ZoneInfo(actor.time_zone)
    first = draft.starts_at.astimezone(zone)
    with transaction.atomic():
        made = []
        for day in plan_days(first.date(), every_months, times):
            starts_at = datetime.combine(day, first.time(), zone)
            row = Meeting.objects.create(community_id=community_id, **{**columns, "starts_at": starts_at})
            after = {"title": row.title, "starts_at": starts_at.isoformat()}
            audit.record(actor, actions.MEETING_PLANNED, row, after=after, at=at)
            made.append(int(row.pk))
    return made


def meeting_change(*, actor: Actor, meeting_id: int, draft: MeetingDraft, at: datetime) -> None:
    """Raises as meetings_plan; Conflict (community.meeting.over) once it was held or cancelled.

    With another time or place the invitations have to be sent again.
    """
    with transaction.atomic():
        row = _planned(actor, meeting_id)
        columns = _columns(row.community_id, draft)
        before = {"starts_at": row.starts_at.isoformat(), "place": row.place, "title": row.title}
        if row.starts_at != draft.starts_at:
            row.warned = 0
        if row.called_at is not None and (row.starts_at, row.place) != (draft.starts_at, columns["place"]):
            messages.cancel(cause_key=reads.call_key(row), at=at)
            row.called_at = None
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        after = {"starts_at": row.starts_at.isoformat(), "place": row.place, "title": row.title}
        audit.record(actor, actions.MEETING_CHANGED, row, before=before, after=after, at=at)


def meeting_cancel(*, actor: Actor, meeting_id: int, reason: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (reason), Conflict (community.meeting.over)."""
    reason = words_of(reason, "reason", longest=200)
    with transaction.atomic():
        row = _planned(actor, meeting_id)
        row.state, row.cancel_reason = MeetingState.CANCELLED, reason
        row.save(update_fields=["state", "cancel_reason"])
        inviting.call_off(row, at)
        audit.record(actor, actions.MEETING_CANCELLED, row, reason=reason, at=at)


def meeting_restore(*, actor: Actor, meeting_id: int, at: datetime) -> None:
    """Take a cancellation back; the invited have to be told again. Raises Forbidden, NotFound, Conflict (community.meeting.not_cancelled)."""
    with transaction.atomic():
        row = held_row(actor, meeting_id)
        if row.state != MeetingState.CANCELLED:
            raise Conflict("community.meeting.not_cancelled")
        row.state, row.cancel_reason, row.called_at = MeetingState.PLANNED, "", None
        row.save(update_fields=["state", "cancel_reason", "called_at"])
        audit.record(actor, actions.MEETING_CHANGED, row, after={"state": row.state}, at=at)


def attendance_add(*, actor: Actor, meeting_id: int, draft: AttendanceDraft, at: datetime) -> int:
    """Say who was there; who is on the list already stays there once. Returns how many came on it.

    Raises Forbidden, NotFound, Conflict (community.meeting.cancelled), Invalid (community.lines.*, community.attendance.none).
    """
    with transaction.atomic():
        row = held_row(actor, meeting_id)
        if row.state == MeetingState.CANCELLED:
            raise Conflict("community.meeting.cancelled")
        rows = [
            *_of_homes(row, draft.homes, actor),
            *_of_register(row, draft.chosen, actor),
            *(
                MeetingAttendee(meeting=row, sort=Attendee.STAFF, staff_id=key, name=name)
                for key, name in places.staff_in(row.community_id, draft.staff_ids, "staff").items()
            ),
            *(
                MeetingAttendee(meeting=row, sort=Attendee.GUEST, name=words_of(one, "guests", longest=60))
                for one in draft.guests.splitlines()
                if one.strip()
            ),
        ]
        if not rows:
            raise Invalid("community.attendance.none")
        before = row.attendees.count()
        MeetingAttendee.objects.bulk_create(rows, ignore_conflicts=True)
        added: int = row.attendees.count() - before
        audit.record(actor, actions.ATTENDED, row, after={"added": added}, at=at)
    return added


def attendee_remove(*, actor: Actor, meeting_id: int, attendee_id: int, at: datetime) -> None:
    with transaction.atomic():
        row = held_row(actor, meeting_id)
        gone, _each = row.attendees.filter(pk=attendee_id).delete()
        if gone:
            audit.record(actor, actions.ATTENDED, row, after={"removed": attendee_id}, at=at)


def minutes_write(
    *, actor: Actor, meeting_id: int, minutes: str, uploads: Sequence[Upload] = (), at: datetime
) -> None:
    """Write what was said and agreed; with it the meeting has been held. May be corrected later.

    Raises Forbidden, NotFound, Conflict (community.meeting.cancelled), Invalid (minutes, community.meeting.early, files).
    """
    minutes = words_of(minutes, "minutes", longest=20_000)
    with transaction.atomic():
        row = held_row(actor, meeting_id)
        if row.state == MeetingState.CANCELLED:
            raise Conflict("community.meeting.cancelled")
        if row.starts_at > at:
            raise Invalid("community.meeting.early", "minutes")
        row.state, row.minutes, row.minutes_by = MeetingState.HELD, minutes, actor.name[:60]
        row.minutes_at = row.minutes_at or at
        row.save()
        for one in uploads:
            kept = files.keep(actor=actor, what=MEETING_FILE, name=one.name, data=one.data)
            MeetingFile.objects.create(meeting=row, file=kept, at=at)
        after = {"characters": len(minutes), "files": len(uploads)}
        audit.record(actor, actions.MEETING_HELD, row, after=after, at=at)


def meetings_remind(*, at: datetime, zone: str) -> int:
    """Remind chairs before their meeting, and once more when its day passed without minutes. Returns how many were told."""
    told = 0
    today = at.astimezone(ZoneInfo(zone)).date()
    rows = Meeting.objects.select_for_update(no_key=True).filter(
        state=MeetingState.PLANNED, warned__lt=WARNED_AFTER, starts_at__lt=at + timedelta(days=366)
    )
    with transaction.atomic():
        for row in rows:
            on = row.starts_at.astimezone(ZoneInfo(zone)).date()
            days = registry.value(MEETING_NOTICE_DAYS, row.community_id)
            if on < today:
                step = WARNED_AFTER
            elif on <= today + timedelta(days=days) and row.warned < WARNED_BEFORE:
                step = WARNED_BEFORE
            else:
                continue
            _tell(row, "meeting_late" if step == WARNED_AFTER else "meeting_soon", at)
            row.warned = step
            row.save(update_fields=["warned"])
            told += 1
    return told


def held_row(actor: Actor, meeting_id: int) -> Any:
    return reach.one(
        Meeting, meeting_id, actor=actor, permission=MEETING_WRITE, reading=MEETING_READ, lock=True
    )


def _planned(actor: Actor, meeting_id: int) -> Any:
    row = held_row(actor, meeting_id)
    if row.state != MeetingState.PLANNED:
        raise Conflict("community.meeting.over")
    return row


def _columns(community_id: int, draft: MeetingDraft) -> dict[str, Any]:
    if draft.kind not in MeetingKind.values:
        raise Invalid("community.meeting.kind", "kind")
    if draft.invited not in Invited.values:
        raise Invalid("community.meeting.invited", "invited")
    places.staff_in(community_id, [draft.chair_id], "chair")
    return {
        "kind": draft.kind,
        "title": words_of(draft.title, "title", longest=80),
        "place": words_of(draft.place, "place", longest=80),
        "starts_at": draft.starts_at,
        "chair_id": draft.chair_id,
        "agenda": words_of(draft.agenda, "agenda", longest=4_000, needed=False),
        "invited": draft.invited,
        "building_ids": places.buildings_in(community_id, draft.building_ids),
    }


def _of_homes(row: Any, text: str, actor: Actor) -> list[MeetingAttendee]:
    if not text.strip():
        return []
    lines = lines_of(text)
    if any(not one.name for one in lines):
        raise Invalid("community.lines.nameless", "homes")
    homes = places.named_homes(row.community_id, lines)
    on = row.starts_at.astimezone(ZoneInfo(actor.time_zone)).date()
    named = [(home, one.name[:60]) for home, one in zip(homes, lines, strict=True)]
    persons = places.persons_named(named, on)
    return [
        MeetingAttendee(
            meeting=row, sort=Attendee.HOME, place_id=home, person_id=persons.get((home, name)), name=name
        )
        for home, name in dict.fromkeys(named)
    ]


def _of_register(row: Any, chosen: Who | None, actor: Actor) -> list[MeetingAttendee]:
    """Who was chosen one by one; a name that is nobody's of the register is a guest's."""
    if chosen is None or not chosen.name.strip():
        return []
    if chosen.person_id is None:
        name = words_of(chosen.name, "person", longest=60)
        return [MeetingAttendee(meeting=row, sort=Attendee.GUEST, name=name)]
    person = people.person_seen(actor, chosen.person_id)
    acts.in_community(chosen.place_id, row.community_id)
    return [
        MeetingAttendee(
            meeting=row, sort=Attendee.HOME, place_id=chosen.place_id, person_id=person.id, name=person.name[:60]
        )
    ]  # fmt: skip


def _tell(row: Any, template: str, at: datetime) -> None:
    community = estate.place(row.community_id).name
    messages.notify(
        template=f"community.{template}", to=[Recipient.staff(row.chair_id)],
        params={"title": row.title, "when": local(row.starts_at, "full"), "place": row.place, "community": community},
        cause_key=f"community.meeting:{row.pk}:{row.starts_at:%Y%m%d%H%M}:{template}", at=at,
        community_id=row.community_id, link=reverse("community:meeting", args=[row.pk]),
    )  # fmt: skip
