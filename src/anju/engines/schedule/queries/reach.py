"""What of the engine's rows lies in an actor's reach: whole communities, or single places inside one."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from anju.engines.schedule.models import RoundSpot
from anju.engines.schedule.queries import sources
from anju.foundation.permissions import Reach


class Limits(NamedTuple):
    """communities: seen whole, None for all. paths: of places seen inside other communities."""

    communities: frozenset[int] | None
    paths: frozenset[str]


def limits(reach: Reach) -> Limits:
    """Split a reach: a path that runs through a community, past it, shows only a part of that community."""
    if reach.unlimited or reach.communities is None:
        return Limits(None, frozenset())
    around: dict[str, int] = {}
    for path in reach.paths:
        above = [int(part) for part in path.strip("/").split("/")[:-1] if part]
        found = [each for each in above if each in reach.communities]
        if found:
            around[path] = found[0]
    outer = reach.paths - around.keys()
    inner = {path for path in around if not any(path.startswith(other) for other in outer)}
    partly = {around[path] for path in inner}
    whole = {each for each in reach.communities if each not in partly or _named(each, outer)}
    return Limits(frozenset(whole), frozenset(inner))


def _named(community_id: int, paths: frozenset[str]) -> bool:
    return any(path.endswith(f"/{community_id}/") for path in paths)


def within(reach: Reach, *, round_id: str = "round_id", place: str | None = "place_id") -> Q:
    """Condition for rows with a community; `place` None for rows of a whole round, such as tallies."""
    allowed = limits(reach)
    if allowed.communities is None:
        return Q()
    whole = Q(community_id__in=sorted(allowed.communities))
    if not allowed.paths:
        return whole
    places = list(sources.places_under(allowed.paths))
    on_route = Q(Exists(RoundSpot.objects.filter(round_id=OuterRef(round_id), place_id__in=places)))
    if place is None:
        return whole | on_route
    return whole | Q(**{f"{place}__in": places}) | (Q(**{f"{place}__isnull": True}) & on_route)


def covers(reach: Reach, community_id: int, place_ids: tuple[int, ...]) -> bool:
    """Whether all of these places of a community lie in the reach."""
    allowed = limits(reach)
    if allowed.communities is None or community_id in allowed.communities:
        return True
    return bool(place_ids) and set(place_ids) <= set(sources.places_under(allowed.paths))
