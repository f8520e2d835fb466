"""The list of bulletins."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter, Table
from anju.modules.frontdesk.models import BulletinSort
from anju.modules.frontdesk.permissions import CONCIERGE_READ


def _address(row: Any) -> str:
    return reverse("messages:notice", args=[row.notice_id]) if row.notice_id else ""


BULLETINS = Table(
    name="frontdesk.bulletins",
    caption=lazy("简报"),
    columns=(
        Column(key="title", label=lazy("标题"), sort="title", nowrap=False),
        Column(key="sort", label=lazy("类别"), value="get_sort_display", sort="sort", phone_place="side"),
        Column(key="month", label=lazy("月份"), value=lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column(key="written_by", label=lazy("起草人"), hide_on_phone=True),
        Column(key="written_at", label=lazy("起草时间"), sort="written_at", hide_on_phone=True),
        Column(key="state", label=lazy("公告状态"), value=lambda row: row.notice.get_state_display() if row.notice else "—", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("标题"), fields=("title",)),
        ChoiceFilter(key="sort_of", label=lazy("类别"), choices=BulletinSort.choices, field="sort"),
    ),
    default_sort="-written_at",
    row_url=_address,
    empty=EmptyState(title=lazy("还没有简报"), text=lazy("每月选几类写一篇，起草后在公告里审阅、发布和打印。")),
    export=Export(title=lazy("简报记录"), permission=CONCIERGE_READ),
)  # fmt: skip
