"""Which engine keeps a kind of promise. Source: docs/adr/0001, table of engines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anju.modules.plans.contracts import Kind

if TYPE_CHECKING:
    from .terms import PromiseFacts

ENGINES = ("schedule", "cases", "scores", "rosters", "documents", "ballots", "publicity", "ledger")

_BY_KIND = {
    Kind.TIME_LIMIT: "cases",
    Kind.RATE: "scores",
    Kind.COUNT: "scores",
    Kind.COVERAGE: "rosters",
    Kind.HEADCOUNT: "rosters",
    Kind.MAX_DURATION: "rosters",
    Kind.RETENTION: "documents",
    Kind.AMOUNT: "ledger",
    Kind.FREQUENCY: "schedule",
    Kind.DEADLINE: "schedule",
}
_VOTE = re.compile(r"表决|投票|票数|过半|双过半|(?:业主|面积|人数).{0,12}(?:同意|以上参与|参会|赞成)")
_PUBLICITY = re.compile(r"公示|公告期|公布期|张贴")
_MONEY = re.compile(r"补贴|收费标准|物业费|租金|押金|违约金|滞纳金|费用的")
_SPELL = {"hours", "minutes", "seconds"}


def engine_for(facts: PromiseFacts) -> str:
    """Name of the engine, by kind first; a share of votes, a time of publicity and a share of money by their words."""
    kind = Kind(facts.kind)
    if kind in (Kind.RATE, Kind.COUNT) and _VOTE.search(facts.words):
        return "ballots"
    if kind is Kind.RATE and _MONEY.search(facts.words):
        return "ledger"
    if kind in (Kind.MAX_DURATION, Kind.TIME_LIMIT, Kind.DEADLINE) and is_publicity(facts):
        return "publicity"
    if kind is Kind.MAX_DURATION and facts.unit not in _SPELL:
        return "cases"
    return _BY_KIND[kind]


def is_publicity(facts: PromiseFacts) -> bool:
    """A time for which something hangs out: at least so many days, with words of publication."""
    return (
        facts.comparator != "le"
        and facts.unit in ("days", "workdays")
        and bool(_PUBLICITY.search(facts.words))
    )
