"""Going there: appointments with a window, arrival and departure; several people and several visits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.engines.cases.contracts import CaseKind, Side
from anju.engines.cases.models import Assignment, Case, Visit
from anju.engines.cases.services import history, holding, moving
from anju.foundation import locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

LONGEST_NOTE = 2_000


def appointment_agree(
    *,
    actor: Actor,
    case_id: int,
    staff_id: int,
    begins_at: datetime,
    ends_at: datetime,
    at: datetime,
    words: str = "",
) -> int:
    """Agree with the reporter when somebody comes; an older appointment of that person for the case is off.

    Raises Forbidden, NotFound, Invalid (cases.visit.window), Conflict (cases.case.closed, cases.visit.busy: he has
    another appointment then).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work", reporter=True)
        if begins_at.tzinfo is None or not begins_at < ends_at or ends_at <= at:
            raise Invalid("cases.visit.window", "begins_at")
        holding.worker(case, staff_id)
        locks.advisory("cases.appointments", staff_id)
        case.visits.filter(staff_id=staff_id, state="agreed").update(state="called_off")
        busy = Visit.objects.filter(
            staff_id=staff_id, state="agreed", begins_at__lt=ends_at, ends_at__gt=begins_at
        )
        if busy.exists():
            raise Conflict("cases.visit.busy", "begins_at")
        made = Visit.objects.create(
            case=case,
            staff_id=staff_id,
            begins_at=begins_at,
            ends_at=ends_at,
            words=words.strip()[:LONGEST_NOTE],
        )
        window = {"staff": staff_id, "begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat()}
        history.note(actor, case, "agreed", at, after=window, words=words.strip(), side=Side.REPORTER)
        moving.follow(actor, case, kind, "agreed", at)
    return int(made.pk)


def visit_start(*, actor: Actor, case_id: int, staff_id: int, at: datetime) -> int:
    """Say that one is there; one's appointment becomes this visit. Whoever is not on the case becomes a helper, or
    leads it when nobody did.

    Raises Forbidden, NotFound, Conflict (cases.case.closed, cases.assign.barred, cases.visit.under_way).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        holding.worker(case, staff_id)
        if case.visits.filter(staff_id=staff_id, state="under_way").exists():
            raise Conflict("cases.visit.under_way")
        visit = case.visits.filter(staff_id=staff_id, state="agreed").order_by("begins_at").first()
        visit = visit or Visit(case=case, staff_id=staff_id)
        visit.state, visit.arrived_at, visit.arrived_by = "under_way", at, actor.user_id
        visit.save()
        _on_it(actor, case, kind, staff_id, at)
        history.note(actor, case, "arrived", at, after={"staff": staff_id}, side=Side.REPORTER)
        moving.follow(actor, case, kind, "arrived", at)
    return int(visit.pk)


def visit_end(*, actor: Actor, visit_id: int, at: datetime, words: str = "") -> None:
    """Say that one has left, and what was done.

    Raises Forbidden, NotFound, Invalid (words too long), Conflict (cases.visit.not_under_way, cases.clock.backwards).
    """
    words = words.strip()
    if len(words) > LONGEST_NOTE:
        raise Invalid("cases.words", "words", limit=LONGEST_NOTE)
    with transaction.atomic():
        visit, case, kind = _held(actor, visit_id)
        if visit.state != "under_way":
            raise Conflict("cases.visit.not_under_way")
        if at < visit.arrived_at:
            raise Conflict("cases.clock.backwards", "at", since=visit.arrived_at)
        visit.state, visit.left_at, visit.words = "done", at, words
        visit.save(update_fields=["state", "left_at", "words"])
        history.note(
            actor, case, "left", at, words=words, after={"staff": visit.staff_id}, side=Side.REPORTER
        )
        moving.follow(actor, case, kind, "left", at)


def visit_call_off(*, actor: Actor, visit_id: int, reason: str, at: datetime) -> None:
    """Call an appointment off. Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.visit.not_agreed)."""
    with transaction.atomic():
        visit, case, _kind = _held(actor, visit_id)
        reason = holding.reason_of(reason)
        if visit.state != "agreed":
            raise Conflict("cases.visit.not_agreed")
        visit.state, visit.words = "called_off", reason
        visit.save(update_fields=["state", "words"])
        history.note(
            actor, case, "called_off", at, words=reason, after={"staff": visit.staff_id}, side=Side.REPORTER
        )


def _held(actor: Actor, visit_id: int) -> tuple[Visit, Case, CaseKind]:
    case_id = Visit.objects.filter(pk=visit_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound("not_found", noun="cases.visit")
    case, kind = holding.hold(actor, case_id, "work")
    return Visit.objects.get(pk=visit_id), case, kind


def _on_it(actor: Actor, case: Case, kind: CaseKind, staff_id: int, at: datetime) -> None:
    """Whoever works on a case has accepted it; a case that nobody had is taken by coming."""
    mine = case.assignments.filter(staff_id=staff_id, ended_at__isnull=True)
    if mine.filter(state="given").update(state="accepted", answered_at=at) or mine.exists():
        return
    lead = case.assignee_id is None
    Assignment.objects.create(
        case=case, staff_id=staff_id, lead=lead, state="accepted", how="came", given_at=at, given_by=actor.name,
        answered_at=at,
    )  # fmt: skip
    if lead:
        case.assignee_id = staff_id
        case.save(update_fields=["assignee_id"])
        case.offers.filter(state="open").update(state="taken", settled_at=at, taken_by=staff_id)
        history.note(actor, case, "taken", at, before={"assignee": None}, after={"assignee": staff_id})
        moving.follow(actor, case, kind, "taken", at)
