"""Blanks and masks that somebody has to fill before the plan can be kept. Source: appendix D; A:CTR-12."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .terms import Code, Finding, Page, Place, finding, squeezed

_MARK = "xX×＊*"
_LATIN = r"A-Za-z0-9"
_MASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(rf"(?<![{_LATIN}])(?:20|19)[{_MARK}]{{2}}年?")),
    ("phone", re.compile(rf"(?:电话|手机|热线|传真)[^\n。;,]{{0,8}}?:?(?P<mask>[{_MARK}]{{4,}})")),
    ("name", re.compile(rf"(?<![{_LATIN}{_MARK}])[{_MARK}]{{2,}}(?![A-Za-wyzA-WYZ0-9])[\u4e00-\u9fff]{{0,4}}")),
    ("day", re.compile(rf"(?<![{_LATIN}{_MARK}])[xX×](?=[年月日号])[年月日号]")),
    ("line", re.compile(r"_{2,}|＿{2,}|﹍{2,}|…{3,}(?=[年月日元人个%])")),
    ("number", re.compile(
        r"(?:小区|人员|岗位|楼栋|车位|设备|单元|房间|户数|总数|数量)[)）]?(?P<mask>个|名|栋|套|台)(?=[,，。;；、)）\n])"
    )),
    ("brackets", re.compile(r"\([ \u3000]{1,}\)|(?<=[\u4e00-\u9fff:])\(\)(?=[\u4e00-\u9fff%])")),
)  # fmt: skip
_LABELS = "组长|副组长|组员|成员|主任|副主任|负责人|责任人|联系人|联系电话|电话|地址|日期|姓名|单位|项目名称|服务地点|甲方|乙方|法定代表人|签订日期|开户行|账号"
_EMPTY_LABEL = re.compile(rf"^[^\S\n]*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]?)?[^\S\n]*(?:{_LABELS})[^\S\n]*[:：][^\S\n]*$", re.M)  # fmt: skip
_LABEL_ABOVE = re.compile(rf"^[^\S\n]*(?:{_LABELS})[^\S\n]*[:：]")
_NUMBERED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条]|[（(]?\d{1,2}[)）、.．])"
)
_LEFT_OUT = re.compile(
    r"^[^\S\n]*(?:[^\n。，,；;]{0,16}[:：、.．)）][^\S\n]*)?[（(]?略[)）]?[。.]?[^\S\n]*$", re.M
)
_FIGURE_TITLE = re.compile(
    r"^[^\S\n]*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]{1,2})?[^\n，,。；;:：]{0,14}(?:流程图|示意图|结构图|架构图|组织图|平面图|一览表)[^\S\n]*[:：]?[^\S\n]*$",
    re.M,
)
# How many blanks of one kind in one plan are shown before the rest is only counted.
_SHOWN = 40


def find(page: Page) -> Iterator[Finding]:
    """One finding per kind of blank and plan, with every place."""
    found: dict[tuple[str, int | None, str], list[Place]] = defaultdict(list)
    for kind, place in _all(page):
        alike = squeezed(place.quote) if kind in ("name", "year", "phone") else ""
        found[kind, place.part, alike].append(place)
    for (kind, _part, _alike), places in found.items():
        ordered = sorted(places, key=lambda one: one.start)
        yield finding(Code.BLANK, ordered[:_SHOWN], kind=kind, count=str(len(ordered)))


def _all(page: Page) -> Iterator[tuple[str, Place]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _MASKS:
        for match in pattern.finditer(page.text):
            span = match.span("mask") if "mask" in pattern.groupindex and kind == "phone" else match.span()
            place = page.place(*span)
            if any(start < place.end and place.start < end for start, end in taken):
                continue
            taken.append((place.start, place.end))
            yield kind, place
    yield from _lines(page)


def _lines(page: Page) -> Iterator[tuple[str, Place]]:
    text = page.subject.text
    for match in _EMPTY_LABEL.finditer(text):
        below = text[match.end() + 1 : match.end() + 160].split("\n", 1)[0]
        while_empty = not below.strip() or _LABEL_ABOVE.match(below) or _NUMBERED.match(below)
        if while_empty or len(below) > 40:
            yield "label", page.exact(*_trimmed(text, match))
    for pattern, kind in ((_LEFT_OUT, "left_out"), (_FIGURE_TITLE, "figure")):
        for match in pattern.finditer(text):
            below = text[match.end() + 1 : match.end() + 160].strip().split("\n", 1)[0]
            if kind == "left_out" or _NUMBERED.match(below) or not below:
                yield kind, page.exact(*_trimmed(text, match))


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int]:
    raw = match.group()
    lead = len(raw) - len(raw.lstrip())
    return match.start() + lead, match.start() + len(raw.rstrip())
