"""The lock under which a version is reviewed, and the rows that are judged under it."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation import locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound
from anju.modules.plans.models import PlanVersion, Promise, UnreadPassage, VersionState
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries


def draft_locked(actor: Actor, version_id: int) -> PlanVersion:
    """Lock a version that is being reviewed. Two reviewers of one version wait for each other."""
    actor.require(PROMISE_REVIEW)
    version = locks.row(PlanVersion, version_id)
    plan_queries.require_at(actor, PROMISE_REVIEW, version.plan.community_id)
    if version.state != VersionState.DRAFT:
        raise Conflict("plans.version.not_draft", state=version.state)
    if version.read_at is None:
        raise Conflict("plans.version.being_read")
    return version


def promise_locked(actor: Actor, promise_id: int) -> Promise:
    """Raises Forbidden, NotFound, Conflict (not a draft)."""
    seen = promise_queries.promise(actor, promise_id, PROMISE_REVIEW)
    version = draft_locked(actor, seen.version_id)
    row = locks.row(Promise, promise_id)
    row.version = version
    return row


def promises_locked(actor: Actor, version_id: int, promise_ids: Sequence[int]) -> list[Promise]:
    """Several promises of one version in text order. Raises Forbidden, NotFound (one is not of it), Conflict."""
    version = draft_locked(actor, version_id)
    rows = [one for one in locks.rows(Promise, sorted(set(promise_ids))) if one.version_id == version_id]
    if len(rows) != len(set(promise_ids)):
        raise NotFound("plans.promise.missing")
    for row in rows:
        row.version = version
    return sorted(rows, key=lambda row: (row.start, row.end, row.pk))


def passage_locked(actor: Actor, passage_id: int, *, decided: bool = False) -> UnreadPassage:
    """Raises Forbidden, NotFound, Conflict (not a draft, decided already or not yet)."""
    seen = promise_queries.passage(actor, passage_id, PROMISE_REVIEW)
    version = draft_locked(actor, seen.version_id)
    row = locks.row(UnreadPassage, passage_id)
    if bool(row.decision) is not decided:
        raise Conflict("plans.passage.decided" if row.decision else "plans.passage.undecided")
    row.version = version
    return row
