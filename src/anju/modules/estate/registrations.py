"""What this package declares to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.actors.loading import register_communities_of
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.estate.permissions import LABEL_PRINT, PLACE_READ, SIGN_READ
from anju.modules.estate.queries.places import communities_of

# Each of these declares audit actions, file purposes, settings or search kinds when it is loaded.
from anju.modules.estate.queries import settings  # noqa: F401  isort: skip
from anju.modules.estate.services import acts, indexing, plans, signs, tree_import  # noqa: F401  isort: skip

register_communities_of(communities_of)

register_error_texts(
    {
        "estate.place.missing": _("没有找到这个位置，或您无权查看。"),
        "estate.place.wrong_parent": _("这种位置不能放在所选的上级下面。"),
        "estate.place.into_itself": _("不能移动到自己的下级。"),
        "estate.place.other_community": _("只能在同一个小区内移动。"),
        "estate.place.code_empty": _("请填写编号。"),
        "estate.place.code_taken": _("编号 {place_code} 已被使用。"),
        "estate.place.closed": _("上级“{name}”已停用。"),
        "estate.place.has_children": _("“{name}”下面还有 {count} 个位置，不能删除。"),
        "estate.place.in_use": _("“{name}”还有工作、人员或记录与它关联，不能删除；可以停用。"),
        "estate.reason_empty": _("请填写原因。"),
        "estate.peaks.unreadable": _("“{part}”不是时段，请写成 07:00-09:00。"),
        "estate.peaks.too_many": _("最多 {most} 个时段。"),
        "estate.peaks.empty": _("时段的开始和结束不能相同。"),
        "estate.coordinates.half": _("纬度和经度要一起填写。"),
        "estate.coordinates.out_of_range": _("应在 -{limit} 到 {limit} 之间。"),
        "estate.area.unreadable": _("“{text}”不是面积。"),
        "estate.area.out_of_range": _("面积 {text} 超出范围。"),
        "estate.unit.choice_unknown": _("“{value}”不在可选范围内。"),
        "estate.unit.basis_without_area": _("计算依据对应的面积没有填写。"),
        "estate.unit.property_code": _("不动产单元号应为 28 位代码。"),
        "estate.import.missing": _("没有找到这次导入。"),
        "estate.import.over": _("这次导入已结束，请重新上传文件。"),
        "estate.import.not_ready": _("这次导入正在进行，或检查没有通过。"),
        "estate.import.twice": _("与工作表“{sheet}”第 {row} 行是同一个位置"),
        "estate.import.parent_unknown": _("没有编号为 {parent} 的上级，表格和系统里都没有登记"),
        "estate.import.parent_closed": _("上级 {parent} 已停用"),
        "estate.import.region_differs": _("已在别的区域，不能通过导入移到区域 {region}"),
        "estate.import.out_of_reach": _("没有编号为 {place_code} 的小区或区域，或您无权导入"),
        "estate.plan.missing": _("没有找到这张平面图，或您无权查看。"),
        "estate.plan.name_taken": _("已有同名的平面图。"),
        "estate.plan.name_empty": _("请填写名称。"),
        "estate.plan.pin_outside": _("坐标应在 0 到 1000 之间。"),
        "estate.plan.other_community": _("这个位置不在平面图所属的小区。"),
        "estate.route.missing": _("没有找到这条路线，或您无权查看。"),
        "estate.route.name_taken": _("已有同名的路线。"),
        "estate.route.too_short": _("路线至少要有两个位置。"),
        "estate.sign.missing": _("没有找到这个标识，或您无权查看。"),
        "estate.sign.wording_empty": _("请填写标识内容。"),
        "estate.sign.removed": _("标识 {number} 已撤除。"),
        "estate.sign.out_of_range": _("数值超出范围。"),
        "estate.layout.out_of_range": _("应在 0 到 {most} 之间。"),
        "estate.layout.too_many": _("共 {count} 户，超过 {most} 户，请分次建立。"),
        "estate.label.none": _("没有选中任何位置。"),
        "estate.label.too_many": _("一次最多打印 {most} 个标签，请缩小范围。"),
    }
)

register_menu(
    MenuEntry("estate.tree", _("房产"), "sitemap", "estate:tree", PLACE_READ.code, "estate", order=10),
    MenuEntry(
        "estate.communities",
        _("小区"),
        "building-community",
        "estate:communities",
        PLACE_READ.code,
        "estate",
        order=11,
    ),
    MenuEntry("estate.units", _("房屋"), "home", "estate:units", PLACE_READ.code, "estate", order=12),
    MenuEntry("estate.spaces", _("车位"), "parking", "estate:spaces", PLACE_READ.code, "estate", order=13),
    MenuEntry("estate.plans", _("平面图与路线"), "map", "estate:plans", PLACE_READ.code, "estate", order=14),
    MenuEntry("estate.signs", _("标识台账"), "flag", "estate:signs", SIGN_READ.code, "estate", order=15),
    MenuEntry(
        "estate.labels", _("位置标签"), "qrcode", "estate:labels", LABEL_PRINT.code, "estate", order=16
    ),
)
