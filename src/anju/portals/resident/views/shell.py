"""What makes the pages an app: the script that works without a network, and the page it shows then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.foundation.web import public
from anju.portals.resident.views.pages import type_size

_SCRIPT = "resident/sw.js"


@public
@require_safe
def service_worker(request: Any) -> HttpResponse:
    found = Path(str(finders.find(_SCRIPT) or Path(settings.STATIC_ROOT) / _SCRIPT))
    if not found.is_file():
        raise Http404
    answer = HttpResponse(found.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_safe
def offline(request: Any) -> HttpResponse:
    """Shown without a network: says so, names nobody, and keeps a report until there is one."""
    return render(request, "resident/offline.html", {"type_size": type_size(request)})
