"""Text → lines: broken lines joined, long lines cut at the labels that stand inside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import number
from .script import Normalised

INLINE_LABELS_FROM = 150
NEXT_ITEM_FROM = 16

_CN = "一二三四五六七八九十百"
LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"(第[{_CN}\d]{{1,4}}[章节条篇编]|第[{_CN}\d]{{1,3}}部分)[、.:]?\s?")),
    ("pcn", re.compile(rf"\(([{_CN}]{{1,3}})\)[、.,]?")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})(?:、|\.(?!\d)|:)")),
    (
        "dotted",
        re.compile(
            r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?[、)]?(?![\d.]|\s?(?:元|%|米|倍|万|小时|㎡|:|月(?!度)|年|日))\s?"
        ),
    ),
    ("pnum", re.compile(r"\((\d{1,2})\)[、.,]?")),
    ("pnum", re.compile(r"(\d{1,2})\)[、.,]?")),
    ("num", re.compile(r"(\d{1,2})(?:、|\.(?!\d)|\.(?=(?:1[0-2]|[1-9])月\d|20\d\d年)|(?=\(\d{1,2}\)))")),
    ("circle", re.compile(r"([①-⑳⑴-⒇])[、.]?")),
)
_INLINE = re.compile(
    rf"第[{_CN}]{{1,3}}[章节条](?=[\u4e00-\u9fff])|(?<![\d第])\((?P<pcn>[{_CN}]{{1,3}})\)|(?<![{_CN}])(?P<cn>[{_CN}]{{1,3}})、(?=[\u4e00-\u9fff“])"
    r"|(?<![\d.(第年月-])(?P<n>\d{1,2})(?:(?:、|\.|\))(?=[\u4e00-\u9fff“])|\.(?=(?:1[0-2]|[1-9])月\d|20\d\d年))|[①-⑳]"
)
_BARE_HEADING = re.compile(r"(?<=[。;!?:])[\u4e00-\u9fff、]{2,14}$")
_HEADING_END = re.compile(
    r"(?:概况|目标|配置|配备|管理|办理|复审|收缴|巡查|腾退|措施|承诺|标准|养护|响应|事件|定位|物资|投入|保障|制度|要求|内容|方案|服务|培训|工作|安排|计划|思路|理解|编制|原则|思想|职责|流程|维护|维修"
    r"|秩序|车辆|保洁|绿化|环境|安全|应急|消防|人员|团队|稳定|总则|附则|责任|费用|期限|考核|监督|移交|依据|范围|说明|构成|设备|设施|档案|收费|投诉|宣传|文化|活动|频次|指标)$"
)
_ROLE = re.compile(
    r"(?:员|工|经理|主管|主任|人员|班长|队长|组长|领班|管家|师|岗|保安|保洁|客服|负责人|门卫|电工|合计|总计)(?:\([^)]*\))?$"
)
_UNIT_CUT = re.compile(r"小时|分钟|[次天日个名人年月周层栋元%平,。、;遍]")
_CLOCK_CUT = re.compile(r"\d:$")
_COLUMN_HEAD = re.compile(r"序号|岗位(?:名称)?|职务|工种|人数(?:\([^)]*\))?|编制|定员|班次|备注")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:人|名)?")
_ITEM = re.compile(r"(\d{1,2})[、.](?!\d)")
_NEXT_ITEM = re.compile(r"(?<=[。;!])(\d{1,2})[、.](?=[\u4e00-\u9fff])")
BULLET = re.compile(r"[-*•●■◆※►▪·]\s?")
TITLE = re.compile(
    rf"(?P<name>.{{0,40}}?(?:方案|计划|办法|制度|总结|合同|标准|规定|措施|范文|篇|模板))\(?(?P<n>\d{{1,3}}|[{_CN}]{{1,3}})\)?[::]?"
)


@dataclass(slots=True)
class Line:
    """One line or inline item of the normalised text; is_bare: a heading without a label inside a paragraph."""

    start: int
    end: int
    text: str
    is_bare: bool = False


def join_broken_lines(text: Normalised) -> Normalised:
    """Take out line breaks that cut a sentence.

    A break after a comma or before a closing mark is always one. Where many lines of a document are cut so,
    or stand as single characters, every break is one unless a label or a finished sentence says otherwise.
    """
    lines = raw_lines(text.text)
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2:
        return text
    cut = sum(_is_cut(line.text) for line in filled)
    broken = len(filled) >= 8 and cut > 0.15 * len(filled)
    gone: set[int] = set()
    columns = _column_lines(lines)
    for index, (above, below) in enumerate(itertools.pairwise(lines)):
        if index not in columns and _joins(above.text, below.text, broken):
            gone.add(above.end)
    return text.without(gone) if gone else text


def _is_cut(line: str) -> bool:
    stripped = line.strip()
    return stripped[-1] in ",、(“《" or stripped[0] in ",。、;:)”》%" or len(stripped) == 1


def _joins(above: str, below: str, broken: bool) -> bool:
    above, below = above.strip(), below.strip()
    if not above or not below or "\t" in above or "\t" in below:
        return False
    if _COLUMN_HEAD.fullmatch(above) or _COLUMN_HEAD.fullmatch(below):
        return False
    if below[0] in ",。、;:)”》%":
        return True
    if _starts_with_label(below) or BULLET.match(below):
        return False
    if above[-1] in ",、(《" and len(above) > 1:
        return True
    if broken and _CLOCK_CUT.search(above) and below[0].isdigit():
        return True
    return broken and above[-1] not in "。;!?:" and not TITLE.fullmatch(below) and not _is_heading(above)


def _column_lines(lines: list[Line]) -> set[int]:
    """Indexes of the lines behind which the break stands: a role above its headcount, and the headcount."""
    found: set[int] = set()
    for index, (above, below) in enumerate(itertools.pairwise(lines)):
        after = lines[index + 2].text.strip() if index + 2 < len(lines) else ""
        if stands_in_column(above.text, below.text) and not _UNIT_CUT.match(after):
            found |= {index, index + 1}
    return found


def stands_in_column(above: str, below: str) -> bool:
    """A role on one line and its headcount on the next: a table with one cell to a line."""
    above, below = above.strip(), below.strip()
    return len(above) <= 12 and bool(_BARE_NUMBER.fullmatch(below) and _ROLE.search(above))


def _is_heading(line: str) -> bool:
    """A short line behind a label that ends in a word headings end in."""
    for type_, pattern in LABELS:
        if type_ in ("chapter", "cn", "pcn") and (label := pattern.match(line)):
            rest = line[label.end() :]
            return (
                2 <= len(rest) <= 16 and not re.search(r"[,。;:\d]", rest) and bool(_HEADING_END.search(rest))
            )
    return False


def _starts_with_label(text: str) -> bool:
    return any(pattern.match(text) for _, pattern in LABELS)


def raw_lines(text: str) -> list[Line]:
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(Line(start, start + len(piece), piece))
        start += len(piece) + 1
    return lines


def inline_items(line: Line) -> Iterator[Line]:
    """Items of a long line: a label behind a stop, or one that counts on from the label before it."""
    if len(line.text) < INLINE_LABELS_FROM:
        yield from _next_items(line)
        return
    cuts, counted = [0], {"cn": 0, "pcn": 0, "n": 0}
    bare_at: set[int] = set()
    for match in _INLINE.finditer(line.text):
        kind = match.lastgroup
        if kind is not None:
            value = int(number(match[kind]) or 0)
            expected = (counted[kind] + 1,) if kind == "cn" else (1, counted[kind] + 1)
            if value not in expected:
                continue
            counted[kind] = value
            if (
                kind == "n"
                and value == 1
                and (bare := _BARE_HEADING.search(line.text, cuts[-1], match.start()))
                and bare.start() > cuts[-1]
            ):
                cuts.append(bare.start())
                bare_at.add(bare.start())
        elif match.start() and line.text[match.start() - 1] not in "。;!?:":
            continue
        if match.start():
            cuts.append(match.start())
    cuts.append(len(line.text))
    for start, end in itertools.pairwise(cuts):
        if end > start:
            yield Line(line.start + start, line.start + end, line.text[start:end], start in bare_at)


def _next_items(line: Line) -> Iterator[Line]:
    """A short line that begins with item 1 may hold items 2 and 3 behind its stops, as joined lines do."""
    own = _ITEM.match(line.text.strip())
    if own is None or len(line.text) < NEXT_ITEM_FROM:
        yield line
        return
    start, last = 0, int(own[1])
    for match in _NEXT_ITEM.finditer(line.text):
        if int(match[1]) == last + 1:
            yield Line(line.start + start, line.start + match.start(), line.text[start : match.start()])
            start, last = match.start(), last + 1
    yield Line(line.start + start, line.end, line.text[start:])
