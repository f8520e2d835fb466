"""Papers, needs and conventions of a person; the index of owner files and their prints."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation import files as stored
from anju.foundation.files.models import StoredFile
from anju.foundation.ui.forms import form_page
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.modules.people import forms
from anju.modules.people.permissions import PERSON_EDIT, PERSON_READ
from anju.modules.people.queries import files, person_lists
from anju.modules.people.queries import persons as queries
from anju.modules.people.reports import owner_file
from anju.modules.people.services import documents, home_files, prints
from anju.modules.people.tables import FILES
from anju.modules.people.views import offers
from anju.modules.people.views.persons import frame, person_url


@page(PERSON_READ)
@require_safe
def file_index(request: Any) -> HttpResponse:
    rows = person_lists.owner_files(request.actor, request.community_id)
    totals = {"all": rows.count(), "complete": rows.filter(complete=True).count()}
    totals["late"] = person_lists.overdue(rows, timezone.localdate()).count()
    return FILES.respond(request, rows, template="people/file_index.html", context={"totals": totals})


@page(PERSON_EDIT)
@form_methods
def files_assign(request: Any) -> HttpResponse:
    """Ticked rows come by POST from the list; the form sends them again with who keeps them."""
    ids = selected_ids(request)
    if "keeper" not in request.POST:
        request.method = "GET"

    def assign(data: dict[str, Any]) -> str:
        changed = documents.files_assign(
            actor=request.actor, person_ids=tuple(ids), keeper_id=data["keeper"], due_on=data["due_on"], at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("已指定 %(count)s 份档案的保管人和期限") % {"count": changed})
        return reverse("people:file_index")

    if not ids:
        return HttpResponseRedirect(reverse("people:file_index"))
    context = {
        "title": _("指定保管人和期限"), "crumb": [(_("业主档案目录"), reverse("people:file_index"))],
        "back": reverse("people:file_index"), "ids": ids, "text": _("共 %(count)s 份档案。") % {"count": len(ids)},
    }  # fmt: skip
    form = partial(forms.AssignForm, offers={"keeper": offers.people(request)})
    return form_page(request, form, "people/files_assign.html", assign, context=context)


@page(PERSON_EDIT)
@form_methods
def document_new(request: Any, person_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id, PERSON_EDIT)

    def add(data: dict[str, Any]) -> str:
        upload = data.pop("file")
        draft = documents.DocumentDraft(person_id=found.pk, **data)
        kept = documents.Upload(upload.name, upload.read())
        documents.document_add(actor=request.actor, draft=draft, upload=kept, at=timezone.now())
        messages.success(request, _("已放入档案"))
        return person_url(found.pk)

    context = frame(_("添加资料"), found)
    return form_page(request, forms.DocumentForm, "people/form.html", add, context=context)


@page(PERSON_READ)
@require_safe
def document(request: Any, document_id: int) -> HttpResponseBase:
    kept = documents.document_open(actor=request.actor, document_id=document_id, at=timezone.now())
    return _sent(kept)


@page(PERSON_READ)
@require_safe
def convention(request: Any, convention_id: int) -> HttpResponseBase:
    kept = documents.convention_open(actor=request.actor, convention_id=convention_id, at=timezone.now())
    return _sent(kept)


def _sent(kept: StoredFile) -> HttpResponseBase:
    response = FileResponse(
        stored.open_file(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    response["Cache-Control"] = "no-store"
    return response


@page(PERSON_EDIT)
@form_methods
def document_remove(request: Any, person_id: int, document_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id, PERSON_EDIT)

    def remove(data: dict[str, Any]) -> str:
        documents.document_remove(
            actor=request.actor, document_id=document_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已移除，日志保留了这份资料的名称和原因"))
        return person_url(found.pk)

    context = frame(_("移除资料"), found)
    return form_page(request, forms.ReasonForm, "people/form.html", remove, context=context)


@page(PERSON_EDIT)
@form_methods
def convention_new(request: Any, person_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id, PERSON_EDIT)

    def sign(data: dict[str, Any]) -> str:
        paper = data.pop("file")
        upload = documents.Upload(paper.name, paper.read()) if paper else None
        draft = documents.ConventionDraft(person_id=found.pk, place_id=data.pop("place"), **data)
        documents.convention_sign(actor=request.actor, draft=draft, upload=upload, at=timezone.now())
        messages.success(request, _("已登记"))
        return person_url(found.pk)

    form = partial(forms.ConventionForm, offers={"place": _homes_offer(request, found.pk)})
    context = frame(_("登记规约签署"), found)
    return form_page(
        request, form, "people/form.html", sign, context=context, initial={"signed_on": timezone.localdate()}
    )


@page(PERSON_EDIT)
@form_methods
def need_new(request: Any, person_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id, PERSON_EDIT)

    def record(data: dict[str, Any]) -> str:
        draft = home_files.NeedDraft(person_id=found.pk, place_id=data.pop("place"), **data)
        home_files.need_record(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return person_url(found.pk)

    form = partial(forms.NeedForm, offers={"place": _homes_offer(request, found.pk)})
    context = frame(_("登记需求或意见"), found)
    return form_page(
        request, form, "people/form.html", record, context=context, initial={"since_on": timezone.localdate()}
    )


@page(PERSON_EDIT)
@form_methods
def need_done(request: Any, need_id: int) -> HttpResponse:
    back = request.GET.get("back", "")
    back = back if back.startswith("/people/") else reverse("people:persons")

    def done(data: dict[str, Any]) -> str:
        home_files.need_done(
            actor=request.actor, need_id=need_id, on=data["on"], note=data["note"], at=timezone.now()
        )
        messages.success(request, _("已记录"))
        return back

    context = {"title": _("落实需求"), "crumb": [(_("住户档案"), reverse("people:persons"))], "back": back}
    return form_page(
        request,
        forms.NeedDoneForm,
        "people/form.html",
        done,
        context=context,
        initial={"on": timezone.localdate()},
    )


def _homes_offer(request: Any, person_id: int) -> list[tuple[Any, Any]]:
    ties = files.ties_of_person(request.actor, person_id)
    homes = dict.fromkeys((tie.place_id, str(tie.place)) for tie in ties)
    return [("", _("（无）")), *homes]


@page(PERSON_READ)
@require_safe
def file_print(request: Any, person_id: int, form: str) -> HttpResponseBase:
    """The owner file as PDF or Word, numbers masked; the log says who printed it."""
    found = queries.visible_person(request.actor, person_id)
    prints.print_recorded(actor=request.actor, person_id=found.pk, form=form, at=timezone.now())
    sheet = owner_file.sheet_of(request.actor, found, timezone.localdate())
    data = owner_file.as_pdf(sheet) if form == "pdf" else owner_file.as_docx(sheet)
    return attachment(data, _("业主档案 %(name)s") % {"name": found.name}, form)
