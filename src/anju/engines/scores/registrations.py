"""What this package declares to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.scores.permissions import INDICATOR_READ
from anju.engines.scores.services import actions
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu

__all__ = ["actions"]

register_error_texts(
    {
        "scores.indicator.missing": _("没有这个指标。"),
        "scores.community.missing": _("没有这个小区，或您无权查看。"),
        "scores.result.missing": _("没有找到这个封存结果，或您无权查看。"),
        "scores.result.replaced": _("这个结果已被替换，请刷新后再看。"),
        "scores.result.same": _("重算结果与封存的一致，无需替换。"),
        "scores.month": _("月份请写成 2026-10 的样子。"),
        "scores.month.open": _("{month} 还没有结束，不能封存。"),
        "scores.reason": _("请写明重算的原因，最多 {limit} 个字。"),
        "scores.target.missing": _("设预警线前请先填目标值。"),
        "scores.target.order": _("预警线须在目标值较差的一侧。"),
        "scores.target.range": _("请填 0 到 1000000 之间的数。"),
    }
)
register_menu(
    MenuEntry(
        "scores", _("服务指标"), "chart-bar", "scores:indicators", INDICATOR_READ.code, "promises", order=6
    )
)
