"""Visits to a group of homes: who goes where, and whether the promised share is reached. Source: B RTV-01, RTV-02."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """visited: homes where somebody was met; of those, satisfied."""

    homes: int
    visited: int
    satisfied: int
    percent: int

    @property
    def needed(self) -> int:
        """Homes that have to be visited for the promised share, rounded up."""
        return -(-self.homes * self.percent // 100)

    @property
    def is_reached(self) -> bool:
        return self.homes > 0 and self.visited * 100 >= self.homes * self.percent

    @property
    def share(self) -> float | None:
        return self.visited / self.homes if self.homes else None


def shared_out(homes_by_building: Mapping[int, Sequence[int]], staff_ids: Sequence[int]) -> dict[int, int]:
    """Who visits which home: buildings stay together, the larger ones first to whoever has the fewest homes."""
    load = dict.fromkeys(staff_ids, 0)
    found: dict[int, int] = {}
    if not load:
        return found
    for _building, homes in sorted(homes_by_building.items(), key=lambda one: (-len(one[1]), one[0])):
        chosen = min(load, key=lambda one: (load[one], one))
        load[chosen] += len(homes)
        found.update(dict.fromkeys(homes, chosen))
    return found
