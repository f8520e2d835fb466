"""The desk gives a resident who gets no SMS a slip of paper with a code to come in by."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import audit
from anju.foundation.accounts.models import EntryWay, Organisation
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.people import facade as people
from anju.portals.resident import admission
from anju.portals.resident.codes import qr_svg
from anju.portals.resident.settings import SLIP_ISSUE

SLIP_ISSUED = audit.action("resident.slip.issued", _("发放住户登录码"))
MOST_FOUND = 20


@require_safe
@page(SLIP_ISSUE)
def slips(request: Any) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    return render(request, "resident/desk/slips.html", {"q": text, "found": _found(request, text)})


@require_POST
@page(SLIP_ISSUE)
def slip(request: Any, person_id: int) -> HttpResponse:
    """A new code for a person whom the clerk can see; the older one ends. It is shown once, to be printed."""
    text = request.POST.get("q", "")
    found = next((one for one in _found(request, text) if one.person_id == person_id), None)
    person = people.persons_by_id([person_id]).get(person_id)
    if found is None or person is None or person.state != "active":
        raise NotFound("people.person.missing")
    made = admission.slip_make(
        org_id=request.org.pk,
        person_id=person_id,
        way=EntryWay.PAPER,
        made_by=request.user.pk,
        at=timezone.now(),
    )
    org = Organisation.objects.get(pk=request.org.pk)
    audit.record(request.actor, SLIP_ISSUED, org, after={"person": person_id}, at=timezone.now())
    link = request.build_absolute_uri(reverse("resident:join", args=[made]))
    context = {
        "person": person,
        "hit": found,
        "slip": made,
        "link": link,
        "site": request.build_absolute_uri(reverse("resident:home")),
        "qr": qr_svg(link, scale=6),
        "until": timezone.localdate() + admission.SLIP_LASTS,
    }
    return render(request, "resident/desk/slip.html", context)


def _found(request: Any, text: str) -> list[Any]:
    if not text:
        return []
    hits = people.find_homes(
        actor=request.actor, text=text, community_id=request.community_id, limit=MOST_FOUND
    )
    return [one for one in hits if one.person_id is not None]
