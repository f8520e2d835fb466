"""Who calls the residents' API: his own token or the session of his phone, and nothing of the staff's."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.operation import Operation
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import contribute_operation_callback

from anju.foundation.accounts import tokens
from anju.foundation.accounts.models import Organisation
from anju.foundation.api import rates
from anju.foundation.api.access import KEY_PARAMETER, SAFE, once
from anju.foundation.web.access import working_in
from anju.portals.resident.entrance import identify, organisation_of


class ResidentToken(HttpBearer):
    """`Authorization: Bearer anju_…`: a token that a resident made for himself."""

    def authenticate(self, request: Any, token: str) -> Any:
        found = tokens.token_for(token, timezone.now(), for_resident=True)
        if found is None:
            return None
        rates.spend(f"token:{found.pk}")
        request.user = found.user
        return _admit(request, found.org)


class ResidentSession(APIKeyCookie):
    """The session of the resident's pages; writes need the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=True)

    def _get_key(self, request: HttpRequest) -> str | None:
        return None if "Authorization" in request.headers else super()._get_key(request)

    def authenticate(self, request: Any, key: str | None) -> Any:
        if key is None or not request.user.is_authenticated:
            return None
        return _admit(request, organisation_of(request))


def resident_endpoint(view: Callable[..., Any]) -> Callable[..., Any]:
    """An operation for residents: sets request.org, .actor, .person and .homes, in scope and one transaction.

    A write needs an Idempotency-Key, and its answer is kept under it.
    """

    @functools.wraps(view)
    def call(request: Any, *args: Any, **kwargs: Any) -> Any:
        with working_in(request.org):
            if request.method in SAFE:
                return view(request, *args, **kwargs)
            return once(request, lambda: view(request, *args, **kwargs))

    call.access = "resident"  # type: ignore[attr-defined]
    call.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    contribute_operation_callback(call, _contribute)
    return call


def _contribute(operation: Operation) -> None:
    operation.auth_param = [ResidentToken(), ResidentSession()]
    operation._set_auth(operation.auth_param)
    extra = dict(operation.openapi_extra or {})
    extra["x-permission"] = "resident"
    if not SAFE.issuperset(operation.methods):
        extra["parameters"] = [*extra.get("parameters", ()), KEY_PARAMETER]
    operation.openapi_extra = extra


def _admit(request: Any, org: Organisation) -> Any:
    with working_in(org):
        identify(request, org, "api")
    return request.actor
