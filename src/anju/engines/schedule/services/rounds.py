"""Plan rounds: create, change, activate, pause, resume, end. What was due before a change stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q

from anju.engines.schedule.contracts import Checklist, RoundDraft
from anju.engines.schedule.models import Occurrence, OccurrenceState, Round, RoundSpot, RoundState
from anju.engines.schedule.permissions import ROUND_PLAN
from anju.engines.schedule.queries import reach, rounds, sources
from anju.engines.schedule.services import actions, horizon, stale
from anju.foundation import audit, locks
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.foundation.audit import Action
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

# A change of one of these changes which occurrences there are, or whose they are.
_STRUCTURE = (
    "recurrence", "mode", "position_id", "team_id", "staff_id", "active_from", "active_until", "minutes",
)  # fmt: skip


def round_create(*, actor: Actor, draft: RoundDraft, at: datetime) -> int:
    """Write a round down as a draft; it makes no work before it is activated.

    Raises Forbidden, Invalid (a place of another community), NotFound (community out of reach).
    """
    actor.require(ROUND_PLAN)
    _check_places(actor, draft)
    with transaction.atomic():
        made = Round.objects.create(community_id=draft.community_id, **_columns(draft))
        _place(made, draft.place_ids)
        audit.record(actor, actions.ROUND_CREATED, made, after=_facts(made, draft.place_ids), at=at)
    return int(made.pk)


def round_change(*, actor: Actor, round_id: int, draft: RoundDraft, at: datetime) -> None:
    """Let the round be as drafted from now on.

    Work that was due before `at` stays as it is; what is still to do is made anew, an open slot included. The
    community cannot be changed. Raises Forbidden, NotFound, Conflict (ended), Invalid.
    """
    actor.require(ROUND_PLAN)
    _check_places(actor, draft)
    with transaction.atomic():
        found = _locked(actor, round_id)
        if found.state == RoundState.ENDED:
            raise Conflict("schedule.round.ended", title=found.title)
        if draft.community_id != found.community_id:
            raise Invalid("schedule.round.community_fixed", "community_id")
        old_places = rounds.places_of([round_id])[round_id]
        before = _facts(found, old_places)
        was = [getattr(found, name) for name in _STRUCTURE]
        for name, value in _columns(draft).items():
            setattr(found, name, value)
        remade = was != [getattr(found, name) for name in _STRUCTURE] or old_places != draft.place_ids
        if remade:
            found.materialised_until = None
        found.save()
        if old_places != draft.place_ids:
            RoundSpot.objects.filter(round=found).delete()
            _place(found, draft.place_ids)
        audit.record(
            actor,
            actions.ROUND_CHANGED,
            found,
            before=before,
            after=_facts(found, draft.place_ids),
            at=at,
        )
        if remade and found.state == RoundState.ACTIVE:
            _void_due_after([round_id], at)
            horizon.materialise_rounds(round_ids=[round_id], until=horizon.horizon_end(at), at=at)


def round_activate(*, actor: Actor, round_id: int, at: datetime, on: date | None = None) -> None:
    """Start a drafted or paused round, now or on a later day, and make its work within the horizon.

    Raises Forbidden, NotFound, Conflict (ended, running already).
    """
    rounds_activate(actor=actor, round_ids=[round_id], at=at, on=on)


def rounds_activate(*, actor: Actor, round_ids: Sequence[int], at: datetime, on: date | None = None) -> None:
    """Start several rounds in one go: all or none."""
    actor.require(ROUND_PLAN)
    with transaction.atomic():
        found = _all_locked(actor, round_ids)
        for each in found:
            resumed = each.state == RoundState.PAUSED
            _require_state(each, RoundState.DRAFT, RoundState.PAUSED)
            before = _standing(each)
            each.state = RoundState.ACTIVE
            each.materialised_until = None
            if on is not None:
                each.active_from = max(each.active_from, on)
            what = actions.ROUND_RESUMED if resumed else actions.ROUND_ACTIVATED
            audit.record(actor, what, each, before=before, after=_standing(each), at=at)
        Round.objects.bulk_update(found, ["state", "materialised_until", "active_from"])
        horizon.materialise_rounds(
            round_ids=[each.pk for each in found], until=horizon.horizon_end(at), at=at
        )


def round_pause(*, actor: Actor, round_id: int, at: datetime, reason: str = "") -> None:
    """Ask nothing of a running round until it is resumed. Raises Forbidden, NotFound, Conflict (not running)."""
    actor.require(ROUND_PLAN)
    with transaction.atomic():
        (found,) = _all_locked(actor, [round_id])
        _require_state(found, RoundState.ACTIVE)
        _void_due_after([round_id], at)
        _restate(actor, found, RoundState.PAUSED, actions.ROUND_PAUSED, at, reason)


def round_resume(*, actor: Actor, round_id: int, at: datetime) -> None:
    """Go on with a paused round; what was not asked in between is not asked now."""
    round_activate(actor=actor, round_id=round_id, at=at)


def round_end(*, actor: Actor, round_id: int, at: datetime, on: date | None = None, reason: str = "") -> None:
    """End a round now, or let a later day `on` be the first without it.

    Work due before stays as it is. Raises Forbidden, NotFound, Conflict (ended already).
    """
    rounds_end(actor=actor, round_ids=[round_id], at=at, on=on, reason=reason)


def rounds_end(
    *, actor: Actor, round_ids: Sequence[int], at: datetime, on: date | None = None, reason: str = ""
) -> None:
    """End several rounds in one go: all or none."""
    actor.require(ROUND_PLAN)
    with transaction.atomic():
        found = _all_locked(actor, round_ids)
        zone = home.zone()
        later = on is not None and on > at.astimezone(zone).date()
        cut = datetime.combine(on, time(), zone).astimezone(UTC) if later and on else at
        for each in found:
            _require_state(each, RoundState.DRAFT, RoundState.ACTIVE, RoundState.PAUSED)
        _void_due_after([each.pk for each in found], cut)
        for each in found:
            each.active_until = on if later else each.active_until
            state = each.state if later else RoundState.ENDED
            _restate(actor, each, state, actions.ROUND_ENDED, at, reason)


def _columns(draft: RoundDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "domain": draft.domain,
        "title": draft.title.strip(),
        "instructions": draft.instructions.strip(),
        "recurrence": draft.recurrence.to_json(),
        "mode": draft.mode,
        "checklist": Checklist(draft.checklist).to_json(),
        "evidence": draft.evidence.to_json(),
        "minutes": draft.minutes,
        "position_id": draft.position_id,
        "team_id": draft.team_id,
        "staff_id": draft.staff_id,
        "active_from": draft.active_from,
        "active_until": draft.active_until,
    }


def _facts(found: Round, places: Iterable[int]) -> dict[str, Any]:
    names = (*_STRUCTURE, "title", "domain", "kind", "instructions", "checklist", "evidence")
    facts = {name: getattr(found, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()
    } | {"places": list(places)}


def _standing(found: Round) -> dict[str, Any]:
    until = found.active_until.isoformat() if found.active_until else None
    return {"state": str(found.state), "active_from": found.active_from.isoformat(), "active_until": until}


def _place(found: Round, place_ids: Iterable[int]) -> None:
    RoundSpot.objects.bulk_create(
        RoundSpot(round=found, place_id=place_id, position=position)
        for position, place_id in enumerate(place_ids)
    )


def _check_places(actor: Actor, draft: RoundDraft) -> None:
    if not reach.covers(actor.reach(ROUND_PLAN), draft.community_id, draft.place_ids):
        raise NotFound("not_found", "community_id", noun="estate.place")
    facts = sources.place_facts({*draft.place_ids, draft.community_id})
    for place_id in draft.place_ids if facts else ():
        known = facts.get(place_id)
        if known is None or (known.community_id != draft.community_id and place_id != draft.community_id):
            raise Invalid("schedule.round.place_elsewhere", "place_ids", place=place_id)


def _locked(actor: Actor, round_id: int) -> Round:
    (found,) = _all_locked(actor, [round_id])
    return found


def _all_locked(actor: Actor, round_ids: Sequence[int]) -> list[Round]:
    """Lock communities before rounds, as the horizon does. Raises NotFound when one is out of reach."""
    allowed = reach.within(actor.reach(ROUND_PLAN), round_id="pk", place=None)
    seen = Round.objects.filter(allowed, pk__in=round_ids)
    for community_id in sorted(set(seen.values_list("community_id", flat=True))):
        horizon.lock(community_id)
    found = locks.rows(Round, list(seen.values_list("pk", flat=True)))
    if len(found) != len(set(round_ids)):
        raise NotFound("not_found", noun="schedule.round")
    if not all(_writable(actor, each) for each in found):
        raise Forbidden("permission_missing", permission=ROUND_PLAN.code)
    return found


def _writable(actor: Actor, found: Round) -> bool:
    allowed = actor.reach(ROUND_PLAN)
    limited = allowed.limits().paths
    return not limited or reach.covers(allowed, found.community_id, rounds.places_of([found.pk])[found.pk])


def _require_state(found: Round, *states: RoundState) -> None:
    if found.state not in states:
        raise Conflict("schedule.round.state", state=str(found.state), title=found.title)


def _restate(actor: Actor, found: Round, state: str, what: Action, at: datetime, reason: str) -> None:
    before = {"state": str(found.state)}
    found.state = state
    found.save(update_fields=["state", "active_until"])
    audit.record(actor, what, found, before=before, after=_standing(found), reason=reason, at=at)


def _void_due_after(round_ids: Sequence[int], cut: datetime) -> None:
    """Void the work of these rounds that is still to do and due after `cut`."""
    still_owed = Q(round_id__in=round_ids, state=OccurrenceState.TODO, due_at__gt=cut)
    doomed = Occurrence.objects.filter(still_owed)
    days = list(doomed.values_list("community_id", "on").distinct())
    stale.mark(days)
    doomed.update(state=OccurrenceState.VOID)
