"""Text of a DOCX in reading order: paragraphs with their automatic numbers, tables row by row, text boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import DocumentRefused
from .numerals import chinese

MAX_UNPACKED_BYTES = 200 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHINESE_FORMATS = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
    "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
}  # fmt: skip


def docx_text(data: bytes) -> str:
    """Lines joined by newline, cells of a row by tab. Raises DocumentRefused(broken_file, too_large)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise DocumentRefused("too_large", size=unpacked, limit=MAX_UNPACKED_BYTES)
        from docx import Document

        document = Document(io.BytesIO(data))
        numbering = _Numbering(document)
        return "\n".join(_block_lines(document.element.body, numbering))
    except DocumentRefused:
        raise
    except Exception as error:  # any fault inside a stranger's file is the same refusal
        raise DocumentRefused("broken_file", suffix=".docx") from error


def _block_lines(parent: Any, numbering: _Numbering) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph_lines(child, numbering)
        elif child.tag == f"{_W}tbl":
            yield from _table_lines(child, numbering)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _block_lines(child, numbering)


def _paragraph_lines(paragraph: Any, numbering: _Numbering) -> Iterator[str]:
    pieces: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, pieces, boxes)
    text = "".join(pieces).strip("\n")
    if text.strip():
        yield numbering.label(paragraph) + text
    for box in boxes:
        yield from _block_lines(box, numbering)


def _collect(element: Any, pieces: list[str], boxes: list[Any]) -> None:
    for child in element:
        if child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_W}tab":
            pieces.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif child.tag in (f"{_MC}Fallback", f"{_W}del", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"):
            continue
        elif len(child):
            _collect(child, pieces, boxes)


def _table_lines(table: Any, numbering: _Numbering) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if _nearest_table(row) is not table:
            continue
        cells = []
        for cell in row.iterchildren(f"{_W}tc"):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None and merged.get(f"{_W}val") != "restart":
                cells.append("")
                continue
            cells.append(" ".join(line.replace("\n", " ") for line in _block_lines(cell, numbering)))
        if any(cell.strip() for cell in cells):
            yield "\t".join(cells)


def _nearest_table(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


@dataclass(slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class _Numbering:
    """Automatic numbers of Word rendered as the reader of the page sees them."""

    document: Any
    levels: dict[tuple[str, int], _Level] = field(init=False, default_factory=dict)
    counters: dict[tuple[str, int], int] = field(init=False, default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {node.get(f"{_W}abstractNumId"): node for node in root.iterchildren(f"{_W}abstractNum")}
        for num in root.iterchildren(f"{_W}num"):
            reference = num.find(f"{_W}abstractNumId")
            node = abstract.get(reference.get(f"{_W}val")) if reference is not None else None
            if node is not None:
                self._read_levels(num.get(f"{_W}numId"), node)
        for style in self.document.styles.element.iterchildren(f"{_W}style"):
            found = _number_property(style.find(f"{_W}pPr/{_W}numPr"))
            if found:
                self.styles[style.get(f"{_W}styleId")] = found

    def _read_levels(self, num_id: str, node: Any) -> None:
        for level in node.iterchildren(f"{_W}lvl"):
            values = {child.tag: child.get(f"{_W}val") for child in level}
            self.levels[num_id, int(level.get(f"{_W}ilvl"))] = _Level(
                int(values.get(f"{_W}start") or 1),
                values.get(f"{_W}numFmt") or "decimal",
                values.get(f"{_W}lvlText") or "",
            )

    def label(self, paragraph: Any) -> str:
        """Label of a numbered paragraph, counted on; empty for a bullet or no number."""
        found = _number_property(paragraph.find(f"{_W}pPr/{_W}numPr"))
        if not found:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            found = self.styles.get(style.get(f"{_W}val")) if style is not None else None
        if not found or found not in self.levels:
            return ""
        num_id, depth = found
        level = self.levels[found]
        self.counters[found] = self.counters.get(found, level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counters.pop((num_id, deeper), None)
        if level.format in ("bullet", "none"):
            return ""
        text = level.text
        for upper in range(depth + 1):
            above = self.levels.get((num_id, upper), level)
            count = self.counters.setdefault((num_id, upper), above.start)
            text = text.replace(f"%{upper + 1}", _counter(count, above.format))
        return text if text.endswith(("、", ".", ")", ")")) else text + " "


def _number_property(node: Any) -> tuple[str, int] | None:
    if node is None:
        return None
    num, depth = node.find(f"{_W}numId"), node.find(f"{_W}ilvl")
    if num is None or num.get(f"{_W}val") == "0":
        return None
    return num.get(f"{_W}val"), int(depth.get(f"{_W}val")) if depth is not None else 0


def _counter(count: int, form: str) -> str:
    if form in _CHINESE_FORMATS:
        return chinese(count)
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    parts = []
    for value, name in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while count >= value:
            parts.append(name)
            count -= value
    return "".join(parts)
