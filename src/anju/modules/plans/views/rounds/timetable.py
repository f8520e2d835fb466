"""The working timetable of a day: who works at which hours, what lies bare, where refuse is collected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import get
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.plans.queries import timetable as reads
from anju.modules.plans.queries import works
from anju.modules.plans.rules.timetable import HOURS, Nature
from anju.modules.plans.views.fulfilment import local_today

ROUND_READ = get("schedule.round:read")
FARTHEST = timedelta(days=366)
NATURES = {
    Nature.ROUTINE: _("日常维护"),
    Nature.INSPECTION: _("定期巡检"),
    Nature.EMERGENCY: _("应急响应"),
}


@page(ROUND_READ)
def timetable(request: Any) -> HttpResponse:
    """?on= a day; ?nature= one nature of work only."""
    today = local_today(request)
    day = chosen_day(request, today)
    nature = request.GET.get("nature", "")
    nature = nature if nature in set(Nature) else ""
    community_id = chosen_community(request, ROUND_READ)
    context: dict[str, Any] = {
        "day": day,
        "today": today,
        "previous": day - timedelta(days=1),
        "following": day + timedelta(days=1),
        "nature": nature,
        "natures": {one.value: label for one, label in NATURES.items()},
        "hours": HOURS,
        "communities": estate.communities(request.actor.reach(ROUND_READ)),
        "community": None,
    }
    if community_id is not None:
        context["community"] = estate.place(community_id)
        context["found"] = reads.timetable(request.actor, community_id, day, nature)
    return render(request, "plans/rounds/timetable.html", context)


def chosen_day(request: Any, today: date) -> date:
    """The day in ?on=; today for none, nonsense, or one too far away."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today


def chosen_community(request: Any, permission: Any) -> int | None:
    """The community in ?community= if it is in reach, else the one chosen in the frame, else the only one."""
    known = {one.id for one in estate.communities(request.actor.reach(permission))}
    asked = request.GET.get("community", "")
    if asked.isascii() and asked.isdigit() and int(asked) in known:
        return int(asked)
    found = works.community_choice(request.actor, permission, request.community_id)
    return found if found in known else None
