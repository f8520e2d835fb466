"""Hand the promises of a version to the schedule: make rounds, keep those that go on, end the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from anju.engines.schedule import facade as schedule
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.errors import Conflict
from anju.modules.plans.models import PlanVersion, Promise, PromiseRound, PromiseState
from anju.modules.plans.permissions import PLAN_ENFORCE
from anju.modules.plans.queries.compiling import Planned
from anju.modules.plans.rules.compiling.terms import Identity


def check_assigned(planned: Iterable[Planned]) -> None:
    """No work without somebody to do it. Raises Conflict naming the first promises that lack one."""
    lacking = [one.promise.number for one in planned if one.no_assignee]
    if lacking:
        raise Conflict(
            "plans.rounds.without_assignee", "assignee", count=len(lacking), numbers="、".join(lacking[:5])
        )


def run(*, actor: Actor, planned: Sequence[Planned], on: date, at: datetime) -> list[int]:
    """Make and start the rounds of a version from the day `on`, and say of every promise where it stands.

    Promises that state one rule share a round; a rule of the version before keeps its round, changed where people
    chose otherwise. Returns the ids of the rounds made.
    """
    planner = as_planner(actor)
    by_rule: dict[Identity, int] = {}
    made = []
    for one in planned:
        identity = one.facts.identity
        if one.draft is None or identity in by_rule:
            continue
        if one.kept is None:
            by_rule[identity] = schedule.round_create(actor=planner, draft=one.draft, at=at)
            made.append(by_rule[identity])
        else:
            by_rule[identity] = one.kept
            _change_kept(planner, one, one.kept, at)
    if made:
        schedule.rounds_activate(actor=planner, round_ids=made, at=at, on=on)
    _note(planned, by_rule)
    return made


def end_all(*, actor: Actor, version: PlanVersion, keep: frozenset[int], reason: str, at: datetime) -> None:
    """End the rounds of a version but for those in `keep`, and with them its promises."""
    links = PromiseRound.objects.filter(promise__version=version).values_list("round_id", flat=True)
    numbers = sorted(set(links) - keep)
    still_open = [one for one, view in schedule.rounds_by_id(numbers).items() if view.state != "ended"]
    if still_open:
        schedule.rounds_end(actor=as_planner(actor), round_ids=still_open, at=at, reason=reason)
    open_states = (PromiseState.RUNNING, PromiseState.WAITING, PromiseState.PENDING)
    Promise.objects.filter(version=version, state__in=open_states).update(state=PromiseState.ENDED)


def as_planner(actor: Actor) -> Actor:
    """Who brings a plan into force also plans the rounds it asks for, at the same places and under his own name."""
    reach = actor.reach(PLAN_ENFORCE)
    own = actor.reach(get("schedule.round:plan"))
    return replace(
        actor, grants={**actor.grants, "schedule.round:plan": own.joined([reach]) if own else reach}
    )


def _change_kept(planner: Actor, one: Planned, round_id: int, at: datetime) -> None:
    """What was chosen for the new version is done; without a choice the round stays as people have it by now."""
    if not one.promise.setup or one.draft is None:
        return
    before = schedule.rounds_by_id([round_id])[round_id].draft
    after = replace(one.draft, active_from=before.active_from)
    if after != before:
        schedule.round_change(actor=planner, round_id=round_id, draft=after, at=at)


def _note(planned: Iterable[Planned], by_rule: dict[Identity, int]) -> None:
    changed, links = [], []
    for one in planned:
        row = one.promise
        number = by_rule.get(one.facts.identity) if one.draft is not None else None
        if number is not None:
            row.state, row.engine = PromiseState.RUNNING, "schedule"
            links.append(PromiseRound(promise=row, round_id=number))
        elif one.waiting is not None:
            row.state = PromiseState.ENDED if one.waiting.reason == "past" else PromiseState.WAITING
            row.engine = one.waiting.engine
        changed.append(row)
    Promise.objects.bulk_update(changed, ["state", "engine"], batch_size=500)
    PromiseRound.objects.bulk_create(links, ignore_conflicts=True)
