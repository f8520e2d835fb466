"""Accounts of residents: made once a phone or a slip has proven who it is, never members of an organisation."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.accounts.logins import PASSWORD_CHANGED
from anju.foundation.accounts.members import ALPHABET
from anju.foundation.accounts.models import Membership, Organisation, Residency, User
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid

MOVED_IN = audit.action("foundation.resident.admitted", _("开通住户登录"))
MOVED_OUT = audit.action("foundation.resident.ended", _("停止住户登录"))
PHONE_CHANGED = audit.action("foundation.resident.phone_changed", _("住户更换登录手机号"))


def organisations_of_resident(user_id: int) -> list[Organisation]:
    """Where this user is a resident, the first first."""
    mine = Residency.objects.filter(user_id=user_id, is_active=True, user__is_active=True)
    return [one.org for one in mine.select_related("org").order_by("pk")]


def is_resident(user_id: int) -> bool:
    return Residency.objects.filter(user_id=user_id, is_active=True).exists()


def is_staff(user_id: int) -> bool:
    """Whether the account also works somewhere: then its password and second factor guard more than a home."""
    return Membership.objects.filter(user_id=user_id, is_active=True).exists()


def organisations_with_residents() -> list[Organisation]:
    """Organisations whose register may know a resident: all but authorities."""
    return list(Organisation.objects.exclude(kind="authority").order_by("pk"))


def resident_user(*, name: str, phone: str = "", proven: bool = False) -> User:
    """The account of a phone, made when there is none. proven: whoever comes has shown that the phone is his.

    Somebody who works here and lives here has one account: what a code lets him into is his home alone (web.access).
    Raises Conflict (phone_taken) when the phone is not proven and belongs to an account.
    """
    found: User | None = User.objects.by_phone(phone) if phone else None
    if found is not None and not proven:
        raise Conflict("phone_taken", field="phone")
    if found is not None:
        if not found.phone_verified:
            User.objects.filter(pk=found.pk).update(phone_verified=True)
        return found
    user = User(username=_free_name(), name=name[:60])
    user.set_phone(phone, verified=proven and bool(phone))
    user.set_unusable_password()
    user.save()
    return user


def residency_add(*, actor: Actor, user: User, at: datetime) -> None:
    """The user is a resident of the actor's organisation from now on; again changes nothing."""
    row, made = Residency.objects.get_or_create(user=user, org_id=actor.org_id, defaults={"since_at": at})
    if made or not row.is_active:
        Residency.objects.filter(pk=row.pk).update(is_active=True)
        audit.record(actor, MOVED_IN, user, at=at)


def residency_end(*, actor: Actor, user_id: int, at: datetime) -> None:
    """The user is no resident of the actor's organisation any more. Whoever is one nowhere is logged out."""
    with transaction.atomic():
        if not Residency.objects.filter(user_id=user_id, org_id=actor.org_id, is_active=True).update(
            is_active=False
        ):
            return
        audit.record(actor, MOVED_OUT, User.objects.get(pk=user_id), at=at)
        if not is_resident(user_id) and not is_staff(user_id):
            for session in UserSession.objects.filter(user_id=user_id):
                session.end()


def password_set(*, actor: Actor, user: User, old: str, new: str, at: datetime) -> None:
    """Set a resident's password. The old one is asked for where there is one.

    Raises Invalid (entry.password.old, weak_password), Forbidden (entry.password.staff: the account of somebody who
    works here has its password changed where the staff's are).
    """
    if is_staff(user.pk):
        raise Forbidden("entry.password.staff")
    if user.has_usable_password() and not user.check_password(old):
        raise Invalid("entry.password.old", field="old")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Invalid("weak_password", field="new", reasons="；".join(error.messages)) from error
    with transaction.atomic():
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        audit.record(actor, PASSWORD_CHANGED, user, at=at)


def phone_set(*, actor: Actor, user: User, phone: str, at: datetime) -> None:
    """Log in with another phone from now on; it has been proven. Raises Conflict (phone_taken)."""
    owner = User.objects.by_phone(phone)
    if owner is not None and owner.pk != user.pk:
        raise Conflict("phone_taken", field="phone")
    with transaction.atomic():
        user.set_phone(phone, verified=True)
        user.save(update_fields=["phone", "phone_digest", "phone_verified"])
        audit.record(actor, PHONE_CHANGED, user, at=at)


def sessions_end(*, user_id: int, but: str = "") -> int:
    """Log a user out everywhere, but in one session; returns how many ended."""
    rows = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=but))
    for session in rows:
        session.end()
    return len(rows)


def _free_name() -> str:
    """A user name nobody types: residents log in by phone."""
    while True:
        name = "r" + "".join(secrets.choice(ALPHABET) for _each in range(11))
        if not User.objects.filter(username=name).exists():
            return name
