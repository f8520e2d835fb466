"""Work of the demo that waits for the weather, and the rain and the storm that have started some of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import EvidenceAsk, Period, Recurrence, RoundDraft
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

# Event, hours to answer, field, kind of work, what to do, codes of the places.
WORK = (
    ("rain", 6, "engineering", "inspection", "雨中巡查雨污水井和排污泵", ("Y1", "E6", "P1")),
    ("rain", 12, "cleaning", "cleaning", "雨后清扫道路和广场积水", ("R1", "R2", "S1", "S2", "S3")),
    ("snow", 8, "cleaning", "cleaning", "扫雪铲冰，铺设防滑垫", ("R1", "R2", "S1", "G1", "G2", "G3")),
    ("typhoon", 12, "engineering", "inspection", "台风前检查屋面、围墙和高空构件", ("Z1", "L1", "L2", "L3")),
)
# Days ago, hour, event.
STARTED = ((75, 14, "rain"), (68, 6, "typhoon"), (31, 9, "rain"), (12, 20, "rain"))


def wait_for_it(actor: Actor, community_id: int, begin: date, at: datetime) -> None:
    """Write down and start the rounds that wait for an event."""
    for event, hours, domain, kind, title, codes in WORK:
        team = people.team_for_domain(community_id, domain)
        if team is None:
            raise RuntimeError(f"the demo has no team for {domain}")
        draft = RoundDraft(
            community_id=community_id, domain=domain, kind=kind, title=title, active_from=begin, minutes=30,
            recurrence=Recurrence(period=Period.EVENT, event=event, event_within=timedelta(hours=hours)),
            place_ids=_places(community_id, codes), team_id=team.id, evidence=EvidenceAsk(time=True),
        )  # fmt: skip
        made = schedule.round_create(actor=actor, draft=draft, at=at)
        schedule.round_activate(actor=actor, round_id=made, at=at)


def let_it_rain(actor: Actor, community_id: int, now: datetime) -> None:
    """Start what followed the weather of the last months; what became of it is told with the rest of the history."""
    for ago, hour, event in STARTED:
        day = now - timedelta(days=ago)
        happened_at = datetime.combine(day.date(), time(hour), now.tzinfo)
        schedule.start_event(actor=actor, community_id=community_id, event=event, happened_at=happened_at)


def _places(community_id: int, codes: tuple[str, ...]) -> tuple[int, ...]:
    kinds = ("public", "room", "gate", "parking")
    found = {
        one.code: one.id for one in estate.places_of(community_id, kinds) if one.parent_id == community_id
    }
    return tuple(found[code] for code in codes)
