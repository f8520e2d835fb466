"""What an administrator does to the people of his organisation and their accounts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.accounts import services
from anju.foundation.accounts.models import Membership, User
from anju.foundation.actors import Actor
from anju.foundation.permissions.models import Assignment
from anju.foundation.registrations import USER_MANAGE
from anju.kernel.errors import Conflict, Invalid, NotFound

USER_CREATED = audit.action("foundation.user.created", _("新建用户"))
USER_CHANGED = audit.action("foundation.user.changed", _("修改用户"))
USER_STOPPED = audit.action("foundation.user.stopped", _("停用用户"))
USER_RESUMED = audit.action("foundation.user.resumed", _("恢复用户"))
PASSWORD_RESET = audit.action("foundation.user.password_reset", _("重置密码"))
SESSIONS_ENDED = audit.action("foundation.user.sessions_ended", _("强制退出登录"))
# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewMember:
    name: str
    username: str
    phone: str
    role_id: int
    path: str = ""


def member_create(*, actor: Actor, new: NewMember, at: datetime) -> tuple[User, str]:
    """Make an account, a membership and its first role. Returns the user and his one-time password.

    Raises Forbidden, Invalid (name, username), Conflict (username, phone), NotFound (role).
    """
    actor.require(USER_MANAGE)
    if not new.name.strip():
        raise Invalid("name_missing", field="name")
    if not new.username.strip() or services.looks_like_phone(new.username):
        raise Invalid("username_unfit", field="username")
    password = one_time_password()
    with transaction.atomic():
        user = services.user_create(
            username=new.username.strip(), name=new.name.strip(), password=password, phone=new.phone
        )
        User.objects.filter(pk=user.pk).update(must_change_password=True)
        services.member_add(user=user, org=services.organisation(actor.org_id))
        audit.record(actor, USER_CREATED, user, after={"username": user.username, "name": user.name}, at=at)
        services.role_assign_by_id(actor=actor, user=user, role_id=new.role_id, path=new.path)
    return user, password


def password_reset(*, actor: Actor, user_id: int, at: datetime) -> str:
    """Give the user a one-time password, which ends all his sessions. Returns it; it is shown once.

    Raises Forbidden, NotFound, Conflict (the account belongs to other organisations too).
    """
    with transaction.atomic():
        user = manageable(actor, user_id)
        password = one_time_password()
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        audit.record(actor, PASSWORD_RESET, user, at=at)
    return password


def member_change(*, actor: Actor, user_id: int, name: str, phone: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (name), Conflict (phone, other organisations)."""
    with transaction.atomic():
        user = manageable(actor, user_id)
        if not name.strip():
            raise Invalid("name_missing", field="name")
        owner = User.objects.by_phone(phone)
        if owner is not None and owner.pk != user.pk:
            raise Conflict("phone_taken", field="phone")
        before = {"name": user.name, "phone": _mark(user.phone)}
        user.name = name.strip()
        user.set_phone(phone, verified=user.phone_verified)
        user.save(update_fields=["name", "phone", "phone_digest", "phone_verified"])
        after = {"name": user.name, "phone": _mark(user.phone)}
        audit.record(actor, USER_CHANGED, user, before=before, after=after, at=at)


def member_stop(*, actor: Actor, user_id: int, reason: str, at: datetime) -> None:
    """The user no longer works in this organisation; he is logged out. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        user = _member(actor, user_id)
        if user.pk == actor.user_id:
            raise Conflict("cannot_stop_yourself")
        for one in Assignment.objects.filter(user=user).select_related("role"):
            services.refuse_losing_last_administrator(one)
        Membership.objects.filter(user=user, org_id=actor.org_id).update(is_active=False)
        audit.record(actor, USER_STOPPED, user, reason=reason, at=at)
        if not Membership.objects.filter(user=user, is_active=True).exists():
            end_sessions(user)


def member_resume(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound."""
    with transaction.atomic():
        user = _member(actor, user_id)
        Membership.objects.filter(user=user, org_id=actor.org_id).update(is_active=True)
        audit.record(actor, USER_RESUMED, user, at=at)


def sessions_end(*, actor: Actor, user_id: int, at: datetime) -> int:
    """Log the user out everywhere. Returns how many sessions ended. Raises Forbidden, NotFound."""
    with transaction.atomic():
        user = _member(actor, user_id)
        ended = end_sessions(user)
        audit.record(actor, SESSIONS_ENDED, user, after={"sessions": ended}, at=at)
    return ended


def end_sessions(user: User, keep: str = "") -> int:
    """End all sessions of the user but the one with the key `keep`."""
    found = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for one in found:
        one.end()
    return len(found)


def one_time_password() -> str:
    """Twelve letters in three groups: 59 bits, easy to read out."""
    letters = [secrets.choice(ALPHABET) for _number in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def _mark(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****" if phone else ""


def _member(actor: Actor, user_id: int) -> User:
    """A member of the actor's organisation whose powers do not exceed the actor's. Raises Forbidden, NotFound."""
    actor.require(USER_MANAGE)
    membership = (
        Membership.objects.select_related("user").filter(user_id=user_id, org_id=actor.org_id).first()
    )
    if membership is None:
        raise NotFound("not_a_member")
    for one in Assignment.objects.filter(user_id=user_id).select_related("role"):
        services.refuse_mightier(actor, services.codes_of(one.role), one.path)
    return membership.user


def manageable(actor: Actor, user_id: int) -> User:
    """The same, and his account is this organisation's alone: a password opens every organisation of its owner."""
    user = _member(actor, user_id)
    if Membership.objects.filter(user=user, is_active=True).exclude(org_id=actor.org_id).exists():
        raise Conflict("user_of_other_organisations")
    return user
