"""Cells of a sheet, and remarks about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

_INVISIBLE = dict.fromkeys(
    [*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)  # fmt: skip
_BLANKS = re.compile(r"[^\S\n]+")
_DITTO = frozenset({"同上", "同上行", "同前", "同左上", "〃", '"', "''", "”", "“", "″", "do", "ditto"})
_NOTHING = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "没有", "不详", "未知", "空", "n/a", "na", "null", "none", "#n/a"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """A number of more than fifteen digits: the spreadsheet has already turned its tail to zeros."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Broken:
    """What a formula shows when it fails: #REF!, #N/A."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = str | int | float | bool | date | datetime | Lost | Broken


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a value. error: it cannot be imported so; else it was read with a change, or is missing."""

    code: str
    error: bool = True
    params: dict[str, object] = field(default_factory=dict, compare=False, hash=False)


def problem(code: str, **params: object) -> Remark:
    return Remark(code, True, params)


def notice(code: str, **params: object) -> Remark:
    return Remark(code, False, params)


def shown(value: Value | None) -> str:
    """What a reader sees in the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
        )
    return str(value)


def plain(value: Value | None) -> str:
    """The text of a cell in ordinary characters: full-width signs narrowed, invisible ones gone, blanks single.

    Line breaks stay, since people put two names in one cell with them.
    """
    text = (
        shown(value)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("_x000D_", "\n")
        .replace("\u2028", "\n")
    )
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def is_blank(value: Value | None) -> bool:
    """Nothing, or one of the ways to write nothing."""
    return value is None or plain(value).casefold() in _NOTHING


def is_ditto(value: Value | None) -> bool:
    return isinstance(value, str) and plain(value).casefold() in _DITTO


def squeezed(value: Value | None) -> str:
    """Plain text without any blanks."""
    return "".join(plain(value).split())
