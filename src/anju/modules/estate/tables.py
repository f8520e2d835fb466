"""Lists of estate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
    TreeFilter,
    TreeNode,
)
from anju.modules.estate.models import (
    PlaceKind,
    PlaceState,
    SignKind,
    SignState,
    SpaceOwnership,
    UnitState,
    UnitUse,
)
from anju.modules.estate.permissions import (
    LABEL_PRINT,
    PLACE_CHANGE,
    PLACE_EXPORT,
    PLACE_IMPORT,
    SIGN_CHANGE,
    SIGN_READ,
)
from anju.modules.estate.queries import browsing, records
from anju.modules.estate.rules import peaks
from anju.modules.estate.rules.areas import area_text


def _square_metres(area: int | None) -> Decimal | None:
    return None if area is None else Decimal(area).scaleb(-2)


def _buildings(request: Any) -> list[TreeNode]:
    return [TreeNode(pk, name) for pk, name in browsing.buildings(request.actor, request.community_id)]


def _area_column(key: str, label: Any, **more: Any) -> Column:
    return Column(
        key=key,
        label=label,
        value=lambda unit: area_text(getattr(unit, key)),
        export=lambda unit: _square_metres(getattr(unit, key)),
        excel_format="0.00",
        align="end",
        sort=key,
        **more,
    )


UNITS = Table(
    name="estate.units",
    caption=_("房屋"),
    columns=(
        Column(key="full_name", label=_("房屋"), value="place.full_name", sort=("place__community_id", "place__sort_key")),
        Column(key="code", label=_("房号"), value="place.code", optional=True, hidden=True),
        Column(key="use", label=_("用途"), value="get_use_display", sort="use"),
        Column(key="state", label=_("使用状态"), template="estate/_cells.html#unit_state", export="get_state_display", sort="state", phone_place="corner"),
        Column(
            key="area", label=_("计算面积"), value=lambda unit: area_text(unit.area), align="end",
            export=lambda unit: _square_metres(unit.area), excel_format="0.00",
        ),
        Column(key="basis", label=_("计算依据"), value="get_basis_display", optional=True),
        _area_column("registered_area", _("登记面积"), optional=True, hidden=True),
        _area_column("surveyed_area", _("实测面积"), optional=True, hidden=True),
        _area_column("contract_area", _("合同面积"), optional=True, hidden=True),
        Column(key="delivered_on", label=_("交付日期"), sort="delivered_on", hide_on_phone=True),
    ),
    filters=(
        SearchFilter(placeholder=_("房号或名称"), fields=("place__full_name", "place__code")),
        TreeFilter(
            key="building", label=_("楼栋"), nodes=_buildings,
            apply=lambda rows, pk: browsing.below(rows, pk, "place__path"),
        ),
        MultiChoiceFilter(key="state", label=_("使用状态"), choices=UnitState.choices),
        MultiChoiceFilter(key="use", label=_("用途"), choices=UnitUse.choices),
        ChoiceFilter(key="closed", label=_("在用"), field="place__state", choices=PlaceState.choices, more=True),
        DateRangeFilter(key="delivered_on", label=_("交付日期"), more=True),
    ),
    default_sort="full_name",
    row_url=lambda unit: reverse("estate:place", args=[unit.place_id]),
    empty=EmptyState(
        title=_("还没有房屋"), text=_("下载表格填好后导入，或在楼栋里逐个新建。"), action_label=_("导入房产"),
        action_url=lambda request: reverse("estate:import"), permission=PLACE_IMPORT,
    ),
    export=Export(title=_("房屋清单"), permission=PLACE_EXPORT),
)  # fmt: skip

SPACES = Table(
    name="estate.spaces",
    caption=_("车位"),
    columns=(
        Column(key="full_name", label=_("车位"), value="place.full_name", sort=("place__community_id", "place__sort_key")),
        Column(key="ownership", label=_("权属"), value="get_ownership_display", sort="ownership"),
        Column(key="charging", label=_("充电桩"), sort="charging"),
        Column(key="in_use", label=_("在用"), value="place.get_state_display", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("车位号"), fields=("place__full_name",)),
        ChoiceFilter(key="ownership", label=_("权属"), choices=SpaceOwnership.choices),
        BooleanFilter(key="charging", label=_("充电桩")),
    ),
    default_sort="full_name",
    row_url=lambda space: reverse("estate:place", args=[space.place_id]),
    empty=EmptyState(
        title=_("还没有车位"), text=_("在导入表格的“停车场”和“车位”两页里填写。"), action_label=_("导入房产"),
        action_url=lambda request: reverse("estate:import"), permission=PLACE_IMPORT,
    ),
    export=Export(title=_("车位清单"), permission=PLACE_EXPORT),
)  # fmt: skip

COMMUNITIES = Table(
    name="estate.communities",
    caption=_("小区"),
    columns=(
        Column(key="name", label=_("小区"), sort="sort_key"),
        Column(key="code", label=_("编号"), classes="code", sort="code"),
        Column(key="region", label=_("区域"), value="parent.name"),
        Column(key="homes", label=_("房屋"), align="end"),
        Column(key="state", label=_("状态"), value="get_state_display", phone_place="corner", sort="state"),
    ),
    filters=(
        SearchFilter(placeholder=_("小区名称或编号"), fields=("name", "code")),
        ChoiceFilter(key="state", label=_("状态"), choices=PlaceState.choices),
    ),
    default_sort="name",
    row_url=lambda place: reverse("estate:place", args=[place.pk]),
    empty=EmptyState(
        title=_("还没有小区"), text=_("先建一个小区，或导入整张房产表。"), action_label=_("新建小区"),
        action_url=lambda request: reverse("estate:community_new"), permission=PLACE_CHANGE,
    ),
)  # fmt: skip

PEAKS = Table(
    name="estate.peaks",
    caption=_("使用高峰期"),
    columns=(
        Column(key="full_name", label=_("位置"), sort=("community_id", "sort_key")),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind", phone_place="corner"),
        Column(
            key="hours",
            label=_("高峰时段"),
            value=lambda place: peaks.text_of(peaks.from_json(place.peak_hours)),
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("位置"), fields=("full_name",)),
        ChoiceFilter(key="kind", label=_("类型"), choices=PlaceKind.choices),
    ),
    default_sort="full_name",
    row_url=lambda place: reverse("estate:place", args=[place.pk]),
    empty=EmptyState(
        title=_("还没有登记高峰期"), text=_("打开一个位置，在“修改”里填写；下级位置会沿用上级的时段。")
    ),
    export=Export(title=_("使用高峰期"), permission=PLACE_EXPORT),
)

LABELS = Table(
    name="estate.labels",
    caption=_("位置标签"),
    columns=(
        Column(key="full_name", label=_("位置"), sort=("community_id", "sort_key")),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind", phone_place="corner"),
        Column(key="label", label=_("标签码"), classes="code", template="estate/_cells.html#label_code", export="label"),
        Column(key="tags", label=_("标记"), value=lambda place: "、".join(place.tags), hide_on_phone=True),
    ),
    filters=(
        SearchFilter(placeholder=_("位置"), fields=("full_name",)),
        MultiChoiceFilter(key="kind", label=_("类型"), choices=[one for one in PlaceKind.choices if one[0] != "region"]),
        TreeFilter(key="building", label=_("楼栋"), nodes=_buildings, apply=browsing.below),
    ),
    default_sort="full_name",
    page_size=100,
    bulk_actions=(
        BulkAction(key="3x8", label=_("打印所选（3×8）"), url=lambda request: reverse("estate:labels_print"), tone="primary", permission=LABEL_PRINT),
        BulkAction(key="2x5", label=_("打印所选（2×5）"), url=lambda request: reverse("estate:labels_print"), permission=LABEL_PRINT),
    ),
    empty=EmptyState(title=_("还没有可打印的位置"), text=_("先建立或导入房产。")),
)  # fmt: skip


def _due(rows: Any, value: bool) -> Any:
    return records.signs_due(rows, timezone.localdate()) if value else rows


def _removed(rows: Any, value: str) -> Any:
    return rows.filter(removed_on__isnull=value != "removed")


SIGNS = Table(
    name="estate.signs",
    caption=_("标识台账"),
    columns=(
        Column(key="number", label=_("编号"), classes="code", sort="number"),
        Column(key="wording", label=_("标识内容"), sort="wording", phone_place="title"),
        Column(key="kind", label=_("类型"), value="get_kind_display", sort="kind"),
        Column(key="place", label=_("位置"), value="place.full_name", sort="place__sort_key"),
        Column(key="quantity", label=_("数量"), align="end", optional=True),
        Column(key="state", label=_("状态"), template="estate/_cells.html#sign_state", export="get_state_display", sort="state", phone_place="corner"),
        Column(key="checked_on", label=_("上次检查"), sort="checked_on", hide_on_phone=True),
        Column(key="due_on", label=_("下次检查"), template="estate/_cells.html#sign_due", export="due_on", sort="due_on"),
    ),
    filters=(
        SearchFilter(placeholder=_("编号、内容或位置"), fields=("number", "wording", "spot", "place__full_name")),
        MultiChoiceFilter(key="kind", label=_("类型"), choices=SignKind.choices),
        MultiChoiceFilter(key="state", label=_("状态"), choices=SignState.choices),
        BooleanFilter(key="due", label=_("该检查了"), apply=_due, only=True),
        ChoiceFilter(
            key="gone", label=_("撤除"), choices=[("there", _("在用")), ("removed", _("已撤除"))], apply=_removed, more=True
        ),
    ),
    default_sort="due_on",
    row_url=lambda sign: reverse("estate:sign", args=[sign.pk]),
    row_tone=lambda sign: "is-late" if sign.due_on and sign.due_on < timezone.localdate() else "",
    empty=EmptyState(
        title=_("标识台账是空的"), text=_("把小区的平面图、路标、门牌和警示标志登记进来。"), action_label=_("登记标识"),
        action_url=lambda request: reverse("estate:sign_new"), permission=SIGN_CHANGE,
    ),
    export=Export(title=_("标识台账"), permission=SIGN_READ),
)  # fmt: skip
