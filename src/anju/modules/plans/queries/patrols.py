"""Patrols: the plan of each, its count of a day against what was promised, its points, its record.

Source: A PAT-01 … PAT-04, PAT-07 … PAT-12.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, RoundDraft, RoundView, Tally
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView, SitePlanView
from anju.modules.plans.queries import rounds, works
from anju.modules.plans.rules.standing import DayLine

PATROLS = ("patrol", "fire_check")
STRIP_DAYS = 28
SCAN_DAYS = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrol:
    """One patrol and its day. alone: rounds of the last weeks that fewer people walked than are asked."""

    view: RoundView
    who: str
    stops: tuple[PlaceView, ...]
    tally: Tally
    alone: int
    days: tuple[DayLine, ...]

    @property
    def draft(self) -> RoundDraft:
        return self.view.draft

    @property
    def at_night(self) -> bool:
        return self.draft.recurrence.period is Period.NIGHT

    @property
    def short(self) -> int:
        """Rounds of the day that were surely not walked in time."""
        return self.tally.missed

    @property
    def asks_company(self) -> bool:
        """A night patrol walks in twos (PAT-04); one that does not ask for it is said so."""
        return self.draft.evidence.people > 1


@dataclass(frozen=True, slots=True)
class Point:
    """A point of patrol: its label, the patrols through it, when it was last scanned."""

    place: PlaceView
    patrols: tuple[str, ...]
    scanned_at: datetime | None


def patrols(actor: Actor, community_id: int, day: date) -> list[Patrol]:
    """Running patrols of a community with the counts of a day. Raises Forbidden."""
    actor.require(rounds.reading())
    reach = actor.reach(rounds.reading())
    found = rounds.running(community_id, reach, PATROLS)
    if not found:
        return []
    counts = schedule.live_totals(
        ("round_id",),
        days=DateInterval(day, day + timedelta(days=1)),
        community_id=community_id,
        round_ids=found.keys(),
    )
    tallies = {one.key[0]: one.tally for one in counts}
    strip = DateInterval(day - timedelta(days=STRIP_DAYS - 1), day + timedelta(days=1))
    by_day = {
        one.key: one.tally
        for one in schedule.day_tallies(days=strip, community_id=community_id, round_ids=found.keys())
    }
    alone = _alone(found.keys(), strip)
    places = estate.places_by_id({one for view in found.values() for one in view.draft.place_ids})
    names = rounds.assignee_names(community_id)
    return [
        Patrol(
            view=view,
            who=names.get(rounds.assignee_of(view.draft), ""),
            stops=tuple(places[one] for one in view.draft.place_ids if one in places),
            tally=tallies.get(number, Tally()),
            alone=alone.get(number, 0),
            days=tuple(DayLine(on, by_day.get((number, on), Tally())) for on in strip.days()),
        )
        for number, view in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a route on a day. name: without the community's. spot: where its pin is, in permille of the plan, None where it has none.

    scanned, walks: of the rounds that were settled that day, how many its label was scanned on.
    """

    number: int
    place: PlaceView
    name: str
    spot: tuple[int, int] | None
    scanned: int
    walks: int

    @property
    def standing(self) -> str:
        """scanned on every round, missed on some, or none: no round was settled yet."""
        if not self.walks:
            return "none"
        return "scanned" if self.scanned >= self.walks else "missed"


@dataclass(frozen=True, slots=True)
class RouteMap:
    """A route over the site plan on a day. stops: in walking order."""

    plan: SitePlanView
    stops: tuple[Stop, ...]

    @property
    def gaps(self) -> int:
        """Points that were missed on some round of the day."""
        return sum(stop.standing == "missed" for stop in self.stops)

    @property
    def pinned(self) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if stop.spot is not None)

    @property
    def line(self) -> str:
        """Points of the way for a picture 1000 wide."""
        return " ".join(f"{x},{y}" for x, y in (self.at(stop) for stop in self.pinned))

    @property
    def height(self) -> int:
        return round(self.plan.height * 1000 / self.plan.width)

    def at(self, stop: Stop) -> tuple[int, int]:
        x, y = stop.spot or (0, 0)
        return x, round(y * self.plan.height / self.plan.width)


def route_maps(found: Sequence[Patrol], community_id: int, day: date) -> dict[int, RouteMap]:
    """By round id: the way of every patrol over the community's site plan, with what was scanned that day (PAT-01).

    Only ways with two pins at least; those with gaps first, then patrols before checks.
    """
    plan = estate.site_plan_of(community_id)
    if plan is None:
        return {}
    scans = _scans([one.view.id for one in found], day)
    home = f"{estate.place(community_id).name} "
    maps = {one.view.id: _map(plan, one, scans[one.view.id], home) for one in found}
    kinds = {one.view.id: one.draft.kind for one in found}
    drawn = [number for number, each in maps.items() if len(each.pinned) > 1]
    drawn.sort(
        key=lambda number: (-maps[number].gaps, kinds[number] != "patrol", len(maps[number].stops) > 20)
    )
    return {number: maps[number] for number in drawn}


def _map(plan: SitePlanView, found: Patrol, walks: Sequence[frozenset[str]], home: str) -> RouteMap:
    stops = (
        Stop(
            number, place, place.full_name.removeprefix(home) or place.name, plan.pins.get(place.id),
            sum(place.label in codes for codes in walks), len(walks),
        )
        for number, place in enumerate(found.stops, start=1)
    )  # fmt: skip
    return RouteMap(plan, tuple(stops))


def _scans(round_ids: Collection[int], day: date) -> dict[int, list[frozenset[str]]]:
    """For each round of a day that was done or missed, the labels scanned on it."""
    rows = schedule.occurrences(
        round_ids=round_ids, days=DateInterval(day, day + timedelta(days=1)), states=("done", "missed")
    )
    found: dict[int, list[frozenset[str]]] = {number: [] for number in round_ids}
    for row in rows.prefetch_related("submissions").order_by("opens_at", "pk"):
        codes = (code for sent in row.submissions.all() for code in sent.scanned)
        found[row.round_id].append(frozenset(codes))
    return found


def points(actor: Actor, community_id: int, today: date) -> list[Point]:
    """Every place of a running patrol, those not scanned for the longest time first (PAT-07)."""
    actor.require(rounds.reading())
    found = rounds.running(community_id, actor.reach(rounds.reading()), PATROLS)
    through: dict[int, list[str]] = {}
    for view in found.values():
        for place_id in view.draft.place_ids:
            through.setdefault(place_id, []).append(view.draft.title)
    scans = last_scans(
        found.keys(), DateInterval(today - timedelta(days=SCAN_DAYS), today + timedelta(days=1))
    )
    places = estate.places_by_id(through)
    rows = [
        Point(place, tuple(dict.fromkeys(through[number])), scans.get(place.label))
        for number, place in places.items()
    ]
    return sorted(
        rows, key=lambda one: (one.scanned_at.timestamp() if one.scanned_at else 0, one.place.full_name)
    )


def last_scans(round_ids: Collection[int], days: DateInterval) -> Mapping[str, datetime]:
    """When each label was last scanned on these rounds, by label."""
    rows = schedule.occurrences(round_ids=round_ids, days=days).exclude(submissions__scanned=[])
    scanned = rows.order_by().values_list("submissions__scanned", "submissions__done_at")
    latest: dict[str, datetime] = {}
    for codes, done_at in scanned:
        for code in codes or ():
            if code not in latest or done_at > latest[code]:
                latest[code] = done_at
    return latest


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One time of a patrol as the record shows it. scanned, asked: points on the way."""

    row: Any
    people: int
    scanned: int
    asked: int
    lacking: tuple[str, ...]
    note: str


def record(
    actor: Actor, *, community_id: int, days: DateInterval, round_id: int | None = None
) -> Iterator[RecordLine]:
    """Every time a patrol was due in the span, in order, with what was recorded (PAT-08, PAT-12)."""
    reach = actor.reach(get("schedule.work:read"))
    rows = schedule.occurrences(
        reach=reach, community_id=community_id, days=days, round_ids=None if round_id is None else [round_id]
    )
    rows = works.with_names(rows.filter(round__kind__in=PATROLS, on__lt=days.end).select_related("round"))
    spots = {
        number: len(places)
        for number, places in schedule.places_of(
            set(rows.order_by().values_list("round_id", flat=True).distinct())
        ).items()
    }
    ordered = rows.prefetch_related("submissions").order_by("on", "opens_at", "pk")
    for row in ordered.iterator(chunk_size=500):
        yield _line(row, spots.get(row.round_id, 0))


def _line(row: Any, spots: int) -> RecordLine:
    sent = list(row.submissions.all())
    codes = {code for one in sent for code in one.scanned}
    people_there = {one for each in sent for one in each.people}
    lacking = tuple(dict.fromkeys(name for one in sent for name in one.lacking)) if not row.proven else ()
    note = "；".join(one.note for one in sent if one.note)
    return RecordLine(row, len(people_there), len(codes), 1 if row.place_id else spots, lacking, note)


def _alone(round_ids: Collection[int], days: DateInterval) -> dict[int, int]:
    rows = schedule.occurrences(round_ids=round_ids, days=days, states=("done",)).filter(
        submissions__lacking__contains=["people"], proven=False
    )
    return dict(
        rows.order_by()
        .values("round_id")
        .annotate(number=Count("pk", distinct=True))
        .values_list("round_id", "number")
    )
