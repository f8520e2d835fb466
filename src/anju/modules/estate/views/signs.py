"""The sign register."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.estate import forms
from anju.modules.estate.permissions import SIGN_CHANGE, SIGN_CHECK, SIGN_READ
from anju.modules.estate.queries import browsing, records
from anju.modules.estate.services import signs as services
from anju.modules.estate.tables import SIGNS


def photo_of(upload: Any) -> services.Photo | None:
    return None if upload is None else services.Photo(upload.name or "photo", upload.read())


@page(SIGN_READ)
@require_safe
def signs(request: Any) -> HttpResponse:
    rows = records.signs(request.actor, request.community_id)
    context = {
        "can_change": request.actor.can(SIGN_CHANGE),
        "due": records.signs_due(rows, timezone.localdate()).count(),
    }
    return SIGNS.respond(request, rows, template="estate/signs.html", context=context)


@page(SIGN_READ)
def sign(request: Any, sign_id: int) -> HttpResponse:
    """The sign with its checks; the form below records another one."""
    found = records.sign(request.actor, sign_id)

    def check(data: dict[str, Any]) -> str:
        draft = services.CheckDraft(**{**data, "photo": photo_of(data["photo"])})
        services.sign_check(actor=request.actor, sign_id=sign_id, draft=draft, at=timezone.now())
        messages.success(request, _("已记录检查"))
        return reverse("estate:sign", args=[sign_id])

    today = timezone.localdate()
    context = {
        "sign": found,
        "checks": records.sign_checks(sign_id),
        "can_change": request.actor.can(SIGN_CHANGE, found.place.path),
        "can_check": request.actor.can(SIGN_CHECK, found.place.path) and found.removed_on is None,
        "today": today,
    }
    form = partial(forms.SignCheckForm, today=today)
    return form_page(request, form, "estate/sign.html", check, context=context, initial={"on": today})


@page(SIGN_CHANGE)
@form_methods
def sign_new(request: Any) -> HttpResponse:
    def add(data: dict[str, Any]) -> str:
        made = services.sign_add(
            actor=request.actor, draft=_draft(data), at=timezone.now(), on=timezone.localdate()
        )
        messages.success(request, _("已登记"))
        return reverse("estate:sign", args=[made])

    initial = {"place": request.GET.get("place", "")}
    return form_page(
        request, _form(request), "estate/sign_form.html", add, context={"sign": None}, initial=initial
    )


@page(SIGN_CHANGE)
@form_methods
def sign_edit(request: Any, sign_id: int) -> HttpResponse:
    found = records.sign(request.actor, sign_id)

    def change(data: dict[str, Any]) -> str:
        services.sign_change(actor=request.actor, sign_id=sign_id, draft=_draft(data), at=timezone.now())
        messages.success(request, _("已保存"))
        return reverse("estate:sign", args=[sign_id])

    names = ("kind", "wording", "spot", "quantity", "installed_on", "check_months")
    initial = {name: getattr(found, name) for name in names} | {"place": found.place_id}
    context = {"sign": found}
    return form_page(
        request,
        _form(request),
        "estate/sign_form.html",
        change,
        context=context,
        initial=initial,
        guarded=True,
    )


@page(SIGN_CHANGE)
@form_methods
def sign_remove(request: Any, sign_id: int) -> HttpResponse:
    found = records.sign(request.actor, sign_id)

    def remove(data: dict[str, Any]) -> str:
        services.sign_remove(
            actor=request.actor,
            sign_id=sign_id,
            on=timezone.localdate(),
            reason=data["reason"],
            at=timezone.now(),
        )
        messages.success(request, _("已撤除，记录保留在台账里"))
        return reverse("estate:sign", args=[sign_id])

    return form_page(request, forms.ReasonForm, "estate/sign_remove.html", remove, context={"sign": found})


def _form(request: Any) -> Any:
    return partial(forms.SignForm, places=browsing.pick(request.actor, request.community_id, SIGN_CHANGE))


def _draft(data: dict[str, Any]) -> services.SignDraft:
    values = {**data, "place_id": data["place"], "photo": photo_of(data["photo"])}
    del values["place"]
    return services.SignDraft(**values)
