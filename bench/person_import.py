"""Benchmark of the import of owners: a dirty sheet of 3,000 rows, from the uploaded bytes to the committed register.

    python bench/person_import.py [--homes 2700]

The sheet has more than twenty kinds of dirt (src/anju/modules/people/tests/dirty_sheet.py). Yardstick, in the same run
and the same database: COPY of the same rows (persons, telephones, ties, search terms) into their tables by the owner
role, whom no policy checks. Prints seconds, CPU seconds and the ratio. Aim: dry run under 10 s, import under 20 s.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests import databases  # noqa: E402

from anju.foundation import actors, scope  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.modules.people.models import PersonImport  # noqa: E402
from anju.modules.people.services import person_import_write, person_imports  # noqa: E402
from anju.modules.people.tests.dirty_sheet import dirty_sheet  # noqa: E402
from anju.modules.people.tests.test_person_imports import estate  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_people"
TABLES = ("people_person", "people_personphone", "people_hometie", "foundation_searchterm")


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    found[what] = time.perf_counter() - wall
    print(f"{what:<38}{found[what]:7.2f} s  {time.process_time() - cpu:6.2f} CPU-s of this process")


def uploaded(actor: actors.Actor, community_id: int, content: bytes) -> int:
    now = timezone.now()
    key = person_imports.import_keep(
        actor=actor, community_id=community_id, name="业主.xlsx", data=content, at=now
    )
    face = person_imports.columns_of(actor=actor, import_id=key, at=now)
    person_imports.columns_set(actor=actor, import_id=key, sheet=face.sheet, mapping=face.guess, at=now)
    person_imports.import_check(actor=actor, import_id=key, at=now, report=person_imports.quiet)
    return key


def imported(actor: actors.Actor, key: int) -> PersonImport:
    now = timezone.now()
    person_imports.import_confirm(actor=actor, import_id=key, at=now)
    person_imports.import_run(actor=actor, import_id=key, at=now, report=person_imports.quiet)
    return PersonImport.objects.get(pk=key)


def dumped() -> list[tuple[str, list[str], bytes]]:
    """Take the imported rows out, so that the yardstick writes the very same ones."""
    found = []
    with replace(database.owner(), name=NAME).connect() as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
                " and attgenerated = ''",
                [table],
            )
            columns = [row[0] for row in cursor.fetchall()]
            with cursor.copy(f"copy {table} ({', '.join(columns)}) to stdout") as copy:
                found.append((table, columns, b"".join(bytes(part) for part in copy)))
        for table in reversed(TABLES):
            cursor.execute(f"delete from {table}")
        connection.commit()
    return found


def bare_copy(tables: list[tuple[str, list[str], bytes]]) -> None:
    with replace(database.owner(), name=NAME).connect() as connection, connection.cursor() as cursor:
        for table, columns, data in tables:
            with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
                copy.write(data)
        connection.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--homes", type=int, default=2_700)
    homes = parser.parse_args().homes
    databases.copy(databases.ensure_empty(), NAME)
    connections["default"].settings_dict["NAME"] = NAME
    found: dict[str, float] = {}
    org = Organisation.objects.create(name="测试物业")
    actor = actors.root("bench", org.pk)
    spoiled, clean = dirty_sheet(homes, faults=True), dirty_sheet(homes, faults=False)
    print(
        f"{clean.rows} rows, {len(spoiled.dirt)} kinds of dirt, {len(spoiled.wrong)} wrong cells in the first sheet"
    )
    with scope.enter(org.pk), transaction.atomic():
        top, _places = estate(homes)
    with scope.enter(org.pk), transaction.atomic(), timed("dry run of the sheet with wrong cells", found):
        row = PersonImport.objects.get(pk=uploaded(actor, top.pk, spoiled.content))
    named = {(one["row"], one["index"]): one["code"] for one in row.remarks if one["error"]}
    print(f"{'':<38}{len(named)} cells named, right: {named == spoiled.wrong}")
    with scope.enter(org.pk), transaction.atomic(), timed("dry run of the mended sheet", found):
        key = uploaded(actor, top.pk, clean.content)
    with scope.enter(org.pk), transaction.atomic(), timed("import (read, compare, write, index)", found):
        done = imported(actor, key)
    if done.state != "done":
        raise SystemExit(done.remarks[:3])
    with scope.enter(org.pk), transaction.atomic(), timed("the same sheet again, no change", found):
        again = imported(actor, uploaded(actor, top.pk, clean.content))
    print(f"{'':<38}{again.counts}")
    connections["default"].close()
    tables = dumped()
    with timed("bare COPY of the same rows", found):
        bare_copy(tables)
    ratio = found["import (read, compare, write, index)"] / found["bare COPY of the same rows"]
    sizes = ", ".join(f"{table} {data.count(bytes([10]))}" for table, _columns, data in tables)
    print(f"rows: {sizes}\nratio import : bare COPY = {ratio:.1f}")
    with scope.enter(org.pk), transaction.atomic(), timed("taken back as a whole", found):
        person_import_write.import_take_back(actor=actor, import_id=key, at=timezone.now())
    connections["default"].close()
    databases.drop(NAME)


if __name__ == "__main__":
    main()
