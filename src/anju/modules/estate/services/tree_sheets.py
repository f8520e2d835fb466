"""The workbook of the whole tree: what is downloaded as a template, uploaded, and exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.foundation.importing import ImportColumn, Sheet, Workbook
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import AreaBasis, SpaceOwnership, UnitState, UnitUse
from anju.modules.estate.rules import peaks
from anju.modules.estate.services.units import property_code

MOST_UNITS = 60_000
CODE = 30
KEYS = ("community", "cluster", "building", "entrance", "floor", "parking")
PUBLIC_KINDS = {
    "公共区域": PlaceKind.PUBLIC,
    "设备间": PlaceKind.ROOM,
    "出入口": PlaceKind.GATE,
    "岗亭": PlaceKind.POST,
}


def _choices(found: Any) -> Mapping[str, str]:
    return {str(label): value for value, label in found.choices}


def _code(
    key: str, heading: str, required: bool = False, example: str = "", aliases: tuple[str, ...] = ()
) -> ImportColumn:
    return ImportColumn(
        key=key, heading=heading, required=required, max_length=CODE, example=example, aliases=aliases
    )


_COMMUNITY = _code("community", "小区编号", required=True, example="SL01")
_CLUSTER = _code("cluster", "组团编号")
_BUILDING = _code("building", "楼栋编号", required=True, example="示例1", aliases=("楼栋", "楼号"))
_ENTRANCE = _code("entrance", "单元编号", aliases=("单元",))
_FLOOR = _code("floor", "楼层编号", aliases=("楼层", "层"))
_NAME = ImportColumn(key="name", heading="名称", max_length=80)
_EXTRAS = (
    ImportColumn(key="tags", heading="标记", note="多个标记用逗号分开，例如：机房,二次供水"),
    ImportColumn(
        key="peak_hours", heading="使用高峰期", note="例如：07:00-09:00, 17:30-19:00", validate=peaks.parse
    ),
    ImportColumn(key="note", heading="备注", max_length=300),
    ImportColumn(
        key="latitude", heading="纬度", kind="decimal", places=6, minimum=-90, maximum=90,
        note="WGS-84（手机定位）坐标，十进制度，例如：30.274100。高德、百度地图的坐标有偏移，请勿填写",
    ),
    ImportColumn(key="longitude", heading="经度", kind="decimal", places=6, minimum=-180, maximum=180),
)  # fmt: skip


def _area(key: str, heading: str) -> ImportColumn:
    return ImportColumn(key=key, heading=heading, kind="decimal", minimum=0, maximum=1_000_000, note="平方米")


TREE = Workbook(
    title="房产导入",
    sheets=(
        Sheet(
            key="regions",
            name="区域",
            required=False,
            columns=(
                _code("region", "区域编号", required=True, example="示例区"),
                ImportColumn(
                    key="name", heading="区域名称", required=True, max_length=80, example="示例区域"
                ),
                _code("parent", "上级区域编号"),
                *_EXTRAS,
            ),
        ),
        Sheet(
            key="communities",
            name="小区",
            columns=(
                _COMMUNITY,
                ImportColumn(
                    key="name", heading="小区名称", required=True, max_length=80, example="示例小区"
                ),
                _code("region", "区域编号"),
                *_EXTRAS,
            ),
        ),
        Sheet(
            key="clusters",
            name="组团",
            required=False,
            columns=(_COMMUNITY, _code("cluster", "组团编号", required=True, example="1"), _NAME, *_EXTRAS),
        ),
        Sheet(
            key="buildings",
            name="楼栋单元",
            required=False,
            columns=(_COMMUNITY, _CLUSTER, _BUILDING, _ENTRANCE, _FLOOR, _NAME, *_EXTRAS),
            note="填了单元编号的行说明单元，没填的说明楼栋。",
        ),
        Sheet(
            key="units",
            name="房屋",
            required=False,
            max_rows=MOST_UNITS,
            columns=(
                _COMMUNITY,
                _CLUSTER,
                _BUILDING,
                _ENTRANCE,
                _FLOOR,
                _code("unit", "房号", required=True, example="101"),
                _NAME,
                ImportColumn(key="use", heading="用途", kind="choice", choices=_choices(UnitUse)),
                ImportColumn(key="state", heading="使用状态", kind="choice", choices=_choices(UnitState)),
                _area("registered_area", "登记面积"),
                _area("surveyed_area", "实测面积"),
                _area("contract_area", "合同面积"),
                ImportColumn(key="basis", heading="计算依据", kind="choice", choices=_choices(AreaBasis)),
                ImportColumn(key="delivered_on", heading="交付日期", kind="date"),
                ImportColumn(key="property_code", heading="不动产单元号", validate=property_code),
                *_EXTRAS,
            ),
        ),
        Sheet(
            key="parkings",
            name="停车场",
            required=False,
            columns=(
                _COMMUNITY,
                _CLUSTER,
                _code("parking", "停车场编号", required=True, example="示例P1"),
                _NAME,
                *_EXTRAS,
            ),
        ),
        Sheet(
            key="spaces",
            name="车位",
            required=False,
            max_rows=MOST_UNITS,
            columns=(
                _COMMUNITY,
                _CLUSTER,
                _code("parking", "停车场编号", required=True, example="示例P1"),
                _code("space", "车位号", required=True, example="001"),
                _NAME,
                ImportColumn(
                    key="ownership", heading="权属", kind="choice", choices=_choices(SpaceOwnership)
                ),
                ImportColumn(key="charging", heading="充电桩", kind="bool"),
                *_EXTRAS,
            ),
        ),
        Sheet(
            key="publics",
            name="公共区域与设备间",
            required=False,
            columns=(
                _COMMUNITY,
                _CLUSTER,
                _code("building", "楼栋编号", aliases=("楼栋", "楼号")),
                _ENTRANCE,
                _FLOOR,
                _code("parking", "停车场编号"),
                ImportColumn(
                    key="kind",
                    heading="类型",
                    kind="choice",
                    required=True,
                    choices=PUBLIC_KINDS,
                    example="设备间",
                ),
                _code("code", "编号", required=True, example="示例P1"),
                ImportColumn(key="name", heading="名称", required=True, max_length=80, example="示例水泵房"),
                *_EXTRAS,
            ),
        ),
    ),
)

OWN_KIND = {
    "regions": PlaceKind.REGION,
    "communities": PlaceKind.COMMUNITY,
    "clusters": PlaceKind.CLUSTER,
    "units": PlaceKind.UNIT,
    "parkings": PlaceKind.PARKING,
    "spaces": PlaceKind.SPACE,
}
UNIT_FIELDS = (
    "use", "state", "registered_area", "surveyed_area", "contract_area", "basis", "delivered_on", "property_code",
)  # fmt: skip
SPACE_FIELDS = ("ownership", "charging")
