"""Lists of things found and of things missed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.frontdesk.models import FoundState, LostState, ThingSort
from anju.modules.frontdesk.permissions import LOST_NOTE, LOST_READ

CELLS = "frontdesk/registers/_cells.html"


def _where(row: Any) -> str:
    return " ".join(one for one in (row.place_name or "", row.spot) if one) or "—"


FOUND = Table(
    name="frontdesk.found",
    caption=lazy("拾得物品"),
    columns=(
        Column(key="name", label=lazy("物品"), sort="name"),
        Column(key="number", label=lazy("编号"), classes="code", sort="number"),
        Column(key="sort", label=lazy("类别"), value="get_sort_display", sort="sort", hide_on_phone=True),
        Column(key="where", label=lazy("拾得地点"), value=_where, nowrap=False),
        Column(key="found_at", label=lazy("拾得时间"), sort="found_at", phone_place="side"),
        Column(key="finder", label=lazy("拾得人"), hide_on_phone=True),
        Column(key="kept_at", label=lazy("存放处"), hide_on_phone=True),
        Column(key="notice_on", label=lazy("公示日期"), sort="notice_on", hide_on_phone=True, optional=True),
        Column(key="claimant", label=lazy("领取人"), hide_on_phone=True, optional=True, hidden=True),
        Column(key="state", label=lazy("状态"), template=f"{CELLS}#found_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("物品、特征、编号或地点"), fields=("name", "words", "number", "spot", "place_name")),
        ChoiceFilter(key="sort_of", label=lazy("类别"), choices=ThingSort.choices, field="sort"),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=FoundState.choices),
        BooleanFilter(key="told", label=lazy("已公告"), apply=lambda rows, value: rows.filter(notice_on__isnull=not value), more=True),
        DateRangeFilter(key="on", label=lazy("拾得日期"), field="found_at", moment=True, more=True),
    ),
    default_sort="-found_at",
    row_url=lambda row: reverse("frontdesk:found", args=[row.pk]),
    empty=EmptyState(
        title=lazy("没有拾得物品"), text=lazy("捡到的东西登记在这里，失主报失后会自动比对。"), action_label=lazy("登记拾得物"),
        action_url=lambda request: reverse("frontdesk:found_new"), permission=LOST_NOTE,
    ),
    export=Export(title=lazy("失物招领登记"), permission=LOST_READ),
)  # fmt: skip

LOST = Table(
    name="frontdesk.lost",
    caption=lazy("遗失登记"),
    columns=(
        Column(key="name", label=lazy("物品"), sort="name"),
        Column(key="number", label=lazy("编号"), classes="code", sort="number"),
        Column(key="sort", label=lazy("类别"), value="get_sort_display", sort="sort", hide_on_phone=True),
        Column(key="where", label=lazy("遗失地点"), value=_where, nowrap=False),
        Column(key="lost_at", label=lazy("遗失时间"), sort="lost_at", phone_place="side"),
        Column(key="reporter", label=lazy("失主"), sort="reporter"),
        Column(key="state", label=lazy("状态"), template=f"{CELLS}#lost_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("物品、特征、编号或失主"), fields=("name", "words", "number", "reporter")),
        ChoiceFilter(key="sort_of", label=lazy("类别"), choices=ThingSort.choices, field="sort"),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=LostState.choices),
    ),
    default_sort="-lost_at",
    row_url=lambda row: reverse("frontdesk:lost_report", args=[row.pk]),
    empty=EmptyState(
        title=lazy("没有遗失登记"), text=lazy("失主来问时先登记，有人拾到会提示比对。"), action_label=lazy("登记遗失"),
        action_url=lambda request: reverse("frontdesk:lost_new"), permission=LOST_NOTE,
    ),
    export=Export(title=lazy("遗失登记"), permission=LOST_READ),
)  # fmt: skip
