"""Cost and comparison of plans that were only read, for other packages: pure Python, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from anju.modules.plans.contracts import PlanReading
from anju.modules.plans.rules import costing
from anju.modules.plans.rules.comparing import Cell, Numbered, Offer, Row, Totals, Vague, align, tally
from anju.modules.plans.rules.compiling import PlaceRule, PromiseFacts
from anju.modules.plans.rules.costing import ROLES, Allowances, Costed, Load, RoleCost, rounded

__all__ = [
    "ROLES", "Allowances", "Cell", "Costed", "Load", "RoleCost", "Row", "Totals", "compare_readings", "cost_of_reading",
    "rounded",
]  # fmt: skip
_VAGUE = ("frequency_without_number", "time_limit_without_number")


def cost_of_reading(
    reading: PlanReading,
    *,
    day: date,
    places: Mapping[str, int],
    pay: Mapping[str, int],
    allowances: Allowances | None = None,
) -> Costed:
    """What a plan asks for in a community that has so many places of each kind (entrance, building, gate, room …).

    A kind that is not named counts as one place. pay: fen a month by role. Keys of the loads are positions in
    `reading.commitments`.
    """

    def count(rules: Collection[PlaceRule]) -> int:
        kinds = dict.fromkeys(kind for rule in rules for kind in (rule.otherwise or rule.kinds))
        return max(1, sum(places.get(kind, 0) for kind in kinds))

    asked = [
        costing.asked(key, PromiseFacts.of(one), start=day, places=count, gates=max(1, places.get("gate", 1)))
        for key, one in enumerate(reading.commitments)
    ]
    return costing.cost(asked, labour=costing.labour_on(day), allowances=allowances or Allowances(), pay=pay)


def compare_readings(readings: Sequence[PlanReading]) -> tuple[list[Row], list[Totals]]:
    """The plans of several companies, promise by promise, and what the table says of each.

    Ids of promises and passages are their positions in their own reading.
    """
    offers = [
        Offer(
            [Numbered(key, PromiseFacts.of(one)) for key, one in enumerate(reading.commitments)],
            [
                Vague(key, one.quote, one.reason)
                for key, one in enumerate(reading.unread)
                if one.reason in _VAGUE
            ],
        )
        for reading in readings
    ]
    rows = align(offers)
    return rows, [tally(rows, at) for at in range(len(readings))]
