"""The JSON API for those who write programs against it: every operation, its permission, its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.foundation import api
from anju.foundation.web import page


@page(None)
@require_safe
def docs(request: Any) -> HttpResponse:
    found = api.schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in found["paths"].items():
        for method, one in methods.items():
            tag = (one.get("tags") or ["anju"])[0]
            groups.setdefault(tag, []).append({"method": method.upper(), "path": path, **one})
    return render(
        request, "console/admin/api.html", {"groups": sorted(groups.items()), "info": found["info"]}
    )


@page(None)
@require_safe
def openapi(request: Any) -> HttpResponse:
    return JsonResponse(api.schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})
