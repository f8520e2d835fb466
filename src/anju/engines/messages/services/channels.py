"""Settings of the channels, and a message to see whether they work."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, gettext

from anju.engines.messages.contracts import ROBOTS, Channel, Outgoing
from anju.engines.messages.models import PushSubscription
from anju.engines.messages.permissions import CHANNEL_SET
from anju.engines.messages.queries import settings
from anju.engines.messages.rules import masking
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services import actions
from anju.engines.messages.services.adapters import ADAPTERS, Call
from anju.foundation import audit, registry
from anju.foundation.accounts.models import User
from anju.foundation.accounts.phones import is_mobile, normalised
from anju.foundation.actors import Actor
from anju.foundation.registry import Setting
from anju.kernel.errors import DomainError, Invalid

Values = dict[str, str | bool]


def channel_save(*, actor: Actor, channel: Channel, values: Values, community_id: int | None) -> None:
    """Set a channel; a secret that is left empty stays as it is. values: by the setting's code.

    Raises Forbidden, Invalid (field: the setting's code).
    """
    actor.require(CHANNEL_SET)
    with transaction.atomic():
        for setting in settings_of(channel, community_id):
            new = values.get(setting.code)
            if new is None or (setting.secret and new == ""):
                continue
            _change(actor, setting, new.strip() if isinstance(new, str) else new, community_id)


def secret_clear(*, actor: Actor, channel: Channel, community_id: int | None) -> None:
    """Forget the channel's secrets, which ends a robot or a provider here. Raises Forbidden."""
    actor.require(CHANNEL_SET)
    with transaction.atomic():
        for setting in settings_of(channel, community_id):
            if setting.secret:
                registry.change(
                    actor=actor, setting=setting, new="", community_id=_level(setting, community_id)
                )


def settings_of(channel: Channel, community_id: int | None) -> tuple[Setting, ...]:
    """What can be set: for one community only its robots."""
    found = settings.OF_CHANNEL.get(channel, ())
    return tuple(one for one in found if community_id is None or one.per_community)


def channel_test(
    *, actor: Actor, channel: Channel, to: str, community_id: int | None, at: datetime
) -> Outcome:
    """Send a test now and say what the other side answered. to: an address; a robot and a push need none.

    Raises Forbidden, Invalid (to), DomainError (messages.channel.off) when the channel is not set up.
    """
    actor.require(CHANNEL_SET)
    config = settings.config_of(channel, community_id)
    if config is None or channel not in ADAPTERS:
        raise DomainError("messages.channel.off")
    address = _address(actor, channel, to)
    out = Outgoing(
        key=uuid.uuid4().hex,
        address=address,
        title=gettext("安居测试消息"),
        body=gettext("收到这条消息，说明渠道设置正确。"),
        link="",
        language=get_language() or "zh-hans",
        template="messages.test",
        urgent=False,
        parameters={},
    )
    outcome = ADAPTERS[channel](Call(channel, out, config, at, lambda: None))
    with transaction.atomic():
        subject = User.objects.get(pk=actor.user_id) if actor.user_id else None
        if subject is not None:
            told = {"channel": channel.value, "outcome": outcome.kind.value, "error": outcome.error}
            audit.record(actor, actions.TESTED, subject, after=told, community_id=community_id, at=at)
    return outcome


def _address(actor: Actor, channel: Channel, to: str) -> str:
    to = to.strip()
    if channel in ROBOTS:
        return ""
    if channel == Channel.WEB_PUSH:
        found = PushSubscription.objects.filter(user_id=actor.user_id).order_by("-created_at").first()
        if found is None:
            raise DomainError("messages.push.none")
        return str(found.secret)
    if channel == Channel.EMAIL:
        if not masking.is_email(to):
            raise Invalid("messages.address.email", field="to")
        return to
    if not is_mobile(to):
        raise Invalid("messages.address.phone", field="to")
    return normalised(to)


def _change(actor: Actor, setting: Setting, new: str | bool, community_id: int | None) -> None:
    try:
        registry.change(actor=actor, setting=setting, new=new, community_id=_level(setting, community_id))
    except Invalid as error:
        raise Invalid(error.code, setting.code, **error.params) from error


def _level(setting: Setting, community_id: int | None) -> int | None:
    return community_id if setting.per_community else None
