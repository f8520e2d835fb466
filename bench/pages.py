"""First page and list pages at the size of a year: p50, p95, CPU and queries per request, beside a bare SELECT.

    .venv/bin/python bench/pages.py [REQUESTS]

It makes the demo in a scratch database, multiplies its history to a year's worth of occurrences, and asks each page
in-process through the whole middleware stack as the manager. The yardstick is the same number of bare SELECTs of
fifty rows over the same connection, in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from timing import measure

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
NAME = "anju_bench_pages"
PAGES = (
    "/",
    "/plans/fulfilment/",
    "/plans/promises/",
    "/plans/works/",
    "/plans/findings/",
    "/people/",
    "/estate/units/",
)
MORE = """
insert into schedule_occurrence (org_id, community_id, round_id, place_id, slot, "on", sequence, opens_at, due_at,
  closes_at, position_id, team_id, staff_id, state, late, proven, done_at, done_by, made_up_at, reason, findings)
select org_id, community_id, round_id, place_id, slot || '-' || n, "on" - 92 * n, sequence, opens_at - n * interval '92 days',
  due_at - n * interval '92 days', closes_at - n * interval '92 days', position_id, team_id, staff_id,
  case state when 'todo' then 'done' else state end, late, proven, done_at - n * interval '92 days', done_by,
  made_up_at, reason, findings
from schedule_occurrence, generate_series(1, 3) n where "on" < current_date
"""
TALLY = """
insert into schedule_daytally (org_id, community_id, round_id, domain, expected, done, in_time, late, proven, missed,
  skipped, pending, findings, "on")
select org_id, community_id, round_id, domain, expected, done, in_time, late, proven, missed, skipped, pending, findings,
  "on" - 92 * n from schedule_daytally, generate_series(1, 3) n where "on" < current_date
on conflict do nothing
"""


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    from anju.site import database

    database.prepare()
    import django

    django.setup()
    from dataclasses import replace

    from django.db import connection
    from django.test import Client
    from tests import databases

    databases.copy(databases.ensure_demo(), NAME)
    with replace(database.owner(), name=NAME).connect(autocommit=True) as owner:
        owner.execute(MORE)
        owner.execute(TALLY)
        owner.execute("analyze")
        rows = owner.execute("select count(*) from schedule_occurrence").fetchone()
    connection.settings_dict["NAME"] = NAME
    from anju.foundation.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username="manager"))
    print(f"{rows[0]:,} occurrences, {requests} requests a page\n")
    bare = measure(requests, lambda: select(connection))
    report("bare SELECT of 50 rows", bare, 1, bare)
    for path in PAGES:
        answer = client.get(path)
        if answer.status_code != 200:
            print(f"{path:<24} answers {answer.status_code}")
            continue
        asked: list[str] = []
        with connection.execute_wrapper(partial(note, asked)):
            client.get(path)
        report(path, measure(requests, lambda path=path: client.get(path)), len(asked), bare)
    connection.close()
    databases.drop(NAME)


def note(asked: list[str], execute: Callable[..., object], sql: str, *rest: object) -> object:
    asked.append(sql)
    return execute(sql, *rest)


def select(connection: object) -> None:
    from django.db import transaction

    from anju.foundation import scope

    with scope.enter(1), transaction.atomic(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("select * from schedule_occurrence where org_id = 1 order by id desc limit 50")
        cursor.fetchall()


def report(
    name: str, found: list[tuple[float, float]], queries: int, bare: list[tuple[float, float]]
) -> None:
    walls = sorted(wall * 1e3 for wall, _cpu in found)
    cpu = statistics.median(cpu * 1e3 for _wall, cpu in found)
    yard = statistics.median(wall * 1e3 for wall, _cpu in bare)
    p95 = walls[int(len(walls) * 0.95) - 1]
    middle = statistics.median(walls)
    print(
        f"{name:<24} p50 {middle:7.1f} ms  p95 {p95:7.1f} ms  CPU {cpu:6.1f} ms  {queries:3} queries  ×{middle / yard:.1f}"
    )


if __name__ == "__main__":
    main()
