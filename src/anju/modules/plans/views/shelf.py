"""What is missing on the shelf, what is due, who has read what, and the rounds filled in on forms."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.foundation.ui import export
from anju.foundation.ui.export import SheetColumn
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.modules.plans.forms.library import ReviewForm, RoundsForm
from anju.modules.plans.permissions import DOCUMENT_INTERNAL, DOCUMENT_READ, DOCUMENT_WRITE
from anju.modules.plans.queries import library as reads
from anju.modules.plans.queries import library_wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.services import shelf as services
from anju.modules.plans.services.shelf import Look
from anju.modules.plans.views.library import own, tabs, titled


@page(DOCUMENT_INTERNAL)
def gaps(request: Any) -> HttpResponse:
    """Every document a project must have, with what there is for it. The sheet: ?export=xlsx."""
    found, by_id = reads.gaps(request.actor, local_day(timezone.now()), request.community_id)
    kinds = dict(library_wording.DOCUMENT_KINDS)
    if request.GET.get("export") == "xlsx":
        return _gap_sheet(found, by_id, kinds)
    state = request.GET.get("state", "")
    words = request.GET.get("q", "").strip()
    rows = [
        one
        for one in found
        if (not state or one.state == state) and (not words or words in one.requirement.title)
    ]
    context = {
        "tabs": tabs(request, "library_gaps"),
        "rows": rows,
        "by_id": by_id,
        "kinds": kinds,
        "counts": {state: sum(1 for one in found if one.state == state) for state in library_wording.GAPS},
        "total": len(found),
        "names": library_wording.GAPS,
        "tones": library_wording.GAP_TONES,
        "may_write": request.actor.can(DOCUMENT_WRITE),
    }
    return render(request, "plans/library/gaps.html", context)


@page(DOCUMENT_READ)
def due(request: Any) -> HttpResponse:
    """Documents to look at again, and those the reader has still to confirm."""
    today = local_day(timezone.now())
    context = {
        "tabs": tabs(request, "library_due"),
        "due": reads.due_for_review(request.actor, today, request.community_id),
        "unread": reads.unread(request.actor, today),
        "today": today,
        "may_write": request.actor.can(DOCUMENT_WRITE),
    }
    return render(request, "plans/library/due.html", context)


@page(DOCUMENT_INTERNAL)
def readers(request: Any, document_id: int) -> HttpResponse:
    """Who has to read the version in force, and who has confirmed; as a sheet with ?export=xlsx."""
    row: Any = reads.document(request.actor, document_id, local_day(timezone.now()))
    found = reads.readers(row, row.current_id) if row.current_id else []
    if request.GET.get("export") == "xlsx":
        columns = [
            SheetColumn(_("工号"), lambda one: one.staff.number),
            SheetColumn(_("姓名"), lambda one: one.staff.name),
            SheetColumn(_("部门"), lambda one: one.staff.department),
            SheetColumn(_("岗位"), lambda one: one.staff.position),
            SheetColumn(_("确认时间"), lambda one: one.at, "yyyy-mm-dd hh:mm"),
        ]
        name = _("%(title)s阅读确认") % {"title": row.title}
        file, _count = export.spool(columns, found, name)
        return export.download(file, name)
    words = request.GET.get("q", "").strip()
    open_only = request.GET.get("open") == "1"
    shown = [
        one
        for one in found
        if (not open_only or one.at is None)
        and (
            not words
            or words in f"{one.staff.name}{one.staff.number}{one.staff.department}{one.staff.position}"
        )
    ]
    context = {
        **titled(row, _("阅读确认")),
        "row": row,
        "rows": shown,
        "total": len(found),
        "open_only": open_only,
    }
    context["confirmed"] = sum(1 for one in found if one.at)
    return render(request, "plans/library/readers.html", context)


@require_POST
@page(DOCUMENT_READ)
def acknowledge(request: Any, version_id: int) -> HttpResponse:
    row, _one = reads.version(request.actor, version_id, local_day(timezone.now()))
    services.document_acknowledge(actor=request.actor, version_id=version_id, at=timezone.now())
    messages.success(request, _("已确认阅读“%(title)s”。") % {"title": row.title})
    return HttpResponseRedirect(reverse("plans:document", args=[row.pk]))


@page(DOCUMENT_WRITE)
def review(request: Any, document_id: int) -> HttpResponse:
    row = own(request, document_id, DOCUMENT_WRITE)

    def keep(data: dict[str, Any]) -> str:
        photo = data["photo"]
        look = Look(
            on=data["on"], outcome=data["outcome"], note=data["note"], next_due=data["next_due"],
            filename=photo.name if photo else "", photo=photo.read() if photo else b"",
        )  # fmt: skip
        services.document_review(actor=request.actor, document_id=row.pk, look=look, at=timezone.now())
        messages.success(request, _("已记录。"))
        return reverse("plans:document", args=[row.pk])

    initial = {"on": local_day(timezone.now()), "outcome": "keep"}
    return form_page(
        request,
        ReviewForm,
        "plans/library/form.html",
        keep,
        initial=initial,
        context=titled(row, _("复审检查")),
    )


@page(DOCUMENT_WRITE)
def apply(request: Any, document_id: int) -> HttpResponse:
    """Choose the rounds that are filled in on this form."""
    row = own(request, document_id, DOCUMENT_WRITE)
    found = schedule.rounds(reach=request.actor.reach(DOCUMENT_WRITE), community_id=row.community_id)
    found = found.exclude(state="ended").order_by("title", "pk")

    def do(data: dict[str, Any]) -> str:
        count = services.form_apply(
            actor=request.actor, document_id=row.pk, round_ids=tuple(data["rounds"]), at=timezone.now()
        )
        done = ngettext("%(count)s 项作业已启用这张表格。", "%(count)s 项作业已启用这张表格。", count)
        messages.success(request, done % {"count": count})
        return reverse("plans:document", args=[row.pk])

    form = partial(RoundsForm, rounds=[(one.pk, one.title) for one in found])
    initial = {"rounds": [one.round_id for one in reads.uses_of(row)]}
    return form_page(
        request, form, "plans/library/form.html", do, initial=initial, context=titled(row, _("用于作业"))
    )


def _gap_sheet(found: list[Any], by_id: dict[int, Any], kinds: dict[str, Any]) -> HttpResponse:
    columns = [
        SheetColumn(_("必备制度"), lambda one: one.requirement.title),
        SheetColumn(_("类别"), lambda one: str(kinds[one.requirement.kind])),
        SheetColumn(_("状态"), lambda one: str(library_wording.GAPS[one.state])),
        SheetColumn(_("文件"), lambda one: "、".join(str(by_id[number]) for number in one.documents)),
    ]
    name = _("制度缺项检查")
    file, _count = export.spool(columns, found, name)
    return export.download(file, name)
