"""Benchmark of the horizon job: the next days' occurrences of 500 communities, by two workers.

    python bench/horizon.py [--communities 500] [--workers 2] [--distinct]

Every community has 120 running rounds at up to 12 of its 30 places and a team of six. Measured: the first fill (today
and three days), the same again (nothing to do), and the daily fill of one more day. --distinct gives every community
recurrences of its own, so that no expansion is shared. Yardstick, in the same run: COPY of the very same rows into a
table without keys, indexes or policies, by one connection. Aim: 500 communities in under 60 s on 2 cores.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.db import connections, transaction  # noqa: E402
from tests import databases  # noqa: E402

from anju.engines.schedule import facade, jobs  # noqa: E402
from anju.engines.schedule.contracts import DayWindow, MonthDay, Period, Recurrence  # noqa: E402
from anju.foundation import scope  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_horizon"
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PLACES = 30
MIX: list[tuple[int, int, str, Recurrence]] = [
    (12, 12, "each", Recurrence(period=Period.DAY, times=2, windows=(DayWindow(clock(7), clock(18)),))),
    (8, 8, "route", Recurrence(period=Period.HOUR, every=2)),
    (4, 10, "route", Recurrence(period=Period.NIGHT, times=3)),
    (30, 2, "each", Recurrence(period=Period.DAY)),
    (20, 10, "each", Recurrence(period=Period.WEEK, times=2)),
    (20, 12, "each", Recurrence(period=Period.MONTH)),
    (10, 4, "each", Recurrence(period=Period.HALF_MONTH)),
    (10, 6, "each", Recurrence(period=Period.QUARTER)),
    (6, 12, "each", Recurrence(period=Period.YEAR, season=(MonthDay(3, 1), MonthDay(11, 30)))),
]
PREPARE = """
insert into estate_place (org_id, id, kind, code, name, full_name, path, depth, sort_key, state, label, tags,
                          peak_hours, note, community_id)
select {org}, c, 'community', c::text, '小区' || c, '小区' || c, '/' || c || '/', 0, '', 'active', 'C' || c, '[]',
       '[]', '', c
from generate_series(1, {communities}) c;
insert into estate_place (org_id, id, kind, code, name, full_name, path, depth, sort_key, state, label, tags,
                          peak_hours, note, community_id, parent_id)
select {org}, 1000000 + c * 100 + p, 'public', p::text, '点' || p, '点' || p,
       '/' || c || '/' || (1000000 + c * 100 + p) || '/', 1, '', 'active', 'P' || (c * 100 + p), '[]', '[]', '', c, c
from generate_series(1, {communities}) c, generate_series(1, {places}) p;
insert into people_department (org_id, id, community_id, name, domain)
select {org}, c, c, '环境部', 'cleaning' from generate_series(1, {communities}) c;
insert into people_team (org_id, id, department_id, name)
select {org}, c, c, '一班' from generate_series(1, {communities}) c;
insert into people_staff (org_id, id, community_id, number, name, phone, department_id, team_id, skills, state)
select {org}, c * 10 + n, c, (c * 10 + n)::text, '员工', '', c, c, '[]', 'active'
from generate_series(1, {communities}) c, generate_series(0, 5) n;
"""
SPOTS = """
insert into schedule_roundspot (org_id, round_id, place_id, position)
select r.org_id, r.id, 1000000 + r.community_id * 100 + 1 + (r.id + p) %% {places}, p
from schedule_round r, generate_series(0, %(spots)s - 1) p
where (r.id - 1) %% 120 = any(%(rounds)s)
"""


def owner() -> object:
    return replace(database.owner(), name=NAME).connect(autocommit=True)


def prepare(org: int, communities: int, distinct: bool) -> None:
    """Fill the scratch database by the owner; this is not what is measured."""
    with owner() as connection:
        connection.execute(PREPARE.format(org=org, communities=communities, places=PLACES))
        columns = "org_id, id, community_id, kind, domain, title, instructions, recurrence, mode, checklist, evidence, minutes, team_id, active_from, state"
        with connection.cursor().copy(f"copy schedule_round ({columns}) from stdin") as copy:
            for community in range(1, communities + 1):
                for number, (mode, words) in enumerate(kinds()):
                    own = replace(words, grace=timedelta(minutes=community)) if distinct else words
                    copy.write_row((
                        org, (community - 1) * 120 + number + 1, community, "clean", "cleaning", f"第{number}项", "",
                        json.dumps(own.to_json()), mode, "[]", "{}", 10, community, date(2026, 1, 1), "active",
                    ))  # fmt: skip
        number = 0
        for count, spots, _mode, _words in MIX:
            rounds = list(range(number, number + count))
            connection.execute(SPOTS.format(places=PLACES), {"spots": spots, "rounds": rounds})
            number += count
        connection.execute("vacuum analyze")


def kinds() -> list[tuple[str, Recurrence]]:
    found = [(mode, words) for count, _spots, mode, words in MIX for _ in range(count)]
    assert len(found) == 120
    return found


def fill(task: tuple[int, list[int], date, datetime]) -> tuple[int, float]:
    """One job of one worker: (occurrences made, CPU seconds of this process)."""
    org, communities, until, at = task
    before = time.process_time()
    with scope.enter(org), transaction.atomic():
        made = facade.materialise_many(community_ids=communities, until=until, at=at)
    return made, time.process_time() - before


def aim() -> None:
    connections["default"].settings_dict["NAME"] = NAME


def measure(what: str, org: int, communities: int, workers: int, at: datetime) -> tuple[int, float]:
    until = at.date() + timedelta(days=4)
    size = jobs.COMMUNITIES_PER_JOB
    every = list(range(1, communities + 1))
    tasks = [(org, every[n : n + size], until, at) for n in range(0, communities, size)]
    connections.close_all()
    started = time.perf_counter()
    with get_context("fork").Pool(workers, initializer=aim) as pool:
        done = pool.map(fill, tasks, chunksize=1)
    seconds = time.perf_counter() - started
    made, cpu = sum(one for one, _cpu in done), sum(one for _made, one in done)
    rate = f"{made / seconds:10,.0f}/s" if made else ""
    print(f"{what:<34}{made:>10,} occurrences {seconds:7.2f} s  {cpu:6.2f} CPU-s in workers {rate}")
    return made, seconds


def yardstick() -> float:
    """Seconds of COPY of the same rows into a bare table."""
    with owner() as connection:
        connection.execute("create table bare as select * from schedule_occurrence with no data")
        with connection.cursor().copy("copy schedule_occurrence to stdout") as copy:
            data = b"".join(bytes(part) for part in copy)
        return timed(lambda: _copy_in(connection, data))


def _copy_in(connection: object, data: bytes) -> None:
    with connection.cursor().copy("copy bare from stdin") as copy:  # type: ignore[attr-defined]
        copy.write(data)


def timed(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--communities", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--distinct", action="store_true")
    given = parser.parse_args()
    databases.copy(databases.ensure_empty(), NAME)
    aim()
    org = Organisation.objects.create(name="测试物业").pk
    print(f"{given.communities} communities × 120 rounds, {given.workers} workers")
    prepare(org, given.communities, given.distinct)
    _made, seconds = measure("first fill, today and three days", org, given.communities, given.workers, NOW)
    bare = yardstick()
    print(f"{'COPY into a bare table':<34}{'':>22} {bare:7.2f} s  ratio {seconds / bare:.1f}")
    measure("the same again", org, given.communities, given.workers, NOW)
    measure("one more day", org, given.communities, given.workers, NOW + timedelta(days=1))
    print(f"largest worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
    connections.close_all()
    databases.drop(NAME)


if __name__ == "__main__":
    main()
