"""What the demo's registers know of a community."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class World:
    """Who and where the registers are about: staff, homes, gates and rooms of one community, at one moment."""

    actor: Actor
    community: int
    now: datetime
    staff: list[StaffView]
    homes: list[PlaceView]
    gates: list[PlaceView]
    buildings: list[PlaceView]
    rooms: list[PlaceView]
    desk: Actor

    @classmethod
    def of(cls, actor: Actor, community_id: int, now: datetime) -> World:
        staff = people.staff_of_community(community_id)
        clerk = next((one for one in staff if one.team == "客服组" and one.user_id), None) or staff[0]
        return cls(
            actor=actor, community=community_id, now=now, staff=staff,
            homes=estate.places_of(community_id, ("unit",)), gates=estate.places_of(community_id, ("gate",)),
            buildings=estate.places_of(community_id, ("building",)),
            rooms=estate.places_of(community_id, ("room", "public", "parking")) or estate.places_of(community_id, ("building",)),
            desk=replace(actor, name=clerk.name, user_id=clerk.user_id),
        )  # fmt: skip

    def home(self, step: int) -> PlaceView:
        return self.homes[(step * 37) % len(self.homes)]

    def gate(self, step: int) -> int | None:
        return self.gates[step % len(self.gates)].id if self.gates else None

    def room(self, step: int) -> int:
        return self.rooms[step % len(self.rooms)].id

    def back(self, days: int, hour: int = 10) -> datetime:
        """So many days back at a local hour, never later than now."""
        day = self.now.astimezone(ZONE).date() - timedelta(days=days)
        return min(datetime.combine(day, time(hour), ZONE), self.now - timedelta(minutes=20))

    def host(self, place_id: int) -> tuple[int | None, str]:
        """Who lives there, as far as anybody is known."""
        known = people.home(place_id, self.now.astimezone(ZONE).date()).people
        return (known[0].person.id, known[0].person.name) if known else (None, "")

    def crew(self, team: str) -> list[StaffView]:
        return [one for one in self.staff if one.team == team] or self.staff
