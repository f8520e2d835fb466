"""Benchmark of cases: a million of them, 50,000 open. The sweep of what is due, lists, board, search, opening, closing.

    .venv/bin/python bench/cases.py [--cases 1000000] [--open 50000] [--times 60]

Each case has a clock with its segments, each open one three. Every figure stands beside a bare statement over the same
connection in the same run: what PostgreSQL alone takes to read or write as many rows. Aims: sweep of 100 due p95 under
50 ms, list and board p95 under 150 ms, search under 50 ms; opening and closing through the API under 10 ms of CPU, a
list of 80 under 5 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from timing import measure

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from tests import databases  # noqa: E402

from anju.engines.cases import facade  # noqa: E402
from anju.engines.cases import permissions as rights  # noqa: E402
from anju.engines.cases.contracts import (  # noqa: E402
    Ask,
    Budget,
    BudgetOffer,
    CaseFilter,
    CaseKind,
    Clock,
    LadderStep,
    State,
    StepsFired,
    To,
    Transition,
    Unit,
    fixed,
)
from anju.foundation import actors, outbox, privacy, scope  # noqa: E402
from anju.foundation.accounts import services as accounts  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.foundation.permissions import RoleCode  # noqa: E402
from anju.kernel.interval import InstantInterval  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_cases"
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
EVERY = timedelta(seconds=1)
DUE = 100
PHONE = "13812341234"
COMMUNITIES, ROOMS, PEOPLE, STATES = 20, 500, 200, ("new", "assigned", "working", "waiting", "done")


def promised(amount: int, unit: Unit) -> Any:
    return fixed(BudgetOffer(Budget(amount, unit), 7, "急修半小时内到达"))


def way(code: str, start: str, to: str, **given: Any) -> Transition:
    return Transition(code=code, name=code, sources=(start,), to=to, permission=rights.CASE_WORK, **given)


KIND = CaseKind(
    code="bench",
    name="报修",
    prefix="B",
    states=(*(State(one, one) for one in STATES), State("closed", "已关闭", closed=True)),
    transitions=(
        *(way(f"to_{b}", a, b) for a, b in pairwise(STATES)),
        way("close", "done", "closed"),
        way("close_at_once", "new", "closed", asks=(Ask.REASON,)),
    ),
    clocks=(
        Clock("take", "响应", promised(10, Unit.MINUTES), opens=True),
        Clock("arrive", "到场", promised(30, Unit.MINUTES), opens=True),
        Clock("finish", "修复", promised(2, Unit.WORKDAYS), opens=True),
    ),
    ladder=(LadderStep(code="late", clock="arrive", to=To.TEAM_LEADER, message="late"),),
)
PLACES = """
insert into estate_place (org_id, id, kind, code, name, full_name, path, depth, sort_key, state, label, tags,
                          peak_hours, note, community_id)
select {org}, c, 'community', c::text, '小区' || c, '小区' || c, '/' || c || '/', 0, '', 'active', 'C' || c, '[]',
       '[]', '', c
from generate_series(1, {communities}) c;
insert into estate_place (org_id, id, kind, code, name, full_name, path, depth, sort_key, state, label, tags,
                          peak_hours, note, community_id, parent_id)
select {org}, c * 1000 + p, 'unit', p::text, '房' || p, '房' || p, '/' || c || '/' || (c * 1000 + p) || '/', 1, '',
       'active', 'P' || (c * 1000 + p), '[]', '[]', '', c, c
from generate_series(1, {communities}) c, generate_series(1, {rooms}) p;
insert into people_department (org_id, id, community_id, name, domain)
select {org}, c, c, '工程部', 'repair' from generate_series(1, {communities}) c;
insert into people_team (org_id, id, department_id, name)
select {org}, c, c, '一班' from generate_series(1, {communities}) c;
insert into people_staff (org_id, id, community_id, number, name, phone, department_id, team_id, skills, state)
select {org}, n, 1 + n % {communities}, n::text, '员工', '', 1 + n % {communities}, 1 + n % {communities}, '[]', 'active'
from generate_series(1, {people}) n;
"""
# Open ones started so that one falls due every second from {now} on; closed ones lie in the three years before.
CASES = """
insert into cases_case (org_id, id, community_id, place_id, kind, number, title, words, severity, state, channel,
  reporter_name, contact, contact_digest, source, assignee_id, team_id, fields, barred_staff, barred_users, opened_at,
  due_at, closed_at, reopened, state_before_merge)
select {org}, n, 1 + n % {communities}, (1 + n % {communities}) * 1000 + 1 + (n * 7) % {rooms}, 'bench',
  'B2026-' || lpad(n::text, 7, '0'), '厨房水管滴水', '从昨天晚上开始滴水', 1 + n % 4,
  case when n <= {open} then (array{states})[1 + n % {width}] else 'closed' end, 'phone', '', '',
  case when n % 300000 = 7 then '{phone}' else md5((n % 300000)::text) || md5('x') end, '', case when n % 5 > 0 then 1 + n % {people} end, 1 + n % {communities}, '{{}}',
  '{{}}', '{{}}', o.at, case when n <= {open} then o.at + interval '30 minutes' end,
  case when n > {open} then o.at + interval '1 hour' end, 0, ''
from generate_series(1, {cases}) n,
  lateral (select case when n <= {open} then timestamptz '{now}' - interval '30 minutes' + n * interval '1 second'
    else timestamptz '{now}' - n * interval '90 seconds' end as at) o;
"""
CLOCKS = """
insert into cases_clockbudget (org_id, id, case_id, community_id, kind, clock, run, length, hours, amount, unit, base,
  promise_id, quote, source, started_at, stopped_at, paused, elapsed, due_at, next_at, void)
select {org}, c.id * 3 + k.n, c.id, c.community_id, 'bench', k.code, 1, k.length,
  '{{"spans": [[0, 1440]], "workdays_only": false}}', 30, 'minutes', 'calendar', 7, '急修半小时内到达', 'plan', c.opened_at,
  case when c.closed_at is not null then c.opened_at + interval '20 minutes' end, false,
  case when c.closed_at is not null then interval '20 minutes' end, c.opened_at + k.length,
  case when c.closed_at is null and k.code = 'arrive' then c.opened_at + k.length end, false
from cases_case c, (values (0, 'arrive', interval '30 minutes'), (1, 'take', interval '40 minutes'),
  (2, 'finish', interval '2 days')) k(n, code, length)
where c.closed_at is null or k.n = 0;
insert into cases_clocksegment (org_id, clock_id, started_at, ended_at, paused, reason)
select org_id, id, started_at, stopped_at, false, '' from cases_clockbudget;
insert into cases_caseevent (org_id, case_id, at, code, by_name, words, before, after, side)
select org_id, id, opened_at, 'opened', '前台', '', '{{}}', '{{}}', 'reporter' from cases_case;
create table bare_case as select * from cases_case limit 0;
grant select, insert on bare_case to {role};
select setval(pg_get_serial_sequence('cases_case', 'id'), {cases});
select setval(pg_get_serial_sequence('cases_clockbudget', 'id'), {cases} * 3 + 10);
"""
BARE_DUE = "select * from cases_clockbudget where org_id = %s and next_at <= %s order by next_at limit 100"
BARE_LIST = "select * from cases_case where org_id = %s order by opened_at desc, id desc limit 80"
BARE_OPEN = "select * from cases_case where org_id = %s and closed_at is null order by due_at, id limit 250"
BARE_ONE = "select * from cases_case where org_id = %s and number = 'B2026-0500000'"
BARE_ADD = "insert into bare_case select * from cases_case where org_id = %s and id = 1"
BARE_CLOSE = "update cases_case set words = words || '。' where org_id = %s and id = 1"


def prepare(org: int, cases: int, open_ones: int) -> None:
    """Fill the scratch database by the owner; this is not what is measured."""
    given = {
        "org": org, "cases": cases, "open": open_ones, "communities": COMMUNITIES, "rooms": ROOMS, "people": PEOPLE,
        "now": NOW.isoformat(), "states": list(STATES), "width": len(STATES), "role": database.app().user,
        "phone": privacy.digest(PHONE),
    }  # fmt: skip
    with replace(database.owner(), name=NAME).connect(autocommit=True) as owner:
        for part in (PLACES, CASES, CLOCKS):
            owner.execute(part.format(**given))
        owner.execute("vacuum analyze")


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def report(name: str, found: list[tuple[float, float]], bare: list[tuple[float, float]], aim: str) -> None:
    walls, cpus = ([1e3 * one[n] for one in found] for n in (0, 1))
    bare_wall, bare_cpu = (statistics.median(1e3 * one[n] for one in bare) for n in (0, 1))
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    ratio = cpu / bare_cpu if bare_cpu > 0.05 else wall / bare_wall
    print(
        f"{name:<34} p50 {wall:7.2f}  p95 {p95(walls):7.2f}  CPU {cpu:6.2f} ms   bare {bare_wall:6.2f} ms"
        f"  wall ratio {wall / bare_wall:6.1f}  CPU ratio {ratio:5.1f}   aim: {aim}"
    )


def bare(org: int, sql: str, *more: object) -> Callable[[], object]:
    def run() -> object:
        with scope.enter(org), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [org, *more])
            return cursor.fetchall() if cursor.description else None

    return run


def scoped(org: int, act: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        with scope.enter(org), transaction.atomic():
            return act()

    return run


def sweeping(org: int, times: int) -> None:
    clock = [NOW - EVERY * DUE]

    def sweep() -> None:
        clock[0] += EVERY * DUE
        fired = facade.sweep_due(at=clock[0])
        assert fired == DUE or clock[0] == NOW, fired

    found = measure(times, scoped(org, sweep))
    yard = measure(times, bare(org, BARE_DUE, NOW + timedelta(days=9)))
    report(f"sweep, {DUE} due", found, yard, "p95 < 50 ms")
    nothing = measure(times, scoped(org, lambda: facade.sweep_due(at=NOW)))
    report("sweep, nothing due", nothing, yard, "")


def reading(org: int, boss: Any, times: int) -> None:
    newest = ("-opened_at", "-id")
    yard = measure(times, bare(org, BARE_LIST))
    one = CaseFilter(community_id=3)
    texts: dict[str, Callable[[], object]] = {
        "list of 80, newest": lambda: facade.rows(facade.cases(actor=boss).order_by(*newest)[:80]),
        "list of 80, one community": lambda: facade.rows(
            facade.cases(actor=boss, wanted=one).order_by(*newest)[:80]
        ),
        "list of 80, open, first due": lambda: facade.rows(
            facade.due_soon(actor=boss, at=NOW + timedelta(days=1))[:80]
        ),
    }
    for name, act in texts.items():
        report(name, measure(times, scoped(org, act)), yard, "p95 < 150 ms, CPU < 5 ms")
    yard = measure(times, bare(org, BARE_OPEN))
    report(
        "board by state", measure(times, scoped(org, lambda: facade.board(actor=boss))), yard, "p95 < 150 ms"
    )
    by_person = scoped(org, lambda: facade.board(actor=boss, by="assignee_id", depth=10))
    report(f"board by person ({PEOPLE})", measure(times, by_person), yard, "p95 < 150 ms")
    yard = measure(times, bare(org, BARE_ONE))
    room = [3 * 1000 + 9]
    ways: dict[str, Callable[[], object]] = {
        "search by number": lambda: facade.find(actor=boss, text="B2026-0500000"),
        "search by phone": lambda: facade.find(actor=boss, text=PHONE),
        "search by room": lambda: facade.find(actor=boss, text="", place_ids=room),
    }
    for name, act in ways.items():
        report(name, measure(times, scoped(org, act)), yard, "p95 < 50 ms")
    month = InstantInterval(NOW - timedelta(days=120), NOW - timedelta(days=90))
    kept = scoped(org, lambda: facade.kept(7, month, at=NOW))
    report("kept promise, one month", measure(min(times, 20), kept), yard, "")


def looking(org: int, client: Client, times: int) -> None:
    """The page of the board through the whole middleware stack, all communities together and one."""
    yard = measure(times, bare(org, BARE_OPEN))
    for by in ("state", "person"):
        found = measure(times, lambda by=by: client.get("/desk/cases/board/", {"by": by}))
        report(f"board page by {by}", found, yard, "p95 < 150 ms")


def writing(org: int, client: Client, times: int) -> None:
    made: list[int] = []

    def post(path: str, body: dict[str, object]) -> Any:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = client.post(f"/api/v1/cases/{path}", body, content_type="application/json", headers=headers)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def create() -> None:
        body = {
            "kind": "bench",
            "community_id": 3,
            "place_id": 3009,
            "title": "厨房水管滴水",
            "phone": "13812341234",
        }
        made.append(post("cases", body)["id"])

    def close() -> None:
        post(f"cases/{made.pop()}/transitions/close_at_once", {"reason": "已处理"})

    yard = measure(times, bare(org, BARE_ADD))
    report("open through the API", measure(times, create), yard, "CPU < 10 ms")
    yard = measure(times, bare(org, BARE_CLOSE))
    report("close through the API", measure(times, close), yard, "CPU < 10 ms")
    yard = measure(times, bare(org, BARE_LIST))
    asked = measure(times, lambda: client.get("/api/v1/cases/cases", {"limit": 80}))
    report("list of 80 through the API", asked, yard, "CPU < 5 ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    databases.copy(databases.ensure_empty(), NAME)
    connection.settings_dict["NAME"] = NAME
    facade.kind(KIND)
    outbox.on(StepsFired.code, "bench", lambda payload: None)
    org = Organisation.objects.create(name="测试物业")
    started = time.perf_counter()
    prepare(org.pk, given.cases, given.open)
    print(f"{given.cases:,} cases, {given.open:,} open, made in {time.perf_counter() - started:.0f} s\n")
    client = Client()
    with scope.enter(org.pk), transaction.atomic():
        boss = actors.root("测试", org.pk)
        user = accounts.user_create(username="bench", name="测试员", password="correct horse 42")
        accounts.member_add(user=user, org=org)
        accounts.role_assign(actor=boss, user=user, role_code=RoleCode.MANAGER, path="")
    client.force_login(user)
    sweeping(org.pk, given.times)
    reading(org.pk, boss, given.times)
    looking(org.pk, client, given.times)
    writing(org.pk, client, given.times)
    connection.close()
    databases.drop(NAME)


if __name__ == "__main__":
    main()
