"""Permission codes: declared once, typed, namespaced (`plans.plan:approve`). An unknown code fails at import."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from anju.foundation.permissions.reach import Reach
from anju.foundation.permissions.roles import RoleCode

FORM = re.compile(r"^[a-z_]+\.[a-z_]+:[a-z_]+$")


@dataclass(frozen=True, slots=True)
class Permission:
    """`code` is what is stored; `label` what an administrator reads; `roles` who holds it by default."""

    code: str
    label: Any
    roles: frozenset[RoleCode]
    reading: bool

    def __str__(self) -> str:
        return self.code


_declared: dict[str, Permission] = {}


def declare(code: str, label: Any, *roles: RoleCode, reading: bool = False) -> Permission:
    """Declare a permission. `reading`: an authority may hold it, since it changes nothing.

    The administrator holds every permission. Raises ValueError on a malformed code or one declared twice.
    """
    if not FORM.match(code):
        raise ValueError(f"permission code {code!r} is not module.noun:verb")
    if code in _declared:
        raise ValueError(f"permission {code!r} is declared twice")
    permission = Permission(code, label, frozenset({RoleCode.ADMIN, *roles}), reading)
    _declared[code] = permission
    return permission


def held_by(role: RoleCode | str) -> frozenset[str]:
    """Codes that a default role holds: what the modules declare now, not what was stored when it was made."""
    return frozenset(one.code for one in _declared.values() if role in one.roles)


def declared() -> tuple[Permission, ...]:
    return tuple(sorted(_declared.values(), key=lambda one: one.code))


def get(code: str) -> Permission:
    """Raises KeyError on a code that no module declares."""
    return _declared[code]


def get_reach(grants: dict[str, Reach], permission: Permission) -> Reach:
    return grants.get(permission.code, Reach.nowhere())
