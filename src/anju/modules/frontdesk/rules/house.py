"""The house's own limits and the lines of the law, from the rule pack beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anju.engines.cases.contracts import Budget, Severity, TimeBase, Unit
from anju.modules.frontdesk.rules.limits import Limit


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A row of the pack. law: it holds beside every promise and cannot be changed."""

    code: str
    limit: Limit
    quote: str
    law: bool


@cache
def house_rows() -> tuple[HouseRow, ...]:
    data = tomllib.loads(Path(__file__).with_name("house_limits.toml").read_text("utf-8"))
    return tuple(_row(one) for one in data["limit"])


def row_of(code: str) -> HouseRow | None:
    return next((one for one in house_rows() if one.code == code), None)


def applying(
    rows: Sequence[HouseRow], kind: str, clock: str, severity: int, fields: Mapping[str, Any]
) -> list[HouseRow]:
    """Rows that fit a clock: all of the law, and of the house only the first, since its rows go from special to general."""
    fitting = [
        one
        for one in rows
        if (one.limit.kind, one.limit.clock) == (kind, clock) and one.limit.holds(severity, fields)
    ]
    return [one for one in fitting if one.law] + [one for one in fitting if not one.law][:1]


def _row(given: Mapping[str, Any]) -> HouseRow:
    budget = Budget(given["amount"], Unit(given["unit"]), TimeBase(given.get("base", "calendar")))
    fields = {code: tuple(values) for code, values in given.get("fields", {}).items()}
    limit = Limit(
        given["kind"],
        given["clock"],
        budget,
        given.get("severity_from", Severity.MINOR),
        given.get("severity_to", Severity.CRITICAL),
        fields,
    )
    return HouseRow(given["code"], limit, given["quote"], given.get("law", False))
