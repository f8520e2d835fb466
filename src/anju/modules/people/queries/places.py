"""Homes and parking spaces as people knows them: rows of the key's own target, since people imports no estate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.people.models import HomeTie
from anju.modules.people.permissions import PERSON_READ

HOME_KINDS = ("unit", "space")
FIELDS = ("pk", "kind", "name", "full_name", "path", "community_id", "sort_key")


@dataclass(frozen=True, slots=True)
class HomePlace:
    """kind: unit or space. path: ids from the root down to itself."""

    id: int
    kind: str
    name: str
    full_name: str
    path: str
    community_id: int
    sort_key: str

    def __str__(self) -> str:
        return self.full_name or self.name


def place_rows() -> Any:
    """Every place that somebody may own or live in."""
    field: Any = HomeTie._meta.get_field("place")
    return field.related_model._default_manager.filter(kind__in=HOME_KINDS)


def home_places(ids: Iterable[int]) -> dict[int, HomePlace]:
    rows = place_rows().filter(pk__in=set(ids)).values_list(*FIELDS)
    return {row[0]: HomePlace(*row) for row in rows}


def home_place(actor: Actor, place_id: int, permission: Permission = PERSON_READ) -> HomePlace:
    """A home in the actor's reach. Raises NotFound; Forbidden when he may read there but lacks the permission."""
    row = place_rows().filter(pk=place_id).values_list(*FIELDS).first()
    if row is None:
        raise NotFound("people.place.missing", field="place")
    found = HomePlace(*row)
    if actor.reach(permission).covers(found.path):
        return found
    if actor.reach(PERSON_READ).covers(found.path):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("people.place.missing", field="place")
