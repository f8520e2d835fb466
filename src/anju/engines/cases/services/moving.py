"""Move a case from state to state: by hand, or after a deed of the engine that a transition follows."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from anju.engines.cases.contracts import VOID, Ask, CaseClosed, CaseFacts, CaseKind, Move, Transition
from anju.engines.cases.models import Case, VisitDraw
from anju.engines.cases.queries import kinds, sources
from anju.engines.cases.queries.facts import facts
from anju.engines.cases.rules import closing, machine, sampling
from anju.engines.cases.services import clocks, history, holding
from anju.engines.cases.services.clocks import Turn
from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid

_SETTLE = """
with ended as (update cases_assignment set ended_at = %(at)s, state = 'ended'
    where org_id = %(org)s and case_id = %(case)s and ended_at is null),
  withdrawn as (update cases_offer set state = 'withdrawn', settled_at = %(at)s
    where org_id = %(org)s and case_id = %(case)s and state = 'open')
update cases_visit set state = 'called_off' where org_id = %(org)s and case_id = %(case)s and state = 'agreed'
"""
_ITS_OWN = {Ask.REASON, Ask.ASSIGNEE}
_MOVED = ("state", "fields", "due_at", "closed_at", "sampled_at", "reopened", "assignee_id")


def case_move(*, actor: Actor, case_id: int, move: Move, at: datetime) -> str:
    """Make a transition; returns the state it led to.

    Raises Forbidden, NotFound, Invalid (cases.transition.unknown, cases.transition.lacking: params lacking, fields),
    Conflict (cases.transition.state, cases.case.changed: not the state the sender saw, cases.closing.unmet: params
    rules, cases.clock.backwards).
    """
    with transaction.atomic():
        case = holding.locked(case_id)
        kind = kinds.kind_of(case.kind)
        if move.expected and move.expected != case.state:
            holding.admit(actor, case, kinds.right(kind, "read"))
            raise Conflict("cases.case.changed", state=case.state)
        found = kind.transition(move.transition)
        holding.admit(actor, case, kinds.right(kind, "read") if found is None else found.permission)
        found = machine.transition(kind, case.state, move.transition)
        given = _given(kind, found, move.fields)
        reason = move.reason.strip()
        if len(reason) > holding.LONGEST_REASON:
            raise Invalid("cases.reason", "reason", limit=holding.LONGEST_REASON)
        known = _judged(case, kind, found, given)
        if known is not None:
            _must_have_all(kind, found, known, reason)
        _make(actor, case, kind, found, given, reason, at)
    return case.state


def case_reopen(*, actor: Actor, case_id: int, reason: str, at: datetime) -> str:
    """Open a closed case again by its kind's own way; returns the state.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.reopen.no_way).
    """
    with transaction.atomic():
        case, kind = holding.hold(actor, case_id, "decide")
        reason = holding.reason_of(reason)
        ways = (one for one in machine.open_ways(kind, case.state) if one.reopens)
        found = next(ways, None)
        if found is None:
            raise Conflict("cases.reopen.no_way", state=case.state)
        _make(actor, case, kind, found, {}, reason, at)
    return case.state


def case_void(*, actor: Actor, case_id: int, reason: str, at: datetime) -> None:
    """Say that a case should never have been opened; it stays, and nothing of it counts.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.case.closed).
    """
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "decide")
        reason = holding.reason_of(reason)
        before = case.state
        clocks.drop([case.pk])
        case.clocks.update(void=True, next_at=None)
        case.state, case.closed_at, case.due_at, case.sampled_at = VOID, at, None, None
        case.save(update_fields=["state", "closed_at", "due_at", "sampled_at"])
        case.returns.filter(done_at__isnull=True).delete()
        settle_work(case, at)
        history.note(actor, case, "voided", at, words=reason, before={"state": before}, after={"state": VOID})
        outbox.publish(CaseClosed(case.pk, case.kind, VOID))


def clocks_pause(
    *, actor: Actor, case_id: int, reason: str, at: datetime, codes: Collection[str] = ()
) -> tuple[str, ...]:
    """Let clocks stand (all that run, or those named), for a reason; returns which do now.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.case.closed, cases.clock.none).
    """
    return _stand(actor, case_id, "paused", holding.reason_of(reason), codes, at)


def clocks_resume(
    *, actor: Actor, case_id: int, at: datetime, codes: Collection[str] = ()
) -> tuple[str, ...]:
    """Let clocks that stand go on. Raises as clocks_pause."""
    return _stand(actor, case_id, "resumed", "", codes, at)


def _stand(
    actor: Actor, case_id: int, deed: str, reason: str, codes: Collection[str], at: datetime
) -> tuple[str, ...]:
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        named = codes or [one.code for one in kind.clocks]
        what = Turn(pauses=named, reason=reason) if deed == "paused" else Turn(resumes=named)
        changed = clocks.turn(case, kind, what, at, clocks.frame_of(case, actor.time_zone))
        if not changed:
            raise Conflict("cases.clock.none")
        case.save(update_fields=["due_at"])
        history.note(actor, case, deed, at, words=reason, after={"clocks": changed})
    return tuple(changed)


def follow(actor: Actor, case: Case, kind: CaseKind, deed: str, at: datetime, reason: str = "") -> None:
    """Make the transition that follows a deed, if there is one here and all it asks for is there."""
    found = machine.following(kind, case.state, deed)
    if found is None:
        return
    known = _judged(case, kind, found, {})
    if known is not None:
        lacking = machine.missing(found, known, reason)
        if lacking or (_closes(kind, found) and closing.unmet(kind, known, found.to)):
            return
    _make(actor, case, kind, found, {}, reason, at)


def settle_work(case: Case, at: datetime) -> None:
    """When a case is closed nobody is on it any more: assignments end, offers and appointments are off."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"org": case.org_id, "case": case.pk, "at": at})


def resume_work(actor: Actor, case: Case, at: datetime) -> None:
    """When a case is open again it is given to whoever led it, if he still works here; else nobody has it."""
    if case.assignee_id is None:
        return
    posting = sources.postings([case.assignee_id]).get(case.assignee_id)
    if posting is not None and posting.left:
        case.assignee_id = None
    else:
        case.assignments.create(
            staff_id=case.assignee_id, lead=True, how="again", given_at=at, given_by=actor.name
        )


def _given(kind: CaseKind, found: Transition, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields handed in with a transition. Raises Invalid for one that it does not ask for, or of the wrong sort."""
    for code in fields.keys() - set(found.fields):
        raise Invalid("cases.field.unknown", f"fields.{code}", name=code)
    return machine.sorted_fields(kind, fields)


def _closes(kind: CaseKind, found: Transition) -> bool:
    return bool(found.to) and kind.is_closed(found.to)


def _judged(case: Case, kind: CaseKind, found: Transition, given: Mapping[str, Any]) -> CaseFacts | None:
    """The facts, where anything is asked of them; what the case says itself needs no statement."""
    judged = _closes(kind, found) and kind.closing and not kind.is_dropped(found.to)
    if judged or set(found.asks) - _ITS_OWN:
        return facts(case, given)
    if not found.asks and not found.fields:
        return None
    return CaseFacts(
        kind=case.kind,
        state=case.state,
        severity=case.severity,
        fields={**case.fields, **given},
        photos={},
        assigned=case.assignee_id is not None,
    )


def _must_have_all(kind: CaseKind, found: Transition, known: CaseFacts, reason: str) -> None:
    lacking = machine.missing(found, known, reason)
    if lacking:
        field = f"fields.{lacking[0][6:]}" if lacking[0].startswith("field:") else lacking[0]
        raise Invalid("cases.transition.lacking", field, lacking=list(lacking))
    if _closes(kind, found):
        unmet = closing.unmet(kind, known, found.to)
        if unmet:
            names, codes = "、".join(str(one.name) for one in unmet), [one.code for one in unmet]
            raise Conflict("cases.closing.unmet", rules=names, codes=codes)


def _make(
    actor: Actor,
    case: Case,
    kind: CaseKind,
    found: Transition,
    given: Mapping[str, Any],
    reason: str,
    at: datetime,
) -> None:
    before = case.state
    case.state = found.to or case.state
    case.fields = {**case.fields, **given}
    closes = _closes(kind, found)
    _turn_clocks(actor, case, kind, found, reason, at)
    if found.reopens:
        case.reopened += 1
        case.closed_at = case.sampled_at = None
        resume_work(actor, case, at)
    if closes:
        case.closed_at, case.due_at = at, None
        if before != case.state:
            settle_work(case, at)
    _put_up(case, kind, before, at)
    case.save(update_fields=_MOVED)
    code = "reopened" if found.reopens else "closed" if closes else "moved"
    history.note(
        actor, case, code, at, words=reason, side=found.side,
        before={"state": before}, after={"state": case.state, "transition": found.code, **given},
    )  # fmt: skip
    if closes:
        outbox.publish(CaseClosed(case.pk, case.kind, case.state))


def _turn_clocks(
    actor: Actor, case: Case, kind: CaseKind, found: Transition, reason: str, at: datetime
) -> None:
    closes = _closes(kind, found)
    stops = [one.code for one in kind.clocks] if closes else found.stops
    what = Turn(() if closes else found.starts, stops, found.pauses, found.resumes, reason)
    if not any((what.starts, what.stops, what.pauses, what.resumes)):
        return
    if kind.is_dropped(found.to):
        clocks.forgive([case.pk], at)
    clocks.turn(case, kind, what, at, clocks.frame_of(case, actor.time_zone))


def _put_up(case: Case, kind: CaseKind, before: str, at: datetime) -> None:
    """Put a settled case up for the draw of return visits, whose secret must be fixed by then; anew each time.

    A settled case that goes back to work counts as opened again, however it got there.
    """
    rule = kind.returns
    if rule is None or case.state == before or kind.is_dropped(case.state):
        return
    if case.closed_at is None and case.state != rule.state and case.sampled_at is not None:
        case.sampled_at, case.reopened = None, case.reopened + 1
    if case.sampled_at is not None:
        return
    if case.state == rule.state or (not rule.state and case.closed_at is not None):
        case.sampled_at = at
        fix_secret(kind.code, at)


def fix_secret(kind: str, at: datetime) -> VisitDraw:
    """The draw of a kind that waits to be held, made now if there is none."""
    waiting: VisitDraw | None = VisitDraw.objects.filter(kind=kind, held_at__isnull=True).first()
    if waiting is not None:
        return waiting
    secret = secrets.token_hex(32)
    fresh = VisitDraw(kind=kind, made_at=at, secret=secret, commitment=sampling.commitment(secret))
    VisitDraw.objects.bulk_create([fresh], ignore_conflicts=True)
    made: VisitDraw = VisitDraw.objects.get(kind=kind, held_at__isnull=True)
    return made
