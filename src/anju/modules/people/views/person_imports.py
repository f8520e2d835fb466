"""Importing foreign sheets of rooms and owners: upload, columns, dry run, confirmation, taking back."""

from __future__ import annotations

from collections.abc import Mapping
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

from anju.foundation.importing import ImportRefused
from anju.foundation.importing.grid import column_letter
from anju.foundation.ui.export import download
from anju.foundation.ui.messages import error_text
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import AnjuError, Forbidden, Invalid, NotFound
from anju.modules.people.permissions import PERSON_IMPORT
from anju.modules.people.queries import communities
from anju.modules.people.rules.sheets.fields import Field
from anju.modules.people.rules.sheets.values import shown
from anju.modules.people.services import person_import_write, person_imports
from anju.modules.people.services.sheet_marking import marked_sheet, remark_text

SHOWN = 200
STEPS = {
    "mapping": 1,
    "checking": 2,
    "refused": 2,
    "ready": 3,
    "running": 3,
    "failed": 3,
    "done": 4,
    "taken_back": 4,
}
STAGES = {
    "waiting": gettext_lazy("等待开始"), "reading": gettext_lazy("读取表格"), "checking": gettext_lazy("核对房屋与住户"),
    "writing": gettext_lazy("写入"),
}  # fmt: skip
FIELDS = (
    (Field.ROOM, gettext_lazy("房号（完整，如 1-2-301）")), (Field.BUILDING, gettext_lazy("楼栋")),
    (Field.ENTRANCE, gettext_lazy("单元")), (Field.NUMBER, gettext_lazy("房间号")),
    (Field.AREA, gettext_lazy("建筑面积")), (Field.NAME, gettext_lazy("业主姓名")),
    (Field.PHONE, gettext_lazy("业主电话")), (Field.PAPER, gettext_lazy("证件号码")),
    (Field.SHARE, gettext_lazy("产权份额")), (Field.SINCE, gettext_lazy("成为业主的日期")),
    (Field.RELATION, gettext_lazy("身份（业主、租户、家属）")), (Field.TENANT, gettext_lazy("租户姓名")),
    (Field.TENANT_PHONE, gettext_lazy("租户电话")), (Field.TENANT_SINCE, gettext_lazy("起租日期")),
    (Field.TENANT_UNTIL, gettext_lazy("租约到期")), (Field.NOTE, gettext_lazy("备注")),
)  # fmt: skip
COUNTS = (
    ("rows", gettext_lazy("读取的行")), ("skipped", gettext_lazy("跳过的合计、页眉行")),
    ("people_new", gettext_lazy("新建住户")), ("people_known", gettext_lazy("已登记的住户")),
    ("people_changed", gettext_lazy("补充电话或证件")), ("owners_new", gettext_lazy("新登记业主关系")),
    ("tenants_new", gettext_lazy("新登记租户")), ("family_new", gettext_lazy("新登记家庭成员")),
    ("ties_changed", gettext_lazy("更新份额或日期")), ("ties_same", gettext_lazy("没有变化")),
)  # fmt: skip


@page(PERSON_IMPORT)
@form_methods
def imports(request: Any) -> HttpResponse:
    offered = communities.communities(request.actor, PERSON_IMPORT)
    chosen = (
        request.POST.get("community") or request.community_id or (offered[0][0] if len(offered) == 1 else "")
    )
    problem = ""
    if request.method == "POST":
        try:
            return _to("columns", _keep(request, str(chosen), {key for key, _name in offered}))
        except (Forbidden, NotFound):
            raise
        except AnjuError as error:
            problem = error_text(error.code, error.params)
    context = {
        "recent": person_imports.imports_of(request.actor, request.community_id),
        "communities": offered,
        "chosen": str(chosen),
        "names": dict(offered),
        "problem": problem,
    }
    return render(request, "people/person_imports.html", context, status=422 if problem else 200)


def _keep(request: Any, community: str, offered: set[int]) -> int:
    if not community.isdigit() or int(community) not in offered:
        raise Invalid("people.import.no_community", field="community")
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        raise ImportRefused("import.file_empty")
    return person_imports.import_keep(
        actor=request.actor,
        community_id=int(community),
        name=upload.name or "",
        data=upload.read(),
        at=timezone.now(),
    )


@page(PERSON_IMPORT)
@form_methods
def columns(request: Any, import_id: int) -> HttpResponse:
    """Which column holds what. Another sheet of the file is looked at with ?sheet=."""
    row = person_imports.import_of(request.actor, import_id)
    sheet = request.POST.get("sheet", request.GET.get("sheet", ""))
    problem, field = "", ""
    given: Mapping[Field, int] | None = None
    if request.method == "POST":
        given = _mapping(request.POST)
        try:
            person_imports.columns_set(
                actor=request.actor, import_id=import_id, sheet=sheet, mapping=given, at=timezone.now()
            )
            return _to("state", import_id)
        except ImportRefused as error:
            problem = error_text(error.code, error.params)
        except Invalid as error:
            problem, field = error_text(error.code, error.params), error.field or ""
    try:
        face = person_imports.columns_of(
            actor=request.actor, import_id=import_id, at=timezone.now(), sheet=sheet
        )
    except ImportRefused as error:
        messages.error(request, error_text(error.code, error.params))
        return HttpResponseRedirect(reverse("people:person_imports"))
    by_index = {index: key.value for key, index in (face.guess if given is None else given).items()}
    context = {
        "row": row,
        "face": face,
        "fields": FIELDS,
        "columns": [_column(one, by_index) for one in face.heads.columns],
        "lines": [
            (line.number, [shown(line.cells.get(one.index)) for one in face.heads.columns])
            for line in face.sample
        ],
        "problem": problem,
        "field": field,
        "step": 1,
    }
    return render(request, "people/person_import_columns.html", context, status=422 if problem else 200)


def _column(one: Any, by_index: Mapping[int, str]) -> dict[str, Any]:
    samples = list(dict.fromkeys(text for value in one.samples[:40] if (text := shown(value).strip())))[:3]
    return {
        "index": one.index,
        "letter": column_letter(one.index),
        "heading": " / ".join(one.heading),
        "samples": samples,
        "field": by_index.get(one.index, ""),
    }


def _mapping(posted: Any) -> dict[Field, int]:
    """Chosen columns. The same field twice keeps the first column; the second is then left out."""
    found: dict[Field, int] = {}
    for name, value in posted.items():
        index = name.removeprefix("column_")
        if name.startswith("column_") and index.isdigit() and value in set(Field):
            found.setdefault(Field(value), int(index))
    return found


@page(PERSON_IMPORT)
@require_safe
def state(request: Any, import_id: int) -> HttpResponseBase:
    row = person_imports.import_of(request.actor, import_id)
    if request.GET.get("marked") == "1":
        try:
            return download(marked_sheet(row), _("导入检查"))
        except ImportRefused as error:
            messages.error(request, error_text(error.code, error.params))
            return _to("state", import_id)
    errors = [_shown(one) for one in row.remarks if one["error"]]
    warnings = [_shown(one) for one in row.remarks if not one["error"]]
    context = {
        "row": row,
        "step": STEPS[row.state],
        "stage": STAGES.get(row.stage, ""),
        "stuck": row.state in ("running", "checking") and timezone.now() - row.at > person_imports.STUCK,
        "errors": errors[:SHOWN],
        "warnings": warnings[:SHOWN],
        "kinds": _kinds(row.remarks),
        "counts": [(label, row.counts[key]) for key, label in COUNTS if row.counts.get(key)],
        "community": communities.community_names().get(row.community_id, ""),
    }
    partial = bool(request.headers.get("HX-Request"))
    name = "people/_person_import_state.html" if partial else "people/person_import_state.html"
    return render(request, name, context)


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    where = "" if one["index"] is None else f"{column_letter(one['index'])}{one['row']}"
    return {"cell": where, "row": one["row"], "value": one["value"], "message": remark_text(one)}


def _kinds(remarks: list[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Codes of errors by how often they occur, as sentences without their values."""
    counts: dict[str, int] = {}
    for one in remarks:
        if one["error"]:
            counts[one["code"]] = counts.get(one["code"], 0) + 1
    first = {one["code"]: remark_text(one) for one in reversed(remarks)}
    return sorted(((first[code], count) for code, count in counts.items()), key=lambda pair: -pair[1])[:8]


@page(PERSON_IMPORT)
@require_POST
def confirm(request: Any, import_id: int) -> HttpResponse:
    if person_imports.import_confirm(actor=request.actor, import_id=import_id, at=timezone.now()):
        row = person_imports.import_of(request.actor, import_id)
        if row.state == "done":
            messages.success(request, _("已导入"))
    return _to("state", import_id)


@page(PERSON_IMPORT)
@form_methods
def take_back(request: Any, import_id: int) -> HttpResponse:
    row = person_imports.import_of(request.actor, import_id)
    if request.method == "POST":
        person_import_write.import_take_back(actor=request.actor, import_id=import_id, at=timezone.now())
        messages.success(request, _("已撤回整次导入"))
        return _to("state", import_id)
    return render(request, "people/person_import_take_back.html", {"row": row})


def _to(name: str, import_id: int) -> HttpResponse:
    response = HttpResponseRedirect(reverse(f"people:person_import_{name}", args=[import_id]))
    response.status_code = 303
    return response
