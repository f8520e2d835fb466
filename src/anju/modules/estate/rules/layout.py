"""The usual layout of a new community: buildings, entrances, floors and homes with their usual numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anju.kernel.errors import Invalid
from anju.modules.estate.rules.tree_plan import Address

LIMITS = {"buildings": 200, "entrances": 20, "floors": 120, "homes": 40}
MOST_HOMES = 30_000


@dataclass(frozen=True, slots=True)
class Layout:
    """homes: per floor of an entrance. entrances 0: homes hang at the building itself."""

    buildings: int = 0
    entrances: int = 1
    floors: int = 0
    homes: int = 0

    def __post_init__(self) -> None:
        for name, most in LIMITS.items():
            if not 0 <= getattr(self, name) <= most:
                raise Invalid("estate.layout.out_of_range", field=name, most=most)
        if self.count > MOST_HOMES:
            raise Invalid("estate.layout.too_many", field="buildings", most=MOST_HOMES, count=self.count)

    @property
    def count(self) -> int:
        """How many homes come of it."""
        return self.buildings * max(1, self.entrances) * self.floors * self.homes


def addresses(layout: Layout, community: str) -> Iterator[Address]:
    """Addresses of everything below the community, parents first; homes are numbered 101, 102, … 1201."""
    top: Address = (("community", community),)
    for building in range(1, layout.buildings + 1):
        block: Address = (*top, ("building", str(building)))
        yield block
        doors: list[Address] = [(*block, ("entrance", str(door))) for door in range(1, layout.entrances + 1)]
        yield from doors
        for door in doors or [block]:
            for floor in range(1, layout.floors + 1):
                for home in range(1, layout.homes + 1):
                    yield (*door, ("unit", f"{floor}{home:02d}"))
