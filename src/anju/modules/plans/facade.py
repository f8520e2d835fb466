"""What portals and other modules may ask of plans and their fulfilment. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries.fulfilment import (
    Fulfilment,
    days_of,
    endangered,
    fulfilment,
    league,
    month_of,
    plan_of,
    week_of,
)
from anju.modules.plans.queries.promises import PromiseView, held_between
from anju.modules.plans.queries.wording import DOMAINS, name
from anju.modules.plans.rules.standing import DayLine, PromiseLine, Rollup, Standing, in_time_share

__all__ = [
    "DOMAINS", "FULFILMENT_READ", "DayLine", "Fulfilment", "PromiseLine", "PromiseView", "Rollup", "Standing",
    "days_of", "endangered", "fulfilment", "held_between", "in_time_share", "league", "month_of", "name", "plan_of",
    "week_of",
]  # fmt: skip
