"""Automatic numbers of Word as the reader of the page sees them: ECMA-376 Part 1, 17.9."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from .numerals import chinese
from .ooxml import MC, W, is_on, value

DEPTHS = 9

_COUNTED = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
}  # fmt: skip
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LISTED = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
}
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_CLOSED = ("、", ".", "\uff0e", ")", "\uff09", ":", "\uff1a")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. restarts_after: depth (1-based) whose use resets this one, 0 never, None the one above."""

    start: int
    form: str
    text: str
    restarts_after: int | None
    is_legal: bool


@dataclass(slots=True)
class Numbering:
    """Counts on with every numbered paragraph it is asked about, so paragraphs come in the order of the text."""

    numbering: Any
    stylesheet: Any
    lists: dict[str, str] = field(init=False, default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(init=False, default_factory=dict)
    overridden: dict[str, set[int]] = field(init=False, default_factory=dict)
    linked: dict[tuple[str, str], int] = field(init=False, default_factory=dict)
    styles: dict[str, Any] = field(init=False, default_factory=dict)
    default_style: str = field(init=False, default="")
    counters: dict[str, list[int | None]] = field(init=False, default_factory=dict)
    begun: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        for style in self.stylesheet.iterchildren(f"{W}style") if self.stylesheet is not None else ():
            self.styles[style.get(f"{W}styleId") or ""] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default_style = style.get(f"{W}styleId") or ""
        if self.numbering is None:
            return
        abstract = {
            node.get(f"{W}abstractNumId"): node for node in self.numbering.iterchildren(f"{W}abstractNum")
        }
        nums = {node.get(f"{W}numId"): node for node in self.numbering.iterchildren(f"{W}num")}
        for number_id, num in nums.items():
            list_id = self._list_of(num, nums, abstract)
            if list_id is not None:
                self.lists[number_id] = list_id
                self._read(number_id, num, abstract[list_id])

    def label(self, paragraph: Any) -> str:
        """Label of a numbered paragraph with what parts it from the text; empty for a bullet or no number."""
        found = self._place(paragraph)
        if found is None:
            return ""
        number_id, depth = found
        level = self.levels[number_id][depth]
        counts = self._count(number_id, depth)
        if level.form in ("bullet", "none") or not level.text:
            return ""

        def shown(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            own = self.levels[number_id].get(above, level)
            return figure(counts[above] or own.start, "decimal" if level.is_legal else own.form)

        text = _PLACE.sub(shown, level.text).strip()
        return text if text.endswith(_CLOSED) else text + " "

    def style_name(self, paragraph: Any) -> str:
        """Name of the paragraph's style, in small letters."""
        style = self.styles.get(value(paragraph, "pPr/pStyle") or "")
        return (value(style, "name") or "").lower() if style is not None else ""

    def _list_of(self, num: Any, nums: dict[str, Any], abstract: dict[str, Any]) -> str | None:
        """Id of the abstract list, through a list style where it stands for another (17.9.21)."""
        list_id = value(num, "abstractNumId")
        link = value(abstract[list_id], "numStyleLink") if list_id in abstract else None
        if link and link in self.styles:
            other = nums.get(value(self.styles[link], "pPr/numPr/numId") or "")
            linked = value(other, "abstractNumId") if other is not None else None
            list_id = linked if linked in abstract else list_id
        return list_id if list_id in abstract else None

    def _read(self, number_id: str, num: Any, abstract: Any) -> None:
        levels = self.levels.setdefault(number_id, {})
        for node in abstract.iterchildren(f"{W}lvl"):
            depth = int(node.get(f"{W}ilvl"))
            levels[depth] = _level(node)
            if style := value(node, "pStyle"):
                self.linked[number_id, style] = depth
        for override in num.iterchildren(f"{W}lvlOverride"):
            depth = int(override.get(f"{W}ilvl"))
            if (own := override.find(f"{W}lvl")) is not None:
                levels[depth] = _level(own)
            start = value(override, "startOverride")
            if start is not None and depth in levels:
                levels[depth] = replace(levels[depth], start=int(start))
                self.overridden.setdefault(number_id, set()).add(depth)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, depth) of a paragraph, its own or its style's."""
        number_id, depth = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        if number_id is None:
            number_id, from_style = self._style_place(value(paragraph, "pPr/pStyle") or self.default_style)
            depth = depth if depth is not None else from_style
        if number_id is None or int(depth or 0) not in self.levels.get(number_id, ()):
            return None
        return number_id, int(depth or 0)

    def _style_place(self, style_id: str) -> tuple[str | None, str | None]:
        seen: list[str] = []
        depth: str | None = None
        while style_id in self.styles and style_id not in seen:
            seen.append(style_id)
            style = self.styles[style_id]
            depth = depth or value(style, "pPr/numPr/ilvl")
            number_id = value(style, "pPr/numPr/numId")
            if number_id is not None:
                tied = next(
                    (self.linked[number_id, one] for one in seen if (number_id, one) in self.linked), None
                )
                return number_id, str(tied) if tied is not None else depth
            style_id = value(style, "basedOn") or ""
        return None, None

    def _count(self, number_id: str, depth: int) -> list[int | None]:
        levels = self.levels[number_id]
        counts = self.counters.setdefault(self.lists[number_id], [None] * DEPTHS)
        if number_id not in self.begun:
            self.begun.add(number_id)
            for overridden in self.overridden.get(number_id, ()):
                counts[overridden] = None
        for above in range(depth):
            if counts[above] is None and above in levels:
                counts[above] = levels[above].start
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, DEPTHS):
            after = levels[deeper].restarts_after if deeper in levels else None
            if depth < (deeper if after is None else after):
                counts[deeper] = None
        return counts


def _level(node: Any) -> Level:
    form = value(node, "numFmt")
    if form is None and (choice := node.find(f"{MC}AlternateContent/{MC}Fallback")) is not None:
        form = value(choice, "numFmt")
    restart = value(node, "lvlRestart")
    return Level(
        start=int(value(node, "start") or 0),
        form=form or "decimal",
        text=value(node, "lvlText") or "",
        restarts_after=int(restart) if restart is not None else None,
        is_legal=is_on(node, "isLgl"),
    )


def figure(count: int, form: str) -> str:
    """A count in one of Word's number formats; formats no Chinese plan uses are plain figures."""
    if form in _COUNTED:
        return chinese(count)
    if form == "chineseLegalSimplified":
        return chinese(count).translate(_CAPITALS)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count))
    if form in _LISTED and 1 <= count <= len(_LISTED[form]):
        return _LISTED[form][count - 1]
    if form in ("lowerLetter", "upperLetter") and count >= 1:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count).translate(_FULL_WIDTH) if form.startswith("decimalFullWidth") else str(count)


def _roman(count: int) -> str:
    parts = []
    for scale, name in _ROMAN:
        while count >= scale:
            parts.append(name)
            count -= scale
    return "".join(parts)
