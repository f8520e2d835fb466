"""Keys, tools and cards that are lent: who may get what, when it is due, what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.kernel.errors import Conflict, Invalid

LENDABLE, LENT = "stored", "lent"
BORROWERS = ("staff", "person", "contractor")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of a thing that is to be lent. entrusted: an owner gave it into custody (委托保管)."""

    number: str
    state: str
    entrusted: bool = False
    sealed: bool = False


def check_lend(thing: Thing, borrower: str, due_at: datetime, at: datetime) -> None:
    """Raises Conflict (frontdesk.loan.not_here, .entrusted), Invalid (frontdesk.loan.borrower, .due).

    What an owner gave into custody goes to nobody else but by his word, which is a hand-back.
    """
    if thing.state != LENDABLE:
        raise Conflict("frontdesk.loan.not_here", number=thing.number)
    if thing.entrusted:
        raise Conflict("frontdesk.loan.entrusted", number=thing.number)
    if borrower not in BORROWERS:
        raise Invalid("frontdesk.loan.borrower", "borrower")
    if due_at <= at:
        raise Invalid("frontdesk.loan.due", "due_at")


def overdue(due_at: datetime, returned_at: datetime | None, at: datetime) -> bool:
    return returned_at is None and at >= due_at


def warnings_due(due_at: datetime, warned: int, at: datetime, every: timedelta) -> int:
    """The number of the warning that is due now: 1 when it is due back, one more after each further span; 0 for none."""
    if at < due_at:
        return 0
    turn = 1 + (at - due_at) // every
    return turn if turn > warned else 0


def seal_broken(given: str, back: str) -> bool:
    """Whether a sealed thing came back with another seal, or without one."""
    return bool(given.strip()) and given.strip() != back.strip()
