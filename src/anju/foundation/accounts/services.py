"""Organisations, users and what they may do."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, scope
from anju.foundation.accounts.models import Membership, Organisation, OrganisationKind, User
from anju.foundation.accounts.phones import is_mobile
from anju.foundation.actors import Actor
from anju.foundation.permissions import ROLES, RoleCode, declared, held_by
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.registrations import STAFF_ROLES
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

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


def organisation(org_id: int) -> Organisation:
    return Organisation.objects.get(pk=org_id)


def looks_like_phone(text: str) -> bool:
    """A user name that is a phone number could be mistaken for somebody's number at log-in."""
    return is_mobile(text)


def member_add(*, user: User, org: Organisation) -> Membership:
    membership, _created = Membership.objects.update_or_create(
        user=user, org=org, defaults={"is_active": True}
    )
    return membership


def role_assign(*, actor: Actor, user: User, role_code: RoleCode | str, path: str = "") -> Assignment:
    """Give `user` the role at `path` and below; role_code: of a default role.

    Raises Forbidden (the right itself, its place, or a role mightier than the actor), NotFound (role, membership).
    """
    actor.require(STAFF_ROLES, path)
    if not Membership.objects.filter(user=user, org_id=actor.org_id, is_active=True).exists():
        raise NotFound("not_a_member", field="user")
    role = Role.objects.filter(code=str(role_code)).first()
    if role is None:
        roles_refresh()
        role = Role.objects.filter(code=str(role_code)).first()
    if role is None:
        raise NotFound("role_unknown", field="role", role=str(role_code))
    return _assign(actor, user, role, path)


def role_assign_by_id(*, actor: Actor, user: User, role_id: int, path: str = "") -> Assignment:
    """The same for any role of the organisation. Raises as `role_assign`."""
    actor.require(STAFF_ROLES, path)
    if not Membership.objects.filter(user=user, org_id=actor.org_id, is_active=True).exists():
        raise NotFound("not_a_member", field="user")
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise NotFound("role_unknown", field="role", role=role_id)
    return _assign(actor, user, role, path)


def codes_of(role: Role) -> frozenset[str]:
    return held_by(role.code) if role.code else frozenset(role.permissions)


def refuse_mightier(actor: Actor, codes: Iterable[str], path: str = "") -> None:
    """Nobody hands out power over accounts, settings and logs that he does not hold himself at that place.

    Raises Forbidden.
    """
    if any(code.startswith("foundation.") and not actor.can(code, path) for code in codes):
        raise Forbidden("role_mightier_than_own", field="role")


def _assign(actor: Actor, user: User, role: Role, path: str) -> Assignment:
    refuse_mightier(actor, codes_of(role), path)
    assignment, created = Assignment.objects.get_or_create(user=user, role=role, path=path)
    if created:
        audit.record(actor, ROLE_ASSIGNED, user, after={"role": role.name, "path": path})
    return assignment


def role_withdraw(*, actor: Actor, assignment_id: int) -> None:
    """Raises Forbidden, NotFound, Conflict (the last administrator)."""
    actor.require(STAFF_ROLES)
    assignment = Assignment.objects.select_related("role", "user").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound("not_found", noun="assignment")
    actor.require(STAFF_ROLES, assignment.path)
    refuse_mightier(actor, codes_of(assignment.role), assignment.path)
    refuse_losing_last_administrator(assignment)
    before = {"role": assignment.role.name, "path": assignment.path}
    audit.record(actor, ROLE_WITHDRAWN, assignment.user, before=before)
    assignment.delete()


def refuse_losing_last_administrator(assignment: Assignment) -> None:
    """An organisation keeps one active administrator of the whole. Raises Conflict."""
    if assignment.role.code != RoleCode.ADMIN or assignment.path:
        return
    others = Assignment.objects.filter(role__code=RoleCode.ADMIN, path="").exclude(user_id=assignment.user_id)
    members = Membership.objects.filter(
        org_id=assignment.org_id, is_active=True, user__is_active=True, user_id__in=others.values("user_id")
    )
    if not members.exists():
        raise Conflict("last_administrator")
