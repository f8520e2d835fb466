"""Benchmark of the estate import: a workbook of 10,000 units, from the uploaded bytes to the committed tree.

    python bench/estate_import.py [--units 10000]

Yardstick, in the same run and the same database: COPY of the same rows (places, units, search terms) into their
tables by the owner role, whom no policy checks, one statement per table. Prints seconds, CPU seconds and the ratio.
Aim: 10,000 units in under 10 s.
"""

from __future__ import annotations

import argparse
import io
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

import xlsxwriter  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests import databases  # noqa: E402

from anju.foundation import actors, scope  # noqa: E402
from anju.foundation.accounts.models import Organisation  # noqa: E402
from anju.foundation.importing import read_workbook  # noqa: E402
from anju.modules.estate.services import tree_check, tree_export, tree_import  # noqa: E402
from anju.modules.estate.services.tree_sheets import TREE  # noqa: E402
from anju.site import database  # noqa: E402

NAME = "anju_bench_estate"
PER_ENTRANCE = 68


def workbook(units: int) -> bytes:
    """Buildings of two entrances with 34 floors of two homes each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        rows = list(_units(units))
        entrances = sorted({row[1:3] for row in rows}, key=lambda one: (int(one[0]), one[1]))
        sheets = {
            "小区": [("小区编号", "小区名称"), ("CH", "翠湖花园")],
            "楼栋单元": [
                ("小区编号", "楼栋编号", "单元编号"),
                *(("CH", block, None) for block in dict.fromkeys(block for block, _door in entrances)),
                *(("CH", *one) for one in entrances),
            ],
            "房屋": [
                (
                    "小区编号",
                    "楼栋编号",
                    "单元编号",
                    "房号",
                    "用途",
                    "使用状态",
                    "登记面积",
                    "实测面积",
                    "交付日期",
                    "备注",
                ),
                *rows,
            ],
        }
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return out.getvalue()


def _units(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        block, within = divmod(number, 2 * PER_ENTRANCE)
        door, home = divmod(within, PER_ENTRANCE)
        floor, flat = divmod(home, 2)
        area = 70 + number % 7_000 / 100
        room = f"{floor + 1}{flat + 1:02d}"
        yield "CH", str(block + 1), str(door + 1), room, "住宅", "自住", area, area, "2019-06-30", ""


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    found[what] = time.perf_counter() - wall
    print(f"{what:<34}{found[what]:7.2f} s  {time.process_time() - cpu:6.2f} CPU-s of this process")


def bare_copy(tables: list[tuple[str, list[str], bytes]]) -> None:
    with replace(database.owner(), name=NAME).connect() as connection, connection.cursor() as cursor:
        for table, columns, data in tables:
            with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
                copy.write(data)
        connection.commit()


def dumped() -> list[tuple[str, list[str], bytes]]:
    """Take the imported rows out again, so that the yardstick writes the very same ones."""
    found = []
    with replace(database.owner(), name=NAME).connect() as connection, connection.cursor() as cursor:
        for table in ("estate_place", "estate_unit", "foundation_searchterm"):
            cursor.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
                [table],
            )
            columns = [row[0] for row in cursor.fetchall()]
            with cursor.copy(f"copy {table} ({', '.join(columns)}) to stdout") as copy:
                found.append((table, columns, b"".join(bytes(part) for part in copy)))
        for table in ("foundation_searchterm", "estate_unit", "estate_place"):
            cursor.execute(f"delete from {table}")
        connection.commit()
    with replace(database.owner(), name=NAME).connect(autocommit=True) as connection:
        connection.execute("vacuum full foundation_searchterm")
        connection.execute("vacuum full estate_unit")
        connection.execute("vacuum full estate_place")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=10_000)
    units = parser.parse_args().units
    databases.copy(databases.ensure_empty(), NAME)
    connections["default"].settings_dict["NAME"] = NAME
    found: dict[str, float] = {}
    data = workbook(units)
    org = Organisation.objects.create(name="测试物业")
    actor = actors.root("bench", org.pk)
    print(f"{units} units, workbook of {len(data) >> 10} KiB")
    with scope.enter(org.pk), transaction.atomic(), timed("dry run (read, check)", found):
        tree_check.check(actor, read_workbook(TREE, data))
    with timed("import (read, check, write, commit)", found), scope.enter(org.pk), transaction.atomic():
        number = tree_import.import_keep(actor=actor, name="bench.xlsx", data=data, at=timezone.now())
        done = tree_import.import_run(
            actor=actor, import_id=number, at=timezone.now(), report=lambda *_: None
        )
    if done.state != "done":
        raise SystemExit(done.problems[:3])
    with scope.enter(org.pk), transaction.atomic(), timed("export", found):
        exported = tree_export.tree_export(actor=actor, at=timezone.now()).read()
    with scope.enter(org.pk), transaction.atomic(), timed("import of the export, no change", found):
        plan, _tree = tree_check.check(actor, read_workbook(TREE, exported))
    print(f"{'':<34}{len(plan.new)} new, {len(plan.changed)} changed, {plan.same} same")
    connections["default"].close()
    tables = dumped()
    sizes = ", ".join(f"{table} {data.count(bytes([10]))}" for table, _columns, data in tables)
    with timed("bare COPY of the same rows", found):
        bare_copy(tables)
    ratio = found["import (read, check, write, commit)"] / found["bare COPY of the same rows"]
    print(f"rows: {sizes}\nratio import : bare COPY = {ratio:.1f}")
    databases.drop(NAME)


if __name__ == "__main__":
    main()
