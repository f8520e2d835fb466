"""Errors of services as pages, toasts or JSON, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from anju.foundation.ui.messages import error_text
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid, NotFound

ERROR_PAGE = "web/error.html"


class Unauthenticated(AnjuError):
    """Nobody is logged in, and the caller is no person who could be led to the log-in page."""


STATUS: tuple[tuple[type[AnjuError], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
)


def status_of(error: AnjuError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 422)


def as_json(error: AnjuError) -> dict[str, Any]:
    """The one error shape of the API: {code, message, field}."""
    return {"code": error.code, "message": str(error_text(error.code, error.params)), "field": error.field}


def wants_json(request: Any) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def wants_part(request: Any) -> bool:
    """A script asks: for JSON, or for a piece of a page."""
    return wants_json(request) or bool(request.headers.get("HX-Request"))


def error_response(request: Any, error: AnjuError) -> HttpResponse:
    return _answer(request, as_json(error), status_of(error))


def page_not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, NotFound("page_not_found"))


def permission_denied(request: Any, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, Forbidden("permission_missing"))


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, as_json(Invalid("bad_request")), 400)


def server_error(request: Any) -> HttpResponse:
    return _answer(
        request, {"code": "server_error", "message": error_text("server_error"), "field": None}, 500
    )


def _answer(request: Any, error: dict[str, Any], status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(error, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"error": error, "status": status}
    if request.headers.get("HX-Request"):
        response = render(request, "web/_error_toast.html", context, status=status)
        response["HX-Reswap"] = "none"
        return response
    if status >= 500:
        # Drawn without session, person or menu: what failed may be the database.
        return HttpResponse(render_to_string(ERROR_PAGE, context), status=status)
    return render(request, _template_for(request), context, status=status)


def _template_for(request: Any) -> str:
    """The frame of the pages around the address, for those who may be in them (setting ERROR_TEMPLATES)."""
    # An error of an early middleware comes before anyone was recognised.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ERROR_PAGE
    frames: dict[str, str] = getattr(settings, "ERROR_TEMPLATES", {})
    return next((page for start, page in frames.items() if request.path.startswith(start)), ERROR_PAGE)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the form was too old or came from elsewhere."""
    return error_response(request, Forbidden("csrf_failed"))
