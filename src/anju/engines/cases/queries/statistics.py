"""How time limits were kept, and return visits and ratings in numbers. Straight from the clocks, of this moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from anju.engines.cases.contracts import Kept, KeptRow, ReturnRate
from anju.engines.cases.queries.sources import places_under
from anju.foundation import scope
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval

_BY = {
    "kind": "b.kind", "clock": "b.clock", "community_id": "b.community_id", "promise_id": "b.promise_id",
    "place_id": "c.place_id", "assignee_id": "c.assignee_id", "team_id": "c.team_id", "severity": "c.severity",
    "month": "to_char(b.started_at at time zone %(zone)s, 'YYYY-MM')",
}  # fmt: skip
_KEPT = """
select {columns}
  count(*),
  count(*) filter (where b.stopped_at is not null and (b.due_at is null or b.stopped_at <= b.due_at)),
  count(*) filter (where b.due_at < coalesce(b.stopped_at, %(at)s)),
  percentile_disc(0.5) within group (order by b.elapsed),
  percentile_disc(0.95) within group (order by b.elapsed)
from cases_clockbudget b {join}
where b.org_id = any(%(orgs)s) and not b.void and b.started_at >= %(start)s and b.started_at < %(end)s {where} {group}
"""
_JOIN = "join cases_case c on (c.org_id, c.id) = (b.org_id, b.case_id)"
# Looked up once for a statement, in the index of barred cases alone: a join would read every case of the span.
_BARRED = """array(select k.id from cases_case k where k.org_id = any(%(orgs)s) and not k.barred_users = '{}'
  and k.barred_users @> array[%(me)s]::bigint[])"""
_RETURNS = """
select c.kind, count(*), count(*) filter (where s.drawn), count(*) filter (where r.done_at is not null),
  count(*) filter (where r.done_at is not null and r.outcome <> 'unreached'),
  count(*) filter (where r.done_at is not null and r.outcome = 'satisfied')
from cases_sample s
join cases_visitdraw d on (d.org_id, d.id) = (s.org_id, s.draw_id)
join cases_case c on (c.org_id, c.id) = (s.org_id, s.case_id)
left join cases_returnvisit r on (r.org_id, r.case_id, r.draw_id) = (s.org_id, s.case_id, s.draw_id)
where s.org_id = any(%(orgs)s) and d.held_at >= %(start)s and d.held_at < %(end)s and c.state <> 'void' {where}
group by c.kind order by c.kind
"""
_STARS = """
select c.kind, count(*), sum(r.stars), count(*) filter (where r.stars >= 4) from cases_rating r
join cases_case c on (c.org_id, c.id) = (r.org_id, r.case_id)
where r.org_id = any(%(orgs)s) and r.at >= %(start)s and r.at < %(end)s and c.state <> 'void' {where} group by c.kind order by c.kind
"""


def kept(promise_id: int, span: InstantInterval, *, at: datetime) -> Kept:
    """How one promise was kept by the clocks that started in a span. Late is also what is past its limit at `at`.

    Raises Invalid for an open span.
    """
    found = kept_by((), span=span, at=at, promise_ids=[promise_id])
    return found[0].kept if found else Kept()


def kept_by(
    by: Sequence[str],
    *,
    span: InstantInterval,
    at: datetime,
    reach: Reach | None = None,
    community_id: int | None = None,
    kinds: Collection[str] = (),
    clocks: Collection[str] = (),
    promise_ids: Collection[int] | None = None,
    promised: bool = True,
    zone: str = "Asia/Shanghai",
    actor: Actor | None = None,
) -> list[KeptRow]:
    """Time limits by columns out of kind, clock, community_id, promise_id, place_id, assignee_id, team_id, severity, month.

    promised: only clocks with a limit. actor: whose barred cases are left out, None for a count that concerns no person. One statement. Raises Invalid for another column or an open span.
    """
    if not set(by) <= set(_BY) or span.end is None:
        raise Invalid("cases.counts.columns", "by", value=list(by))
    where, params = _where(reach, community_id, actor=actor)
    for column, values in (("kind", kinds), ("clock", clocks)):
        if values:
            where += f" and b.{column} = any(%({column})s)"
            params[column] = list(values)
    if promise_ids is not None:
        where += " and b.promise_id = any(%(promises)s)"
        params["promises"] = list(promise_ids)
    if promised:
        where += " and b.length is not null"
    columns = [_BY[name] for name in by]
    join = _JOIN if any("c." in one for one in (*columns, where)) else ""
    sql = _KEPT.format(
        columns="".join(f"{one}, " for one in columns),
        join=join,
        where=where,
        group=f"group by {', '.join(map(str, range(1, len(by) + 1)))}" if by else "",
    )
    rows = _fetch(sql, {**params, "start": span.start, "end": span.end, "at": at, "zone": zone})
    width = len(by)
    made = [KeptRow(tuple(row[:width]), _kept(*row[width:])) for row in rows]
    return sorted(made, key=lambda one: [(value is None, value) for value in one.key])


def return_rates(
    *,
    span: InstantInterval,
    reach: Reach | None = None,
    community_id: int | None = None,
    actor: Actor | None = None,
) -> list[ReturnRate]:
    """Return visits by kind, of the draws held in a span. actor: as in kept_by. Raises Invalid for an open span."""
    return [ReturnRate(*row) for row in _of_cases(_RETURNS, span, reach, community_id, actor)]


def ratings(
    *, span: InstantInterval, reach: Reach | None = None, community_id: int | None = None
) -> dict[str, tuple[int, int, int]]:
    """Ratings by kind given in a span: (number, sum of stars, number of four stars and more)."""
    rows = _of_cases(_STARS, span, reach, community_id)
    return {kind: (number, int(stars), good) for kind, number, stars, good in rows}


def _of_cases(
    sql: str, span: InstantInterval, reach: Reach | None, community_id: int | None, actor: Actor | None = None
) -> list[Any]:
    if span.end is None:
        raise Invalid("interval.open", "span")
    where, params = _where(reach, community_id, "c", actor)
    return _fetch(sql.format(where=where), {**params, "start": span.start, "end": span.end})


def _where(
    reach: Reach | None, community_id: int | None, table: str = "b", actor: Actor | None = None
) -> tuple[str, dict[str, Any]]:
    where: str = ""
    params: dict[str, Any] = {}
    if actor is not None and actor.user_id is not None:
        case = "c.id" if table == "c" else "b.case_id"
        where += f" and {case} <> all({_BARRED})"
        params["me"] = actor.user_id
    if community_id is not None:
        where += f" and {table}.community_id = %(community)s"
        params["community"] = community_id
    allowed = None if reach is None else reach.limits()
    if allowed is not None and allowed.communities is not None:
        inside = f"{table}.community_id = any(%(communities)s)"
        params["communities"] = sorted(allowed.communities)
        if allowed.paths:
            inside = f"({inside} or c.place_id = any(%(places)s))"
            params["places"] = list(places_under(allowed.paths))
        where += f" and {inside}"
    return where, params


def _fetch(sql: str, params: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {**params, "orgs": sorted(scope.current().reads)})
        return list(cursor.fetchall())


def _kept(expected: int, in_time: int, late: int, p50: timedelta | None, p95: timedelta | None) -> Kept:
    return Kept(expected, in_time, late, expected - in_time - late, p50, p95)
