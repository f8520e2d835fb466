"""Settings of safety, major events and etiquette."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import Permission
from anju.foundation.registry import Setting, between, declare
from anju.modules.community.permissions import ETIQUETTE_WRITE, EVENT_APPROVE, SAFETY_WRITE
from anju.modules.community.rules.safety import checklist


def _days(code: str, label: Any, default: int, permission: Permission, most: int = 400) -> Setting:
    return declare(
        Setting(
            code=code, label=label, kind=int, default=default, permission=permission, per_community=True,
            check=between(1, most),
        )
    )  # fmt: skip


def _items(value: str) -> None:
    checklist(value)


def _checklist(code: str, label: Any, default: str) -> Setting:
    return declare(
        Setting(
            code=code, label=label, kind=str, default=default, permission=ETIQUETTE_WRITE, per_community=True,
            check=_items, hint=_("各项之间用“；”隔开，最多 30 项，每项最多 60 个字。"),
        )
    )  # fmt: skip


CONTACT_DAYS = _days("community.contact_days", _("安全联络表多久核对一次（天）"), 90, SAFETY_WRITE)
MEETING_DAYS = _days("community.meeting_days", _("联防会议多久一次（天）"), 90, SAFETY_WRITE)
REVIEW_DAYS = _days("community.review_days", _("重大活动结束后几天内总结讲评"), 1, EVENT_APPROVE, 30)
TERM_DAYS = _days("community.term_days", _("各项登记到期前几天提醒负责人"), 3, SAFETY_WRITE, 30)
FIX_DAYS = _days("community.etiquette_days", _("礼仪检查整改期限（天）"), 3, ETIQUETTE_WRITE, 60)
PERSON_ITEMS = _checklist(
    "community.etiquette_person",
    _("员工礼仪检查项目"),
    "着工装，整洁合身；佩戴工号牌；仪容端正，不戴夸张饰物；站姿坐姿端正；使用文明用语；三声内接电话并自报岗位；主动问候、微笑服务",
)
RECEPTION_ITEMS = _checklist(
    "community.etiquette_reception",
    _("服务接待处检查项目"),
    "公示营业执照；公示收费项目和标准；公示服务内容和服务电话；标识统一规范；环境整洁、物品有序；接待台有人值守；备有便民用品",
)
