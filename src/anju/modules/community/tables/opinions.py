"""Lists of opinion boxes and their openings."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.filters import day
from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter, Table
from anju.modules.community.permissions import OPINION_WRITE
from anju.modules.community.queries import opinions as queries
from anju.modules.community.rules import opinions as rules


def due(row: Any) -> Any:
    return queries.due_on(row, row.last_at, ZoneInfo(timezone.get_current_timezone_name()))


def is_late(row: Any) -> bool:
    return row.ended_on is None and rules.is_late(due(row), timezone.localdate())


def was_late(row: Any) -> bool:
    return timezone.localtime(row.opened_at).date() > row.due_on


def _due_words(row: Any) -> str:
    if row.ended_on is not None:
        return gettext("已停用")
    text = day(due(row))
    return gettext("%(day)s 逾期未开") % {"day": text} if is_late(row) else text


def _due_then(row: Any) -> str:
    text = day(row.due_on)
    return gettext("%(day)s 迟开") % {"day": text} if was_late(row) else text


def _in_use(rows: Any, value: str) -> Any:
    return rows.filter(ended_on__isnull=value == "yes")


BOXES = Table(
    name="community.boxes",
    caption=_("意见箱"),
    columns=(
        Column(key="name", label=_("意见箱"), sort="name", classes="main"),
        Column(key="spot", label=_("位置"), nowrap=False, width="grow"),
        Column(key="keeper_name", label=_("开箱人")),
        Column(key="opening_count", label=_("开启次数"), align="end", hide_on_phone=True),
        Column(key="letter_count", label=_("来信"), align="end"),
        Column(key="last_at", label=_("上次开启"), hide_on_phone=True),
        Column(
            key="due",
            label=_("下次开启"),
            cell=_due_words,
            export=due,
            phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("名称或位置"), fields=("name", "spot")),
        ChoiceFilter(
            key="used", label=_("使用"), choices=[("yes", _("使用中")), ("no", _("已停用"))], apply=_in_use
        ),
    ),
    default_sort="name",
    row_url=lambda row: reverse("community:box", args=[row.pk]),
    row_tone=lambda row: "is-late" if is_late(row) else "",
    empty=EmptyState(
        title=_("还没有意见箱"),
        text=_("登记每个意见箱的位置和开箱人，到期未开会标红。"),
        action_label=_("登记意见箱"),
        action_url=lambda request: reverse("community:box_new"),
        permission=OPINION_WRITE,
    ),
    export=Export(title=_("意见箱")),
)

OPENINGS = Table(
    name="community.box_openings",
    caption=_("开启记录"),
    columns=(
        Column(key="opened_at", label=_("开启时间"), sort="opened_at", classes="main"),
        Column(key="staff_name", label=_("开箱人")),
        Column(key="witness", label=_("见证人")),
        Column(key="letters", label=_("来信"), align="end"),
        Column(
            key="taken",
            label=_("登记"),
            template="community/gatherings/_cells.html#opening",
            export="taken_count",
            phone_place="corner",
        ),
        Column(
            key="due_on",
            label=_("应开日期"),
            sort="due_on",
            cell=_due_then,
            export="due_on",
        ),
        Column(key="note", label=_("备注"), nowrap=False, hide_on_phone=True),
    ),
    default_sort="-opened_at",
    row_url=lambda row: reverse("community:opening", args=[row.pk]),
    row_tone=lambda row: "is-late" if was_late(row) or row.taken_count < row.letters else "",
    empty=EmptyState(title=_("还没有开启过"), text=_("没有来信也要登记开启。")),
    export=Export(title=_("意见箱开启记录")),
)
