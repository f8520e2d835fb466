"""Build the actor of a logged-in user: his assignments in the organisation he works in now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from anju.foundation.accounts.models import Organisation, User
from anju.foundation.actors import Actor, Origin
from anju.foundation.permissions import Reach, declared, held_by
from anju.foundation.permissions.models import Assignment

CommunitiesOf = Callable[[frozenset[str]], frozenset[int]]
_communities_of: list[CommunitiesOf] = []


def register_communities_of(function: CommunitiesOf) -> None:
    """`estate` tells which communities lie at, below or around some paths of its tree."""
    _communities_of.append(function)


def actor_for(user: User, org: Organisation, origin: Origin) -> Actor:
    """Needs the organisation's scope to be in force. One query, two where an assignment is bound to a place."""
    grants: dict[str, set[str]] = defaultdict(set)
    known = {one.code for one in declared()}
    defaults: dict[str, frozenset[str]] = {}
    rows = Assignment.objects.filter(user=user).values_list("path", "role__code", "role__permissions")
    for path, role, codes in rows:
        if role and role not in defaults:
            defaults[role] = held_by(role)
        for code in defaults[role] if role else known.intersection(codes):
            grants[code].add(path)
    reaches: dict[frozenset[str], Reach] = {}
    for paths in {frozenset(one) for one in grants.values()}:
        reaches[paths] = Reach(paths, None if "" in paths else _communities(paths))
    return Actor(
        org_id=org.pk,
        name=user.name,
        user_id=user.pk,
        grants={code: reaches[frozenset(paths)] for code, paths in grants.items()},
        origin=origin,
        time_zone=org.time_zone,
    )


def _communities(paths: frozenset[str]) -> frozenset[int]:
    return _communities_of[0](paths) if _communities_of else frozenset()
