"""Rounds: the list, and the page of one with all that it means."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import get
from anju.foundation.web import page
from anju.kernel.interval import DateInterval
from anju.modules.plans.queries import fulfilment, phrasing, wording, works
from anju.modules.plans.queries import rounds as reads
from anju.modules.plans.tables.rounds import MODES, STATES, rounds_table
from anju.modules.plans.tables.works import community_of
from anju.modules.plans.views.fulfilment import heat, local_today

ROUND_READ = get("schedule.round:read")
WORK_SKIP = get("schedule.work:skip")
HEAT_DAYS = 90
RECENT = 8


@page(ROUND_READ)
def rounds(request: Any) -> HttpResponseBase:
    now = timezone.now()
    community_id = community_of(request, ROUND_READ)
    facts = reads.RoundFacts(request.actor.reach(ROUND_READ), now, local_today(request))
    rows = reads.listed(request.actor, community_id=community_id)
    return rounds_table(facts).respond(request, rows, template="plans/rounds/list.html")


@page(WORK_SKIP)
@require_POST
def take_back(request: Any, occurrence_id: int) -> HttpResponse:
    """Let skipped work be to do again; back to the page the button stood on."""
    schedule.skip_take_back(actor=request.actor, occurrence_id=occurrence_id, at=timezone.now())
    messages.success(request, _("已撤回跳过，作业恢复为待完成"))
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(asked if safe else reverse("plans:work_detail", args=[occurrence_id]))


@page(ROUND_READ)
def round_page(request: Any, round_id: int) -> HttpResponse:
    now, today = timezone.now(), local_today(request)
    found = reads.round_page(request.actor, round_id, now)
    draft = found.draft
    days = DateInterval(today - timedelta(days=HEAT_DAYS - 1), today + timedelta(days=1))
    reach = request.actor.reach(ROUND_READ)
    cells = fulfilment.days_of(days=days, reach=reach, community_id=draft.community_id, round_ids=[round_id])
    recent = works.with_names(
        schedule.occurrences(reach=reach, round_ids=[round_id])
        .select_related("round")
        .filter(opens_at__lte=now)
    )
    context = {
        "found": found,
        "draft": draft,
        "said": phrasing.sentence(draft.recurrence),
        "often": phrasing.often(draft.recurrence),
        "details": phrasing.details(draft.recurrence),
        "evidence": phrasing.evidence(draft.evidence),
        "grace": phrasing.span(draft.recurrence.grace) if draft.recurrence.grace else "",
        "event": phrasing.event_name(draft.recurrence.event) if draft.recurrence.event else "",
        "state": STATES[found.view.state],
        "mode": MODES[draft.mode],
        "domain": wording.name(wording.DOMAINS, draft.domain),
        "kind": wording.name(wording.WORKS, draft.kind),
        "heat": [heat(one, today) for one in cells],
        "may_skip": request.actor.reach(WORK_SKIP).covers_community(draft.community_id),
        "recent": recent.order_by("-on", "-opens_at", "-pk")[:RECENT],
    }
    return render(request, "plans/rounds/round.html", context)
