"""What the engine of cases asks about places and staff, answered where both are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anju.engines.cases.contracts import PeopleSource, PlaceFacts, PlaceSource, Posting
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries.settings import work_hours
from anju.modules.people import facade as people


def place_facts(ids: Collection[int]) -> Mapping[int, PlaceFacts]:
    return {pk: PlaceFacts(one.path, one.community_id) for pk, one in estate.places_by_id(ids).items()}


def places_under(paths: Collection[str]) -> Collection[int]:
    return {place_id for path in paths for place_id in estate.descendant_ids(path)}


def postings(staff_ids: Collection[int]) -> Mapping[int, Posting]:
    found = people.staff_by_id(staff_ids)
    return {
        pk: Posting(one.community_id, one.department_id, one.team_id, one.user_id, one.state == "left")
        for pk, one in found.items()
    }


PLACES = PlaceSource(place_facts, places_under, work_hours)
PEOPLE = PeopleSource(postings)
