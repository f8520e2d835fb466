"""A dirty sheet whose right answer is known: thousands of rows as other systems export them.

`dirty_sheet(homes, faults=True)` also plants cells that nobody can read, and says which and why.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import xlsxwriter

from anju.kernel.identifiers import identity_check_digit
from anju.modules.people.rules.sheets.rooms import Home

COMMUNITY = "翠湖花园"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏飞梅鑫波斌宇浩凯健俊帆雪琳晨阳怡欣嘉思文博子轩梓涵语桐"
HEADINGS = (
    "序号",
    "楼栋房号",
    "建筑面积",
    "业主姓名",
    "联系电话",
    "身份证号码",
    "产权份额",
    "收房日期",
    "备注",
)
NO, ROOM, AREA, NAME, PHONE, PAPER, SHARE, SINCE, NOTE = range(9)
BUILDINGS, ENTRANCES, FLOORS, DOORS = 20, 3, 18, 4


@dataclass(frozen=True)
class RightOwner:
    name: str
    phones: tuple[str, ...]
    paper: str
    share: Fraction
    since: date | None


@dataclass
class Sheet:
    """content: the file. right: room → its owners. wrong: (row, column) → code of the error that must be named.

    dirt: kind → how often it was planted.
    """

    content: bytes
    right: dict[str, list[RightOwner]]
    wrong: dict[tuple[int, int], str]
    dirt: dict[str, int] = field(default_factory=dict)
    rows: int = 0


def rooms(count: int) -> list[tuple[int, int, str]]:
    every = [
        (building, entrance, f"{floor}{door:02}")
        for building in range(1, BUILDINGS + 1)
        for entrance in range(1, ENTRANCES + 1)
        for floor in range(1, FLOORS + 1)
        for door in range(1, DOORS + 1)
    ]
    return every[:count]


def estate(count: int) -> list[Home]:
    """The homes of the estate, numbered from 1."""
    return [
        Home(
            pk, number, str(building), str(entrance), name=f"{COMMUNITY} {building}栋{entrance}单元 {number}"
        )
        for pk, (building, entrance, number) in enumerate(rooms(count), 1)
    ]


def key(building: int, entrance: int, number: str) -> str:
    return f"{building}-{entrance}-{number}"


class Maker:
    def __init__(self, homes: int, seed: int, faults: bool) -> None:
        self.random, self.homes, self.faults = random.Random(seed), homes, faults
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int]] = []
        self.hidden: list[int] = []
        self.right: dict[str, list[RightOwner]] = {}
        self.wrong: dict[tuple[int, int], str] = {}
        self.dirt: dict[str, int] = {}
        self.phone = 13_000_000_000
        self.serial = 0
        self.names: set[str] = set()
        self.formulas: dict[tuple[int, int], str] = {}
        self.above: list[Any] | None = None

    @property
    def next_row(self) -> int:
        """As the spreadsheet counts: a title, two heading rows."""
        return len(self.rows) + 4

    def note(self, kind: str) -> None:
        self.dirt[kind] = self.dirt.get(kind, 0) + 1

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def a_name(self) -> str:
        while True:
            name = self.random.choice(SURNAMES) + "".join(
                self.random.choice(GIVEN) for _ in range(self.random.choice((1, 2, 2)))
            )
            if name not in self.names:
                self.names.add(name)
                return name

    def a_phone(self) -> str:
        self.phone += self.random.randrange(1, 900)
        return str(self.phone)

    def a_paper(self) -> str:
        self.serial += 1
        day = date(1950, 1, 1) + timedelta(days=self.serial * 3 + self.random.randrange(3))
        first = f"330106{day:%Y%m%d}{self.random.randrange(1000):03}"
        return first + identity_check_digit(first)

    def an_owner(self, share: Fraction, since: date | None) -> RightOwner:
        return RightOwner(self.a_name(), (self.a_phone(),), self.a_paper(), share, since)

    def written_room(self, building: int, entrance: int, number: str) -> Any:
        forms = (
            f"{building}-{entrance}-{number}",
            f"{building}栋{entrance}单元{number}",
            f"{building}#{entrance}-{number}",
            f"{building:02}幢{entrance:02}单元{number:0>4}室",
            f"{building}号楼{entrance}单元{number}室",
            f"{COMMUNITY}{building}栋{entrance}单元{number}",
            f" {building}栋 {entrance}单元 {number} ",
            f"{building}座{entrance}单元-{number}",
            f"{building}-{entrance}单元-{number}",
        )
        form = self.random.choice(forms)
        if self.chance(0.08):
            self.note("全角字符")
            form = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in form)
        if self.chance(0.05):
            self.note("不可见字符")
            form = "\u200b" + form + "\xa0"
        self.note("房号多种写法")
        return form

    def written_day(self, day: date | None) -> Any:
        if day is None:
            return self.random.choice(("", "/", None))
        self.note("日期多种写法")
        form = self.random.randrange(8)
        if form == 0:
            return (day - date(1899, 12, 30)).days
        if form == 1:
            return f"{day:%y}/{day.month}/{day.day}" if day.day <= 12 else f"{day.year}/{day.month}/{day.day}"
        texts = (
            f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
            f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d} 00:00:00",
        )  # fmt: skip
        return texts[form - 2] if form < 7 else day

    def written_area(self, area: float) -> Any:
        form = self.random.randrange(6)
        if form == 0:
            self.note("面积缺失")
            return self.random.choice((None, "", "/"))
        if form == 1:
            self.note("面积带单位")
            return f"{area:.2f}㎡"
        if form == 2:
            self.note("数字存成文本")
            return f"{area:.2f}"
        return area

    def written_phone(self, phones: list[str]) -> Any:
        if len(phones) == 1:
            form = self.random.randrange(5)
            if form == 0:
                return int(phones[0])
            if form == 1:
                self.note("电话带空格横线")
                return f"{phones[0][:3]}-{phones[0][3:7]}-{phones[0][7:]}"
            return phones[0]
        self.note("一格多个电话")
        return self.random.choice(("/", "、", "\n", "；", " ")).join(phones)

    def written_paper(self, papers: list[str]) -> Any:
        texts = list(papers)
        if any(text.endswith("X") for text in texts) and self.chance(0.6):
            self.note("证件小写x")
            texts = [text.lower() for text in texts]
        return self.random.choice(("、", "\n", "/")).join(texts)

    def home(self, building: int, entrance: int, number: str) -> None:
        place = key(building, entrance, number)
        since = date(2012, 1, 1) + timedelta(days=self.random.randrange(5_000))
        since_ = None if self.chance(0.1) else since
        area = round(60 + self.random.random() * 90, 2)
        form = self.random.random()
        if form < 0.05:
            self.empty_home(building, entrance, number, area)
        elif form < 0.65:
            self.single(place, (building, entrance, number), area, since_)
        elif form < 0.8:
            self.couple_in_a_cell(place, (building, entrance, number), area, since_)
        elif form < 0.92:
            self.couple_in_two_rows(place, (building, entrance, number), area, since_)
        else:
            self.company(place, (building, entrance, number), area, since_)

    def row(self, room: Any, area: Any, *rest: Any) -> list[Any]:
        return [len(self.rows) + 1, room, area, *rest]

    def empty_home(self, building: int, entrance: int, number: str, area: float) -> None:
        self.note("空置无业主")
        self.above = None
        name = self.random.choice((None, "空置", "未售"))
        self.rows.append(
            self.row(self.written_room(building, entrance, number), area, name, None, None, None, None, None)
        )

    def single(self, place: str, room: tuple[int, int, str], area: float, since: date | None) -> None:
        owner = self.an_owner(Fraction(1), since)
        name = owner.name
        if len(name) == 2 and self.chance(0.3):
            self.note("姓名中有空格")
            name = f"{name[0]}　{name[1]}"
        share = self.random.choice((None, None, "100%", 1, "单独所有"))
        row = self.row(
            self.written_room(*room), self.written_area(area), name, self.written_phone(list(owner.phones)),
            self.written_paper([owner.paper]), share, self.written_day(since), None,
        )  # fmt: skip
        self.right[place] = [owner]
        if self.above is not None and self.chance(0.04) and self.above[SINCE] not in (None, "", "/"):
            self.note("同上")
            row[SINCE] = "同上"
            self.right[place] = [
                RightOwner(owner.name, owner.phones, owner.paper, owner.share, self.above_since)
            ]
        self.rows.append(row)
        self.above, self.above_since = row, self.right[place][0].since
        if self.faults and self.chance(0.03):
            self.spoil(row, place)

    def couple_in_a_cell(
        self, place: str, room: tuple[int, int, str], area: float, since: date | None
    ) -> None:
        self.note("一格两位业主")
        form = self.random.randrange(6)
        shares = (Fraction(1, 2), Fraction(1, 2)) if form != 3 else (Fraction(3, 10), Fraction(7, 10))
        pair = [self.an_owner(share, since) for share in shares]
        written = ("各半", "50%", "1/2", "30%、70%", "共同共有", None)[form]
        self.note("份额多种写法")
        names = [one.name for one in pair]
        joiner = self.random.choice(("、", "/", "，", "\n", ";", "和"))
        name = joiner.join(names)
        if joiner == "和" and any("和" in one for one in names):
            name = "、".join(names)
        row = self.row(
            self.written_room(*room), self.written_area(area), name,
            self.written_phone([phone for one in pair for phone in one.phones]),
            self.written_paper([one.paper for one in pair]), written, self.written_day(since), None,
        )  # fmt: skip
        self.rows.append(row)
        self.right[place] = pair
        self.above = None

    def couple_in_two_rows(
        self, place: str, room: tuple[int, int, str], area: float, since: date | None
    ) -> None:
        pair = [self.an_owner(Fraction(1, 2), since) for _ in range(2)]
        merged = self.chance(0.6)
        text = self.written_room(*room)
        for place_, one in enumerate(pair):
            first = place_ == 0
            self.rows.append(
                self.row(
                    text if first else None, area if first else None, one.name, one.phones[0], one.paper, "1/2",
                    self.written_day(since), None,
                )
            )  # fmt: skip
        if merged:
            self.note("合并单元格")
            last = self.next_row - 1
            self.merges.append((last - 1, last, ROOM))
            self.merges.append((last - 1, last, AREA))
        else:
            self.note("房号留空承上")
        self.right[place] = pair
        self.above = None

    def company(self, place: str, room: tuple[int, int, str], area: float, since: date | None) -> None:
        name = f"杭州{self.a_name()[1:]}{self.serial}（集团）有限公司"
        self.note("单位业主")
        phone = f"0571-{88_000_000 + self.serial % 900_000}"
        self.serial += 1
        row = self.row(
            self.written_room(*room),
            self.written_area(area),
            name,
            phone,
            None,
            None,
            self.written_day(since),
            None,
        )
        self.rows.append(row)
        shown = name.replace("（", "(").replace("）", ")")
        self.right[place] = [RightOwner(shown, (phone,), "", Fraction(1), since)]
        self.above = None

    def spoil(self, row: list[Any], place: str) -> None:
        """Make one cell of the last row unreadable and note where and why."""
        faults = (
            (PHONE, "1381234567", "sheet.phone_length"),
            (PHONE, "1.38E+10", "sheet.phone_damaged"),
            (PHONE, "88886666", "sheet.phone_no_area"),
            (PAPER, float("330106198001010000"), "sheet.paper_digits_lost"),
            (PAPER, "3.30106E+17", "sheet.paper_digits_lost"),
            (PAPER, row[PAPER][:17] + ("1" if row[PAPER][17] != "1" else "2"), "sheet.paper_check"),
            (PAPER, row[PAPER][:16], "sheet.paper_length"),
            (SHARE, "约一半多", "sheet.share_unreadable"),
            (SHARE, "60%", "sheet.shares_sum"),
            (SINCE, "01/02/2021", "sheet.day_two_ways"),
            (SINCE, "2021-13-01", "sheet.not_a_day"),
            (SINCE, "2021-3", "sheet.day_missing"),
            (ROOM, "99-1-101", "sheet.room_no_building"),
            (ROOM, row[ROOM].strip("\u200b\xa0 ") and "1-9-101", "sheet.room_no_entrance"),
            (ROOM, "1-1-9999", "sheet.room_no_number"),
            (ROOM, "门卫室旁", "sheet.room_unreadable"),
            (NAME, "12345", "sheet.not_a_name"),
            (NAME, "业主", "sheet.not_a_name"),
            (AREA, "很大", "sheet.not_an_area"),
        )
        index, value, code = faults[len(self.wrong) % len(faults)]
        row[index] = value
        self.note("无法读取的单元格")
        self.wrong[self.next_row - 1, index] = code
        self.right.pop(place)
        self.above = None

    def between(self) -> None:
        """What programs print between the rows."""
        kind = self.random.randrange(4)
        if kind == 0:
            self.note("小计行")
            self.rows.append(["小计", None, 1234.5, None, None, None, None, None, None])
        elif kind == 1:
            self.note("页眉重复")
            self.rows.append(list(HEADINGS))
        elif kind == 2:
            self.note("页脚页码")
            self.rows.append([f"第{len(self.rows) // 40}页 共99页", *[None] * 8])
        else:
            self.rows.append([None] * 9)
        self.above = None

    def make(self) -> Sheet:
        for place, room in enumerate(rooms(self.homes), 1):
            self.home(*room)
            if self.chance(0.01):
                self.note("隐藏行")
                self.hidden.append(self.next_row - 1)
            if place % 40 == 0:
                self.between()
        self.rows.append(["合计", None, "=SUM(C4:C999)", None, None, None, None, None, None])
        return Sheet(self.written(), self.right, self.wrong, self.dirt, len(self.rows))

    def written(self) -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
        page = book.add_worksheet("业主信息")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        page.merge_range(0, 0, 0, 8, f"{COMMUNITY}业主信息登记表")
        page.merge_range(1, 0, 2, 0, "序号")
        page.merge_range(1, 1, 1, 2, "房屋信息")
        page.merge_range(1, 3, 1, 7, "业主信息")
        page.merge_range(1, 8, 2, 8, "备注")
        for index in range(1, 8):
            page.write(2, index, HEADINGS[index])
        merged = {(top, index) for top, _bottom, index in self.merges}
        for line, row in enumerate(self.rows, 4):
            for index, value in enumerate(row):
                if value is None or (line, index) in merged:
                    continue
                if isinstance(value, date):
                    page.write_datetime(line - 1, index, value, days)
                elif isinstance(value, str) and value.startswith("=SUM"):
                    page.write_formula(line - 1, index, value, None, 98765.4)
                elif isinstance(value, str):
                    page.write_string(line - 1, index, value)
                else:
                    page.write_number(line - 1, index, value)
        for top, bottom, index in self.merges:
            page.merge_range(top - 1, index, bottom - 1, index, self.rows[top - 4][index])
        for row in self.hidden:
            page.set_row(row - 1, None, None, {"hidden": True})
        book.close()
        return out.getvalue()


def dirty_sheet(homes: int = 300, *, seed: int = 7, faults: bool = True) -> Sheet:
    return Maker(homes, seed, faults).make()
