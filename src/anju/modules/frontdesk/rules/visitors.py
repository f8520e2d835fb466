"""Visitors: when a code opens, when somebody has stayed too long, when a row is no longer needed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.kernel.errors import Conflict, Invalid

CODE_LENGTH = 6
MOST_COMPANIONS = 99


@dataclass(frozen=True, slots=True)
class Announcement:
    """valid_from, valid_until: half-open span in which the code lets somebody in, once."""

    state: str
    valid_from: datetime | None
    valid_until: datetime | None


def check_window(valid_from: datetime, valid_until: datetime, at: datetime, longest_hours: int) -> None:
    """Raises Invalid (frontdesk.visit.window, .window_past, .window_long)."""
    if valid_until <= valid_from:
        raise Invalid("frontdesk.visit.window", "valid_until")
    if valid_until <= at:
        raise Invalid("frontdesk.visit.window_past", "valid_until")
    if valid_until - valid_from > timedelta(hours=longest_hours):
        raise Invalid("frontdesk.visit.window_long", "valid_until", hours=longest_hours)


def check_entry(known: Announcement, at: datetime) -> None:
    """May this announcement let somebody in now? Raises Conflict (frontdesk.visit.used, .early, .over)."""
    if known.state != "announced":
        raise Conflict("frontdesk.visit.used", "code")
    if known.valid_from is not None and at < known.valid_from:
        raise Conflict("frontdesk.visit.early", "code")
    if known.valid_until is not None and at >= known.valid_until:
        raise Conflict("frontdesk.visit.over", "code")


def overstays(came_at: datetime, stay_until: datetime | None, stay_hours: int, at: datetime) -> bool:
    """Whether a visitor who is still inside should have left: by what he said, else after the usual hours."""
    return at >= (stay_until or came_at + timedelta(hours=stay_hours))


def forget_before(today: date, keep_days: int) -> date:
    """Visits that ended before this day are made anonymous. Source: PIPL art. 19, domain-rules PIPL-03."""
    return today - timedelta(days=keep_days)


def fresh_code(draw: int, taken: Collection[str]) -> str:
    """The first free code of six digits from a drawn number on. Raises Conflict (frontdesk.visit.codes) when none is."""
    size = 10**CODE_LENGTH
    if len(taken) >= size:
        raise Conflict("frontdesk.visit.codes")
    number = draw % size
    while f"{number:0{CODE_LENGTH}d}" in taken:
        number = (number + 1) % size
    return f"{number:0{CODE_LENGTH}d}"
