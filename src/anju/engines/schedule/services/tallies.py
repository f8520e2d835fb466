"""Keep the tallies: recount the days that were marked as stale, then the months they lie in."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from anju.foundation import locks, scope

BATCH = 400

_COUNTS = "expected, done, in_time, late, proven, missed, skipped, pending, findings"
_SET = ", ".join(f"{name} = excluded.{name}" for name in ("domain", *_COUNTS.split(", ")))
# Days that somebody is marking at this moment are left for the next run.
_TAKE = """
select id, community_id, "on" from schedule_staleday where org_id = %s
order by "on" desc, community_id limit %s for update skip locked
"""
_DAYS = f"""
insert into schedule_daytally (org_id, community_id, round_id, domain, "on", {_COUNTS})
select o.org_id, o.community_id, o.round_id, r.domain, o."on",
  count(*) filter (where o.state <> 'void'),
  count(*) filter (where o.state = 'done'),
  count(*) filter (where o.state = 'done' and not o.late),
  count(*) filter (where o.state = 'done' and o.late),
  count(*) filter (where o.state = 'done' and o.proven),
  count(*) filter (where o.state = 'missed'),
  count(*) filter (where o.state = 'skipped'),
  count(*) filter (where o.state = 'todo'),
  coalesce(sum(o.findings), 0)
from unnest(%s::bigint[], %s::date[]) as given (community_id, day)
join schedule_occurrence o
  on o.org_id = %s and o.community_id = given.community_id and o."on" = given.day
join schedule_round r on r.org_id = o.org_id and r.id = o.round_id
group by o.org_id, o.community_id, o.round_id, r.domain, o."on"
order by o.community_id, o."on", o.round_id
on conflict on constraint day_tally_once do update set {_SET}
"""
_SUMS = ", ".join(f"sum(d.{name})" for name in _COUNTS.split(", "))
_MONTHS = f"""
insert into schedule_monthtally (org_id, community_id, round_id, domain, month, {_COUNTS})
select d.org_id, d.community_id, d.round_id, r.domain, given.month, {_SUMS}
from (
  select distinct community_id, date_trunc('month', day)::date as month
  from unnest(%s::bigint[], %s::date[]) as stale (community_id, day)
) as given
join schedule_daytally d on d.org_id = %s and d.community_id = given.community_id
  and d."on" >= given.month and d."on" < (given.month + interval '1 month')::date
join schedule_round r on r.org_id = d.org_id and r.id = d.round_id
group by d.org_id, d.community_id, d.round_id, r.domain, given.month
order by d.community_id, given.month, d.round_id
on conflict on constraint month_tally_once do update set {_SET}
"""


def refresh_tallies(*, at: datetime, limit: int = BATCH) -> int:
    """Recount up to `limit` stale days and return how many; call again until none is left.

    Marks are taken away in the transaction of the recount, so that a crash in between loses nothing, and only one
    recount of an organisation runs at a time.
    """
    org_id = scope.current().writes
    with transaction.atomic(), connection.cursor() as cursor:
        locks.advisory("schedule.tallies", org_id)
        cursor.execute(_TAKE, [org_id, limit])
        taken = cursor.fetchall()
        if not taken:
            return 0
        communities = [row[1] for row in taken]
        days = [row[2] for row in taken]
        # Statements of their own: each sees everything that was committed before the marks were taken.
        cursor.execute(_DAYS, [communities, days, org_id])
        cursor.execute(_MONTHS, [communities, days, org_id])
        cursor.execute(
            "delete from schedule_staleday where org_id = %s and id = any(%s)",
            [org_id, [row[0] for row in taken]],
        )
    return len(taken)


def refresh_all(*, at: datetime) -> int:
    """Recount until no stale day is left that nobody is marking."""
    total = 0
    while count := refresh_tallies(at=at):
        total += count
        if count < BATCH:
            break
    return total
