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
DOCUMENT_READ = declare(
    "plans.document:read", _("查看公开的制度文件"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.CASHIER,
    R.WORKER, R.COMMITTEE, R.AUTHORITY, reading=True,
)  # fmt: skip
DOCUMENT_INTERNAL = declare(
    "plans.document:internal", _("查看内部制度文件"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    R.CASHIER, R.WORKER, R.AUTHORITY, reading=True,
)  # fmt: skip
DOCUMENT_WRITE = declare("plans.document:write", _("编写制度文件"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
DOCUMENT_APPROVE = declare("plans.document:approve", _("批准和废止制度文件"), R.LEADER, R.MANAGER)
LAW_WRITE = declare("plans.law:write", _("维护法规目录"), R.QUALITY, R.MANAGER)
GOAL_READ = declare(
    "plans.goal:read", _("查看目标与总体计划"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
GOAL_WRITE = declare("plans.goal:write", _("维护目标与总体计划"), R.LEADER, R.QUALITY, R.MANAGER)
GOAL_REPORT = declare("plans.goal:report", _("填报目标进展"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR)
COST_READ = declare("plans.cost:read", _("查看方案成本与人手"), R.LEADER, R.QUALITY, R.MANAGER, reading=True)
COST_WRITE = declare("plans.cost:write", _("填写人工成本与工时余量"), R.LEADER, R.MANAGER)
TENDER_READ = declare(
    "plans.tender:read", _("查看选聘比选"), R.LEADER, R.QUALITY, R.MANAGER, R.COMMITTEE, reading=True
)
TENDER_WRITE = declare("plans.tender:write", _("组织选聘比选"), R.QUALITY, R.MANAGER)
TENDER_WEIGH = declare("plans.tender:weigh", _("设定权重与评分"), R.LEADER, R.MANAGER, R.COMMITTEE)
TENDER_CHOOSE = declare("plans.tender:choose", _("选定公司并生成方案草稿"), R.LEADER, R.MANAGER)
CONTRACT_READ = declare(
    "plans.contract:read", _("查看公开的服务合同"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    R.COMMITTEE, R.AUTHORITY, reading=True,
)  # fmt: skip
CONTRACT_INTERNAL = declare(
    "plans.contract:internal", _("查看未公开的服务合同"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.AUTHORITY,
    reading=True,
)  # fmt: skip
CONTRACT_WRITE = declare("plans.contract:write", _("维护服务合同与项目档案"), R.LEADER, R.MANAGER)
STANDARD_READ = declare(
    "plans.standard:read", _("查看服务质量标准与改进"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    R.COMMITTEE, R.AUTHORITY, reading=True,
)  # fmt: skip
STANDARD_WRITE = declare("plans.standard:write", _("维护服务质量标准与改进"), R.QUALITY, R.MANAGER)
