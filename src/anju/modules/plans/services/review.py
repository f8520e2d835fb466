"""People judge what was read: accept, correct, reject, add, and decide what to make of the passages left over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.audit import Action
from anju.kernel.errors import Invalid
from anju.modules.plans.models import (
    PlanVersion,
    Promise,
    ReviewAct,
    ReviewState,
    UnreadDecision,
    UnreadPassage,
)
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import fields
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.services import actions
from anju.modules.plans.services.documents import number_of
from anju.modules.plans.services.drafts import draft_locked, passage_locked, promise_locked
from anju.modules.plans.services.steps import JUDGED, Trace

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Where a promise stands: a span of code points, or its exact words, which must stand in the text just once."""

    quote: str = ""
    start: int | None = None
    end: int | None = None


def promise_accept(*, actor: Actor, promise_id: int, at: datetime) -> None:
    """The promise says what was read. Raises Forbidden, NotFound, Conflict (not a draft), Invalid (a field lacks)."""
    with transaction.atomic():
        row = promise_locked(actor, promise_id)
        fields.check(promise_queries.facts_of(row))
        trace = Trace(actor, row.version, ReviewAct.ACCEPT, at)
        trace.keep(row)
        _judge(actor, row, ReviewState.ACCEPTED, at)
        trace.close()
        record(actor, actions.PROMISE_ACCEPTED, row, at)


def promise_correct(
    *, actor: Actor, promise_id: int, facts: PromiseFacts, note: str = "", at: datetime
) -> None:
    """The promise says something else than was read; what was read is kept beside it.

    facts.quote is not used: the words stay those of the text. Raises Forbidden, NotFound, Conflict, Invalid.
    """
    with transaction.atomic():
        row = promise_locked(actor, promise_id)
        fields.check(facts)
        trace = Trace(actor, row.version, ReviewAct.CORRECT, at, note)
        trace.keep(row)
        before = columns(promise_queries.facts_of(row))
        rewrite(trace, row, facts, note)
        trace.close()
        audit.record(
            actor, actions.PROMISE_CORRECTED, row, before=before, after=columns(facts), reason=note,
            community_id=row.version.plan.community_id, at=at,
        )  # fmt: skip


def promise_reject(*, actor: Actor, promise_id: int, reason: str, at: datetime) -> None:
    """What was read is no promise. Raises Forbidden, NotFound, Conflict, Invalid (reason is missing)."""
    with transaction.atomic():
        row = promise_locked(actor, promise_id)
        trace = Trace(actor, row.version, ReviewAct.REJECT, at, _reason(reason))
        trace.keep(row)
        _judge(actor, row, ReviewState.REJECTED, at, reason)
        trace.close()
        record(actor, actions.PROMISE_REJECTED, row, at, row.review_note)


def promise_reopen(*, actor: Actor, promise_id: int, at: datetime) -> None:
    """Take a judgement back; a correction goes back to what was read, a promise added by hand goes away.

    Raises Forbidden, NotFound, Conflict.
    """
    with transaction.atomic():
        row = promise_locked(actor, promise_id)
        trace = Trace(actor, row.version, ReviewAct.REOPEN, at)
        record(actor, actions.PROMISE_REOPENED, row, at, row.review_note)
        if row.review == ReviewState.ADDED:
            _forget(trace, row)
        else:
            trace.keep(row)
            for name, value in (row.as_read or {}).items():
                setattr(row, name, value)
            row.as_read, row.review_note, row.merged_into = None, "", None
            row.review, row.reviewed_by, row.reviewed_at = ReviewState.FOUND, None, None
            row.save()
        trace.close()


def promise_add(
    *, actor: Actor, version_id: int, facts: PromiseFacts, words: Words, note: str = "", at: datetime
) -> int:
    """A promise that was not found; return its id. Raises Forbidden, NotFound, Conflict, Invalid (quote, a field)."""
    with transaction.atomic():
        version = draft_locked(actor, version_id)
        start, end = _span(version, words)
        trace = Trace(actor, version, ReviewAct.ADD, at, note)
        row = added(trace, facts, (start, end), note)
        trace.close()
        record(actor, actions.PROMISE_ADDED, row, at, note)
    return int(row.pk)


def promises_accept(*, actor: Actor, version_id: int, confidence: float, at: datetime) -> int:
    """Accept everything read with at least this confidence that says something which can be kept; return how many.

    confidence: 0 to 1. Raises Forbidden, NotFound, Conflict, Invalid.
    """
    if not 0 <= confidence <= 1:
        raise Invalid("plans.review.confidence", "confidence", value=confidence)
    with transaction.atomic():
        version = draft_locked(actor, version_id)
        found = Promise.objects.filter(version=version, review=ReviewState.FOUND, confidence__gte=confidence)
        rows = [row for row in found if can_be_kept(row)]
        ids = [row.pk for row in rows]
        trace = Trace(actor, version, ReviewAct.ACCEPT_ALL, at, f"≥ {confidence:.0%}")
        for row in rows:
            trace.keep(row, JUDGED)
        Promise.objects.filter(pk__in=ids).update(
            review=ReviewState.ACCEPTED, reviewed_by=actor.user_id, reviewed_at=at, step=trace.id
        )
        trace.close()
        audit.record(
            actor, actions.PROMISES_ACCEPTED, version, after={"confidence": confidence, "promises": ids},
            community_id=version.plan.community_id, at=at,
        )  # fmt: skip
    return len(ids)


def promise_publish(*, actor: Actor, promise_id: int, public: bool, at: datetime) -> None:
    """Show a promise to owners with its result, or no longer (A:STD-18). Raises Forbidden, NotFound."""
    actor.require(PROMISE_REVIEW)
    with transaction.atomic():
        row = promise_queries.promise(actor, promise_id, PROMISE_REVIEW)
        before = row.is_public
        Promise.objects.filter(pk=row.pk).update(is_public=public)
        audit.record(
            actor, actions.PROMISE_PUBLISHED, row, before={"public": before}, after={"public": public},
            community_id=row.version.plan.community_id, at=at,
        )  # fmt: skip


def passage_to_promise(
    *, actor: Actor, passage_id: int, facts: PromiseFacts, note: str = "", at: datetime
) -> int:
    """Make a promise of a passage that was not understood, or give an unnumbered duty its interval (A:PLN-08).

    Returns the promise's id. Raises Forbidden, NotFound, Conflict (not a draft, decided already), Invalid.
    """
    with transaction.atomic():
        passage = passage_locked(actor, passage_id)
        trace = Trace(actor, passage.version, ReviewAct.PASSAGE, at, note)
        trace.keep(passage)
        span = passage.start, passage.end
        row = added(trace, facts, span, note)
        unnumbered = passage.reason in plan_queries.UNNUMBERED
        passage.promise = row
        _decide(actor, passage, UnreadDecision.INTERVAL if unnumbered else UnreadDecision.PROMISE, note, at)
        trace.close()
    return int(row.pk)


def passage_dismiss(*, actor: Actor, passage_id: int, note: str = "", at: datetime) -> None:
    """The passage promises nothing. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        passage = passage_locked(actor, passage_id)
        trace = Trace(actor, passage.version, ReviewAct.PASSAGE, at, note)
        trace.keep(passage)
        _decide(actor, passage, UnreadDecision.NONE, note, at)
        trace.close()


def passage_reopen(*, actor: Actor, passage_id: int, at: datetime) -> None:
    """Take a decision back; the promise made of the passage goes with it. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        passage = passage_locked(actor, passage_id, decided=True)
        trace = Trace(actor, passage.version, ReviewAct.PASSAGE, at)
        trace.keep(passage)
        made = passage.promise
        passage.promise = None
        _decide(actor, passage, "", "", at)
        if made is not None:
            trace.gone(made)
            made.delete()
        trace.close()


def passages_dismiss(*, actor: Actor, version_id: int, reason: str = "", note: str = "", at: datetime) -> int:
    """Say of all undecided passages (of one reason) that they promise nothing; return how many.

    Raises Forbidden, NotFound, Conflict.
    """
    with transaction.atomic():
        version = draft_locked(actor, version_id)
        left = plan_queries.unread(version.pk, undecided=True, reason=reason).order_by()
        trace = Trace(actor, version, ReviewAct.PASSAGES, at, note)
        for row in left:
            trace.keep(row)
        count = int(
            left.update(
                decision=UnreadDecision.NONE,
                note=note.strip()[:LONGEST_NOTE],
                decided_by=actor.user_id,
                decided_at=at,
                step=trace.id,
            )
        )
        trace.close()
        audit.record(
            actor, actions.PASSAGES_DISMISSED, version, after={"reason": reason, "passages": count}, reason=note,
            community_id=version.plan.community_id, at=at,
        )  # fmt: skip
    return count


def rewrite(trace: Trace, row: Promise, facts: PromiseFacts, note: str = "") -> None:
    """Give a promise other facts; what the reader saw is kept the first time, a promise added by hand has none."""
    if row.as_read is None and row.review != ReviewState.ADDED:
        row.as_read = columns(promise_queries.facts_of(row))
    for name, value in _values(facts).items():
        setattr(row, name, value)
    by_hand = row.review == ReviewState.ADDED
    _judge(trace.actor, row, ReviewState.ADDED if by_hand else ReviewState.CORRECTED, trace.at, note)


def _judge(actor: Actor, row: Promise, review: ReviewState, at: datetime, note: str = "") -> None:
    row.review, row.reviewed_by, row.reviewed_at = review, actor.user_id, at
    row.review_note = note.strip()[:LONGEST_NOTE]
    row.save()


def record(actor: Actor, what: Action, row: Promise, at: datetime, reason: str = "") -> None:
    audit.record(
        actor, what, row, after={"number": row.number, "quote": row.quote[:200]}, reason=reason,
        community_id=row.version.plan.community_id, at=at,
    )  # fmt: skip


def _decide(actor: Actor, row: UnreadPassage, decision: str, note: str, at: datetime) -> None:
    before = row.decision
    row.decision, row.note = decision, note.strip()[:LONGEST_NOTE]
    row.decided_by, row.decided_at = (actor.user_id, at) if decision else (None, None)
    row.save()
    audit.record(
        actor, actions.PASSAGE_DECIDED, row, before={"decision": before}, after={"decision": decision}, reason=note,
        community_id=row.version.plan.community_id, at=at,
    )  # fmt: skip


def added(trace: Trace, facts: PromiseFacts, span: tuple[int, int], note: str = "") -> Promise:
    """A promise made by hand of these words. Raises Invalid."""
    fields.check(facts)
    version, (start, end) = trace.version, span
    section, part = plan_queries.section_at(version.pk, start)
    row: Promise = Promise.objects.create(
        version=version, number=_next_number(version, part), part=part, section=section, start=start, end=end,
        quote=version.text[start:end], review=ReviewState.ADDED, reviewed_by=trace.actor.user_id, reviewed_at=trace.at,
        review_note=note.strip()[:LONGEST_NOTE], step=trace.id, **_values(facts),
    )  # fmt: skip
    trace.made(row)
    return row


def _forget(trace: Trace, row: Promise) -> None:
    """A promise added by hand goes away; the passage it was made of is open again."""
    for passage in UnreadPassage.objects.filter(promise_id=row.pk):
        trace.keep(passage)
        passage.decision, passage.promise, passage.note = "", None, ""
        passage.save()
    trace.gone(row)
    row.delete()


def _next_number(version: PlanVersion, part: int | None) -> str:
    taken = set(Promise.objects.filter(version=version).values_list("number", flat=True))
    count = Promise.objects.filter(version=version, part=part).count() + 1
    while number_of(part, count) in taken:
        count += 1
    return number_of(part, count)


def _span(version: PlanVersion, words: Words) -> tuple[int, int]:
    text = version.text
    if words.start is not None and words.end is not None:
        if not 0 <= words.start < words.end <= len(text) or not text[words.start : words.end].strip():
            raise Invalid("plans.promise.span", "quote")
        return words.start, words.end
    quote = words.quote.strip()
    if not quote:
        raise Invalid("plans.promise.quote_empty", "quote")
    start = text.find(quote)
    if start < 0:
        raise Invalid("plans.promise.quote_unknown", "quote")
    if text.find(quote, start + 1) >= 0:
        raise Invalid("plans.promise.quote_twice", "quote")
    return start, start + len(quote)


def _values(facts: PromiseFacts) -> dict[str, Any]:
    return {
        "domain": facts.domain, "activity": facts.activity.strip(), "object": facts.object.strip(),
        "kind": facts.kind, "comparator": facts.comparator, "value": facts.value, "unit": facts.unit or "",
        "period": facts.period or "", "every": facts.every,
    }  # fmt: skip


def columns(facts: PromiseFacts) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    values = _values(facts)
    return {**values, "value": None if facts.value is None else str(facts.value)}


def can_be_kept(row: Promise) -> bool:
    try:
        fields.check(promise_queries.facts_of(row))
    except Invalid:
        return False
    return True


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid("plans.review.reason_missing", "reason")
    return text
