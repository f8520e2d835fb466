"""Answering a survey without log-in, on a phone first."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anju.foundation.api import rates
from anju.foundation.ui.messages import error_text
from anju.foundation.web import form_methods, public
from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound
from anju.modules.community.services import answers

DEVICE = "survey_device"
A_YEAR = 365 * 24 * 3600
MOST_IN_AN_HOUR = 60


@public
@form_methods
def answer(request: Any, token: str) -> HttpResponse:
    """The questionnaire; what was chosen stays when something is missing."""
    today = timezone.localdate()
    try:
        found = answers.public_survey(token=token, on=today)
    except NotFound:
        return render(request, "community/answer.html", {"survey": None}, status=404)
    device = request.COOKIES.get(DEVICE) or secrets.token_hex(16)
    context: dict[str, Any] = {"survey": found, "given": request.POST, "error": None}
    status = 200
    if request.method == "POST":
        try:
            rates.spend(f"survey:{request.META.get('REMOTE_ADDR', '')}", MOST_IN_AN_HOUR, span=3600)
            given = {str(one.id): request.POST.get(f"item_{one.id}", "") for one in found.items}
            answers.answer_online(token=token, given=given, key=device, on=today)
            context["done"] = True
        except (Invalid, Conflict) as error:
            context |= {"error": error_text(error), "field": error.field}
            status = 422 if isinstance(error, Invalid) else 409
        except AnjuError as error:
            context |= {"error": error_text(error), "field": None}
            status = status_of(error)
    answered = render(request, "community/answer.html", context, status=status)
    answered.set_cookie(
        DEVICE, device, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answered
