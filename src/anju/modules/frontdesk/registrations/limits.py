"""Promises of plans become limits of clocks when their version comes into force."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation import outbox
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.frontdesk.permissions import BUDGET_READ
from anju.modules.frontdesk.services import following

register_error_texts(
    {
        "frontdesk.limit.clock": _("这类事项没有这个计时，或同一计时选了两次。"),
        "frontdesk.limit.law": _("法定时限不能调整。"),
        "frontdesk.limit.length": _("请填写时限。"),
        "frontdesk.limit.missing": _("没有找到这条承诺，或它不再有效。"),
        "frontdesk.limit.note": _("请写明修正的理由，最多 {limit} 个字。"),
        "frontdesk.limit.severity": _("严重程度的范围不正确。"),
        "frontdesk.work_hours.form": _("请按 9:00-12:00,13:00-18:00 的格式填写，时间先后有序。"),
    }
)


register_menu(
    MenuEntry(
        "limits",
        _("时限"),
        "hourglass",
        "frontdesk:limits",
        BUDGET_READ.code,
        "service",
        order=80,
        under="cases",
    ),
)


def _plan_changed(payload: dict[str, Any]) -> None:
    following.plan_changed(community_id=payload["community_id"], at=timezone.now())


outbox.on("plans.version.in_force", "frontdesk.limits", _plan_changed)
outbox.on("plans.version.ended", "frontdesk.limits", _plan_changed)
