"""Messages to departments."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.foundation.web.views_files import serve
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms.desk import AnswerForm, AskAgainForm, NoteForm, ReasonForm
from anju.modules.frontdesk.permissions import NOTE_ANSWER, NOTE_READ, NOTE_SEND
from anju.modules.frontdesk.queries import desk_lists
from anju.modules.frontdesk.services import notes as services
from anju.modules.frontdesk.tables.desk import NOTES
from anju.modules.frontdesk.views.front.screen import home_of
from anju.modules.people import facade as people


@page(NOTE_READ)
@require_safe
def note_list(request: Any) -> HttpResponseBase:
    rows = desk_lists.notes(request.actor, request.community_id)
    context = {"can_send": request.actor.can(NOTE_SEND)}
    return NOTES.respond(request, rows, template="frontdesk/desk/notes.html", context=context)


@page(NOTE_SEND)
@form_methods
def note_new(request: Any) -> HttpResponse:
    community_id = home_of(request)

    def send(data: dict[str, Any]) -> str:
        draft = services.NoteDraft(
            department_id=data["department"],
            words=data["words"],
            community_id=community_id,
            caller=data["caller"],
            contact=data["contact"],
            expert=data["expert"],
            files=_read(data["files"]),
        )
        made = services.note_send(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已留言，到时限会自动催办"))
        return reverse("frontdesk:note", args=[made])

    form = partial(NoteForm, departments=departments(community_id))
    context = {
        "title": _("转部门留言"),
        "crumb": [(_("部门留言"), reverse("frontdesk:notes"))],
        "back": reverse("frontdesk:notes"),
    }
    return form_page(request, form, "frontdesk/desk/form.html", send, context=context)


@page(NOTE_READ)
@form_methods
def note(request: Any, note_id: int) -> HttpResponse:
    """Opening it as somebody who may answer marks it as read."""
    found = desk_lists.note(request.actor, note_id)
    may_answer = request.actor.can(NOTE_ANSWER)
    if may_answer and found.state == "sent" and found.sent_by != request.actor.user_id:
        services.note_read(actor=request.actor, note_id=note_id, at=timezone.now())
        found.refresh_from_db()

    def answer(data: dict[str, Any]) -> str:
        services.note_answer(
            actor=request.actor,
            note_id=note_id,
            answer=data["answer"],
            analysis=data.get("analysis", ""),
            attached=_read(data["files"]),
            at=timezone.now(),
        )
        messages.success(request, _("已答复"))
        return reverse("frontdesk:note", args=[note_id])

    context = {
        "note": found,
        "place": estate.places_by_id([found.place_id or 0]).get(found.place_id),
        "can_answer": may_answer and found.state in ("sent", "read"),
        "can_send": request.actor.can(NOTE_SEND),
        "is_asker": request.actor.can(NOTE_SEND) and found.sent_by in (None, request.actor.user_id),
        "papers": list(found.files.select_related("file").order_by("pk")),
    }
    return form_page(
        request, partial(AnswerForm, expert=found.expert), "frontdesk/desk/note.html", answer, context=context
    )


@page(NOTE_ANSWER)
@form_methods
def note_answer(request: Any, note_id: int) -> HttpResponseBase:
    return note(request, note_id)


@page(NOTE_READ)
@require_safe
def note_file(request: Any, note_id: int, token: UUID) -> HttpResponseBase:
    """A paper of a message, for who may read the message. Raises NotFound."""
    found = desk_lists.note(request.actor, note_id)
    if not found.files.filter(file__token=token).exists():
        raise NotFound("file_not_found")
    return serve(request, token)


@page(NOTE_SEND)
@require_POST
def note_close(request: Any, note_id: int) -> HttpResponse:
    services.note_close(actor=request.actor, note_id=note_id, at=timezone.now())
    messages.success(request, _("已办结"))
    return redirect("frontdesk:note", note_id)


@page(NOTE_SEND)
@form_methods
def note_again(request: Any, note_id: int) -> HttpResponse:
    found = desk_lists.note(request.actor, note_id)
    back = reverse("frontdesk:note", args=[note_id])

    def again(data: dict[str, Any]) -> str:
        services.note_ask_again(actor=request.actor, note_id=note_id, words=data["words"], at=timezone.now())
        messages.success(request, _("已追问，重新计时"))
        return back

    context = {
        "title": _("追问"),
        "crumb": [(_("部门留言"), reverse("frontdesk:notes")), (found.number, back)],
        "back": back,
        "text": found.answer,
    }
    return form_page(request, AskAgainForm, "frontdesk/desk/form.html", again, context=context)


@page(NOTE_SEND)
@require_POST
def note_urge(request: Any, note_id: int) -> HttpResponse:
    services.note_urge(actor=request.actor, note_id=note_id, at=timezone.now())
    messages.success(request, _("已催办"))
    return redirect("frontdesk:note", note_id)


@page(NOTE_SEND)
@form_methods
def note_withdraw(request: Any, note_id: int) -> HttpResponse:
    found = desk_lists.note(request.actor, note_id)
    back = reverse("frontdesk:note", args=[note_id])

    def withdraw(data: dict[str, Any]) -> str:
        services.note_withdraw(actor=request.actor, note_id=note_id, reason=data["reason"], at=timezone.now())
        messages.success(request, _("已撤回"))
        return back

    context = {
        "title": _("撤回留言"),
        "crumb": [(_("部门留言"), reverse("frontdesk:notes")), (found.number, back)],
        "back": back,
        "text": found.words,
    }
    return form_page(request, ReasonForm, "frontdesk/desk/form.html", withdraw, context=context)


def _read(uploads: list[Any]) -> list[tuple[str, bytes]]:
    return [(one.name, one.read()) for one in uploads]


def departments(community_id: int | None) -> list[tuple[int, str]]:
    """Departments of the community, then those of the head office, marked."""
    return [
        (one.id, one.name if one.community_id else _("公司本部 · {name}").format(name=one.name))
        for one in people.departments(community_id)
    ]
