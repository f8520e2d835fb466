"""The rows of a sheet: titles, headings over several rows, merged cells, totals and headings repeated in between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from anju.modules.people.rules.sheets.fields import WORDS, Column, folded
from anju.modules.people.rules.sheets.values import Value, plain, squeezed

HEADINGS_WITHIN = 20
MOST_HEADING_ROWS = 4
# Heading of the column that the corrected sheet carries; it is no column of the sheet itself.
REMARKS_HEADING = "导入检查"
_TOTAL = re.compile(
    r"(?:本页|本栋|本单元|全部)?(?:合计|小计|总计|共计|累计|平均)(?:[:：].*)?|(?:合|小|总)计.{0,12}|共\d+户.*|总户数.*"
)
_PAGE = re.compile(
    r"第\d+页.*|共\d+页.*|(?:打印|制表|填表|导出|统计)(?:日期|时间|人|单位).*|(?:审核|复核|制表|经办)(?:人)?[:：].*|注[:：].*|说明[:：].*|以下空白|.*(?:登记表|明细表|一览表|台账|花名册|清单|续表|\(续\))"
)
_KNOWN = frozenset(folded(word) for words in WORDS.values() for word in words) | frozenset(
    map(folded, ("序号", "编号", "业主信息", "房屋信息", "联系信息", "租户信息", "产权信息", "楼层", "户型", "性别", "年龄", "状态", "小区", "项目", "项目名称", "车位", "车牌"))
)  # fmt: skip


class RowKind(StrEnum):
    DATA = "data"
    TOTAL = "total"
    PAGE = "page"
    HEADING = "heading"
    BLANK = "blank"


@dataclass(slots=True)
class Line:
    """number: as the spreadsheet counts. cells: column index → value. formulas: columns whose value is computed."""

    number: int
    cells: dict[int, Value] = field(default_factory=dict)
    hidden: bool = False
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range, all bounds included; rows as the spreadsheet counts, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Table:
    name: str
    lines: list[Line] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heads:
    """first, last: numbers of the heading rows. columns: those that have a heading or hold something."""

    first: int
    last: int
    columns: tuple[Column, ...]


def unmerged(table: Table) -> Table:
    """Every cell of a merged range says what its first one says. Ranges as long as the sheet are cut at its end."""
    by_number = {line.number: line for line in table.lines}
    last = max(by_number, default=0)
    for area in table.merges:
        origin = by_number.get(area.top)
        value = origin.cells.get(area.left) if origin is not None else None
        if value is None:
            continue
        for number in range(area.top, min(area.bottom, last) + 1):
            line = by_number.get(number)
            if line is None:
                line = by_number[number] = Line(number)
            for index in range(area.left, min(area.right, area.left + 200) + 1):
                line.cells.setdefault(index, value)
    return Table(table.name, [by_number[number] for number in sorted(by_number)], [])


def find_heads(table: Table) -> Heads | None:
    """The heading rows among the first twenty: the last of them knows most words. None when nothing is like one."""
    first = table.lines[:HEADINGS_WITHIN]
    scores = [_heading_score(line) for line in first]
    best = max(scores, default=0)
    if best < 2:
        return None
    at = max(place for place, score in enumerate(scores) if score == best)
    while at + 1 < len(first) and scores[at + 1] >= 2:
        at += 1
    top = at
    while top > 0 and at - top + 1 < MOST_HEADING_ROWS and _is_group(first[top - 1], first[at]):
        top -= 1
    rows = first[top : at + 1]
    return Heads(rows[0].number, rows[-1].number, _columns(table, rows))


def _heading_score(line: Line) -> int:
    """Cells that are heading words, each text counted once."""
    texts = {folded(plain(value)) for value in line.cells.values() if isinstance(value, str)}
    return sum(
        text in _KNOWN or any(text.endswith(word) for word in _KNOWN if len(word) > 1) for text in texts
    )


def _is_group(line: Line, below: Line) -> bool:
    """A row of group headings (业主信息 over 姓名 and 电话), not a title over the whole width."""
    texts = {plain(value) for value in line.cells.values() if plain(value)}
    wide = len(below.cells) > 2
    if not texts or not all(isinstance(value, str) for value in line.cells.values()):
        return False
    if len(texts) == 1 and wide:
        return False
    return all(len(text) <= 16 for text in texts) and not any(_PAGE.fullmatch(text) for text in texts)


def _columns(table: Table, rows: Sequence[Line]) -> tuple[Column, ...]:
    last = rows[-1].number
    body = [line for line in table.lines if line.number > last]
    used = {index for line in body for index in line.cells} | {index for row in rows for index in row.cells}
    found = []
    for index in sorted(used):
        words: list[str] = []
        for row in rows:
            text = plain(row.cells.get(index)).replace("\n", "")
            if text and text not in words:
                words.append(text)
        if words and words[-1] == REMARKS_HEADING:
            continue
        samples = tuple(line.cells[index] for line in body[:200] if index in line.cells)
        found.append(Column(index, tuple(words), samples))
    return tuple(found)


def kind_of(line: Line, heads: Heads) -> RowKind:
    """What a row below the headings is: people, or what programs print in between."""
    texts = [squeezed(value) for value in line.cells.values() if plain(value)]
    if not texts:
        return RowKind.BLANK
    if any(_TOTAL.fullmatch(text) for text in texts[:3]):
        return RowKind.TOTAL
    distinct = set(texts)
    if len(distinct) == 1 and (_PAGE.fullmatch(texts[0]) or len(texts) > 3):
        return RowKind.PAGE
    if len(distinct) <= 4 and all(_PAGE.fullmatch(text) for text in distinct):
        return RowKind.PAGE
    if _repeats(line, heads):
        return RowKind.HEADING
    return RowKind.DATA


def _repeats(line: Line, heads: Heads) -> bool:
    words = {one.index: {folded(word) for word in one.heading} for one in heads.columns}
    filled = [(index, folded(plain(value))) for index, value in line.cells.items() if plain(value)]
    same = sum(text in words.get(index, ()) for index, text in filled)
    return same >= 2 and same * 2 > len(filled)


def below(table: Table, heads: Heads) -> Iterable[Line]:
    return (line for line in table.lines if line.number > heads.last)
