"""The script that keeps the worker's page alive without a network; it must live under the page's own address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse

from anju.foundation.web import public

_SCRIPT = "field/sw.js"


@public
def service_worker(request: Any) -> HttpResponse:
    found = Path(str(finders.find(_SCRIPT) or Path(settings.STATIC_ROOT) / _SCRIPT))
    if not found.is_file():
        raise Http404
    answer = HttpResponse(found.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
