"""Where a telephone system says that it rings."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anju.foundation.api import rates
from anju.foundation.web import public
from anju.foundation.web.errors import as_json, status_of
from anju.kernel.errors import AnjuError, Forbidden, Invalid
from anju.modules.frontdesk.services import calls

LONGEST = 4096


@csrf_exempt
@public
@require_POST
def phone(request: Any, org_id: int) -> HttpResponse:
    """{"id": …, "event": "ring" | "answer" | "end", "number": …, "line": …}, signed (rules.calling.signature)."""
    try:
        rates.spend(f"phone:{request.META.get('REMOTE_ADDR', '')}")
        call_id = calls.hook_take(
            org_id=org_id,
            signature=request.headers.get("X-Anju-Signature", ""),
            body=request.body[: LONGEST + 1],
            ring=_ring(request.body),
            at=timezone.now(),
        )
    except AnjuError as error:
        status = status_of(error)
        return JsonResponse(as_json(error), status=400 if status == 422 else status)
    return JsonResponse({"call": call_id})


def _ring(body: bytes) -> calls.Ring:
    if len(body) > LONGEST:
        raise Forbidden("frontdesk.phone.signature")
    try:
        told = json.loads(body)
        given = {name: str(told.get(name, ""))[:80] for name in ("id", "event", "number", "line")}
    except (ValueError, AttributeError) as error:
        raise Invalid("frontdesk.call.body") from error
    return calls.Ring(**given)
