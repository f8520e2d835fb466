"""Deeds that are more than one deed of the engine: agree on a time, hand over, correct, withdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseEdit, CaseRow, CaseView, Move
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.errors import Conflict, NotFound
from anju.modules.frontdesk.rules import routing
from anju.modules.frontdesk.services.following import house_actor
from anju.modules.frontdesk.services.reporting import team_for


def appoint(
    *,
    actor: Actor,
    case_id: int,
    staff_id: int,
    begins_at: datetime,
    ends_at: datetime,
    at: datetime,
    words: str = "",
) -> int:
    """Agree on a time with the reporter; where the kind has it, the time agreed takes the place of the promised ones.

    Until somebody comes the clocks of arriving and finishing stand, and the clock of the visit runs to the end of the
    window (A:REP-03, A:CMP-03). Returns the visit. Raises as cases.appointment_agree.
    """
    with transaction.atomic():
        visit = cases.appointment_agree(
            actor=actor, case_id=case_id, staff_id=staff_id, begins_at=begins_at, ends_at=ends_at, at=at, words=words
        )  # fmt: skip
        keep_agreed(actor=actor, case_id=case_id, until=ends_at, at=at)
    return visit


def keep_agreed(*, actor: Actor, case_id: int, until: datetime | None, at: datetime) -> bool:
    """Let the clocks follow what was agreed with the reporter, or (None) that it was called off.

    Returns whether they had to. A case without such clocks, or one that is closed, is left alone.
    """
    view = cases.case_view(actor=house_actor("cases.case:read"), case_id=case_id, at=at)
    kind = cases.kind_of(view.row.kind)
    way = kind.transition("appoint")
    waits = any(one.code == "visit" and one.state == "running" for one in view.clocks)
    known = view.fields.get("agreed_until")
    if way is None or view.row.state not in way.sources:
        return False
    if (until is None and not waits) or (until is not None and waits and known == until.isoformat()):
        return False
    doer = _with(actor, "cases.case:work")
    with transaction.atomic():
        if waits:
            cases.case_move(actor=doer, case_id=case_id, move=Move(transition="unappoint"), at=at)
        if until is not None:
            fields = {"agreed_until": until.isoformat()}
            move = Move(transition="appoint", reason=_("与报事人约定时间"), fields=fields)
            cases.case_move(actor=doer, case_id=case_id, move=move, at=at)
    return True


def agreement_followed(*, case_id: int, at: datetime) -> bool:
    """However a time was agreed on or called off, the clocks follow the appointment that stands."""
    view = cases.case_view(actor=house_actor("cases.case:read"), case_id=case_id, at=at)
    agreed = [one.ends_at for one in view.visits if one.state == "agreed" and one.ends_at is not None]
    return keep_agreed(actor=house_actor(), case_id=case_id, until=max(agreed, default=None), at=at)


def hand_over(
    *,
    actor: Actor,
    case_id: int,
    reason: str,
    at: datetime,
    department_id: int | None = None,
    team_id: int | None = None,
    staff_id: int | None = None,
) -> None:
    """Hand a case over, and let its state say whether somebody has it. Raises as cases.case_hand_over."""
    with transaction.atomic():
        cases.case_hand_over(
            actor=actor, case_id=case_id, reason=reason, at=at, department_id=department_id, team_id=team_id,
            staff_id=staff_id,
        )  # fmt: skip
        row = _row(case_id)
        code = "assign" if staff_id is not None else "give_back"
        way = cases.kind_of(row.kind).transition(code)
        if way is not None and row.state in way.sources:
            cases.case_move(actor=actor, case_id=case_id, move=Move(transition=code, reason=reason), at=at)


def correct(*, actor: Actor, case_id: int, edit: CaseEdit, reason: str, at: datetime) -> None:
    """Correct a case; whom a complaint is about is barred in the same moment, and it is as grave as its facts make it.

    Raises as cases.case_edit.
    """
    with transaction.atomic():
        cases.case_edit(actor=actor, case_id=case_id, edit=edit, reason=reason, at=at)
        view = cases.case_view(actor=house_actor("cases.case:read"), case_id=case_id, at=at)
        least = routing.severity(view.row.kind, view.fields, view.row.severity)
        if least > view.row.severity:
            cases.case_edit(actor=actor, case_id=case_id, edit=CaseEdit(severity=least), reason=reason, at=at)
        if edit.kind is not None and view.row.assignee_id is None:
            _route(case_id, view, at)
        keep_barred(case_id=case_id, at=at)


def _route(case_id: int, view: CaseView, at: datetime) -> None:
    """What turned out to be of another kind goes to the team that answers for it."""
    team_id = team_for(view.row.community_id, view.row.kind, view.fields)
    if team_id is not None and team_id != view.row.team_id:
        cases.case_hand_over(
            actor=house_actor("cases.case:assign"), case_id=case_id, team_id=team_id,
            reason=_("类别已更正，转给对应班组"), at=at,
        )  # fmt: skip


def keep_barred(*, case_id: int, at: datetime) -> bool:
    """Bar whoever a complaint is about, wherever he was named. Returns whether somebody was barred anew."""
    view = cases.case_view(actor=house_actor("cases.case:read"), case_id=case_id, at=at)
    staff, _users = cases.barred(case_id)
    wanted = routing.barred(view.row.kind, view.fields, tuple(sorted(staff)))
    if set(wanted) <= staff:
        return False
    cases.case_bar(
        actor=house_actor("cases.case:decide"), case_id=case_id, staff_ids=wanted, reason=_("被投诉人须回避"), at=at
    )  # fmt: skip
    return True


def withdraw(*, actor: Actor, case_id: int, reason: str, at: datetime) -> None:
    """Let whoever reported a case take it back while nobody works on it.

    Raises NotFound (not his), Conflict (frontdesk.withdraw.under_way), Invalid (no reason).
    """
    own = actor.user_id is not None and cases.reported(user_id=actor.user_id).filter(pk=case_id).exists()
    if not own:
        raise NotFound("not_found", noun="cases.case")
    if _row(case_id).state not in ("new", "assigned"):
        raise Conflict("frontdesk.withdraw.under_way")
    move = Move(transition="cancel", reason=reason)
    cases.case_move(actor=_with(actor, "cases.case:decide"), case_id=case_id, move=move, at=at)


def _with(actor: Actor, permission: str) -> Actor:
    """The same person, for a step that his deed brings about by itself."""
    house = house_actor(get(permission))
    return replace(actor, grants={**actor.grants, **house.grants})


def _row(case_id: int) -> CaseRow:
    found = cases.rows(cases.cases(actor=house_actor("cases.case:read")).filter(pk=case_id))
    if not found:
        raise NotFound("not_found", noun="cases.case")
    return found[0]
