"""What of the engine's rows lies in an actor's reach: whole communities, or single places inside one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from anju.engines.schedule.models import RoundSpot
from anju.engines.schedule.queries import sources
from anju.foundation.permissions import Reach


def within(reach: Reach, *, round_id: str = "round_id", place: str | None = "place_id") -> Q:
    """Condition for rows with a community; `place` None for rows of a whole round, such as tallies."""
    allowed = reach.limits()
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
    allowed = reach.limits()
    if allowed.communities is None or community_id in allowed.communities:
        return True
    return bool(place_ids) and set(place_ids) <= set(sources.places_under(allowed.paths))
