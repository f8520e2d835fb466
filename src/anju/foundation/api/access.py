"""Who calls an operation, whether he may, and that a repeated write is one write.

An API module writes:

    router = Router(tags=["plans"])

    @router.get("/plans/{plan_id}", response=PlanOut)
    @endpoint(PLAN_READ)
    def plan(request, plan_id: int): return queries.plan_view(request.actor, plan_id)

`endpoint` stands below the router's decorator. Views answer with plain values, dataclasses or schemas.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils import timezone
from ninja.operation import Operation
from ninja.responses import Status
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import contribute_operation_callback
from pydantic import TypeAdapter

from anju.foundation import idempotency
from anju.foundation.accounts import tokens
from anju.foundation.accounts.models import Organisation
from anju.foundation.api import rates
from anju.foundation.permissions import Permission
from anju.foundation.web.access import identify, organisation_of, working_in
from anju.kernel.errors import Forbidden, Invalid

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 100
PLAIN: TypeAdapter[Any] = TypeAdapter(Any)
KEY_PARAMETER = {
    "in": "header",
    "name": KEY_HEADER,
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "description": "One key per act: the same key again gives the first answer again and changes nothing.",
}


class _Guard:
    """Builds the actor and asks for the permission before the input is even read."""

    permission: Permission | None = None

    def admit(self, request: Any, org: Organisation) -> Any:
        if request.user.must_change_password:
            raise Forbidden("password_change_needed")
        with working_in(org):
            identify(request, org, "api")
        if self.permission is not None:
            request.actor.require(self.permission)
        return request.actor


class TokenAuth(_Guard, HttpBearer):
    """`Authorization: Bearer anju_…`: a personal token of a user in one organisation."""

    def __init__(self, permission: Permission | None) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: Any, token: str) -> Any:
        found = tokens.token_for(token, timezone.now())
        if found is None:
            return None
        rates.spend(f"token:{found.pk}")
        request.user = found.user
        return self.admit(request, found.org)


class SessionAuth(_Guard, APIKeyCookie):
    """The browser's session; writes need the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, permission: Permission | None) -> None:
        super().__init__(csrf=True)
        self.permission = permission

    def _get_key(self, request: HttpRequest) -> str | None:
        # A caller with an Authorization header is told that his token is no good, not that a CSRF token is missing.
        if "Authorization" in request.headers:
            return None
        return super()._get_key(request)

    def authenticate(self, request: Any, key: str | None) -> Any:
        if key is None or not request.user.is_authenticated:
            return None
        return self.admit(request, organisation_of(request))


def endpoint(permission: Permission | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation for members who hold `permission`; None means every member.

    Sets request.actor, .org and .community_id; runs in the organisation's scope and one transaction. A write
    (anything but GET) needs an Idempotency-Key, and its answer is kept under that key.
    """

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def call(request: Any, *args: Any, **kwargs: Any) -> Any:
            with working_in(request.org):
                if request.method in SAFE:
                    return view(request, *args, **kwargs)
                return once(request, lambda: view(request, *args, **kwargs))

        call.access = permission.code if permission else "member"  # type: ignore[attr-defined]
        # Ninja resolves the annotations of the outer function, which lives in another module.
        call.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        contribute_operation_callback(call, functools.partial(_contribute, permission))
        return call

    return wrap


def _contribute(permission: Permission | None, operation: Operation) -> None:
    operation.auth_param = [TokenAuth(permission), SessionAuth(permission)]
    operation._set_auth(operation.auth_param)
    extra = dict(operation.openapi_extra or {})
    extra["x-permission"] = permission.code if permission else "member"
    if not SAFE.issuperset(operation.methods):
        extra["parameters"] = [*extra.get("parameters", ()), KEY_PARAMETER]
    operation.openapi_extra = extra


def once(request: Any, act: Callable[[], Any]) -> Any:
    """Do a write under the caller's Idempotency-Key, or give its first answer again. Raises Invalid, Conflict."""
    key = request.headers.get(KEY_HEADER, "").strip()
    if not key:
        raise Invalid("idempotency_key_missing", field=KEY_HEADER)
    if len(key) > LONGEST_KEY:
        raise Invalid("idempotency_key_too_long", field=KEY_HEADER, limit=LONGEST_KEY)
    answer, repeated = idempotency.once(
        purpose=f"api:{request.actor.user_id}",
        key=key,
        body=[request.method, request.get_full_path(), _body_mark(request)],
        act=lambda: _stored(act()),
    )
    request.repeated_write = repeated
    return answer["value"] if answer["status"] is None else Status(answer["status"], answer["value"])


def _stored(result: Any) -> dict[str, Any]:
    status = None
    if isinstance(result, Status):
        status, result = result.status_code, result.value
    return {"status": status, "value": PLAIN.dump_python(result, mode="json", by_alias=True)}


def _body_mark(request: HttpRequest) -> str:
    """A digest of what was sent; an uploaded body was read away already, so its parts stand for it."""
    mark = hashlib.sha256()
    try:
        mark.update(request.body)
    except RawPostDataException:
        for name, values in sorted(request.POST.lists()):
            mark.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                mark.update(repr((name, file.name, file.size)).encode())
                for part in file.chunks():
                    mark.update(part)
                file.seek(0)
    return mark.hexdigest()
