"""Merchants: cleaning turns, checks with their check again, dossiers. Source: catalogue B MER-01 to MER-04."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from anju.kernel.errors import Conflict, Invalid

# What a check looks at: grease trap, sewage, smoke, noise, kitchen waste, environmental approval.
ITEMS = ("grease", "sewage", "smoke", "noise", "waste", "approval")
VERDICTS = ("ok", "bad", "none")


def next_cleaning(last: date | None, cycle_days: int, today: date) -> date:
    """What was never cleaned is due today."""
    return today if last is None else last + timedelta(days=cycle_days)


def month_end(on: date) -> date:
    return on.replace(day=monthrange(on.year, on.month)[1])


def faults(items: Mapping[str, str]) -> int:
    """Number of items that were found bad. Raises Invalid (community.check.items) when one is missing or unknown."""
    if set(items) != set(ITEMS) or not set(items.values()) <= set(VERDICTS):
        raise Invalid("community.check.items")
    return sum(one == "bad" for one in items.values())


def check_deadline(on: date, found: int, deadline: date | None) -> None:
    """Faults need a day by which they are put right. Raises Invalid (community.check.deadline)."""
    if found and (deadline is None or deadline <= on):
        raise Invalid("community.check.deadline", "deadline")


def check_again(latest: date, on: date, *, closed: bool, faulty: bool) -> None:
    """Faults are looked at again on a later day than they were seen. Raises Conflict (.closed, .clean), Invalid (.again)."""
    if not faulty:
        raise Conflict("community.check.clean")
    if closed:
        raise Conflict("community.check.closed")
    if on <= latest:
        raise Invalid("community.check.again", "on")


def check_closable(open_steps: int, steps: int) -> None:
    """A dossier is closed when all it planned is done. Raises Conflict (.no_steps; .open_steps: params count)."""
    if not steps:
        raise Conflict("community.action.no_steps")
    if open_steps:
        raise Conflict("community.action.open_steps", count=open_steps)
