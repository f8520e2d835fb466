"""Report here: what a code on a wall opens for everybody, without logging in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter, Side
from anju.foundation import registry, scope
from anju.foundation.accounts import home, residents
from anju.foundation.accounts.phones import is_mobile, normalised
from anju.foundation.actors import Actor, Origin
from anju.foundation.api import rates
from anju.foundation.web import form_methods, public
from anju.foundation.web.errors import as_json, wants_json
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.portals.resident import own, reporting, words
from anju.portals.resident.entrance import with_right
from anju.portals.resident.settings import PER_ADDRESS, PER_PLACE
from anju.portals.resident.views.pages import problem, type_size

CHANNEL = "qr"
HOUR = 3600
UNPROCESSABLE = 422


@never_cache
@public
@form_methods
def here(request: Any, label: str) -> HttpResponse:
    """A resident who is logged in goes on to his own form; everybody else reports with words, pictures and no name."""
    found = estate.public_label(label)
    if found is None or not found.public:
        return _page(request, "here_unknown", {"label": label}, status=404)
    if request.method != "POST" and _lives_there(request, found):
        return redirect(f"{reverse('resident:report')}?place={found.place_id}")
    if request.method != "POST":
        return _form(request, found, {})
    try:
        token = _take(request, found)
    except AnjuError as error:
        if wants_json(request):
            return JsonResponse(as_json(error), status=UNPROCESSABLE)
        return _form(request, found, dict(request.POST.items()), error)
    if wants_json(request):
        return JsonResponse({"url": reverse("resident:follow", args=[token])})
    return redirect("resident:follow", token)


@never_cache
@public
@require_safe
def follow(request: Any, token: str) -> HttpResponse:
    """What became of a report, for whoever holds its secret link: the state and the clock, nobody's name."""
    try:
        org_id, case_id = reporting.case_of(token)
    except NotFound:
        return _page(request, "here_unknown", {"label": ""}, status=404)
    now = timezone.now()
    with scope.enter(org_id), transaction.atomic():
        actor = with_right(Actor(org_id, _("扫码报事")), own.READ)
        try:
            view = cases.case_view(actor=actor, case_id=case_id, at=now)
        except NotFound:
            return _page(request, "here_unknown", {"label": ""}, status=404)
        zone = home.zone()
        events = cases.history(actor=actor, case_id=case_id, side=Side.REPORTER)
        place = estate.places_by_id([view.row.place_id]).get(view.row.place_id) if view.row.place_id else None
        context = {
            "row": view.row,
            "state": words.state_words(view.row),
            "stages": words.stages(view),
            "clocks": words.clock_lines(view, now, zone),
            "entries": words.entries(events, 0, {}, zone),
            "place": (place.full_name or place.name) if place else "",
            "service_phone": estate.service_phone(view.row.community_id),
            "kind": cases.kind_of(view.row.kind).name,
        }
        return _page(request, "follow", context)


def _lives_there(request: Any, found: estate.PublicLabel) -> bool:
    if not request.user.is_authenticated:
        return False
    return any(one.pk == found.org_id for one in residents.organisations_of_resident(request.user.pk))


def _take(request: Any, found: estate.PublicLabel) -> str:
    """Open the case; returns the secret of its link. Raises Invalid, TooMany."""
    data, now = request.POST, timezone.now()
    address = str(request.META.get("REMOTE_ADDR", ""))
    kind, phone = data.get("kind", "repair"), normalised(data.get("phone", ""))
    if kind not in reporting.PUBLIC_KINDS:
        raise Invalid("resident.kind", field="kind")
    if phone and not is_mobile(phone):
        raise Invalid("entry.phone", field="phone")
    key = data.get("key", "")
    if not 8 <= len(key) <= 60:
        raise Invalid("idempotency_key_missing", field="key")
    with scope.enter(found.org_id), transaction.atomic():
        rates.spend(f"here:{address}", registry.value(PER_ADDRESS), span=HOUR)
        rates.spend(f"here:{found.place_id}", registry.value(PER_PLACE, found.community_id), span=HOUR)
        opened = reporting.send(
            actor=Actor(found.org_id, _("扫码报事"), origin=Origin(CHANNEL, address, request.request_id)),
            report=reporting.Report(
                kind=kind,
                community_id=int(found.community_id or 0),
                place_id=found.place_id,
                words=data.get("words", ""),
                fields={"area": "public"} if kind == "repair" else {},
                photos=[(one.name, one.read()) for one in request.FILES.getlist("photo")],
            ),
            reporter=Reporter(phone=phone, name=_("扫码报事人")) if phone else Reporter(),
            channel=CHANNEL,
            key=f"here:{found.place_id}:{key}",
            at=now,
        )
    return reporting.secret_of(found.org_id, opened.case_id)


def _form(
    request: Any, found: estate.PublicLabel, typed: dict[str, Any], error: AnjuError | None = None
) -> HttpResponse:
    context = {
        "found": found,
        "typed": typed,
        "key": typed.get("key") or str(uuid4()),
        "service_phone": found.phone,
        "kinds": (
            ("repair", _("坏了")),
            ("hazard", _("有危险")),
            ("complaint", _("投诉")),
            ("suggestion", _("建议")),
        ),
        "problem": problem(error) if error else None,
    }
    return _page(request, "here", context, status=UNPROCESSABLE if error else 200)


def _page(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {"type_size": type_size(request), **context}
    return render(request, f"resident/{template}.html", context, status=status)
