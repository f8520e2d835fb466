"""Promises that another engine than the schedule keeps: whether it has taken them on."""

from __future__ import annotations

from collections.abc import Collection

from anju.foundation.actors import Actor
from anju.modules.plans.models import Promise, PromiseState, VersionState
from anju.modules.plans.permissions import PLAN_ENFORCE


def promises_taken(
    *, actor: Actor, engine: str, community_id: int, running: Collection[int]
) -> tuple[int, int]:
    """Let the promises of a community that an engine keeps run, and wait where it has not taken them on.

    running: promises it keeps now. Returns how many began to run and how many wait again. Raises Forbidden.
    """
    actor.require(PLAN_ENFORCE)
    rows = Promise.objects.filter(
        engine=engine, version__plan__community_id=community_id, version__state=VersionState.IN_FORCE
    )
    begun = rows.filter(state=PromiseState.WAITING, pk__in=list(running)).update(state=PromiseState.RUNNING)
    waiting = rows.filter(state=PromiseState.RUNNING).exclude(pk__in=list(running))
    return begun, waiting.update(state=PromiseState.WAITING)
