"""Reads about people, their roles and sessions, for the administration pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet

from anju.foundation.accounts.devices import described
from anju.foundation.accounts.models import Membership, Organisation, User
from anju.foundation.accounts.services import codes_of
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, declared
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.registrations import USER_READ
from anju.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class RoleView:
    """`builtin`: one of the roles every organisation has; `holders`: how many assignments it has."""

    id: int
    name: str
    builtin: bool
    codes: frozenset[str]
    holders: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """`current`: the session of the reader himself."""

    device: str
    ip: str
    began_at: datetime
    seen_at: datetime
    current: bool


def memberships(actor: Actor) -> QuerySet[Membership]:
    """Members of the actor's organisation with their roles in `role_names`; only those with a role in his reach."""
    actor.require(USER_READ)
    mine = Assignment.objects.filter(user_id=OuterRef("user_id"))
    found = (
        Membership.objects.filter(org_id=actor.org_id)
        .select_related("user")
        .annotate(role_names=ArraySubquery(mine.order_by("role__name").values("role__name")))
    )
    reach = actor.reach(USER_READ)
    return found if reach.unlimited else found.filter(Exists(mine.filter(reach.q(path="path"))))


def membership(actor: Actor, user_id: int) -> Membership:
    """Raises Forbidden, NotFound."""
    found = memberships(actor).filter(user_id=user_id).first()
    if found is None:
        raise NotFound("not_a_member")
    return found


def assignments(user_id: int) -> list[Assignment]:
    return list(
        Assignment.objects.filter(user_id=user_id).select_related("role").order_by("role__name", "path")
    )


def roles() -> list[RoleView]:
    """The organisation's roles: the built-in ones first."""
    rows = Role.objects.annotate(holders=Count("assignments")).order_by("-code", "name")
    found = [RoleView(one.pk, one.name, bool(one.code), codes_of(one), one.holders) for one in rows]
    return sorted(found, key=lambda one: (not one.builtin, one.name))


def role(role_id: int) -> RoleView:
    """Raises NotFound."""
    found = next((one for one in roles() if one.id == role_id), None)
    if found is None:
        raise NotFound("not_found", noun="role")
    return found


def permission_groups() -> list[tuple[str, list[Permission]]]:
    """All declared permissions by the package that declares them."""
    groups: dict[str, list[Permission]] = {}
    for one in declared():
        groups.setdefault(one.code.partition(".")[0], []).append(one)
    return sorted(groups.items())


def sessions(user_id: int, current_key: str = "") -> list[SessionView]:
    """Where the user is logged in, newest activity first; sessions that have ended are dropped."""
    user = User.objects.get(pk=user_id)
    return session_views(UserSession.objects.purge_and_list(user), current_key)


def session_views(found: Iterable[Any], current_key: str = "") -> list[SessionView]:
    views = [
        SessionView(
            described(one.user_agent),
            one.ip,
            one.created_at,
            one.last_seen_at,
            one.session_key == current_key,
        )
        for one in found
    ]
    return sorted(views, key=lambda one: (one.current, one.seen_at), reverse=True)


def organisations_of(user: User) -> list[Organisation]:
    mine = Membership.objects.filter(user=user, is_active=True)
    return [one.org for one in mine.select_related("org").order_by("id")]
