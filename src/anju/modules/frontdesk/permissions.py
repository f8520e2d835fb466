"""Permission codes of frontdesk and which default roles hold them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare

CASE_CLOSE = declare("frontdesk.case:close", _("关闭事项"), R.FRONTDESK, R.SUPERVISOR, R.MANAGER, R.QUALITY)
# Held by the nightly job; a person would close over the head of whoever was asked.
CASE_CLOSE_UNANSWERED = declare("frontdesk.case:close_unanswered", _("逾期未答复自动关闭事项"))
CASE_FORCE = declare("frontdesk.case:force", _("登记紧急避险"), R.SUPERVISOR, R.MANAGER)
COMPLAINT_HEAR = declare("frontdesk.complaint:hear", _("阅示重大投诉"), R.LEADER)
COMPLAINT_JUDGE = declare(
    "frontdesk.complaint:judge", _("认定投诉责任"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR
)
FINDING_TURN = declare(
    "frontdesk.finding:turn", _("巡查问题转事项"), R.FRONTDESK, R.SUPERVISOR, R.MANAGER, R.QUALITY
)
BUDGET_READ = declare(
    "frontdesk.budget:read", _("查看事项时限"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    R.AUTHORITY, reading=True,
)  # fmt: skip
BUDGET_SET = declare("frontdesk.budget:set", _("调整事项时限"), R.QUALITY, R.MANAGER)
SETTINGS_SET = declare("frontdesk.setting:set", _("设置客服规则"), R.QUALITY, R.MANAGER)
