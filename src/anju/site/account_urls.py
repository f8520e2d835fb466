"""Log-in and account: those pages of allauth that we offer, drawn in our frame."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.http.response import HttpResponseBase
from django.urls import path

from anju.foundation.accounts.queries import session_views
from anju.foundation.ui.forms import view_of
from anju.foundation.web.access import identify, organisation_of, public, working_in
from anju.kernel.errors import Forbidden

View = Callable[..., HttpResponseBase]


def entrance(view: View) -> View:
    """A page before log-in."""

    @functools.wraps(view)
    def show(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _drawn(request, view(request, *args, **kwargs))

    return public(show)


def own(view: View) -> View:
    """A page about the reader's own account: inside the console's frame when he works in an organisation."""

    @functools.wraps(view)
    def show(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _drawn(request, view(request, *args, **kwargs))
        try:
            org = organisation_of(request)
        except Forbidden:
            return _drawn(request, view(request, *args, **kwargs))
        with working_in(org):
            identify(request, org, "console")
            return _drawn(request, view(request, *args, **kwargs))

    return public(show)


def _drawn(request: Any, response: Any) -> HttpResponseBase:
    """Give the template its form in our shape, and draw it while the organisation is in scope."""
    if hasattr(response, "render") and not response.is_rendered:
        context = response.context_data or {}
        if "form" in context and context["form"] is not None:
            context = {**context, "fields": view_of(context["form"])}
        if "sessions" in context:
            key = request.session.session_key or ""
            context = {**context, "sessions": session_views(context["sessions"], key)}
        response.context_data = context
        response.render()
    return response


urlpatterns = [
    path("login/", entrance(account.login), name="account_login"),
    path("logout/", own(account.logout), name="account_logout"),
    path("inactive/", entrance(account.account_inactive), name="account_inactive"),
    path("signup/", entrance(account.signup), name="account_signup"),
    path("reauthenticate/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", own(account.password_change), name="account_change_password"),
    path("2fa/", own(mfa.index), name="mfa_index"),
    path("2fa/code/", entrance(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/again/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/on/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/off/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery/", own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery/new/", own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery/file/", own(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("sessions/", own(sessions.list_usersessions), name="usersessions_list"),
]
