"""Hand-over of the desk, and solution sets of a case."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.modules.frontdesk.forms.desk import ChoiceForm, ReasonForm, ShiftForm, SignForm, SolutionsForm
from anju.modules.frontdesk.permissions import SHIFT_HAND, SHIFT_READ, SOLUTION_SET
from anju.modules.frontdesk.queries import desk_lists
from anju.modules.frontdesk.queries.open_work import OpenItem, open_work
from anju.modules.frontdesk.services import shift as services
from anju.modules.frontdesk.services import solutions as solving
from anju.modules.frontdesk.tables.desk import SHIFTS
from anju.modules.people import facade as people


@page(SHIFT_READ)
@require_safe
def shift_list(request: Any) -> HttpResponseBase:
    rows = desk_lists.shifts(request.actor, request.community_id)
    context = {"can_hand": request.actor.can(SHIFT_HAND)}
    return SHIFTS.respond(request, rows, template="frontdesk/desk/shifts.html", context=context)


@page(SHIFT_HAND)
@form_methods
def shift_give(request: Any) -> HttpResponse:
    """What is open now, and to whom it goes."""
    own = services.own_staff(request.actor)

    def give(data: dict[str, Any]) -> str:
        made = services.shift_give(actor=request.actor, at=timezone.now(), **data)
        messages.success(request, _("已交班，等接班人签收"))
        return reverse("frontdesk:shift", args=[made])

    staff = [one for one in people.staff_of_community(own.community_id) if one.user_id and one.id != own.id]
    colleagues = sorted(staff, key=lambda one: one.department_id != own.department_id)
    form = partial(ShiftForm, staff=[(one.id, f"{one.name} · {one.position}") for one in colleagues])
    context = {"groups": grouped(open_work(actor=request.actor, staff=own, at=timezone.now())), "own": own}
    return form_page(request, form, "frontdesk/desk/shift_give.html", give, context=context)


@page(SHIFT_READ)
@form_methods
def shift(request: Any, handover_id: int) -> HttpResponse:
    found = desk_lists.shift(request.actor, handover_id)

    def sign(data: dict[str, Any]) -> str:
        services.shift_sign(
            actor=request.actor, handover_id=handover_id, remark=data["remark"], at=timezone.now()
        )
        messages.success(request, _("已接班"))
        return reverse("frontdesk:desk")

    waits = found.signed_at is None
    context = {
        "shift": found,
        "groups": grouped(services.items_of(request.actor, found)),
        "can_sign": waits and found.to_user == request.actor.user_id,
        "can_call_off": waits and found.from_user == request.actor.user_id,
    }
    return form_page(request, SignForm, "frontdesk/desk/shift.html", sign, context=context)


@page(SHIFT_HAND)
@form_methods
def shift_sign(request: Any, handover_id: int) -> HttpResponseBase:
    return shift(request, handover_id)


@page(SHIFT_HAND)
@form_methods
def shift_call_off(request: Any, handover_id: int) -> HttpResponse:
    back = reverse("frontdesk:shift", args=[handover_id])

    def call_off(data: dict[str, Any]) -> str:
        services.shift_call_off(
            actor=request.actor, handover_id=handover_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已取消交班"))
        return reverse("frontdesk:shifts")

    context = {
        "title": _("取消交班"),
        "crumb": [(_("前台交接班"), reverse("frontdesk:shifts"))],
        "back": back,
    }
    return form_page(request, ReasonForm, "frontdesk/desk/form.html", call_off, context=context)


@page(SOLUTION_SET)
@form_methods
def solutions(request: Any, case_id: int) -> HttpResponse:
    """Solutions of a case: proposed, or, with ?choose=, one of a set chosen."""
    at = timezone.now()
    view = cases.case_view(actor=request.actor, case_id=case_id, at=at)
    sets = desk_lists.solution_sets(case_id)
    wanted = next((one for one in sets if str(one.pk) == request.GET.get("choose")), None)
    back = reverse("frontdesk:solutions", args=[case_id])

    def propose(data: dict[str, Any]) -> str:
        solving.solutions_propose(
            actor=request.actor, case_id=case_id, problem=data["problem"], options=_options(data), at=at
        )
        return back

    def choose(data: dict[str, Any]) -> str:
        solving.solution_choose(actor=request.actor, set_id=wanted.pk, at=at, **data)  # type: ignore[union-attr]
        messages.success(request, _("已选定"))
        return back

    context = {"view": view, "sets": sets, "wanted": wanted}
    template = "frontdesk/desk/solutions.html"
    if wanted is not None and wanted.chosen is None:
        form = partial(ChoiceForm, options=[one["text"] for one in wanted.options])
        return form_page(request, form, template, choose, context=context)
    return form_page(
        request, SolutionsForm, template, propose, context=context, initial={"problem": view.row.title}
    )


def grouped(items: list[OpenItem]) -> list[dict[str, Any]]:
    """Open work by sort, with names and moments to show."""
    names = {
        "case": (_("未结事项"), "clipboard-list"),
        "parked": (_("保留的来电"), "phone"),
        "back": (_("约定回电"), "phone-call"),
        "note": (_("未答复的留言"), "message"),
    }
    return [
        {
            "sort": sort,
            "name": name,
            "icon": icon,
            "rows": [
                (one, parse_datetime(one.due) if one.due else None) for one in items if one.sort == sort
            ],
        }
        for sort, (name, icon) in names.items()
    ]


def _options(data: dict[str, Any]) -> list[solving.Option]:
    return [
        solving.Option(
            text=data[f"text_{number}"],
            cost=None if data[f"cost_{number}"] is None else int(data[f"cost_{number}"] * 100),
            days=data[f"days_{number}"],
        )
        for number in range(1, 5)
        if data[f"text_{number}"]
    ]
