"""The one API at /api/v1/: its errors, its renderer, its addresses, its schema."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver, re_path
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from anju.foundation.api.rates import TooMany
from anju.foundation.ui.messages import error_text
from anju.foundation.web.errors import as_json, page_not_found, status_of
from anju.kernel.errors import AnjuError

ERROR = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Error"}},
    },
}
ERROR_ANSWER = {
    "description": "Refused; nothing was changed.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


class FastRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


class FastParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)


class Api(NinjaAPI):
    """Every answer under its addresses is JSON of ours, also for a wrong method and an unknown address."""

    def _get_urls(self) -> list[Any]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _shaped(pattern.callback)
        return [*patterns, re_path(r"", _unknown_address)]


def _shaped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            refused = _json(request, {"code": "method_not_allowed", **_text("method_not_allowed")}, 405)
            refused["Allow"] = response["Allow"]
            return refused
        if getattr(request, "repeated_write", False):
            response["Idempotency-Replayed"] = "true"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _unknown_address(request: HttpRequest) -> HttpResponse:
    return page_not_found(request)


_unknown_address.csrf_exempt = True  # type: ignore[attr-defined]


def _json(request: HttpRequest, data: Any, status: int) -> HttpResponse:
    content = FastRenderer().render(request, data, response_status=status)
    return HttpResponse(content, status=status, content_type="application/json; charset=utf-8")


def _text(code: str, **params: Any) -> dict[str, Any]:
    return {"message": error_text(code, params), "field": None}


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, TooMany):
        response = _json(request, as_json(error), 429)
        response["Retry-After"] = str(error.params["seconds"])
        return response
    return _json(request, as_json(error), status_of(error))


def _nobody(request: HttpRequest, error: Any) -> HttpResponse:
    response = _json(request, {"code": "not_logged_in", **_text("not_logged_in")}, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    code = "csrf_failed" if error.status_code == 403 else "bad_request"
    return _json(request, {"code": code, **_text(code)}, error.status_code)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return _json(request, {"code": "not_found", **_text("not_found")}, 404)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """The first field at fault is named like a service would name it; all of them stand in `errors`."""
    found = [
        {"code": f"invalid_{one['type']}", "message": _sentence(one), "field": _field(one["loc"])}
        for one in error.errors
    ]
    first = found[0] if found else {"code": "invalid", **_text("bad_request")}
    return _json(request, {**first, "errors": found}, 422)


def _field(location: tuple[Any, ...]) -> str:
    """("body", "draft", "items", 2, "unit") → "items[2].unit"; source and name of the argument are ours, not the caller's."""
    parts = list(location)[1:]
    if location and location[0] in ("body", "form", "file") and len(parts) > 1:
        parts = parts[1:]
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or str(location[0] if location else "")


def _sentence(error: dict[str, Any]) -> str:
    bounds = {key: value for key, value in (error.get("ctx") or {}).items() if not isinstance(value, dict)}
    texts = {
        "missing": _("必须填写。"),
        "string_too_short": _("至少 %(min_length)s 个字。"),
        "string_too_long": _("最多 %(max_length)s 个字。"),
        "greater_than_equal": _("不能小于 %(ge)s。"),
        "less_than_equal": _("不能大于 %(le)s。"),
        "greater_than": _("必须大于 %(gt)s。"),
        "less_than": _("必须小于 %(lt)s。"),
        "int_parsing": _("须为整数。"),
        "int_type": _("须为整数。"),
        "bool_parsing": _("须为是或否。"),
        "string_type": _("须为文字。"),
        "enum": _("不在可选值之内。"),
        "literal_error": _("不在可选值之内。"),
        "json_invalid": _("不是有效的 JSON。"),
    }
    if error["type"] in texts:
        return texts[error["type"]] % bounds
    if error["type"].startswith(("date", "time")):
        return _("日期或时间的格式不对。")
    return _("格式不对（%(hint)s）。") % {"hint": error.get("msg", error["type"])}


def make() -> Api:
    """An API without operations. The house has one; a test may make its own."""
    made = Api(
        title="Anju",
        version="1",
        description="Every write carries an Idempotency-Key; every refusal is {code, message, field}.",
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        renderer=FastRenderer(),
        parser=FastParser(),
    )
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        AnjuError: _refused,
        AuthenticationError: _nobody,
        HttpError: _http_error,
        Http404: _missing,
        ValidationError: _invalid,
    }
    for kind, handler in handlers.items():
        made.add_exception_handler(kind, handler)
    return made


api = make()


def mount(prefix: str, router: Router, *, on: Api | None = None) -> None:
    """Put a package's router under /api/v1/`prefix`/. Raises ImproperlyConfigured for an operation without endpoint()."""
    for path, view in router.path_operations.items():
        for operation in view.operations:
            if not hasattr(operation.view_func, "access"):
                raise ImproperlyConfigured(f"{prefix}{path} declares no permission: put @endpoint(…) on it")
    (on or api).add_router(f"/{prefix.strip('/')}", router)


def operations() -> Iterator[tuple[str, str, Operation]]:
    """(method, address below /api/v1, operation) of everything mounted."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"{bound.prefix}{path}", operation


def schema() -> dict[str, Any]:
    """The OpenAPI description as it is committed to docs/openapi.json: plain JSON, the same for the same code."""
    get_resolver().url_patterns  # noqa: B018 -- the address file mounts the routers
    found = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    found["components"].setdefault("schemas", {})["Error"] = ERROR
    for methods in found["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = ERROR_ANSWER
    return dict(found)


def schema_text() -> str:
    """The same as the text of docs/openapi.json, keys sorted, so that a difference shows what changed."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
