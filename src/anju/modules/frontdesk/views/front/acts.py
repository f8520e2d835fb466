"""What is done on the desk: every answer is JSON, every refusal says at which field."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter
from anju.foundation.web import page
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.permissions import CALL_TAKE, DESK_USE, NOTE_SEND
from anju.modules.frontdesk.queries import desk_side
from anju.modules.frontdesk.rules.calling import dialled
from anju.modules.frontdesk.services import callbacks, calls, desk, knowledge, notes, shift
from anju.modules.frontdesk.views.front.screen import home_of
from anju.modules.people import facade as people


@page(DESK_USE)
@require_POST
def save(request: Any) -> HttpResponse:
    """Save what was taken down; with `join` it becomes one with the case named."""
    at, given = timezone.now(), request.POST
    entry = desk.DeskEntry(
        words=given.get("words", "")[:5000],
        community_id=_community(request),
        place_id=_number(given, "place"),
        kind=given.get("kind", ""),
        severity=_number(given, "severity") or 0,
        fields={"trade": given.get("trade", "")},
        reporter=_reporter(given),
        channel=given.get("channel", "phone")[:12],
        call_id=_number(given, "call"),
        join_id=_number(given, "join"),
        nameless=bool(given.get("anonymous")),
    )
    opened = desk.desk_save(actor=request.actor, entry=entry, at=at, key=given.get("key", "")[:60])
    _drop(request, at)
    return JsonResponse(_opened(request, opened.case_id, opened.number, at))


@page(DESK_USE)
@require_POST
def answer(request: Any) -> HttpResponse:
    """Answer from knowledge: an enquiry that is opened and closed in one."""
    at, given = timezone.now(), request.POST
    answered = knowledge.Answered(
        article_id=_number(given, "article") or 0,
        community_id=_community(request),
        question=given.get("words", "")[:1000],
        place_id=_number(given, "place"),
        channel=given.get("channel", "phone")[:12],
        reporter=_reporter(given),
    )
    opened = knowledge.enquiry_answer(
        actor=request.actor, answered=answered, at=at, key=given.get("key", "")[:60]
    )
    if not opened.repeated and answered.channel == "phone":
        _settle(request, "answered", at, case_id=opened.case_id)
    _drop(request, at)
    return JsonResponse(_opened(request, opened.case_id, opened.number, at))


@page(NOTE_SEND)
@require_POST
def note(request: Any) -> HttpResponse:
    """A message to a department, out of the call."""
    at, given = timezone.now(), request.POST
    reporter = _reporter(given)
    draft = notes.NoteDraft(
        department_id=_number(given, "department") or 0,
        words=given.get("words", ""),
        community_id=_community(request),
        place_id=_number(given, "place"),
        caller=reporter.name,
        contact=reporter.phone,
        call_id=_number(given, "call"),
        expert=bool(given.get("expert")),
    )
    notes.note_send(actor=request.actor, draft=draft, at=at)
    _settle(request, "message", at)
    _drop(request, at)
    return JsonResponse({"done": True})


@page(CALL_TAKE)
@require_POST
def back(request: Any) -> HttpResponse:
    """Promise to call back in so many minutes."""
    at, given = timezone.now(), request.POST
    reporter = _reporter(given)
    minutes = _number(given, "minutes") or 0
    draft = callbacks.BackDraft(
        number=reporter.phone,
        due_at=at + timedelta(minutes=min(minutes, 7 * 24 * 60)),
        words=given.get("words", "")[:300],
        who=reporter.name,
        community_id=_community(request),
        place_id=_number(given, "place"),
        call_id=_number(given, "call"),
    )
    callbacks.back_promise(actor=request.actor, draft=draft, at=at)
    _settle(request, "back", at)
    _drop(request, at)
    return JsonResponse({"done": True})


@page(CALL_TAKE)
@require_POST
def outcome(request: Any) -> HttpResponse:
    """What else came of a call: asked how far a case is, wrong number, something else."""
    at = timezone.now()
    _settle(request, request.POST.get("outcome", ""), at)
    _drop(request, at)
    return JsonResponse({"done": True})


@page(DESK_USE)
@require_POST
def draft(request: Any) -> HttpResponse:
    """Keep a tab: ?tab=, label, and the form as JSON; empty drops it."""
    given = request.POST
    try:
        data = json.loads(given.get("data") or "{}")
    except ValueError as error:
        raise Invalid("frontdesk.draft.too_long", "data", limit=desk.LONGEST_DRAFT) from error
    if not isinstance(data, dict):
        raise Invalid("frontdesk.draft.too_long", "data", limit=desk.LONGEST_DRAFT)
    desk.draft_save(
        actor=request.actor,
        tab=given.get("tab", ""),
        label=given.get("label", ""),
        data=data,
        at=timezone.now(),
    )
    return HttpResponse(status=204)


@page(CALL_TAKE)
@require_POST
def take(request: Any, call_id: int) -> HttpResponse:
    """Take a ringing call: who it is, for a new tab."""
    calls.call_take(actor=request.actor, call_id=call_id, at=timezone.now())
    found = desk_side.call_of(request.actor, call_id)
    place = estate.places_by_id([found.place_id]).get(found.place_id) if found and found.place_id else None
    return JsonResponse(
        {
            "call": call_id,
            "shown": found.number if found else "",
            "name": found.caller if found else "",
            "place": found.place_id if found else None,
            "place_name": place.full_name if place else "",
            "person": found.person_id if found else None,
            "community": (place.community_id if place else None) or (found.community_id if found else None),
        }
    )


@page(CALL_TAKE)
@require_POST
def back_done(request: Any, back_id: int) -> HttpResponse:
    given = request.POST
    settled = callbacks.back_done(
        actor=request.actor,
        back_id=back_id,
        reached=given.get("reached") == "1",
        result=given.get("result", ""),
        at=timezone.now(),
    )
    return JsonResponse({"settled": settled})


@page(NOTE_SEND)
@require_POST
def told(request: Any, note_id: int) -> HttpResponse:
    notes.note_told(actor=request.actor, note_id=note_id, at=timezone.now())
    return JsonResponse({"done": True})


@page(DESK_USE)
@require_POST
def duty(request: Any) -> HttpResponse:
    """One line of the duty log."""
    shift.duty_write(actor=request.actor, words=request.POST.get("words", ""), at=timezone.now())
    return JsonResponse({"done": True})


def _opened(request: Any, case_id: int, number: str, at: datetime) -> dict[str, Any]:
    row = cases.case_view(actor=request.actor, case_id=case_id, at=at).row
    into = (
        cases.case_view(actor=request.actor, case_id=row.merged_into_id, at=at).row.number
        if row.merged_into_id
        else ""
    )
    return {
        "number": number,
        "title": row.title,
        "into": into,
        "url": reverse("frontdesk:case", args=[row.merged_into_id or case_id]),
    }


def _settle(request: Any, result: str, at: datetime, case_id: int | None = None) -> None:
    """Into the call log: what came of the call on this tab, or of one that nobody announced."""
    given = request.POST
    if given.get("channel", "phone") != "phone":
        return
    reporter, call_id = _reporter(given), _number(given, "call")
    nameless = bool(given.get("anonymous"))
    written = calls.CallNote(
        outcome=result,
        words=desk.headline(given.get("words", ""))[:300],
        number="" if call_id else reporter.phone,
        caller=reporter.name,
        community_id=_community(request),
        place_id=None if nameless else _number(given, "place"),
        person_id=reporter.person_id,
        case_id=None if nameless else case_id,
    )
    if call_id:
        calls.call_settle(actor=request.actor, call_id=call_id, note=written, at=at)
    else:
        calls.call_note(actor=request.actor, note=written, at=at)


def _drop(request: Any, at: datetime) -> None:
    if tab := request.POST.get("tab", "")[:40]:
        desk.draft_save(actor=request.actor, tab=tab, label="", data={}, at=at)


def _community(request: Any) -> int:
    """Of the place, else as chosen, else where the clerk works. Raises Invalid (frontdesk.desk.community)."""
    place_id = _number(request.POST, "place")
    place = estate.place(place_id) if place_id else None
    found = place.community_id if place else _number(request.POST, "community") or home_of(request)
    if found is None:
        raise Invalid("frontdesk.desk.community", "community")
    return found


def _reporter(given: Any) -> Reporter:
    """The number as typed, else of the call, else the register's: never shown, only kept with the case."""
    if given.get("anonymous"):
        return Reporter()
    person_id = _number(given, "person")
    known = people.contact_of([person_id]).get(person_id) if person_id else None
    call_id, typed = _number(given, "call"), dialled(given.get("phone", ""))
    phone = typed or (calls.number_for_case(call_id) if call_id else "") or (known.phone if known else "")
    return Reporter(
        person_id=person_id if known else None,
        user_id=known.user_id if known else None,
        name=given.get("name", "").strip()[:60] or (known.name if known else ""),
        phone=phone,
    )


def _number(given: Any, name: str) -> int | None:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
