"""What people asked for, on the worker's phone: his cases, one case from taking it on to settling it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow, CaseView, ClockView
from anju.foundation.permissions import get
from anju.foundation.ui.messages import error_text
from anju.foundation.web import page
from anju.kernel.errors import AnjuError, Invalid
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.portals.field.views import case_acts
from anju.portals.field.views.case_acts import CaseAct
from anju.portals.field.views.worker import staff_of

CASE_WORK = get("cases.case:work")
case_page = partial(page, CASE_WORK, channel="field")
_MOST_CARDS = 60
_PHOTO_FIELDS = ("before", "after", "signature")


@dataclass(frozen=True, slots=True)
class CaseCard:
    """state: late, soon, todo or done, as the cards of rounds."""

    id: int
    title: str
    kind: str
    number: str
    place: str
    standing: str
    state: str
    due_at: datetime | None
    offered: bool


def own_cases(request: Any, staff: StaffView, at: datetime) -> list[CaseCard]:
    """Open cases of a person and those offered to his team, the first due first; none without the right."""
    if not request.actor.can(CASE_WORK):
        return []
    found = cases.mine(actor=request.actor, staff_id=staff.id, team_id=staff.team_id)
    return _cards(cases.rows(found[:_MOST_CARDS]), staff, at)


@case_page()
def case_list(request: Any) -> HttpResponse:
    now = timezone.now()
    shown = own_cases(request, staff_of(request), now)
    offered, mine = [one for one in shown if one.offered], [one for one in shown if not one.offered]
    groups = [(_("待抢单"), offered), (_("我的报事"), mine)]
    context = {"groups": [one for one in groups if one[1]], "tab": "cases"}
    return render(request, "field/cases.html", context)


@require_http_methods(["GET", "POST"])
@case_page()
def case(request: Any, case_id: int) -> HttpResponse:
    staff, problem = staff_of(request), ""
    if request.method == "POST":
        try:
            _perform(request, staff, case_id)
        except AnjuError as error:
            problem = error_text(error.code, error.params)
        else:
            return redirect("field:case", case_id)
    context = _context(request, staff, case_id) | {"problem": problem}
    return render(request, "field/case.html", context, status=422 if problem else 200)


@require_POST
@case_page()
def case_contact(request: Any, case_id: int) -> HttpResponse:
    """Name and phone of whoever reported it; that they were looked at is logged."""
    name, phone = cases.contact_read(actor=request.actor, case_id=case_id, at=timezone.now())
    return JsonResponse({"name": name or _("未留姓名"), "phone": phone})


def _perform(request: Any, staff: StaffView, case_id: int) -> None:
    now, form = timezone.now(), request.POST
    named = {str(uuid4()): (role, file) for role in _PHOTO_FIELDS for file in request.FILES.getlist(role)}
    deed = form.get("deed", "")
    if deed not in case_acts.DEEDS:
        raise Invalid("schedule.submission.unreadable", "deed")
    try:
        amount = case_acts.fen(form.get("amount"))
    except (ValueError, ArithmeticError) as error:
        raise Invalid("field.case.amount", "amount") from error
    act = CaseAct(
        key=form.get("key") or str(uuid4()),
        case_id=case_id,
        deed=deed,
        done_at=now,
        reason=form.get("reason_words", "").strip() or form.get("reason", ""),
        words=form.get("words", ""),
        photos={key: role for key, (role, _file) in named.items()},
        items=case_acts.lines(
            form.getlist("item_name"), form.getlist("item_quantity"), form.getlist("item_price")
        ),
        amount=amount,
    )
    files = {key: (file.name, file.read()) for key, (_role, file) in named.items()}
    case_acts.perform(actor=request.actor, staff=staff, act=act, files=files, at=now)


def _context(request: Any, staff: StaffView, case_id: int) -> dict[str, Any]:
    now = timezone.now()
    view = cases.case_view(actor=request.actor, case_id=case_id, at=now)
    (card,) = _cards([view.row], staff, now)
    kind = cases.kind_of(view.row.kind)
    history = cases.history(actor=request.actor, case_id=case_id)
    return {
        "view": view,
        "card": card,
        "facts": _facts(view),
        "clocks": [
            (clock.name, one) for one in view.clocks if (clock := kind.clock(one.code)) and _told(one)
        ],
        "step": _step(view, staff),
        "may_finish": bool(case_acts.finishing(view)),
        "appointment": next((one for one in view.visits if one.state == "agreed"), None),
        "photos": [one for one in view.photos if one.role not in ("signature", "attachment")],
        "files": [one for one in view.photos if one.role == "attachment"],
        "told": [one for one in history if one.words and one.code != "opened"][-8:],
        "names": {
            key: one.name for key, one in people.staff_by_id([w.staff_id for w in view.workers]).items()
        },
        "key": uuid4(),
        "now": now,
        "tab": "cases",
    }


def _told(one: ClockView) -> bool:
    return one.state in ("running", "paused") and (one.due_at is not None or bool(one.paused_for))


def _step(view: CaseView, staff: StaffView) -> str:
    """What comes next for this person: take, answer, go, work, wait or watch."""
    state, mine = (
        view.row.state,
        next((w for w in view.workers if w.staff_id == staff.id and w.until is None), None),
    )
    if view.row.closed_at is not None or state == "done":
        return "watch"
    if mine is None:
        return "take" if view.offered_to is not None and view.offered_to == staff.team_id else "go"
    if mine.state == "given":
        return "answer"
    return {"waiting": "wait", "working": "work"}.get(state, "go")


def _facts(view: CaseView) -> list[tuple[str, str]]:
    """Fields of the kind that were given, in its words."""
    kind = cases.kind_of(view.row.kind)
    found = ((one, view.fields.get(one.code)) for one in kind.fields)
    return [(str(one.name), str(value)) for one, value in found if value and one.sort == "text"]


def _cards(rows: list[CaseRow], staff: StaffView, at: datetime) -> list[CaseCard]:
    places = estate.places_by_id({one.place_id or one.community_id for one in rows})
    names: Mapping[int, str] = {key: one.full_name or one.name for key, one in places.items()}
    return [_card(one, names.get(one.place_id or one.community_id, ""), staff, at) for one in rows]


def _card(row: CaseRow, place: str, staff: StaffView, at: datetime) -> CaseCard:
    kind = cases.kind_of(row.kind)
    state = kind.state(row.state)
    left = None if row.due_at is None else (row.due_at - at).total_seconds()
    urgency = "todo" if left is None or left > 1800 else "soon" if left > 0 else "late"
    return CaseCard(
        id=row.id,
        title=row.title,
        kind=str(kind.name),
        number=row.number,
        place=place,
        standing=str(state.name) if state else "",
        state="done" if row.closed_at or row.state == "done" else urgency,
        due_at=row.due_at,
        offered=row.assignee_id is None and row.team_id is not None and row.team_id == staff.team_id,
    )
