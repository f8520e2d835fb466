"""Running heads, feet and page numbers: what stands at the same edge of many pages is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

from .pages import Item, Run, Table, line_text, rows_of

DEEPEST = 3
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第?\s*[\d一二三四五六七八九十百]{1,4}\s*页?"
    r"(?:\s*[/\uff0f,\uff0c]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?|[ivxlc]{1,6}|Page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?)[-—–·\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_SHARE = 0.3  # left and right pages may differ
_LOWEST_TABLE = 0.15
_WITHIN = 0.2


def without_running(pages: list[list[Item]], heights: list[float]) -> list[list[Item]]:
    """The items of every page that are no running head, foot or page number."""
    kept = [rows_of(items) for items in pages]
    within = Counter(_DIGITS.sub("0", _text(row)) for rows in kept for row in rows[DEEPEST:-DEEPEST])
    for edge in (0, -1):
        for _ in range(DEEPEST):
            for rows in kept:
                if rows and _PAGE_NUMBER.fullmatch(_text(rows[edge])):
                    rows.pop(edge)
            if not _drop_common(kept, heights, edge, within):
                break
    return [[item for row in rows for item in row] for rows in kept]


def _drop_common(
    pages: list[list[list[Item]]], heights: list[float], edge: int, within: Counter[str]
) -> bool:
    """Drop what many pages have at this edge; a line that stands within pages as well is part of the text."""
    signs = [
        _sign(rows[edge], height) if len(rows) > 1 else None
        for rows, height in zip(pages, heights, strict=True)
    ]
    times = Counter(sign for sign in signs if sign)
    least = max(3, _SHARE * len(pages)) if len(pages) > 2 else 2
    if len(pages) == 2 and not (signs[0] and signs[0] == signs[1] and _outermost(pages, heights, edge)):
        return False
    common = {sign for sign, count in times.items() if count >= least and within[sign[0]] < _WITHIN * count}
    for rows, sign in zip(pages, signs, strict=True):
        if sign in common:
            rows.pop(edge)
    return bool(common)


def _outermost(pages: list[list[list[Item]]], heights: list[float], edge: int) -> bool:
    """On two pages alone a line is a running one only in the margin, and letter by letter."""
    texts = {_text(rows[edge]) for rows in pages}
    places = [rows[edge][0].middle / height for rows, height in zip(pages, heights, strict=True)]
    return len(texts) == 1 and all(place < 0.07 or place > 0.93 for place in places)


def _sign(row: list[Item], height: float) -> tuple[str, int] | None:
    """What makes two lines the same one: words without figures, and the height on the page."""
    first = row[0]
    if isinstance(first, Table) and first.bottom - first.top > _LOWEST_TABLE * height:
        return None
    return _DIGITS.sub("0", _text(row)), round(first.middle / height * 40)


def _text(row: list[Item]) -> str:
    if isinstance(row[0], Table):
        return "\t".join(cell.text for line in row[0].rows for cell in line.cells)
    return line_text(cast(list[Run], row))
