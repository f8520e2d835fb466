"""What the columns of a foreign sheet hold: a guess from the headings and from what stands below them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anju.modules.people.rules.sheets.days import read_day
from anju.modules.people.rules.sheets.numbers import read_area, split_papers
from anju.modules.people.rules.sheets.people import relation_of, split_people, split_phones
from anju.modules.people.rules.sheets.rooms import parse_room
from anju.modules.people.rules.sheets.values import Lost, Value, is_blank, plain, squeezed


class Field(StrEnum):
    ROOM = "room"
    BUILDING = "building"
    ENTRANCE = "entrance"
    NUMBER = "number"
    AREA = "area"
    NAME = "name"
    PHONE = "phone"
    PAPER = "paper"
    SHARE = "share"
    SINCE = "since"
    RELATION = "relation"
    TENANT = "tenant"
    TENANT_PHONE = "tenant_phone"
    TENANT_SINCE = "tenant_since"
    TENANT_UNTIL = "tenant_until"
    NOTE = "note"


WORDS: Mapping[Field, tuple[str, ...]] = {
    Field.ROOM: ("房屋", "房间全称", "房屋地址", "房屋坐落", "坐落", "房产", "住址", "地址", "房号全称", "楼栋房号", "单元房号", "位置", "资源名称", "户号"),
    Field.BUILDING: ("楼栋", "楼号", "栋号", "幢号", "座号", "栋", "幢", "座", "楼宇", "楼座", "楼栋号"),
    Field.ENTRANCE: ("单元", "单元号", "门栋", "梯位"),
    Field.NUMBER: ("房号", "房间号", "室号", "房间", "门牌", "门牌号", "户室", "室", "房间编号", "房屋编号"),
    Field.AREA: ("面积", "建筑面积", "产权面积", "收费面积", "建面", "计费面积", "登记面积", "实测面积"),
    Field.NAME: ("姓名", "业主", "业主姓名", "客户名称", "客户姓名", "产权人", "房主", "户主", "业主名称", "住户", "住户姓名", "所有权人", "业主信息姓名", "名称"),
    Field.PHONE: ("电话", "手机", "手机号", "联系电话", "联系方式", "移动电话", "业主电话", "手机号码", "电话号码", "联系手机", "业主手机"),
    Field.PAPER: ("身份证", "身份证号", "证件号", "证件号码", "身份证号码", "身份证件号", "证件编号"),
    Field.SHARE: ("份额", "产权份额", "占比", "产权比例", "共有份额", "共有情况", "比例", "所占份额"),
    Field.SINCE: ("入住日期", "交房日期", "收房日期", "收楼日期", "购房日期", "接房日期", "交付日期", "产权日期", "登记日期", "入伙日期", "接房时间", "交房时间", "入住时间", "收房时间"),
    Field.RELATION: ("身份", "客户类型", "人员类型", "住户类型", "与业主关系", "关系", "类型", "客户类别", "住户性质"),
    Field.TENANT: ("租户", "租客", "承租人", "租户姓名", "租客姓名", "使用人", "租住人"),
    Field.TENANT_PHONE: ("租户电话", "租客电话", "承租人电话", "租户手机", "使用人电话", "租客手机", "租户联系方式", "租客联系方式"),
    Field.TENANT_SINCE: ("起租日期", "租期开始", "租赁开始", "起租日", "租赁起始日"),
    Field.TENANT_UNTIL: ("到期日期", "租期结束", "租赁到期", "租约到期", "到期日", "租赁终止日"),
    Field.NOTE: ("备注", "说明", "其他", "备注信息"),
}  # fmt: skip
NEEDED = (Field.NAME,)
SAMPLE = 60
CERTAIN, LIKELY, POSSIBLE = 100, 60, 30
_TENANT_GROUP = re.compile(r"租户|租客|承租|使用人")
_GROUPED = {
    Field.NAME: Field.TENANT, Field.PHONE: Field.TENANT_PHONE, Field.SINCE: Field.TENANT_SINCE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """index: place in the sheet, 0 for A. heading: the words above it, of all heading rows, outer ones first."""

    index: int
    heading: tuple[str, ...]
    samples: tuple[Value, ...] = ()

    @property
    def title(self) -> str:
        return " ".join(self.heading)


def folded(text: object) -> str:
    bare = squeezed(str(text)).casefold()
    return re.sub(r"[()\[\]【】*:：\"'“”]|\(.*?\)", "", bare)


def fingerprint(columns: Sequence[Column]) -> str:
    """The same for every sheet with the same headings in the same order, whatever stands below."""
    text = "\n".join("|".join(folded(word) for word in one.heading) for one in columns)
    return hashlib.sha256(text.encode()).hexdigest()


def guess(columns: Sequence[Column], today: date) -> dict[Field, int]:
    """The most likely column of each field: heading words first, then what the cells look like. Nothing twice."""
    scored = sorted(
        (
            (points, -column.index, field)
            for column in columns
            for field, points in _points(column, today).items()
        ),
        reverse=True,
    )
    found: dict[Field, int] = {}
    taken: set[int] = set()
    for _score, index, field in scored:
        if field not in found and -index not in taken:
            found[field] = -index
            taken.add(-index)
    return _consistent(found, columns)


def _consistent(found: dict[Field, int], columns: Sequence[Column]) -> dict[Field, int]:
    """A whole room in the number column needs no other; a room column without a building is the room."""
    by_index = {one.index: one for one in columns}
    if Field.NUMBER in found and Field.ROOM not in found and Field.BUILDING not in found:
        found[Field.ROOM] = found.pop(Field.NUMBER)
    if Field.ROOM in found and Field.BUILDING in found and Field.NUMBER not in found:
        whole = [one for one in by_index[found[Field.ROOM]].samples if parse_room(one) is not None]
        if not whole:
            found[Field.NUMBER] = found.pop(Field.ROOM)
    return found


def _points(column: Column, today: date) -> dict[Field, int]:
    points: dict[Field, int] = {}
    last = folded(column.heading[-1]) if column.heading else ""
    everything = folded("".join(column.heading))
    for field, words in WORDS.items():
        folded_words = tuple(map(folded, words))
        if last in folded_words or everything in folded_words:
            points[field] = CERTAIN
        elif any(word in last for word in folded_words if len(word) > 1):
            points[field] = LIKELY + max(len(word) for word in folded_words if len(word) > 1 and word in last)
    if _TENANT_GROUP.search(everything):
        points = {_GROUPED.get(field, field): score + 5 for field, score in points.items()}
    for field, share in _looks(column.samples, today).items():
        if field in points or share >= 0.6:
            points[field] = points.get(field, 0) + round(POSSIBLE * share)
    return points


def _looks(samples: Iterable[Value], today: date) -> dict[Field, float]:
    """The share of filled cells that can be read as each field."""
    filled = [one for one in samples if not is_blank(one)][:SAMPLE]
    if len(filled) < 3:
        return {}
    hits = dict.fromkeys(Field, 0)
    for value in filled:
        for field in _kinds_of(value, today):
            hits[field] += 1
    return {field: count / len(filled) for field, count in hits.items() if count}


def _kinds_of(value: Value, today: date) -> list[Field]:
    text = plain(value)
    found = []
    if isinstance(value, Lost) or split_papers(value, today)[0]:
        return [Field.PAPER]
    if split_phones(value)[0]:
        return [Field.PHONE]
    if read_day(value, today)[0] is not None:
        found.append(Field.SINCE)
    door = parse_room(value) if isinstance(value, str) else None
    if door is not None and (door.entrance or re.search(r"[栋幢座#]", text)):
        found.append(Field.ROOM)
    if read_area(value)[0] is not None and re.search(r"\.\d|㎡|平", text):
        found.append(Field.AREA)
    if relation_of(text) is not None and len(text) <= 4:
        found.append(Field.RELATION)
    elif isinstance(value, str) and re.search(r"[㐀-鿿]{2}", text) and door is None:
        people, remarks = split_people(value)
        if people and not any(one.error for one in remarks) and len(text) <= 20:
            found.append(Field.NAME)
    return found


def missing(mapping: Mapping[Field, int]) -> tuple[Field, ...]:
    """Fields without which nothing can be read: a name, and a room whole or by its number."""
    lacking = [one for one in NEEDED if one not in mapping]
    if Field.ROOM not in mapping and Field.NUMBER not in mapping:
        lacking.insert(0, Field.ROOM)
    return tuple(lacking)
