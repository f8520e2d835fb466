"""Fire what the ladders owe, and derive again what is stored about clocks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from anju.engines.cases.contracts import StepsFired
from anju.engines.cases.models import ClockBudget
from anju.engines.cases.queries import kinds, sources, timing
from anju.engines.cases.rules.clocks import Frame
from anju.engines.cases.rules.ladder import Owed, next_look, owed
from anju.engines.cases.services import clocks
from anju.foundation import outbox

BATCH = 500
EVENTS = 100
_STEPS = """
insert into cases_escalationstep (org_id, fired_at, case_id, clock_id, step, turn, "to", role, message, due_at)
select %s, %s, v.* from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::integer[], %s::text[], %s::text[],
  %s::text[], %s::timestamptz[]) v
returning id
"""
_EVENTS = """
insert into cases_caseevent (org_id, at, case_id, after, code, by_name, words, before, side)
select %s, %s, v.*, 'escalated', '', '', '{}', 'internal' from unnest(%s::bigint[], %s::jsonb[]) v
"""
_READ = ("org_id", "case_id", "kind", "clock", "length", "hours", "quote", "next_at")
_NEXT = """
update cases_clockbudget set next_at = v.next_at
from unnest(%s::bigint[], %s::timestamptz[]) as v(id, next_at)
where cases_clockbudget.org_id = %s and cases_clockbudget.id = v.id
"""
_DUE_AGAIN = """
update cases_case set due_at = v.due_at
from (select b.org_id, b.case_id, min(b.due_at) due_at from cases_clockbudget b
      where b.org_id = %s and b.case_id = any(%s) and b.stopped_at is null and not b.void group by 1, 2) v
where (cases_case.org_id, cases_case.id) = (v.org_id, v.case_id)
  and cases_case.closed_at is null and cases_case.due_at is distinct from v.due_at
"""


def sweep_due(*, at: datetime) -> int:
    """Fire the steps owed by up to BATCH clocks of the organisation; returns how many clocks were looked at.

    All of a batch is one transaction: steps, history, events and the next look are there together or not at all, so
    that a worker that dies anywhere leaves each step to be fired exactly once. Clocks that somebody is changing are
    left to the next sweep.
    """
    with transaction.atomic():
        rows = ClockBudget.objects.filter(next_at__lte=at).select_for_update(skip_locked=True, of=("self",))
        due = list(rows.only(*_READ).order_by("next_at", "pk")[:BATCH])
        if not due:
            return 0
        _fire(due, sources.bare_frame(), at)
    return len(due)


def rederive_due(*, after: int = 0, size: int = 1_000) -> tuple[int, int]:
    """Derive the stored times of running clocks again, as when a year's holidays were announced.

    after: clocks with larger numbers are looked at, `size` of them. Returns (last number looked at, or 0 at the end;
    how many differed).
    """
    with transaction.atomic():
        rows = ClockBudget.objects.filter(pk__gt=after, stopped_at__isnull=True, void=False).order_by("pk")
        found = list(rows.select_for_update(of=("self",))[:size])
        if not found:
            return 0, 0
        differing = _differing(found)
        clocks.write(differing)
        with connection.cursor() as cursor:
            cursor.execute(_DUE_AGAIN, [found[0].org_id, [one.case_id for one in differing]])
    return found[-1].pk if len(found) == size else 0, len(differing)


def _differing(found: Sequence[ClockBudget]) -> list[ClockBudget]:
    frame, facts = sources.bare_frame(), timing.timings(found)
    fired = timing.fired([one.pk for one in found])
    differing = []
    for one in found:
        before = (one.due_at, one.next_at, one.paused, one.stopped_at, one.started_at)
        clocks.project(one, facts[one.pk], fired[one.pk], frame, kinds.kind_of(one.kind))
        if before != (one.due_at, one.next_at, one.paused, one.stopped_at, one.started_at):
            differing.append(one)
    return differing


def _fire(due: Sequence[ClockBudget], frame: Frame, at: datetime) -> None:
    facts = timing.timings(due)
    fired = timing.fired([one.pk for one in due])
    firing: list[tuple[ClockBudget, Owed]] = []
    for one in due:
        steps = kinds.kind_of(one.kind).steps(one.clock)
        now = owed(steps, facts[one.pk], fired[one.pk], frame, at)
        firing += [(one, step) for step in now]
        known = {*fired[one.pk], *((step.step.code, step.turn) for step in now)}
        one.next_at = next_look(steps, facts[one.pk], known, frame)
    made = _write(due, firing, at)
    for start in range(0, len(made), EVENTS):
        outbox.publish(StepsFired(tuple(made[start : start + EVENTS])))


def _write(due: Sequence[ClockBudget], firing: Sequence[tuple[ClockBudget, Owed]], at: datetime) -> list[int]:
    """Store steps, history and the next look, a statement each; returns the numbers of the steps."""
    org = due[0].org_id
    with connection.cursor() as cursor:
        steps = [_step(clock, owed) for clock, owed in firing]
        cursor.execute(_STEPS, [org, at, *_columns(steps, 8)])
        made = [number for (number,) in cursor.fetchall()]
        events = [(clock.case_id, _told(clock, owed)) for clock, owed in firing if owed.turn == 0]
        cursor.execute(_EVENTS, [org, at, *_columns(events, 2)])
        cursor.execute(_NEXT, [[one.pk for one in due], [one.next_at for one in due], org])
    return made


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _step(clock: ClockBudget, owed: Owed) -> tuple[object, ...]:
    step = owed.step
    return clock.case_id, clock.pk, step.code, owed.turn, step.to.value, step.role, step.message, owed.at


def _told(clock: ClockBudget, owed: Owed) -> str:
    return json.dumps(
        {"clock": clock.clock, "step": owed.step.code, "to": owed.step.to.value, "quote": clock.quote}
    )
