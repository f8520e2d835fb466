"""What kind of work a promise asks for: its hours, its proof, its checklist, its time."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from anju.engines.schedule.contracts import ChecklistItem, DayWindow, EvidenceAsk, ItemKind

from .placing import COMMUNITY, PlaceRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One row of work.toml. minutes: for one place."""

    name: str
    words: tuple[str, ...]
    own_words: tuple[str, ...]
    fixed: bool
    domains: tuple[str, ...]
    where: tuple[PlaceRule, ...]
    mode: str
    minutes: int
    windows: tuple[DayWindow, ...]
    evidence: EvidenceAsk
    checklist: tuple[ChecklistItem, ...]


@cache
def works() -> tuple[Work, ...]:
    text = resources.files(__package__).joinpath("work.toml").read_text("utf-8")
    return tuple(_work(row) for row in tomllib.loads(text)["work"])


def work_for(domain: str, activity: str, thing: str) -> Work:
    """By a word of the activity; of the object, where the activity only says 进行; else what the domain usually does."""
    for text in (activity, thing):
        found = next((work for work in works() if _named(work, domain, text)), None)
        if found is not None:
            return found
    usual = next((work for work in works() if domain in work.domains), None)
    return usual or works()[-1]


def _named(work: Work, domain: str, text: str) -> bool:
    own = work.own_words if domain in work.domains else ()
    return any(word in text for word in (*work.words, *own))


def _work(row: Mapping[str, Any]) -> Work:
    kinds = tuple(row["where"])
    return Work(
        name=row["name"],
        words=tuple(row["words"]),
        own_words=tuple(row.get("own_words", ())),
        fixed=row.get("fixed", False),
        domains=tuple(row["domains"]),
        where=(COMMUNITY,) if kinds == ("community",) else (PlaceRule((), kinds, (), kinds),),
        mode=row["mode"],
        minutes=row["minutes"],
        windows=tuple(
            DayWindow(time.fromisoformat(a), time.fromisoformat(b)) for a, b in row.get("windows", ())
        ),
        evidence=EvidenceAsk(**row["evidence"]),
        checklist=tuple(_item(item) for item in row["checklist"]),
    )


def _item(row: Mapping[str, Any]) -> ChecklistItem:
    return ChecklistItem(
        key=row["key"],
        label=row["label"],
        kind=ItemKind(row["kind"]),
        required=row.get("required", True),
        unit=row.get("unit", ""),
        low=Decimal(row["low"]) if "low" in row else None,
        high=Decimal(row["high"]) if "high" in row else None,
    )
