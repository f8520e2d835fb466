"""Reporting: six big buttons, then one page with words, pictures, a voice and a place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases.contracts import Reporter
from anju.foundation import registry
from anju.foundation.web import form_methods
from anju.foundation.web.errors import as_json, status_of, wants_json
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.portals.resident import reporting
from anju.portals.resident.entrance import Home, resident_page
from anju.portals.resident.settings import VISIT_WINDOWS
from anju.portals.resident.views.pages import problem, show
from anju.portals.resident.views.reader import reporter_of

CHANNEL = "app"
WHOLE = "community"
LONGEST_KEY = 60
LONGEST_SENTENCE = 200


@require_safe
@resident_page
def tiles(request: Any) -> HttpResponse:
    """Six big buttons; whoever rather says it in a sentence is led to the form that it belongs to."""
    place, text = request.GET.get("place", ""), request.GET.get("q", "").strip()[:LONGEST_SENTENCE]
    if text:
        guess = frontdesk.suggest_kind(text)
        kind = guess.kind if guess.kind in {one.code for one in reporting.TILES} else "repair"
        field = reporting.FIELD_OF_KIND.get(kind, "")
        given = {"words": text, "place": place, field: guess.fields.get(field, "")}
        query = urlencode({key: value for key, value in given.items() if key and value})
        return redirect(f"{reverse('resident:report_form', args=[kind])}?{query}")
    return show(request, "report", {"tab": "report", "tiles": reporting.TILES, "place": place})


@form_methods
@resident_page
def report(request: Any, kind: str) -> HttpResponse:
    """The form, and where it is sent: by the page, or by the phone's queue, which reads JSON."""
    tile = reporting.tile(kind)
    if not request.homes:
        raise Invalid("resident.no_home")
    if request.method != "POST":
        return _form(request, tile, dict(request.GET.items()))
    now = timezone.now()
    try:
        key, told = _key(request), _read(request, kind)
        nameless = bool(told.fields.get("anonymous"))
        opened = reporting.send(
            actor=reporting.nobody(request.actor) if nameless else request.actor,
            report=told,
            reporter=Reporter() if nameless else reporter_of(request),
            channel=CHANNEL,
            key=f"anonymous:{key}" if nameless else f"resident:{request.user.pk}:{key}",
            at=now,
        )
    except AnjuError as error:
        if wants_json(request):
            return JsonResponse(as_json(error), status=status_of(error))
        return _form(request, tile, dict(request.POST.items()), error)
    target = reverse("resident:case", args=[opened.case_id])
    if nameless:
        target = reverse("resident:follow", args=[reporting.secret_of(request.org.pk, opened.case_id)])
    messages.success(request, _("收到了，编号 %(number)s。") % {"number": opened.number})
    if wants_json(request):
        return JsonResponse({"number": opened.number, "url": target, "repeated": opened.repeated})
    return redirect(target)


def _form(request: Any, tile: Any, typed: dict[str, Any], error: AnjuError | None = None) -> HttpResponse:
    context = {
        "tab": "report",
        "tile": tile,
        "field": reporting.FIELD_OF_KIND.get(tile.code, ""),
        "choices": reporting.CHOICES,
        "typed": typed,
        "scanned": _scanned(request, typed.get("place", "")),
        "key": typed.get("key") or str(uuid4()),
        "windows": registry.value(VISIT_WINDOWS, request.home.community_id).split(","),
        "today": timezone.localdate(),
        "problem": problem(error) if error else None,
    }
    return show(request, "report_form", context, status=status_of(error) if error else 200)


def _read(request: Any, kind: str) -> reporting.Report:
    data = request.POST
    community_id, place_id = _place(request, data.get("place", ""))
    fields: dict[str, Any] = {}
    chosen = reporting.FIELD_OF_KIND.get(kind, "")
    for code in (chosen, "emergency"):
        value = data.get(code, "")
        if code and value and value in dict(reporting.CHOICES.get(code, ())):
            fields[code] = value
    if kind == "repair":
        fields["area"] = "home" if place_id in {one.place_id for one in request.homes} else "public"
        if fields.get("emergency"):
            fields["urgent"] = True
    if kind == "help" and fields.get("danger") == "lift":
        fields["trapped"] = True
    if kind == "complaint" and data.get("anonymous"):
        fields["anonymous"] = True
    voice = request.FILES.get("voice")
    return reporting.Report(
        kind=kind,
        community_id=community_id,
        place_id=place_id,
        words=data.get("words", ""),
        wished=_wished(data.get("wished_on", ""), data.get("wished_in", "")),
        fields=fields,
        photos=[(one.name, one.read()) for one in request.FILES.getlist("photo")],
        voice=(voice.name, voice.read()) if voice else None,
    )


def _place(request: Any, text: str) -> tuple[int, int | None]:
    """Community and place of what was chosen: a home of his, a public place where he has a home, or the community."""
    home: Home = request.home
    if text == WHOLE or not text.isdigit():
        return home.community_id, None if text == WHOLE else home.place_id
    own = next((one for one in request.homes if one.place_id == int(text)), None)
    if own is not None:
        return own.community_id, own.place_id
    found = estate.place(int(text))
    if found.community_id not in {one.community_id for one in request.homes} or found.kind == "unit":
        raise NotFound("not_found", noun="estate.place")
    return int(found.community_id or 0), found.id


def _scanned(request: Any, text: str) -> Any:
    """A public place that a code on the wall named, to be offered beside the homes."""
    if not text.isdigit() or int(text) in {one.place_id for one in request.homes}:
        return None
    try:
        _community, place_id = _place(request, text)
    except AnjuError:
        return None
    return estate.place(place_id) if place_id else None


def _wished(on: str, window: str) -> str:
    if not on:
        return ""
    return _("希望上门时间：%(on)s %(window)s") % {"on": on[:10], "window": window[:11]}


def _key(request: Any) -> str:
    """The phone's own name for this report, so that a second sending makes no second case."""
    key = str(request.headers.get("Idempotency-Key") or request.POST.get("key", "")).strip()
    if not key or len(key) > LONGEST_KEY:
        raise Invalid("idempotency_key_missing", field="key")
    return key
