"""Public commitments with what was really done beside each, on screen and as a sheet for the notice board."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.foundation.ui import export
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.permissions import FULFILMENT_READ, PROMISE_REVIEW
from anju.modules.plans.queries import commitments as reads
from anju.modules.plans.queries import fulfilment, wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.reports import notice as reports
from anju.modules.plans.services import review
from anju.modules.plans.tables.library import CHOICES
from anju.modules.plans.views.fulfilment import chosen_community


@page(FULFILMENT_READ)
def listed(request: Any) -> HttpResponse:
    community_id = chosen_community(request)
    choices = estate.communities(request.actor.reach(FULFILMENT_READ))
    if community_id is None:
        return render(request, "plans/library/choose.html", {"title": _("公开承诺"), "communities": choices})
    today = local_day(timezone.now())
    found = reads.commitments(actor=request.actor, community_id=community_id, today=today)
    words, domain, state = (request.GET.get(name, "").strip() for name in ("q", "domain", "state"))
    rows = [
        one
        for one in found.rows
        if (not domain or one.promise.domain == domain)
        and (not state or one.spans[0].standing == state)
        and (not words or words in f"{one.promise.activity}{one.promise.object}{one.promise.quote}")
    ]
    if request.GET.get("export") == "xlsx":
        return _sheet(rows)
    context = {
        "found": found,
        "rows": rows,
        "community": estate.place(community_id),
        "communities": choices,
        "plan": fulfilment.plan_of(community_id, found.days[0]),
        "domains": [(code, wording.name(wording.DOMAINS, code)) for code in dict.fromkeys(one.promise.domain for one in found.rows)],
        "says": reports.actual_text,
        "today": today,
        "may_choose": request.actor.reach(PROMISE_REVIEW).covers_community(community_id),
    }  # fmt: skip
    return render(request, "plans/library/commitments.html", context)


@page(PROMISE_REVIEW)
def choose(request: Any) -> HttpResponseBase:
    """Which promises in force are shown to owners; POST changes those ticked."""
    if request.method == "POST":
        public = {"show": True, "hide": False}.get(request.POST.get("action", ""))
        if public is None:
            raise Invalid("bad_request")
        ids = selected_ids(request)
        for number in ids:
            review.promise_publish(actor=request.actor, promise_id=number, public=public, at=timezone.now())
        done = ngettext("已更新 %(count)s 条承诺。", "已更新 %(count)s 条承诺。", len(ids)) % {
            "count": len(ids)
        }
        messages.success(request, done)
        return HttpResponseRedirect(request.get_full_path())
    rows = reads.choices(request.actor, request.community_id)
    return CHOICES.respond(request, rows, template="plans/library/public.html")


@page(FULFILMENT_READ)
def notice(request: Any) -> HttpResponseBase:
    """The list as a PDF to hang out."""
    community_id = chosen_community(request)
    if community_id is None:
        return redirect(reverse("plans:commitments"))
    today = local_day(timezone.now())
    found = reads.commitments(actor=request.actor, community_id=community_id, today=today)
    community = estate.place(community_id).name
    data = reports.as_pdf(
        found, organisation=request.org.name, community=community,
        plan=fulfilment.plan_of(community_id, found.days[0]), today=today,
    )  # fmt: skip
    name = _("%(community)s服务承诺公示%(day)s") % {"community": community, "day": today.isoformat()}
    return attachment(data, name, "pdf")


def _sheet(rows: list[reads.Commitment]) -> HttpResponse:
    name = _("公开承诺")
    file, _count = export.spool(reports.sheet_columns(), rows, name)
    return export.download(file, name)
