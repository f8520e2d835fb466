"""Goals: list, board, time line, one goal with its entries, the report by principle."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation import files
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.forms.goals import CloseForm, GoalForm, ReportForm, goal_of
from anju.modules.plans.forms.plans import ReasonForm
from anju.modules.plans.permissions import GOAL_READ, GOAL_REPORT, GOAL_WRITE
from anju.modules.plans.queries import goals as reads
from anju.modules.plans.queries import library_wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.services import goals as services
from anju.modules.plans.services.goals import Progress
from anju.modules.plans.tables.library import goal_table
from anju.modules.plans.views.fulfilment import chosen_community
from anju.modules.plans.views.library import places

FIELDS = ("kind", "topic", "title", "target", "starts_on", "due_on", "remind_days")
ROWS_ON_LINE = 60


def _views(active: str) -> list[dict[str, Any]]:
    entries = (
        ("goals", _("清单"), "list"), ("goal_board", _("看板"), "layout-kanban"),
        ("goal_timeline", _("时间轴"), "chart-bar"), ("principles", _("原则报告"), "report"),
    )  # fmt: skip
    return [
        {"label": label, "href": reverse(f"plans:{name}"), "active": name == active, "icon": icon}
        for name, label, icon in entries
    ]


def _context(request: Any, active: str) -> dict[str, Any]:
    return {
        "views": _views(active),
        "may_write": request.actor.can(GOAL_WRITE),
        "names": library_wording.URGENCIES,
        "tones": library_wording.URGENCY_TONES,
        "goal_tones": library_wording.GOAL_TONES,
    }


@page(GOAL_READ)
def goal_list(request: Any) -> HttpResponseBase:
    today = local_day(timezone.now())
    rows = estate.with_place_names(reads.goals(request.actor, request.community_id), "community_id")
    context = {
        **_context(request, "goals"),
        "pressing": reads.pressing(request.actor, today, request.community_id),
    }
    return goal_table(today).respond(request, rows, template="plans/library/goals.html", context=context)


@page(GOAL_READ)
def board(request: Any) -> HttpResponse:
    """Goals in columns by how pressing they are; of those closed, the last fifty."""
    today = local_day(timezone.now())
    rows = reads.goals(request.actor, request.community_id)
    columns = []
    for key, label in library_wording.URGENCIES.items():
        order = ("-closed_on", "-pk") if key == "closed" else ("due_on", "pk")
        found = list(reads.by_urgency(rows, key, today).order_by(*order)[:50])
        columns.append((key, label, found))
    return render(
        request, "plans/library/board.html", {**_context(request, "goal_board"), "columns": columns}
    )


@page(GOAL_READ)
def timeline(request: Any) -> HttpResponse:
    """Goals as bars between their days; ?kind= narrows them, the overall work plan first."""
    today = local_day(timezone.now())
    kind = request.GET.get("kind", "")
    rows = reads.goals(request.actor, request.community_id).exclude(state="cancelled")
    rows = rows.filter(kind=kind) if kind else rows
    shown = list(rows.order_by("starts_on", "due_on", "pk")[:ROWS_ON_LINE])
    line = reads.timeline(shown, today)
    context = {
        **_context(request, "goal_timeline"),
        "line": line,
        "bars": [(one, bar, str(reads.urgency_of(one, today))) for one, bar in zip(shown, line.bars, strict=True)] if line else [],
        "kind": kind,
        "kinds": reads.KINDS,
    }  # fmt: skip
    return render(request, "plans/library/timeline.html", context)


@page(GOAL_READ)
def principles(request: Any) -> HttpResponse:
    today = local_day(timezone.now())
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= today.year else today.year
    community_id = chosen_community(request)
    if community_id is not None and not request.actor.reach(GOAL_READ).covers_community(community_id):
        raise NotFound("estate.place.missing", noun="community")
    found = reads.principles(actor=request.actor, community_id=community_id, year=year, today=today)
    context = {
        **_context(request, "principles"),
        "found": found,
        "year": year,
        "later": year < today.year,
        "community": estate.place(community_id) if community_id else None,
    }
    return render(request, "plans/library/principles.html", context)


@page(GOAL_READ)
def goal(request: Any, goal_id: int) -> HttpResponse:
    today = local_day(timezone.now())
    row = reads.goal(request.actor, goal_id)
    context = {
        **_context(request, ""),
        "row": row,
        "topic": reads.TOPIC_NAMES.get(row.topic, ""),
        "urgency": str(reads.urgency_of(row, today)),
        "entries": reads.entries(row),
        "community": estate.place(row.community_id).name if row.community_id else _("全公司"),
        "left": (row.due_on - today).days,
        "may_write": request.actor.reach(GOAL_WRITE).covers_community(row.community_id),
        "may_report": request.actor.reach(GOAL_REPORT).covers_community(row.community_id),
    }
    return render(request, "plans/library/goal.html", context)


@page(GOAL_READ)
def evidence(request: Any, entry_id: int) -> HttpResponseBase:
    found = reads.entry(request.actor, entry_id)
    if found.file is None:
        raise NotFound("plans.goal.missing")
    return FileResponse(
        files.open_file(found.file),
        as_attachment=True,
        filename=found.file.name,
        content_type=found.file.media_type,
    )


@page(GOAL_WRITE)
def add(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        number = services.goal_add(
            actor=request.actor, draft=goal_of(data, data["community"]), at=timezone.now()
        )
        messages.success(request, _("已新增。"))
        return reverse("plans:goal", args=[number])

    initial = {
        "community": request.community_id or "", "starts_on": local_day(timezone.now()),
        "kind": request.GET.get("kind", "project"), "remind_days": 30,
    }  # fmt: skip
    form = partial(GoalForm, places=places(request, GOAL_WRITE), owners=_owners(request, None))
    return form_page(
        request, form, "plans/library/form.html", make, initial=initial, context=_titled(_("新增目标"), None)
    )


@page(GOAL_WRITE)
def edit(request: Any, goal_id: int) -> HttpResponse:
    row = _own(request, goal_id, GOAL_WRITE)

    def change(data: dict[str, Any]) -> str:
        services.goal_change(
            actor=request.actor, goal_id=row.pk, draft=goal_of(data, row.community_id), at=timezone.now()
        )
        messages.success(request, _("已保存。"))
        return reverse("plans:goal", args=[row.pk])

    form = partial(GoalForm, places=[], fixed=True, owners=_owners(request, row.community_id))
    initial = {**{name: getattr(row, name) for name in FIELDS}, "owner": row.owner_id}
    return form_page(
        request,
        form,
        "plans/library/form.html",
        change,
        initial=initial,
        context=_titled(_("修改目标"), row),
        guarded=True,
    )


@page(GOAL_REPORT)
def report(request: Any, goal_id: int) -> HttpResponse:
    row = _own(request, goal_id, GOAL_REPORT)

    def keep(data: dict[str, Any]) -> str:
        file = data["file"]
        progress = Progress(
            on=data["on"], percent=data["percent"], note=data["note"], filename=file.name if file else "",
            data=file.read() if file else b"",
        )  # fmt: skip
        services.goal_report(actor=request.actor, goal_id=row.pk, progress=progress, at=timezone.now())
        messages.success(request, _("已填报。"))
        return reverse("plans:goal", args=[row.pk])

    initial = {"on": local_day(timezone.now()), "percent": row.percent}
    return form_page(
        request,
        ReportForm,
        "plans/library/form.html",
        keep,
        initial=initial,
        context=_titled(_("填报进展"), row),
    )


@page(GOAL_WRITE)
def close(request: Any, goal_id: int) -> HttpResponse:
    row = _own(request, goal_id, GOAL_WRITE)

    def do(data: dict[str, Any]) -> str:
        services.goal_close(
            actor=request.actor, goal_id=row.pk, outcome=data["outcome"], on=data["on"], note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已办结。"))
        return reverse("plans:goal", args=[row.pk])

    initial = {"on": local_day(timezone.now()), "outcome": "achieved"}
    return form_page(
        request,
        CloseForm,
        "plans/library/form.html",
        do,
        initial=initial,
        context=_titled(_("办结目标"), row),
    )


@page(GOAL_WRITE)
def reopen(request: Any, goal_id: int) -> HttpResponse:
    row = _own(request, goal_id, GOAL_WRITE)

    def do(data: dict[str, Any]) -> str:
        services.goal_reopen(actor=request.actor, goal_id=row.pk, reason=data["reason"], at=timezone.now())
        messages.success(request, _("已重新打开。"))
        return reverse("plans:goal", args=[row.pk])

    return form_page(request, ReasonForm, "plans/library/form.html", do, context=_titled(_("重新打开"), row))


def _own(request: Any, goal_id: int, permission: Any) -> Any:
    row = reads.goal(request.actor, goal_id)
    reads.require_at(request.actor, permission, row.community_id)
    return row


def _titled(title: str, row: Any) -> dict[str, Any]:
    back = reverse("plans:goal", args=[row.pk]) if row else reverse("plans:goals")
    crumb: list[Any] = [(_("目标与计划"), reverse("plans:goals"))]
    if row:
        crumb.append((row.title, back))
    return {"title": title, "crumb": [*crumb, title], "back": back, "sub": row.title if row else ""}


def _owners(request: Any, community_id: int | None) -> list[tuple[int, str]]:
    homes = [one.id for one in estate.communities(request.actor.reach(GOAL_WRITE))]
    staff = [
        one for home in ([community_id] if community_id else homes) for one in people.staff_of_community(home)
    ]
    return [(one.id, f"{one.name} · {one.department} {one.position}".strip()) for one in staff]
