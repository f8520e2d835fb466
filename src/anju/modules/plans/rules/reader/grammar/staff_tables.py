"""Headcounts of a staffing table: the number stands alone in its cell, the role in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anju.modules.plans.contracts import Kind, Unit

from ..clauses import Segment
from ..numerals import number
from .base import EQ, Claims, Finding

_HEADCOUNT_COLUMN = re.compile(r"人数|人员数|编制|定员|定编|岗位数|配置数|配备数|数量\(?[人名]")
_STAFF_COLUMN = re.compile(r"岗位|职务|职位|工种|人员")
_CELL = re.compile(r"\s*(?P<n>\d{1,4})\s?(?:人|名|位)?[。;]?\s*")
_TOTAL = re.compile(r"(?:合计|总计|共计|小计)")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind headcount in a row of cells, or on a line below the role."""
    if segment.block.role:
        yield from _below_role(segment)
    elif segment.is_row and any(_STAFF_COLUMN.search(head) for head in segment.block.columns):
        yield from _in_row(segment)


def _below_role(segment: Segment) -> Iterator[Finding]:
    match = _CELL.fullmatch(segment.text)
    value = number(match["n"]) if match else None
    if match and value:
        yield Finding("role_below", Kind.HEADCOUNT, EQ, value, Unit.PEOPLE, match.start("n"), match.end("n"),
                      (match.span("n"),), confidence=0.85)  # fmt: skip


def _in_row(segment: Segment) -> Iterator[Finding]:
    cells, at = [], 0
    for cell in segment.text.split(":"):
        cells.append((cell, at))
        at += len(cell) + 1
    columns = segment.block.columns
    shift = max(len(columns) - len(cells), 0) if not _TOTAL.search(cells[0][0]) else 0
    for index, (cell, start) in enumerate(cells):
        match = _CELL.fullmatch(cell)
        head = columns[index + shift] if index + shift < len(columns) else ""
        value = number(match["n"]) if match else None
        if match is None or not value or not index:
            continue
        if _HEADCOUNT_COLUMN.search(head) or _TOTAL.search(cells[0][0]):
            yield Finding("staff_row", Kind.HEADCOUNT, EQ, value, Unit.PEOPLE, cells[index - 1][1], start + match.end("n"),
                          ((start + match.start("n"), start + match.end("n")),), confidence=0.9)  # fmt: skip
            return
