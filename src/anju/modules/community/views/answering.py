"""Ways to answer: the code to scan, the sheet of paper, addresses of homes, typing in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui import export
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community import reports
from anju.modules.community.forms.surveys import PlaceForm
from anju.modules.community.permissions import SURVEY_READ, SURVEY_TYPE, SURVEY_WRITE
from anju.modules.community.queries import surveys as queries
from anju.modules.community.services import answers
from anju.modules.community.views import frame, local_today
from anju.modules.estate import facade as estate


@page(SURVEY_READ)
@require_safe
def qr(request: Any, survey_id: int) -> HttpResponse:
    row = queries.survey(request.actor, survey_id)
    return HttpResponse(reports.code(_address(request, row)), content_type="image/svg+xml")


@page(SURVEY_READ)
@require_safe
def sheet(request: Any, survey_id: int) -> HttpResponseBase:
    row = queries.survey(request.actor, survey_id)
    data = reports.paper_sheet(
        frame(request, row.community_id), row, queries.items_of(survey_id), _address(request, row)
    )
    return attachment(data, _("%(title)s纸质问卷") % {"title": row.title}, "pdf")


@page(SURVEY_WRITE)
@require_safe
def homes(request: Any, survey_id: int) -> HttpResponseBase:
    """Every home's own address, to be sent or printed; whether it has answered, never what."""
    row = queries.survey(request.actor, survey_id)
    tickets = list(row.tickets.order_by("pk"))
    names = {
        key: one.full_name for key, one in estate.places_by_id([one.place_id for one in tickets]).items()
    }
    columns = [
        export.SheetColumn(_("房屋"), lambda one: names.get(one.place_id, "")),
        export.SheetColumn(_("链接"), lambda one: _address(request, one)),
        export.SheetColumn(_("已答"), lambda one: one.answered_on, "yyyy-mm-dd"),
    ]
    name = _("%(title)s每户链接") % {"title": row.title}
    file, _count = export.spool(columns, tickets, name)
    return export.download(file, name)


@page(SURVEY_TYPE)
@form_methods
def paper(request: Any, survey_id: int) -> HttpResponse:
    row = queries.survey(request.actor, survey_id)
    items = queries.items_of(survey_id)
    places = [(one.id, one.name or one.code) for one in estate.places_of(row.community_id, ("building",))]

    def type_in(data: dict[str, Any]) -> str:
        given = {str(one.id): request.POST.get(f"item_{one.id}", "") for one in items}
        answers.answer_paper(
            actor=request.actor, survey_id=survey_id, given=given, place_id=data["place"],
            key=f"paper {data['number']}" if data["number"] else "", on=local_today(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已录入一份，请继续下一份"))
        return reverse("community:survey_paper", args=[survey_id])

    context = {"survey": row, "items": items, "given": request.POST}
    form = partial(PlaceForm, places=places)
    return form_page(request, form, "community/survey_paper.html", type_in, context=context)


def _address(request: Any, row: Any) -> str:
    path = reverse("community:survey_public", args=[answers.token_of(row)])
    return str(request.build_absolute_uri(path))
