"""The first page: today's work by domain, what is late now, what is in danger this week, findings, the last 30 days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import OccurrenceView, Tally
from anju.foundation.permissions import Reach
from anju.foundation.ui.navigation import tiles_for
from anju.foundation.web import page
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans import facade as plans

LATE_SHOWN = 8
FINDINGS_SHOWN = 6
HISTORY = 30


@page(None)
def home(request: Any) -> HttpResponse:
    """Members without a right to fulfilment are led to their own desk: a worker to his day."""
    if not request.actor.can(plans.FULFILMENT_READ):
        return redirect("field:today") if request.actor.can("schedule.work:do") else _welcome(request)
    now = timezone.now()
    today = now.astimezone(ZoneInfo(request.actor.time_zone)).date()
    reach = request.actor.reach(plans.FULFILMENT_READ)
    known = estate.communities(reach)
    if not known:
        return _welcome(request)
    community_id = request.community_id or (known[0].id if len(known) == 1 else None)
    context = _work(reach, community_id, now, today) | _history(reach, community_id, today)
    if community_id is None:
        month = plans.month_of(today)
        rows = plans.league(reach=reach, days=month)
        context |= {"league": [_league_row(one) for one in rows], "month": month.start}
    else:
        context |= _promises(request.actor, community_id, today)
    context |= {
        "today": today,
        "now": now,
        "place": next((one for one in known if one.id == community_id), None),
        "communities": len(known),
        "tiles": [one.render(request) for one in tiles_for(request.actor)],
    }
    return render(request, "console/home/home.html", context)


def _welcome(request: Any) -> HttpResponse:
    return render(request, "console/home/welcome.html", {})


def _work(reach: Reach, community_id: int | None, now: datetime, today: date) -> dict[str, Any]:
    counts = {
        one.key[0]: one for one in schedule.domain_counts(today, reach=reach, community_id=community_id)
    }
    total = sum((one.tally for one in counts.values()), Tally())
    rows = schedule.overdue(now, reach=reach, community_id=community_id)
    late = schedule.views(rows[:LATE_SHOWN])
    found = schedule.findings(reach=reach, community_id=community_id, state="open")
    findings = schedule.finding_views(found[:FINDINGS_SHOWN])
    places = estate.places_by_id(
        [one.place_id for one in (*late, *findings) if one.place_id]
        + [one.community_id for one in (*late, *findings)]
    )
    staff = people.staff_by_id([one.staff_id for one in late if one.staff_id])
    return {
        "total": total,
        "domains": sorted(
            ((plans.name(plans.DOMAINS, key), one.tally) for key, one in counts.items()),
            key=lambda row: (-row[1].missed, -row[1].owed),
        ),
        "late": late,
        "late_count": len(late) if len(late) < LATE_SHOWN else rows.count(),
        "findings": findings,
        "findings_count": len(findings) if len(findings) < FINDINGS_SHOWN else found.count(),
        "places": places,
        "staff": staff,
        "where": lambda one: _where(one, places),
    }


def _where(one: OccurrenceView, places: dict[int, Any]) -> str:
    place = places.get(one.place_id or one.community_id)
    return place.full_name if place else ""


def _history(reach: Reach, community_id: int | None, today: date) -> dict[str, Any]:
    days = DateInterval(today - timedelta(days=HISTORY - 1), today + timedelta(days=1))
    lines = plans.days_of(days=days, reach=reach, community_id=community_id)
    before = DateInterval(days.start - timedelta(days=HISTORY), days.start)
    earlier = plans.days_of(days=before, reach=reach, community_id=community_id)
    share, share_before = (
        plans.in_time_share(sum((one.tally for one in found), Tally())) for found in (lines, earlier)
    )
    return {
        "chart": _chart(lines),
        "share": share,
        "trend": None if share is None or share_before is None else round((share - share_before) * 100, 1),
    }


def _chart(lines: list[plans.DayLine]) -> dict[str, Any]:
    """Stacked bars of what happened each day, with the share done in time above them."""
    told = [one for one in lines if one.tally.settled]
    shares = [round((plans.in_time_share(one.tally) or 0) * 100, 1) for one in told]
    lowest = max(int(min(shares, default=80) // 10) * 10, 0)
    series = (
        (_("按时"), "green", [one.tally.in_time for one in told]),
        (_("超时"), "amber", [one.tally.late for one in told]),
        (_("漏做"), "red", [one.tally.missed for one in told]),
    )
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 8},
        "grid": {"left": 44, "right": 44, "top": 36, "bottom": 24},
        "xAxis": {"type": "category", "data": [f"{one.on:%m-%d}" for one in told]},
        "yAxis": [
            {"type": "value"},
            {
                "type": "value",
                "min": lowest,
                "max": 100,
                "axisLabel": {"formatter": "{value}%"},
                "splitLine": {"show": False},
            },
        ],
        "series": [
            *(
                {"name": name, "type": "bar", "stack": "work", "tone": tone, "data": data, "barMaxWidth": 18}
                for name, tone, data in series
            ),
            {
                "name": _("按时率"),
                "type": "line",
                "yAxisIndex": 1,
                "tone": "blue",
                "symbol": "none",
                "data": shares,
            },
        ],
    }


def _promises(actor: Any, community_id: int, today: date) -> dict[str, Any]:
    month = plans.fulfilment(actor=actor, community_id=community_id, days=plans.month_of(today), today=today)
    return {
        "promises": month.overall,
        "broken": [one for one in month.lines if one.standing is plans.Standing.BROKEN][:6],
        "endangered": plans.endangered(actor=actor, community_id=community_id, today=today)[:6],
        "plan": plans.plan_of(community_id, plans.month_of(today)),
    }


def _league_row(one: plans.Rollup) -> dict[str, Any]:
    share = plans.in_time_share(one.tally)
    return {
        "name": one.label,
        "href": f"/switch/community/?community={one.key}&next=/",
        "value": round((share or 0) * 100, 1),
        "text": "—" if share is None else f"{share * 100:.1f}%",
        "tone": "slate"
        if share is None
        else "green"
        if share >= 0.95
        else "amber"
        if share >= 0.85
        else "red",
    }
