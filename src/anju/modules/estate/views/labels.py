"""Choosing and printing labels, and what a scanned label shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.tables import selected_ids
from anju.foundation.ui.tables.request import TableRequest
from anju.foundation.web.access import page, public
from anju.modules.estate.permissions import LABEL_PRINT, PLACE_READ
from anju.modules.estate.queries import browsing, places
from anju.modules.estate.services.labels import LAYOUTS, MOST_LABELS, labels_pdf
from anju.modules.estate.tables import LABELS
from anju.modules.estate.views.addresses import base_url


@page(LABEL_PRINT)
@require_safe
def labels(request: Any) -> HttpResponse:
    """The list, or with ?print=3x8 a PDF of everything the filters leave."""
    rows = browsing.labelled(request.actor, LABEL_PRINT, request.community_id)
    if request.GET.get("print") in LAYOUTS:
        chosen = TableRequest.read(LABELS, request).narrow(rows)
        return _sheet(request, browsing.ids_of(chosen, MOST_LABELS + 1), request.GET["print"])
    context = {"layouts": LAYOUTS, "most": MOST_LABELS}
    return LABELS.respond(request, rows, template="estate/labels.html", context=context)


@page(LABEL_PRINT)
@require_POST
def labels_print(request: Any) -> HttpResponse:
    return _sheet(request, selected_ids(request), request.POST.get("action", ""))


def _sheet(request: Any, ids: list[int], layout: str) -> HttpResponse:
    document = labels_pdf(
        actor=request.actor, place_ids=ids, layout=layout, base_url=base_url(request), at=timezone.now()
    )
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return response


@public
@require_safe
def label_view(request: Any, label: str) -> HttpResponse:
    """/q/<label>: members who may see the place go to its page, everybody else may report what is wrong there."""
    if request.user.is_authenticated and browsing.is_member(request.user.pk):
        return _member_label(request, label=label)
    return _public_label(request, label)


@page(None)
def _member_label(request: Any, label: str) -> HttpResponse:
    found = places.place_by_label(label)
    if found is not None and request.actor.reach(PLACE_READ).covers(found.path):
        return HttpResponseRedirect(reverse("estate:place", args=[found.id]))
    return _public_label(request, label)


def _report_address(label: str) -> str:
    """Where everybody may say what is wrong at the place; "" where this installation has no such page."""
    try:
        return reverse("resident:here", args=[label])
    except NoReverseMatch:
        return ""


def _public_label(request: Any, label: str) -> HttpResponse:
    found = browsing.public_label(label)
    if found is not None and found.public and (report := _report_address(found.label)):
        return HttpResponseRedirect(report)
    return render(request, "estate/label.html", {"found": found}, status=200 if found else 404)
