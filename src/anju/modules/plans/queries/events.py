"""Events as the console shows them: what each would start, with how many people and hours, and how the last ones went.

Source: A PLN-09.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import EventRun, RoundView
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.modules.people import facade as people
from anju.modules.plans.queries import phrasing, rounds


@dataclass(frozen=True, slots=True)
class Start:
    """A round that an event would start. jobs: times it would be done. minutes: of all of them. people: who may do it."""

    view: RoundView
    who: str
    jobs: int
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class EventKind:
    code: str
    starts: tuple[Start, ...]

    @property
    def name(self) -> str:
        return phrasing.event_name(self.code)

    @property
    def jobs(self) -> int:
        return sum(one.jobs for one in self.starts)

    @property
    def hours(self) -> float:
        return sum(one.minutes for one in self.starts) / 60

    @property
    def people(self) -> int:
        """People who can be sent at once; of several rounds for one team the team counts once."""
        return sum({one.who: one.people for one in self.starts}.values())


def kinds(community_id: int) -> list[EventKind]:
    """The usual events and those that rounds wait for; first those that would start something."""
    waiting = schedule.rounds_after(community_id)
    names = rounds.assignee_names(community_id)
    codes = sorted(
        {*phrasing.EVENTS, *waiting}, key=lambda code: (code not in waiting, phrasing.event_name(code))
    )
    return [EventKind(code, tuple(_start(view, names) for view in waiting.get(code, ()))) for code in codes]


def _start(view: RoundView, names: dict[tuple[str, int], str]) -> Start:
    draft = view.draft
    jobs = draft.recurrence.times * (len(draft.place_ids) if draft.mode == "each" and draft.place_ids else 1)
    if draft.staff_id is not None:
        able = 1
    elif draft.team_id is None and draft.position_id is None:
        able = 0
    else:
        able = len(people.members(team_id=draft.team_id, position_id=draft.position_id))
    return Start(view, names.get(rounds.assignee_of(draft), ""), jobs, jobs * draft.minutes, able)


@dataclass(frozen=True, slots=True)
class Run:
    """One event of the past. titles: of the rounds it started."""

    run: EventRun
    name: str
    titles: tuple[str, ...]


def runs(actor: Actor, community_id: int, *, since: date, at: datetime) -> list[Run]:
    """Raises Forbidden."""
    actor.require(get("schedule.work:assign"))
    reach = actor.reach(get("schedule.work:assign"))
    found = schedule.event_runs(community_id, since=since, at=at, reach=reach)
    titles = schedule.rounds_by_id({number for one in found for number in one.round_ids})
    return [
        Run(
            one, phrasing.event_name(one.event), tuple(titles[number].draft.title for number in one.round_ids)
        )
        for one in found
    ]
