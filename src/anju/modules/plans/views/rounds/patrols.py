"""Patrols: the day against what was promised, the points, the record to hand out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.permissions import get
from anju.foundation.ui import export
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.plans.queries import patrols as reads
from anju.modules.plans.queries import phrasing
from anju.modules.plans.reports import sheets
from anju.modules.plans.views.fulfilment import heat, local_today
from anju.modules.plans.views.rounds.timetable import chosen_community, chosen_day

ROUND_READ = get("schedule.round:read")
WORK_READ = get("schedule.work:read")
PLACE_READ = get("estate.place:read")
LONGEST = {"pdf": 93, "xlsx": 731}


@page(ROUND_READ)
def patrols(request: Any) -> HttpResponse:
    today = local_today(request)
    day = min(chosen_day(request, today), today)
    community_id = chosen_community(request, ROUND_READ)
    context = {**_frame(request, community_id, today), "day": day}
    if community_id is not None:
        found = reads.patrols(request.actor, community_id, day)
        context |= {
            "found": found,
            "said": {one.view.id: phrasing.sentence(one.draft.recurrence) for one in found},
            "heat": {one.view.id: [heat(cell, today) for cell in one.days] for one in found},
            "maps": reads.route_maps(found, community_id, day) if request.actor.can(PLACE_READ) else {},
            "short": [one for one in found if one.short],
            "alone": [one for one in found if one.alone or (one.at_night and not one.asks_company)],
            "previous": day - timedelta(days=1),
            "following": day + timedelta(days=1) if day < today else None,
        }
    return render(request, "plans/rounds/patrols.html", context)


@page(ROUND_READ)
def points(request: Any) -> HttpResponse:
    today = local_today(request)
    community_id = chosen_community(request, ROUND_READ)
    context = _frame(request, community_id, today)
    if community_id is not None:
        context["points"] = reads.points(request.actor, community_id, today)
    return render(request, "plans/rounds/points.html", context)


@page(WORK_READ)
def record(request: Any, form: str) -> HttpResponseBase:
    """The record of a span, ?from= and ?to= (both included; this month without them), as PDF or XLSX."""
    community_id = chosen_community(request, WORK_READ)
    if community_id is None:
        return redirect("plans:patrols")
    days = _span(request, local_today(request), LONGEST[form])
    lines = reads.record(
        request.actor, community_id=community_id, days=days, round_id=_round(request.GET.get("round", ""))
    )
    community = estate.place(community_id).name
    name = _("%(community)s安全巡逻记录") % {"community": community}
    if form == "xlsx":
        file, _written = export.spool(sheets.patrol_columns(request.actor.time_zone), lines, name)
        return export.download(file, name)
    frame = sheets.Frame(
        request.org.name, community, timezone.now(), request.actor.name, request.actor.time_zone
    )
    end = days.end or days.start
    return attachment(sheets.patrol_pdf(frame, lines, days.start, end), name, "pdf")


def _frame(request: Any, community_id: int | None, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "month": today.replace(day=1),
        "communities": estate.communities(request.actor.reach(ROUND_READ)),
        "community": estate.place(community_id) if community_id is not None else None,
    }


def _span(request: Any, today: date, longest: int) -> DateInterval:
    """Raises Invalid for no day, an end before the start, or a span too long."""
    start = _day(request.GET.get("from", ""), today.replace(day=1), "from")
    end = _day(request.GET.get("to", ""), today, "to") + timedelta(days=1)
    if not start < end:
        raise Invalid("plans.span.order", "to")
    if (end - start).days > longest:
        raise Invalid("plans.span.too_long", "to", limit=longest)
    return DateInterval(start, end)


def _day(text: str, instead: date, name: str) -> date:
    try:
        return date.fromisoformat(text) if text else instead
    except ValueError as error:
        raise Invalid("plans.span.day", name, value=text[:20]) from error


def _round(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
