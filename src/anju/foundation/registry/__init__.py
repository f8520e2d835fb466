"""Settings that people change: declared by modules, valued per organisation or community, every change audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks, privacy
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, Invalid

CHANGED = audit.action("foundation.setting.changed", _("修改设置"))


@dataclass(frozen=True, slots=True)
class Setting:
    """`kind` is bool, int, str or a tuple of allowed values, whose `labels` an administrator reads in their order;
    `check` may refuse a value by raising Invalid. `secret`: text kept encrypted, never shown again, and named in the
    audit only as set or not. `own_page`: the general list of settings leaves it out, since it has a page of its own.
    """

    code: str
    label: Any
    kind: type | tuple[str, ...]
    default: Any
    permission: Permission
    hint: Any = ""
    per_community: bool = False
    check: Callable[[Any], None] | None = None
    labels: tuple[Any, ...] = ()
    secret: bool = False
    own_page: bool = False


_settings: dict[str, Setting] = {}


def declare(setting: Setting) -> Setting:
    if setting.code in _settings:
        raise ValueError(f"setting {setting.code!r} is declared twice")
    _settings[setting.code] = setting
    return setting


def between(low: int, high: int) -> Callable[[int], None]:
    """A check for whole numbers. It raises Invalid (setting_range: params low, high)."""

    def check(value: int) -> None:
        if not low <= value <= high:
            raise Invalid("setting_range", "value", low=low, high=high)

    return check


def declared() -> tuple[Setting, ...]:
    return tuple(sorted(_settings.values(), key=lambda one: one.code))


def values(setting: Setting) -> dict[int | None, Any]:
    """As stored, by community; under None the organisation's, else the default. One query for all communities."""
    from anju.foundation.registry.models import SettingValue

    rows = SettingValue.objects.filter(code=setting.code).values_list("community_id", "value")
    return {None: setting.default, **dict(rows)}


def value(setting: Setting, community_id: int | None = None) -> Any:
    """The community's value, else the organisation's, else the default."""
    rows = values(setting)
    found = rows.get(community_id, rows[None])
    return privacy.unseal(found) if setting.secret and found else found


def change(*, actor: Actor, setting: Setting, new: Any, community_id: int | None = None) -> None:
    """Set a value for the organisation, or for one community. An unchanged value leaves no trace.

    Raises Forbidden (also when the actor's right does not reach so far), Invalid.
    """
    from anju.foundation.registry.models import SettingValue

    actor.require(setting.permission)
    reach = actor.reach(setting.permission)
    if not (reach.unlimited if community_id is None else reach.covers_community(community_id)):
        raise Forbidden("permission_missing", permission=setting.permission.code)
    if community_id is not None and not setting.per_community:
        raise Invalid("setting_not_per_community", field=setting.code)
    _check(setting, new)
    with transaction.atomic():
        locks.advisory("setting", actor.org_id, setting.code, community_id)
        before = value(setting, community_id)
        if before == new:
            return
        row, _created = SettingValue.objects.update_or_create(
            code=setting.code, community_id=community_id, defaults={"value": _stored(setting, new)}
        )
        before, after = (_noted(setting, one) for one in (before, new))
        audit.record(actor, CHANGED, row, before={"value": before}, after={"value": after})


def _stored(setting: Setting, new: Any) -> Any:
    return privacy.seal(new) if setting.secret and new else new


def _noted(setting: Setting, held: Any) -> Any:
    """What the audit may say: of a secret, a mark by which two values can be told apart and neither be guessed."""
    return privacy.digest(held)[:8] if setting.secret and held else held


def _check(setting: Setting, new: Any) -> None:
    if isinstance(setting.kind, tuple):
        if new not in setting.kind:
            raise Invalid("setting_not_allowed", field=setting.code)
    elif type(new) is not setting.kind:
        raise Invalid("setting_wrong_kind", field=setting.code)
    if setting.check is not None:
        setting.check(new)
