"""`anju plan cost`, `compare`, `register` and `check`: papers of plans that were only read. Needs no database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from anju.modules.plans.facade import checking, costing
from anju.site.commands import plan
from anju.site.commands.start import Refusal

KINDS = (
    "community", "cluster", "building", "entrance", "floor", "public", "room", "gate", "post", "parking",
)  # fmt: skip
SUBJECT_WIDTH = 40


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = plan.add(actions)
    cost = words.add_parser("cost", help="hours a week, people and money by role that a plan asks for")
    cost.add_argument("file", type=Path, metavar="FILE")
    cost.add_argument("--place", action="append", default=[], metavar="KIND=N", help=f"how many places of a kind there are: {', '.join(KINDS)}")  # fmt: skip
    cost.add_argument("--pay", action="append", default=[], metavar="ROLE=YUAN", help=f"what one person costs a month: {', '.join(costing.ROLES)}")  # fmt: skip
    cost.add_argument("--promises", action="store_true", help="list the promises behind the figures too")
    cost.add_argument("--json", action="store_true", help="a JSON object with roles and promises")
    cost.set_defaults(run=show_cost)
    compare = words.add_parser("compare", help="the plans of several companies, promise by promise")
    compare.add_argument("files", type=Path, nargs="+", metavar="FILE")
    compare.add_argument("--json", action="store_true", help="a JSON object with totals and rows")
    compare.set_defaults(run=show_comparison)
    register = words.add_parser("register", help="the commitments register as a file to print")
    register.add_argument("file", type=Path, metavar="FILE")
    register.add_argument("--pdf", type=Path, metavar="OUT", help="A4 landscape")
    register.add_argument("--xlsx", type=Path, metavar="OUT", help="a spreadsheet")
    register.set_defaults(run=write_register)
    checks = words.add_parser(
        "check", help="what a plan says against itself, against the law and against its figures"
    )
    checks.add_argument("file", type=Path, metavar="FILE")
    checks.add_argument("--zh", action="store_true", help="in Chinese")
    checks.add_argument("--json", action="store_true", help="a JSON list of findings")
    checks.set_defaults(run=show_findings)


def show_cost(chosen: argparse.Namespace) -> int:
    places = _numbers(chosen.place, KINDS, "place")
    pay = {role: yuan * 100 for role, yuan in _numbers(chosen.pay, costing.ROLES, "role").items()}
    reading = plan.read(chosen.file)
    found = costing.cost_of_reading(reading, day=_today(), places=places, pay=pay)
    if chosen.json:
        print(json.dumps(_cost_json(found, reading), ensure_ascii=False, indent=1))
        return 0
    heads = ("role", "hours/week", "peak", "people by hours", "promised", "needed", "yuan/month")
    for line in plan.table(heads, [_role(one) for one in found.roles]):
        print(line)
    counted = sum(one.counts for one in found.loads)
    print(
        f"\n{counted} promises ask for work or people; one person gives {costing.rounded(found.productive, 2)} hours a week."
    )
    if not places:
        print("No --place was given: every kind of place was counted once.")
    if found.unpaid:
        print(f"No --pay for {', '.join(found.unpaid)}: the money of these roles is not counted.")
    if chosen.promises:
        print()
        rows = [_promise(one, reading) for role in found.roles for one in found.of(role.role)]
        for line in plan.table(
            ("role", "by", "times/week", "places", "minutes", "hours/week", "promise"), rows
        ):
            print(line)
    return 0


def show_comparison(chosen: argparse.Namespace) -> int:
    if len(chosen.files) < 2:
        raise Refusal("name at least two plans to compare.")
    readings = [plan.read(one) for one in chosen.files]
    rows, totals = costing.compare_readings(readings)
    names = _names(chosen.files)
    if chosen.json:
        print(
            json.dumps(
                {
                    "plans": [
                        {"name": name, "figures": one.figures, "vague": one.vague, "missing": one.missing, "best": one.best}
                        for name, one in zip(names, totals, strict=True)
                    ],
                    "rows": [_row_json(row, names) for row in rows],
                },
                ensure_ascii=False,
                indent=1,
            )
        )  # fmt: skip
        return 0
    lines = [
        [row.domain, row.kind, _subject(row), *(_cell(row, at) for at in range(len(names)))] for row in rows
    ]
    for line in plan.table(("domain", "kind", "promise", *names), lines):
        print(line)
    print("\n* the strictest   ~ vague words without a figure   - nothing promised\n")
    heads = ("plan", "with a figure", "vague", "missing", "strictest", "alone")
    sums = [
        [name, str(one.figures), str(one.vague), str(one.missing), str(one.best), str(one.sole)]
        for name, one in zip(names, totals, strict=True)
    ]
    for line in plan.table(heads, sums):
        print(line)
    return 0


def write_register(chosen: argparse.Namespace) -> int:
    if chosen.pdf is None and chosen.xlsx is None:
        raise Refusal("say where to write: --pdf OUT or --xlsx OUT.")
    reading = plan.read(chosen.file)
    import django

    django.setup()
    from anju.modules.plans.facade import papers

    title = reading.title or chosen.file.stem
    written: list[tuple[Path, bytes]] = []
    if chosen.xlsx is not None:
        written.append((chosen.xlsx, papers.register_xlsx(reading, title).read()))
    if chosen.pdf is not None:
        frame = papers.Frame("", title, datetime.now(UTC), "anju", "Asia/Shanghai")
        written.append((chosen.pdf, papers.register_pdf(reading, title, frame)))
    for path, data in written:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise Refusal(f"{path}: {error.strerror or error}.") from error
        print(f"{path}: {len(reading.commitments)} commitments.")
    return 0


def show_findings(chosen: argparse.Namespace) -> int:
    """Exit code 1 where something was found, so that a script can tell."""
    findings = checking.check_reading(plan.read(chosen.file), today=_today())
    if chosen.json:
        print(json.dumps([checking.to_json(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        for line in checking.lines_of(findings, language="zh" if chosen.zh else "en"):
            print(line)
    return 1 if findings else 0


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _numbers(given: Sequence[str], known: Sequence[str], noun: str) -> dict[str, int]:
    """KIND=N pairs. Raises Refusal naming the one that is wrong."""
    found = {}
    for one in given:
        name, _equals, text = one.partition("=")
        if name not in known or not (text.isascii() and text.isdigit()) or int(text) > 1_000_000:
            raise Refusal(
                f"{one}: must be {noun.upper()}=N with one of {', '.join(known)} and a whole number."
            )
        found[name] = int(text)
    return found


def _names(files: Sequence[Path]) -> list[str]:
    """The files' names, with a number where two are the same."""
    stems = [one.stem for one in files]
    return [name if stems.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(stems, 1)]


def _role(one: costing.RoleCost) -> list[str]:
    money = "-" if one.month is None else f"{round(one.month / 100):,}"
    figures = (
        costing.rounded(value, places) for value, places in ((one.hours, 1), (one.peak, 1), (one.exact, 2))
    )
    return [one.role, *(f"{value:,}" for value in figures), str(one.promised or "-"), str(one.needed), money]


def _promise(one: costing.Load, reading: Any) -> list[str]:
    times = "-" if one.times is None else str(costing.rounded(one.times, 2))
    minutes = "-" if one.minutes is None else str(costing.rounded(one.minutes, 0))
    hours = str(costing.rounded(one.hours, 1)) if one.hours else f"{one.headcount} people"
    quote = " ".join(reading.commitments[one.key].quote.split())[:60]
    return [one.role, str(one.basis), times, str(one.places), minutes, hours, quote]


def _cost_json(found: costing.Costed, reading: Any) -> dict[str, Any]:
    return {
        "hours_of_one": float(costing.rounded(found.productive, 2)),
        "roles": [
            {
                "role": one.role, "hours_per_week": float(costing.rounded(one.hours, 1)),
                "people_by_hours": float(costing.rounded(one.exact, 2)), "promised": one.promised, "needed": one.needed,
                "fen_per_month": one.month,
            }
            for one in found.roles
        ],
        "promises": [
            {
                "role": one.role, "basis": str(one.basis), "reason": one.reason,
                "hours_per_week": float(costing.rounded(one.hours, 2)), "headcount": one.headcount,
                "quote": reading.commitments[one.key].quote,
            }
            for one in found.loads
        ],
    }  # fmt: skip


def _subject(row: costing.Row) -> str:
    facts = row.facts
    if facts is None:
        vague = next(cell.vague for cell in row.cells if cell.vague is not None)
        return " ".join(vague.quote.split())[:SUBJECT_WIDTH]
    return ("·".join(one for one in (facts.activity, facts.object) if one) or facts.quote)[:SUBJECT_WIDTH]


def _cell(row: costing.Row, at: int) -> str:
    cell = row.cells[at]
    if cell.promise is None:
        return "~" if cell.vague is not None else "-"
    return ("* " if at in row.best else "") + _says(cell.promise.facts)


def _says(facts: Any) -> str:
    sign = {"ge": ">= ", "le": "<= "}.get(facts.comparator, "")
    number = "" if facts.value is None else f"{facts.value.normalize():f} "
    per = f"/{facts.every if (facts.every or 1) != 1 else ''}{facts.period}" if facts.period else ""
    return f"{sign}{number}{facts.unit or ''}{per}"


def _row_json(row: costing.Row, names: Sequence[str]) -> dict[str, Any]:
    cells = {}
    for at, (name, cell) in enumerate(zip(names, row.cells, strict=True)):
        words = cell.promise.facts.quote if cell.promise else cell.vague.quote if cell.vague else None
        cells[name] = {
            "says": _says(cell.promise.facts) if cell.promise else None,
            "vague": cell.vague is not None,
            "best": at in row.best,
            "quote": words,
        }
    return {"domain": row.domain, "kind": row.kind, "subject": _subject(row), "cells": cells}
