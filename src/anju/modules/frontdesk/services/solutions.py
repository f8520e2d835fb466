"""Several solutions for one problem, and the best chosen with its reason. Source: catalogue B CSR-11."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.models import SolutionSet
from anju.modules.frontdesk.permissions import SOLUTION_SET
from anju.modules.frontdesk.services import desk_acts as acts

FEWEST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Option:
    """One way to solve it. cost: fen, None when unknown; days: until it is solved."""

    text: str
    cost: int | None = None
    days: int | None = None
    note: str = ""


def solutions_propose(
    *, actor: Actor, case_id: int, problem: str, options: Sequence[Option], at: datetime
) -> int:
    """Write down two to six solutions for a problem of a case. Raises Forbidden, NotFound, Invalid."""
    actor.require(SOLUTION_SET)
    cases.case_view(actor=actor, case_id=case_id, at=at)
    kept = [one for one in options if one.text.strip()]
    if not problem.strip() or len(problem) > 200:
        raise Invalid("frontdesk.solutions.problem", "problem", limit=200)
    if not FEWEST <= len(kept) <= MOST:
        raise Invalid("frontdesk.solutions.few", "options", fewest=FEWEST, most=MOST)
    with transaction.atomic():
        made = SolutionSet.objects.create(
            case_id=case_id,
            problem=problem.strip(),
            options=[asdict(one) for one in kept],
            made_at=at,
            made_name=actor.name[:60],
        )
        audit.record(actor, acts.SOLUTIONS_SAVED, made, after={"options": len(kept)}, at=at)
    return int(made.pk)


def solution_choose(*, actor: Actor, set_id: int, chosen: int, reason: str, at: datetime) -> None:
    """Choose one of them and say why. Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.solutions.chosen)."""
    actor.require(SOLUTION_SET)
    if not reason.strip():
        raise Invalid("frontdesk.reason.empty", "reason")
    with transaction.atomic():
        held = SolutionSet.objects.filter(pk=set_id).select_for_update(of=("self",)).first()
        if held is None:
            raise NotFound("not_found", noun="frontdesk.solutions")
        cases.case_view(actor=actor, case_id=held.case_id, at=at)
        if held.chosen is not None:
            raise Conflict("frontdesk.solutions.chosen", name=held.chosen_name)
        if not 0 <= chosen < len(held.options):
            raise Invalid("frontdesk.solutions.option", "chosen")
        held.chosen, held.reason = chosen, reason.strip()[:300]
        held.chosen_at, held.chosen_name = at, actor.name[:60]
        held.save()
        told = {"chosen": held.options[chosen]["text"]}
        audit.record(actor, acts.SOLUTION_CHOSEN, held, after=told, reason=reason.strip(), at=at)
