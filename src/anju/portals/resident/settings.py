"""What an administrator sets for residents."""

from __future__ import annotations

import re
from datetime import time

from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare
from anju.kernel.errors import Invalid

# The slips of the desk, beside the right to edit the person.
SLIP_ISSUE = declare("resident.slip:issue", _("发放住户登录码"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
SETTINGS_SET = declare("resident.setting:set", _("设置住户端"), R.LEADER, R.MANAGER)
_WINDOW = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def windows_of(text: str) -> tuple[tuple[time, time], ...]:
    """ "09:00-11:00,14:00-16:00" as pairs of times. Raises Invalid (resident.windows)."""
    found = []
    for part in text.replace("，", ",").split(","):
        match = _WINDOW.fullmatch(part.strip())
        try:
            hours = [int(one) for one in match.groups()] if match else []
            begins, ends = time(hours[0], hours[1]), time(hours[2], hours[3])
        except (ValueError, IndexError) as error:
            raise Invalid("resident.windows", field="resident.visit_windows") from error
        if begins >= ends:
            raise Invalid("resident.windows", field="resident.visit_windows")
        found.append((begins, ends))
    return tuple(found)


def _readable(text: str) -> None:
    windows_of(text)


def _positive(value: int) -> None:
    if not 0 <= value <= 1000:
        raise Invalid("resident.number", field="value")


REOPEN_DAYS = registry.declare(
    registry.Setting(
        code="resident.reopen_days",
        label=_("办结后几天内住户可以重新打开"),
        kind=int,
        default=7,
        permission=SETTINGS_SET,
        per_community=True,
        check=_positive,
    )
)
VISIT_WINDOWS = registry.declare(
    registry.Setting(
        code="resident.visit_windows",
        label=_("住户可选的上门时段"),
        kind=str,
        default="09:00-11:00,13:30-15:30,15:30-17:30,18:30-20:30",
        permission=SETTINGS_SET,
        hint=_("用逗号隔开，例如 09:00-11:00,14:00-16:00。"),
        per_community=True,
        check=_readable,
    )
)
PER_PLACE = registry.declare(
    registry.Setting(
        code="resident.reports_per_place",
        label=_("同一地点每小时最多收几件扫码报事"),
        kind=int,
        default=20,
        permission=SETTINGS_SET,
        per_community=True,
        check=_positive,
    )
)
PER_ADDRESS = registry.declare(
    registry.Setting(
        code="resident.reports_per_address",
        label=_("同一网络地址每小时最多收几件扫码报事"),
        kind=int,
        default=6,
        permission=SETTINGS_SET,
        check=_positive,
    )
)
LOSSES_PER_DAY = registry.declare(
    registry.Setting(
        code="resident.losses_per_day",
        label=_("每位住户每天最多报失和认领几次"),
        kind=int,
        default=6,
        permission=SETTINGS_SET,
        check=_positive,
    )
)
