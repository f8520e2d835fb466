"""Lists of dogs, ladders, and inspections with their dogs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.community.models import CheckResult, DogSize, DogState, Step
from anju.modules.community.permissions import DOG_MEASURE, DOG_READ, DOG_WRITE
from anju.modules.community.queries.dogs import lacking

CELLS = "community/_neighbour_cells.html"
TERMS = [("lacking", _("没有或已过期")), ("soon", _("即将到期")), ("valid", _("有效"))]


def _term(field: str) -> Any:
    def apply(rows: Any, value: str) -> Any:
        if value == "lacking":
            return rows.filter(lacking(field))
        if value == "soon":
            return rows.filter(**{f"{field}__gte": F("today"), f"{field}__lte": F("warn_on")})
        return rows.filter(**{f"{field}__gt": F("warn_on")})

    return apply


def _where(row: Any) -> str:
    return row.place_name or row.spot or "—"


def _open(rows: Any, value: bool) -> Any:
    return rows.filter(closed_on__isnull=value)


def _done_word(on: date | None) -> Any:
    return _("已结束") if on else _("进行中")


DOGS = Table(
    name="community.dogs",
    caption=_("犬只登记"),
    columns=(
        Column(key="dog", label=_("犬只"), template=f"{CELLS}#dog_name", export=str, sort="breed", nowrap=False),
        Column(key="number", label=_("编号"), classes="code", sort="number", hide_on_phone=True),
        Column(key="where", label=_("房屋或地点"), value=_where, sort="place_name", nowrap=False),
        Column(key="keeper", label=_("饲养人"), sort="keeper"),
        Column(key="size", label=_("体型"), value="get_size_display", sort="size", hide_on_phone=True),
        Column(key="licence_until", label=_("犬证"), template=f"{CELLS}#licence", export="licence_until", sort="licence_until"),
        Column(key="vaccine_until", label=_("疫苗"), template=f"{CELLS}#vaccine", export="vaccine_until", sort="vaccine_until"),
        Column(key="licence", label=_("犬证号"), classes="code", optional=True, hidden=True),
        Column(key="sex", label=_("性别"), value="get_sex_display", optional=True, hidden=True),
        Column(key="colour", label=_("毛色"), optional=True, hidden=True),
        Column(key="state", label=_("状态"), template=f"{CELLS}#dog_state", export="get_state_display", sort="state", phone_place="corner"),
    ),
    filters=(
        SearchFilter(
            placeholder=_("犬名、品种、编号、犬证号、房号或饲养人"),
            fields=("name", "breed", "number", "licence", "place_name", "spot", "keeper", "colour"),
        ),
        MultiChoiceFilter(key="state", label=_("状态"), choices=DogState.choices),
        ChoiceFilter(key="licence", label=_("犬证"), choices=TERMS, apply=_term("licence_until")),
        ChoiceFilter(key="vaccine", label=_("疫苗"), choices=TERMS, apply=_term("vaccine_until")),
        BooleanFilter(key="forbidden", label=_("禁养"), more=True),
        ChoiceFilter(key="size", label=_("体型"), choices=DogSize.choices, more=True),
    ),
    default_sort="-number",
    row_url=lambda row: reverse("community:dog", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.forbidden and row.state in ("kept", "stray") else "",
    empty=EmptyState(
        title=_("还没有登记犬只"), text=_("逐户登记品种、犬证和疫苗，到期前系统提醒饲养人。"), action_label=_("登记犬只"),
        action_url=lambda request: reverse("community:dog_new"), permission=DOG_WRITE,
    ),
    export=Export(title=_("犬只登记"), permission=DOG_READ),
)  # fmt: skip

LADDERS = Table(
    name="community.dog_ladders",
    caption=_("养犬处置"),
    columns=(
        Column(key="title", label=_("事由"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="dog", label=_("犬只"), value=lambda row: str(row.dog) if row.dog else _("来历不明")),
        Column(key="where", label=_("房屋"), value=lambda row: row.place_name or _("全小区"), nowrap=False, hide_on_phone=True),
        Column(key="at_step", label=_("走到"), value=lambda row: dict(Step.choices).get(row.at_step, "—")),
        Column(key="due_on", label=_("期限"), template=f"{CELLS}#due_on", export="due_on", sort="due_on"),
        Column(key="opened_on", label=_("开始日期"), sort="opened_on", hide_on_phone=True),
        Column(key="state", label=_("状态"), template=f"{CELLS}#ladder_state", export=lambda row: _done_word(row.closed_on), phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("事由、房号或犬名"), fields=("title", "place_name", "dog__name", "dog__breed")),
        BooleanFilter(key="open", label=_("进行中"), apply=_open),
        BooleanFilter(key="late", label=_("逾期"), only=True),
    ),
    default_sort="-opened_on",
    row_url=lambda row: reverse("community:dog_ladder", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.late else "",
    empty=EmptyState(
        title=_("没有养犬处置"), text=_("从宣传告知开始，谈话提醒无效再采取强制措施，每一步留下记录。"), action_label=_("建立处置"),
        action_url=lambda request: reverse("community:dog_ladder_new"), permission=DOG_MEASURE,
    ),
    export=Export(title=_("养犬处置"), permission=DOG_READ),
)  # fmt: skip

INSPECTIONS = Table(
    name="community.dog_inspections",
    caption=_("养犬检查"),
    columns=(
        Column(key="title", label=_("检查"), sort="title", classes="main", nowrap=False, width="grow"),
        Column(key="bodies", label=_("参加单位"), nowrap=False, hide_on_phone=True),
        Column(key="starts_on", label=_("开始日期"), sort="starts_on", phone_place="side"),
        Column(key="listed", label=_("名单"), align="end"),
        Column(key="checked", label=_("已查"), align="end"),
        Column(key="faulty", label=_("有问题"), align="end"),
        Column(key="handed", label=_("移交"), align="end", hide_on_phone=True),
        Column(key="state", label=_("状态"), value=lambda row: _done_word(row.closed_on), phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("名称或参加单位"), fields=("title", "bodies")),
        BooleanFilter(key="open", label=_("进行中"), apply=_open),
    ),
    default_sort="-starts_on",
    row_url=lambda row: reverse("community:dog_inspection", args=[row.pk]),
    empty=EmptyState(
        title=_("没有养犬检查"), text=_("公安部门组织检查时建立，名单自动取自犬只登记。"), action_label=_("建立检查"),
        action_url=lambda request: reverse("community:dog_inspection_new"), permission=DOG_MEASURE,
    ),
    export=Export(title=_("养犬检查"), permission=DOG_READ),
)  # fmt: skip

LINES = Table(
    name="community.dog_inspection_lines",
    caption=_("检查名单"),
    columns=(
        Column(key="dog_name", label=_("犬只"), value=lambda row: row.dog_name or _("未登记犬只"), nowrap=False),
        Column(key="number", label=_("编号"), value=lambda row: row.dog.number if row.dog else "—", classes="code", hide_on_phone=True),
        Column(key="place_name", label=_("房屋"), value=lambda row: row.place_name or "—", sort="place_name", nowrap=False),
        Column(key="keeper", label=_("饲养人")),
        Column(key="found", label=_("发现的问题"), nowrap=False),
        Column(key="handed", label=_("移交公安情况"), nowrap=False, hide_on_phone=True),
        Column(key="checked_on", label=_("检查日期"), sort="checked_on", hide_on_phone=True),
        Column(key="checked_by", label=_("检查人"), optional=True, hidden=True),
        Column(key="result", label=_("结果"), template=f"{CELLS}#line_result", export="get_result_display", sort="result", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("犬只、房号或饲养人"), fields=("dog_name", "place_name", "keeper")),
        MultiChoiceFilter(key="result", label=_("结果"), choices=CheckResult.choices),
        BooleanFilter(key="handed", label=_("已移交公安"), apply=lambda rows, value: rows.exclude(handed="") if value else rows.filter(Q(handed=""))),
    ),
    default_sort="place_name",
    row_url=lambda row: reverse("community:dog_line", args=[row.pk]),
    empty=EmptyState(title=_("名单是空的"), text=_("登记里没有在养的犬，可以加入要查看的房屋。")),
    export=Export(title=_("养犬检查名单"), permission=DOG_READ),
)  # fmt: skip
