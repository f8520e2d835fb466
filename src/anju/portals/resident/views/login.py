"""Coming in: phone and code, phone and password, or the slip of the service centre or of one's family."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.forms import LoginForm
from allauth.utils import get_form_class
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anju.foundation import scope
from anju.foundation.accounts import entry, logins, residents
from anju.foundation.accounts.models import EntryWay
from anju.foundation.accounts.phones import normalised
from anju.foundation.api import rates
from anju.foundation.web import form_methods, public
from anju.kernel.errors import AnjuError, Invalid
from anju.modules.estate import facade as estate
from anju.portals.resident import admission
from anju.portals.resident.views.pages import problem, type_size

PHONE_IN_SESSION = "resident_phone"
PROVEN_IN_SESSION = "resident_proven"
NEXT_IN_SESSION = "resident_next"
PROVEN_LASTS = timedelta(minutes=10)
# Wrong slips and codes of one address in an hour, over all phones.
MOST_GUESSES = 60


@never_cache
@public
@form_methods
def login(request: Any) -> HttpResponse:
    """The phone first; a code is sent whether or not anybody knows it."""
    if request.user.is_authenticated and residents.is_resident(request.user.pk):
        return redirect("resident:home")
    _remember_next(request)
    typed = {"phone": request.POST.get("phone", "").strip()}
    if request.method != "POST":
        return _show(request, "login", {"typed": typed, "way": request.GET.get("way", "code")})
    if request.POST.get("way") == "password":
        return _by_password(request, typed)
    try:
        admission.code_send(phone=typed["phone"], caller=_address(request), at=timezone.now())
    except AnjuError as error:
        return _show(request, "login", {"typed": typed, "way": "code", "problem": problem(error)}, status=422)
    request.session[PHONE_IN_SESSION] = normalised(typed["phone"])
    return redirect("resident:login_code")


def _by_password(request: Any, typed: dict[str, str]) -> HttpResponse:
    data = {"login": typed["phone"], "password": request.POST.get("password", "")}
    form = get_form_class(app_settings.FORMS, "login", LoginForm)(data, request=request)
    if form.is_valid():
        answer: HttpResponse = form.login(request, redirect_url=_next(request))
        return answer
    words = next((str(one) for group in form.errors.values() for one in group), "")
    found = {"message": words, "field": "password", "code": "login"}
    return _show(request, "login", {"typed": typed, "way": "password", "problem": found}, status=422)


@never_cache
@public
@form_methods
def login_code(request: Any) -> HttpResponse:
    phone = request.session.get(PHONE_IN_SESSION, "")
    if not phone:
        return redirect("resident:login")
    context: dict[str, Any] = {"phone": phone, "minutes": int(entry.CODE_LASTS.total_seconds() // 60)}
    if request.method != "POST":
        return _show(request, "login_code", context)
    now = timezone.now()
    try:
        rates.spend(f"entry:{_address(request)}", MOST_GUESSES, span=3600)
        if not entry.phone_code_check(phone=phone, code=request.POST.get("code", ""), at=now):
            raise Invalid("resident.code.wrong", field="code")
    except AnjuError as error:
        return _show(request, "login_code", {**context, "problem": problem(error)}, status=422)
    request.session[PROVEN_IN_SESSION] = [phone, now.isoformat()]
    return _arrive(request, phone, [])


@never_cache
@public
@form_methods
def login_who(request: Any) -> HttpResponse:
    """Several people share the proven phone: which of them is it."""
    phone = _proven(request)
    if not phone:
        return redirect("resident:login")
    if request.method == "POST":
        chosen = {int(one) for one in request.POST.getlist("person") if one.isdigit()}
        return _arrive(request, phone, sorted(chosen))
    return _show(request, "login_who", {"persons": admission.arrival(phone).unclear})


def _arrive(request: Any, phone: str, chosen: list[int]) -> HttpResponse:
    found = admission.arrival(phone)
    picked = [one for one in found.unclear if one.person.id in chosen]
    if found.unclear and not picked:
        return redirect("resident:login_who")
    certain = [one for one in found.certain if one.org_id not in {each.org_id for each in picked}]
    try:
        user = admission.admit(
            known=[*picked[:1], *certain], phone=phone, origin=admission.origin_of(request), at=timezone.now()
        )
    except AnjuError as error:
        context = {"phone": phone, "minutes": 10, "problem": problem(error)}
        return _show(request, "login_code", context, status=422)
    target = _next(request)
    admission.come_in(request, user)
    for key in (PHONE_IN_SESSION, PROVEN_IN_SESSION, NEXT_IN_SESSION):
        request.session.pop(key, None)
    return redirect(target)


@never_cache
@public
@form_methods
def join(request: Any, text: str = "") -> HttpResponse:
    """A slip: whom it is for, and a password to come in by from now on."""
    text = (text or request.POST.get("slip", "") or request.GET.get("slip", "")).strip()
    if not text:
        return _show(request, "join", {"slip": ""})
    now = timezone.now()
    try:
        rates.spend(f"entry:{_address(request)}", MOST_GUESSES, span=3600)
    except AnjuError as error:
        return _show(request, "join", {"slip": text, "problem": problem(error)}, status=422)
    slip = entry.slip_find(text=text, at=now)
    person = admission.person_of_slip(slip) if slip else None
    if slip is None or person is None:
        found = problem(Invalid("resident.slip.gone", field="slip"))
        return _show(request, "join", {"slip": text, "problem": found}, status=422)
    context: dict[str, Any] = {"slip": text, "person": person, "invited": slip.way == EntryWay.INVITE}
    if request.method != "POST" or "password" not in request.POST:
        return _show(request, "join", context)
    try:
        with transaction.atomic():
            if entry.slip_use(text=text, at=now) is None:
                raise Invalid("resident.slip.gone", field="slip")
            origin, password = admission.origin_of(request), request.POST["password"]
            user = admission.admit_by_slip(slip=slip, person=person, password=password, origin=origin, at=now)
    except AnjuError as error:
        return _show(request, "join", {**context, "problem": problem(error)}, status=422)
    admission.come_in(request, user, org_id=slip.org_id)
    return redirect("resident:home")


@require_POST
@public
def leave(request: Any) -> HttpResponse:
    if request.user.is_authenticated:
        logins.note(logins.LOGGED_OUT, request.user, admission.origin_of(request), timezone.now())
        logout(request)
    return redirect("resident:login")


def _show(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    phones = set()
    for org in residents.organisations_with_residents():
        with scope.enter(org.pk):
            phones.add(estate.service_phone())
    only = phones.pop() if len(phones) == 1 else ""
    context = {"service_phone": only, "type_size": type_size(request), **context}
    return render(request, f"resident/{template}.html", context, status=status)


def _address(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _proven(request: Any) -> str:
    """The phone that was proven in this session within the last minutes."""
    phone, at = request.session.get(PROVEN_IN_SESSION) or ("", "")
    if not phone or timezone.now() - datetime.fromisoformat(at) > PROVEN_LASTS:
        return ""
    return str(phone)


def _remember_next(request: Any) -> None:
    asked = request.GET.get("next", "")
    if asked.startswith(reverse("resident:home")) and url_has_allowed_host_and_scheme(asked, None):
        request.session[NEXT_IN_SESSION] = asked


def _next(request: Any) -> str:
    return str(request.session.get(NEXT_IN_SESSION) or reverse("resident:home"))
