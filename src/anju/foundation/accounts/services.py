"""Organisations, users and what they may do."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, scope
from anju.foundation.accounts.models import Membership, Organisation, OrganisationKind, User
from anju.foundation.actors import Actor
from anju.foundation.permissions import ROLES, RoleCode, declared
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.registrations import STAFF_ROLES
from anju.kernel.errors import Conflict, Invalid, NotFound

ROLE_ASSIGNED = audit.action("foundation.role.assigned", _("分配角色"))
ROLE_WITHDRAWN = audit.action("foundation.role.withdrawn", _("收回角色"))


def organisation_create(
    *, name: str, short_name: str = "", kind: str = OrganisationKind.COMPANY, adcode: str = ""
) -> Organisation:
    """Make a tenant with the default roles. Done by the launcher, outside any scope."""
    with transaction.atomic():
        org = Organisation.objects.create(name=name, short_name=short_name, kind=kind, adcode=adcode)
        with scope.enter(org.pk):
            roles_refresh()
    return org


def roles_refresh() -> None:
    """Bring the roles every organisation starts with to what the modules declare now; made-up roles stay."""
    for code, label in ROLES.items():
        codes = sorted(one.code for one in declared() if code in one.roles)
        role, created = Role.objects.get_or_create(
            code=code, defaults={"name": str(label), "permissions": codes}
        )
        if not created and role.permissions != codes:
            role.permissions = codes
            role.save(update_fields=["permissions"])


def user_create(*, username: str, name: str, password: str, phone: str = "", check: bool = False) -> User:
    """Raises Conflict when the user name or phone is taken, Invalid when `check` and the password is too weak."""
    if User.objects.filter(username=username).exists():
        raise Conflict("username_taken", field="username", username=username)
    if phone and User.objects.by_phone(phone):
        raise Conflict("phone_taken", field="phone")
    user = User(username=username, name=name)
    user.set_phone(phone)
    if check:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid("weak_password", field="password", reasons="；".join(error.messages)) from error
    user.set_password(password)
    user.save()
    return user


def member_add(*, user: User, org: Organisation) -> Membership:
    membership, _created = Membership.objects.update_or_create(
        user=user, org=org, defaults={"is_active": True}
    )
    return membership


def role_assign(*, actor: Actor, user: User, role_code: RoleCode | str, path: str = "") -> Assignment:
    """Give `user` the role at `path` and below. Raises Forbidden, NotFound (role, membership)."""
    actor.require(STAFF_ROLES)
    if not Membership.objects.filter(user=user, org_id=actor.org_id, is_active=True).exists():
        raise NotFound("not_a_member", field="user")
    role = Role.objects.filter(code=str(role_code)).first()
    if role is None:
        roles_refresh()
        role = Role.objects.filter(code=str(role_code)).first()
    if role is None:
        raise NotFound("role_unknown", field="role", role=str(role_code))
    assignment, created = Assignment.objects.get_or_create(user=user, role=role, path=path)
    if created:
        audit.record(
            actor, ROLE_ASSIGNED, assignment, after={"user": user.name, "role": role.name, "path": path}
        )
    return assignment


def role_withdraw(*, actor: Actor, assignment_id: int) -> None:
    """Raises Forbidden, NotFound."""
    actor.require(STAFF_ROLES)
    assignment = Assignment.objects.select_related("role").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound("not_found", noun="assignment")
    audit.record(
        actor, ROLE_WITHDRAWN, assignment, before={"role": assignment.role.name, "path": assignment.path}
    )
    assignment.delete()
