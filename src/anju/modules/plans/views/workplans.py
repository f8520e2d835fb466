"""Weekly work plans of departments: list, write, publish, judge, close, print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.ui.messages import error_text
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.workplans import CloseForm, CopyForm, NewPlanForm, PlanForm, judgements
from anju.modules.plans.permissions import WORKPLAN_READ, WORKPLAN_WRITE
from anju.modules.plans.queries import workplans as reads
from anju.modules.plans.queries import works
from anju.modules.plans.reports import sheets
from anju.modules.plans.services import workplans as services
from anju.modules.plans.services.workplans import ItemDraft, WorkPlanDraft
from anju.modules.plans.tables.workplans import STATES, WORKPLANS, week_text
from anju.modules.plans.views.fulfilment import local_today


@page(WORKPLAN_READ)
def workplans(request: Any) -> HttpResponseBase:
    community_id = works.community_choice(request.actor, WORKPLAN_READ, request.community_id)
    rows = reads.workplans(request.actor, community_id)
    return WORKPLANS.respond(request, rows, template="plans/workplans/list.html")


@page(WORKPLAN_READ)
def workplan(request: Any, plan_id: int) -> HttpResponse:
    return render(request, "plans/workplans/plan.html", _context(request, plan_id))


@page(WORKPLAN_WRITE)
def new(request: Any) -> HttpResponse:
    community_id = _community(request)
    if community_id is None:
        known = estate.communities(request.actor.reach(WORKPLAN_WRITE))
        return render(request, "plans/workplans/community.html", {"communities": known})
    departments = [(one.id, one.name) for one in reads.departments_of(community_id)]
    form = partial(NewPlanForm, departments=departments, **_choices(request, community_id))

    def create(data: dict[str, Any]) -> str:
        draft = WorkPlanDraft(
            community_id=community_id,
            department_id=data["department_id"],
            week=data["week"],
            focus=data["focus"],
            items=data["items"],
        )
        made = services.workplan_create(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已保存为草稿"))
        return reverse("plans:workplan", args=[made])

    initial = {
        "week": local_today(request),
        "department_id": departments[0][0] if len(departments) == 1 else None,
    }
    context = {"plan": None, "community": estate.place(community_id), "departments": departments}
    return _rows_page(request, form, create, context, initial)


@page(WORKPLAN_WRITE)
def edit(request: Any, plan_id: int) -> HttpResponse:
    plan = reads.workplan(request.actor, plan_id, WORKPLAN_WRITE)
    before = [
        ItemDraft(
            text=one.text, place_id=one.place_id, area=one.area, target=one.target, staff_id=one.staff_id,
            due_on=one.due_on,
        )
        for one in reads.items_of(plan_id)
    ]  # fmt: skip
    form = partial(PlanForm, before=before, **_choices(request, plan.community_id))

    def change(data: dict[str, Any]) -> str:
        services.workplan_change(
            actor=request.actor, plan_id=plan_id, focus=data["focus"], items=data["items"], at=timezone.now()
        )
        messages.success(request, _("已保存"))
        return reverse("plans:workplan", args=[plan_id])

    context = {"plan": plan, "community": estate.place(plan.community_id), "week": week_text(plan.week)}
    return _rows_page(request, form, change, context, {"focus": plan.focus})


@page(WORKPLAN_WRITE)
def copy(request: Any, plan_id: int) -> HttpResponse:
    """Begin another week with these items; the next one is proposed."""
    plan = reads.workplan(request.actor, plan_id, WORKPLAN_WRITE)

    def begin(data: dict[str, Any]) -> str:
        made = services.workplan_copy(
            actor=request.actor, plan_id=plan_id, week=data["week"], at=timezone.now()
        )
        messages.success(request, _("已复制为新的草稿"))
        return reverse("plans:workplan_edit", args=[made])

    this_week = local_today(request) - timedelta(days=local_today(request).weekday())
    initial = {"week": max(plan.week + timedelta(days=7), this_week)}
    context = {**_heading(plan), "title": _("复制到另一周"), "submit": _("复制")}
    return form_page(request, CopyForm, "plans/workplans/step.html", begin, context=context, initial=initial)


@page(WORKPLAN_WRITE)
@require_POST
def publish(request: Any, plan_id: int) -> HttpResponse:
    return _step(request, plan_id, services.workplan_publish, _("已发布"))


@page(WORKPLAN_WRITE)
@require_POST
def withdraw(request: Any, plan_id: int) -> HttpResponse:
    return _step(request, plan_id, services.workplan_withdraw, _("已退回草稿"))


@page(WORKPLAN_WRITE)
@require_POST
def judge(request: Any, plan_id: int) -> HttpResponse:
    """Write down what became of the items that were filled in."""
    plan = reads.workplan(request.actor, plan_id, WORKPLAN_WRITE)
    said = judgements(request.POST, [one.pk for one in reads.items_of(plan.pk)])
    step = partial(services.workplan_judge, judgements=said)
    return _step(request, plan_id, step, _("已登记完成情况"))


@page(WORKPLAN_WRITE)
def close(request: Any, plan_id: int) -> HttpResponse:
    plan = reads.workplan(request.actor, plan_id, WORKPLAN_WRITE)

    def finish(data: dict[str, Any]) -> str:
        services.workplan_close(
            actor=request.actor, plan_id=plan_id, summary=data["summary"], at=timezone.now()
        )
        messages.success(request, _("已总结本周计划"))
        return reverse("plans:workplan", args=[plan_id])

    context = {**_heading(plan), "title": _("总结本周"), "submit": _("总结")}
    return form_page(request, CloseForm, "plans/workplans/step.html", finish, context=context)


@page(WORKPLAN_WRITE)
def discard(request: Any, plan_id: int) -> HttpResponse:
    """Asks once, then throws a draft away."""
    plan = reads.workplan(request.actor, plan_id, WORKPLAN_WRITE)
    if request.method != "POST":
        return render(request, "plans/workplans/discard.html", _heading(plan))
    services.workplan_discard(actor=request.actor, plan_id=plan_id, at=timezone.now())
    messages.success(request, _("已删除草稿"))
    return HttpResponseRedirect(reverse("plans:workplans"))


@page(WORKPLAN_READ)
def printed(request: Any, plan_id: int, form: str) -> HttpResponse:
    plan = reads.workplan(request.actor, int(plan_id))
    community = estate.place(plan.community_id).name
    frame = sheets.Frame(
        request.org.name, community, timezone.now(), request.actor.name, request.actor.time_zone
    )
    data = sheets.workplan_pdf(frame, plan, reads.items_of(plan.pk))
    return attachment(data, f"{plan.department.name}-{plan.week.isoformat()}-{_('周工作计划')}", form)


def _rows_page(
    request: Any,
    form: Any,
    done: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
    initial: dict[str, Any],
) -> HttpResponse:
    """A page with rows: what the service refuses in a row is said there."""
    kept: list[Any] = []

    def build(*args: Any, **options: Any) -> Any:
        kept.append(form(*args, **options))
        return kept[-1]

    def run(data: dict[str, Any]) -> str:
        try:
            return done(data)
        except Invalid as error:
            if (error.field or "").count(".") == 2:
                kept[-1].rows.blame(kept[-1], error.field or "", error_text(error.code, error.params))
                raise Invalid("plans.workplan.rows") from error
            raise

    return form_page(request, build, "plans/workplans/form.html", run, context=context, initial=initial)


def _step(request: Any, plan_id: int, step: Callable[..., Any], said: str) -> HttpResponse:
    """Do one thing to a plan and go back to it; what is missing is said there as a message."""
    try:
        step(actor=request.actor, plan_id=plan_id, at=timezone.now())
    except Invalid as error:
        messages.error(request, error_text(error.code, error.params))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("plans:workplan", args=[plan_id]))


def _context(request: Any, plan_id: int) -> dict[str, Any]:
    plan = reads.workplan(request.actor, plan_id)
    items = reads.items_of(plan_id)
    judged = [one for one in items if one.met is not None]
    may_write = request.actor.reach(WORKPLAN_WRITE).covers_community(plan.community_id)
    return {
        **_heading(plan),
        "items": items,
        "judged": len(judged),
        "met": sum(1 for one in judged if one.met),
        "community": estate.place(plan.community_id),
        "state": STATES[plan.state],
        "may_write": may_write and request.actor.can(WORKPLAN_WRITE),
        "today": local_today(request),
    }


def _heading(plan: Any) -> dict[str, Any]:
    return {"plan": plan, "week": week_text(plan.week)}


def _choices(request: Any, community_id: int) -> dict[str, Any]:
    nodes = works.tree_nodes(request.actor, WORKPLAN_WRITE, community_id)
    return {
        "places": [(one.value, f"{'　' * one.depth}{one.label}") for one in nodes],
        "staff": works.staff_choices(community_id),
    }


def _community(request: Any) -> int | None:
    asked = request.GET.get("community", "")
    known = {one.id for one in estate.communities(request.actor.reach(WORKPLAN_WRITE))}
    if asked.isascii() and asked.isdigit():
        if int(asked) not in known:
            raise NotFound("estate.place.missing", noun="community")
        return int(asked)
    return works.community_choice(request.actor, WORKPLAN_WRITE, request.community_id)
