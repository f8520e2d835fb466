"""Service quality standards with points and indicators, and improvements in four fields."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.ui.export import SheetColumn
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.modules.plans.forms import contracts as forms
from anju.modules.plans.forms.plans import ReasonForm
from anju.modules.plans.permissions import STANDARD_READ, STANDARD_WRITE
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.services import standards as services
from anju.modules.plans.views.plans import communities

FORM = "plans/library/form.html"


@page(STANDARD_READ)
def standards(request: Any) -> HttpResponseBase:
    """Items by field of work with their points; ?export=xlsx."""
    rows = list(reads.standards(request.actor, request.community_id))
    if request.GET.get("export") == "xlsx":
        file, _count = export.spool(_columns(), rows, _("服务质量标准"))
        return export.download(file, _("服务质量标准"))
    by_domain = {
        code: [one for one in rows if one.domain == code]
        for code in dict.fromkeys(one.domain for one in rows)
    }
    context = {
        "by_domain": by_domain,
        "total": sum(one.points for one in rows),
        "improvements": list(reads.improvements(request.actor, request.community_id)[:100]),
        "today": local_day(timezone.now()),
        "name": wording.name,
        "domains": wording.DOMAINS,
        "may_write": request.actor.can(STANDARD_WRITE),
    }
    return render(request, "plans/contracts/standards.html", context)


@page(STANDARD_WRITE)
def add(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        services.standard_add(actor=request.actor, draft=forms.standard_of(data), at=timezone.now())
        return _done(request)

    form = partial(
        forms.StandardForm, communities=communities(request, STANDARD_WRITE), whole=_whole(request)
    )
    initial = {"community": request.community_id}
    return form_page(request, form, FORM, make, initial=initial, context=_head(_("新增服务标准")))


@page(STANDARD_WRITE)
def edit(request: Any, standard_id: int) -> HttpResponse:
    row = reads.standard(request.actor, standard_id)
    reads.require_standards_at(request.actor, STANDARD_WRITE, row.community_id)

    def change(data: dict[str, Any]) -> str:
        services.standard_change(
            actor=request.actor, standard_id=row.pk, draft=forms.standard_of(data), at=timezone.now()
        )
        return _done(request)

    plain = ("domain", "title", "requirement", "indicator", "method")
    initial = {
        "community": row.community_id, **{name: getattr(row, name) for name in plain}, "points": row.points / 10,
        "deduction": None if row.deduction is None else row.deduction / 10,
    }  # fmt: skip
    form = partial(
        forms.StandardForm, communities=communities(request, STANDARD_WRITE), whole=_whole(request)
    )
    return form_page(
        request, form, FORM, change, initial=initial, context=_head(_("修改服务标准")), guarded=True
    )


@page(STANDARD_WRITE)
def retire(request: Any, standard_id: int) -> HttpResponse:
    row = reads.standard(request.actor, standard_id)

    def stop(data: dict[str, Any]) -> str:
        services.standard_retire(
            actor=request.actor, standard_id=row.pk, reason=data["reason"], at=timezone.now()
        )
        return _done(request)

    return form_page(
        request, ReasonForm, FORM, stop, context=_head(_("停用 %(title)s") % {"title": row.title})
    )


@page(STANDARD_WRITE)
def take(request: Any) -> HttpResponse:
    """Items out of the promises in force of a community."""

    def make(data: dict[str, Any]) -> str:
        count = services.standards_take(
            actor=request.actor,
            community_id=data["community"],
            points=int(data["points"] * 10),
            at=timezone.now(),
        )
        messages.success(request, _("已由承诺生成 %(count)d 项标准。") % {"count": count})
        return reverse("plans:standards")

    form = partial(forms.TakeForm, communities=communities(request, STANDARD_WRITE))
    initial = {"community": request.community_id}
    return form_page(request, form, FORM, make, initial=initial, context=_head(_("由承诺生成标准")))


@page(STANDARD_WRITE)
def improvement_add(request: Any) -> HttpResponse:
    known = [(one.pk, one.title) for one in reads.standards(request.actor, request.community_id)]

    def make(data: dict[str, Any]) -> str:
        services.improvement_add(
            actor=request.actor, community_id=data["community"], title=data["title"], plan=data["plan"],
            due_on=data["due_on"], standard_id=data["standard"], at=timezone.now(),
        )  # fmt: skip
        return _done(request)

    form = partial(
        forms.ImprovementForm,
        communities=communities(request, STANDARD_WRITE),
        whole=_whole(request),
        standards=known,
    )
    initial = {"community": request.community_id, "standard": request.GET.get("standard", "")}
    return form_page(request, form, FORM, make, initial=initial, context=_head(_("新增质量改进")))


@page(STANDARD_WRITE)
def improvement_edit(request: Any, improvement_id: int) -> HttpResponse:
    row = reads.improvement(request.actor, improvement_id)
    reads.require_standards_at(request.actor, STANDARD_WRITE, row.community_id)

    def tell(data: dict[str, Any]) -> str:
        services.improvement_tell(actor=request.actor, improvement_id=row.pk, told=data, at=timezone.now())
        return _done(request)

    initial = {name: getattr(row, name) for name in services.STEPS}
    title = _("第 %(n)d 轮：%(title)s") % {"n": row.cycle, "title": row.title}
    return form_page(
        request, forms.StepsForm, FORM, tell, initial=initial, context=_head(title), guarded=True
    )


@page(STANDARD_WRITE)
def improvement_close(request: Any, improvement_id: int) -> HttpResponse:
    row = reads.improvement(request.actor, improvement_id)
    reads.require_standards_at(request.actor, STANDARD_WRITE, row.community_id)

    def close(data: dict[str, Any]) -> str:
        services.improvement_close(
            actor=request.actor, improvement_id=row.pk, solved=data["outcome"] == "solved", due_on=data["due_on"],
            at=timezone.now(),
        )  # fmt: skip
        return _done(request)

    title = _("结束第 %(n)d 轮：%(title)s") % {"n": row.cycle, "title": row.title}
    return form_page(request, forms.OutcomeForm, FORM, close, context=_head(title))


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(_("领域"), lambda row: wording.name(wording.DOMAINS, row.domain)),
        SheetColumn(_("项目"), lambda row: row.title),
        SheetColumn(_("标准"), lambda row: row.requirement),
        SheetColumn(_("指标"), lambda row: row.indicator),
        SheetColumn(_("检查方法"), lambda row: row.method),
        SheetColumn(_("分值"), lambda row: row.points / 10, "0.0"),
        SheetColumn(_("每处扣分"), lambda row: None if row.deduction is None else row.deduction / 10, "0.0"),
    ]


def _whole(request: Any) -> bool:
    return bool(request.actor.reach(STANDARD_WRITE).unlimited)


def _head(title: str) -> dict[str, Any]:
    back = reverse("plans:standards")
    return {"title": title, "crumb": [(_("服务质量标准"), back), title], "back": back, "sub": ""}


def _done(request: Any) -> str:
    messages.success(request, _("已保存。"))
    return reverse("plans:standards")
