"""Say of work whose time has run out that it was missed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from anju.engines.schedule.services import stale
from anju.foundation import scope

_CLOSE = """
with closed as (
  update schedule_occurrence set state = 'missed'
  where org_id = %s and state = 'todo' and closes_at <= %s
  returning community_id, "on"
)
select community_id, "on", count(*) from closed group by 1, 2
"""


def close_due(*, at: datetime) -> int:
    """Mark as missed all work of the organisation still to do that closed by `at`; return how much it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLOSE, [scope.current().writes, at])
        closed = cursor.fetchall()
        stale.mark((community_id, on) for community_id, on, _count in closed)
    return sum(count for _community, _on, count in closed)
