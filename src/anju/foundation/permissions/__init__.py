"""Declared permission codes and who holds them by default."""

from anju.foundation.permissions.codes import Permission, declare, declared, get, get_reach, held_by
from anju.foundation.permissions.reach import Reach
from anju.foundation.permissions.roles import ROLES, RoleCode

__all__ = ["ROLES", "Permission", "Reach", "RoleCode", "declare", "declared", "get", "get_reach", "held_by"]
