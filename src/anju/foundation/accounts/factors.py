"""The second factor: who must have one, who has one, and taking it away from somebody who lost his phone."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, registry, scope
from anju.foundation.accounts import members
from anju.foundation.accounts.logins import FACTOR_REMOVED
from anju.foundation.accounts.models import Membership, User
from anju.foundation.actors import Actor
from anju.foundation.permissions import RoleCode
from anju.foundation.permissions.models import Assignment
from anju.foundation.registrations import SETTINGS_CHANGE

DUE_IN_SESSION = "second_factor_due"
SECOND_FACTOR = registry.declare(
    registry.Setting(
        code="accounts.second_factor",
        label=_("两步验证"),
        kind=("optional", "administrators", "everyone"),
        default="optional",
        permission=SETTINGS_CHANGE,
        hint=_("谁除了密码还要用验证器应用登录；下次登录起生效。"),
        labels=(_("自愿"), _("系统管理员必须"), _("所有人必须")),
    )
)


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_due(user: User) -> bool:
    """Whether one of his organisations asks the user for a second factor that he has not set up."""
    if has_one(user):
        return False
    mine = Membership.objects.filter(user=user, is_active=True)
    return any(_asked(user, org_id) for org_id in mine.values_list("org_id", flat=True))


def _asked(user: User, org_id: int) -> bool:
    with scope.enter(org_id), transaction.atomic():
        wanted = registry.value(SECOND_FACTOR)
        if wanted == "administrators":
            return bool(Assignment.objects.filter(user=user, role__code=RoleCode.ADMIN).exists())
        return bool(wanted == "everyone")


def factor_remove(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Let a member log in by password alone again, after he lost his phone. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        user = members.manageable(actor, user_id)
        removed, _by_kind = Authenticator.objects.filter(user=user).delete()
        if removed:
            audit.record(actor, FACTOR_REMOVED, user, at=at)
