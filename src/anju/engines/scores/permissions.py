"""Permission codes of scores and which default roles hold them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode, declare

INDICATOR_READ = declare(
    "scores.indicator:read",
    _("查看服务指标"),
    RoleCode.LEADER,
    RoleCode.QUALITY,
    RoleCode.MANAGER,
    RoleCode.SUPERVISOR,
    RoleCode.FRONTDESK,
    RoleCode.COMMITTEE,
    RoleCode.AUTHORITY,
    reading=True,
)
INDICATOR_FREEZE = declare(
    "scores.indicator:freeze", _("封存月度指标"), RoleCode.LEADER, RoleCode.QUALITY, RoleCode.MANAGER
)
TARGET_SET = declare("scores.target:set", _("设定指标目标值"), RoleCode.LEADER, RoleCode.QUALITY)
