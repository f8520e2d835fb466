"""Invite to a meeting by message: once to each, again when time or place change, with a reminder the day before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.ui.filters import local
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.models import Called, Invited, Meeting, MeetingState
from anju.modules.community.permissions import MEETING_READ, MEETING_WRITE
from anju.modules.community.queries import meetings as reads
from anju.modules.community.queries import reach
from anju.modules.community.rules.groups import lines_of
from anju.modules.community.services import actions, places
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

LONGEST_AGENDA = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDraft:
    """called: owners or residents. homes: one a line, of a meeting with representatives only."""

    called: str
    homes: str = ""


@dataclass(frozen=True)
class Invitees:
    """homes: asked; empty: of them where nobody is known; persons: who gets a message.

    in_app: of them, those who log in; by_phone: those who do not, with a number or e-mail address; the others hear nothing.
    """

    homes: int
    empty: int
    persons: tuple[int, ...]

    @cached_property
    def in_app(self) -> int:
        return sum(one.user_id is not None for one in self._contacts)

    @cached_property
    def by_phone(self) -> int:
        return sum(one.user_id is None and bool(one.phone or one.email) for one in self._contacts)

    @cached_property
    def _contacts(self) -> tuple[Any, ...]:
        return tuple(people.contact_of(self.persons).values())


def invitees(row: Any, draft: CallDraft, on: date) -> Invitees:
    """Who would be invited. Raises Invalid (called, community.lines.none, .unmatched)."""
    if draft.called not in Called.values:
        raise Invalid("community.meeting.called_whom", "called")
    return _of(_homes(row, draft), draft.called, on)


def meeting_call(*, actor: Actor, meeting_id: int, draft: CallDraft, at: datetime) -> int:
    """Send the invitations. Returns how many persons are told.

    Raises Forbidden, NotFound, Conflict (community.meeting.over, .begun, .called), Invalid (called, homes,
    community.meeting.nobody).
    """
    with transaction.atomic():
        row = reach.one(
            Meeting, meeting_id, actor=actor, permission=MEETING_WRITE, reading=MEETING_READ, lock=True
        )
        if row.state != MeetingState.PLANNED:
            raise Conflict("community.meeting.over")
        if row.starts_at <= at:
            raise Conflict("community.meeting.begun")
        if row.called_at is not None:
            raise Conflict("community.meeting.called")
        asked = invitees(row, draft, at.astimezone(ZoneInfo(actor.time_zone)).date())
        if not asked.persons:
            raise Invalid("community.meeting.nobody", "called")
        template = "meeting_moved" if row.called else "meeting_call"
        row.called_at, row.called_by, row.called = at, actor.name[:60], draft.called
        row.home_ids = _homes(row, draft) if row.invited == Invited.REPRESENTATIVES else []
        row.called_count = len(asked.persons)
        row.save(update_fields=["called_at", "called_by", "called", "called_count", "home_ids"])
        _tell(row, template, asked.persons, reads.call_key(row), at)
        after = {"homes": asked.homes, "persons": row.called_count, "called": row.called}
        audit.record(actor, actions.MEETING_CALLED, row, after=after, at=at)
    return int(row.called_count)


def call_off(row: Any, at: datetime) -> None:
    """Tell who was invited that the meeting does not take place; what was not sent yet is not sent."""
    if row.called_at is None:
        return
    messages.cancel(cause_key=reads.call_key(row), at=at)
    asked = _of(reads.called_homes(row), row.called, row.called_at.date())
    _tell(row, "meeting_off", asked.persons, f"{reads.call_key(row)}:off", at)


def meetings_call_again(*, at: datetime, zone: str) -> int:
    """Remind the invited of a meeting tomorrow, but for those who were invited today. Returns how many meetings.

    Idempotent: the same meeting at the same time reminds once.
    """
    today = at.astimezone(ZoneInfo(zone)).date()
    rows = Meeting.objects.filter(
        state=MeetingState.PLANNED, called_at__isnull=False, starts_at__gt=at, starts_at__lt=at + timedelta(days=2)
    )  # fmt: skip
    told = 0
    for row in rows.order_by("pk"):
        if row.starts_at.astimezone(ZoneInfo(zone)).date() != today + timedelta(days=1):
            continue
        if row.called_at.astimezone(ZoneInfo(zone)).date() >= today:
            continue
        asked = _of(reads.called_homes(row), row.called, today)
        _tell(row, "meeting_tomorrow", asked.persons, f"{reads.call_key(row)}:tomorrow", at)
        told += 1
    return told


def _homes(row: Any, draft: CallDraft) -> list[int]:
    if row.invited == Invited.REPRESENTATIVES:
        return sorted(set(places.named_homes(row.community_id, lines_of(draft.homes))))
    return [one.id for one in reads.below(row.community_id, row.building_ids)]


def _of(home_ids: Sequence[int], called: str, on: date) -> Invitees:
    known = people.homes(home_ids, on)
    persons: dict[int, None] = {}
    empty = 0
    for place_id in home_ids:
        there = known[place_id].people if place_id in known else ()
        wanted = [
            one
            for one in there
            if (one.lives_here if called == Called.RESIDENTS else one.relation == "owner")
        ]
        empty += not wanted
        persons.update(dict.fromkeys(one.person.id for one in wanted))
    return Invitees(len(home_ids), empty, tuple(persons))


def _tell(row: Any, template: str, persons: Sequence[int], key: str, at: datetime) -> None:
    params = {
        "title": row.title, "when": local(row.starts_at, "full"), "place": row.place,
        "community": estate.place(row.community_id).name,
    }  # fmt: skip
    if template in ("meeting_call", "meeting_moved"):
        params["agenda"] = row.agenda[:LONGEST_AGENDA]
    if template == "meeting_off":
        params["reason"] = row.cancel_reason
    messages.notify(
        template=f"community.{template}", to=[Recipient.person(one) for one in persons], params=params,
        cause_key=key, at=at, community_id=row.community_id,
    )  # fmt: skip
