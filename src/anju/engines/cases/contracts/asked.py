"""What the engine asks of higher floors about places and people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from anju.kernel.worktime import WorkHours


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    path: str
    community_id: int | None


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a person works. user_id: his log-in, if he has one. left: he works here no more."""

    community_id: int | None
    department_id: int | None = None
    team_id: int | None = None
    user_id: int | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """How the engine asks about places. under(paths): ids at or below them. hours: a community's working hours."""

    facts: Callable[[Collection[int]], Mapping[int, PlaceFacts]]
    under: Callable[[Collection[str]], Collection[int]]
    hours: Callable[[int], WorkHours]


@dataclass(frozen=True, slots=True)
class PeopleSource:
    """How the engine asks about staff; unknown ids are left out."""

    postings: Callable[[Collection[int]], Mapping[int, Posting]]
