"""Personal keys to the API: shown once, kept as a digest, good until a day."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, privacy
from anju.foundation.accounts.models import ApiToken, Membership, Residency
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

PREFIX = "anju_"
MOST = 20
LONGEST = timedelta(days=366)
USE_NOTED_EVERY = timedelta(minutes=5)
TOKEN_MADE = audit.action("foundation.token.made", _("新建接口令牌"))
TOKEN_REVOKED = audit.action("foundation.token.revoked", _("撤销接口令牌"))


def token_make(
    *, actor: Actor, name: str, expires_at: datetime, at: datetime, for_resident: bool = False
) -> tuple[ApiToken, str]:
    """Make a key for the actor himself in his organisation. Returns it with its text, which is never shown again.

    for_resident: it opens what residents may, and nothing of the staff's.

    Raises Forbidden (no person), Invalid (name, expires_at), Conflict (too many).
    """
    if actor.user_id is None:
        raise Forbidden("token_needs_person")
    if not name.strip():
        raise Invalid("token_name_missing", field="name")
    if not at < expires_at <= at + LONGEST:
        raise Invalid("token_expiry_out_of_range", field="expires_at", days=LONGEST.days)
    with transaction.atomic():
        if len(tokens_of(actor, at, for_resident=for_resident)) >= MOST:
            raise Conflict("too_many_tokens", limit=MOST)
        text = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken.objects.create(
            user_id=actor.user_id,
            org_id=actor.org_id,
            name=name.strip()[:60],
            beginning=text[:10],
            digest=privacy.digest(text),
            created_at=at,
            expires_at=expires_at,
            for_resident=for_resident,
        )
        audit.record(
            actor, TOKEN_MADE, token, after={"name": token.name, "expires_at": expires_at.isoformat()}, at=at
        )
    return token, text


def token_revoke(*, actor: Actor, token_id: int, at: datetime) -> None:
    """Raises NotFound for a token of somebody else, or one that is revoked already."""
    with transaction.atomic():
        mine = ApiToken.objects.select_for_update().filter(user_id=actor.user_id, org_id=actor.org_id)
        token = mine.filter(pk=token_id, revoked_at=None).first()
        if token is None:
            raise NotFound("not_found", noun="token")
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record(actor, TOKEN_REVOKED, token, before={"name": token.name}, at=at)


def tokens_of(actor: Actor, at: datetime, *, for_resident: bool = False) -> list[ApiToken]:
    """The actor's usable tokens in his organisation, newest first."""
    mine = ApiToken.objects.filter(
        user_id=actor.user_id, org_id=actor.org_id, revoked_at=None, for_resident=for_resident
    )
    return list(mine.filter(expires_at__gt=at).order_by("-created_at"))


def token_for(text: str, at: datetime, *, for_resident: bool = False) -> ApiToken | None:
    """The usable token with this text, of an active member (or resident); its use is noted every few minutes."""
    if not text.startswith(PREFIX):
        return None
    token = (
        ApiToken.objects.select_related("user", "org")
        .filter(digest=privacy.digest(text), user__is_active=True, for_resident=for_resident)
        .first()
    )
    if token is None or not token.is_usable(at):
        return None
    belongs = Residency if for_resident else Membership
    if not belongs.objects.filter(user=token.user, org=token.org, is_active=True).exists():
        return None
    if token.last_used_at is None or at - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token
