"""Lists of persons and of owner files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.people.models import PersonKind, TieKind
from anju.modules.people.permissions import PERSON_EDIT, PERSON_EXPORT
from anju.modules.people.queries import person_lists
from anju.modules.people.queries.file_settings import ITEM_NAMES
from anju.modules.people.rules.phones import masked
from anju.modules.people.services.exports import export_recorded


def _main_phone(person: Any) -> str:
    return str(person.own_phones[0].number) if person.own_phones else ""


def _homes(person: Any) -> str:
    return "、".join(str(place) for place in person.homes_shown)


def _parts(person: Any) -> str:
    return "、".join(str(tie.get_kind_display()) for tie in person.parts_shown)


def _buildings(request: Any) -> list[tuple[int, str]]:
    return person_lists.buildings(request.actor, request.community_id)


PERSON_COLUMNS = (
    Column(
        key="name", label=_("姓名"), template="people/_person_cells.html#name", export="name", sort="pinyin", width="md"
    ),
    Column(
        key="part", label=_("身份"), template="people/_person_cells.html#parts", export=_parts, phone_place="corner",
        width="md",
    ),
    Column(
        key="phone", label=_("电话"), value=lambda person: masked(_main_phone(person)), classes="code", width="md"
    ),
    Column(
        key="homes", label=_("房屋"), template="people/_person_cells.html#homes", export=_homes, nowrap=False,
        width="grow",
    ),
    Column(key="kind", label=_("类型"), value="get_kind_display", optional=True, hidden=True),
    Column(key="birthday", label=_("出生日期"), sort="birthday", optional=True, hidden=True, export=False),
    Column(key="created_at", label=_("登记时间"), sort="created_at", optional=True, hidden=True),
)  # fmt: skip
PERSON_FILTERS = (
    SearchFilter(placeholder=_("姓名、拼音、电话或尾号、房号"), apply=person_lists.matching),
    ChoiceFilter(
        key="part", label=_("身份"), apply=person_lists.tied_as,
        choices=[*TieKind.choices, ("former", _("已迁出")), ("none", _("未登记房屋"))],
    ),
    ChoiceFilter(key="building", label=_("楼栋"), choices=_buildings, apply=person_lists.in_building),
    ChoiceFilter(key="kind", label=_("类型"), choices=PersonKind.choices, field="kind", more=True),
    BooleanFilter(
        key="no_phone", label=_("没有电话"), only=True, yes_label=_("没有电话"), apply=person_lists.without_phone, more=True
    ),
)  # fmt: skip
PERSONS = Table(
    name="people.persons",
    caption=_("住户档案"),
    columns=PERSON_COLUMNS,
    filters=PERSON_FILTERS,
    default_sort="name",
    row_url=lambda person: reverse("people:person", args=[person.pk]),
    empty=EmptyState(
        title=_("还没有住户"), text=_("业主、租户、家庭成员和单位都登记在这里：逐个新建，或从表格导入。"),
        action_label=_("新建住户"), action_url=lambda request: reverse("people:person_new"), permission=PERSON_EDIT,
    ),
    export=Export(title=_("住户档案"), permission=PERSON_EXPORT, on_export=export_recorded),
)  # fmt: skip
PERSONS_OPEN = replace(
    PERSONS,
    columns=tuple(replace(one, export=_main_phone) if one.key == "phone" else one for one in PERSON_COLUMNS),
)


def _missing(person: Any) -> str:
    return "、".join(str(ITEM_NAMES[name]) for name in person_lists.missing_items(person))


FILES = Table(
    name="people.files",
    caption=_("业主档案目录"),
    columns=(
        Column(key="name", label=_("业主"), template="people/_person_cells.html#name", export="name", sort="pinyin"),
        Column(key="homes", label=_("房屋"), template="people/_person_cells.html#homes", export=_homes),
        Column(key="keeper", label=_("保管人"), value="keeper.name", sort="keeper__name"),
        Column(key="due", label=_("建档期限"), value="file_due_on", sort="file_due_on", hide_on_phone=True),
        Column(
            key="missing", label=_("还缺"), value=_missing, nowrap=False, width="grow",
        ),
        Column(
            key="complete", label=_("状态"), template="people/_person_cells.html#complete", sort="complete",
            export=lambda person: _text("完整") if person.complete else _text("不完整"), phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("姓名、电话或房号"), apply=person_lists.matching),
        BooleanFilter(key="complete", label=_("档案"), field="complete", yes_label=_("完整"), no_label=_("不完整")),
        ChoiceFilter(
            key="lacks", label=_("还缺"), choices=list(ITEM_NAMES.items()),
            apply=lambda rows, name: rows.filter(**{f"has_{name}": False}),
        ),
        ChoiceFilter(key="building", label=_("楼栋"), choices=_buildings, apply=person_lists.in_building, more=True),
        BooleanFilter(
            key="late", label=_("逾期"), only=True, yes_label=_("逾期未建完"), more=True,
            apply=lambda rows, value: person_lists.overdue(rows, timezone.localdate()),
        ),
    ),
    default_sort="name",
    row_url=lambda person: reverse("people:person", args=[person.pk]),
    bulk_actions=(
        BulkAction(
            key="assign", label=_("指定保管人和期限"), url=lambda request: reverse("people:files_assign"),
            permission=PERSON_EDIT,
        ),
    ),
    empty=EmptyState(title=_("没有业主档案"), text=_("登记业主后，这里列出每一份档案还缺什么。")),
    export=Export(title=_("业主档案目录"), permission=PERSON_EXPORT, on_export=export_recorded),
)  # fmt: skip
