"""Rounds: new, changed, started, paused, resumed, ended."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import RoundView
from anju.foundation.permissions import get
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.rounds import PERIODS_OF, EndForm, PauseForm, RoundForm
from anju.modules.plans.queries import phrasing, works
from anju.modules.plans.queries import rounds as reads
from anju.modules.plans.services import round_edits
from anju.modules.plans.views.fulfilment import local_today
from anju.modules.plans.views.rounds import picking

ROUND_READ = get("schedule.round:read")
ROUND_PLAN = get("schedule.round:plan")


@page(ROUND_PLAN)
def new(request: Any) -> HttpResponse:
    """A round of people's own. With several communities and none chosen, first the community."""
    community_id = _community(request)
    if community_id is None:
        known = estate.communities(request.actor.reach(ROUND_PLAN))
        return render(request, "plans/rounds/community.html", {"communities": known})

    def create(data: dict[str, Any]) -> str:
        start = request.POST.get("act") != "draft"
        made = round_edits.round_begin(
            actor=request.actor, draft=data["draft"](), start=start, at=timezone.now()
        )
        messages.success(request, _("已启用作业计划") if start else _("已保存为草稿"))
        return reverse("plans:round", args=[made])

    return _form(request, community_id, None, create)


@page(ROUND_PLAN)
def edit(request: Any, round_id: int) -> HttpResponse:
    found = _planned(request, round_id)

    def change(data: dict[str, Any]) -> str:
        round_edits.round_rewrite(
            actor=request.actor, round_id=round_id, draft=data["draft"](), at=timezone.now()
        )
        messages.success(request, _("已保存，从现在起按新的安排执行"))
        return reverse("plans:round", args=[round_id])

    return _form(request, found.draft.community_id, found, change)


@page(ROUND_PLAN)
@require_POST
def places(request: Any) -> HttpResponse:
    """The places to choose from again: narrowed to what was typed, with what was ticked and all of a kind chosen."""
    community_id = _community(request)
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    known = reads.place_choices(request.actor, community_id)
    found = picking.picker(request, known, reads.shortcuts(community_id, known), ())
    context = {
        "picker": found,
        "picker_url": request.get_full_path(),
        "community_name": estate.place(community_id).name,
    }
    return render(request, "plans/rounds/_places.html", context)


@page(ROUND_PLAN)
@require_POST
def activate(request: Any, round_id: int) -> HttpResponse:
    """Start a draft, or go on with a paused round."""
    found = _planned(request, round_id)
    round_edits.check_assignee(found.draft)
    schedule.round_activate(actor=request.actor, round_id=round_id, at=timezone.now())
    messages.success(request, _("已启用作业计划") if found.state == "draft" else _("已恢复执行"))
    return HttpResponseRedirect(reverse("plans:round", args=[round_id]))


@page(ROUND_PLAN)
def pause(request: Any, round_id: int) -> HttpResponse:
    found = _planned(request, round_id)

    def stop(data: dict[str, Any]) -> str:
        schedule.round_pause(actor=request.actor, round_id=round_id, at=timezone.now(), reason=data["reason"])
        messages.success(request, _("已暂停"))
        return reverse("plans:round", args=[round_id])

    context = {"found": found, "title": _("暂停作业计划"), "submit": _("暂停"), "danger": False}
    return form_page(request, PauseForm, "plans/rounds/stop.html", stop, context=context)


@page(ROUND_PLAN)
def end(request: Any, round_id: int) -> HttpResponse:
    """Asks once, with the reason; the day may lie ahead."""
    found = _planned(request, round_id)

    def stop(data: dict[str, Any]) -> str:
        round_edits.round_stop(
            actor=request.actor, round_id=round_id, on=data["on"], reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已结束作业计划") if data["on"] is None else _("已设定结束日期"))
        return reverse("plans:round", args=[round_id])

    context = {"found": found, "title": _("结束作业计划"), "submit": _("结束"), "danger": True}
    return form_page(request, EndForm, "plans/rounds/stop.html", stop, context=context)


def _form(request: Any, community_id: int, found: RoundView | None, done: Any) -> HttpResponse:
    groups = reads.assignee_choices(community_id)
    labels = {"team": _("班组"), "position": _("岗位"), "staff": _("人员")}
    routes = [(one.id, one.name, one.place_ids) for one in estate.routes(community_id)]
    places = reads.place_choices(request.actor, community_id)
    shortcuts = reads.shortcuts(community_id, places)
    form = partial(
        RoundForm,
        community_id=community_id,
        places=[(one.id, one.full_name or one.name) for one in places],
        shortcuts=shortcuts,
        routes=routes,
        assignees=[("", _("请选择")), *((labels[kind], each) for kind, each in groups.items() if each)],
        today=local_today(request),
        before=None if found is None else found.draft,
    )
    context = {
        "found": found,
        "community": estate.place(community_id),
        "picker": picking.picker(request, places, shortcuts, () if found is None else found.draft.place_ids),
        "picker_url": f"{reverse('plans:round_places')}?community={community_id}",
        "community_name": estate.place(community_id).name,
        "periods_of": PERIODS_OF,
        "events": phrasing.EVENTS,
        "several": len(estate.communities(request.actor.reach(ROUND_PLAN))) > 1,
    }
    proposed: dict[str, Any] = {} if found else {"within_m": schedule.position_radius(community_id)}
    proposed |= {
        name: request.GET[name] for name in ("kind", "domain") if found is None and name in request.GET
    }
    return form_page(request, form, "plans/rounds/form.html", done, context=context, initial=proposed)


def _planned(request: Any, round_id: int) -> RoundView:
    """The round, to one who may plan it: not found out of sight, forbidden where he may only read."""
    found: RoundView = schedule.round_view(round_id, reach=request.actor.reach(ROUND_READ))
    if not request.actor.reach(ROUND_PLAN).covers_community(found.draft.community_id):
        raise Forbidden("permission_missing", permission=ROUND_PLAN.code)
    return found


def _community(request: Any) -> int | None:
    """The community asked for, else the one chosen. Raises NotFound where the actor may not plan."""
    asked = request.GET.get("community", "")
    reach = request.actor.reach(ROUND_PLAN)
    if asked.isascii() and asked.isdigit():
        if int(asked) not in {one.id for one in estate.communities(reach)}:
            raise NotFound("estate.place.missing", noun="community")
        return int(asked)
    return works.community_choice(request.actor, ROUND_PLAN, request.community_id)
