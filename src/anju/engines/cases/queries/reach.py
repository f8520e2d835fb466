"""Which cases an actor may see or change: by kind, by place, and never one he is barred from."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from anju.engines.cases.queries import kinds, sources
from anju.foundation.actors import Actor
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
    whole = {one for one in reach.communities if one not in partly or _named(one, outer)}
    return Limits(frozenset(whole), frozenset(inner))


def _named(community_id: int, paths: frozenset[str]) -> bool:
    return any(path.endswith(f"/{community_id}/") for path in paths)


def within(reach: Reach, prefix: str = "") -> Q:
    """Condition for cases, or for rows of `prefix` of theirs, that lie in a reach."""
    allowed = limits(reach)
    if allowed.communities is None:
        return Q()
    whole = Q(**{f"{prefix}community_id__in": sorted(allowed.communities)})
    if not allowed.paths:
        return whole
    return whole | Q(**{f"{prefix}place_id__in": list(sources.places_under(allowed.paths))})


def covers(reach: Reach, community_id: int, place_id: int | None) -> bool:
    allowed = limits(reach)
    if allowed.communities is None or community_id in allowed.communities:
        return True
    return place_id is not None and place_id in set(sources.places_under(allowed.paths))


def visible(actor: Actor, deed: str = "read", prefix: str = "") -> Q:
    """Condition for all cases with which an actor may do this; kinds under one right share one condition."""
    by_reach: dict[Reach, list[str]] = {}
    for one in kinds.kinds():
        by_reach.setdefault(actor.reach(kinds.right(one, deed)), []).append(one.code)
    by_reach.pop(Reach.nowhere(), None)
    if not by_reach:
        return Q(**{f"{prefix}pk__in": []})
    every = len(by_reach) == 1 and sum(map(len, by_reach.values())) == len(kinds.kinds())
    found = Q()
    for reach, codes in by_reach.items():
        found |= within(reach, prefix) if every else Q(**{f"{prefix}kind__in": codes}) & within(reach, prefix)
    return found & not_barred(actor, prefix)


def not_barred(actor: Actor, prefix: str = "") -> Q:
    if actor.user_id is None:
        return Q()
    return ~Q(**{f"{prefix}barred_users__contains": [actor.user_id]})
