"""Who does it: assign, offer, take, accept, refuse, hand over, and helpers. Who took it down owns it all the while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.engines.cases.contracts import CaseKind
from anju.engines.cases.models import Assignment, Case, Offer, Refusal
from anju.engines.cases.services import history, holding, moving
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid


def case_assign(
    *, actor: Actor, case_id: int, staff_id: int, at: datetime, reason: str = "", how: str = "assigned"
) -> None:
    """Give a case to a person; whoever had it before is off it. how: assigned, auto or swapped.

    Raises Forbidden, NotFound, Invalid (cases.assign.elsewhere), Conflict (cases.case.closed, cases.assign.barred,
    cases.assign.same).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "assign")
        if case.assignee_id == staff_id:
            raise Conflict("cases.assign.same", "staff_id")
        team = holding.worker(case, staff_id)
        before = {"assignee": case.assignee_id, "team": case.team_id}
        _lead(actor, case, staff_id, at, state="given", how=how[:8], reason=reason.strip()[:200])
        _withdraw(case, at)
        case.team_id = team or case.team_id
        _remember(actor, case, kind, "assigned", at, before, words=reason.strip()[:200])


def case_offer(*, actor: Actor, case_id: int, team_id: int, at: datetime) -> int:
    """Offer a case to a team: whoever takes it first has it. Returns the offer's id; an older offer is withdrawn.

    Raises Forbidden, NotFound, Conflict (cases.case.closed).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "assign")
        before = {"assignee": case.assignee_id, "team": case.team_id}
        _withdraw(case, at)
        _end_lead(case, at)
        case.assignee_id, case.team_id = None, team_id
        made = Offer.objects.create(case=case, team_id=team_id, offered_at=at, offered_by=actor.name)
        _remember(actor, case, kind, "offered", at, before)
    return int(made.pk)


def offer_take(*, actor: Actor, case_id: int, staff_id: int, at: datetime) -> None:
    """Take an offered case; the first who does has it.

    Raises Forbidden, NotFound, Invalid (cases.offer.other_team), Conflict (cases.offer.gone, cases.assign.barred).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        offer = case.offers.filter(state="open").first()
        if offer is None:
            raise Conflict("cases.offer.gone")
        team = holding.worker(case, staff_id)
        if team is not None and team != offer.team_id:
            raise Invalid("cases.offer.other_team", "staff_id")
        before = {"assignee": None, "team": case.team_id}
        offer.state, offer.settled_at, offer.taken_by = "taken", at, staff_id
        offer.save(update_fields=["state", "settled_at", "taken_by"])
        _lead(actor, case, staff_id, at, state="accepted", how="taken")
        _remember(actor, case, kind, "taken", at, before)


def case_accept(*, actor: Actor, case_id: int, staff_id: int, at: datetime) -> None:
    """Say that one takes on what one was given. Raises Forbidden, NotFound, Conflict (cases.assign.not_given)."""
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        given = case.assignments.filter(staff_id=staff_id, state="given", ended_at__isnull=True).first()
        if given is None:
            raise Conflict("cases.assign.not_given")
        given.state, given.answered_at = "accepted", at
        given.save(update_fields=["state", "answered_at"])
        history.note(actor, case, "accepted", at, after={"staff": staff_id})
        moving.follow(actor, case, kind, "accepted", at)


def case_refuse(*, actor: Actor, case_id: int, staff_id: int, reason: str, at: datetime) -> None:
    """Refuse a case that one was given, or was offered with one's team; why is kept.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.assign.not_given).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        reason = holding.reason_of(reason)
        given = case.assignments.filter(staff_id=staff_id, ended_at__isnull=True).first()
        offer = case.offers.filter(state="open").first()
        if given is None and (offer is None or holding.worker(case, staff_id) not in (None, offer.team_id)):
            raise Conflict("cases.assign.not_given")
        before = {"assignee": case.assignee_id}
        Refusal.objects.create(case=case, staff_id=staff_id, offer=offer, at=at, reason=reason)
        if given is not None:
            given.state, given.answered_at, given.ended_at, given.reason = "refused", at, at, reason
            given.save(update_fields=["state", "answered_at", "ended_at", "reason"])
            if given.lead:
                case.assignee_id = None
        _remember(actor, case, kind, "refused", at, before, words=reason, staff=staff_id)


def case_hand_over(
    *,
    actor: Actor,
    case_id: int,
    reason: str,
    at: datetime,
    department_id: int | None = None,
    team_id: int | None = None,
    staff_id: int | None = None,
) -> None:
    """Hand a case over to another department, team or person. Who owns it (首问责任) goes on owning it until it closes.

    Raises Forbidden, NotFound, Invalid (no reason, cases.hand_over.nowhere), Conflict (cases.case.closed,
    cases.assign.barred).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "assign")
        reason = holding.reason_of(reason)
        if department_id is None and team_id is None and staff_id is None:
            raise Invalid("cases.hand_over.nowhere", "team_id")
        before = {"department": case.department_id, "team": case.team_id, "assignee": case.assignee_id}
        _withdraw(case, at)
        _end_lead(case, at)
        case.department_id = department_id if department_id is not None else case.department_id
        case.team_id, case.assignee_id = team_id, None
        if staff_id is not None:
            team = holding.worker(case, staff_id)
            _lead(actor, case, staff_id, at, state="given", how="handed", reason=reason)
            case.team_id = team_id or team
        case.save(update_fields=["department_id"])
        _remember(actor, case, kind, "handed_over", at, before, words=reason, department=case.department_id)


def case_own(*, actor: Actor, case_id: int, staff_id: int, reason: str, at: datetime) -> None:
    """Let another person own a case, as when who was first asked has left; a decision of its own, with its reason.

    Raises Forbidden, NotFound, Invalid (no reason, cases.assign.elsewhere), Conflict (cases.case.closed,
    cases.assign.barred, cases.assign.same).
    """
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "decide")
        reason = holding.reason_of(reason)
        if case.owner_id == staff_id:
            raise Conflict("cases.assign.same", "staff_id")
        holding.worker(case, staff_id)
        before, case.owner_id = {"owner": case.owner_id}, staff_id
        case.save(update_fields=["owner_id"])
        history.note(actor, case, "owned", at, words=reason, before=before, after={"owner": staff_id})


def helper_add(*, actor: Actor, case_id: int, staff_id: int, at: datetime) -> None:
    """Put another person on a case beside whoever leads. Raises as case_assign; cases.assign.same when he is on it."""
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "assign")
        holding.worker(case, staff_id)
        if case.assignments.filter(staff_id=staff_id, ended_at__isnull=True).exists():
            raise Conflict("cases.assign.same", "staff_id")
        Assignment.objects.create(case=case, staff_id=staff_id, given_at=at, given_by=actor.name)
        history.note(actor, case, "helper_added", at, after={"staff": staff_id})


def helper_remove(*, actor: Actor, case_id: int, staff_id: int, at: datetime) -> None:
    """Take a helper off a case. Raises Forbidden, NotFound, Conflict (cases.assign.not_given, also for the lead)."""
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "assign")
        rows = case.assignments.filter(staff_id=staff_id, ended_at__isnull=True, lead=False)
        if not rows.update(ended_at=at, state="ended"):
            raise Conflict("cases.assign.not_given")
        history.note(actor, case, "helper_removed", at, before={"staff": staff_id})


def _lead(
    actor: Actor, case: Case, staff_id: int, at: datetime, *, state: str, how: str, reason: str = ""
) -> None:
    _end_lead(case, at)
    case.assignments.filter(staff_id=staff_id, ended_at__isnull=True).update(ended_at=at, state="ended")
    Assignment.objects.create(
        case=case, staff_id=staff_id, lead=True, state=state, how=how, given_at=at, given_by=actor.name,
        answered_at=at if state == "accepted" else None, reason=reason,
    )  # fmt: skip
    case.assignee_id = staff_id


def _end_lead(case: Case, at: datetime) -> None:
    case.assignments.filter(lead=True, ended_at__isnull=True).update(ended_at=at, state="ended")


def _withdraw(case: Case, at: datetime) -> None:
    case.offers.filter(state="open").update(state="withdrawn", settled_at=at)


def _remember(
    actor: Actor,
    case: Case,
    kind: CaseKind,
    deed: str,
    at: datetime,
    before: dict[str, object],
    *,
    words: str = "",
    **more: object,
) -> None:
    case.save(update_fields=["assignee_id", "team_id"])
    after = {"assignee": case.assignee_id, "team": case.team_id, **more}
    history.note(actor, case, deed, at, words=words, before=before, after=after)
    moving.follow(actor, case, kind, deed, at, words)
