"""How every page of the portal is drawn: what its frame needs is found once here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anju.engines.messages import facade as messages
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import AnjuError
from anju.modules.estate import facade as estate

TYPE_COOKIE = "resident_type"
# Notices stand on the board of the same page; their messages are not counted beside them.
NOTICES = ("notices", "notices.important")
SIZES = ("", "large", "huge")


def show(
    request: Any, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page inside the resident's frame."""
    context = {**frame(request), **(context or {})}
    return render(request, f"resident/{template}.html", context, status=status)


def frame(request: Any) -> dict[str, Any]:
    home = request.home
    communities = sorted({one.community_id for one in request.homes})
    hanging = messages.board(communities, timezone.localdate()) if communities else []
    read = messages.notices_read(request.user.pk, [one.id for one in hanging]) if hanging else set()
    return {
        "home": home,
        "homes": request.homes,
        "person": request.person,
        "hanging": hanging,
        "notices_read": read,
        "unread_notices": len(hanging) - len(read),
        "unread": messages.unread_count(request.user.pk, without=NOTICES),
        "service_phone": estate.service_phone(home.community_id if home else None),
        "type_size": type_size(request),
    }


def type_size(request: Any) -> str:
    chosen = request.COOKIES.get(TYPE_COOKIE, "")
    return chosen if chosen in SIZES else ""


def problem(error: AnjuError) -> dict[str, Any]:
    """What a form says when a service refused: the words, and the field they belong to."""
    return {
        "message": str(error_text(error.code, error.params)),
        "field": error.field or "",
        "code": error.code,
    }
