"""What the frame of every page shows: the person, his organisation, the communities he may look at, the menu."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from anju.engines.messages import facade as messages
from anju.foundation.permissions import Reach
from anju.foundation.scope import context as scope
from anju.foundation.ui.navigation import menu_for
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView


def shell(request: Any) -> dict[str, Any]:
    """Context processor. Outside a page of a member (log-in, errors before it) there is no menu and no person."""
    known = {"messages": get_messages(request), "request": request}
    if getattr(request, "actor", None) is None or scope.peek() is None:
        return {**known, "nav": (), "shell": {}}
    return {
        **known,
        "nav": SimpleLazyObject(lambda: menu_for(request.actor, request)),
        "shell": SimpleLazyObject(lambda: _shell(request)),
    }


def communities_of(request: Any) -> list[PlaceView]:
    """The communities in which the actor may do or see anything; asked once per request."""
    if not hasattr(request, "communities_in_reach"):
        everything = Reach.nowhere().joined(request.actor.grants.values())
        request.communities_in_reach = estate.communities(everything) if everything else []
    return list(request.communities_in_reach)


def _shell(request: Any) -> dict[str, Any]:
    places = communities_of(request)
    current = next((one for one in places if one.id == request.community_id), None)
    return {
        "org_name": str(request.org),
        "person_name": request.actor.name,
        "profile_url": _address("console:profile"),
        "field_url": _address("field:today"),
        "unread": messages.unread_count(request.actor.user_id) if request.actor.user_id else 0,
        "community_label": current.name if current else "",
        "communities": _choices(request, places, current) if len(places) > 1 else [],
    }


def _choices(
    request: HttpRequest, places: list[PlaceView], current: PlaceView | None
) -> list[dict[str, Any]]:
    everywhere = {
        "name": _("全部小区"),
        "words": "",
        "href": _switch(request, ""),
        "active": current is None,
        "icon": "buildings",
    }
    return [everywhere] + [
        {
            "name": one.name,
            "words": _words(one.name),
            "href": _switch(request, str(one.id)),
            "active": one == current,
            "icon": "building-community",
        }
        for one in places
    ]


def _switch(request: HttpRequest, community: str) -> str:
    query = urlencode({"community": community, "next": request.get_full_path()})
    return f"{_address('console:switch_community')}?{query}"


def _words(name: str) -> str:
    return "".join(lazy_pinyin(name)) + " " + "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
