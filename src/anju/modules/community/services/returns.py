"""Return visits from the desk, and the supervisor's monthly sample."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.foundation import audit, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import AnjuError, Conflict, Forbidden, NotFound
from anju.modules.community.models import SupervisorSample
from anju.modules.community.permissions import RETURN_MAKE, RETURN_READ, SAMPLE_DRAW
from anju.modules.community.queries import reach, returns
from anju.modules.community.queries.settings import SUPERVISOR_PERCENT
from anju.modules.community.rules import returns as rules
from anju.modules.community.services.actions import SAMPLED
from anju.modules.people import facade as people


def visit_record(*, actor: Actor, return_id: int, outcome: str, words: str, at: datetime) -> None:
    """Take down what was said on a return visit; who worked on the case may not make it.

    Raises Forbidden, NotFound, Invalid (cases.return.outcome, cases.words), Conflict (cases.return.own_work, .done).
    """
    actor.require(RETURN_MAKE)
    staff = people.staff_of_user(actor.user_id) if actor.user_id else None
    cases.return_record(
        actor=actor,
        return_id=return_id,
        outcome=outcome,
        words=words,
        staff_id=staff.id if staff else None,
        at=at,
    )


def sample_draw(*, actor: Actor, community_id: int, month: date, at: datetime) -> int:
    """Draw the supervisor's sample of a month that is over and put its cases on the list; returns how many were added.

    A case whose return visit still waits is on the list already. Raises Forbidden, NotFound, Conflict
    (community.sample.early, community.sample.drawn, community.sample.none).
    """
    reach.require_at(actor, SAMPLE_DRAW, community_id, RETURN_READ)
    if at < (scores.month_span(month).end or at):
        raise Conflict("community.sample.early")
    percent = int(registry.value(SUPERVISOR_PERCENT, community_id))
    with transaction.atomic():
        if SupervisorSample.objects.filter(community_id=community_id, month=month).exists():
            raise Conflict("community.sample.drawn")
        revealed, population = returns.numbers_of(community_id, month)
        numbers = rules.monthly_sample(revealed, population, percent)
        if not numbers:
            raise Conflict("community.sample.none")
        row = SupervisorSample.objects.create(
            community_id=community_id, month=month, population=population, numbers=numbers, revealed=revealed,
            by_name=actor.name[:60], at=at,
        )  # fmt: skip
        known = returns.cases_by_number(actor, community_id, month)
        added = sum(_put_on_list(actor, known[one].id, at) for one in numbers)
        told = {"population": len(population), "drawn": len(numbers), "added": added}
        audit.record(actor, SAMPLED, row, after=told, at=at)
    return added


def _put_on_list(actor: Actor, case_id: int, at: datetime) -> bool:
    try:
        cases.return_add(actor=actor, case_id=case_id, at=at)
    except (Forbidden, NotFound):
        raise
    except AnjuError as error:
        if error.code not in ("cases.return.waiting", "cases.rating.early"):
            raise
        return False
    return True
