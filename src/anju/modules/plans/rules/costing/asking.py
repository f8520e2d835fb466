"""From what a promise says to what it asks: the round that would keep it, and at how many places."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache

from anju.kernel import calendar
from anju.modules.plans.rules.compiling import (
    Adjustments,
    CompiledRound,
    PlaceRule,
    PromiseFacts,
    Waiting,
    adjusted,
    compile_promise,
)

from .terms import Asked

LONGEST_DAY = 24 * 60
PlaceCount = Callable[[Collection[PlaceRule]], int]


def asked(
    key: int,
    facts: PromiseFacts,
    *,
    start: date,
    places: PlaceCount,
    gates: int,
    chosen: Adjustments | None = None,
) -> Asked:
    """start: the first day it would hold; places: how many places some rules find (at least 1); gates: of the community.

    chosen: what people set for its round. A held promise and a deadline that is past ask for nothing.
    """
    wanted = chosen or Adjustments()
    outcome = _compiled(facts, start)
    if isinstance(outcome, Waiting):
        return Asked(key=key, facts=facts, waiting=outcome.reason, gates=gates)
    compiled = adjusted(outcome, wanted)
    if wanted.held or compiled.past:
        return Asked(key=key, facts=facts, waiting="held" if wanted.held else "past", gates=gates)
    count = len(wanted.place_ids) if wanted.place_ids else places(compiled.where)
    return Asked(
        key=key, facts=facts, compiled=compiled, places=count, minutes=_minutes(compiled, count, wanted), gates=gates
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _compiled(facts: PromiseFacts, start: date) -> CompiledRound | Waiting:
    """Kept because a page that tries things out and a table of bids compile the same promises again and again."""
    return compile_promise(facts, start=start, calendar=calendar.china())


def _minutes(compiled: CompiledRound, count: int, chosen: Adjustments) -> int:
    """Of one place, or of the whole way: a route takes the minutes of one place at each, as its round would."""
    if compiled.mode == "route" and chosen.minutes is None:
        return min(LONGEST_DAY, compiled.minutes * count)
    return compiled.minutes
