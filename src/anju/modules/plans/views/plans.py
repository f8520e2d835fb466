"""Plans: the list, upload, templates, a plan with its versions, two versions side by side."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.permissions import Permission
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.plans import CardForm, TemplateForm, UploadForm, card_of
from anju.modules.plans.permissions import (
    COST_READ,
    PLAN_APPROVE,
    PLAN_ENFORCE,
    PLAN_READ,
    PLAN_WRITE,
    PROMISE_REVIEW,
    PROMISE_SETUP,
)
from anju.modules.plans.queries import checks as check_queries
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.rules.templates import templates
from anju.modules.plans.services import documents
from anju.modules.plans.views.comparing import diff

__all__ = ["communities", "diff", "from_template", "plan_detail", "plan_edit", "plan_list", "upload"]

STATE_TONES = {
    "draft": "slate", "approved": "blue", "in_force": "green", "superseded": "slate", "withdrawn": "red",
}  # fmt: skip


def communities(request: Any, permission: Permission) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in estate.communities(request.actor.reach(permission))]


@page(PLAN_READ)
def plan_list(request: Any) -> HttpResponse:
    own = plan_queries.plans(request.actor, request.community_id).filter(is_bid=False)
    rows = list(own.order_by("community_id", "title"))
    by_plan = plan_queries.latest_versions([row.pk for row in rows])
    newest = {number: found[0] for number, found in by_plan.items() if found}
    names = {one.id: one.name for one in estate.communities()}
    context = {
        "plans": [
            {
                "row": row,
                "community": names.get(row.community_id, ""),
                "newest": newest.get(row.pk),
                "in_force": next((one for one in by_plan[row.pk] if one.state == "in_force"), None),
            }
            for row in rows
        ],
        "progress": plan_queries.progress([one.pk for one in newest.values()]),
        "tones": STATE_TONES,
        "may_write": request.actor.can(PLAN_WRITE),
    }
    return render(request, "plans/list.html", context)


@page(PLAN_WRITE)
def upload(request: Any) -> HttpResponse:
    def keep(data: dict[str, Any]) -> str:
        given = documents.Upload(
            community_id=data["community"],
            filename=data["file"].name,
            # One byte more than the reader takes tells it that the file is too large.
            data=data["file"].read(MAX_BYTES + 1),
            card=card_of(data),
            change_reason=data["change_reason"],
        )
        version = documents.plan_upload(actor=request.actor, upload=given, at=timezone.now())
        messages.success(request, _("方案已上传，请核对识别出的承诺。"))
        return reverse("plans:desk", args=[version])

    form = partial(UploadForm, communities=communities(request, PLAN_WRITE))
    initial = {"community": request.community_id, "title": request.GET.get("title", "")}
    return form_page(request, form, "plans/upload.html", keep, initial=initial)


@page(PLAN_WRITE)
def from_template(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        version = documents.plan_from_template(
            actor=request.actor, community_id=data["community"], code=data["template"], title=data["title"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已按模板新建方案草稿，请核对。"))
        return reverse("plans:desk", args=[version])

    form = partial(TemplateForm, communities=communities(request, PLAN_WRITE))
    initial = {"community": request.community_id, "template": request.GET.get("template", "")}
    return form_page(
        request, form, "plans/new.html", make, initial=initial, context={"templates": templates()}
    )


@page(PLAN_READ)
def plan_detail(request: Any, plan_id: int) -> HttpResponse:
    plan = plan_queries.plan(request.actor, plan_id)
    versions = plan_queries.latest_versions([plan.pk])[plan.pk]
    shown = next((one for one in versions if one.state == "in_force"), versions[0] if versions else None)
    services, goals = promise_queries.lacking(shown.pk) if shown else ([], [])
    can = {
        name: request.actor.reach(permission).covers_community(plan.community_id)
        for name, permission in (
            ("write", PLAN_WRITE), ("review", PROMISE_REVIEW), ("setup", PROMISE_SETUP),
            ("approve", PLAN_APPROVE), ("enforce", PLAN_ENFORCE), ("cost", COST_READ),
        )
    }  # fmt: skip
    context = {
        "plan": plan,
        "community": estate.place(plan.community_id).name,
        "versions": versions,
        "shown": shown,
        "progress": plan_queries.progress([one.pk for one in versions]),
        "services": [(wording.name(wording.BASIC_SERVICES, one.code), one) for one in services],
        "goals": [(wording.name(wording.SERVICE_GOALS, one.code), one) for one in goals],
        "tones": STATE_TONES,
        "can": can,
        "checks": {versions[0].pk: check_queries.open_findings(versions[0].pk)} if versions else {},
    }
    return render(request, "plans/plan.html", context)


@page(PLAN_WRITE)
def plan_edit(request: Any, plan_id: int) -> HttpResponse:
    plan = plan_queries.plan(request.actor, plan_id, PLAN_WRITE)

    def change(data: dict[str, Any]) -> str:
        documents.plan_change(actor=request.actor, plan_id=plan.pk, card=card_of(data), at=timezone.now())
        messages.success(request, _("已保存。"))
        return reverse("plans:plan", args=[plan.pk])

    initial = {name: getattr(plan, name) for name in CardForm.base_fields}
    return form_page(
        request, CardForm, "plans/edit.html", change, initial=initial, context={"plan": plan}, guarded=True
    )
