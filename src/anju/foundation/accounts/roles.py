"""Roles that an organisation makes up for itself. The default roles hold what the modules declare."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks
from anju.foundation.accounts import services
from anju.foundation.actors import Actor
from anju.foundation.permissions import declared
from anju.foundation.permissions.models import Role
from anju.foundation.registrations import ROLE_DEFINE
from anju.kernel.errors import Conflict, Forbidden, Invalid

ROLE_DEFINED = audit.action("foundation.role.defined", _("定义角色"))
ROLE_REMOVED = audit.action("foundation.role.removed", _("删除角色"))


def role_define(
    *, actor: Actor, name: str, codes: Collection[str], at: datetime, role_id: int | None = None
) -> int:
    """Make a role, or change one made before. Returns its id.

    Raises Forbidden (also for codes the actor may not hand out), Invalid (name, permissions), Conflict (name taken),
    NotFound.
    """
    actor.require(ROLE_DEFINE, "")
    name = name.strip()
    if not name:
        raise Invalid("role_name_missing", field="name")
    unknown = set(codes) - {one.code for one in declared()}
    if unknown:
        raise Invalid("permission_unknown", field="permissions", permission=sorted(unknown)[0])
    services.refuse_mightier(actor, codes)
    with transaction.atomic():
        role = Role(code="") if role_id is None else locks.row(Role, role_id)
        if role.code:
            raise Forbidden("role_is_default")
        if Role.objects.filter(name=name).exclude(pk=role.pk).exists():
            raise Conflict("role_name_taken", field="name")
        before = {"name": role.name, "permissions": list(role.permissions)} if role_id else None
        role.name, role.permissions = name[:40], sorted(set(codes))
        role.save()
        after = {"name": role.name, "permissions": role.permissions}
        audit.record(actor, ROLE_DEFINED, role, before=before, after=after, at=at)
    return int(role.pk)


def role_remove(*, actor: Actor, role_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (somebody holds it)."""
    actor.require(ROLE_DEFINE, "")
    with transaction.atomic():
        role = locks.row(Role, role_id)
        if role.code:
            raise Forbidden("role_is_default")
        if role.assignments.exists():
            raise Conflict("role_in_use", name=role.name)
        audit.record(
            actor,
            ROLE_REMOVED,
            role,
            before={"name": role.name, "permissions": list(role.permissions)},
            at=at,
        )
        role.delete()
