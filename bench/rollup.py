"""Benchmark of roll-ups over millions of occurrences, from the tallies, and of the lists a manager opens.

    python bench/rollup.py [--occurrences 5000000] [--communities 200]

A year of occurrences of 40 rounds a community is generated in a scratch database; the tally job counts it. Measured
with the code behind the pages (p50, p95, statements): roll-up by community and month, one community by domain and
month, a day by domain, the first and a deep list page of 50 occurrences with its CPU time. Yardstick, in the same run:
a bare GROUP BY over the occurrences as the owner role. Aim: roll-up p95 under 150 ms, list page under 10 ms CPU.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.db import connection, connections, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from tests import databases  # noqa: E402

from anju.engines.schedule import facade  # noqa: E402
from anju.foundation import scope  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.kernel.interval import DateInterval  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_rollup"
ROUNDS = 40
YEAR = DateInterval(date(2025, 1, 1), date(2026, 1, 1))
NOW = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
DOMAINS = "array['security','cleaning','greening','engineering']"
PREPARE = f"""
insert into estate_place (org_id, id, kind, code, name, full_name, path, depth, sort_key, state, label, tags,
                          peak_hours, note, community_id)
select {{org}}, c, 'community', c::text, '小区' || c, '小区' || c, '/' || c || '/', 0, '', 'active', 'C' || c, '[]',
       '[]', '', c
from generate_series(1, {{communities}}) c;
insert into schedule_round (org_id, id, community_id, kind, domain, title, instructions, recurrence, mode, checklist,
                            evidence, minutes, active_from, state)
select {{org}}, (c - 1) * {ROUNDS} + r, c, 'clean', ({DOMAINS})[1 + r % 4], '第' || r || '项', '', '{{{{}}}}', 'each', '[]',
       '{{{{}}}}', 10, date '2025-01-01', 'active'
from generate_series(1, {{communities}}) c, generate_series(1, {ROUNDS}) r;
"""
# Foreign keys and secondary indexes would only slow the making of the data down; the indexes come back before measuring.
UNBOUND = """
select conname from pg_constraint where conrelid = 'schedule_occurrence'::regclass and contype = 'f'
"""
INDEXES = """
select indexname, indexdef from pg_indexes
where tablename = 'schedule_occurrence' and indexname like 'occurrence_%' and indexname <> 'occurrence_once'
"""
FILL = """
insert into schedule_occurrence (org_id, community_id, round_id, place_id, slot, "on", sequence, opens_at, due_at,
  closes_at, state, late, proven, reason, findings, done_at)
select {org}, c, (c - 1) * {rounds} + 1 + n %% {rounds}, c, day::date || '#' || n, day::date, n,
  day + n * interval '15 minutes', day + n * interval '15 minutes' + interval '1 hour',
  day + n * interval '15 minutes' + interval '2 hours',
  case when luck < 93 then 'done' when luck < 97 then 'missed' else 'skipped' end,
  luck between 85 and 92, luck < 80, '', (luck = 50)::int,
  case when luck < 93 then day + n * interval '15 minutes' end
from generate_series(1, {communities}) c,
  generate_series(timestamptz '2025-01-01 00:00+00', timestamptz '2025-12-31 00:00+00', interval '1 day') day,
  generate_series(1, {each}) n,
  lateral (select abs(hashint8(c * 1000003 + n * 101 + extract(epoch from day)::bigint)) %% 100 as luck) as fate
"""
BARE = """
select community_id, date_trunc('month', "on"), count(*) filter (where state <> 'void'),
  count(*) filter (where state = 'done'), count(*) filter (where state = 'missed')
from schedule_occurrence group by 1, 2
"""


def owner() -> Any:
    return replace(database.owner(), name=NAME).connect(autocommit=True)


def prepare(org: int, communities: int, occurrences: int) -> None:
    each = max(1, occurrences // (communities * 365))
    with owner() as maker:
        maker.execute(PREPARE.format(org=org, communities=communities))
        for (name,) in maker.execute(UNBOUND).fetchall():
            maker.execute(f'alter table schedule_occurrence drop constraint "{name}"')
        indexes = maker.execute(INDEXES).fetchall()
        for name, _definition in indexes:
            maker.execute(f'drop index "{name}"')
        maker.execute(
            FILL.replace("%%", "%").format(org=org, communities=communities, each=each, rounds=ROUNDS)
        )
        for _name, definition in indexes:
            maker.execute(definition)
        maker.execute(
            """insert into schedule_staleday (org_id, community_id, "on")
               select distinct org_id, community_id, "on" from schedule_occurrence"""
        )
        maker.execute("vacuum analyze")


def tally_everything(org: int) -> tuple[int, float]:
    started, days = time.perf_counter(), 0
    while True:
        with scope.enter(org), transaction.atomic():
            taken = facade.refresh_tallies(at=NOW)
        days += taken
        if not taken:
            return days, time.perf_counter() - started


def measure(what: str, org: int, ask: Callable[[], Any], runs: int = 60) -> float:
    """Print p50, p95 and CPU of this process in milliseconds and the number of statements; return p50."""
    walls, cpus = [], []
    with scope.enter(org), transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            rows = len(ask())
        for _ in range(runs):
            wall, cpu = time.perf_counter(), time.process_time()
            ask()
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
    walls.sort()
    cpus.sort()
    p50, p95 = walls[runs // 2], walls[int(runs * 0.95)]
    print(
        f"{what:<44}{rows:>6} rows  p50 {p50:7.1f}  p95 {p95:7.1f} ms  cpu {cpus[runs // 2]:5.1f} ms  {len(asked)} statements"
    )
    return p50


def bare_grouping() -> float:
    with owner() as asker:
        asker.execute(BARE).fetchall()
        walls = []
        for _ in range(5):
            started = time.perf_counter()
            asker.execute(BARE).fetchall()
            walls.append((time.perf_counter() - started) * 1000)
    return sorted(walls)[2]


def list_page(after: tuple[datetime, int] | None = None) -> list[Any]:
    """50 rows of a community's year, newest first; `after`: moment and id of the last row of the page before."""
    found = facade.occurrences(days=YEAR, community_id=7)
    if after is not None:
        moment, key = after
        on = moment.date()
        found = found.filter(Q(on__lt=on) | Q(pk__lt=key), on__lte=on)
    return facade.views(found.order_by("-on", "-pk")[:50])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--occurrences", type=int, default=5_000_000)
    parser.add_argument("--communities", type=int, default=200)
    given = parser.parse_args()
    databases.copy(databases.ensure_empty(), NAME)
    connections["default"].settings_dict["NAME"] = NAME
    org = Organisation.objects.create(name="测试物业").pk
    prepare(org, given.communities, given.occurrences)
    with owner() as counter:
        total = counter.execute("select count(*) from schedule_occurrence").fetchone()[0]
    print(f"{total:,} occurrences of {given.communities} communities in a year")
    days, seconds = tally_everything(org)
    print(f"tally of {days:,} community days{'':<22}{seconds:7.1f} s  {days / seconds:,.0f} days/s")
    with owner() as keeper:
        keeper.execute("vacuum analyze")
    p50 = measure(
        "roll-up by community and month", org, lambda: facade.totals(("community_id", "month"), days=YEAR)
    )
    bare = bare_grouping()
    print(f"{'bare GROUP BY over the occurrences':<44}{'':>12} p50 {bare:7.1f} ms  ratio {bare / p50:.0f}")
    measure(
        "league table of the last month",
        org,
        lambda: facade.totals(("community_id",), days=DateInterval(date(2025, 12, 1), YEAR.end)),
    )
    measure(
        "one community by domain and month",
        org,
        lambda: facade.totals(("domain", "month"), days=YEAR, community_id=7),
    )
    measure(
        "30 days of one community by round and day",
        org,
        lambda: facade.day_tallies(days=DateInterval(date(2025, 12, 2), YEAR.end), community_id=7),
    )
    measure(
        "a day by domain, one community, live",
        org,
        lambda: facade.domain_counts(date(2025, 12, 31), community_id=7),
    )
    measure("a day by domain, all communities", org, lambda: facade.domain_counts(date(2025, 12, 31)))
    measure("first list page of 50", org, list_page)
    middle = (datetime(2025, 6, 15, tzinfo=UTC), 10**12)
    measure("list page of 50 half a year back", org, lambda: list_page(middle))
    connections.close_all()
    databases.drop(NAME)


if __name__ == "__main__":
    main()
