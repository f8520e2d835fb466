"""What the house knows of the reader, and his own log-in: password, phone, other devices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Channel, RecipientKind
from anju.foundation.accounts import entry, queries, residents
from anju.foundation.accounts.phones import normalised
from anju.foundation.web import form_methods
from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Invalid
from anju.modules.people import facade as people
from anju.portals.resident import admission
from anju.portals.resident.entrance import resident_page
from anju.portals.resident.views.pages import problem, show

NEW_PHONE, NEW_EMAIL = "resident_new_phone", "resident_new_email"
USER = RecipientKind.USER


@require_safe
@resident_page
def me(request: Any) -> HttpResponse:
    context = {
        "tab": "me",
        "email": _email(request),
        "is_staff": residents.is_staff(request.user.pk),
        "has_password": request.user.has_usable_password(),
        "login_phone": request.user.phone,
        "login_name": request.user.username,
        "sessions": queries.sessions(request.user.pk, request.session.session_key or ""),
    }
    return show(request, "me", context)


@form_methods
@resident_page
def password(request: Any) -> HttpResponse:
    context = {"tab": "me", "has_password": request.user.has_usable_password()}
    if request.method != "POST":
        return show(request, "password", context)
    try:
        residents.password_set(
            actor=request.actor,
            user=request.user,
            old=request.POST.get("old", ""),
            new=request.POST.get("new", ""),
            at=timezone.now(),
        )
    except AnjuError as error:
        return show(request, "password", {**context, "problem": problem(error)}, status=status_of(error))
    update_session_auth_hash(request, request.user)
    flash.success(request, _("密码已设置，下次可以用手机号和密码登录。"))
    return redirect("resident:me")


@form_methods
@resident_page
def phone(request: Any) -> HttpResponse:
    """Another number to log in by: it gets a code first."""
    now, waiting = timezone.now(), request.session.get(NEW_PHONE, "")
    context: dict[str, Any] = {"tab": "me", "waiting": waiting}
    if request.method != "POST":
        return show(request, "phone", context)
    try:
        if "code" not in request.POST:
            number = normalised(request.POST.get("phone", ""))
            admission.code_to(
                person_id=request.person.id, phone=number, caller=request.META.get("REMOTE_ADDR", ""), at=now
            )
            request.session[NEW_PHONE] = number
            return redirect("resident:phone")
        if not waiting or not entry.phone_code_check(phone=waiting, code=request.POST["code"], at=now):
            raise Invalid("resident.code.wrong", field="code")
        residents.phone_set(actor=request.actor, user=request.user, phone=waiting, at=now)
    except AnjuError as error:
        return show(request, "phone", {**context, "problem": problem(error)}, status=status_of(error))
    del request.session[NEW_PHONE]
    flash.success(request, _("登录手机号已更换。"))
    return redirect("resident:me")


@form_methods
@resident_page
def email(request: Any) -> HttpResponse:
    """An address for messages, used once a code that was sent there has come back."""
    now, waiting = timezone.now(), request.session.get(NEW_EMAIL)
    context: dict[str, Any] = {"tab": "me", "waiting": waiting, "typed": request.POST.get("email", "")}
    if request.method != "POST":
        return show(request, "email", context)
    me = request.user.pk
    try:
        if "code" not in request.POST:
            request.session[NEW_EMAIL] = messages.address_add(
                kind=USER, number=me, channel=Channel.EMAIL, value=context["typed"], at=now
            )
            return redirect("resident:email")
        code = request.POST["code"]
        if not waiting or not messages.address_confirm(
            kind=USER, number=me, address_id=waiting, code=code, at=now
        ):
            raise Invalid("resident.code.wrong", field="code")
    except AnjuError as error:
        return show(request, "email", {**context, "problem": problem(error)}, status=status_of(error))
    del request.session[NEW_EMAIL]
    flash.success(request, _("邮箱已确认，可以在接收设置里选用。"))
    return redirect("resident:me")


@require_POST
@resident_page
def sessions_end(request: Any) -> HttpResponse:
    ended = residents.sessions_end(user_id=request.user.pk, but=request.session.session_key or "")
    flash.success(request, _("已退出 %(count)s 台其他设备。") % {"count": ended})
    return redirect("resident:me")


def _email(request: Any) -> str:
    """Where letters go, masked: the address he has proven, else the register's."""
    own = [
        one.shown
        for one in messages.addresses(USER, request.user.pk)
        if one.channel == Channel.EMAIL and one.verified_at
    ]
    if own:
        return str(own[-1])
    contact = people.contact_of([request.person.id]).get(request.person.id)
    name, mark, host = (contact.email if contact else "").partition("@")
    return f"{name[:1]}***{mark}{host}" if mark else ""
