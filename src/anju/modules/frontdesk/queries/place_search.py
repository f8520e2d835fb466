"""The place that somebody means: a few suggestions while he types, one place when he is done."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation import search
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries.register_places import MOST_NAMED, short

KINDS = ("estate.place", "estate.unit")
SUGGESTED = 12


def suggestions(actor: Actor, community_id: int, text: str) -> list[tuple[int, str]]:
    """(place id, name) of what the words may mean: by characters, pinyin, initials or 3-2-1502; nothing for no words."""
    name = _community(community_id)
    hits = search.find(
        actor=actor, text=text.removeprefix(name), limit=SUGGESTED, only=KINDS, community_id=community_id
    )
    places = estate.places_by_id([one.subject_id for one in hits])
    return [(one.subject_id, short(places[one.subject_id], name)) for one in hits if one.subject_id in places]


def shown(place_id: int | None) -> str:
    """How a place is written in the field; "" for the whole community."""
    found = estate.places_by_id([place_id]).get(place_id) if place_id is not None else None
    if found is None or found.id == found.community_id:
        return ""
    return short(found, _community(found.community_id))


def meant(actor: Actor, community_id: int, text: str) -> int | None:
    """The place that was typed; None for no words, which is the whole community.

    Raises Invalid (frontdesk.place.unknown; frontdesk.place.many: params names, count).
    """
    wanted = search.fold(text.removeprefix(_community(community_id)))
    if not wanted:
        return None
    hits = suggestions(actor, community_id, text)
    exact = [pk for pk, name in hits if search.fold(name) == wanted]
    return _only(exact or [pk for pk, _name in hits], hits, text)


def _only(found: Sequence[int], hits: Sequence[tuple[int, str]], text: str) -> int:
    if not found:
        raise Invalid("frontdesk.place.unknown", "place", text=text)
    if len(found) > 1:
        names = "、".join(name for pk, name in hits if pk in found[:MOST_NAMED])
        raise Invalid("frontdesk.place.many", "place", names=names)
    return found[0]


def _community(community_id: int | None) -> str:
    found = estate.places_by_id([community_id]).get(community_id) if community_id is not None else None
    return found.name if found else ""
