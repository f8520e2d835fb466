"""What the engine asks of higher floors: places and people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from anju.engines.schedule.contracts import DayWindow, PeopleSource, PlaceFacts, PlaceSource, Posting

_places: list[PlaceSource] = []
_people: list[PeopleSource] = []


def register_places(source: PlaceSource) -> None:
    """Tell the engine how to ask about places. Raises ValueError when somebody has, or a part is no function."""
    _register(_places, source, (source.facts, source.under, source.peak_hours))


def register_people(source: PeopleSource) -> None:
    """Tell the engine how to ask about staff. Raises ValueError when somebody has, or a part is no function."""
    _register(_people, source, (source.members, source.posting))


def _register(known: list, source: object, parts: Sequence[object]) -> None:  # type: ignore[type-arg]
    if known:
        raise ValueError(f"{type(source).__name__} is registered already")
    if not all(map(callable, parts)):
        raise ValueError(f"{type(source).__name__} needs functions")
    known.append(source)


def place_facts(ids: Collection[int]) -> Mapping[int, PlaceFacts]:
    return _places[0].facts(ids) if _places and ids else {}


def places_under(paths: Collection[str]) -> Collection[int]:
    return _places[0].under(paths) if _places and paths else ()


def peak_hours(ids: Collection[int]) -> Mapping[int, Sequence[DayWindow]]:
    return _places[0].peak_hours(ids) if _places and ids else {}


def members(team_id: int | None, position_id: int | None) -> Sequence[int]:
    """Active staff in a stable order who match all that is given."""
    return _people[0].members(team_id, position_id) if _people else ()


def posting(staff_id: int) -> Posting | None:
    return _people[0].posting(staff_id) if _people else None
