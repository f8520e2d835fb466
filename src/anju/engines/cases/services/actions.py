"""What the engine writes into the audit and the history, and what its files are for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases import permissions
from anju.foundation import audit, files

# Codes of entries in the history, with what they are called. Each is an audit action of the same name.
NAMES = {
    "opened": _("登记"),
    "edited": _("更正"),
    "moved": _("状态变更"),
    "reopened": _("重新打开"),
    "closed": _("关闭"),
    "voided": _("作废"),
    "assigned": _("派单"),
    "offered": _("发起抢单"),
    "taken": _("抢单"),
    "accepted": _("接单"),
    "refused": _("拒单"),
    "handed_over": _("转派"),
    "owned": _("变更首问责任人"),
    "reporter": _("更正报事人"),
    "forgotten": _("删除报事人信息"),
    "helper_added": _("增加协作人"),
    "helper_removed": _("减少协作人"),
    "paused": _("暂停计时"),
    "resumed": _("恢复计时"),
    "agreed": _("预约上门"),
    "called_off": _("取消上门"),
    "arrived": _("到场"),
    "left": _("离场"),
    "photo": _("添加图片或附件"),
    "item_added": _("添加用料或工时"),
    "item_removed": _("删除用料或工时"),
    "words": _("补充说明"),
    "price_offered": _("报价"),
    "price_agreed": _("同意报价"),
    "price_refused": _("不同意报价"),
    "passed": _("检验合格"),
    "failed": _("检验不合格"),
    "merged": _("合并"),
    "unmerged": _("取消合并"),
    "split": _("拆分"),
    "linked": _("关联"),
    "rated": _("评价"),
    "drawn": _("抽中回访"),
    "returned": _("回访"),
    "barred": _("设置回避"),
    "contact_read": _("查看联系方式"),
    "escalated": _("预警与升级"),
}
ACTIONS = {code: audit.action(f"cases.case.{code}", label) for code, label in NAMES.items()}
TAKEN_OVER = audit.action("cases.case.taken_over", _("补录历史事项"))
DRAW_HELD = audit.action("cases.draw.held", _("抽取回访样本"))

CASE_PHOTO = files.purpose("case_photo", reading=permissions.CASE_READ, photo=True)
CASE_FILE = files.purpose("case_file", reading=permissions.CASE_READ)
