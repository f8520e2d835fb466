from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
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
    """Give every request a number that stands in the log, in the audit and in the answer, and its true address."""

    def middleware(request: Any) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(request.META, settings.PROXIES)
        request.request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.bind_contextvars(request_id=request.request_id, path=request.path)
        try:
            response = respond(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id", "path")
        response.headers["X-Request-ID"] = request.request_id
        return response

    return middleware


def client_address(meta: dict[str, Any], proxies: int) -> str:
    """IP address of the caller; "" when there is none, as on a socket file.

    proxies: how many proxies of ours stand before us. Each adds one entry to X-Forwarded-For; anything before those
    is the caller's own word.
    """
    forwarded = [one.strip() for one in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    text = forwarded[-proxies] if 0 < proxies <= len(forwarded) else str(meta.get("REMOTE_ADDR", ""))
    host = text.rpartition(":")[0] if text.count(":") == 1 else text
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return ""


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
