"""Requests of people about their own data: deadline, who may ask with which proof, which words an answer needs.

Source: PIPL art. 44–50; domain-rules PIPL-06 (no number in the law: 15 workdays, a setting).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.kernel.calendar import WorkCalendar
from anju.kernel.errors import Conflict, Invalid

# Who asks → proofs that show who he is and that he may.
PROOFS = {
    "self": ("paper", "login", "callback"),
    "guardian": ("kinship",),
    "agent": ("authority",),
    "relative": ("kinship",),
}
# PIPL art. 49: relatives of the dead may read, copy, correct and delete, for interests of their own.
RELATIVES_MAY = ("access", "copy", "correct", "delete")
OPEN = ("received", "proven")
GROUNDS = ("identity", "law", "others", "repeated", "not_held")


@dataclass(frozen=True, slots=True)
class Clock:
    """left: workdays until the day it must be answered, negative when late. soon: within the warning."""

    due_on: date
    left: int
    soon: bool

    @property
    def late(self) -> bool:
        return self.left < 0


def check_days(workdays: int) -> None:
    """Raises Invalid("people.request.days") unless 1 ≤ workdays ≤ 60."""
    if not 1 <= workdays <= 60:
        raise Invalid("people.request.days", field="days")


def due_day(received: date, workdays: int, calendar: WorkCalendar) -> date:
    """The last day to answer; the day of receipt does not count. Raises Invalid unless 1 ≤ workdays ≤ 60."""
    check_days(workdays)
    return calendar.legal_period_end(received, workdays=workdays)


def clock(due_on: date, today: date, warning: int, calendar: WorkCalendar) -> Clock:
    """How many workdays are left, today not counted."""
    day, left = min(due_on, today), 0
    while day < max(due_on, today):
        day = calendar.next_workday(day)
        if day <= max(due_on, today):
            left += 1
    signed = left if due_on >= today else -max(left, 1)
    return Clock(due_on, signed, 0 <= signed <= warning)


def check_asker(kind: str, asker: str, name: str) -> None:
    """Raises Invalid: people.request.asker_name, people.request.relative."""
    if asker != "self" and not name.strip():
        raise Invalid("people.request.asker_name", field="asker_name")
    if asker == "relative" and kind not in RELATIVES_MAY:
        raise Invalid("people.request.relative", field="asker")


def check_proof(asker: str, proof: str) -> None:
    """Raises Invalid: people.request.proof when it does not show that this asker may ask."""
    if proof not in PROOFS[asker]:
        raise Invalid("people.request.proof", field="proof")


def check_answerable(state: str, kind: str, answer: str) -> None:
    """Raises Conflict: people.request.closed, .not_proven; Invalid: people.request.answer_empty."""
    if state not in OPEN:
        raise Conflict("people.request.closed")
    if state != "proven":
        raise Conflict("people.request.not_proven")
    if kind in ("correct", "explain") and not answer.strip():
        raise Invalid("people.request.answer_empty", field="answer")


def check_refusal(state: str, ground: str, reason: str) -> None:
    """A refusal has a ground and says why (PIPL art. 50). Raises Conflict, Invalid: .ground, .reason_empty."""
    if state not in OPEN:
        raise Conflict("people.request.closed")
    if ground not in GROUNDS:
        raise Invalid("people.request.ground", field="ground")
    if len(reason.strip()) < 4:
        raise Invalid("people.request.reason_empty", field="reason")
