"""Choose, before a version comes into force, where its work is done, by whom, when and with what proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import PlanVersion, Promise, VersionState
from anju.modules.plans.permissions import PROMISE_SETUP
from anju.modules.plans.queries import compiling
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.compiling import Adjustments
from anju.modules.plans.services import actions


def promise_set_up(*, actor: Actor, promise_id: int, chosen: Adjustments, at: datetime) -> None:
    """Store what people chose for the promise's round, for every promise of the version that states the same rule.

    An empty choice goes back to what compiling proposes. Raises Forbidden, NotFound, Conflict (the version is in force
    or over), Invalid (place_ids, assignee: of another community).
    """
    actor.require(PROMISE_SETUP)
    with transaction.atomic():
        seen = promise_queries.promise(actor, promise_id, PROMISE_SETUP)
        version = locks.row(PlanVersion, seen.version_id)
        _check_open(version)
        community_id = seen.version.plan.community_id
        _check_places(community_id, chosen)
        _check_people(community_id, chosen)
        before = dict(seen.setup)
        identity = promise_queries.facts_of(seen).identity
        same = [
            one
            for one in promise_queries.live(version.pk)
            if promise_queries.facts_of(one).identity == identity
        ]
        for one in same or [seen]:
            one.setup = chosen.to_json()
        Promise.objects.bulk_update(same or [seen], ["setup"])
        audit.record(
            actor, actions.PROMISE_SET_UP, seen, before=before, after=chosen.to_json(),
            reason=chosen.held, community_id=community_id, at=at,
        )  # fmt: skip


def promises_assign(*, actor: Actor, version_id: int, to: Adjustments, domain: str = "", at: datetime) -> int:
    """Give everything of a version (of one domain) that nobody would do to a team, a post or a person; return how many.

    Of `to` only the assignee counts. Raises Forbidden, NotFound, Conflict (in force or over), Invalid (assignee).
    """
    actor.require(PROMISE_SETUP)
    with transaction.atomic():
        seen = plan_queries.version(actor, version_id, PROMISE_SETUP)
        _check_open(locks.row(PlanVersion, version_id))
        if not to.has_assignee:
            raise Invalid("plans.setup.assignee_missing", "assignee")
        _check_people(seen.plan.community_id, to)
        who = {"position_id": to.position_id, "team_id": to.team_id, "staff_id": to.staff_id}
        changed = []
        for one in compiling.planned(seen, plan_queries.local_day(at)):
            if one.no_assignee and domain in ("", one.facts.domain):
                one.promise.setup = replace(
                    one.chosen, position_id=to.position_id, team_id=to.team_id, staff_id=to.staff_id
                ).to_json()
                changed.append(one.promise)
        Promise.objects.bulk_update(changed, ["setup"])
        audit.record(
            actor, actions.PROMISES_ASSIGNED, seen, after={**who, "promises": [one.pk for one in changed]},
            community_id=seen.plan.community_id, at=at,
        )  # fmt: skip
    return len(changed)


def _check_open(version: PlanVersion) -> None:
    if version.state not in (VersionState.DRAFT, VersionState.APPROVED):
        raise Conflict("plans.setup.too_late", state=version.state)


def _check_places(community_id: int, chosen: Adjustments) -> None:
    if chosen.place_ids is None:
        return
    found = estate.places_by_id(chosen.place_ids)
    for number in chosen.place_ids:
        place = found.get(number)
        if place is None or (place.community_id != community_id and place.id != community_id):
            raise Invalid("plans.setup.place_elsewhere", "place_ids", place=number)


def _check_people(community_id: int, chosen: Adjustments) -> None:
    known = True
    if chosen.team_id is not None:
        known = any(one.id == chosen.team_id for one in people.teams(community_id))
    elif chosen.position_id is not None:
        known = any(one.id == chosen.position_id for one in people.positions(community_id))
    elif chosen.staff_id is not None:
        staff = people.staff_by_id([chosen.staff_id]).get(chosen.staff_id)
        known = staff is not None and staff.community_id in (community_id, None) and staff.state != "left"
    if not known:
        raise Invalid("plans.setup.assignee_elsewhere", "assignee")
