"""The first page of the registers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.foundation.web.access import page
from anju.modules.frontdesk import permissions as rights
from anju.modules.frontdesk.permissions import VISITOR_READ
from anju.modules.frontdesk.queries import lending, lost, registers, visitors
from anju.modules.frontdesk.views import registering as kit

MOST = 8


@page(VISITOR_READ)
@require_safe
def home(request: Any) -> HttpResponse:
    at, today = kit.here(request.actor)
    actor, community = request.actor, request.community_id
    standing = registers.standing(actor, community, today, at)
    inside = visitors.visits(actor, at, community).filter(state="inside")
    context = {
        "tabs": kit.tabs(request, "registers"),
        "standing": standing,
        "late": inside.filter(late=True).count(),
        "expected": visitors.expected(actor, at, community, MOST),
        "inside": list(inside.order_by("-late", "came_at")[:MOST]),
        "overdue": list(lending.lendables(actor, at, community).filter(rank=0).order_by("due_at")[:MOST])
        if actor.can(rights.LOAN_READ)
        else [],
        "matches": lost.suggestions(actor, at, community)[:3] if actor.can(rights.LOST_NOTE) else [],
        "can": {
            "sign": actor.can(rights.VISITOR_SIGN),
            "order": actor.can(rights.SERVICE_OPEN),
            "lost": actor.can(rights.LOST_NOTE),
        },
    }
    return render(request, "frontdesk/registers/home.html", context)
