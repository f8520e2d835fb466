"""Proposals for the community: read the others', be for one, propose one, read the answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.web import form_methods
from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Conflict
from anju.modules.community import facade as community
from anju.portals.resident.entrance import Home, resident_page, with_right
from anju.portals.resident.views.pages import problem, show
from anju.portals.resident.views.reader import home_of, reporter_of

LONGEST_KEY = 60


@form_methods
@resident_page
def proposals(request: Any) -> HttpResponse:
    """Published proposals of the reader's community; what he proposes is looked at by the desk before others see it."""
    home = home_of(request)
    if request.method != "POST":
        return _page(request, home)
    data = request.POST
    draft = community.ProposalDraft(
        title=data.get("title", ""), text=data.get("text", ""), origin="portal", place_id=home.place_id,
        reporter=reporter_of(request),
    )  # fmt: skip
    try:
        community.proposal_raise(
            actor=_acting(request, home, "cases.case:open"), community_id=home.community_id, draft=draft,
            at=timezone.now(), key=f"proposal:{request.user.pk}:{data.get('key', '')[:LONGEST_KEY]}",
        )  # fmt: skip
    except AnjuError as error:
        return _page(request, home, error)
    messages.success(request, _("收到了，物业会在期限内答复；审核后其他住户也能看到和附议。"))
    return redirect("resident:proposals")


@require_POST
@resident_page
def support(request: Any, proposal_id: int) -> HttpResponse:
    """The home is for it, or takes that back."""
    home, at = home_of(request), timezone.now()
    actor = _acting(request, home)
    try:
        if request.POST.get("drop"):
            community.proposal_unsupport(actor=actor, proposal_id=proposal_id, place_id=home.place_id, at=at)
        else:
            community.proposal_support(
                actor=actor,
                proposal_id=proposal_id,
                place_id=home.place_id,
                person_id=request.person.id,
                at=at,
            )
    except Conflict as error:
        return _page(request, home, error)
    return redirect("resident:proposals")


def _page(request: Any, home: Home, error: AnjuError | None = None) -> HttpResponse:
    context = {
        "tab": "home",
        "proposals": community.proposals_for(home.community_id, home.place_id, timezone.now()),
        "key": str(uuid4()),
        "typed": dict(request.POST.items()) if error else {},
        "problem": problem(error) if error else None,
    }
    return show(request, "proposals", context, status=status_of(error) if error else 200)


def _acting(request: Any, home: Home, *more: str) -> Any:
    rights = (community.IDEA_READ, community.IDEA_SUPPORT, *more)
    return with_right(request.actor, *rights, community_id=home.community_id)
