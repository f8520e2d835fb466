"""What surveys and visits led to: proposals judged, factors taken, measures planned and carried out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.kernel.errors import NotFound
from anju.modules.community.forms.surveys import DoneForm, PlanForm
from anju.modules.community.permissions import IMPROVE, SURVEY_READ
from anju.modules.community.queries import surveys as queries
from anju.modules.community.services import improving
from anju.modules.community.tables.surveys import IMPROVEMENTS, STANDINGS, standing
from anju.modules.community.views import local_today
from anju.modules.people import facade as people


@page(SURVEY_READ)
@require_safe
def improvement_list(request: Any) -> HttpResponseBase:
    rows = people.with_staff_names(queries.improvements(request.actor, request.community_id))
    return IMPROVEMENTS.respond(request, rows, template="community/improvements.html")


@page(SURVEY_READ)
@form_methods
def improvement(request: Any, improvement_id: int) -> HttpResponse:
    row = people.with_staff_names(queries.improvements(request.actor)).filter(pk=improvement_id).first()
    if row is None:
        raise NotFound("community.missing")
    staff = [(one.id, one.name) for one in people.staff_of_community(row.community_id)]

    def plan(data: dict[str, Any]) -> str:
        improving.improvement_plan(
            actor=request.actor, improvement_id=improvement_id, measure=data["measure"], staff_id=data["staff"],
            due_on=data["due_on"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("措施已保存"))
        return reverse("community:improvement", args=[improvement_id])

    context = {
        "row": row, "judge": standing(row) == "judge", "standing": STANDINGS[standing(row)], "may_write": request.actor.can(IMPROVE),
        "done": DoneForm(),
    }  # fmt: skip
    initial = {"measure": row.measure, "staff": row.staff_id, "due_on": row.due_on}
    form = partial(PlanForm, staff=staff)
    return form_page(request, form, "community/improvement.html", plan, context=context, initial=initial)


@page(IMPROVE)
@form_methods
def improvement_done(request: Any, improvement_id: int) -> HttpResponse:
    row = queries.improvements(request.actor).filter(pk=improvement_id).first()
    if row is None:
        raise NotFound("community.missing")

    def done(data: dict[str, Any]) -> str:
        improving.improvement_done(
            actor=request.actor, improvement_id=improvement_id, result=data["result"], on=local_today(request),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已登记落实情况"))
        return reverse("community:improvement", args=[improvement_id])

    return form_page(request, DoneForm, "community/improvement_done.html", done, context={"row": row})


@page(IMPROVE)
@require_POST
def judge(request: Any, survey_id: int) -> HttpResponse:
    answer, item = (request.POST.get(name, "") for name in ("answer", "item"))
    if not (answer.isdigit() and item.isdigit()):
        raise NotFound("community.missing")
    reasonable = request.POST.get("reasonable") == "1"
    made = improving.proposal_judge(
        actor=request.actor, survey_id=survey_id, answer_id=int(answer), item_id=int(item), reasonable=reasonable,
        at=timezone.now(),
    )  # fmt: skip
    if reasonable:
        messages.success(request, _("已认定为合理建议，请制定措施"))
        return redirect("community:improvement", made)
    messages.success(request, _("已记录为不采纳"))
    return redirect(reverse("community:survey_results", args=[survey_id]) + "#texts")


@page(IMPROVE)
@require_POST
def improvement_judge(request: Any, improvement_id: int) -> HttpResponse:
    reasonable = request.POST.get("reasonable") == "1"
    improving.improvement_judge(
        actor=request.actor, improvement_id=improvement_id, reasonable=reasonable, at=timezone.now()
    )
    messages.success(request, _("已认定为合理建议，请制定措施") if reasonable else _("已记录为不采纳"))
    return redirect("community:improvement", improvement_id)


@page(IMPROVE)
@require_POST
def factor(request: Any, survey_id: int, item_id: int) -> HttpResponse:
    made = improving.factor_take(actor=request.actor, survey_id=survey_id, item_id=item_id, at=timezone.now())
    return redirect("community:improvement", made)
