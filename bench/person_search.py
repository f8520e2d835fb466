"""Search and lists of persons at 10,000 persons: p50 and p95 of each question, its statements, beside a bare SELECT of 50 rows.

    .venv/bin/python bench/person_search.py [--persons 10000] [--times 60] [--plans]

A desk clerk bound to one community (so that the reach is part of each question) and a manager of all ask by name, initials,
telephone, last four digits and room. --plans prints the slowest statement's EXPLAIN ANALYZE. Aim: p95 under 50 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from timing import measure

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.db import connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests import databases  # noqa: E402

from anju.foundation import actors, scope  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.foundation.permissions import Reach  # noqa: E402
from anju.modules.estate.services import indexing  # noqa: E402
from anju.modules.people import facade as people  # noqa: E402
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind  # noqa: E402
from anju.modules.people.queries import homes, person_lists  # noqa: E402
from anju.modules.people.tests.test_person_imports import estate  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_person_search"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鑫波宇浩然子轩梓涵雨欣怡"
PAGE = 51
KINDS = (TieKind.OWNER, TieKind.FAMILY, TieKind.TENANT)


def loads(persons: int, places: list[Any], community_id: int) -> list[people.PersonLoad]:
    """As many persons as asked, three to a home, each with a telephone of his own."""
    made = []
    for n in range(persons):
        name = SURNAMES[n % 40] + GIVEN[n // 40 % 38] + GIVEN[n // 7 % 38]
        tie = TieDraft(
            person_id=0, place_id=places[n // 3].pk, kind=KINDS[n % 3], starts_on=date(2020, 1, 1 + n % 28)
        )
        draft = PersonDraft(
            name=name, community_id=community_id, phones=(PhoneDraft(f"138{n * 7919 % 10**8:08}"),)
        )
        made.append(people.PersonLoad(draft=draft, ties=(tie,)))
    return made


def page(actor: actors.Actor, community_id: int | None, text: str) -> list[Any]:
    """The rows that the list of persons shows for what was typed, with homes and telephones."""
    rows = person_lists.matching(person_lists.persons(actor, community_id), text)
    return list(rows.order_by("pinyin", "pk")[:PAGE])


def questions(
    community_id: int, clerk: actors.Actor, manager: actors.Actor
) -> dict[str, Callable[[], object]]:
    texts = {
        "name": "王伟",
        "initials": "zwf",
        "telephone": f"138{5000 * 7919 % 10**8:08}",
        "tail": "1234",
        "room": "1-1-301",
    }
    found: dict[str, Callable[[], object]] = {"list, first page": partial(page, manager, None, "")}
    found["list, first page, clerk"] = partial(page, clerk, community_id, "")
    for what, text in texts.items():
        found[f"list by {what}, clerk"] = partial(page, clerk, community_id, text)
        found[f"desk by {what}, clerk"] = partial(
            homes.find_homes, actor=clerk, text=text, community_id=community_id, limit=10
        )
    return found


def bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select * from people_person order by id desc limit 50")
        cursor.fetchall()


def asked_of(act: Callable[[], object]) -> list[tuple[str, Any]]:
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return statements


def plan(statements: list[tuple[str, Any]]) -> str:
    """EXPLAIN ANALYZE of the statement that takes longest."""
    found = []
    with connection.cursor() as cursor:
        for sql, params in statements:
            if sql.lower().startswith("select"):
                cursor.execute(f"explain (analyze, buffers) {sql}", params)
                lines = [row[0] for row in cursor.fetchall()]
                found.append((float(lines[-1].split(":")[1].split()[0]), "\n".join(lines)))
    return max(found)[1]


def quantile(times: list[tuple[float, float]], share: float) -> float:
    return sorted(wall for wall, _cpu in times)[int(len(times) * share) - 1] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--plans", action="store_true")
    told = parser.parse_args()
    databases.copy(databases.ensure_empty(), NAME)
    connections["default"].settings_dict["NAME"] = NAME
    org = Organisation.objects.create(name="测试物业")
    manager = actors.root("bench", org.pk)
    with scope.enter(org.pk), transaction.atomic():
        top, places = estate(told.persons // 3 + 1)
        indexing.index(places.values())
        rows = loads(told.persons, list(places.values()), top.pk)
        people.persons_load(actor=manager, loads=rows, at=timezone.now())
    with replace(database.owner(), name=NAME).connect(autocommit=True) as owner:
        owner.execute("analyze")
    reach = Reach(frozenset({f"/{top.pk}/"}), frozenset({top.pk}))
    clerk = replace(manager, grants=dict.fromkeys(manager.grants, reach))
    with scope.enter(org.pk), transaction.atomic():
        yard = quantile(measure(told.times, bare), 0.5)
        print(f"{told.persons:,} persons; bare SELECT of 50 rows: p50 {yard:.2f} ms")
        for what, act in questions(top.pk, clerk, manager).items():
            statements = asked_of(act)
            times = measure(told.times, act)
            usual, slow = quantile(times, 0.5), quantile(times, 0.95)
            ratio = f"{usual / yard:6.1f} × bare"
            print(
                f"{what:<26} p50 {usual:6.1f} ms  p95 {slow:6.1f} ms  {ratio}  {len(statements)} statements"
            )
            if told.plans:
                print(plan(statements))
    connections["default"].close()
    databases.drop(NAME)


if __name__ == "__main__":
    main()
