"""The page of one case: what it is, what it promised, what may be done, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.modules.frontdesk.permissions import SOLUTION_SET
from anju.modules.frontdesk.queries import case_deeds, case_list, case_parts, desk_lists
from anju.modules.frontdesk.queries import case_page as reads
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.reports import case_papers, papers

FIRST_PHOTOS = ("before", "during", "after")


@page(case_list.reading())
@require_safe
def case(request: Any, case_id: int) -> HttpResponse:
    """Raises NotFound for a case out of reach, and for whoever must not see it."""
    at = timezone.now()
    found = reads.shown(request.actor, cases.case_view(actor=request.actor, case_id=case_id, at=at), at)
    side = request.GET.get("side", "")
    context = {
        "found": found,
        "row": found.row,
        "view": found.view,
        "kind": found.kind,
        "names": found.names,
        "state": words.state_mark(found.row.kind, found.row.state),
        "severity": words.severity(found.row.severity),
        "kind_mark": words.kind_mark(found.row.kind),
        "channel": words.channel(found.row.channel),
        "first": button_of(found, found.first),
        "events": [one for one in found.events if side != "reporter" or one.shown],
        "side": side,
        "groups": [
            (name, found.by_group(code)) for code, name in case_deeds.GROUPS.items() if found.by_group(code)
        ],
        "words": words,
        "solutions": desk_lists.solution_standings(case_id),
        "parts": case_parts.parts(request, found.row),
        "may_solve": request.actor.can(SOLUTION_SET),
        "may_see_contact": request.actor.can("cases.contact:read"),
        "shots": [(words.PHOTO_ROLES[role], role, found.photos(role)) for role in FIRST_PHOTOS],
    }
    return render(request, "frontdesk/cases/case.html", context)


@page(case_list.reading())
@require_safe
def case_print(request: Any, case_id: int, what: str, form: str) -> HttpResponseBase:
    """what: order, quote or record; form: pdf or docx. Only the masked telephone goes onto paper."""
    at = timezone.now()
    found = reads.shown(request.actor, cases.case_view(actor=request.actor, case_id=case_id, at=at), at)
    make = {
        "order": case_papers.order_paper,
        "quote": case_papers.quote_paper,
        "record": case_papers.complaint_paper,
    }[what]
    person = found.person
    reporter = (
        _("匿名")
        if found.view.anonymous
        else f"{person.name} {person.phone_shown}"
        if person
        else _("已登记")
    )
    paper = make(found, organisation=request.org.name, reporter=reporter)
    return attachment(papers.as_form(paper, form), f"{paper.title}-{found.row.number}", form)


def button_of(found: reads.Shown, code: str) -> dict[str, Any] | None:
    """Name, icon and address of what is usually done next."""
    if code.startswith(case_deeds.MOVE):
        way = found.kind.transition(code.removeprefix(case_deeds.MOVE))
        if way is None:
            return None
        return {
            "name": way.name,
            "icon": "circle-check",
            "href": reverse("frontdesk:case_move", args=[found.row.id, way.code]),
        }
    deed = case_deeds.deed_of(code)
    if deed is None:
        return None
    return {
        "name": deed.name,
        "icon": deed.icon,
        "href": reverse("frontdesk:case_deed", args=[found.row.id, deed.code]),
        "code": deed.code,
    }
