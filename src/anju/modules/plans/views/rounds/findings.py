"""What was found wrong on rounds: the list, one finding with its pictures, and how it was dealt with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import get
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.forms.works import CloseForm
from anju.modules.plans.queries import wording
from anju.modules.plans.tables.works import FINDINGS, SEVERITIES, category, community_of

FINDING_READ = get("schedule.finding:read")
FINDING_CLOSE = get("schedule.finding:close")
STATES = ("open", "closed", "all")


@page(FINDING_READ)
def findings(request: Any) -> HttpResponseBase:
    """?state= open (default), closed, all."""
    state = request.GET.get("state") if request.GET.get("state") in STATES else "open"
    community_id = community_of(request, FINDING_READ)
    reach = request.actor.reach(FINDING_READ)
    rows = schedule.findings(reach=reach, community_id=community_id, state="" if state == "all" else state)
    rows = estate.with_place_names(rows.select_related("occurrence__round"))
    rows = people.with_staff_names(rows, "found_by", "finder_name")
    labels = {"open": _("待处理"), "closed": _("已处理"), "all": _("全部")}
    tabs = [{"label": labels[one], "href": f"?state={one}", "active": one == state} for one in STATES]
    return FINDINGS.respond(request, rows, template="plans/rounds/findings.html", context={"tabs": tabs})


@page(FINDING_READ)
def finding(request: Any, finding_id: int) -> HttpResponse:
    """One finding; whoever may close it writes down how it was dealt with."""
    rows = schedule.findings(reach=request.actor.reach(FINDING_READ)).filter(pk=finding_id)
    listed = schedule.finding_views(rows)
    if not listed:
        raise NotFound("plans.finding.missing")
    found = listed[0]
    if request.method == "POST":
        request.actor.require(FINDING_CLOSE)

    def close(data: dict[str, Any]) -> str:
        schedule.finding_close(
            actor=request.actor, finding_id=finding_id, note=data["note"], at=timezone.now()
        )
        messages.success(request, _("已记录处理结果"))
        return reverse("plans:finding", args=[finding_id])

    context = {
        "found": found,
        "severity": SEVERITIES.get(found.severity, (str(found.severity), "red")),
        "category": category(found),
        "place": estate.places_by_id([found.place_id]).get(found.place_id) if found.place_id else None,
        "finder": people.staff_by_id([found.found_by]).get(found.found_by) if found.found_by else None,
        "domain": wording.name(wording.DOMAINS, found.domain),
        "may_close": found.state == "open"
        and request.actor.reach(FINDING_CLOSE).covers_community(found.community_id),
    }
    return form_page(request, CloseForm, "plans/rounds/finding.html", close, context=context)
