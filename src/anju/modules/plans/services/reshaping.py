"""Split one promise into two, merge several into one. Both are single steps of the review and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.plans.models import Promise, ReviewAct, ReviewState
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import fields, reshaping
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.services import actions
from anju.modules.plans.services.drafts import promise_locked, promises_locked
from anju.modules.plans.services.review import added, columns, rewrite
from anju.modules.plans.services.steps import Trace

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one half promises, and its words: they stand in the clause of the promise; "" for the words of the whole."""

    facts: PromiseFacts
    quote: str = ""


def promise_split(
    *, actor: Actor, promise_id: int, halves: tuple[Half, Half], note: str = "", at: datetime
) -> int:
    """The promise becomes the first half and keeps its number; the second is a new promise. Returns the new one's id.

    What was read stays in `as_read` of the first, with its words. Raises Forbidden, NotFound, Conflict (not a draft,
    rejected), Invalid (a field of a half, named first_… or second_…; words that do not stand in the clause).
    """
    with transaction.atomic():
        row = promise_locked(actor, promise_id)
        if row.review == ReviewState.REJECTED:
            raise Conflict("plans.split.rejected")
        spans = [_span(row, half.quote, side) for half, side in zip(halves, ("first", "second"), strict=True)]
        for half, side in zip(halves, ("first", "second"), strict=True):
            _checked(half.facts, side)
        trace = Trace(actor, row.version, ReviewAct.SPLIT, at, note)
        trace.keep(row)
        before = _columns(row)
        _reworded(row, spans[0])
        rewrite(trace, row, halves[0].facts, note)
        other = added(trace, halves[1].facts, spans[1], note)
        Promise.objects.filter(pk=other.pk).update(split_from=row)
        trace.close()
        audit.record(
            actor, actions.PROMISE_SPLIT, row, before=before, after={**_columns(row), "other": other.number},
            reason=note, community_id=row.version.plan.community_id, at=at,
        )  # fmt: skip
    return int(other.pk)


def promises_merge(
    *,
    actor: Actor,
    version_id: int,
    promise_ids: Sequence[int],
    facts: PromiseFacts,
    note: str = "",
    at: datetime,
) -> int:
    """The first in the text takes the others in: its words reach over all; the others are rejected and say where to.

    Returns the id of the first. Raises Forbidden, NotFound, Conflict (not a draft, one is rejected), Invalid (fewer
    than two, more than 20, farther apart than 2,000 characters, in two plans of a collection; a field).
    """
    with transaction.atomic():
        rows = promises_locked(actor, version_id, promise_ids)
        _check_mergeable(rows)
        fields.check(facts)
        first, *others = rows
        trace = Trace(actor, first.version, ReviewAct.MERGE, at, note)
        for row in rows:
            trace.keep(row)
        before = _columns(first)
        _reworded(first, (min(row.start for row in rows), max(row.end for row in rows)))
        rewrite(trace, first, facts, note)
        for row in others:
            row.review, row.reviewed_by, row.reviewed_at = ReviewState.REJECTED, actor.user_id, at
            row.review_note, row.merged_into = "", first
            row.save()
        trace.close()
        audit.record(
            actor, actions.PROMISES_MERGED, first, before=before, reason=note, at=at,
            after={**_columns(first), "others": [row.number for row in others]},
            community_id=first.version.plan.community_id,
        )  # fmt: skip
    return int(first.pk)


def window(row: Promise) -> tuple[int, int]:
    """Where the words of a half may stand: the clause of the promise, or its own words when they reach further."""
    clause = plan_queries.clause_at(row.version_id, row.start)
    if clause is None:
        return row.start, row.end
    return min(clause.start, row.start), max(clause.end, row.end)


def _span(row: Promise, quote: str, side: str) -> tuple[int, int]:
    words = quote.strip()
    if not words or words == row.quote.strip():
        return row.start, row.end
    found = reshaping.nearest(row.version.text, words, window(row), row.start)
    if found is None:
        raise Invalid("plans.split.quote", f"{side}_quote")
    return found


def _checked(facts: PromiseFacts, side: str) -> None:
    try:
        fields.check(facts)
    except Invalid as error:
        raise Invalid(error.code, f"{side}_{error.field}" if error.field else None, **error.params) from error


def _check_mergeable(rows: Sequence[Promise]) -> None:
    if not 2 <= len(rows) <= MOST:
        raise Invalid("plans.merge.count", "promise", most=MOST)
    if any(row.review == ReviewState.REJECTED for row in rows):
        raise Conflict("plans.merge.rejected")
    if len({row.part for row in rows}) > 1:
        raise Invalid("plans.merge.parts", "promise")
    if max(row.end for row in rows) - min(row.start for row in rows) > reshaping.FARTHEST:
        raise Invalid("plans.merge.far", "promise", limit=reshaping.FARTHEST)


def _reworded(row: Promise, span: tuple[int, int]) -> None:
    """Give it other words; what the reader saw keeps the words it saw them in."""
    if span == (row.start, row.end):
        return
    if row.review != ReviewState.ADDED:
        seen = row.as_read or columns(promise_queries.facts_of(row))
        row.as_read = {"quote": row.quote, "start": row.start, "end": row.end, **seen}
    row.start, row.end = span
    row.quote = row.version.text[row.start : row.end]


def _columns(row: Promise) -> dict[str, Any]:
    return {**columns(promise_queries.facts_of(row)), "quote": row.quote[:300]}
