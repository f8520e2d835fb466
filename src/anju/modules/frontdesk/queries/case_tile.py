"""What the manager's first page says of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.modules.frontdesk.queries.case_names import Names, names_of

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """open: by state. nobody: not given to anybody. first: those due first."""

    open: int
    nobody: int
    late: int
    done: int
    serious: int
    first: tuple[CaseRow, ...]
    names: Names


def standing(actor: Actor, community_id: int | None, at: datetime) -> Standing:
    wanted = CaseFilter(community_id=community_id, standing="open")
    states = cases.counts(actor=actor, by=("state", "severity"), wanted=wanted)
    first = cases.rows(
        cases.cases(actor=actor, wanted=wanted).filter(due_at__isnull=False).order_by("due_at", "id")[:SHOWN]
    )
    return Standing(
        open=sum(states.values()),
        nobody=sum(number for (state, _severity), number in states.items() if state == "new"),
        late=cases.overdue(actor=actor, at=at, community_id=community_id),
        done=sum(number for (state, _severity), number in states.items() if state == "done"),
        serious=sum(number for (_state, severity), number in states.items() if severity > 2),
        first=tuple(first),
        names=names_of(actor, first),
    )
