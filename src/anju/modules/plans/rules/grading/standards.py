"""Service standards as data: dated packs of items, each with a target per grade. Source: domain rules §5.1, §5.2."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from anju.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a grade asks of an item, in the words of a promise: value, and for a frequency its period."""

    value: Decimal
    period: str | None = None
    every: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a standard. targets: by grade; a grade that is missing asks for nothing with a number.

    metric: frequency, hours (a day), minutes or percent. op: ge or le. words, without: patterns that must, and must
    not, stand in a promise that answers the item. needs: what the community must have for the item to apply.
    verified: the figures were confirmed by a second source.
    """

    code: str
    label: str
    group: str
    metric: str
    op: str
    words: str
    targets: Mapping[int, Target]
    without: str = ""
    needs: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """grades: (number, name), the best first."""

    code: str
    title: str
    number: str
    issuer: str
    in_force_from: date
    grades: tuple[tuple[int, str], ...]
    items: tuple[Item, ...]

    def label(self, grade: int | None) -> str:
        return next((name for number, name in self.grades if number == grade), "")

    def item(self, code: str) -> Item:
        """Raises NotFound."""
        found = next((one for one in self.items if one.code == code), None)
        if found is None:
            raise NotFound("plans.grade.item_missing")
        return found


@cache
def standards() -> tuple[Standard, ...]:
    """Every pack of this folder, the newest first."""
    files = [one for one in resources.files(__package__).iterdir() if one.name.endswith(".toml")]
    found = [_standard(tomllib.loads(one.read_text("utf-8"))) for one in files]
    return tuple(sorted(found, key=lambda one: (one.in_force_from, one.code), reverse=True))


def standard(code: str) -> Standard:
    """Raises NotFound."""
    found = next((one for one in standards() if one.code == code), None)
    if found is None:
        raise NotFound("plans.grade.standard_missing")
    return found


def _standard(document: Mapping[str, Any]) -> Standard:
    head = dict(document["standard"])
    grades = tuple((int(one["code"]), str(one["label"])) for one in head.pop("grades"))
    return Standard(**head, grades=grades, items=tuple(_item(one) for one in document["item"]))


def _item(row: Mapping[str, Any]) -> Item:
    targets = {int(grade): _target(target) for grade, target in row["targets"].items()}
    return Item(**{**row, "targets": targets})


def _target(row: Mapping[str, Any]) -> Target:
    return Target(value=Decimal(str(row["value"])), period=row.get("period"), every=row.get("every", 1))
