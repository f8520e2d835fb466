"""Text of a DOCX in reading order: paragraphs with their automatic numbers, tables, text boxes, notes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import DocumentRefused
from .layout.tables import Cell, Row, is_plain, with_one_head
from .numbering import Numbering
from .ooxml import MC, Parts, W, is_on, open_parts, value

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_TAB = "\x1f"
_DROPPED = {
    W + name
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt",
        "softHyphen",
    )
}  # fmt: skip
_CONTAINERS = {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_MARKS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0FC": "√"}
_LABEL_ONLY = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d.]{1,6}[章节条、.\uff0e)\uff09]?|[(\uff08].{1,3}[)\uff09])\s*"
)
_LONGEST_CELL = 20


def docx_text(data: bytes) -> tuple[str, tuple[bytes, ...]]:
    """Lines joined by newline, cells of a row by tab; and the pictures of the body in their order.

    Raises DocumentRefused(broken_file, too_large).
    """
    try:
        parts = open_parts(data)
        body = _Body(parts, Numbering(parts.numbering, parts.styles))
        lines = list(body.lines(parts.body))
        if body.carry.strip():
            lines.append(body.carry)
        return "\n".join(_with_tabs(lines)), _pictures(parts)
    except DocumentRefused:
        raise
    except Exception as error:  # any fault inside a stranger's file is the same refusal
        raise DocumentRefused("broken_file", suffix=".docx") from error


@dataclass(slots=True)
class _Found:
    """What stands in a paragraph: pieces of its text, boxes and notes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    hanging: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Body:
    """fields: open fields, True while inside the instruction; carry: text whose paragraph mark was deleted."""

    parts: Parts
    numbering: Numbering
    fields: list[bool] = field(default_factory=list)
    carry: str = ""
    notes: dict[tuple[str, str], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for kind, root in self.parts.notes.items():
            for note in root:
                if note.get(f"{W}type") in (None, "normal"):
                    self.notes[kind, note.get(f"{W}id") or ""] = note

    def lines(self, parent: Any) -> Iterator[str]:
        """Lines of everything inside a body, a cell, a box or a note."""
        for block in blocks(parent):
            if block.tag == f"{W}p":
                yield from self._paragraph(block)
            else:
                yield from self._table(block)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        found = _Found()
        self._collect(paragraph, found)
        self.fields = [False for _ in self.fields]  # an instruction never outlives its paragraph
        text = self.carry + "".join(found.pieces)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self.carry = text
        else:
            self.carry = ""
            label = self.numbering.label(paragraph)
            text = text.strip("\n").strip(_TAB)
            if text.strip():
                yield label + self._entry(paragraph, text)
        for hanging in found.hanging:
            yield from self._hanging(hanging)

    def _entry(self, paragraph: Any, text: str) -> str:
        """An entry of a table of contents keeps the leader its page shows before the page number."""
        if not self.numbering.style_name(paragraph).startswith("toc "):
            return text
        entry, _, page = text.rpartition(_TAB)
        return f"{entry}……{page}" if entry and page.strip().isdigit() else text

    def _hanging(self, element: Any) -> Iterator[str]:
        if element.tag == f"{W}txbxContent":
            yield from self.lines(element)
            return
        kind = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
        note = self.notes.pop((kind, element.get(f"{W}id") or ""), None)
        if note is not None:
            yield from self.lines(note)

    def _collect(self, element: Any, found: _Found) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}t" or tag == _MATH_TEXT:
                self._put(found, child.text or "")
            elif tag == f"{W}r":
                if not is_on(child.find(f"{W}rPr"), "vanish"):
                    self._collect(child, found)
            elif tag in (f"{W}tab", f"{W}ptab"):
                self._put(found, _TAB)
            elif tag in (f"{W}br", f"{W}cr"):
                self._put(found, "\n")
            elif tag == f"{W}noBreakHyphen":
                self._put(found, "-")
            elif tag == f"{W}sym":
                self._put(found, _MARKS.get((child.get(f"{W}char") or "").upper(), ""))
            elif tag == f"{W}fldChar":
                self._turn(child.get(f"{W}fldCharType"))
            elif tag == f"{MC}AlternateContent":
                self._alternate(child, found)
            elif tag in (f"{W}txbxContent", f"{W}footnoteReference", f"{W}endnoteReference"):
                found.hanging.append(child)
            elif tag not in _DROPPED and len(child):
                self._collect(child, found)

    def _put(self, found: _Found, text: str) -> None:
        if not any(self.fields):
            found.pieces.append(text)

    def _turn(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()

    def _alternate(self, element: Any, found: _Found) -> None:
        """The first branch that says something: a shape stands in both, for new and for old programs."""
        for branch in element:
            own = _Found()
            self._collect(branch, own)
            if own.hanging or "".join(own.pieces).strip():
                found.pieces += own.pieces
                found.hanging += own.hanging
                return

    def _table(self, table: Any) -> Iterator[str]:
        rows = [self._row(row) for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        if is_plain(rows):
            for row in rows:
                yield from row.cells[0].lines if row.cells else ()
                yield from row.inner
            return
        for line, inner in with_one_head(rows):
            if line.strip():
                yield line
            yield from inner

    def _row(self, row: Any) -> Row:
        column = int(value(row, "trPr/gridBefore") or 0)
        cells: list[Cell] = []
        inner: list[str] = []
        for cell in _children(row, "tc"):
            span = int(value(cell, "tcPr/gridSpan") or 1)
            if _is_merged(cell, "hMerge"):
                column += span
                continue
            lines: list[str] = []
            is_continued = _is_merged(cell, "vMerge")
            for block in blocks(cell):
                if block.tag == f"{W}tbl":
                    inner.extend(self._table(block))
                else:
                    lines.extend(self._paragraph(block))
            cells.append(Cell(column, span, () if is_continued else tuple(lines), is_continued))
            column += span
        is_head = is_on(row.find(f"{W}trPr"), "tblHeader")
        return Row(tuple(cells), tuple(inner), is_head)


def blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables directly inside, through content controls and inserted passages."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from blocks(child)


def _children(parent: Any, name: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, name)


def _is_merged(cell: Any, name: str) -> bool:
    """A cell that only continues the one above or before it: the mark is there and says no restart."""
    mark = cell.find(f"{W}tcPr/{W}{name}")
    return mark is not None and mark.get(f"{W}val") != "restart"


def _with_tabs(lines: list[str]) -> Iterator[str]:
    """Tab stops part cells where three lines running are set so in short pieces; else they are blanks."""
    for count, group in itertools.groupby(lines, key=lambda line: line.count(_TAB)):
        run = list(group)
        pieces = [line.split(_TAB) for line in run]
        is_set = (
            count
            and len(run) >= 3
            and all(len(piece) <= _LONGEST_CELL for row in pieces for piece in row)
            and not any(_LABEL_ONLY.fullmatch(row[0]) for row in pieces if count == 1)
        )
        for line in run:
            yield line.replace(_TAB, "\t" if is_set else " ")


def _pictures(parts: Parts) -> tuple[bytes, ...]:
    names = (blip.get(_EMBED) for blip in parts.body.iter(_BLIP))
    return tuple(parts.pictures[name] for name in names if name in parts.pictures)
