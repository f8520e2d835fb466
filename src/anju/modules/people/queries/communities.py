"""Names of communities. People know a community as a number; its name is read through the key's own target."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.people.models import Staff


def _rows() -> Any:
    field: Any = Staff._meta.get_field("community_id")
    return apps.get_model(field.target)._default_manager.filter(kind="community").order_by("sort_key", "pk")


def communities(actor: Actor, permission: Permission) -> list[tuple[int, str]]:
    """Communities in the actor's reach for the permission: id and name."""
    reach = actor.reach(permission)
    rows = _rows() if reach.unlimited else _rows().filter(pk__in=sorted(reach.communities or ()))
    return list(rows.values_list("pk", "name"))


def community_names() -> dict[int, str]:
    return dict(_rows().values_list("pk", "name"))


def community_path(community_id: int) -> str:
    """The community's path in the tree. Raises NotFound."""
    path = _rows().filter(pk=community_id).values_list("path", flat=True).first()
    if path is None:
        raise NotFound("people.department.missing", field="community")
    return str(path)
