"""Events that start work: what each would start, starting and stopping it, and what became of the last ones."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import get
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.rounds import EventForm, EventOverForm
from anju.modules.plans.queries import events as reads
from anju.modules.plans.queries import phrasing, works
from anju.modules.plans.services import round_edits
from anju.modules.plans.views.fulfilment import local_today

WORK_ASSIGN = get("schedule.work:assign")
HISTORY = timedelta(days=365)


@page(WORK_ASSIGN)
def event(request: Any) -> HttpResponse:
    """Say that it rained, snowed, stormed …, where and when: the work that follows is made."""
    communities = [(one.id, one.name) for one in estate.communities(request.actor.reach(WORK_ASSIGN))]
    community_id = _community(request, {number for number, _name in communities})
    now = timezone.now()
    kinds = reads.kinds(community_id) if community_id is not None else []
    waiting = [(one.code, phrasing.event_name(one.code)) for one in kinds if one.starts]
    places = works.tree_nodes(request.actor, WORK_ASSIGN, community_id) if community_id is not None else []
    form = partial(
        EventForm, communities=communities, events=waiting, places=[(one.value, one.label) for one in places]
    )

    def start(data: dict[str, Any]) -> str:
        place_id = data.pop("place_id")
        below = None if place_id is None else works.below(place_id)
        made = round_edits.events_start(actor=request.actor, at=timezone.now(), place_ids=below, **data)
        messages.success(request, _("已派出 %(number)d 项作业") % {"number": made})
        return _address(data["community_id"])

    initial = {
        "community_id": community_id, "happened_at": now.replace(second=0, microsecond=0),
        "event": request.GET.get("event", ""),
    }  # fmt: skip
    context = {
        "communities": communities,
        "chosen": community_id,
        "kinds": kinds,
        "places": places,
        "asked": request.POST.get("event") or request.GET.get("event", ""),
        "runs": [] if community_id is None else reads.runs(
            request.actor, community_id, since=local_today(request) - HISTORY, at=now
        ),
    }  # fmt: skip
    return form_page(request, form, "plans/rounds/event.html", start, context=context, initial=initial)


@page(WORK_ASSIGN)
@require_POST
def over(request: Any) -> HttpResponse:
    """Say that an event is over: what is left of it and not yet due need not be done."""
    community_id = _community(
        request, {one.id for one in estate.communities(request.actor.reach(WORK_ASSIGN))}
    )
    form = EventOverForm(request.POST)
    if community_id is None or not form.is_valid():
        raise Invalid("plans.event.unknown", "event")
    data = form.cleaned_data
    stopped = schedule.stop_event(
        actor=request.actor, community_id=community_id, at=timezone.now(), event=data["event"],
        happened_at=data["happened_at"], reason=data["reason"],
    )  # fmt: skip
    messages.success(request, _("已结束，取消了 %(number)d 项未到期的作业") % {"number": stopped})
    return HttpResponseRedirect(_address(community_id))


def _community(request: Any, known: set[int]) -> int | None:
    """The community in the form or in ?community=, else the one chosen in the frame, else the only one."""
    asked = request.POST.get("community_id") or request.GET.get("community", "")
    if asked.isascii() and asked.isdigit() and int(asked) in known:
        return int(asked)
    found = works.community_choice(request.actor, WORK_ASSIGN, request.community_id)
    return found if found in known else None


def _address(community_id: int) -> str:
    return f"{reverse('plans:round_event')}?community={community_id}"
