"""Fulfilment: the month of a community, one promise's record, one piece of work with its evidence, the report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.foundation.ui import export
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid, NotFound
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import fulfilment as reads
from anju.modules.plans.queries import promises, rates, wording
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.reports import building, monthly
from anju.modules.plans.rules.standing import DayLine, PromiseLine, Standing, in_time_share, proven_share
from anju.modules.plans.tables.fulfilment import RECORD, sheet_columns
from anju.modules.plans.views import measured
from anju.modules.plans.views.measured import limits_shown

RECORD_DAYS = 90
VIEWS = ("domain", "place", "team", "person")


@page(FULFILMENT_READ)
def month(request: Any) -> HttpResponse:
    """The month of the community chosen; with several and none chosen, the communities side by side."""
    today = local_today(request)
    days = reads.month_of(chosen_month(request, today))
    community_id = chosen_community(request)
    if community_id is None:
        return _league(request, days, today)
    at = timezone.now()
    found = reads.fulfilment(actor=request.actor, community_id=community_id, days=days, today=today, at=at)
    if request.GET.get("export") == "xlsx":
        return _sheet(found)
    reach = request.actor.reach(FULFILMENT_READ)
    view = request.GET.get("by") if request.GET.get("by") in VIEWS else "domain"
    ranked = {
        "place": reads.by_place,
        "team": reads.by_team,
        "person": reads.by_person,
    }
    rows = (
        found.domains if view == "domain" else ranked[view](reach=reach, community_id=community_id, days=days)
    )
    lines = _filtered(request, found.lines)
    context = {
        **_frame(request, community_id, days, today),
        "found": found,
        "rows": rows,
        "by": view,
        "lines": lines,
        "domains": [(one.key, one.label) for one in found.domains],
        "heat": [
            heat(one, today) for one in reads.days_of(days=days, reach=reach, community_id=community_id)
        ],
        "in_time_share": in_time_share(found.overall.tally),
        "proven_share": proven_share(found.overall.tally),
        "verdict": building.verdict(found.overall),
        "standings": list(Standing),
        **limits_shown(request, community_id, days, at),
    }
    part = "plans/fulfilment/_lines.html" if request.headers.get("HX-Target", "").endswith("lines") else ""
    return render(request, part or "plans/fulfilment/month.html", context)


@page(FULFILMENT_READ)
def record(request: Any, promise_id: int) -> HttpResponse:
    """One promise over the last ninety days, with every time it was due."""
    today = local_today(request)
    row = promises.promise(request.actor, promise_id, FULFILMENT_READ)
    view = promises.views([row])[0]
    reads.check_community(request.actor, view.community_id)
    days = DateInterval(today - timedelta(days=RECORD_DAYS - 1), today + timedelta(days=1))
    reach = request.actor.reach(FULFILMENT_READ)
    round_ids = view.round_ids
    cells = reads.days_of(days=days, reach=reach, community_id=view.community_id, round_ids=round_ids)
    line = _line_of(view, today)
    if line and view.engine != reads.RUNS_IN and (line.clock or line.rate):
        return measured.record(request, row=row, view=view, line=line, days=days)
    rows = schedule.occurrences(reach=reach, community_id=view.community_id, days=days, round_ids=round_ids)
    rows = estate.with_place_names(rows.select_related("round"))
    rows = people.with_staff_names(people.with_staff_names(rows), "done_by", "doer_name")
    return RECORD.respond(
        request,
        rows,
        template="plans/fulfilment/record.html",
        context={
            "promise": view,
            "row": row,
            "line": line,
            "heat": [heat(one, today) for one in cells],
            "domain": wording.name(wording.DOMAINS, view.domain),
            "kind": wording.name(wording.KINDS, view.kind),
            "engine": wording.name(wording.ENGINES, view.engine),
            "fitting": rates.fitting(view) if view.engine == "scores" else [],
        },
    )


@page(FULFILMENT_READ)
def work(request: Any, occurrence_id: int) -> HttpResponse:
    """One piece of work: what was asked, what was sent, by whom, when, with what evidence."""
    found = schedule.occurrence(occurrence_id, reach=request.actor.reach(FULFILMENT_READ))
    ids = {found.work.staff_id, found.work.done_by}
    for one in found.submissions:
        ids |= {one.staff_id, one.on_behalf_of, *one.people}
    linked = promises.promises_of_rounds([found.work.round_id])[found.work.round_id]
    return render(
        request,
        "plans/fulfilment/work.html",
        {
            "found": found,
            "work": found.work,
            "standing": found.work.standing(timezone.now()),
            "places": estate.places_by_id(
                {*found.place_ids, *(one.place_id for one in found.findings if one.place_id)}
            ),
            "staff": people.staff_by_id([one for one in ids if one]),
            "window": building.window(
                found.work.opens_at, found.work.due_at, ZoneInfo(request.actor.time_zone)
            ),
            "promises": promises.views(promises.register(request.actor).filter(pk__in=linked)),
            "domain": wording.name(wording.DOMAINS, found.work.domain),
        },
    )


@page(FULFILMENT_READ)
def report(request: Any, form: str) -> HttpResponse:
    """The monthly report as a file; `form` is pdf or docx."""
    community_id = chosen_community(request)
    if community_id is None:
        return redirect(reverse("plans:fulfilment"))
    reads.check_community(request.actor, community_id)
    today = local_today(request)
    content = building.monthly(
        actor=request.actor,
        organisation=request.org.name,
        community_id=community_id,
        month=chosen_month(request, today),
        at=timezone.now(),
    )
    data = monthly.as_pdf(content) if form == "pdf" else monthly.as_docx(content)
    name = _("%(community)s服务履约月报%(month)s") % {
        "community": content.community,
        "month": f"{content.month:%Y-%m}",
    }
    return attachment(data, name, form)


def _line_of(view: PromiseView, today: date) -> PromiseLine | None:
    lines = reads.standings(
        community_id=view.community_id, days=reads.month_of(today), today=today, at=timezone.now()
    )
    return next((one for one in lines if one.promise_id == view.id), None)


def local_today(request: Any) -> date:
    return timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone)).date()


def chosen_month(request: HttpRequest, today: date) -> date:
    """First day of ?month=2026-10, this month without one. Raises Invalid on anything else."""
    text = request.GET.get("month", "")
    if not text:
        return today.replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Invalid("plans.month", field="month", value=text) from error


def chosen_community(request: Any) -> int | None:
    """The community named in the address, else the one chosen in the frame, else the only one there is."""
    text = request.GET.get("community", "")
    if text:
        if not text.isdigit():
            raise NotFound("estate.place.missing", noun="community")
        return int(text)
    if request.community_id:
        return int(request.community_id)
    known = estate.communities(request.actor.reach(FULFILMENT_READ))
    return known[0].id if len(known) == 1 else None


def heat(one: DayLine, today: date, address: str = "") -> dict[str, Any]:
    """A day as the calendar of the ui kit takes it."""
    states = {0: "none", 1: "broken", 2: "partly", 3: "good", 4: "kept", 5: "future"}
    counts = one.tally
    state = "future" if one.on > today else states[one.level]
    if state in ("kept", "good") and counts.done and counts.proven < counts.done * 0.9:
        state = "unproven"
    label = _("%(day)s：应做 %(owed)d，按时 %(in_time)d，超时 %(late)d，漏做 %(missed)d") % {
        "day": one.on.isoformat(),
        "owed": counts.owed,
        "in_time": counts.in_time,
        "late": counts.late,
        "missed": counts.missed,
    }
    return {"on": one.on, "state": state, "label": label, "href": address, "today": one.on == today}


def _filtered(request: HttpRequest, lines: tuple[PromiseLine, ...]) -> list[PromiseLine]:
    state, domain = request.GET.get("state", ""), request.GET.get("domain", "")
    words = request.GET.get("q", "").strip().lower()
    return [
        one
        for one in lines
        if (not state or one.standing == state)
        and (not domain or one.domain == domain)
        and (not words or words in f"{one.number} {one.title} {one.quote} {one.section}".lower())
    ]


def _frame(request: Any, community_id: int, days: DateInterval, today: date) -> dict[str, Any]:
    previous = (days.start - timedelta(days=1)).replace(day=1)
    return {
        "community": estate.place(community_id),
        "month": days.start,
        "previous": previous,
        "following": days.end if days.end is not None and days.end <= today else None,
        "today": today,
        "plan": reads.plan_of(community_id, days),
    }


def _league(request: Any, days: DateInterval, today: date) -> HttpResponse:
    rows = reads.league(reach=request.actor.reach(FULFILMENT_READ), days=days)
    return render(
        request,
        "plans/fulfilment/league.html",
        {
            "rows": rows,
            "month": days.start,
            "previous": (days.start - timedelta(days=1)).replace(day=1),
            "following": days.end if days.end is not None and days.end <= today else None,
            "shares": {one.key: in_time_share(one.tally) for one in rows},
        },
    )


def _sheet(found: reads.Fulfilment) -> HttpResponse:
    name = _("履约明细%(month)s") % {"month": f"{found.days.start:%Y-%m}"}
    file, _count = export.spool(sheet_columns(), found.lines, name)
    return export.download(file, name)
