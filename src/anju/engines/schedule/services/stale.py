"""Mark days whose tallies no longer match their occurrences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from anju.foundation import scope

_ADD = """
insert into schedule_staleday (org_id, community_id, "on")
select %s, community, day from unnest(%s::bigint[], %s::date[]) as given (community, day) order by 2, 3
on conflict do nothing
"""
_HOLD = """
select count(*) from (
  select 1 from schedule_staleday
  where org_id = %s and (community_id, "on") in (select * from unnest(%s::bigint[], %s::date[]))
  order by community_id, "on" for key share
) as held
"""


def mark(days: Iterable[tuple[int, date]]) -> None:
    """Mark (community, day) pairs as stale, in the transaction of the change itself.

    Each mark is held until that transaction ends, so that no tally is taken between the mark and the change; one
    that the tally job took away in the meantime is set again.
    """
    pairs = sorted(set(days))
    if not pairs:
        return
    values = [scope.current().writes, [pair[0] for pair in pairs], [pair[1] for pair in pairs]]
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_ADD, values)
            cursor.execute(_HOLD, values)
            if cursor.fetchone()[0] == len(pairs):
                return
