"""Which cases an actor may see or change: by kind, by place, and never one he is barred from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from anju.engines.cases.models import Case
from anju.engines.cases.queries import kinds, sources
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach


def within(reach: Reach, prefix: str = "") -> Q:
    """Condition for cases, or for rows of `prefix` of theirs, that lie in a reach."""
    allowed = reach.limits()
    if allowed.communities is None:
        return Q()
    whole = Q(**{f"{prefix}community_id__in": sorted(allowed.communities)})
    if not allowed.paths:
        return whole
    return whole | Q(**{f"{prefix}place_id__in": list(sources.places_under(allowed.paths))})


def covers(reach: Reach, community_id: int, place_id: int | None) -> bool:
    allowed = reach.limits()
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


def barred_from(actor: Actor) -> Any:
    """Numbers of the cases that an actor may not hear of, as a queryset; served by an index of barred cases alone."""
    if actor.user_id is None:
        return Case.objects.none().values_list("pk", flat=True)
    rows = Case.objects.exclude(barred_users=[]).filter(barred_users__contains=[actor.user_id])
    return rows.values_list("pk", flat=True)


def told_openly(case_ids: Collection[int]) -> frozenset[int]:
    """Of cases those from which nobody is barred: what may stand in a book that others read too."""
    rows = Case.objects.filter(pk__in=list(case_ids), barred_staff=[], barred_users=[])
    return frozenset(rows.values_list("pk", flat=True))


def not_barred(actor: Actor, prefix: str = "") -> Q:
    """Condition for cases, or for rows that point at one by `prefix`, that an actor may hear of; rows without one too."""
    if actor.user_id is None:
        return Q()
    return ~Q(**{f"{prefix}barred_users__contains": [actor.user_id]})
