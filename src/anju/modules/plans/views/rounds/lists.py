"""Rounds: the list, and the page of one with all that it means."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

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
HEAT_DAYS = 90
RECENT = 8


@page(ROUND_READ)
def rounds(request: Any) -> HttpResponseBase:
    now = timezone.now()
    community_id = community_of(request, ROUND_READ)
    facts = reads.RoundFacts(request.actor.reach(ROUND_READ), now, local_today(request))
    rows = reads.listed(request.actor, community_id=community_id)
    return rounds_table(facts).respond(request, rows, template="plans/rounds/list.html")


@page(ROUND_READ)
def round_page(request: Any, round_id: int) -> HttpResponse:
    now, today = timezone.now(), local_today(request)
    found = reads.round_page(request.actor, round_id, now)
    draft = found.draft
    days = DateInterval(today - timedelta(days=HEAT_DAYS - 1), today + timedelta(days=1))
    reach = request.actor.reach(ROUND_READ)
    cells = fulfilment.days_of(days=days, reach=reach, community_id=draft.community_id, round_ids=[round_id])
    recent = works.with_names(
        schedule.occurrences(reach=reach, round_ids=[round_id]).select_related("round").filter(opens_at__lte=now)
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
        "recent": recent.order_by("-on", "-opens_at", "-pk")[:RECENT],
    }
    return render(request, "plans/rounds/round.html", context)
