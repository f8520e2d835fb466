"""Errors of services as pages, toasts or JSON, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from anju.foundation.ui.messages import error_text
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid, NotFound

STATUS: tuple[tuple[type[AnjuError], int], ...] = (
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


def error_response(request: Any, error: AnjuError) -> HttpResponse:
    status = status_of(error)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(as_json(error), status=status)
    template = "ui/error_toast.html" if request.headers.get("HX-Request") else "ui/error.html"
    return render(request, template, {"error": as_json(error), "status": status}, status=status)


def page_not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, NotFound("page_not_found"))


def permission_denied(request: Any, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, Forbidden("permission_missing"))


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, Invalid("bad_request"))


def server_error(request: Any) -> HttpResponse:
    return render(
        request,
        "ui/error.html",
        {
            "error": {"code": "server_error", "message": str(error_text("server_error", {})), "field": None},
            "status": 500,
        },
        status=500,
    )
