"""Where promises stand: each one over a span of days, and the roll-ups. All limited by the actor's reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anju.engines.cases.contracts import Kept
from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Count, Tally
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import PlanVersion, PromiseState, VersionState
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import promises, rates, time_limits, wording
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules import standing
from anju.modules.plans.rules.standing import DayLine, PromiseLine, Rate, Rollup, Standing

RUNS_IN = "schedule"
LIMITED_BY = "cases"
HELD = (VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """One community over a span: every promise, and the roll-up by domain and over all."""

    community_id: int
    days: DateInterval
    lines: tuple[PromiseLine, ...]
    domains: tuple[Rollup, ...]
    overall: Rollup


def month_of(day: date) -> DateInterval:
    first = day.replace(day=1)
    return DateInterval(first, (first + timedelta(days=32)).replace(day=1))


def week_of(day: date) -> DateInterval:
    monday = day - timedelta(days=day.weekday())
    return DateInterval(monday, monday + timedelta(days=7))


def fulfilment(
    *, actor: Actor, community_id: int, days: DateInterval, today: date, at: datetime | None = None
) -> Fulfilment:
    """Raises Forbidden, NotFound when the community is out of reach. at: as in `standings`."""
    check_community(actor, community_id)
    lines = tuple(standings(community_id=community_id, days=days, today=today, at=at))
    domains = tuple(standing.rolled_up(lines, _names(wording.DOMAINS)))
    return Fulfilment(community_id, days, lines, domains, _overall(lines))


def check_community(actor: Actor, community_id: int) -> None:
    actor.require(FULFILMENT_READ)
    if not actor.reach(FULFILMENT_READ).covers_community(community_id):
        raise NotFound("estate.place.missing", noun="community")


def standings(
    *, community_id: int, days: DateInterval, today: date, at: datetime | None = None, measure: bool = True
) -> list[PromiseLine]:
    """Every promise that held on a day of the span, in the order of the plan's text.

    at: the instant up to which a running case may still be in time, the beginning of today without one. measure:
    False leaves shares out, which need a source call for each indicator.
    """
    held = promises.held_between(community_id, days.start, _end(days))
    at = at or schedule.day_span(DateInterval(today, today + timedelta(days=1))).start
    told = _Told(
        days,
        today,
        tallies_by_round({one for view in held for one in view.round_ids}, days),
        time_limits.kept_by_promise([one.id for one in held if one.engine == LIMITED_BY], days, at),
        rates.rates(held, community_id=community_id, days=days, at=at) if measure else {},
    )
    return [_line(view, told) for view in held]


def tallies_by_round(round_ids: Collection[int], days: DateInterval) -> Mapping[int, Tally]:
    if not round_ids:
        return {}
    return {one.key[0]: one.tally for one in schedule.totals(("round_id",), days=days, round_ids=round_ids)}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the engines say of a span."""

    days: DateInterval
    today: date
    tallies: Mapping[int, Tally]
    clocks: Mapping[int, Kept]
    rates: Mapping[int, Rate]


def _line(view: PromiseView, told: _Told) -> PromiseLine:
    tally = sum((told.tallies.get(one, Tally()) for one in view.round_ids), Tally())
    comparator = standing.comparator_of(view.comparator)
    over = _end(told.days) <= told.today
    clock, rate = told.clocks.get(view.id), told.rates.get(view.id)
    if view.engine == LIMITED_BY and (clock or view.state == PromiseState.RUNNING):
        clock = clock or Kept()
        state: Any = standing.of_clock(clock, over=over)
    elif rate is not None:
        state = standing.of_rate(rate, over=over)
    elif view.engine == RUNS_IN and view.round_ids:
        state = Standing(schedule.state_of(tally, comparator=comparator, over=over))
    else:
        state = None
    return standing.line(
        facts={
            "id": view.id,
            "number": view.number,
            "section": view.section,
            "title": f"{view.activity} · {view.object}" if view.object else view.activity,
            "quote": view.quote,
            "domain": view.domain,
            "kind": view.kind,
            "engine": view.engine,
        },
        counts=tally,
        waiting=state is None,
        state=state,
        slack=schedule.slack(tally, comparator=comparator),
        clock=clock,
        rate=rate,
    )


def plan_of(community_id: int, days: DateInterval) -> tuple[str, int, date | None]:
    """Title, version number and first day of the plan that held latest in the span; empty where none did."""
    rows = PlanVersion.objects.select_related("plan").filter(
        plan__community_id=community_id, in_force_from__lt=_end(days), state__in=HELD
    )
    found = rows.exclude(superseded_on__lte=days.start).order_by("-in_force_from", "-number").first()
    return ("", 0, None) if found is None else (found.plan.title, found.number, found.in_force_from)


def days_of(
    *,
    days: DateInterval,
    reach: Reach,
    community_id: int | None = None,
    round_ids: Collection[int] | None = None,
) -> list[DayLine]:
    """One line for each day of the span, days without work included: the calendar heat map."""
    found = schedule.totals(("on",), days=days, reach=reach, community_id=community_id, round_ids=round_ids)
    by_day = {one.key[0]: one.tally for one in found}
    length = (_end(days) - days.start).days
    return [
        DayLine(day, by_day.get(day, Tally())) for day in (days.start + timedelta(n) for n in range(length))
    ]


def by_place(*, reach: Reach, community_id: int, days: DateInterval) -> list[Rollup]:
    """Work by place, the most missed first; work along a route counts for its community."""
    found = schedule.live_totals(("place_id",), days=days, reach=reach, community_id=community_id)
    ids = [one.key[0] or community_id for one in found]
    names = estate.places_by_id(ids)
    return _ranked(found, {one: names[one].full_name for one in ids if one in names}, community_id)


def by_team(*, reach: Reach, community_id: int, days: DateInterval) -> list[Rollup]:
    found = schedule.live_totals(("team_id",), days=days, reach=reach, community_id=community_id)
    return _ranked(found, {one.id: one.name for one in people.teams(community_id)}, 0)


def by_person(*, reach: Reach, community_id: int, days: DateInterval) -> list[Rollup]:
    found = schedule.live_totals(("staff_id",), days=days, reach=reach, community_id=community_id)
    names = people.staff_by_id([one.key[0] for one in found if one.key[0]])
    return _ranked(found, {key: one.name for key, one in names.items()}, 0)


def league(*, reach: Reach, days: DateInterval) -> list[Rollup]:
    """Communities side by side, the one most in time first; those without settled work last."""
    found = {one.key[0]: one.tally for one in schedule.totals(("community_id",), days=days, reach=reach)}
    rows = [Rollup(str(one.id), one.name, found.get(one.id, Tally())) for one in estate.communities(reach)]
    share = {one.key: standing.in_time_share(one.tally) for one in rows}
    return sorted(rows, key=lambda one: (share[one.key] is None, -(share[one.key] or 0), one.label))


def endangered(*, actor: Actor, community_id: int, today: date) -> list[PromiseLine]:
    """Promises of this week that are close to being broken."""
    lines = standings(community_id=community_id, days=week_of(today), today=today, measure=False)
    return standing.endangered(lines)


def _ranked(found: list[Count], names: Mapping[int, str], instead: int) -> list[Rollup]:
    rows = [
        Rollup(str(one.key[0] or instead), names.get(one.key[0] or instead, "—"), one.tally) for one in found
    ]
    return sorted(rows, key=lambda one: (-one.tally.missed, -one.tally.late, one.label))


def _overall(lines: tuple[PromiseLine, ...]) -> Rollup:
    states: dict[standing.Standing, int] = {}
    for one in lines:
        states[one.standing] = states.get(one.standing, 0) + 1
    clock = standing.clocks_added(one.clock for one in lines)
    return Rollup("all", "", sum((one.tally for one in lines), Tally()), states, clock)


def _names(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(label) for key, label in table.items()}


def _end(days: DateInterval) -> date:
    return days.end if days.end is not None else days.start + timedelta(days=1)
