"""The rows of community life that an actor may see or change."""

from __future__ import annotations

from typing import Any

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.estate import facade as estate


def require_at(actor: Actor, permission: Permission, community_id: int, reading: Permission) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see the community."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if actor.reach(reading).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("estate.place.missing", noun="community")


def one(
    model: Any, pk: int, *, actor: Actor, permission: Permission, reading: Permission, lock: bool = False,
    community: str = "community_id",
) -> Any:  # fmt: skip
    """A row in reach, locked where wanted. Raises Forbidden, NotFound."""
    rows = model.objects.select_for_update(no_key=True, of=("self",)) if lock else model.objects
    found = rows.filter(actor.reach(reading).q(community=community), pk=pk).first()
    if found is None:
        actor.require(reading)
        raise NotFound("community.missing")
    actor.require(permission)
    if not model.objects.filter(actor.reach(permission).q(community=community), pk=pk).exists():
        raise Forbidden("permission_missing", permission=permission.code)
    return found


def community_names(actor: Actor, permission: Permission) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in estate.communities(actor.reach(permission))]
