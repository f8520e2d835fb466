"""The day of the engineers: hours across, a line for each person, what has no time yet beside; one person's as PDF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid, NotFound
from anju.modules.frontdesk.queries import case_list
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import day_plans as reads
from anju.modules.frontdesk.reports import case_papers, papers
from anju.modules.frontdesk.tables.cases import community_of

READ = case_list.reading()


@page(READ)
@require_safe
def days(request: Any) -> HttpResponse:
    """?day=2026-11-21, today without one."""
    today = _today(request)
    day = _asked(request, today)
    found = reads.day_plan(request.actor, community_id=community_of(request), day=day, at=timezone.now())
    context = {
        "plan": found,
        "day": day,
        "today": today,
        "previous": day - timedelta(days=1),
        "following": day + timedelta(days=1),
        "tone": reads.bar_tone,
        "kind_mark": words.kind_mark,
        "kind_name": words.kind_name,
        "severity": words.severity,
        "state_mark": words.state_mark,
        "may": request.actor.can("cases.case:work"),
    }
    return render(request, "frontdesk/cases/days.html", context)


@page(READ)
@require_safe
def day_pdf(request: Any, staff_id: int) -> HttpResponseBase:
    """The day of one person, to take along. Raises NotFound for somebody whose community is out of reach."""
    day = _asked(request, _today(request))
    at = timezone.now()
    found = reads.day_plan(
        request.actor, community_id=community_of(request), day=day, at=at, staff_id=staff_id
    )
    line = next(iter(found.lines), None)
    if line is None:
        raise NotFound("not_found", noun="people.staff")
    paper = case_papers.day_paper(found, line, organisation=request.org.name, at=at)
    name = _("%(name)s日计划%(day)s") % {"name": line.staff.name, "day": f"{day:%Y-%m-%d}"}
    return attachment(papers.as_pdf(paper), name, "pdf")


def _today(request: Any) -> date:
    return timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone)).date()


def _asked(request: Any, today: date) -> date:
    text = request.GET.get("day", "")
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Invalid("frontdesk.day", "day", value=text) from error
