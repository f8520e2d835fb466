"""GET /search/?q=…: the box in the top bar, and the same as a page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.foundation.search import Hit, find
from anju.foundation.web.access import page

IN_BOX = 12
ON_PAGE = 100


@page(None)
@require_safe
def search(request: Any) -> HttpResponse:
    in_box = bool(request.headers.get("HX-Request"))
    text = request.GET.get("q", "").strip()
    hits = find(actor=request.actor, text=text, limit=IN_BOX if in_box else ON_PAGE)
    template = "web/_search_hits.html" if in_box else "web/search.html"
    response = render(request, template, {"q": text, "groups": _grouped(hits)})
    response["Vary"] = "HX-Request, Cookie"
    return response


def _grouped(hits: list[Hit]) -> list[tuple[Any, list[Hit]]]:
    """Kinds in their order; hits of a kind keep theirs."""
    ordered = sorted(hits, key=lambda hit: (hit.kind.order, hit.kind.code))
    return [(kind, list(group)) for kind, group in groupby(ordered, key=lambda hit: hit.kind)]
