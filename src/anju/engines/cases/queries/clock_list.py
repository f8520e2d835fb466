"""The runs of clocks behind the numbers of `statistics`: what was counted, one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from anju.engines.cases.models import ClockBudget
from anju.engines.cases.queries.reach import not_barred, within
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval


def clock_runs(
    *,
    actor: Actor | None,
    span: InstantInterval,
    at: datetime,
    reach: Reach | None = None,
    community_id: int | None = None,
    kinds: Collection[str] = (),
    clocks: Collection[str] = (),
    promise_ids: Collection[int] | None = None,
    promised: bool = True,
) -> Any:
    """Queryset of the clocks that `kept_by` counts for the same arguments, each with its case and `outcome`.

    outcome: in_time, late (also what runs past its limit at `at`) or open. actor: whose barred cases are left out, None
    for a count that concerns no person. Raises Invalid for an open span.
    """
    if span.end is None:
        raise Invalid("interval.open", "span")
    found = ClockBudget.objects.filter(void=False, started_at__gte=span.start, started_at__lt=span.end)
    if actor is not None:
        found = found.filter(not_barred(actor, "case__"))
    if reach is not None:
        found = found.filter(within(reach, "case__"))
    for name, value in (("community_id", community_id), ("length__isnull", False if promised else None)):
        if value is not None:
            found = found.filter(**{name: value})
    for name, values in (("kind", kinds), ("clock", clocks)):
        if values:
            found = found.filter(**{f"{name}__in": list(values)})
    if promise_ids is not None:
        found = found.filter(promise_id__in=list(promise_ids))
    late = Q(due_at__lt=Coalesce(F("stopped_at"), Value(at)))
    outcome = Case(
        When(late, then=Value("late")),
        When(stopped_at__isnull=False, then=Value("in_time")),
        default=Value("open"),
        output_field=CharField(),
    )
    return found.select_related("case").annotate(outcome=outcome)
