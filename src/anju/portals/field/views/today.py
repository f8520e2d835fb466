"""Today's work in order, and the days ahead."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.kernel.interval import DateInterval
from anju.portals.field.views.cases import own_cases
from anju.portals.field.views.worker import Card, cards, field_page, forecasts, staff_of

_DAY = timedelta(days=1)


@field_page()
def today(request: Any) -> HttpResponse:
    staff, now = staff_of(request), timezone.now()
    zone = ZoneInfo(request.actor.time_zone)
    day = now.astimezone(zone).date()
    work = schedule.work_of(staff.id, schedule.day_span(DateInterval(day, day + _DAY)))
    shown = cards(work, now, zone)
    open_cards = [one for one in shown if one.standing in ("late", "open", "later")]
    return render(
        request,
        "field/today.html",
        {
            "day": day,
            "groups": _groups(open_cards),
            "settled": [one for one in shown if one.state == "done"],
            "done": sum(one.standing in ("done", "skipped") for one in shown),
            "total": len(shown),
            "late": sum(one.standing == "late" for one in shown),
            "cases": own_cases(request, staff, now),
            "offline": [_offline(one) for one in open_cards],
        },
    )


@field_page()
def week(request: Any) -> HttpResponse:
    """Seven days: work that was made, then what the rounds will ask for beyond the horizon."""
    staff, now = staff_of(request), timezone.now()
    zone = ZoneInfo(request.actor.time_zone)
    first = now.astimezone(zone).date()
    horizon = schedule.horizon_end(now)
    span = schedule.day_span(DateInterval(first, horizon))
    work = [one for one in schedule.work_of(staff.id, span) if one.state == "todo" and one.closes_at > now]
    work.sort(key=lambda one: (max(one.opens_at, now), one.due_at))
    days = [
        (day, cards(found, now, zone, day=day))
        for day, found in groupby(work, key=lambda one: max(one.opens_at, now).astimezone(zone).date())
    ]
    beyond = schedule.expected_of(staff.id, DateInterval(horizon, first + 7 * _DAY))
    context = {"days": days, "until": horizon - _DAY, "expected": forecasts(beyond, zone), "tab": "me"}
    return render(request, "field/week.html", context)


def _groups(found: list[Card]) -> list[tuple[str, list[Card]]]:
    """Late work first, then what can be done now, then what comes later; each in the order it is due."""
    titles = (("late", _("已超时")), ("open", _("现在可做")), ("later", _("稍后")))
    named = ((title, [one for one in found if one.standing == standing]) for standing, title in titles)
    return [(title, group) for title, group in named if group]


def _offline(one: Card) -> dict[str, Any]:
    """A task as a script may need it without a network."""
    due = one.due_at.isoformat() if one.due_at else None
    return {"id": one.id, "title": one.title, "place": one.place, "time": one.time, "due": due}
