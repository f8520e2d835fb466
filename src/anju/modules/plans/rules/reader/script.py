"""Normalised reading text with a map back to the exact original characters.

Every normalised character stands for one original character, so that any span found in the normalised
text is a span of the original. Characters are dropped or replaced, never invented or moved.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cache
from importlib import resources

PINYIN_GLOSS = re.compile(r"[((][a-zü\u01d6-\u01dcāáǎàēéěèīíǐìōóǒòūúǔùńňǹḿ]{1,7}[))]")
STRAY = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\ufe0f]"  # invisible
    r"|(?<=[^\x00-\x7f])[`'´‘’](?=[^\x00-\x7f])"  # marks inside a Chinese sentence
    r"|(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff,,、。;;])"
)
INNER_GAP = re.compile(r"(?<=[^\s])[ \u00a0\u3000]{3,}(?=[^\s])")
BLANK = re.compile(r"[ \u00a0\u2000-\u200a\u3000\r]+")
ASCII_WORD = re.compile(r"[A-Za-z0-9]")

_PUNCTUATION = {
    "–": "-", "—": "-", "―": "-", "−": "-", "─": "-", "‐": "-", "‑": "-", "~": "~", "〜": "~", "∼": "~",
    "﹕": ":", "∶": ":", "︰": ":", "﹐": ",", "﹑": "、", "﹔": ";", "﹪": "%", "〔": "(", "〕": ")",
    "﹙": "(", "﹚": ")", "≧": "≥", "≦": "≤", "㎡": "㎡", "\x0b": "\n", "\x0c": "\n", "\u2029": "\n", "○": "〇",
}  # fmt: skip
_AMBIGUOUS = {"著", "乾"}  # good simplified characters as well


@dataclass(frozen=True, slots=True)
class Normalised:
    """text: for matching; offsets[i]: original offset of text[i]."""

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original half-open span of a normalised span; an empty span stays empty."""
        if not self.text:
            return 0, 0
        if start >= end:
            at = self.offsets[min(start, len(self.offsets) - 1)]
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def without(self, positions: set[int]) -> Normalised:
        """The same text without the characters at these normalised positions."""
        kept = [i for i in range(len(self.text)) if i not in positions]
        return Normalised("".join(self.text[i] for i in kept), array("l", (self.offsets[i] for i in kept)))


@cache
def _character_table() -> dict[int, str]:
    table: dict[int, str] = {}
    lines = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    for line in lines.splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == 1 and len(first) == 1 and traditional not in _AMBIGUOUS:
            table[ord(traditional)] = first
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0)
    table |= {ord(mark): plain for mark, plain in _PUNCTUATION.items()}
    return table


def normalise(text: str) -> Normalised:
    """Simplified characters, plain punctuation, no pinyin glosses, stray marks or blanks between words."""
    plain = text.translate(_character_table())
    dropped = bytearray(len(plain))
    gaps: set[int] = set()
    for match in PINYIN_GLOSS.finditer(plain):
        if match.start() and "\u4e00" <= plain[match.start() - 1] <= "\u9fff":
            dropped[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in STRAY.finditer(plain):
        dropped[match.start()] = 1
    for match in INNER_GAP.finditer(plain):
        gaps.add(match.start())
    for match in BLANK.finditer(plain):
        start, end = match.span()
        before, after = plain[start - 1 : start], plain[end : end + 1]
        keep = start in gaps or (ASCII_WORD.match(before) and ASCII_WORD.match(after))
        first = start + 1 if keep else start
        dropped[first:end] = b"\1" * (end - first)
    offsets = array("l", (i for i, gone in enumerate(dropped) if not gone))
    kept = "".join(["\t" if i in gaps else plain[i] for i in offsets])
    return Normalised(kept, offsets)
