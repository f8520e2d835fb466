"""Rows of the packs: for which words which figure, by grade, and from where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from anju.modules.plans.rules.grading import Item, Standard, standard

EVERY_GRADE = 0
_UNITS = {"frequency": "times", "minutes": "minutes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """value and unit as in a promise; period and every for a frequency."""

    value: Decimal
    unit: str = "times"
    period: str | None = None
    every: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """purpose: often or soon. source: standard, law or proposal. targets: by grade, EVERY_GRADE for all of them."""

    purpose: str
    words: str
    without: str
    source: str
    title: str
    item: str
    domain: str
    activity: str
    object: str
    verified: bool
    targets: Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Pack:
    """usual_grade: taken where the plan names none."""

    code: str
    in_force_from: date
    usual_grade: int
    rows: tuple[Row, ...]


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack of this folder, the newest first."""
    files = [one for one in resources.files(__package__).iterdir() if one.name.endswith(".toml")]
    found = [_pack(tomllib.loads(one.read_text("utf-8"))) for one in files]
    return tuple(sorted(found, key=lambda one: one.in_force_from, reverse=True))


def pack(on: date) -> Pack:
    """The pack that holds on a day; on an earlier day than the first pack's, that one."""
    return next((one for one in packs() if one.in_force_from <= on), packs()[-1])


def _pack(document: Mapping[str, Any]) -> Pack:
    head = document["pack"]
    rows = tuple(_row(row) for row in document["row"])
    return Pack(str(head["code"]), head["in_force_from"], int(head["usual_grade"]), rows)


def _row(row: Mapping[str, Any]) -> Row:
    shared = {name: str(row[name]) for name in ("words", "domain", "activity", "object")}
    shared |= {"purpose": str(row["for"]), "without": str(row.get("without", ""))}
    if "standard" in row:
        found = standard(str(row["standard"]))
        item = found.item(str(row["item"]))
        return Row(
            **shared, source="standard", title=_name(found), item=item.label, verified=item.verified, targets=_of_item(item)
        )  # fmt: skip
    targets = {int(grade): _figure(target) for grade, target in row["targets"].items()}
    return Row(
        **shared, source=str(row["source"]), title=str(row["title"]), item=str(row["item"]),
        verified=row["source"] == "law", targets=targets,
    )  # fmt: skip


def _name(found: Standard) -> str:
    return f"《{found.title}》{found.number}"


def _of_item(item: Item) -> dict[int, Figure]:
    return {
        grade: Figure(
            value=one.value,
            unit=_UNITS[item.metric],
            period=one.period,
            every=one.every if one.period else None,
        )
        for grade, one in item.targets.items()
        if item.metric != "frequency" or one.period
    }


def _figure(row: Mapping[str, Any]) -> Figure:
    period = row.get("period")
    return Figure(
        value=Decimal(str(row["value"])), unit=str(row.get("unit", "times")), period=period,
        every=int(row.get("every", 1)) if period else None,
    )  # fmt: skip
