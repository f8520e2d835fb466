"""The demo's communities as the workbook that a user would fill in: the demo is imported like anybody's estate."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from anju.site.demo import layout

REGION = ("CD", "城东片区")
DEGREES = ("纬度", "经度")


@dataclass(frozen=True, slots=True)
class Tower:
    """`homes` flats on each of `floors` floors behind each of `entrances` doors."""

    number: int
    entrances: int
    floors: int
    homes: int


@dataclass(frozen=True, slots=True)
class Estate:
    code: str
    name: str
    towers: tuple[Tower, ...]
    spaces: int
    shops: int = 0

    @property
    def homes(self) -> int:
        return sum(one.entrances * one.floors * one.homes for one in self.towers)


YUNSHAN = Estate(
    "YS",
    "云杉苑",
    (
        *(Tower(number, 2, 18, 2) for number in range(1, 7)),
        *(Tower(number, 2, 21, 3) for number in range(7, 13)),
    ),
    spaces=640,
    shops=18,
)
SMALL = (
    Estate("QH", "清荷里", tuple(Tower(number, 3, 6, 2) for number in range(1, 6)), spaces=80),
    Estate("TY", "桐荫小区", tuple(Tower(number, 2, 11, 2) for number in range(1, 5)), spaces=96),
)
EMPTY = Estate("XJ", "新建小区", (Tower(1, 1, 6, 2),), spaces=0)
Row = tuple[object, ...]


def workbook(estates: tuple[Estate, ...], delivered: date) -> bytes:
    """The import workbook of the region and its communities."""
    sheets: dict[str, tuple[Row, list[Row]]] = {
        "区域": (("区域编号", "区域名称"), [REGION]),
        "小区": (("小区编号", "小区名称", "区域编号"), [(one.code, one.name, REGION[0]) for one in estates]),
        "楼栋单元": (
            ("小区编号", "楼栋编号", "单元编号", "楼层编号", "标记", *DEGREES),
            [row for one in estates for row in _entrances(one)],
        ),
        "房屋": (
            (
                "小区编号",
                "楼栋编号",
                "单元编号",
                "楼层编号",
                "房号",
                "用途",
                "使用状态",
                "登记面积",
                "计算依据",
                "交付日期",
            ),
            [row for one in estates for row in _homes(one, delivered)],
        ),
        "停车场": (
            ("小区编号", "停车场编号", "名称", *DEGREES),
            [(one.code, "P1", "地下车库", *_at(one, layout.public("P1"))) for one in estates if one.spaces],
        ),
        "车位": (
            ("小区编号", "停车场编号", "车位号", "权属", "充电桩"),
            [row for one in estates for row in _spaces(one)],
        ),
        "公共区域与设备间": (
            ("小区编号", "楼栋编号", "单元编号", "类型", "编号", "名称", "标记", *DEGREES),
            [row for one in estates for row in _publics(one)],
        ),
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_string(number, column, value.isoformat())
                    elif value not in ("", None):
                        sheet.write(number, column, value)
    return out.getvalue()


def _entrances(one: Estate) -> Iterator[Row]:
    for tower in one.towers:
        yield (one.code, str(tower.number), "", "", "", *_at(one, layout.tower(tower.number)))
        for entrance in range(1, tower.entrances + 1):
            lift = "电梯" if tower.floors > 7 else ""
            yield (one.code, str(tower.number), str(entrance), "", lift, *_door(one, tower, entrance))


STATES = ("自住", "自住", "自住", "出租", "自住", "空置", "自住", "自住", "装修中", "出租")


def _homes(one: Estate, delivered: date) -> Iterator[Row]:
    step = 0
    for tower in one.towers:
        for entrance in range(1, tower.entrances + 1):
            for floor in range(1, tower.floors + 1):
                for home in range(1, tower.homes + 1):
                    area = 78.5 + (tower.number * 7 + home * 19) % 64 + 0.36
                    state = STATES[(step * 7 + floor) % len(STATES)]
                    yield (
                        one.code, str(tower.number), str(entrance), str(floor), f"{floor}{home:02}", "住宅", state,
                        round(area, 2), "登记面积", delivered,
                    )  # fmt: skip
                    step += 1
    for shop in range(1, one.shops + 1):
        yield (
            one.code, str(one.towers[0].number), "1", "1", f"S{shop:02}", "商铺", "自住", 46.2 + shop, "登记面积",
            delivered,
        )  # fmt: skip


def _spaces(one: Estate) -> Iterator[Row]:
    for number in range(1, one.spaces + 1):
        ownership = "产权车位" if number % 3 else "公共车位"
        yield (one.code, "P1", f"A{number:03}", ownership, "是" if number % 16 == 0 else "")


PUBLICS = (
    ("出入口", "G1", "南门", ""), ("出入口", "G2", "东门", ""), ("出入口", "G3", "西门", ""),
    ("岗亭", "D1", "南门岗亭", ""), ("岗亭", "D2", "东门岗亭", ""), ("岗亭", "D3", "西门岗亭", ""),
    ("公共区域", "R1", "主干道", "道路,路灯"), ("公共区域", "R2", "环形步道", "道路,路灯"), ("公共区域", "S1", "中心广场", "广场"),
    ("公共区域", "S2", "儿童乐园", "休闲"), ("公共区域", "S3", "健身区", "休闲"), ("公共区域", "L1", "南区绿地", "绿化"),
    ("公共区域", "L2", "中心绿地", "绿化"), ("公共区域", "L3", "北区绿地", "绿化"), ("公共区域", "W1", "景观水池", "水景"),
    ("公共区域", "B1", "一号垃圾分类点", "垃圾桶"), ("公共区域", "B2", "二号垃圾分类点", "垃圾桶"),
    ("公共区域", "B3", "三号垃圾分类点", "垃圾桶"), ("公共区域", "Z1", "周界围墙", "围墙"), ("公共区域", "H1", "化粪池", "化粪池"),
    ("公共区域", "Y1", "雨污水井", "管井"), ("公共区域", "C1", "服务中心", "办公"),
    ("设备间", "E1", "配电室", "配电室"), ("设备间", "E2", "发电机房", "配电室"), ("设备间", "E3", "生活水泵房", "水泵房,水箱"),
    ("设备间", "E4", "消防水泵房", ""), ("设备间", "E5", "监控中心", "监控室"), ("设备间", "E6", "排污泵房", "水泵房"),
)  # fmt: skip


def _publics(one: Estate) -> Iterator[Row]:
    small = one.spaces == 0
    for kind, code, name, tag in PUBLICS[:9] if small else PUBLICS:
        yield (one.code, "", "", kind, code, name, tag, *_at(one, layout.public(code)))
    for tower in one.towers:
        for entrance in range(1, tower.entrances + 1):
            door = (one.code, str(tower.number), str(entrance))
            spot = _door(one, tower, entrance)
            yield (*door, "公共区域", "DT", "大堂", "大堂", *spot)
            if tower.floors > 7:
                yield (*door, "设备间", "JF", "电梯机房", "电梯机房", *spot)


def _door(one: Estate, tower: Tower, number: int) -> tuple[float, float]:
    return _at(one, layout.entrance(tower.number, number, tower.entrances))


def _at(one: Estate, spot: layout.Spot) -> tuple[float, float]:
    return layout.coordinates(one.code, spot)
