"""Public commitments: every promise marked public, with what was really done beside it. Source: A STD-18, EVL-05."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from anju.engines.schedule.contracts import Tally
from anju.foundation.actors import Actor
from anju.kernel.interval import DateInterval
from anju.modules.plans.models import Promise
from anju.modules.plans.queries import fulfilment, promises
from anju.modules.plans.queries.plans import LIVE
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules import standing
from anju.modules.plans.rules.standing import PromiseLine, Standing

YEAR_DAYS = 365
QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Actual:
    """What was done of a promise over a span. share: in time among what is settled, None when nothing is.

    value: the promised number times the share of its times that were done, in the promise's own words of unit and
    period; None where the promise is no number of times.
    """

    tally: Tally
    standing: Standing
    share: float | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """spans: this month so far, the last three months, the last twelve, in this order."""

    promise: PromiseView
    spans: tuple[Actual, ...]


@dataclass(frozen=True, slots=True)
class Commitments:
    community_id: int
    days: tuple[DateInterval, ...]
    rows: tuple[Commitment, ...]


def spans_of(today: date) -> tuple[DateInterval, ...]:
    """This month until its end, three months including it, and 365 days until today."""
    month = fulfilment.month_of(today)
    first = month.start
    for _each in range(QUARTER_MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    tomorrow = today + timedelta(days=1)
    return (
        DateInterval(month.start, tomorrow),
        DateInterval(first, tomorrow),
        DateInterval(tomorrow - timedelta(days=YEAR_DAYS), tomorrow),
    )


def commitments(*, actor: Actor, community_id: int, today: date) -> Commitments:
    """Public promises in force in the order of the plan. Raises Forbidden, NotFound."""
    fulfilment.check_community(actor, community_id)
    views = promises.views(_public(community_id).order_by("version__plan_id", "start", "pk"))
    spans = spans_of(today)
    found = [_standings(community_id, days, today, views) for days in spans]
    return Commitments(
        community_id,
        spans,
        tuple(Commitment(one, tuple(_actual(one, lines.get(one.id)) for lines in found)) for one in views),
    )


def choices(actor: Actor, community_id: int | None) -> QuerySet[Promise]:
    """Promises in force that may be made public."""
    return promises.register(actor, community_id)


def _public(community_id: int) -> Any:
    return Promise.objects.select_related("version__plan").filter(
        version__plan__community_id=community_id,
        version__state="in_force",
        review__in=LIVE,
        is_public=True,
    )


def _standings(
    community_id: int, days: DateInterval, today: date, views: list[PromiseView]
) -> Mapping[int, PromiseLine]:
    wanted = {one.id for one in views}
    lines = fulfilment.standings(community_id=community_id, days=days, today=today)
    return {one.promise_id: one for one in lines if one.promise_id in wanted}


def _actual(view: PromiseView, line: PromiseLine | None) -> Actual:
    if line is None:
        return Actual(Tally(), Standing.WAITING, None, None)
    tally = line.tally
    value = None
    if view.kind == "frequency" and view.value is not None and tally.settled:
        value = (view.value * tally.done / tally.settled).quantize(Decimal("0.01"))
    return Actual(tally, line.standing, standing.in_time_share(tally), value)
