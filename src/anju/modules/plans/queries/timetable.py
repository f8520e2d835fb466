"""The working timetable of a community's day, from its running rounds. Source: A PLN-05, PLN-06, PLN-10."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, RoundView, Slot
from anju.foundation.actors import Actor
from anju.kernel import calendar
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.plans.queries import phrasing, promises, rounds
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules import timetable as rules
from anju.modules.plans.rules.timetable import Nature

MOST_SLOTS = 96


@dataclass(frozen=True, slots=True)
class Entry:
    """One time of one round on the day."""

    round_id: int
    title: str
    nature: Nature
    slot: Slot
    places: int


@dataclass(frozen=True, slots=True)
class Row:
    """Who works at which hours. hours: what each of the 24 is shown as, and how many entries touch it."""

    who: str
    hours: tuple[tuple[Nature, int] | None, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """Work of the day that is bound to no hour."""

    round_id: int
    title: str
    who: str
    nature: Nature
    says: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A promise of round-the-clock presence, beside the hours of the day in which rounds of its field lie."""

    promise: PromiseView
    covered: frozenset[int]
    bare: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RefuseRoute:
    """A way along which refuse is collected, with its times."""

    round_id: int
    title: str
    says: str
    slots: tuple[Slot, ...]
    stops: tuple[PlaceView, ...]
    route: str


@dataclass(frozen=True, slots=True)
class Timetable:
    day: date
    rows: tuple[Row, ...]
    loose: tuple[Loose, ...]
    covers: tuple[Cover, ...]
    refuse: tuple[RefuseRoute, ...]


def timetable(actor: Actor, community_id: int, day: date, nature: str = "") -> Timetable:
    """Raises Forbidden. nature: entries of one nature only."""
    actor.require(rounds.reading())
    zone = ZoneInfo(actor.time_zone)
    found = rounds.running(community_id, actor.reach(rounds.reading()))
    names = rounds.assignee_names(community_id)
    by_who: dict[str, list[Entry]] = defaultdict(list)
    loose: list[Loose] = []
    for number, view in found.items():
        kind = _nature(view)
        if nature and kind != nature:
            continue
        slots = slots_on(view, day, zone)
        who = names.get(rounds.assignee_of(view.draft), "")
        draft = view.draft
        timed = [one for one in slots if rules.at_an_hour(one.opens_at, one.due_at)]
        by_who[who] += [Entry(number, draft.title, kind, one, len(draft.place_ids)) for one in timed]
        if len(timed) < len(slots) or draft.recurrence.period is Period.EVENT:
            loose.append(Loose(number, draft.title, who, kind, phrasing.sentence(draft.recurrence)))
    rows = [_row(who, entries, day, zone) for who, entries in sorted(by_who.items()) if entries]
    return Timetable(
        day=day,
        rows=tuple(rows),
        loose=tuple(sorted(loose, key=lambda one: (one.who, one.title))),
        covers=tuple(_covers(actor, community_id, found, day, zone)),
        refuse=tuple(_refuse(found, community_id, day, zone)),
    )


def slots_on(view: RoundView, day: date, zone: ZoneInfo) -> list[Slot]:
    """Slots of a round that touch the day, within the days on which it runs."""
    draft = view.draft
    start = max(day - timedelta(days=1), draft.active_from)
    end = min(day + timedelta(days=1), draft.active_until or date.max)
    if draft.recurrence.period is Period.EVENT or end <= start:
        return []
    found = schedule.slots(draft.recurrence, DateInterval(start, end), calendar=calendar.china(), zone=zone)
    touching = [one for one in found if rules.hours_touched(one.opens_at, one.due_at, day, zone)]
    return touching[:MOST_SLOTS]


def _nature(view: RoundView) -> Nature:
    draft = view.draft
    return rules.nature_of(
        kind=draft.kind, domain=draft.domain, after_event=draft.recurrence.period is Period.EVENT
    )


def _row(who: str, entries: list[Entry], day: date, zone: ZoneInfo) -> Row:
    touched: dict[int, list[Nature]] = defaultdict(list)
    for entry in entries:
        for hour in rules.hours_touched(entry.slot.opens_at, entry.slot.due_at, day, zone):
            touched[hour].append(entry.nature)
    hours = tuple(
        (rules.mixed(touched[hour]), len(touched[hour])) if hour in touched else None for hour in rules.HOURS
    )
    return Row(who, hours, tuple(sorted(entries, key=lambda one: (one.slot.opens_at, one.title))))


def _covers(
    actor: Actor, community_id: int, found: dict[int, RoundView], day: date, zone: ZoneInfo
) -> list[Cover]:
    rows = promises.register(actor, community_id).filter(kind="coverage", unit="hours", value__gte=24)
    rows = rows.order_by("version_id", "start", "pk")
    result = []
    for promise in promises.views(rows):
        covered: set[int] = set()
        for view in found.values():
            if view.draft.domain != promise.domain:
                continue
            for slot in slots_on(view, day, zone):
                if rules.at_an_hour(slot.opens_at, slot.due_at):
                    covered |= rules.hours_touched(slot.opens_at, slot.due_at, day, zone)
        result.append(Cover(promise, frozenset(covered), tuple(rules.bare_spans(covered))))
    return result


def _refuse(found: dict[int, RoundView], community_id: int, day: date, zone: ZoneInfo) -> list[RefuseRoute]:
    collecting = {number: view for number, view in found.items() if view.draft.kind == "refuse"}
    if not collecting:
        return []
    routes = {frozenset(one.place_ids): one.name for one in estate.routes(community_id)}
    places = estate.places_by_id({one for view in collecting.values() for one in view.draft.place_ids})
    return [
        RefuseRoute(
            round_id=number,
            title=view.draft.title,
            says=phrasing.sentence(view.draft.recurrence),
            slots=tuple(slots_on(view, day, zone)),
            stops=tuple(places[one] for one in view.draft.place_ids if one in places),
            route=routes.get(frozenset(view.draft.place_ids), ""),
        )
        for number, view in collecting.items()
    ]
