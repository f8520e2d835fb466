"""What a version costs: hours, people and money by role, tried out on the page; the register as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.money import Money
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.costing import BasisForm, basis_of, scenario_of
from anju.modules.plans.permissions import COST_READ, COST_WRITE, PLAN_READ
from anju.modules.plans.queries import cost_wording, wording
from anju.modules.plans.queries import costing as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries.plans import local_day, require_at
from anju.modules.plans.reports import costing as reports
from anju.modules.plans.reports import register as registers
from anju.modules.plans.rules import costing
from anju.modules.plans.services import costing as services
from anju.modules.plans.views.frames import frame

FIGURES = ("walk_minutes", "preparation_minutes", "leave_days", "absence")


@page(COST_READ)
def cost(request: Any, version_id: int) -> HttpResponseBase:
    """Hours, people and money of a version; figures in the address are tried out and kept nowhere."""
    scenario, refused = scenario_of(request.GET.dict())
    day = local_day(timezone.now())
    sheet = reads.sheet(actor=request.actor, version_id=version_id, day=day, scenario=scenario)
    if request.GET.get("export") == "xlsx":
        file, _count = export.spool(reports.columns(sheet), sheet.rows, _("方案成本与人手"))
        return export.download(file, _("方案成本与人手"))
    promises = {load.key: row for load, row in sheet.rows}
    silent: dict[str, list[Any]] = {}
    for load, row in sheet.rows:
        if not load.counts:
            silent.setdefault(load.reason, []).append(row)
    community_id = sheet.version.plan.community_id
    context = {
        "sheet": sheet,
        "costed": sheet.costed,
        "version": sheet.version,
        "plan": sheet.version.plan,
        "community": estate.place(community_id),
        "scenario": scenario,
        "refused": refused,
        "promises": promises,
        "silent": silent,
        "present": sum(one.present or 0 for one in sheet.costed.roles),
        "relief": costing.relief_factor(sheet.costed.productive) if sheet.costed.productive else None,
        "share": {
            one.key: costing.share_of(one, sheet.costed, sheet.pay) for one in sheet.costed.loads if one.hours
        },
        "words": cost_wording,
        "name": wording.name,
        "says": wording.says,
        "promise_name": reports.promise_name,
        "given": request.GET,
        "may_write": request.actor.reach(COST_WRITE).covers_community(community_id),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"plans/costing/{'_tried' if part else 'cost'}.html", context)


@page(COST_READ)
def cost_pdf(request: Any, version_id: int) -> HttpResponseBase:
    """The sheet as A4, with what the address tries out."""
    scenario, _refused = scenario_of(request.GET.dict())
    day = local_day(timezone.now())
    sheet = reads.sheet(actor=request.actor, version_id=version_id, day=day, scenario=scenario)
    community = estate.place(sheet.version.plan.community_id).name
    return attachment(reports.as_pdf(frame(request, community), sheet), _("方案成本与人手"), "pdf")


@page(COST_WRITE)
def basis(request: Any, community_id: int) -> HttpResponse:
    """Pay by role and allowances of a community, as the manager knows them."""
    require_at(request.actor, COST_WRITE, community_id)
    kept = reads.basis(community_id)
    back = request.GET.get("next", "")
    version = int(back) if back.isdigit() else None
    target = reverse("plans:cost", args=[version]) if version else reverse("plans:list")

    def save(data: dict[str, Any]) -> str:
        services.basis_save(
            actor=request.actor, community_id=community_id, draft=basis_of(data), at=timezone.now()
        )
        messages.success(request, _("已保存。"))
        return target

    initial: dict[str, Any] = {}
    if kept is not None:
        initial = {name: getattr(kept, name) for name in FIGURES}
        initial |= {f"pay_{role}": Money(int(fen)) for role, fen in kept.pay.items()}
    context = {
        "title": _("人工成本与工时余量"), "sub": estate.place(community_id).name, "back": target,
        "crumb": [(_("服务方案"), reverse("plans:list")), _("人工成本")],
    }  # fmt: skip
    return form_page(request, BasisForm, "plans/library/form.html", save, initial=initial, context=context)


@page(PLAN_READ)
def register(request: Any, form: str) -> HttpResponseBase:
    """The commitments register: of all in force in reach, or of the version named by ?version=."""
    wanted = request.GET.get("version", "")
    if wanted.isdigit():
        version = plan_queries.version(request.actor, int(wanted))
        rows = list(reads.counted(version).select_related("version__plan"))
        subject = f"{version.plan.title} · " + _("第 %(n)s 版") % {"n": version.number}
        ids = {version.plan.community_id}
    else:
        rows = list(promise_queries.register(request.actor, request.community_id))
        subject = _("执行中的全部方案")
        ids = {row.version.plan.community_id for row in rows}
    communities = {key: one.name for key, one in estate.places_by_id(ids).items()}
    title = _("服务承诺台账")
    if form == "xlsx":
        file, _count = export.spool(registers.columns(communities), registers.ordered(rows), title)
        return export.download(file, title)
    sheet = registers.as_pdf(frame(request, "、".join(communities.values())), rows, subject=subject)
    return attachment(sheet, title, "pdf")
