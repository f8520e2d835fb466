"""What people decide about work: skip it or not after all, hand it over, start and stop what follows an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.engines.schedule.models import Occurrence, OccurrenceState, Round, RoundState
from anju.engines.schedule.permissions import WORK_ASSIGN, WORK_SKIP
from anju.engines.schedule.queries import reach, sources
from anju.engines.schedule.rules.recurrence import event_stamp
from anju.engines.schedule.services import actions, horizon, stale
from anju.foundation import audit
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound

_LONGEST_REASON = 200


def skip(*, actor: Actor, occurrence_id: int, reason: str, at: datetime) -> None:
    """Decide that work still to do need not be done, for a reason; it is counted as skipped.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (no longer to do, or closed).
    """
    actor.require(WORK_SKIP)
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise Invalid("schedule.skip.reason", "reason", limit=_LONGEST_REASON)
    with transaction.atomic():
        (found,) = _open_work(actor, WORK_SKIP, [occurrence_id], at)
        found.state, found.reason = OccurrenceState.SKIPPED, reason
        found.save(update_fields=["state", "reason"])
        stale.mark([(found.community_id, found.on)])
        audit.record(
            actor, actions.WORK_SKIPPED, found,
            before={"state": "todo"}, after={"state": "skipped"}, reason=reason, at=at,
        )  # fmt: skip


def skip_take_back(*, actor: Actor, occurrence_id: int, at: datetime) -> None:
    """Let skipped work be to do again while its slot is not closed; the skip stays in the audit.

    Raises Forbidden, NotFound, Conflict: schedule.skip.not_skipped, .closed, .round_over (its round no longer asks for
    it: paused, ended, or changed so that this slot is gone).
    """
    actor.require(WORK_SKIP)
    allowed = reach.within(actor.reach(WORK_SKIP))
    rows = Occurrence.objects.filter(allowed, pk=occurrence_id)
    with transaction.atomic():
        for community_id in rows.values_list("community_id", flat=True):
            horizon.lock(community_id)
        found = rows.select_related("round").select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound("schedule.occurrence.gone", noun="schedule.occurrence")
        if found.state != OccurrenceState.SKIPPED:
            raise Conflict("schedule.skip.not_skipped", state=str(found.state))
        if found.closes_at <= at:
            raise Conflict("schedule.skip.closed")
        if not horizon.still_asked(found):
            raise Conflict("schedule.skip.round_over", title=found.round.title)
        before = {"state": "skipped", "reason": found.reason}
        found.state, found.reason = OccurrenceState.TODO, ""
        found.save(update_fields=["state", "reason"])
        stale.mark([(found.community_id, found.on)])
        audit.record(
            actor, actions.WORK_SKIP_TAKEN_BACK, found, before=before, after={"state": "todo"}, at=at
        )


def hand_over(*, actor: Actor, occurrence_ids: Sequence[int], to_staff_id: int, at: datetime) -> int:
    """Give work still to do to another person; return how much of it was not his before.

    Raises Forbidden, NotFound (work or person), Invalid (a person of another community), Conflict.
    """
    actor.require(WORK_ASSIGN)
    posting = sources.posting(to_staff_id)
    if posting is None:
        raise NotFound("not_found", "to_staff_id", noun="people.staff")
    with transaction.atomic():
        found = _open_work(actor, WORK_ASSIGN, occurrence_ids, at)
        changed = [each for each in found if each.staff_id != to_staff_id]
        for each in changed:
            if posting.community_id not in (None, each.community_id):
                raise Invalid("schedule.hand_over.elsewhere", "to_staff_id")
            before = {"staff": each.staff_id}
            each.staff_id = to_staff_id
            audit.record(
                actor, actions.WORK_HANDED_OVER, each,
                before=before, after={"staff": to_staff_id}, at=at,
            )  # fmt: skip
        Occurrence.objects.filter(pk__in=[each.pk for each in changed]).update(staff_id=to_staff_id)
    return len(changed)


def start_event(
    *,
    actor: Actor,
    community_id: int,
    event: str,
    happened_at: datetime,
    place_ids: Collection[int] | None = None,
) -> int:
    """Make the work of all running rounds that follow this event; the same event again makes nothing.

    place_ids: where it happened, everywhere without them. Returns how many occurrences were made. Raises Forbidden,
    NotFound (community out of reach).
    """
    actor.require(WORK_ASSIGN)
    if not reach.covers(actor.reach(WORK_ASSIGN), community_id, ()):
        raise NotFound("not_found", "community_id", noun="estate.place")
    with transaction.atomic():
        horizon.lock(community_id)
        made = 0
        after = Round.objects.filter(
            community_id=community_id, state=RoundState.ACTIVE, recurrence__event=event
        )
        following = [each for each in after.order_by("pk") if _runs(each, happened_at)]
        for each in following:
            count = horizon.materialise_event(round_id=each.pk, happened_at=happened_at, place_ids=place_ids)
            made += count
            audit.record(
                actor, actions.EVENT_STARTED, each,
                after={"event": event, "happened_at": happened_at.isoformat(), "made": count, "places": _listed(place_ids)},
            )  # fmt: skip
    return made


def stop_event(
    *, actor: Actor, community_id: int, event: str, happened_at: datetime, reason: str, at: datetime
) -> int:
    """Say that an event is over: what follows it and is not yet due need not be done. Returns how much it was.

    What was due before stays as it is. Raises Forbidden, NotFound (community out of reach), Invalid (no reason),
    Conflict: schedule.event.not_running.
    """
    actor.require(WORK_ASSIGN)
    if not reach.covers(actor.reach(WORK_ASSIGN), community_id, ()):
        raise NotFound("not_found", "community_id", noun="estate.place")
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise Invalid("schedule.skip.reason", "reason", limit=_LONGEST_REASON)
    with transaction.atomic():
        horizon.lock(community_id)
        open_work = Occurrence.objects.select_for_update().filter(
            community_id=community_id,
            state=OccurrenceState.TODO,
            due_at__gt=at,
            slot__startswith=f"{event_stamp(event, happened_at)}#",
        )
        found = list(open_work.order_by("pk"))
        if not found:
            raise Conflict("schedule.event.not_running")
        Occurrence.objects.filter(pk__in=[each.pk for each in found]).update(state=OccurrenceState.VOID)
        stale.mark((each.community_id, each.on) for each in found)
        counts = Counter(each.round_id for each in found)
        for stopped in Round.objects.filter(pk__in=counts).order_by("pk"):
            audit.record(
                actor, actions.EVENT_STOPPED, stopped, reason=reason, at=at,
                after={"event": event, "happened_at": happened_at.isoformat(), "stopped": counts[stopped.pk]},
            )  # fmt: skip
    return len(found)


def _listed(place_ids: Collection[int] | None) -> list[int] | None:
    return None if place_ids is None else sorted(place_ids)


def _runs(found: Round, happened_at: datetime) -> bool:
    day = happened_at.astimezone(home.zone()).date()
    return found.active_from <= day and (found.active_until is None or day < found.active_until)


def _open_work(actor: Actor, permission: Permission, ids: Sequence[int], at: datetime) -> list[Any]:
    allowed = reach.within(actor.reach(permission))
    rows = Occurrence.objects.filter(allowed, pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    found = list(rows)
    if len(found) != len(set(ids)):
        raise NotFound("schedule.occurrence.gone", noun="schedule.occurrence")
    for each in found:
        if each.state != OccurrenceState.TODO or each.closes_at <= at:
            raise Conflict("schedule.occurrence.settled", state=str(each.state))
    return found
