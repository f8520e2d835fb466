"""The board of open cases: columns by state or by person, cards that can be moved, with the mouse or the keyboard."""

from __future__ import annotations

from types import EllipsisType
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, Move
from anju.foundation.ui.messages import error_text
from anju.foundation.web import page
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound
from anju.modules.frontdesk.queries import case_board as reads
from anju.modules.frontdesk.queries import case_list, dispatch
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_board import Step
from anju.modules.frontdesk.queries.case_names import names_of
from anju.modules.frontdesk.services import case_batch
from anju.modules.frontdesk.tables.cases import community_of
from anju.modules.frontdesk.views.deeds.frame import Frame, frame_of

READ = case_list.reading()


@page(READ)
@require_safe
def board(request: Any) -> HttpResponse:
    """?by=state or person; ?kind=, ?team= and ?due=over narrow it. The columns alone when the script asks for them."""
    by, wanted = asked(request)
    found = reads.board(request.actor, wanted, by, timezone.now())
    context = {"board": found, "by": by, **_words()}
    if request.headers.get("HX-Request") == "true":
        return render(request, "frontdesk/cases/_board.html", context)
    community_id = wanted.community_id
    context |= {
        "kinds": [(one.code, one.name) for one in cases.kinds()],
        "kind": next(iter(wanted.kinds), ""),
        "teams": case_list.team_choices(community_id),
        "team": wanted.team_id,
        "late": wanted.due_before is not None,
    }
    return render(request, "frontdesk/cases/board.html", context)


@page(READ)
@require_safe
def more(request: Any) -> HttpResponse:
    """Further cards of one column."""
    by, wanted = asked(request)
    key, after = request.GET.get("key", ""), request.GET.get("after", "0")
    if not after.isdigit() or (by == "person" and key != reads.NOBODY and not key.isdigit()):
        raise NotFound("page_not_found")
    at, total = timezone.now(), request.GET.get("total", "0")
    rows = reads.further(request.actor, wanted, by, key, int(after))
    context = {
        "rows": rows, "names": names_of(request.actor, rows), "paused": reads.paused_of(rows, at), "by": by, "key": key,
        "total": int(total) if total.isdigit() else 0, "after": int(after) + len(rows), **_words(),
    }  # fmt: skip
    return render(request, "frontdesk/cases/_cards.html", context)


@page(READ)
@require_safe
def ways(request: Any, case_id: int) -> HttpResponse:
    """What may be done with a card, as a list for the keyboard: where it may go, and who is proposed for it."""
    frame = frame_of(request, case_id)
    labels = words.states_in_order()
    targets = [
        (state, labels[state])
        for state in words.open_states()
        if frame.kind.state(state) is not None
        and reads.step_to_state(frame.view, frame.kind, state) is not None
    ]
    may = request.actor.can(cases.right(frame.kind, "assign"))
    context = {
        "row": frame.view.row,
        "targets": targets,
        "proposals": dispatch.proposals(request.actor, frame.view, frame.at, limit=5) if may else [],
        "tones": words.STATE_TONES,
    }
    return render(request, "frontdesk/cases/_ways.html", context)


@page(READ)
@require_POST
def move(request: Any) -> JsonResponse:
    """A card was put on another column. Answers {card, said}, {sheet: address of a form to fill in first}, or 409 with
    {message} when it may not go there. `expected`: the state the sender saw; `holder`: who had it then.
    """
    number, key, by = (
        request.POST.get("case", ""),
        request.POST.get("to", ""),
        request.POST.get("by", "state"),
    )
    if not number.isdigit() or by not in reads.BY:
        raise NotFound("page_not_found")
    frame = frame_of(request, int(number))
    if by == "person":
        step = reads.step_to_person(frame.view, key)
    else:
        step = reads.step_to_state(frame.view, frame.kind, key)
    if step is None:
        here = words.state_name(frame.kind, frame.view.row.state)
        there = words.states_in_order().get(key, key)
        return _refused(_("%(here)s的事项不能直接变为“%(there)s”。") % {"here": here, "there": there})
    if step.sort == "sheet":
        return JsonResponse({"sheet": _sheet(frame.case_id, step.code)})
    try:
        with transaction.atomic():
            cases.expect(frame.case_id, state=request.POST.get("expected", ""), holder=_holder(request))
            _take(frame, step)
    except (Conflict, Invalid) as refused:
        return _refused(_said(frame, refused))
    return JsonResponse(_card(request, frame.case_id, by))


def _holder(request: Any) -> int | EllipsisType | None:
    """Who had the card when the sender saw it; whatever is no person of a board lets it be anybody."""
    text = request.POST.get("holder", "")
    if text == reads.NOBODY:
        return None
    return int(text) if text.isascii() and text.isdigit() else ...


def asked(request: Any) -> tuple[str, CaseFilter]:
    by = request.GET.get("by", "state")
    kind, team = request.GET.get("kind", ""), request.GET.get("team", "")
    known = {one.code for one in cases.kinds()}
    return by if by in reads.BY else "state", CaseFilter(
        community_id=community_of(request),
        standing="open",
        kinds=(kind,) if kind in known else (),
        team_id=int(team) if team.isdigit() else None,
        due_before=timezone.now() if request.GET.get("due") == "over" else None,
    )


def _take(frame: Frame, step: Step) -> None:
    actor, case_id, at = frame.actor, frame.case_id, frame.at
    match step.sort:
        case "assign":
            cases.case_assign(actor=actor, case_id=case_id, staff_id=int(step.code), at=at)
        case "arrive":
            cases.visit_start(actor=actor, case_id=case_id, staff_id=int(step.code), at=at)
        case "resume":
            case_batch.clocks_resume(actor=actor, case_id=case_id, at=at)
        case "way":
            cases.case_move(actor=actor, case_id=case_id, move=Move(transition=step.code), at=at)


def _card(request: Any, case_id: int, by: str) -> dict[str, Any]:
    """The card as it stands now and the column it belongs to; "" when it left the board."""
    frame = frame_of(request, case_id)
    row = frame.view.row
    key = row.state if by == "state" else str(row.assignee_id or reads.NOBODY)
    context = {
        "row": row, "by": by, "names": names_of(request.actor, [row]), "paused": reads.paused_of([row], frame.at),
        **_words(),
    }  # fmt: skip
    card = render_to_string("frontdesk/cases/_card.html", context, request) if row.closed_at is None else ""
    said = _("%(number)s：%(state)s") % {
        "number": row.number,
        "state": words.state_name(frame.kind, row.state),
    }
    return {"card": card, "key": key, "said": said}


def _sheet(case_id: int, code: str) -> str:
    if code.startswith("move:"):
        return reverse("frontdesk:case_move", args=[case_id, code.removeprefix("move:")])
    return reverse("frontdesk:case_deed", args=[case_id, code])


def _said(frame: Frame, refused: AnjuError) -> str:
    lacking = refused.params.get("lacking")
    if isinstance(lacking, list):
        return _("还缺：%(what)s。") % {"what": words.lacking(frame.kind, lacking)}
    return error_text(refused.code, refused.params)


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=409)


def _words() -> dict[str, Any]:
    return {
        "kind_mark": words.kind_mark,
        "kind_name": words.kind_name,
        "severity": words.severity,
        "state_mark": words.state_mark,
    }
