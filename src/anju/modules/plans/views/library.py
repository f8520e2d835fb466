"""Company documents: the shelf, a document with its versions, one version, and the steps between."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.engines.schedule.contracts import Checklist
from anju.foundation import files
from anju.foundation.permissions import Permission
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.forms.library import (
    COMPANY,
    ApproveForm,
    CardForm,
    ContentForm,
    NewForm,
    RetireForm,
    content_of,
    draft_of,
)
from anju.modules.plans.forms.plans import ReasonForm
from anju.modules.plans.permissions import DOCUMENT_APPROVE, DOCUMENT_READ, DOCUMENT_WRITE
from anju.modules.plans.queries import library as reads
from anju.modules.plans.queries import library_wording, wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules.library import form_lines, requirement_titles
from anju.modules.plans.services import library as services
from anju.modules.plans.tables.library import DOCUMENTS


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    entries = (
        ("library", _("制度文件"), "bookmarks"), ("library_gaps", _("缺项检查"), "checklist"),
        ("library_due", _("复审与阅读"), "calendar-due"), ("laws", _("法规与标准"), "scale"),
        ("post_assessment", _("岗位考核"), "chart-bar"),
    )  # fmt: skip
    return [
        {"label": label, "href": reverse(f"plans:{name}"), "active": name == active, "icon": icon}
        for name, label, icon in entries
    ]


def places(request: Any, permission: Permission) -> list[tuple[Any, Any]]:
    """Communities in reach; the company itself for whom the permission reaches everywhere."""
    reach = request.actor.reach(permission)
    company = [COMPANY] if reach.unlimited else []
    return [*company, *((one.id, one.name) for one in estate.communities(reach))]


@page(DOCUMENT_READ)
def shelf_list(request: Any) -> HttpResponseBase:
    rows = reads.documents(request.actor, local_day(timezone.now()), request.community_id)
    rows = estate.with_place_names(rows, "community_id")
    context = {"tabs": tabs(request, "library"), "may_write": request.actor.can(DOCUMENT_WRITE)}
    return DOCUMENTS.respond(request, rows, template="plans/library/list.html", context=context)


@page(DOCUMENT_READ)
def document(request: Any, document_id: int) -> HttpResponse:
    today = local_day(timezone.now())
    row: Any = reads.document(request.actor, document_id, today)
    history = reads.versions(request.actor, row, today)
    current = next((one for one in history if one.pk == row.current_id), None)
    shown = current or (history[0] if history else None)
    mine = reads.has_to_read(request.actor, row)
    readers = reads.readers(row, row.current_id) if row.current_id else []
    posts = {one.id: one.name for one in people.positions(row.community_id)}
    context = {
        **_frame(row),
        "history": [(one, reads.standing_of(row, one, today)) for one in history],
        "shown": shown,
        "items": Checklist.from_json(shown.items).items if shown else (),
        "item_kinds": form_lines.NAMES,
        "posts": [posts.get(one, "—") for one in reads.addressed(row)],
        "works": [wording.name(wording.WORKS, one) for one in row.round_kinds],
        "required": requirement_titles().get(row.requirement, ""),
        "readers": readers,
        "confirmed": sum(1 for one in readers if one.at),
        "own": next((one for one in readers if mine and one.staff.id == mine.id), None),
        "reviews": reads.reviews(row),
        "uses": reads.uses_of(row),
        "review_tones": library_wording.REVIEW_TONES,
        "today": today,
        "may_write": reads.may(request.actor, DOCUMENT_WRITE, row),
        "may_approve": reads.may(request.actor, DOCUMENT_APPROVE, row),
    }
    return render(request, "plans/library/document.html", context)


@page(DOCUMENT_READ)
def version(request: Any, version_id: int) -> HttpResponse:
    """One version, also one that holds no more."""
    today = local_day(timezone.now())
    row, one = reads.version(request.actor, version_id, today)
    context = {
        **_frame(row),
        "one": one,
        "standing": reads.standing_of(row, one, today),
        "items": Checklist.from_json(one.items).items,
        "item_kinds": form_lines.NAMES,
        "may_write": reads.may(request.actor, DOCUMENT_WRITE, row),
        "may_approve": reads.may(request.actor, DOCUMENT_APPROVE, row),
    }
    return render(request, "plans/library/version.html", context)


@page(DOCUMENT_READ)
def download(request: Any, version_id: int) -> HttpResponseBase:
    _row, one = reads.version(request.actor, version_id, local_day(timezone.now()))
    if one.file is None:
        raise NotFound("plans.library.missing")
    return FileResponse(
        files.open_file(one.file),
        as_attachment=True,
        filename=one.file.name,
        content_type=one.file.media_type,
    )


@page(DOCUMENT_WRITE)
def add(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        number = services.document_add(
            actor=request.actor, draft=draft_of(data, data["community"]), content=content_of(data),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已建立草稿，批准后生效。"))
        return reverse("plans:document", args=[number])

    wanted = request.GET.get("requirement", "")
    asked = next((one for one in services.rules.requirements() if one.code == wanted), None)
    initial = {"community": request.community_id or ""}
    if asked is not None:
        initial |= {"requirement": asked.code, "kind": asked.kind, "title": asked.title}
    form = partial(
        NewForm, places=places(request, DOCUMENT_WRITE), **_people(request.community_id, request, True)
    )
    return form_page(request, form, "plans/library/new.html", make, initial=initial)


@page(DOCUMENT_WRITE)
def edit(request: Any, document_id: int) -> HttpResponse:
    row = own(request, document_id, DOCUMENT_WRITE)

    def change(data: dict[str, Any]) -> str:
        services.document_change(
            actor=request.actor, document_id=row.pk, draft=draft_of(data, row.community_id), at=timezone.now()
        )
        messages.success(request, _("已保存。"))
        return reverse("plans:document", args=[row.pk])

    names = (
        "kind",
        "title",
        "number",
        "requirement",
        "round_kinds",
        "review_due",
        "review_months",
        "is_public",
    )
    initial = {
        **{name: getattr(row, name) for name in names},
        "department": row.department_id,
        "positions": reads.addressed(row),
    }
    form = partial(CardForm, places=[], fixed=True, **_people(row.community_id, request, False))
    return form_page(
        request,
        form,
        "plans/library/form.html",
        change,
        initial=initial,
        context=titled(row, _("文件资料")),
        guarded=True,
    )


@page(DOCUMENT_WRITE)
def revise(request: Any, document_id: int) -> HttpResponse:
    """The next version, beginning with the text of the one in force."""
    row = own(request, document_id, DOCUMENT_WRITE)

    def make(data: dict[str, Any]) -> str:
        services.version_add(
            actor=request.actor, document_id=row.pk, content=content_of(data), at=timezone.now()
        )
        messages.success(request, _("已建立修订草稿，批准后生效。"))
        return reverse("plans:document", args=[row.pk])

    history = reads.versions(request.actor, row, local_day(timezone.now()))
    latest = next((one for one in history if one.state == "approved"), None)
    initial = _content(latest) if latest is not None else {}
    return form_page(
        request, ContentForm, "plans/library/form.html", make, initial=initial, context=titled(row, _("修订"))
    )


@page(DOCUMENT_WRITE)
def rewrite(request: Any, version_id: int) -> HttpResponse:
    row, one = reads.version(request.actor, version_id, local_day(timezone.now()))
    reads.require_at(request.actor, DOCUMENT_WRITE, row.community_id)

    def change(data: dict[str, Any]) -> str:
        services.version_change(
            actor=request.actor, version_id=one.pk, content=content_of(data), at=timezone.now()
        )
        messages.success(request, _("已保存。"))
        return reverse("plans:document", args=[row.pk])

    initial = {**_content(one), "change_reason": one.change_reason}
    context = titled(row, _("修改草稿"), file=one.file)
    return form_page(
        request, ContentForm, "plans/library/form.html", change, initial=initial, context=context
    )


@page(DOCUMENT_APPROVE)
def approve(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        services.version_approve(
            actor=request.actor, version_id=version_id, on=data["on"], note=data["note"], at=timezone.now()
        )

    return _step(request, version_id, DOCUMENT_APPROVE, ApproveForm, do, _("批准"))


@page(DOCUMENT_WRITE)
def withdraw(request: Any, version_id: int) -> HttpResponse:
    def do(data: dict[str, Any]) -> None:
        services.version_withdraw(
            actor=request.actor, version_id=version_id, reason=data["reason"], at=timezone.now()
        )

    return _step(request, version_id, DOCUMENT_WRITE, ReasonForm, do, _("撤回"))


@page(DOCUMENT_APPROVE)
def retire(request: Any, document_id: int) -> HttpResponse:
    row = own(request, document_id, DOCUMENT_APPROVE)

    def do(data: dict[str, Any]) -> str:
        services.document_retire(
            actor=request.actor, document_id=row.pk, on=data["on"], reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("文件已废止，历史版本仍可查阅。"))
        return reverse("plans:document", args=[row.pk])

    initial = {"on": local_day(timezone.now())}
    return form_page(
        request, RetireForm, "plans/library/form.html", do, initial=initial, context=titled(row, _("废止"))
    )


def _step(
    request: Any,
    version_id: int,
    permission: Permission,
    form: Any,
    do: Callable[[dict[str, Any]], None],
    title: str,
) -> HttpResponse:
    today = local_day(timezone.now())
    row, one = reads.version(request.actor, version_id, today)
    reads.require_at(request.actor, permission, row.community_id)

    def go(data: dict[str, Any]) -> str:
        do(data)
        messages.success(request, _("已办理：%(what)s。") % {"what": title})
        return reverse("plans:document", args=[row.pk])

    context = {**titled(row, title), "sub": _("第 %(n)s 版") % {"n": one.number}}
    return form_page(request, form, "plans/library/form.html", go, initial={"on": today}, context=context)


def own(request: Any, document_id: int, permission: Permission) -> Any:
    row = reads.document(request.actor, document_id, local_day(timezone.now()))
    reads.require_at(request.actor, permission, row.community_id)
    return row


def _frame(row: Any) -> dict[str, Any]:
    community = estate.place(row.community_id).name if row.community_id else _("全公司")
    return {
        "row": row,
        "community": community,
        "standings": library_wording.STANDINGS,
        "tones": library_wording.STANDING_TONES,
    }


def titled(row: Any, title: str, **more: Any) -> dict[str, Any]:
    crumb = [
        (_("制度文件"), reverse("plans:library")), (row.title, reverse("plans:document", args=[row.pk])), title,
    ]  # fmt: skip
    return {
        "title": title,
        "crumb": crumb,
        "back": reverse("plans:document", args=[row.pk]),
        "sub": row.title,
        **more,
    }


def _content(one: Any) -> dict[str, Any]:
    return {"text": one.text, "lines": form_lines.write(Checklist.from_json(one.items).items)}


def _people(community_id: int | None, request: Any, several: bool) -> dict[str, Any]:
    """Departments and posts to choose from; of every community in reach while the document has none yet."""
    homes: list[int | None] = [community_id]
    if several:
        homes = [None, *(one.id for one in estate.communities(request.actor.reach(DOCUMENT_WRITE)))]
    departments: dict[int, str] = {}
    posts: dict[int, str] = {}
    for home in homes:
        departments |= services.departments(home)
        posts |= {one.id: f"{one.department} · {one.name}" for one in people.positions(home)}
    return {"departments": list(departments.items()), "positions": list(posts.items())}
