"""The desk's page and the parts it asks for while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.permissions import DESK_USE
from anju.modules.frontdesk.queries import (
    case_words,
    desk_dialogs,
    desk_side,
    household,
    phone_lines,
    thinking,
    wording,
)
from anju.modules.frontdesk.rules.kinds import KINDS
from anju.modules.frontdesk.rules.kinds.words import TRADES
from anju.modules.frontdesk.services import desk
from anju.modules.people import facade as people

CHANNELS = ("phone", "desk", "wechat", "box", "mail", "hotline")


@page(DESK_USE)
@require_safe
def screen(request: Any) -> HttpResponseBase:
    """The whole desk; everything on it works from the keyboard."""
    at = timezone.now()
    community_id = home_of(request)
    context = {
        "kinds": [(cases.kind_of(code), *case_words.kind_mark(code)) for code in KINDS],
        "severities": sorted(case_words.SEVERITIES.items(), reverse=True),
        "trades": [(code, wording.choice("trade", code)) for code in TRADES],
        "channels": [(code, wording.channel(code)) for code in CHANNELS],
        "communities": estate.communities(request.actor.reach(DESK_USE)),
        "community_id": community_id,
        "lines": phone_lines.lines_of(community_id),
        "departments": people.departments(community_id),
        "drafts": desk.drafts_of(request.actor),
        "addresses": addresses(),
        "dialogs": desk_dialogs.dialogs(request, community_id),
        **_side(request, at),
    }
    return render(request, "frontdesk/desk/screen.html", context)


@page(DESK_USE)
@require_safe
def ringing(request: Any) -> HttpResponse:
    """Telephones that ring now: asked every few seconds."""
    context = {"ringing": desk_side.ringing(request.actor, request.community_id), **_names(request)}
    return render(request, "frontdesk/desk/_ringing.html", context)


@page(DESK_USE)
@require_safe
def side(request: Any) -> HttpResponse:
    """The right side: asked every twenty seconds, and after every deed."""
    return render(request, "frontdesk/desk/_side.html", _side(request, timezone.now()))


@page(DESK_USE)
@require_safe
def find(request: Any) -> HttpResponse:
    """What the one field finds: ?q= a number, room, name, pinyin or case number."""
    text = request.GET.get("q", "").strip()[:60]
    context = {"hits": household.found(request.actor, text, request.community_id), "text": text}
    return render(request, "frontdesk/desk/_hits.html", context)


@page(DESK_USE)
@require_safe
def card(request: Any) -> HttpResponse:
    """The household: ?place= and ?person=."""
    at = timezone.now()
    view = household.household(
        request.actor, place_id=_number(request, "place"), person_id=_number(request, "person"), at=at
    )
    context = {"card": view, "at": at, "words": case_words, "relations": relations()}
    return render(request, "frontdesk/desk/_card.html", context)


@page(DESK_USE)
@require_safe
def think(request: Any) -> HttpResponse:
    """?words= and ?place=: kind and severity, cases it may be the same as, answers known."""
    at, words = timezone.now(), request.GET.get("words", "")[:2000]
    place_id = _number(request, "place")
    community_id = _number(request, "community") or request.community_id
    guessed = thinking.guess(words)
    context = {
        "guess": guessed,
        "same": thinking.likely_same(request.actor, words=words, guessed=guessed, place_id=place_id, at=at),
        "answers": thinking.answers(words, community_id=community_id, on=timezone.localdate()),
        "words": case_words,
        "at": at,
        "asked": guessed.kind == "enquiry",
    }
    return render(request, "frontdesk/desk/_think.html", context)


def home_of(request: Any) -> int | None:
    """The community a clerk works for: the one looked at, his own, or the only one there is."""
    if request.community_id is not None:
        return int(request.community_id)
    staff = people.staff_of_user(request.actor.user_id) if request.actor.user_id else None
    if staff is not None and staff.community_id is not None:
        return staff.community_id
    known = estate.communities(request.actor.reach(DESK_USE))
    return known[0].id if len(known) == 1 else None


def addresses() -> dict[str, str]:
    names = ("find", "card", "think", "save", "answer", "note", "back", "outcome", "draft", "side", "duty")
    found = {name: reverse(f"frontdesk:desk_{name}") for name in names}
    return found | {"take": reverse("frontdesk:desk_take", args=[0])}


def relations() -> dict[str, str]:
    return {"owner": _("业主"), "tenant": _("租户"), "family": _("家庭成员"), "other": _("其他")}


def _side(request: Any, at: Any) -> dict[str, Any]:
    found = desk_side.side(request.actor, request.community_id, at)
    rings = desk_side.ringing(request.actor, request.community_id)
    return {"side": found, "ringing": rings, "at": at, "words": case_words, **_names(request, rings)}


def _names(request: Any, rings: Any = None) -> dict[str, Any]:
    rings = desk_side.ringing(request.actor, request.community_id) if rings is None else rings
    wanted = {one.place_id for one in rings} | {one.community_id for one in rings}
    return {"places": estate.places_by_id([one for one in wanted if one])}


def _number(request: Any, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
