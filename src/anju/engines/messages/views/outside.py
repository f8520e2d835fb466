"""Pages for those who do not log in: the end of advertising, a printed notice, a provider's report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages.contracts import Channel
from anju.engines.messages.services import boards, reports, unsubscribing
from anju.foundation.api import rates
from anju.foundation.web import form_methods
from anju.foundation.web.access import public
from anju.foundation.web.errors import as_json, error_response, status_of
from anju.kernel.errors import AnjuError, Invalid, NotFound

SCRIPT = Path(__file__).parents[1] / "static" / "messages" / "push-sw.js"
LONGEST_HOOK = 256 << 10
MOST_REPORTS = 500


@csrf_exempt
@public
@form_methods
def unsubscribe(request: Any, token: str) -> HttpResponse:
    """A link in a letter asks first: programs that look at links end nothing. The POST is what mail programs send
    themselves (RFC 8058), so it carries no token of ours but the link itself.
    """
    try:
        if request.method == "POST":
            ending = unsubscribing.unsubscribe(token=token, at=timezone.now())
            return render(request, "messages/unsubscribe.html", {"ending": ending, "done": True})
        return render(
            request, "messages/unsubscribe.html", {"ending": unsubscribing.ending_of(token), "done": False}
        )
    except AnjuError as error:
        return error_response(request, error)


@public
@require_safe
def notice_public(request: Any, org_id: int, token: str) -> HttpResponse:
    """The notice behind the printed code, while it hangs."""
    try:
        shown = boards.public_sheet(org_id=org_id, token=token, on=timezone.localdate())
    except NotFound:
        return render(request, "messages/notice_public.html", {"notice": None}, status=404)
    return render(request, "messages/notice_public.html", {"notice": shown.notice, "shown": shown})


@csrf_exempt
@public
@require_POST
def hook(request: Any, org_id: int, code: str) -> HttpResponse:
    """[{"id": …, "kind": "delivered" | "bounced" | "failed" | "complaint", "reason": …}], signed."""
    try:
        rates.spend(f"hook:{request.META.get('REMOTE_ADDR', '')}")
        changed = reports.take_reports(
            org_id=org_id,
            channel=_channel(code),
            signature=request.headers.get("X-Anju-Signature", ""),
            body=request.body,
            reports=_reports(request.body),
            at=timezone.now(),
        )
    except AnjuError as error:
        return JsonResponse(as_json(error), status=status_of(error))
    return JsonResponse({"changed": changed})


@public
@require_safe
def push_worker(request: Any) -> HttpResponse:
    """The script that shows a push; it must live under the address of the pages it belongs to."""
    answer = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _channel(code: str) -> Channel:
    if code not in (Channel.EMAIL, Channel.SMS):
        raise NotFound("messages.channel.missing")
    return Channel(code)


def _reports(body: bytes) -> list[reports.Report]:
    if len(body) > LONGEST_HOOK:
        raise Invalid("messages.hook.body")
    try:
        rows = json.loads(body)
        listed = rows if isinstance(rows, list) else [rows]
        found = [
            reports.Report(
                str(one["id"])[:100], reports.ReportKind(one["kind"]), str(one.get("reason", ""))[:300]
            )
            for one in listed
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid("messages.hook.body") from error
    if len(found) > MOST_REPORTS:
        raise Invalid("messages.hook.body")
    return found
