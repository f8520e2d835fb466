"""The call log, its statistics, the telephones of a community."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms.desk import LinesForm
from anju.modules.frontdesk.permissions import CALL_READ, CALL_REVEAL, CALL_TAKE, LINE_SET
from anju.modules.frontdesk.queries import desk_lists, desk_side, phone_lines
from anju.modules.frontdesk.queries.household import number_shown
from anju.modules.frontdesk.services import callbacks, calls
from anju.modules.frontdesk.tables.desk import CALLS
from anju.modules.frontdesk.views.front.screen import home_of

LONGEST = 92


@page(CALL_READ)
@require_safe
def call_list(request: Any) -> HttpResponseBase:
    rows = desk_lists.calls(request.actor, request.community_id)
    context = {"can_set": request.actor.can(LINE_SET), "can_take": request.actor.can(CALL_TAKE)}
    return CALLS.respond(request, rows, template="frontdesk/desk/calls.html", context=context)


@page(CALL_READ)
@require_safe
def call(request: Any, call_id: int) -> HttpResponse:
    found = desk_lists.call(request.actor, call_id)
    places = estate.places_by_id([one for one in (found.place_id, found.community_id) if one])
    context = {
        "call": found,
        "shown": number_shown(found),
        "place": places.get(found.place_id),
        "community": places.get(found.community_id),
        "can_reveal": request.actor.can(CALL_REVEAL),
    }
    return render(request, "frontdesk/desk/call.html", context)


@page(CALL_REVEAL)
@require_POST
def number(request: Any, call_id: int) -> HttpResponse:
    """The whole number; the audit knows who read it."""
    whole = calls.call_number(actor=request.actor, call_id=call_id, at=timezone.now())
    return render(request, "frontdesk/desk/_number.html", {"number": whole})


@page(CALL_READ)
@require_safe
def hours(request: Any) -> HttpResponse:
    """Calls by hour of ?from= to ?to= (the last thirty days), missed ones called back."""
    today = timezone.localdate()
    last = _day(request.GET.get("to", "")) or today
    first = _day(request.GET.get("from", "")) or last - timedelta(days=29)
    first = max(min(first, last), last - timedelta(days=LONGEST))
    rows = desk_side.by_hour(request.actor, request.community_id, first, last)
    owed, done, in_time = desk_side.called_back(request.actor, request.community_id, first, last)
    option = {
        "legend": {"data": [_("接听"), _("未接")]},
        "xAxis": {"type": "category", "data": [f"{one['hour']}" for one in rows], "name": _("时")},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("接听"), "type": "bar", "stack": "calls", "tone": "blue",
             "data": [one["calls"] - one["missed"] for one in rows]},
            {"name": _("未接"), "type": "bar", "stack": "calls", "tone": "red", "data": [one["missed"] for one in rows]},
        ],
    }  # fmt: skip
    context = {
        "rows": rows,
        "option": option,
        "first": first,
        "last": last,
        "total": sum(one["calls"] for one in rows),
        "missed": sum(one["missed"] for one in rows),
        "off_hours": sum(one["off_hours"] for one in rows),
        "owed": owed,
        "done": done,
        "in_time": in_time,
        "lines": phone_lines.lines_of(home_of(request)),
    }
    return render(request, "frontdesk/desk/hours.html", context)


@page(LINE_SET)
@form_methods
def lines(request: Any) -> HttpResponse:
    """The telephones and hours of the community looked at."""
    community_id = home_of(request)
    if community_id is None:
        raise Invalid("frontdesk.desk.community", "community")

    def save(data: dict[str, Any]) -> str:
        for sort, _name in phone_lines.SORTS:
            callbacks.line_save(
                actor=request.actor,
                community_id=community_id,
                sort=sort,
                number=data[f"{sort}_number"],
                hours=(data[f"{sort}_opens"], data[f"{sort}_closes"]),
            )
        messages.success(request, _("已保存"))
        return reverse("frontdesk:calls")

    context = {"community": estate.place(community_id), "sorts": phone_lines.SORTS}
    form = partial(LinesForm, known=desk_lists.phone_lines(community_id))
    return form_page(request, form, "frontdesk/desk/lines.html", save, context=context)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
