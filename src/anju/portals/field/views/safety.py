"""Whom to call, and what was passed on to the guards, on the worker's phone."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import files
from anju.kernel.errors import NotFound
from anju.modules.community import facade as community
from anju.portals.field.views.worker import field_page, staff_of


@field_page()
def safety(request: Any) -> HttpResponse:
    staff = staff_of(request)
    today = timezone.now().astimezone(ZoneInfo(request.actor.time_zone)).date()
    contacts = community.contacts_in_use(staff.community_id, today) if staff.community_id else []
    briefs = community.briefs_shown_to(staff, today)
    return render(request, "field/safety.html", {"contacts": contacts, "briefs": briefs, "tab": "me"})


@field_page()
@require_POST
def brief_read(request: Any, brief_id: int) -> HttpResponse:
    community.brief_read(user_id=request.actor.user_id, brief_id=brief_id, at=timezone.now())
    return redirect("field:safety")


@field_page()
@require_safe
def brief_photo(request: Any, brief_id: int) -> FileResponse:
    today = timezone.now().astimezone(ZoneInfo(request.actor.time_zone)).date()
    shown = (one for one, _read in community.briefs_shown_to(staff_of(request), today) if one.pk == brief_id)
    found = next(shown, None)
    if found is None or found.photo is None:
        raise NotFound("file_not_found")
    response = FileResponse(files.open_file(found.photo), content_type=found.photo.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
