"""What services of meetings, groups and boxes ask of places, staff and homes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from anju.kernel.errors import Invalid, NotFound
from anju.modules.community.rules.groups import Line
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people


def staff_in(community_id: int, staff_ids: Collection[int | None], field: str) -> dict[int, str]:
    """Names of the staff, who must work in the community or for all. Raises NotFound (people.staff.missing)."""
    wanted = {one for one in staff_ids if one is not None}
    found = {one.id: one.name for one in people.staff_of_community(community_id) if one.id in wanted}
    if wanted - found.keys():
        raise NotFound("people.staff.missing", field)
    return found


def buildings_in(community_id: int, building_ids: Collection[int]) -> list[int]:
    """Raises Invalid (community.buildings)."""
    known = {one.id for one in estate.places_of(community_id, ("building",))}
    if set(building_ids) - known:
        raise Invalid("community.buildings", "buildings")
    return sorted(set(building_ids))


def named_homes(community_id: int, lines: Collection[Line]) -> list[int]:
    """The home of each line, in order.

    Raises Invalid (community.lines.unmatched: params lines, the numbers and words of those that name no home or several).
    """
    hits = frontdesk.homes_named(community_id, {one.room for one in lines})
    wrong = [one for one in lines if len(hits[one.room]) != 1]
    if wrong:
        said = "；".join(f"{one.number}. {one.room} {one.name}".strip() for one in wrong[:20])
        raise Invalid("community.lines.unmatched", "lines", count=len(wrong), lines=said)
    return [hits[one.room][0] for one in lines]


def persons_named(homes: Collection[tuple[int, str]], on: date) -> dict[tuple[int, str], int]:
    """(home, name) → the person of that name tied to the home on a day; two of one name are not guessed between."""
    found = people.homes({place_id for place_id, _name in homes}, on)
    known: dict[tuple[int, str], set[int]] = {}
    for place_id, view in found.items():
        for one in view.people:
            known.setdefault((place_id, one.person.name), set()).add(one.person.id)
    return {one: min(known[one]) for one in homes if len(known.get(one, ())) == 1}
