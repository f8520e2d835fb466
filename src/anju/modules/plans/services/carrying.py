"""What people said of the version before, said again of the sentences that did not change."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict
from anju.modules.plans.models import PlanVersion, Promise, ReviewState, UnreadDecision, UnreadPassage
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.services import actions, review
from anju.modules.plans.services.drafts import draft_locked

_READ = ("domain", "activity", "object", "kind", "comparator", "value", "unit", "period", "every")
_Key = tuple[str, ...]


def version_carry_over(*, actor: Actor, version_id: int, at: datetime) -> tuple[int, int]:
    """Judge unreviewed promises and undecided passages as the same words were judged in the version before.

    The same: the words but for blanks, and all that the reader saw in them. Corrections, public marks and set-ups come
    along; a promise made of a passage is made again. What was split or merged is left to be reviewed. Returns how many promises and passages were carried over.
    Raises Forbidden, NotFound, Conflict (not a draft, being read, plans.version.first: there is none before).
    """
    with transaction.atomic():
        version = draft_locked(actor, version_id)
        before = PlanVersion.objects.filter(
            plan_id=version.plan_id, number__lt=version.number, read_at__isnull=False
        )
        old = before.order_by("-number").first()
        if old is None:
            raise Conflict("plans.version.first")
        promises = _promises(actor, version, old, at)
        passages = _passages(actor, version, old, at)
        audit.record(
            actor, actions.REVIEW_CARRIED, version, community_id=version.plan.community_id, at=at,
            after={"from": old.number, "promises": promises, "passages": passages},
        )  # fmt: skip
    return promises, passages


def _promises(actor: Actor, version: PlanVersion, old: PlanVersion, at: datetime) -> int:
    judged: dict[_Key, list[Promise]] = defaultdict(list)
    kept = (ReviewState.ACCEPTED, ReviewState.CORRECTED, ReviewState.REJECTED)
    for row in promise_queries.of_version(old.pk).filter(review__in=kept).order_by("-start"):
        if row.merged_into_id is not None or "quote" in (row.as_read or {}):
            continue
        judged[_key(row, row.as_read)].append(row)
    changed = []
    for row in promise_queries.of_version(version.pk).filter(review=ReviewState.FOUND):
        same = judged.get(_key(row, None))
        if not same:
            continue
        source = same.pop() if len(same) > 1 else same[0]
        if source.review == ReviewState.CORRECTED:
            row.as_read = source.as_read
            for name in _READ:
                setattr(row, name, getattr(source, name))
        row.review, row.review_note = source.review, source.review_note
        row.is_public, row.setup = source.is_public, source.setup
        row.reviewed_by, row.reviewed_at = actor.user_id, at
        changed.append(row)
    names = ["review", "review_note", "is_public", "setup", "as_read", "reviewed_by", "reviewed_at", *_READ]
    Promise.objects.bulk_update(changed, names, batch_size=500)
    return len(changed)


def _passages(actor: Actor, version: PlanVersion, old: PlanVersion, at: datetime) -> int:
    decided = {
        (_plain(row.quote), row.reason): row
        for row in UnreadPassage.objects.select_related("promise").filter(version=old).exclude(decision="")
    }
    dismissed, made = [], 0
    for row in UnreadPassage.objects.filter(version=version, decision=""):
        source = decided.get((_plain(row.quote), row.reason))
        if source is None:
            continue
        if source.decision == UnreadDecision.NONE:
            row.decision, row.note, row.decided_by, row.decided_at = (
                source.decision,
                source.note,
                actor.user_id,
                at,
            )
            dismissed.append(row)
        elif source.promise is not None:
            facts = promise_queries.facts_of(source.promise)
            review.passage_to_promise(actor=actor, passage_id=row.pk, facts=facts, note=source.note, at=at)
            made += 1
    UnreadPassage.objects.bulk_update(
        dismissed, ["decision", "note", "decided_by", "decided_at"], batch_size=500
    )
    return len(dismissed) + made


def _key(row: Promise, as_read: dict[str, Any] | None) -> _Key:
    """The words and what the reader saw in them; numbers in one form, whether from the row or from JSON."""
    seen = {name: getattr(row, name) for name in _READ} if as_read is None else as_read
    values = (
        f"{float(seen[name]):g}" if name == "value" and seen[name] is not None else str(seen[name])
        for name in _READ
    )
    return (_plain(row.quote), *values)


def _plain(text: str) -> str:
    return "".join(text.split())
