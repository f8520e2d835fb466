"""Which message follows what happened to a case, and to whom: the reporter, staff around it, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.engines.cases.contracts import To
from anju.modules.frontdesk.rules.kinds.closing import DISPLEASED

# What is told of a deed that was taken down days later would only confuse.
STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a deed. reporter: it goes to whoever reported the case; to: staff it goes to."""

    template: str
    reporter: bool = False
    to: tuple[To, ...] = ()


_DEEDS: Mapping[str, tuple[Told, ...]] = {
    "assigned": (Told("assigned", to=(To.ASSIGNEE,)), Told("taken", reporter=True)),
    "handed_over": (Told("assigned", to=(To.ASSIGNEE,)),),
    "offered": (Told("offered", to=(To.TEAM,)),),
    "taken": (Told("taken", reporter=True),),
    "refused": (Told("refused", to=(To.OWNER,)),),
    "agreed": (Told("appointed", reporter=True), Told("appointed_staff", to=(To.ASSIGNEE,))),
    "arrived": (Told("arrived", reporter=True),),
    "price_offered": (Told("price", reporter=True),),
    "merged": (Told("merged", reporter=True),),
    "reopened": (Told("reopened", reporter=True), Told("reopened_staff", to=(To.ASSIGNEE, To.TEAM_LEADER))),
}
_DISPLEASED = (Told("displeased", to=(To.OWNER, To.TEAM_LEADER)),)
_MOVES: Mapping[str, tuple[Told, ...]] = {
    "wait": (Told("delayed", reporter=True),),
    "reply": (Told("answered", reporter=True),),
    "explain": (Told("answered", reporter=True),),
    "plan": (Told("planned", reporter=True),),
    "submit": (Told("plan_waiting", to=(To.COMPANY,)),),
    "approve": (
        Told("planned", reporter=True),
        Told("plan_released", to=(To.ASSIGNEE, To.TEAM_LEADER, To.MANAGER)),
    ),
    "send_back": (Told("plan_returned", to=(To.ASSIGNEE, To.OWNER)),),
    "redo": (Told("reopened", reporter=True), Told("reopened_staff", to=(To.ASSIGNEE,))),
    "report_up": (Told("reported_up", to=(To.TEAM_LEADER, To.MANAGER)),),
}
# Kinds whose end is an answer; the others ask for stars.
_ANSWERED = frozenset({"complaint", "enquiry", "suggestion"})


def is_told(what: str, transition: str, stars: int = 0) -> bool:
    """Whether any message follows such an entry, of whatever kind its case is."""
    return bool(of_deed("", what, transition, stars))


def of_deed(kind: str, what: str, transition: str, stars: int = 0) -> tuple[Told, ...]:
    """The messages of an entry of a case's history. transition: of a "moved", "closed" or "reopened" one; stars: of a
    "rated" one.
    """
    if what == "rated":
        return _DISPLEASED if 0 < stars <= DISPLEASED else ()
    if what == "moved":
        if transition == "finish":
            return (Told("answered" if kind in _ANSWERED else "done", reporter=True),)
        return _MOVES.get(transition, ())
    if what == "closed":
        if transition == "answer_now":
            return (Told("answered", reporter=True),)
        return (Told("cancelled" if transition == "cancel" else "closed", reporter=True),)
    return _DEEDS.get(what, ())


def worth_telling(happened: datetime, at: datetime) -> bool:
    return at - happened <= STALE
