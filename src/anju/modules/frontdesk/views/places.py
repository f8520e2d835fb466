"""What a field for a place offers while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.foundation.web.access import page
from anju.modules.frontdesk.queries import case_list, place_search


@page(case_list.reading())
@require_safe
def place_hits(request: Any) -> HttpResponse:
    """Options of the list. A community chosen in the same form goes before the one the page was made for."""
    chosen = request.GET.get("community_id") or request.GET.get("community", "")
    hits = (
        place_search.suggestions(request.actor, int(chosen), request.GET.get("place", "")[:60])
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        else []
    )
    return render(request, "frontdesk/cases/_places.html", {"hits": hits})
