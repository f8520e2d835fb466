"""Importing and exporting the whole tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.importing import ImportPage, ImportResult
from anju.foundation.ui.export import download
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import NotFound
from anju.modules.estate.permissions import PLACE_EXPORT, PLACE_IMPORT
from anju.modules.estate.queries import browsing
from anju.modules.estate.services import tree_check, tree_export, tree_import
from anju.modules.estate.services.tree_sheets import TREE

STAGES = {
    "waiting": gettext_lazy("等待开始"), "reading": gettext_lazy("读取表格"), "checking": gettext_lazy("核对房产"), "places": gettext_lazy("写入位置"),
    "search": gettext_lazy("建立搜索"), "changes": gettext_lazy("更新已有位置"),
}  # fmt: skip


def _keep(request: Any, data: bytes, name: str) -> str:
    """Keep the upload; the dry run that came before is noted with it."""
    now = timezone.now()
    number = tree_import.import_keep(actor=request.actor, name=name, data=data, at=now)
    result, plan = request.dry_run
    tree_import.import_note(actor=request.actor, import_id=number, result=result, plan=plan, at=now)
    return str(number)


def _kept(request: Any, token: str) -> bytes | None:
    request.import_id = int(token)
    try:
        return tree_import.import_bytes(actor=request.actor, import_id=request.import_id, at=timezone.now())
    except NotFound:
        return None


def _check(request: Any, result: ImportResult) -> None:
    plan, _tree = tree_check.check(request.actor, result)
    request.dry_run = (result, plan)


def _counts(request: Any, result: ImportResult) -> Sequence[tuple[Any, int]]:
    plan = request.dry_run[1]
    names = dict(browsing.PlaceKind.choices)
    found = [
        (_("%(kind)s：新增") % {"kind": names[kind]}, counts["new"])
        for kind, counts in plan.counts().items()
        if counts["new"]
    ]
    found += [
        (_("%(kind)s：修改") % {"kind": names[kind]}, counts["changed"])
        for kind, counts in plan.counts().items()
        if counts["changed"]
    ]
    return [*found, (_("没有变化"), plan.same)]


def _apply(request: Any, result: ImportResult) -> HttpResponse | str:
    """Small workbooks at once, large ones as a job whose progress is shown."""
    now = timezone.now()
    later = result.row_count > tree_import.AT_ONCE
    tree_import.import_begin(actor=request.actor, import_id=request.import_id, at=now, later=later)
    if not later:
        tree_import.import_run(
            actor=request.actor, import_id=request.import_id, at=now, report=lambda _stage, _done: None
        )
    return reverse("estate:import_state", args=[request.import_id])


IMPORT = ImportPage(
    workbook=TREE,
    template="estate/import.html",
    keep=_keep,
    kept=_kept,
    check=_check,
    counts=_counts,
    apply=_apply,
)


@page(PLACE_IMPORT)
@form_methods
def import_tree(request: Any) -> HttpResponseBase:
    return IMPORT.respond(request, {"recent": tree_import.imports_of(request.actor)})


@page(PLACE_IMPORT)
@require_safe
def import_state(request: Any, import_id: int) -> HttpResponse:
    row = tree_import.import_of(request.actor, import_id)
    names = dict(browsing.PlaceKind.choices)
    context = {
        "row": row,
        "stage": STAGES.get(row.stage, ""),
        "counts": [
            (names.get(kind, kind), _("新增 %(new)s，修改 %(changed)s") % one)
            for kind, one in row.counts.items()
        ],
        "stuck": row.state == "running" and timezone.now() - row.at > tree_import.STUCK,
    }
    partial = bool(request.headers.get("HX-Request"))
    return render(request, "estate/_import_state.html" if partial else "estate/import_state.html", context)


@page(PLACE_IMPORT)
@require_POST
def import_again(request: Any, import_id: int) -> HttpResponse:
    """Begin a failed or stuck import again; it starts over, and what it had not finished was never written."""
    tree_import.import_begin(actor=request.actor, import_id=import_id, at=timezone.now())
    messages.success(request, _("已重新开始"))
    return HttpResponseRedirect(reverse("estate:import_state", args=[import_id]))


@page(PLACE_EXPORT)
@require_safe
def export_tree(request: Any) -> HttpResponseBase:
    file = tree_export.tree_export(actor=request.actor, at=timezone.now(), community_id=request.community_id)
    return download(file, _("房产"))
