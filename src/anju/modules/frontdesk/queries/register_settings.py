"""Numbers of the registers that a house sets for itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.modules.frontdesk.permissions import REGISTER_SET


def _number(code: str, label: Any, default: int, most: int, hint: Any) -> registry.Setting:
    return registry.declare(
        registry.Setting(
            code=f"frontdesk.{code}", label=label, kind=int, default=default, permission=REGISTER_SET, hint=hint,
            per_community=True, check=registry.between(1, most),
        )
    )  # fmt: skip


VISITOR_KEEP_DAYS = _number(
    "visitor_keep_days", _("访客登记保留天数"), 180, 1095,
    _("超过天数的访客姓名、电话、车牌自动隐去，只留统计（个人信息保护法第十九条）。"),
)  # fmt: skip
VISITOR_STAY_HOURS = _number(
    "visitor_stay_hours", _("访客最长停留小时数"), 12, 240, _("没有填写预计离开时间的访客，超过后列为滞留。")
)
VISITOR_CODE_HOURS = _number(
    "visitor_code_hours", _("访客码最长有效小时数"), 72, 720, _("住户预约访客时，有效时间不能超过它。")
)
SERVICE_ANSWER_MINUTES = _number(
    "service_answer_minutes", _("特约服务受理时限（分钟）"), 30, 1440, _("下单后多少分钟内安排或答复客户。")
)
FOUND_KEEP_DAYS = _number(
    "found_keep_days", _("失物保管天数"), 30, 365,
    _("无人认领超过天数的失物应移交公安等部门（民法典第三百一十四条）。"),
)  # fmt: skip
FOUND_NOTICE_DAYS = _number(
    "found_notice_days", _("招领公告天数"), 365, 3650,
    _("自招领公告之日起无人认领的归国家所有（民法典第三百一十八条：一年）。"),
)  # fmt: skip
LOAN_WARN_HOURS = _number(
    "loan_warn_hours", _("逾期未还提醒间隔（小时）"), 24, 240, _("钥匙、工具逾期后每隔多少小时提醒一次。")
)
