"""Service contracts and the record of their project: list, one contract with clauses and hand-over, forms."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation import files
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.forms import contracts as forms
from anju.modules.plans.permissions import CONTRACT_READ, CONTRACT_WRITE
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.queries import cost_wording, wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules import contracting
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import contracts as services
from anju.modules.plans.views.plans import communities

FORM = "plans/library/form.html"
SIDES = ("", "company", "owners")


@page(CONTRACT_READ)
def contract_list(request: Any) -> HttpResponse:
    today = local_day(timezone.now())
    names = {one.id: one.name for one in estate.communities()}
    rows = reads.contracts(request.actor, request.community_id).order_by("-starts_on", "-pk")
    context = {
        "rows": [(one, names.get(one.community_id, ""), reads.term(one, today)) for one in rows],
        "pressing": [(one, reads.term(one, today)) for one in reads.pressing(request.actor, today, request.community_id)],
        "may_write": request.actor.can(CONTRACT_WRITE),
        "words": cost_wording,
        "name": wording.name,
    }  # fmt: skip
    return render(request, "plans/contracts/list.html", context)


@page(CONTRACT_READ)
def contract(request: Any, contract_id: int) -> HttpResponse:
    row = reads.contract(request.actor, contract_id)
    side = request.GET.get("side", "") if request.GET.get("side", "") in SIDES else ""
    every = reads.clauses(row.pk)
    context = {
        "row": row,
        "community": estate.place(row.community_id).name,
        "term": reads.term(row, local_day(timezone.now())),
        "clauses": reads.clauses(row.pk, side) if side else every,
        "sides": [{"label": label, "href": f"?side={key}", "active": key == side} for key, label in (("", _("全部")), ("company", _("物业公司的权利义务")), ("owners", _("业主方的权利义务")))],
        "missing": contracting.missing_topics(one.text for one in every) if every else [],
        "stages": reads.stages(row.pk),
        "scope": reads.promises_by_domain(request.actor, row.community_id) if row.scope else {},
        "contradicts": contracting.green_share_contradicts(row.site_area, row.green_area, row.green_share),
        "may_write": request.actor.reach(CONTRACT_WRITE).covers_community(row.community_id),
        "words": cost_wording,
        "name": wording.name,
        "domains": wording.DOMAINS,
    }  # fmt: skip
    return render(request, "plans/contracts/contract.html", context)


@page(CONTRACT_WRITE)
def add(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        made = services.contract_add(actor=request.actor, draft=forms.contract_of(data), at=timezone.now())
        return _done(request, made)

    form = partial(forms.ContractForm, communities=communities(request, CONTRACT_WRITE))
    initial = {"community": request.community_id, "remind_days": 90, "kind": "service"}
    return form_page(request, form, FORM, make, initial=initial, context=_head(_("登记合同")))


@page(CONTRACT_WRITE)
def edit(request: Any, contract_id: int) -> HttpResponse:
    row = reads.contract(request.actor, contract_id, CONTRACT_WRITE)

    def change(data: dict[str, Any]) -> str:
        services.contract_change(
            actor=request.actor, contract_id=row.pk, draft=forms.contract_of(data), at=timezone.now()
        )
        return _done(request, row.pk)

    form = partial(forms.ContractForm, communities=[(row.community_id, estate.place(row.community_id).name)])
    return form_page(
        request, form, FORM, change, initial=_initial(row), context=_head(_("修改合同"), row), guarded=True
    )


@page(CONTRACT_WRITE)
def paper(request: Any, contract_id: int) -> HttpResponse:
    row = reads.contract(request.actor, contract_id, CONTRACT_WRITE)

    def keep(data: dict[str, Any]) -> str:
        # One byte more than the reader takes tells it that the file is too large.
        content = data["file"].read(MAX_BYTES + 1)
        count = services.clauses_read(
            actor=request.actor, contract_id=row.pk, filename=data["file"].name, data=content, at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("已读出 %(count)d 条条款。") % {"count": count})
        return reverse("plans:contract", args=[row.pk])

    return form_page(request, forms.PaperForm, FORM, keep, context=_head(_("上传合同文件"), row))


@page(CONTRACT_READ)
def download(request: Any, contract_id: int) -> HttpResponseBase:
    row = reads.contract(request.actor, contract_id)
    if row.source is None:
        raise NotFound("plans.contract.missing")
    return FileResponse(files.open_file(row.source), as_attachment=True, filename=row.source.name)


@page(CONTRACT_WRITE)
def end(request: Any, contract_id: int) -> HttpResponse:
    row = reads.contract(request.actor, contract_id, CONTRACT_WRITE)

    def stop(data: dict[str, Any]) -> str:
        services.contract_end(
            actor=request.actor, contract_id=row.pk, on=data["on"], reason=data["reason"], at=timezone.now()
        )
        return _done(request, row.pk)

    return form_page(request, forms.EndForm, FORM, stop, context=_head(_("提前终止"), row))


@page(CONTRACT_WRITE)
def stage_add(request: Any, contract_id: int) -> HttpResponse:
    row = reads.contract(request.actor, contract_id, CONTRACT_WRITE)

    def make(data: dict[str, Any]) -> str:
        services.stage_add(actor=request.actor, contract_id=row.pk, at=timezone.now(), **data)
        return _done(request, row.pk)

    return form_page(request, forms.StageForm, FORM, make, context=_head(_("新增交接步骤"), row))


@require_POST
@page(CONTRACT_WRITE)
def stage_act(request: Any, contract_id: int, stage_id: int) -> HttpResponse:
    """Done today, or taken off the timetable (act=remove)."""
    at = timezone.now()
    if request.POST.get("act") == "remove":
        services.stage_remove(actor=request.actor, stage_id=stage_id, at=at)
    else:
        services.stage_done(actor=request.actor, stage_id=stage_id, on=local_day(at), at=at)
    return HttpResponseRedirect(_done(request, contract_id))


@require_POST
@page(CONTRACT_WRITE)
def clause_side(request: Any, contract_id: int, clause_id: int) -> HttpResponse:
    services.clause_side(
        actor=request.actor, clause_id=clause_id, side=request.POST.get("side", ""), at=timezone.now()
    )
    return HttpResponseRedirect(reverse("plans:contract", args=[contract_id]) + f"#clause-{clause_id}")


def _initial(row: Any) -> dict[str, Any]:
    plain = ("kind", "title", "number", "party_a", "party_b", "place", "content", "signed_on", "starts_on", "ends_on", "remind_days", "grade", "scope", "is_public")  # fmt: skip
    areas = {
        name: None if getattr(row, name) is None else f"{getattr(row, name) / 100:.2f}"
        for name in ("site_area", "floor_area", "green_area", "green_share")
    }
    price = None if row.price is None else cost_wording.price(row.price)
    return {
        "community": row.community_id,
        **{name: getattr(row, name) for name in plain},
        **areas,
        "price": price,
    }


def _head(title: str, row: Any = None) -> dict[str, Any]:
    crumb: list[Any] = [(_("服务合同"), reverse("plans:contracts"))]
    back = reverse("plans:contracts")
    if row is not None:
        back = reverse("plans:contract", args=[row.pk])
        crumb.append((row.title, back))
    return {"title": title, "crumb": [*crumb, title], "back": back, "sub": ""}


def _done(request: Any, contract_id: int) -> str:
    messages.success(request, _("已保存。"))
    return reverse("plans:contract", args=[contract_id])
