"""Rounds that people make up themselves, beside those that promises ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import RoundDraft
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.people import facade as people


def round_begin(*, actor: Actor, draft: RoundDraft, start: bool, at: datetime) -> int:
    """Write a round down and, with `start`, let it run. Nothing runs without somebody to do it (A PLN-03).

    Raises as schedule.round_create and round_activate, and Invalid when nobody is named or he works elsewhere.
    """
    check_assignee(draft)
    with transaction.atomic():
        made: int = schedule.round_create(actor=actor, draft=draft, at=at)
        if start:
            schedule.round_activate(actor=actor, round_id=made, at=at)
    return made


def round_rewrite(*, actor: Actor, round_id: int, draft: RoundDraft, at: datetime) -> None:
    """Let a round be as drafted from now on. Raises as schedule.round_change and check_assignee."""
    check_assignee(draft)
    schedule.round_change(actor=actor, round_id=round_id, draft=draft, at=at)


def check_assignee(draft: RoundDraft) -> None:
    """Raises Invalid naming "assignee" when nobody is named, or not of this community."""
    if draft.staff_id is not None:
        person = people.staff_by_id([draft.staff_id]).get(draft.staff_id)
        fits = person is not None and person.community_id in (None, draft.community_id)
    elif draft.team_id is not None:
        fits = draft.team_id in {one.id for one in people.teams(draft.community_id)}
    elif draft.position_id is not None:
        fits = draft.position_id in {one.id for one in people.positions(draft.community_id)}
    else:
        raise Invalid("plans.round.assignee_missing", "assignee")
    if not fits:
        raise Invalid("plans.round.assignee_elsewhere", "assignee")


def events_start(
    *,
    actor: Actor,
    community_id: int,
    event: str,
    happened_at: datetime,
    at: datetime,
    place_ids: Collection[int] | None = None,
) -> int:
    """Start the work that follows an event; returns how many times of work were made (A PLN-09).

    place_ids: where it happened, everywhere without them. Raises as schedule.start_event, and Invalid when it has not happened yet or no running round waits for it.
    """
    if happened_at > at:
        raise Invalid("plans.event.in_future", "happened_at")
    if event not in schedule.events_of(community_id):
        raise Invalid("plans.event.unknown", "event")
    made: int = schedule.start_event(
        actor=actor, community_id=community_id, event=event, happened_at=happened_at, place_ids=place_ids
    )
    return made


def round_stop(*, actor: Actor, round_id: int, on: date | None, reason: str, at: datetime) -> None:
    """End a round for a reason. Raises as schedule.round_end, and Invalid without a reason."""
    if not reason.strip():
        raise Invalid("plans.round.reason_missing", "reason")
    schedule.round_end(actor=actor, round_id=round_id, at=at, on=on, reason=reason.strip())
