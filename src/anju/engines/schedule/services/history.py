"""Take over what was done before Anju ran, or what a demo tells: many outcomes in a handful of statements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from anju.engines.schedule.models import Round
from anju.engines.schedule.permissions import ROUND_PLAN
from anju.engines.schedule.services import actions
from anju.foundation import audit, scope
from anju.foundation.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of an occurrence. state: done, missed or skipped; `key` of the submission is needed when done.

    lacking: the evidence that did not come; a record that lacks nothing is proven.
    """

    occurrence_id: int
    state: str
    late: bool = False
    done_at: datetime | None = None
    staff_id: int | None = None
    key: UUID | None = None
    codes: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    lacking: tuple[str, ...] = ()
    reason: str = ""


_DRAFT = """
create temporary table past_record (
  occurrence_id bigint, state varchar(8), late boolean, done_at timestamptz, staff_id bigint, key uuid,
  codes jsonb, people jsonb, lacking jsonb, proven boolean, reason varchar(200)
) on commit drop
"""
_KEEP_SETTLED = """
delete from past_record p using schedule_occurrence o
where o.org_id = %s and o.id = p.occurrence_id and o.state <> 'todo'
"""
_SETTLE = """
update schedule_occurrence o set state = p.state, late = p.late, done_at = p.done_at,
  done_by = case when p.state = 'done' then p.staff_id end, proven = p.proven and p.state = 'done', reason = p.reason
from past_record p where o.org_id = %s and o.id = p.occurrence_id and o.state = 'todo'
"""
_SUBMIT = """
insert into schedule_submission (org_id, occurrence_id, key, staff_id, done_at, received_at, place_label, scanned,
  position, answers, people, note, outcome, lacking)
select %s, p.occurrence_id, p.key, p.staff_id, p.done_at, p.done_at + interval '20 seconds',
  coalesce(p.codes ->> 0, ''), p.codes, null, '{}', p.people, '', case when p.late then 'late' else 'in_time' end, p.lacking
from past_record p where p.state = 'done'
"""
_STALE = """
insert into schedule_staleday (org_id, community_id, "on")
select distinct o.org_id, o.community_id, o."on" from schedule_occurrence o
join past_record p on p.occurrence_id = o.id where o.org_id = %s
on conflict do nothing
"""
_COLUMNS = "occurrence_id, state, late, done_at, staff_id, key, codes, people, lacking, proven, reason"


def history_take_over(*, actor: Actor, records: Iterable[Record], at: datetime) -> int:
    """Settle occurrences that are still to do; those settled already stay as they are. Returns how many were settled.

    Raises Forbidden; nothing is written when it raises.
    """
    actor.require(ROUND_PLAN)
    org_id = scope.current().writes
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DRAFT)
        with cursor.copy(f"copy past_record ({_COLUMNS}) from stdin") as copy:
            for one in records:
                copy.write_row(_row(one))
        cursor.execute(_KEEP_SETTLED, [org_id])
        cursor.execute(_SETTLE, [org_id])
        settled = int(cursor.rowcount)
        cursor.execute(_SUBMIT, [org_id])
        cursor.execute(_STALE, [org_id])
        cursor.execute("drop table past_record")
        some = Round.objects.order_by("pk").first()
        if settled and some is not None:
            audit.record(actor, actions.HISTORY_TAKEN_OVER, some, after={"settled": settled}, at=at)
    return settled


def _row(one: Record) -> tuple[object, ...]:
    lists = (json.dumps(list(value)) for value in (one.codes, one.people, one.lacking))
    return (
        one.occurrence_id, one.state, one.late, one.done_at, one.staff_id, one.key, *lists,
        one.state == "done" and not one.lacking, one.reason,
    )  # fmt: skip
