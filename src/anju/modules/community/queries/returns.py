"""Return visits for the desk: what is due, how draws were held, the month against the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.community.models import SupervisorSample
from anju.modules.community.permissions import RETURN_READ
from anju.modules.community.rules import returns as rules
from anju.modules.estate import facade as estate


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Return visits of one kind in a month; kind "" for all together."""

    kind: str
    name: str
    settled: int
    drawn: int
    visited: int
    reached: int
    satisfied: int


def due(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of return visits to be made, the first due first, with the names of their places."""
    actor.require(RETURN_READ)
    found = cases.returns_open(actor=actor)
    if community_id is not None:
        found = found.filter(case__community_id=community_id)
    return estate.with_place_names(found, "case__place_id")


def visit(actor: Actor, return_id: int) -> Any:
    """An open return visit with its case. Raises Forbidden, NotFound."""
    found = due(actor).filter(pk=return_id).first()
    if found is None:
        raise NotFound("community.missing")
    return found


def kind_names() -> dict[str, str]:
    return {one.code: str(one.name) for one in cases.kinds() if one.returns is not None}


def draws(actor: Actor) -> list[dict[str, Any]]:
    """Draws of all kinds, the latest first. Raises Forbidden."""
    actor.require(RETURN_READ)
    found = [
        {**one, "kind": kind, "name": name}
        for kind, name in kind_names().items()
        for one in cases.draws(kind)
    ]
    return sorted(found, key=lambda one: (one["held_at"] is not None, one["made_at"]), reverse=True)


def month(actor: Actor, community_id: int, first: date) -> list[MonthLine]:
    """A month by kind, all together first. Raises Forbidden, NotFound."""
    actor.require(RETURN_READ)
    if not actor.reach(RETURN_READ).covers_community(community_id):
        raise NotFound("estate.place.missing", noun="community")
    rows = cases.visits_in(span=scores.month_span(first), community_id=community_id)
    kinds = kind_names()
    lines = [_line(kind, name, [one for one in rows if one.kind == kind]) for kind, name in kinds.items()]
    serious = [one for one in rows if one.severity >= 3]
    return [
        _line("", "", rows),
        _line("serious", "", serious),
        *(one for one in lines if one.settled),
    ]


def numbers_of(community_id: int, first: date) -> tuple[list[str], list[str]]:
    """(revealed secrets, numbers of the cases that stood in them) of a month's draws, for the supervisor's sample."""
    span = scores.month_span(first)
    rows = cases.visits_in(span=span, community_id=community_id)
    held = [
        one["revealed"]
        for kind in kind_names()
        for one in cases.draws(kind)
        if one["held_at"] is not None and one["held_at"] in span
    ]
    return held, sorted({one.number for one in rows})


def sample(actor: Actor, community_id: int, first: date) -> Any:
    """The supervisor's sample of a month, or None. Raises Forbidden."""
    actor.require(RETURN_READ)
    rows = SupervisorSample.objects.filter(actor.reach(RETURN_READ).q())
    return rows.filter(community_id=community_id, month=first).first()


def sample_proven(row: Any, percent: int) -> bool:
    """Whether ranking again gives the same sample."""
    return bool(rules.monthly_sample(row.revealed, row.population, percent) == row.numbers)


def cases_by_number(actor: Actor, community_id: int, first: date) -> dict[str, Any]:
    rows = cases.visits_in(span=scores.month_span(first), community_id=community_id)
    return {one.number: one for one in rows}


def rates(community_id: int, first: date, at: datetime) -> list[tuple[Any, Any]]:
    """(indicator, figure) of return rate, serious ones and satisfaction."""
    wanted = ("frontdesk.return_rate", "frontdesk.return_rate_serious", "frontdesk.satisfaction")
    found = [scores.indicator(code) for code in wanted]
    return [(one, scores.figures(one, [community_id], first, at, evidence=False)[0]) for one in found]


def _line(kind: str, name: str, rows: Any) -> MonthLine:
    done = [one for one in rows if one.done_at is not None]
    reached = [one for one in done if one.outcome not in ("", "unreached")]
    happy = [one for one in reached if one.outcome == "satisfied"]
    return MonthLine(
        kind, name, len(rows), sum(one.drawn for one in rows), len(done), len(reached), len(happy)
    )
