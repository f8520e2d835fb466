"""Menu entries, texts and the tile of the pages of cases."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.engines.cases import facade as cases
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, Tile, register_menu, register_tile

READ = "cases.case:read"

register_error_texts(
    {
        "frontdesk.case.lacking": _("还缺：{what}。"),
        "frontdesk.place.unknown": _("没有找到“{text}”。请换个说法，或从提示中选择。"),
        "frontdesk.place.many": _("“{names}”都对得上，请选择其中一个。"),
        "frontdesk.case.number": _("没有编号为 {number} 的事项，或您无权查看。"),
        "frontdesk.case.nobody": _("没有可以派的人：都须回避，或不在这个小区工作。"),
        "frontdesk.cases.too_many": _("请选择要派出的事项，一次最多 {limit} 件。"),
        "frontdesk.day": _("日期不正确。"),
        "frontdesk.month": _("月份不正确。"),
        "frontdesk.lesson.text": _("请填写内容，最多 {limit} 个字。"),
        "frontdesk.lesson.done": _("这条措施已经完成。"),
        "frontdesk.lesson.missing": _("没有找到这条记录，或您无权查看。"),
    }
)


def _late(request: Any) -> int | None:
    return cases.overdue(actor=request.actor, at=timezone.now(), community_id=request.community_id) or None


register_menu(
    MenuEntry(
        "cases", _("报事"), "clipboard-text", "frontdesk:cases", READ, "service", 20, badge=_late, urgent=True
    ),
    MenuEntry(
        "cases.board", _("看板"), "layout-kanban", "frontdesk:board", READ, "service", 21, under="cases"
    ),
    MenuEntry(
        "cases.days", _("日计划"), "calendar-time", "frontdesk:days", READ, "service", 22, under="cases"
    ),
    MenuEntry("complaints", _("投诉"), "message-report", "frontdesk:complaints", READ, "service", 23),
)


def _tile(request: Any) -> Markup:
    """Open cases by how they stand, and the first due of them."""
    from anju.modules.frontdesk.queries import case_tile

    found = case_tile.standing(request.actor, request.community_id, timezone.now())
    return Markup(
        render_to_string("frontdesk/cases/_tile.html", {"found": found, "request": request}, request)
    )


register_tile(Tile("frontdesk.cases", READ, 30, _tile, width=12))
