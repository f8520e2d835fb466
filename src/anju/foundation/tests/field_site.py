"""A small site without a database that serves the worker's page and answers its sync POST as a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.template import engines
from django.urls import set_urlconf

# The portal's own addresses are not needed: the base template falls back to /field/….
urlpatterns: list[Any] = []

TODAY = """{% extends "field/base.html" %}{% import "ui/field.html" as fx %}{% block content %}
{% for n in range(1, 4) %}{{ fx.work_card("/field/task/" ~ n ~ "/", "巡查 " ~ n, "车库", "08:00", n) }}{% endfor %}{% endblock %}"""
# Tasks 3 and 4 lead through two places; 3 is opened by the label of the first, 4 asks where the worker was.
TASK = """{% extends "field/base.html" %}{% import "ui/field.html" as fx %}{% block content %}
{% set places = [("PL-1", "车库"), ("PL-2", "泵房")] if number in ("3", "4") else [("PL-1", "车库")] %}
{% call fx.task_form(number, "巡查 " ~ number, "车库", place_codes=places|map("first"), position=number == "4", scanned="pl-1" if number in ("3", "4") else "") %}
{{ fx.place_step("车库", places) }}{{ fx.item("light", "ok", "照明") }}{{ fx.item("temp", "number", "温度", min=5, max=40) }}
{{ fx.item("shot", "photo", "照片", required=false) }}{{ fx.item("name", "sign", "签名", required=false) }}
{% endcall %}{% endblock %}{% block action %}{{ fx.submit_bar() }}{% endblock %}"""


@dataclass
class FieldSite:
    """fault: what happens to the next POSTs: '', 'login', 'down', 'lose' (work done, reply lost, once)."""

    fault: str = ""
    person: int = 1
    refuse: frozenset[str] = frozenset()
    poison: frozenset[str] = frozenset()
    posts: list[list[str]] = field(default_factory=list)
    acts: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def respond(self, request: WSGIRequest) -> HttpResponse | FileResponse:
        set_urlconf(__name__)
        path = request.path
        if path == "/field/sw.js":
            return _file("field/sw.js", "text/javascript")
        if path.startswith("/static/"):
            return _file(path.removeprefix("/static/"), None)
        if path == "/field/sync/":
            with self.lock:
                return self._sync(request)
        if path.startswith("/field/task/"):
            return self._page(request, TASK, number=path.split("/")[3])
        return self._page(request, TODAY)

    def _page(self, request: WSGIRequest, source: str, **context: Any) -> HttpResponse:
        person = type("Person", (), {"pk": self.person})()
        shown = type("Request", (), {"user": person, "path": request.path, "COOKIES": {}})()
        template = engines["jinja2"].env.from_string(source)  # type: ignore[attr-defined]
        return HttpResponse(template.render(request=shown, csrf_token="token", **context))

    def _sync(self, request: WSGIRequest) -> HttpResponse:
        acts = json.loads(request.POST["acts"])
        self.posts.append([act["occurrence"] for act in acts])
        if self.fault == "login":
            return HttpResponse(status=401)
        if self.fault == "down":
            return HttpResponse(status=503)
        if self.poison & {act["occurrence"] for act in acts}:
            return HttpResponse(status=500)
        results = [self._take(act, request) for act in acts]
        if self.fault == "lose":
            self.fault = ""
            return HttpResponse(status=503)
        return JsonResponse({"results": results})

    def _take(self, act: dict[str, Any], request: WSGIRequest) -> dict[str, str]:
        key = act["key"]
        if act["occurrence"] in self.refuse:
            return {"key": key, "status": "refused", "message": "这项工作已取消"}
        if key in self.acts:
            return {"key": key, "status": "duplicate", "message": ""}
        self.acts[key] = act
        for photo in act["photos"]:
            self.files[photo["key"]] = request.FILES[photo["key"]].read()
        return {"key": key, "status": "created", "message": ""}


def serve(site: FieldSite) -> tuple[str, Callable[[], None]]:
    """Serve on a free port of this machine; returns the address and what stops it."""

    def application(environ: dict[str, Any], start: Any) -> Any:
        response = site.respond(WSGIRequest(environ))
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return f"http://127.0.0.1:{server.server_port}", stop


def _file(name: str, media_type: str | None) -> HttpResponse | FileResponse:
    found = finders.find(name)
    if not found:
        return HttpResponse(status=404)
    return FileResponse(open(found, "rb"), content_type=media_type)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Requests are counted by the site, not printed."""
