"""Visit campaigns: the list, a campaign with its homes and rates, one visit."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community import reports
from anju.modules.community.forms.campaigns import CampaignForm, HomeVisitForm
from anju.modules.community.permissions import CAMPAIGN_READ, CAMPAIGN_VISIT, CAMPAIGN_WRITE
from anju.modules.community.queries import campaigns as queries
from anju.modules.community.queries import reach
from anju.modules.community.services import campaigns as services
from anju.modules.community.tables.campaigns import CAMPAIGNS, HOMES
from anju.modules.community.views import chosen_community, frame, local_today
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

CAMPAIGN_DAYS = 30


@page(CAMPAIGN_READ)
@require_safe
def campaign_list(request: Any) -> HttpResponseBase:
    rows = queries.campaigns(request.actor, request.community_id)
    context = {"may_write": request.actor.can(CAMPAIGN_WRITE)}
    return CAMPAIGNS.respond(request, rows, template="community/campaigns.html", context=context)


@page(CAMPAIGN_WRITE)
@form_methods
def campaign_new(request: Any) -> HttpResponse:
    names = reach.community_names(request.actor, CAMPAIGN_WRITE)
    known = chosen_community(request, CAMPAIGN_WRITE)
    staff = (
        [(one.id, f"{one.name}（{one.department}）") for one in people.staff_of_community(known)]
        if known
        else []
    )
    today = local_today(request)

    def make(data: dict[str, Any]) -> str:
        draft = services.CampaignDraft(
            title=data["title"], target=data["target"], percent=data["percent"], starts_on=data["starts_on"],
            ends_on=data["ends_on"], butlers=data.get("butlers") or (),
        )  # fmt: skip
        made = services.campaign_create(
            actor=request.actor, community_id=data["community"], draft=draft, on=today, at=timezone.now()
        )
        return reverse("community:campaign", args=[made])

    initial = {
        "community": known, "percent": 100, "starts_on": today, "ends_on": today + timedelta(days=CAMPAIGN_DAYS),
    }  # fmt: skip
    form = partial(CampaignForm, communities=names, staff=staff)
    return form_page(request, form, "community/campaign_new.html", make, initial=initial)


@page(CAMPAIGN_READ)
@require_safe
def campaign(request: Any, campaign_id: int) -> HttpResponseBase:
    row = queries.campaign(request.actor, campaign_id)
    context = {
        "campaign": row,
        "coverage": queries.coverage(row),
        "butlers": queries.by_butler(row),
        "community": estate.place(row.community_id),
        "may_write": request.actor.can(CAMPAIGN_WRITE),
    }
    return HOMES.respond(request, queries.homes_of(row), template="community/campaign.html", context=context)


@page(CAMPAIGN_WRITE)
@form_methods
def campaign_close(request: Any, campaign_id: int) -> HttpResponse:
    row = queries.campaign(request.actor, campaign_id)
    if request.method == "POST":
        services.campaign_close(actor=request.actor, campaign_id=campaign_id, at=timezone.now())
        messages.success(request, _("活动已结束"))
        return redirect("community:campaign", campaign_id)
    return render(request, "community/campaign_close.html", {"campaign": row})


@page(CAMPAIGN_READ)
@require_safe
def campaign_report(request: Any, campaign_id: int) -> HttpResponseBase:
    row = queries.campaign(request.actor, campaign_id)
    data = reports.campaign(
        frame(request, row.community_id), row, queries.coverage(row), queries.by_butler(row),
        list(queries.homes_of(row).order_by("place_name", "pk")),
    )  # fmt: skip
    return attachment(data, row.title, "pdf")


@page(CAMPAIGN_READ)
@form_methods
def home_visit(request: Any, home_id: int) -> HttpResponse:
    row = queries.home(request.actor, home_id)

    def record(data: dict[str, Any]) -> str:
        note = services.VisitNote(
            outcome=data["outcome"], met=data["met"], needs=data["needs"], proposal=data["proposal"]
        )
        services.visit_record(
            actor=request.actor, home_id=home_id, note=note, visited_at=data["visited_at"], at=timezone.now()
        )
        messages.success(request, _("走访已登记"))
        return reverse("community:campaign", args=[row.campaign_id])

    staff = people.staff_by_id([row.staff_id]) if row.staff_id else {}
    context = {
        "home": row, "place": estate.place(row.place_id), "butler": staff.get(row.staff_id),
        "may_visit": request.actor.can(CAMPAIGN_VISIT) and row.visited_at is None and row.campaign.state == "open",
    }  # fmt: skip
    initial = {"visited_at": timezone.now().replace(second=0, microsecond=0)}
    form = partial(HomeVisitForm, asker=(request.actor, row.campaign.community_id))
    return form_page(request, form, "community/home_visit.html", record, context=context, initial=initial)
