"""Where the phone's queue is delivered. Contract: docs/modules/field-sync.md."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Photo
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import AnjuError, Invalid
from anju.modules.people.contracts import StaffView
from anju.portals.field.views import acts
from anju.portals.field.views.case_acts import perform, read_case_act
from anju.portals.field.views.worker import field_page, staff_of

MOST_ACTS = 100
log = logging.getLogger("anju.field")


@require_POST
@field_page()
def sync(request: Any) -> HttpResponse:
    """Take in the acts one by one: none touches another, and one that fails in passing gets no result."""
    staff = staff_of(request)
    try:
        documents = json.loads(request.POST.get("acts", ""))
    except ValueError as error:
        raise Invalid("bad_request", "acts") from error
    if not isinstance(documents, list) or len(documents) > MOST_ACTS:
        raise Invalid("bad_request", "acts")
    results = (_result(request, document, staff) for document in documents)
    return JsonResponse({"results": [one for one in results if one is not None]})


def _result(request: Any, document: Any, staff: StaffView) -> dict[str, str] | None:
    key = str(document.get("key", "")) if isinstance(document, dict) else ""
    if key and "case" in document:
        return _case_result(request, document, staff, key)
    try:
        with transaction.atomic():
            act = acts.read_act(document, staff)
            sent = {one.key for one in act.photos} | {key for one in act.findings for key in one.photos}
            photos = {
                name: Photo(file.name, file.read()) for name, file in request.FILES.items() if name in sent
            }
            answer = schedule.submit(
                actor=request.actor, staff_id=staff.id, act=act, photos=photos, at=timezone.now()
            )
    except AnjuError as error:
        return _said(key, "refused", error_text(error.code, error.params))
    except (DatabaseError, OSError):
        log.exception("an act could not be taken in")
        return None
    message = error_text(answer.message_code, answer.params) if answer.message_code else ""
    return _said(key, answer.status, message)


def _case_result(request: Any, document: dict[str, Any], staff: StaffView, key: str) -> dict[str, str] | None:
    try:
        with transaction.atomic():
            act = read_case_act(document)
            sent = {
                name: (file.name, file.read()) for name, file in request.FILES.items() if name in act.photos
            }
            status = perform(actor=request.actor, staff=staff, act=act, files=sent, at=timezone.now())
    except AnjuError as error:
        return _said(key, "refused", error_text(error.code, error.params))
    except (DatabaseError, OSError):
        log.exception("a deed on a case could not be taken in")
        return None
    return _said(key, status, "")


def _said(key: str, status: str, message: str) -> dict[str, str]:
    return {"key": key, "status": status, "message": message}
