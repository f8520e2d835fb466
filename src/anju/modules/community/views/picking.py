"""What a field for somebody offers while he is being typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.community.forms.picking import listed
from anju.modules.community.queries import picking
from anju.modules.community.views import local_today

LONGEST = 60


@page(picking.reading())
@require_safe
def person_hits(request: Any) -> HttpResponse:
    """Raises NotFound for a community out of reach and for what is no field's name."""
    name, asked = request.GET.get("field", ""), request.GET.get("community", "")
    if not (
        name.isidentifier() and name.isascii() and asked.isascii() and asked.isdigit() and len(asked) < 19
    ):
        raise NotFound("community.missing")
    if not request.actor.reach(picking.reading()).covers_community(int(asked)):
        raise NotFound("estate.place.missing", noun="community")
    text = request.GET.get(name, "")[:LONGEST]
    hits = picking.choices(request.actor, int(asked), text, local_today(request))
    return HttpResponse(listed(name, hits))
