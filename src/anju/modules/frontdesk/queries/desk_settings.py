"""Settings of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.kernel.errors import Invalid
from anju.modules.frontdesk.permissions import SETTINGS_SET


def _minutes(value: int) -> None:
    if not 1 <= value <= 24 * 60:
        raise Invalid("frontdesk.setting.minutes", limit=24 * 60)


def _hours(value: int) -> None:
    if not 1 <= value <= 24 * 30:
        raise Invalid("frontdesk.setting.hours", limit=24 * 30)


PHONE_SECRET = registry.declare(
    registry.Setting(
        code="frontdesk.phone_secret",
        label=_("电话系统签名密钥"),
        kind=str,
        default="",
        permission=SETTINGS_SET,
        hint=_("电话系统推送来电时用它签名；留空则不接收。"),
        secret=True,
    )
)
BACK_WITHIN = registry.declare(
    registry.Setting(
        code="frontdesk.call_back_minutes",
        label=_("未接来电回电时限（分钟）"),
        kind=int,
        default=30,
        permission=SETTINGS_SET,
        per_community=True,
        check=_minutes,
    )
)
RING_FOR = registry.declare(
    registry.Setting(
        code="frontdesk.ring_minutes",
        label=_("来电无人接听多久记为未接（分钟）"),
        kind=int,
        default=3,
        permission=SETTINGS_SET,
        check=_minutes,
    )
)
NOTE_WITHIN = registry.declare(
    registry.Setting(
        code="frontdesk.note_hours",
        label=_("部门留言跨日答复时限（小时）"),
        kind=int,
        default=24,
        permission=SETTINGS_SET,
        hint=_("当天能办的当天办；下班后收到的按这个时限。"),
        per_community=True,
        check=_hours,
    )
)
