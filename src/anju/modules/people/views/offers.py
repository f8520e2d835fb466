"""Choices that forms of people offer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from anju.foundation.permissions import Permission
from anju.modules.people.forms import COMPANY, NONE
from anju.modules.people.permissions import STAFF_CHANGE, STAFF_READ, STRUCTURE_CHANGE
from anju.modules.people.queries import communities, records, staff


def community_offer(request: Any, permission: Permission) -> list[tuple[Any, Any]]:
    """Communities in reach; the company itself only for who reaches it."""
    found = communities.communities(request.actor, permission)
    return [*(COMPANY if request.actor.reach(permission).unlimited else []), *found]


def departments(request: Any, permission: Permission = STAFF_READ) -> list[tuple[Any, Any]]:
    names = communities.community_names()
    rows = staff.departments(request.actor, request.community_id, permission)
    return [("", _("请选择")), *((one.pk, _with(one.name, names.get(one.community_id or 0))) for one in rows)]


def _with(name: str, community: str | None) -> str:
    return f"{name}（{community}）" if community else name


def posts_and_teams(request: Any, permission: Permission = STAFF_READ) -> dict[str, list[tuple[Any, Any]]]:
    """Posts and teams of the departments the reader sees, named with their department."""
    names = {one.pk: one.name for one in staff.departments(request.actor, request.community_id, permission)}
    posts, teams = staff.positions_of(names.keys()), staff.teams_of(names.keys())
    return {
        "position": [*NONE, *((one.id, f"{one.department} · {one.name}") for one in posts)],
        "team": [*NONE, *((one.id, f"{names[one.department_id]} · {one.name}") for one in teams)],
    }


def people(request: Any, permission: Permission = STAFF_READ) -> list[tuple[Any, Any]]:
    rows = records.staff_choices(request.actor, request.community_id, permission)
    return [("", _("请选择")), *((one.pk, f"{one.name}（{one.number}）") for one in rows)]


def for_staff(request: Any) -> dict[str, list[tuple[Any, Any]]]:
    return {
        "community": community_offer(request, STAFF_CHANGE),
        "department": departments(request),
        **posts_and_teams(request),
    }


def for_structure(request: Any) -> dict[str, list[tuple[Any, Any]]]:
    return {
        "community": community_offer(request, STRUCTURE_CHANGE),
        "department": departments(request, STRUCTURE_CHANGE),
        "parent": [*NONE, *departments(request)[1:]],
        "head": [*NONE, *people(request)[1:]],
        "leader": [*NONE, *people(request)[1:]],
    }
