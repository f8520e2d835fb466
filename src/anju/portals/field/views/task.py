"""One task from scan to submit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import (
    ChecklistItem,
    ItemKind,
    OccurrenceDetail,
    Photo,
    PhotoRef,
    SubmitAnswer,
)
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import AnjuError, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.portals.field.views import acts
from anju.portals.field.views.worker import WORK_DO, cards, field_page, staff_of

# Kinds of checklist items as the macros of ui/field.html call them.
_KINDS = {ItemKind.OK_NOTOK: "ok", ItemKind.SIGNATURE: "sign"}


@require_http_methods(["GET", "POST"])
@field_page()
def task(request: Any, occurrence_id: int) -> HttpResponse:
    staff = staff_of(request)
    found = schedule.occurrence(occurrence_id, reach=request.actor.reach(WORK_DO))
    problem = ""
    if request.method == "POST":
        try:
            answer = _submit(request, found, staff)
        except AnjuError as error:
            problem = error_text(error.code, error.params)
        else:
            if answer.status != "refused":
                return redirect("field:today")
            problem = error_text(answer.message_code, answer.params)
    context = _context(request, found, staff) | {"problem": problem}
    return render(request, "field/task.html", context, status=422 if problem else 200)


@field_page()
def scan(request: Any) -> HttpResponse:
    staff_of(request)
    code = request.GET.get("code", "").strip()
    return redirect("field:place", code) if code else render(request, "field/scan.html", {"tab": "scan"})


@field_page()
def place(request: Any, code: str) -> HttpResponse:
    """The worker's open tasks at the place of a label; a single one is opened at once."""
    staff, now = staff_of(request), timezone.now()
    found = estate.place_by_label(code)
    if found is None or not request.actor.reach(WORK_DO).covers(found.path):
        raise NotFound("field.label_unknown", label=code)
    work = schedule.open_at_place(found.id, staff_id=staff.id, at=now)
    if len(work) == 1:
        return redirect(f"{_address(work[0].id)}?code={found.label}")
    shown = cards(work, now, ZoneInfo(request.actor.time_zone))
    return render(request, "field/place.html", {"place": found, "cards": shown, "tab": "scan"})


def _address(occurrence_id: int) -> str:
    return redirect("field:task", occurrence_id).url


def _submit(request: Any, found: OccurrenceDetail, staff: StaffView) -> SubmitAnswer:
    now = timezone.now()
    named = [(name.removeprefix("photo-"), file) for name, file in request.FILES.items()]
    photos = {item: Photo(file.name, file.read()) for item, file in named}
    act = acts.plain_act(
        request.POST,
        found.checklist,
        staff,
        occurrence_id=found.work.id,
        done_at=now,
        photos=tuple(PhotoRef(item, item[:40]) for item in photos),
    )
    return schedule.submit(actor=request.actor, staff_id=staff.id, act=act, photos=photos, at=now)


def _context(request: Any, found: OccurrenceDetail, staff: StaffView) -> dict[str, Any]:
    now = timezone.now()
    places = estate.places_by_id(found.place_ids)
    ordered = [places[one] for one in found.place_ids if one in places]
    (card,) = cards([found.work], now, ZoneInfo(request.actor.time_zone))
    return {
        "found": found,
        "card": card,
        "places": ordered,
        "place_name": card.place,
        "place_codes": [one.label for one in ordered],
        "places_wanted": [(one.label, one.full_name or one.name) for one in ordered],
        "scanned": request.GET.get("code", ""),
        "items": [_item(one) for one in found.checklist],
        "photos_wanted": _photos_wanted(found),
        "evidence_item": acts.EVIDENCE_ITEM,
        "colleagues": _colleagues(staff) if found.evidence.people > 1 else [],
        "key": uuid4(),
        "open": card.standing in ("open", "late") or (card.standing == "missed" and not found.submissions),
        "now": now,
    }


def _item(item: ChecklistItem) -> Mapping[str, Any]:
    return {
        "key": item.key,
        "kind": _KINDS.get(item.kind, item.kind.value),
        "label": item.label,
        "required": item.required,
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "choices": [(choice, choice) for choice in item.choices],
        "photos": item.photos if item.kind is ItemKind.PHOTO else 0,
    }


def _photos_wanted(found: OccurrenceDetail) -> int:
    """Photos asked as evidence beyond those that items of the checklist ask for anyway."""
    of_items = sum(one.photos for one in found.checklist if one.kind is ItemKind.PHOTO and one.required)
    return max(0, found.evidence.photos - of_items)


def _colleagues(staff: StaffView) -> list[tuple[int, str]]:
    near = (
        people.members(team_id=staff.team_id)
        if staff.team_id is not None
        else people.staff_of_community(staff.community_id)
        if staff.community_id is not None
        else []
    )
    return [(one.id, one.name) for one in near if one.id != staff.id]
