"""The register of promises in force, and one promise with its words, its rounds and its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW, PROMISE_SETUP
from anju.modules.plans.queries import desk as reads
from anju.modules.plans.queries import phrasing, wording
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.services import review
from anju.modules.plans.tables.promises import PROMISES, STATE_TONES


@page(PLAN_READ)
def register(request: Any) -> HttpResponseBase:
    rows = promise_queries.register(request.actor, request.community_id)
    return PROMISES.respond(request, rows, template="plans/promises.html")


@page(PLAN_READ)
def promise(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id)
    rounds = schedule.rounds_by_id(promise_queries.rounds_of([row.pk])[row.pk])
    places = {number for one in rounds.values() for number in one.draft.place_ids}
    community_id = row.version.plan.community_id
    context = {
        "row": row,
        "version": row.version,
        "plan": row.version.plan,
        "community": estate.place(community_id),
        "around": reads.around(row.version, row.start, row.end, width=160),
        "rounds": list(rounds.values()),
        "places": estate.places_by_id(places),
        "tones": STATE_TONES,
        "says": wording.says,
        "name": wording.name,
        "words": wording,
        "rhythm": phrasing.sentence,
        "may_review": request.actor.reach(PROMISE_REVIEW).covers_community(community_id),
        "may_set_up": request.actor.reach(PROMISE_SETUP).covers_community(community_id)
        and row.version.state in ("draft", "approved"),
    }
    return render(request, "plans/promise.html", context)


@require_POST
@page(PROMISE_REVIEW)
def publish(request: Any, promise_id: int) -> HttpResponse:
    review.promise_publish(
        actor=request.actor,
        promise_id=promise_id,
        public=request.POST.get("public") == "1",
        at=timezone.now(),
    )
    return HttpResponseRedirect(reverse("plans:promise", args=[promise_id]))
