"""Names beside numbers: places, staff and teams of many cases, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of the numbers on a page; an unknown one is the empty text."""

    places: Mapping[int, PlaceView] = field(default_factory=dict)
    people: Mapping[int, StaffView] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)

    def place(self, row: Any) -> str:
        """Where a case is: its place, else its community."""
        found = self.places.get(row.place_id or row.community_id)
        return "" if found is None else found.full_name or found.name

    def place_of(self, place_id: int | None) -> str:
        found = self.places.get(place_id or 0)
        return "" if found is None else found.full_name or found.name

    def staff(self, staff_id: int | None) -> str:
        found = self.people.get(staff_id or 0)
        return "" if found is None else found.name

    def team(self, team_id: int | None) -> str:
        return self.teams.get(team_id or 0, "")

    def who(self, row: Any) -> str:
        """Whoever leads a case, else the team it lies with."""
        return self.staff(row.assignee_id) or self.team(row.team_id)


def names_of(actor: Actor, rows: Iterable[CaseRow], *, staff_ids: Iterable[int | None] = ()) -> Names:
    """Names for rows, and for staff known otherwise: one statement for each sort of thing, however many rows."""
    found = list(rows)
    place_ids = {one.place_id or one.community_id for one in found} | {one.community_id for one in found}
    wanted = {number for one in found for number in (one.assignee_id, one.owner_id)} | set(staff_ids)
    return Names(
        places=estate.places_by_id([one for one in place_ids if one]),
        people=people.staff_by_id([one for one in wanted if one]),
        teams=_teams(actor, [one.id for one in found if one.team_id]),
    )


def _teams(actor: Actor, case_ids: list[int]) -> dict[int, str]:
    if not case_ids:
        return {}
    rows = people.with_team_names(cases.cases(actor=actor).filter(pk__in=case_ids))
    return {number: name for number, name in rows.values_list("team_id", "team_name") if name}
