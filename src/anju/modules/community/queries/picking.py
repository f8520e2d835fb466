"""Whom somebody means: persons by name, pinyin, telephone or room, told apart when they share a name and a home."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, get
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import HomeHit, TieKind

MOST, SHORTEST = 8, 2
MOST_ROOMS = 3
LONG_NUMBER = re.compile(r"\+?\d[\d ]{6,}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list. key: "person" or "person-home", as the form sends it back. about: home, part, masked phone."""

    key: str
    name: str
    about: str


def reading() -> Permission:
    """Who may look persons up."""
    return get("people.person:read")


def choices(actor: Actor, community_id: int, text: str, on: date) -> list[Choice]:
    """Persons that the words may mean, the likeliest first; none for a single letter or without the right to look."""
    if len(text.strip()) < SHORTEST or not actor.can(reading()):
        return []
    meant = _homes_meant(actor, community_id, text.strip())
    hits = people.find_homes(actor=actor, text=text.strip(), community_id=community_id, limit=MOST, on=on)
    known = [one for one in hits if one.person_id is not None]
    homes = people.homes([*meant, *(one.place_id for one in known if one.place_id is not None)], on)
    names = {one.id: one.full_name for one in estate.places_by_id(homes).values()}
    prefix = estate.place(community_id).name
    found: dict[str, Choice] = {}
    for place_id in meant:
        for one in homes[place_id].people if place_id in homes else ():
            shown = _about(names[place_id], prefix, part_name(one.relation), one.person.phone_shown)
            found.setdefault(
                key_of(one.person.id, place_id),
                Choice(key_of(one.person.id, place_id), one.person.name, shown),
            )
    parts = {
        (place_id, one.person.id): part_name(one.relation) for place_id, view in homes.items() for one in view.people
    }  # fmt: skip
    for hit in known:
        made = _choice(hit, parts, prefix)
        found.setdefault(made.key, made)
    return told_apart(list(found.values())[:MOST])


def current(person_id: int, place_id: int | None) -> list[Choice]:
    """Who is linked already, as the one line of the list."""
    person = people.persons_by_id([person_id]).get(person_id)
    if person is None:
        return []
    place = estate.places_by_id([place_id]).get(place_id) if place_id is not None else None
    about = " · ".join(one for one in (place.full_name if place else "", person.phone_shown) if one)
    return [Choice(key_of(person_id, place_id), person.name, about)]


def key_of(person_id: int, place_id: int | None) -> str:
    return f"{person_id}-{place_id}" if place_id is not None else str(person_id)


def part_name(relation: str) -> str:
    names: dict[str, Any] = {
        TieKind.OWNER: _("业主"), TieKind.TENANT: _("租户"), TieKind.FAMILY: _("家庭成员"), TieKind.OTHER: _("其他"),
    }  # fmt: skip
    return str(names.get(relation, ""))


def told_apart(found: list[Choice]) -> list[Choice]:
    """Lines that read the same get the number of the file of each person."""
    often = Counter((one.name, one.about) for one in found)
    return [
        replace(one, about=f"{one.about} · {_('档案号')} {one.key.partition('-')[0]}".removeprefix(" · "))
        if often[one.name, one.about] > 1
        else one
        for one in found
    ]


def _homes_meant(actor: Actor, community_id: int, text: str) -> list[int]:
    """Homes in reach that the words name as a room; none for a telephone or for what many rooms may be."""
    if not any(one.isdigit() for one in text) or LONG_NUMBER.fullmatch(text):
        return []
    named = frontdesk.homes_named(community_id, {text})[text]
    if len(named) > MOST_ROOMS:
        return []
    reach = actor.reach(reading())
    return [one.id for one in estate.places_by_id(named).values() if reach.covers(one.path)]


def _choice(hit: HomeHit, parts: dict[tuple[int, int], str], prefix: str) -> Choice:
    person_id = int(hit.person_id or 0)
    part = parts.get((hit.place_id, person_id), "") if hit.place_id is not None else ""
    shown = _about(hit.place_name, prefix, part, hit.phone_shown)
    return Choice(key_of(person_id, hit.place_id), hit.name, shown)


def _about(place: str, prefix: str, part: str, phone: str) -> str:
    return " · ".join(one for one in (place.removeprefix(prefix).strip(" /·"), part, phone) if one)
