"""Start, pause, resume and stop the clocks of a case: write the segments, and with them what is derived from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from anju.engines.cases.contracts import BudgetOffer, BudgetQuestion, CaseKind, Clock
from anju.engines.cases.models import Case, ClockBudget, ClockSegment
from anju.engines.cases.queries import sources, timing
from anju.engines.cases.rules import clocks as rules
from anju.engines.cases.rules.clocks import Frame, Run, Timing
from anju.engines.cases.rules.ladder import next_look

_NEW = {
    "case_id": "bigint", "community_id": "bigint", "kind": "text", "clock": "text", "run": "smallint",
    "length": "interval", "hours": "jsonb", "amount": "integer", "unit": "text", "base": "text",
    "promise_id": "bigint", "quote": "text", "source": "text", "started_at": "timestamptz", "due_at": "timestamptz",
    "next_at": "timestamptz",
}  # fmt: skip
_BEGIN = f"""
with made as (
  insert into cases_clockbudget (org_id, {", ".join(_NEW)}, paused, void)
  select %s, v.*, false, false from unnest({", ".join(f"%s::{sort}[]" for sort in _NEW.values())}) v
  returning org_id, id, started_at)
insert into cases_clocksegment (org_id, clock_id, started_at, paused, reason)
select org_id, id, started_at, false, '' from made
"""
_PROJECT = """
update cases_clockbudget b set started_at = v.started_at, stopped_at = v.stopped_at, paused = v.paused,
  elapsed = v.elapsed, due_at = v.due_at, next_at = v.next_at
from unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::boolean[], %s::interval[], %s::timestamptz[],
  %s::timestamptz[]) v(id, started_at, stopped_at, paused, elapsed, due_at, next_at)
where b.org_id = %s and b.id = v.id
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens to clocks, by code."""

    starts: Collection[str] = ()
    stops: Collection[str] = ()
    pauses: Collection[str] = ()
    resumes: Collection[str] = ()
    reason: str = ""


def prepared(
    case: Case, kind: CaseKind, clock: Clock, run: int, at: datetime, frame: Frame
) -> tuple[ClockBudget, Timing]:
    """A clock about to start, with the tightest budget in force; nothing is written yet."""
    offer = rules.tightest(clock.budgets(_question(case, clock.code, at)), at, frame)
    made = ClockBudget(
        case_id=case.pk,
        community_id=case.community_id,
        kind=case.kind,
        clock=clock.code,
        run=run,
        started_at=at,
    )
    promise(made, offer, at, frame)
    begun = rules.begun(at, timing.hours_of(made.hours), made.length)
    project(made, begun, (), frame, kind)
    return made, begun


def promise(clock: ClockBudget, offer: BudgetOffer | None, start: datetime, frame: Frame) -> None:
    """Write the promise that a clock keeps, in words and in counting time."""
    if offer is None:
        clock.hours = timing.hours_json(rules.ALL_DAY)
        return
    budget = offer.budget
    clock.hours = timing.hours_json(rules.hours_of(budget, frame))
    clock.length = rules.length_of(budget, start, frame)
    clock.amount, clock.unit, clock.base = budget.amount, budget.unit.value, budget.base.value
    clock.promise_id, clock.quote, clock.source = offer.promise_id, offer.quote[:300], offer.source


def project(
    clock: ClockBudget,
    facts: Timing,
    fired: Collection[tuple[str, int]],
    frame: Frame,
    kind: CaseKind,
) -> None:
    """Derive everything that is stored about a clock beside its segments."""
    clock.started_at, clock.stopped_at = facts.started, facts.stopped
    clock.paused = facts.state is Run.PAUSED
    clock.due_at = rules.due(facts, frame)
    clock.elapsed = None if facts.stopped is None else rules.elapsed(facts, facts.stopped, frame)
    clock.next_at = None if clock.void else next_look(kind.steps(clock.clock), facts, fired, frame)


def insert(pairs: Iterable[tuple[ClockBudget, Timing]]) -> list[ClockBudget]:
    """Write clocks that have just begun, each with the segment that runs; one statement however many they are."""
    rows = [clock for clock, _facts in pairs]
    if rows:
        with connection.cursor() as cursor:
            values = [[_plain(getattr(one, name)) for name in _NEW] for one in rows]
            cursor.execute(_BEGIN, [rows[0].org_id, *map(list, zip(*values, strict=True))])
    return rows


def _plain(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value


def live(case_ids: Collection[int]) -> list[ClockBudget]:
    """Lock the clocks of cases that are not stopped."""
    rows = ClockBudget.objects.filter(case_id__in=list(case_ids), stopped_at__isnull=True, void=False)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def turn(case: Case, kind: CaseKind, what: Turn, at: datetime, frame: Frame) -> list[str]:
    """Apply a turn to the clocks of a case and write case.due_at (unsaved); returns the codes of those that changed.

    Starting a running clock, and stopping, pausing or resuming one that is not running, changes nothing. Raises
    Conflict (cases.clock.backwards) for a moment before the last turn of a clock.
    """
    rows = {one.clock: one for one in live([case.pk])}
    before = timing.timings(rows.values()) if rows else {}
    after = {clock.pk: _applied(before[clock.pk], code, what, at) for code, clock in rows.items()}
    changed = [code for code, clock in rows.items() if after[clock.pk] is not before[clock.pk]]
    if changed:
        turned = [rows[code] for code in changed]
        _store(turned, before, after)
        save(turned, after, kind, frame)
    started = [code for code in what.starts if code not in rows]
    fresh = insert(_runs(case, kind, started, at, frame))
    case.due_at = first_due([*rows.values(), *fresh])
    return [*changed, *started]


def save(clocks: Collection[ClockBudget], facts: dict[int, Timing], kind: CaseKind, frame: Frame) -> None:
    """Write what is derived of clocks; two statements at most, however many clocks."""
    ringing = [one.pk for one in clocks if facts[one.pk].stopped is None and kind.steps(one.clock)]
    fired = timing.fired(ringing) if ringing else {}
    for one in clocks:
        project(one, facts[one.pk], fired.get(one.pk, ()), frame, kind)
    write(clocks)


def write(clocks: Collection[ClockBudget]) -> None:
    """Store the projections of clocks; one statement."""
    rows = list(clocks)
    if not rows:
        return
    names = ("id", "started_at", "stopped_at", "paused", "elapsed", "due_at", "next_at")
    with connection.cursor() as cursor:
        cursor.execute(_PROJECT, [*([getattr(one, name) for one in rows] for name in names), rows[0].org_id])


def first_due(clocks: Iterable[ClockBudget]) -> datetime | None:
    """The due time of a case: the first one among its clocks that go on."""
    return min(
        (one.due_at for one in clocks if one.due_at is not None and one.stopped_at is None and not one.void),
        default=None,
    )


def drop(case_ids: Collection[int]) -> list[ClockBudget]:
    """Let the clocks of cases that are not stopped not count; what they promised is void."""
    rows = live(case_ids)
    ClockBudget.objects.filter(pk__in=[one.pk for one in rows]).update(void=True, next_at=None)
    return rows


def forgive(case_ids: Collection[int], at: datetime) -> None:
    """Let the running clocks of cases that are dropped not count, but those whose promise is broken already."""
    kept = [one.pk for one in live(case_ids) if one.due_at is None or one.due_at >= at]
    ClockBudget.objects.filter(pk__in=kept).update(void=True, next_at=None)


def revive(case: Case, kind: CaseKind, frame: Frame) -> list[ClockBudget]:
    """Let the clocks of a case that was merged count again, as if it had never been; returns those that go on.

    One that was running goes on with its own promise and pauses. One that went over to the other case starts anew from
    the report. One that had stopped stays stopped.
    """
    last = {one.clock: one for one in ClockBudget.objects.filter(case_id=case.pk).order_by("run")}
    silent = [one for one in last.values() if one.void and one.stopped_at is None and kind.clock(one.clock)]
    ClockBudget.objects.filter(pk__in=[one.pk for one in silent]).update(void=False)
    for one in silent:
        one.void = False
    save(silent, timing.timings(silent), kind, frame)
    gone = [one for one in kind.clocks if one.opens and one.code not in last]
    return [*silent, *insert([prepared(case, kind, one, 1, case.opened_at, frame) for one in gone])]


def frame_of(case: Case, zone: str) -> Frame:
    return sources.frame(case.community_id, zone)


def runs_so_far(case: Case) -> dict[str, int]:
    """The number of the last run of each clock that a case has had."""
    rows = ClockBudget.objects.filter(case_id=case.pk).order_by("run")
    return dict(rows.values_list("clock", "run"))


def _question(case: Case, clock: str, at: datetime) -> BudgetQuestion:
    return BudgetQuestion(
        kind=case.kind,
        clock=clock,
        community_id=case.community_id,
        place_id=case.place_id,
        severity=case.severity,
        fields=case.fields,
        at=at,
    )


def _runs(
    case: Case, kind: CaseKind, codes: Collection[str], at: datetime, frame: Frame
) -> list[tuple[ClockBudget, Timing]]:
    if not codes:
        return []
    last = runs_so_far(case)
    found = ((code, kind.clock(code)) for code in codes)
    return [
        prepared(case, kind, clock, last.get(code, 0) + 1, at, frame)
        for code, clock in found
        if clock is not None
    ]


def _applied(facts: Timing, code: str, what: Turn, at: datetime) -> Timing:
    if code in what.stops:
        return rules.stopped(facts, at)
    if code in what.pauses and facts.state is Run.RUNNING:
        return rules.paused(facts, at, what.reason[:200])
    if (code in what.resumes or code in what.starts) and facts.state is Run.PAUSED:
        return rules.resumed(facts, at)
    return facts


def _store(clocks: Collection[ClockBudget], before: dict[int, Timing], after: dict[int, Timing]) -> None:
    """Write the difference between two forms of clocks' segments: the open one ends, or never was; others follow."""
    ended: dict[datetime, list[int]] = {}
    gone: list[int] = []
    fresh: list[ClockSegment] = []
    for one in clocks:
        last = len(before[one.pk].segments) - 1
        kept, now = before[one.pk].segments[last], after[one.pk].segments[last:]
        if now and (now[0].start, now[0].paused) == (kept.start, kept.paused) and now[0].end is not None:
            ended.setdefault(now[0].end, []).append(one.pk)
            now = now[1:]
        else:
            gone.append(one.pk)
        fresh += [
            ClockSegment(
                clock=one, started_at=new.start, ended_at=new.end, paused=new.paused, reason=new.reason
            )
            for new in now
        ]
    running = ClockSegment.objects.filter(ended_at__isnull=True)
    for at, pks in ended.items():
        running.filter(clock_id__in=pks).update(ended_at=at)
    if gone:
        running.filter(clock_id__in=gone).delete()
    if fresh:
        ClockSegment.objects.bulk_create(fresh)


def reweigh(case: Case, kind: CaseKind, at: datetime, frame: Frame) -> list[str]:
    """After a case became graver: a running clock takes a tighter promise, in force at its start, and never a looser one."""
    rows = live([case.pk])
    facts = timing.timings(rows)
    tighter: list[ClockBudget] = []
    for one in rows:
        declared = kind.clock(one.clock)
        offers = declared.budgets(_question(case, one.clock, one.started_at)) if declared else ()
        offer = rules.tightest(offers, one.started_at, frame)
        if offer is None:
            continue
        probe = ClockBudget(started_at=one.started_at)
        promise(probe, offer, one.started_at, frame)
        after = Timing(facts[one.pk].segments, timing.hours_of(probe.hours), probe.length)
        if _tighter(after, facts[one.pk], at, frame):
            promise(one, offer, one.started_at, frame)
            facts[one.pk] = after
            tighter.append(one)
    if tighter:
        ClockBudget.objects.bulk_update(
            tighter, ["hours", "length", "amount", "unit", "base", "promise_id", "quote", "source"]
        )
        save(tighter, facts, kind, frame)
    case.due_at = first_due(rows)
    return [one.clock for one in tighter]


def _tighter(one: Timing, other: Timing, at: datetime, frame: Frame) -> bool:
    """Whether one form of a clock is due before another, were it to go on now."""
    if other.length is None:
        return True
    going = [rules.resumed(facts, at) if facts.state is Run.PAUSED else facts for facts in (one, other)]
    first, second = (rules.due(facts, frame) for facts in going)
    return first is not None and (second is None or first < second)
