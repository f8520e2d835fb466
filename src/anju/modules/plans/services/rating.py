"""Choose by which indicator a promised share is measured."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.engines.scores import facade as scores
from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.models import IndicatorChoice
from anju.modules.plans.permissions import PROMISE_SETUP
from anju.modules.plans.queries import promises, rates
from anju.modules.plans.rules import rating
from anju.modules.plans.services.kept_elsewhere import promises_taken

CHOSEN = audit.action("plans.promise.indicator", _("指定承诺的统计指标"))
RESET = "auto"
ENGINE = "scores"


def promise_measure(*, actor: Actor, promise_id: int, indicator: str, at: datetime) -> None:
    """Measure a promise by this indicator, by none (""), or by what its words say ("auto").

    Holds for the same words in later versions of the plan. Raises Forbidden, NotFound, Invalid (plans.indicator.unit).
    """
    row = promises.promise(actor, promise_id, PROMISE_SETUP)
    view = promises.views([row])[0]
    if indicator not in ("", RESET):
        found = scores.indicator(indicator)
        if view.engine != ENGINE or not rating.can_answer(view.unit, found.unit.value):
            raise Invalid("plans.indicator.unit", "indicator")
    mark = rates.mark_of(view)
    with transaction.atomic():
        locks.advisory("plans.indicator", view.plan_id, mark)
        chosen = IndicatorChoice.objects.filter(plan_id=view.plan_id, mark=mark).first()
        before = chosen.indicator if chosen else RESET
        if indicator == RESET:
            if chosen is not None:
                chosen.delete()
        else:
            chosen = chosen or IndicatorChoice(plan_id=view.plan_id, mark=mark)
            chosen.indicator, chosen.by_name, chosen.at = indicator, actor.name[:60], at
            chosen.save()
        audit.record(
            actor, CHOSEN, row, before={"indicator": before}, after={"indicator": indicator},
            community_id=view.community_id, at=at,
        )  # fmt: skip


def shares_take(*, actor: Actor, on: date) -> int:
    """Let every promised share in force that has an indicator run, and wait where it has none; returns how many changed.

    Raises Forbidden.
    """
    changed = 0
    for community in estate.communities():
        views = promises.promises_in_force(community.id, on, ENGINE)
        running = [key for key, one in rates.mapped(views).items() if one.indicator is not None]
        changed += sum(promises_taken(actor=actor, engine=ENGINE, community_id=community.id, running=running))
    return changed
