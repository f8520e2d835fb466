from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare

PLAN_READ = declare(
    "plans.plan:read", _("查看服务方案与承诺"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
PLAN_WRITE = declare("plans.plan:write", _("上传和维护服务方案"), R.QUALITY, R.MANAGER)
PROMISE_REVIEW = declare("plans.promise:review", _("核对承诺"), R.QUALITY, R.MANAGER)
PROMISE_SETUP = declare("plans.promise:setup", _("安排承诺的执行"), R.QUALITY, R.MANAGER)
PLAN_APPROVE = declare("plans.plan:approve", _("批准服务方案"), R.LEADER, R.MANAGER)
PLAN_ENFORCE = declare("plans.plan:enforce", _("使服务方案生效或撤回"), R.LEADER, R.MANAGER)
FULFILMENT_READ = declare(
    "plans.fulfilment:read", _("查看履约情况"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
WORKPLAN_READ = declare(
    "plans.workplan:read", _("查看周工作计划"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    reading=True,
)  # fmt: skip
WORKPLAN_WRITE = declare("plans.workplan:write", _("编制周工作计划"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
