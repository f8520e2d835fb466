"""Deeds by which a case finds its person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.modules.frontdesk.forms import case_dispatch as forms
from anju.modules.frontdesk.queries import dispatch as reads
from anju.modules.frontdesk.services import case_batch
from anju.modules.frontdesk.views.deeds.frame import Data, Doing, Frame
from anju.modules.people import facade as people


def _name(frame: Frame, staff_id: int) -> str:
    return next((name for _number, name in frame.names([staff_id])), "")


def _assign(frame: Frame, data: Data) -> str:
    staff = int(data["staff_id"])
    cases.case_assign(
        actor=frame.actor, case_id=frame.case_id, staff_id=staff, reason=data["reason"], at=frame.at
    )
    return _("已派给 %(name)s。") % {"name": _name(frame, staff)}


def _assign_context(frame: Frame) -> Data:
    return {"proposals": reads.proposals(frame.actor, frame.view, frame.at, limit=5)}


def _auto(frame: Frame, _data: Data) -> str:
    ranked = [one.staff.id for one in reads.proposals(frame.actor, frame.view, frame.at) if not one.refused]
    staff = case_batch.case_assign_best(actor=frame.actor, case_id=frame.case_id, ranked=ranked, at=frame.at)
    return _("已自动派给 %(name)s。") % {"name": _name(frame, staff)}


def _auto_context(frame: Frame) -> Data:
    return {"proposals": reads.proposals(frame.actor, frame.view, frame.at, limit=1), "only": True}


def _offer(frame: Frame, data: Data) -> str:
    cases.case_offer(actor=frame.actor, case_id=frame.case_id, team_id=data["team_id"], at=frame.at)
    return _("已发给班组，谁先抢到谁处理。")


def _take(frame: Frame, data: Data) -> str:
    cases.offer_take(actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], at=frame.at)
    return _("已由 %(name)s 抢单。") % {"name": _name(frame, data["staff_id"])}


def _accept(frame: Frame, data: Data) -> str:
    cases.case_accept(actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], at=frame.at)
    return _("已接单。")


def _refuse(frame: Frame, data: Data) -> str:
    cases.case_refuse(
        actor=frame.actor,
        case_id=frame.case_id,
        staff_id=data["staff_id"],
        reason=data["reason"],
        at=frame.at,
    )
    return _("已拒单，原因已记录。")


def _hand_over(frame: Frame, data: Data) -> str:
    cases.case_hand_over(
        actor=frame.actor, case_id=frame.case_id, reason=data["reason"], at=frame.at,
        department_id=data["department_id"], team_id=data["team_id"], staff_id=data["staff_id"],
    )  # fmt: skip
    return _("已转派，首问责任人不变。")


def _own(frame: Frame, data: Data) -> str:
    cases.case_own(
        actor=frame.actor,
        case_id=frame.case_id,
        staff_id=data["staff_id"],
        reason=data["reason"],
        at=frame.at,
    )
    return _("首问责任人已变更。")


def _helper_add(frame: Frame, data: Data) -> str:
    cases.helper_add(actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], at=frame.at)
    return _("已增加协作人。")


def _helper_remove(frame: Frame, data: Data) -> str:
    cases.helper_remove(actor=frame.actor, case_id=frame.case_id, staff_id=data["staff_id"], at=frame.at)
    return _("已减少协作人。")


def working_now(frame: Frame, state: str = "") -> list[int]:
    """Whoever is on the case, the lead first."""
    on_it = [one for one in frame.view.workers if one.until is None and (not state or one.state == state)]
    return [one.staff_id for one in sorted(on_it, key=lambda one: not one.lead)]


def _given_form(frame: Frame) -> Any:
    return partial(forms.StaffForm, staff=frame.names(working_now(frame, "given")))


def one_of(staff: list[int], frame: Frame) -> Data:
    """Myself when I am among them, else the first."""
    me = frame.myself()
    chosen = me.id if me is not None and me.id in staff else next(iter(staff), None)
    return {"staff_id": chosen} if chosen else {}


def _given_initial(frame: Frame) -> Data:
    return one_of(working_now(frame, "given"), frame)


def _team_members(frame: Frame) -> list[tuple[int, str]]:
    team = frame.view.row.team_id
    return [(one.id, one.name) for one in people.members(team_id=team)] if team is not None else []


DOINGS = {
    "assign": Doing(
        lambda frame: partial(forms.AssignForm, staff=frame.staff(), label=_("其他人")), _assign,
        template="frontdesk/cases/deeds/assign.html", context=_assign_context,
    ),
    "auto": Doing(
        lambda frame: forms.SureForm, _auto, template="frontdesk/cases/deeds/assign.html", context=_auto_context
    ),
    "offer": Doing(
        lambda frame: partial(forms.TeamForm, teams=frame.teams()), _offer,
        initial=lambda frame: {"team_id": frame.view.row.team_id},
    ),
    "take": Doing(
        lambda frame: partial(forms.StaffForm, staff=_team_members(frame), label=_("谁抢单")), _take,
        initial=lambda frame: one_of([number for number, _label in _team_members(frame)], frame),
    ),
    "accept": Doing(_given_form, _accept, initial=_given_initial),
    "refuse": Doing(
        lambda frame: partial(forms.StaffReasonForm, staff=frame.names(working_now(frame, "given"))), _refuse,
        initial=_given_initial,
    ),
    "hand_over": Doing(
        lambda frame: partial(
            forms.HandOverForm, departments=frame.departments(), teams=frame.teams(), staff=frame.staff()
        ),
        _hand_over,
    ),
    "own": Doing(lambda frame: partial(forms.StaffReasonForm, staff=frame.staff()), _own),
    "helper_add": Doing(lambda frame: partial(forms.StaffForm, staff=frame.staff()), _helper_add),
    "helper_remove": Doing(
        lambda frame: partial(forms.StaffForm, staff=frame.names(
            one.staff_id for one in frame.view.workers if one.until is None and not one.lead
        )),
        _helper_remove,
    ),
}  # fmt: skip
