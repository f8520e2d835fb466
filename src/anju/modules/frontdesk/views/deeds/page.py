"""The one view behind every deed: shows its form, in a sheet of the case's page or alone; does it; goes on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Move, Transition
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.frontdesk.forms.case_desk import MoveForm, given_fields
from anju.modules.frontdesk.queries import case_deeds
from anju.modules.frontdesk.queries import case_list as reads
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.views.deeds import deciding, dispatching, working
from anju.modules.frontdesk.views.deeds.frame import Data, Doing, Frame, frame_of

DOINGS: dict[str, Doing] = {**dispatching.DOINGS, **working.DOINGS, **deciding.DOINGS}


@page(reads.reading())
def deed(request: Any, case_id: int, code: str) -> HttpResponse:
    """A deed of the case. Raises NotFound, Forbidden (said by the service), and NotFound for a deed that is none."""
    frame = frame_of(request, case_id)
    declared, doing = case_deeds.deed_of(code), DOINGS.get(code)
    if declared is None or doing is None:
        raise NotFound("page_not_found")
    request.actor.require(cases.right(frame.kind, declared.right))
    explained = deciding.EXPLAINED.get(code)
    context = {
        "title": declared.name,
        "icon_name": declared.icon,
        "danger": declared.danger,
        "template": doing.template,
        "explained": explained() if explained else "",
        **doing.context(frame),
    }
    return _shown(frame, doing, context, reverse("frontdesk:case_deed", args=[case_id, code]))


@page(reads.reading())
def move(request: Any, case_id: int, code: str) -> HttpResponse:
    """A transition of the case's kind. Raises NotFound, Forbidden."""
    frame = frame_of(request, case_id)
    found = frame.kind.transition(code)
    if found is None:
        raise NotFound("page_not_found")
    request.actor.require(found.permission)
    way = found

    def act(frame: Frame, data: Data) -> str:
        given = {name: value for name, value in given_fields(frame.kind, data).items() if name in way.fields}
        wanted = Move(transition=way.code, reason=data["reason"], fields=given)
        cases.case_move(actor=frame.actor, case_id=frame.case_id, move=wanted, at=frame.at)
        return _("%(deed)s：已完成。") % {"deed": way.name}

    def form(frame: Frame) -> Any:
        return partial(MoveForm, kind=frame.kind, transition=way, known=frame.view.fields)

    context = {
        "title": found.name,
        "icon_name": "arrow-right",
        "danger": found.to == "cancelled",
        "asked": _asked(frame, found),
        "leads": words.state_name(frame.kind, found.to) if found.to else "",
    }
    return _shown(frame, Doing(form, act), context, reverse("frontdesk:case_move", args=[case_id, code]))


def _asked(frame: Frame, way: Transition) -> list[tuple[str, bool]]:
    """What must be there before the transition, and whether it is: pictures, signature, materials, price, a person."""
    view = frame.view
    roles = {one.role for one in view.photos}
    charged = sum(one.amount for one in view.items if one.charged)
    agreed = next((one.amount for one in reversed(view.prices) if one.answer), None)
    there = {
        "photo": bool(roles & {"before", "during", "after"}),
        "photo_before": "before" in roles,
        "photo_after": "after" in roles,
        "signature": "signature" in roles,
        "materials": bool(view.items),
        "price_consent": charged == 0 or (agreed is not None and agreed >= charged),
        "assignee": view.row.assignee_id is not None,
        "appointment": any(one.begins_at and one.state != "called_off" for one in view.visits),
        "visit": any(one.state == "done" for one in view.visits),
    }
    return [(str(words.ASKS[one.value]), there[one.value]) for one in way.asks if one.value in there]


def _shown(frame: Frame, doing: Doing, context: dict[str, Any], action: str) -> HttpResponse:
    request = frame.request
    home = following(request, frame.case_id)

    def act(data: Data) -> str:
        try:
            with transaction.atomic():
                said = doing.act(frame, data)
        except Invalid as refused:
            raise _named(frame, refused) from refused
        messages.success(request, said)
        return home if doing.leads_to is None else doing.leads_to(frame)

    sheet = request.headers.get("HX-Request") == "true"
    full = {
        **context, "row": frame.view.row, "kind": frame.kind, "action": action, "sheet": sheet, "home": home,
        "state": words.state_mark(frame.kind.code, frame.view.row.state),
    }  # fmt: skip
    template = "frontdesk/cases/_deed.html" if sheet else "frontdesk/cases/deed.html"
    return form_page(request, doing.form(frame), template, act, context=full, initial=doing.initial(frame))


def following(request: Any, case_id: int) -> str:
    """Where a deed leads: back to where it was begun, when that is a page of ours; else to the case."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, request.is_secure()
    ):
        return str(wanted)
    return reverse("frontdesk:case", args=[case_id])


def _named(frame: Frame, refused: Invalid) -> AnjuError:
    """What a transition lacks, by name."""
    if refused.code != "cases.transition.lacking":
        return refused
    lacking = words.lacking(frame.kind, list(refused.params.get("lacking", ())))
    return Invalid("frontdesk.case.lacking", refused.field, what=lacking)


@page(reads.reading())
def contact(request: Any, case_id: int) -> HttpResponse:
    """Name and phone of whoever reported it, in the clear; that they were read is logged. A POST, as it is a deed."""
    if request.method != "POST":
        raise NotFound("page_not_found")
    frame = frame_of(request, case_id)
    name, phone = cases.contact_read(actor=request.actor, case_id=case_id, at=frame.at)
    return render(
        request, "frontdesk/cases/_contact.html", {"name": name, "phone": phone, "row": frame.view.row}
    )
