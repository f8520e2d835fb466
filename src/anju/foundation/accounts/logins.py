"""Who came in, who went, who was turned away: into the audit where an organisation is known, else into the log."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, privacy, scope
from anju.foundation.accounts.models import Membership, Residency, User
from anju.foundation.actors import Actor, Origin

LOGGED_IN = audit.action("foundation.user.logged_in", _("登录"))
LOGGED_OUT = audit.action("foundation.user.logged_out", _("退出登录"))
LOGIN_FAILED = audit.action("foundation.user.login_failed", _("登录失败"))
PASSWORD_CHANGED = audit.action("foundation.user.password_changed", _("修改密码"))
FACTOR_ADDED = audit.action("foundation.user.factor_added", _("开启两步验证"))
FACTOR_REMOVED = audit.action("foundation.user.factor_removed", _("关闭两步验证"))
log = structlog.get_logger("anju.accounts")


def note(what: audit.Action, user: User, origin: Origin, at: datetime) -> None:
    """Write an act of the user about his own account into the audit of each organisation he works or lives in."""
    log.info(what.code, user=user.pk, ip=origin.ip)
    works, lives = (one.objects.filter(user=user, is_active=True) for one in (Membership, Residency))
    for org_id in sorted({*works.values_list("org_id", flat=True), *lives.values_list("org_id", flat=True)}):
        actor = Actor(org_id, user.name, user_id=user.pk, origin=origin)
        with scope.enter(org_id), transaction.atomic():
            audit.record(actor, what, user, at=at)


def note_failure(user: User | None, name: str, origin: Origin, at: datetime) -> None:
    """A log-in that failed. What was typed as a name may be a password: only its digest is kept."""
    if user is None:
        log.warning("login.unknown", name_digest=privacy.digest(name)[:12], ip=origin.ip)
        return
    note(LOGIN_FAILED, user, origin, at)


def find(name: str) -> User | None:
    """The user with this user name, in any case, or this phone number."""
    return User.objects.filter(username__iexact=name.strip()).first() or User.objects.by_phone(name)
