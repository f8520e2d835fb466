"""Lines → text: what the page's edge broke is joined, across columns and pages too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .aligned import Entry

SOFT_HYPHEN = "\u00ad"
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条篇]|[一二三四五六七八九十]{1,3}[、.\uff0e]|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}[、.\uff0e)\uff09\s](?!\d)|[①-⑳⑴-⒇]|[-•●■◆※□☑])"
)
_ENDS = re.compile(r"[。;\uff1b!\uff01?\uff1f:\uff1a.][”’\"')\uff09]?\s*$")
_OPEN = (",", "\uff0c", "、", "(", "\uff08", "《", "“")
_INDENT = 1.2
_SLACK = 2.0


@dataclass(slots=True)
class _Text:
    parts: list[str]
    length: int = 0

    def add(self, piece: str) -> None:
        self.parts.append(piece)
        self.length += len(piece)

    def cut(self) -> None:
        """Take the last character away."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1


def starts_item(text: str) -> bool:
    """A label opens the line: 一、 (二) 3. ④ or a bullet."""
    return _LABEL.match(text) is not None


def joined(pages: Sequence[Iterable[Entry]]) -> tuple[str, tuple[int, ...]]:
    """Text of all pages, and the offsets where pages begin."""
    text = _Text([])
    starts: list[int] = []
    last: Entry | None = None
    heads = ""
    for page in pages:
        begun = False
        for entry in page:
            line = entry.text
            if entry.is_first_row:
                if not begun and last is not None and last.is_row and line == heads:
                    continue  # a table that goes on says its heads again
                heads = line
            if last is not None:
                _join(text, last, entry)
            if not begun:
                starts.append(text.length)
                begun = True
            text.add(line)
            last = entry
        if not begun:
            starts.append(text.length)
    whole = "".join(text.parts).replace(SOFT_HYPHEN, "-")
    return whole, tuple(min(start, len(whole)) for start in starts)


def _join(text: _Text, last: Entry, entry: Entry) -> None:
    if not goes_on(last, entry):
        text.add("\n")
        return
    end, begin = last.text[-1:], entry.text[:1]
    if end in (SOFT_HYPHEN, "-") and begin.islower() and last.text[-2:-1].isalpha():
        text.cut()
    elif _is_latin(end) and _is_latin(begin):
        text.add(" ")


def goes_on(last: Entry, entry: Entry) -> bool:
    """The next line belongs to the same paragraph."""
    if last.is_row or entry.is_row or starts_item(entry.text):
        return False
    if last.size and entry.size and not 0.87 < entry.size / last.size < 1.15:
        return False
    indented = entry.size > 0 and entry.x0 > entry.left + _INDENT * entry.size
    if last.text.endswith(_OPEN):
        return True
    if indented or _ENDS.search(last.text):
        return False
    return last.size > 0 and last.x1 >= last.right - _SLACK * last.size


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ",.;:)(%")
