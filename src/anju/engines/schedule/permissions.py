from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode, declare

_READERS = (
    RoleCode.LEADER,
    RoleCode.QUALITY,
    RoleCode.MANAGER,
    RoleCode.SUPERVISOR,
    RoleCode.FRONTDESK,
    RoleCode.COMMITTEE,
    RoleCode.AUTHORITY,
)

ROUND_READ = declare("schedule.round:read", _("查看作业计划"), *_READERS, reading=True)
ROUND_PLAN = declare("schedule.round:plan", _("编排作业计划"), RoleCode.MANAGER, RoleCode.QUALITY)
WORK_DO = declare(
    "schedule.work:do",
    _("完成作业"),
    RoleCode.WORKER,
    RoleCode.SUPERVISOR,
    RoleCode.MANAGER,
    RoleCode.FRONTDESK,
    RoleCode.QUALITY,
)
WORK_READ = declare("schedule.work:read", _("查看作业记录"), *_READERS, reading=True)
WORK_SKIP = declare("schedule.work:skip", _("跳过作业"), RoleCode.SUPERVISOR, RoleCode.MANAGER)
WORK_ASSIGN = declare("schedule.work:assign", _("调派作业"), RoleCode.SUPERVISOR, RoleCode.MANAGER)
FINDING_READ = declare("schedule.finding:read", _("查看问题"), *_READERS, reading=True)
FINDING_CLOSE = declare(
    "schedule.finding:close", _("处理问题"), RoleCode.SUPERVISOR, RoleCode.MANAGER, RoleCode.QUALITY
)
