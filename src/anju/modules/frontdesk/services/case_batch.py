"""What the console does to cases in one go: many given to one person, an appointment with the time it promises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Ask, CaseFilter, Move
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

MOST = 200


def cases_assign(*, actor: Actor, case_ids: Collection[int], staff_id: int, reason: str, at: datetime) -> int:
    """Give open cases to one person, all or none; who has one already keeps it. Returns how many changed hands.

    Raises Forbidden, NotFound, Invalid (frontdesk.cases.too_many, cases.assign.elsewhere), Conflict
    (cases.case.closed, cases.assign.barred).
    """
    wanted = sorted(set(case_ids))
    if not wanted or len(wanted) > MOST:
        raise Invalid("frontdesk.cases.too_many", "ids", limit=MOST)
    done = 0
    with transaction.atomic():
        for case_id in wanted:
            try:
                with transaction.atomic():
                    cases.case_assign(actor=actor, case_id=case_id, staff_id=staff_id, reason=reason, at=at)
                done += 1
            except Conflict as refused:
                if refused.code != "cases.assign.same":
                    raise
    return done


def case_assign_best(*, actor: Actor, case_id: int, ranked: Collection[int], at: datetime) -> int:
    """Give a case to the first of a ranking who may have it; returns who that was.

    Raises Forbidden, NotFound, Conflict (frontdesk.case.nobody: none of them may).
    """
    with transaction.atomic():
        for staff_id in ranked:
            try:
                with transaction.atomic():
                    cases.case_assign(actor=actor, case_id=case_id, staff_id=staff_id, at=at, how="auto")
                return staff_id
            except (Conflict, Invalid, NotFound) as refused:
                if refused.code not in ("cases.assign.barred", "cases.assign.elsewhere", "cases.assign.same"):
                    raise
    raise Conflict("frontdesk.case.nobody")


def appointment_agree(
    *,
    actor: Actor,
    case_id: int,
    staff_id: int,
    begins_at: datetime,
    ends_at: datetime,
    at: datetime,
    words: str = "",
) -> None:
    """Agree when somebody comes; of kinds that promise the agreed time, it takes the place of the promised ones.

    Raises as the engine's appointment_agree.
    """
    with transaction.atomic():
        cases.appointment_agree(
            actor=actor,
            case_id=case_id,
            staff_id=staff_id,
            begins_at=begins_at,
            ends_at=ends_at,
            at=at,
            words=words,
        )
        view = cases.case_view(actor=actor, case_id=case_id, at=at)
        if "appoint" in view.ways:
            given = {"agreed_until": ends_at.isoformat()}
            cases.case_move(
                actor=actor, case_id=case_id, move=Move(transition="appoint", fields=given), at=at
            )


def visit_call_off(*, actor: Actor, visit_id: int, case_id: int, reason: str, at: datetime) -> None:
    """Call an appointment off; without another one the promised times count again. Raises as the engine's own."""
    with transaction.atomic():
        cases.visit_call_off(actor=actor, visit_id=visit_id, reason=reason, at=at)
        view = cases.case_view(actor=actor, case_id=case_id, at=at)
        if "unappoint" in view.ways and not any(one.state == "agreed" for one in view.visits):
            cases.case_move(actor=actor, case_id=case_id, move=Move(transition="unappoint"), at=at)


def clocks_pause(*, actor: Actor, case_id: int, reason: str, at: datetime) -> None:
    """Let a case wait: by its kind's own way where it has one, else its clocks stand.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.case.closed, cases.clock.none).
    """
    way = _way(actor, case_id, at, pauses=True)
    if way:
        cases.case_move(actor=actor, case_id=case_id, move=Move(transition=way, reason=reason), at=at)
    else:
        cases.clocks_pause(actor=actor, case_id=case_id, reason=reason, at=at)


def clocks_resume(*, actor: Actor, case_id: int, at: datetime) -> None:
    """Let a case that waits go on. Raises as clocks_pause."""
    way = _way(actor, case_id, at, pauses=False)
    if way:
        cases.case_move(actor=actor, case_id=case_id, move=Move(transition=way), at=at)
    else:
        cases.clocks_resume(actor=actor, case_id=case_id, at=at)


def _way(actor: Actor, case_id: int, at: datetime, *, pauses: bool) -> str:
    """The transition by which a kind waits (with a reason) or goes on again by hand, "" when it has none from here."""
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    kind = cases.kind_of(view.row.kind)
    for code in view.ways:
        found = kind.transition(code)
        if found is None or found.follows or (pauses and view.row.state == found.to):
            continue
        if pauses and found.pauses and Ask.REASON in found.asks:
            return code
        if not pauses and found.resumes and found.to and not found.asks and view.row.state == "waiting":
            return code
    return ""


def case_by_number(actor: Actor, number: str) -> int:
    """The case with exactly this number. Raises NotFound (frontdesk.case.number)."""
    wanted = CaseFilter(text=number.strip())
    found = cases.cases(actor=actor, wanted=wanted).filter(number=number.strip().upper())
    row = next(iter(cases.rows(found[:1])), None)
    if row is None:
        raise NotFound("frontdesk.case.number", "number", number=number.strip())
    return row.id
