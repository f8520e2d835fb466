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

# Registers of the front desk.
_DESK = (R.FRONTDESK, R.SUPERVISOR, R.MANAGER)
_GATE = (*_DESK, R.WORKER)
_ABOVE = (R.LEADER, R.QUALITY)
VISITOR_READ = declare("frontdesk.visitor:read", _("查看访客登记"), *_GATE, *_ABOVE, reading=True)
VISITOR_SIGN = declare("frontdesk.visitor:sign", _("登记访客进出"), *_GATE)
VISITOR_ANNOUNCE = declare("frontdesk.visitor:announce", _("预约访客"), *_DESK)
VISITOR_REVEAL = declare("frontdesk.visitor:reveal", _("查看访客完整电话"), *_DESK)
VISITOR_EXPORT = declare("frontdesk.visitor:export", _("导出访客登记"), R.SUPERVISOR, R.MANAGER)
CONCIERGE_READ = declare(
    "frontdesk.concierge:read", _("查看礼宾助理"), *_GATE, *_ABOVE, R.AUTHORITY, reading=True
)
CONCIERGE_EDIT = declare("frontdesk.concierge:edit", _("维护礼宾助理"), R.SUPERVISOR, R.MANAGER)
FAULT_READ = declare(
    "frontdesk.fault:read", _("查看礼宾责任追究"), R.SUPERVISOR, R.MANAGER, *_ABOVE, reading=True
)
FAULT_RECORD = declare("frontdesk.fault:record", _("登记礼宾责任追究"), R.SUPERVISOR, R.MANAGER)
LEGACY_APPROVE = declare("frontdesk.legacy:approve", _("批准遗留问题的方案"), R.LEADER)
SERVICE_READ = declare(
    "frontdesk.service:read", _("查看特约服务"), *_GATE, *_ABOVE, R.CASHIER, R.AUTHORITY, reading=True
)
SERVICE_OPEN = declare("frontdesk.service:open", _("受理特约服务"), *_DESK)
SERVICE_WORK = declare("frontdesk.service:work", _("办理特约服务"), *_GATE)
SERVICE_DECIDE = declare("frontdesk.service:decide", _("安排、取消、重开特约服务"), *_DESK)
SERVICE_PRICE = declare("frontdesk.service:price", _("维护服务项目与价格"), R.SUPERVISOR, R.MANAGER)
SERVICE_SETTLE = declare(
    "frontdesk.service:settle", _("查看服务商结算"), R.MANAGER, R.LEADER, R.CASHIER, reading=True
)
LOST_READ = declare("frontdesk.lost:read", _("查看失物招领"), *_GATE, *_ABOVE, reading=True)
LOST_NOTE = declare("frontdesk.lost:note", _("登记失物"), *_GATE)
LOST_GIVE = declare("frontdesk.lost:give", _("发还、移交失物"), *_DESK)
LOAN_READ = declare("frontdesk.loan:read", _("查看钥匙与工具"), *_GATE, *_ABOVE, reading=True)
LOAN_LEND = declare("frontdesk.loan:lend", _("借出、收回钥匙与工具"), *_GATE)
LOAN_EDIT = declare("frontdesk.loan:edit", _("维护钥匙与工具台账"), *_DESK)
REGISTER_SET = declare("frontdesk.register:set", _("设置前台登记规则"), R.QUALITY, R.MANAGER)

# The desk: telephone, knowledge, messages to departments, hand-over of the shift.
DESK_USE = declare("frontdesk.desk:use", _("使用客服前台"), *_DESK)
CALL_READ = declare("frontdesk.call:read", _("查看来电记录"), *_DESK, *_ABOVE, reading=True)
CALL_TAKE = declare("frontdesk.call:take", _("接听和登记来电"), *_DESK)
CALL_REVEAL = declare("frontdesk.call:reveal", _("查看完整来电号码"), *_DESK)
CALL_EXPORT = declare("frontdesk.call:export", _("导出来电记录"), R.SUPERVISOR, R.MANAGER)
LINE_SET = declare("frontdesk.line:set", _("维护服务电话与服务时间"), R.SUPERVISOR, R.MANAGER)
KNOWLEDGE_READ = declare(
    "frontdesk.knowledge:read", _("查看知识库"), *_GATE, *_ABOVE, R.CASHIER, reading=True
)
KNOWLEDGE_WRITE = declare("frontdesk.knowledge:write", _("维护知识库"), R.SUPERVISOR, R.MANAGER, R.QUALITY)
NOTE_READ = declare("frontdesk.note:read", _("查看部门留言"), *_GATE, *_ABOVE, reading=True)
NOTE_SEND = declare("frontdesk.note:send", _("转部门留言、催办"), *_DESK)
NOTE_ANSWER = declare("frontdesk.note:answer", _("答复部门留言"), R.SUPERVISOR, R.MANAGER, R.LEADER, R.WORKER)
PHRASE_USE = declare("frontdesk.phrase:use", _("使用快捷用语"), *_GATE, *_ABOVE)
PHRASE_SET = declare("frontdesk.phrase:set", _("维护全公司快捷用语"), R.SUPERVISOR, R.MANAGER, R.QUALITY)
SHIFT_HAND = declare("frontdesk.shift:hand", _("前台交接班"), *_DESK)
SHIFT_READ = declare("frontdesk.shift:read", _("查看前台交接班"), *_DESK, *_ABOVE, reading=True)
SOLUTION_SET = declare("frontdesk.solution:set", _("方案比选"), *_DESK)
