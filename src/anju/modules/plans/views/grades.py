"""A plan held against a service standard: which grade its promises reach, and which its work."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.ui.export import SheetColumn
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.library import GradeForm
from anju.modules.plans.permissions import FULFILMENT_READ, PLAN_WRITE
from anju.modules.plans.queries import grades as reads
from anju.modules.plans.queries import library_wording
from anju.modules.plans.queries.fulfilment import check_community
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules import grading
from anju.modules.plans.services import laws as services
from anju.modules.plans.services.laws import Decision
from anju.modules.plans.views.fulfilment import chosen_community


def standard_of(request: Any) -> grading.Standard:
    """The standard named in the address, else the newest. Raises NotFound."""
    code = request.GET.get("standard", "")
    return grading.standard(code) if code else grading.standards()[0]


@page(FULFILMENT_READ)
def sheet(request: Any) -> HttpResponse:
    pack = standard_of(request)
    community_id = chosen_community(request)
    choices = estate.communities(request.actor.reach(FULFILMENT_READ))
    if community_id is None:
        return render(request, "plans/library/choose.html", {"title": _("服务等级"), "communities": choices})
    found = reads.sheet(
        actor=request.actor, community_id=community_id, standard=pack.code, today=local_day(timezone.now())
    )
    if request.GET.get("export") == "xlsx":
        return _sheet(found)
    wanted = request.GET.get("show", "")
    shown = {
        "missing": lambda row: row.promise is None and not row.exempt,
        "holding": lambda row: row.grade == found.promised and not row.exempt,
        "unverified": lambda row: not row.item.verified,
    }.get(wanted, lambda row: True)
    context = {
        "found": found,
        "pack": pack,
        "packs": grading.standards(),
        "rows": [row for row in found.rows if shown(row)],
        "show": wanted,
        "community": estate.place(community_id),
        "communities": choices,
        "target": library_wording.target,
        "said": library_wording.said,
        "tones": {number: tone for (number, _label), tone in zip(pack.grades, ("green", "blue", "amber", "slate", "slate"), strict=False)},
        "may_decide": request.actor.reach(PLAN_WRITE).covers_community(community_id),
    }  # fmt: skip
    return render(request, "plans/library/grades.html", context)


@page(PLAN_WRITE)
def decide(request: Any, standard: str, item: str) -> HttpResponse:
    """Say by hand which promise answers an item, or that it does not apply."""
    pack = grading.standard(standard)
    asked = pack.item(item)
    community_id = chosen_community(request)
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    check_community(request.actor, community_id)
    kept = reads.decision(community_id, standard, item)
    fitting = reads.candidates(request.actor, community_id, asked)
    back = f"{reverse('plans:grades')}?community={community_id}&standard={standard}"

    def keep(data: dict[str, Any]) -> str:
        services.grade_decide(
            actor=request.actor,
            decision=Decision(
                community_id=community_id, standard=standard, item=item, exempt=data["exempt"],
                promise_id=int(data["answer"]) if data["answer"] else None, reason=data["reason"],
            ),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已保存。"))
        return back

    initial = {"answer": kept.promise_id or "", "exempt": kept.exempt, "reason": kept.reason} if kept else {}
    names = [(one.id, f"{one.number} {one.activity} {one.object} · {one.says}") for one in fitting]
    context = {
        "title": asked.label,
        "crumb": [(_("服务等级"), back), asked.label],
        "sub": pack.title,
        "back": back,
        "item": asked,
        "targets": [
            (label, library_wording.target(asked, asked.targets.get(number))) for number, label in pack.grades
        ],
    }
    form = partial(GradeForm, candidates=names)
    return form_page(request, form, "plans/library/grade.html", keep, initial=initial, context=context)


def _sheet(found: reads.GradeSheet) -> HttpResponse:
    pack = found.standard
    columns = [
        SheetColumn(_("类别"), lambda row: row.item.group),
        SheetColumn(_("项目"), lambda row: row.item.label),
        *(
            SheetColumn(label, lambda row, number=number: library_wording.target(row.item, row.item.targets.get(number)))
            for number, label in pack.grades
        ),
        SheetColumn(_("承诺编号"), lambda row: row.promise.number if row.promise else ""),
        SheetColumn(_("承诺"), lambda row: row.promise.says if row.promise else _("不适用") if row.exempt else _("未承诺")),
        SheetColumn(_("承诺达到"), lambda row: pack.label(row.grade)),
        SheetColumn(_("实际"), lambda row: library_wording.said(row.promise, row.actual) if row.actual is not None else ""),
        SheetColumn(_("实际达到"), lambda row: pack.label(row.actual_grade)),
    ]  # fmt: skip
    name = _("服务等级对照")
    file, _count = export.spool(columns, found.rows, name)
    return export.download(file, name)
