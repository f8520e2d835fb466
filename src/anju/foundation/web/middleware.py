from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def request_identity(respond: Respond) -> Respond:
    """Give every request a number that stands in the log, in the audit and in the answer."""

    def middleware(request: Any) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.bind_contextvars(request_id=request.request_id, path=request.path)
        try:
            response = respond(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id", "path")
        response.headers["X-Request-ID"] = request.request_id
        return response

    return middleware


def content_policy(respond: Respond) -> Respond:
    """No inline script or style anywhere, nothing from another host."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)"
        )
        return response

    return middleware
