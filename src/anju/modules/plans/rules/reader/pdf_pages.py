"""Pages of a PDF file by pdfium: characters as runs, strokes and thin bars as rules, how much is picture."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .layout.pages import CELL_GAP, Page, Rule, Run

SOFT_HYPHEN = "\u00ad"
_HYPHENS = {0x02, 0xAD, 0xFFFE}
_THIN = 3.0
_SHORTEST = 6.0
_MOST_OBJECTS = 6_000
_MOST_SEGMENTS = 400
_UPRIGHT = 0.12  # radians: stamps and watermarks lie across the page


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns the file's coordinates, upwards and unturned, into those of the page as it is shown."""

    left: float
    low: float
    right: float
    high: float
    turn: int

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom."""
        if self.turn == 90:
            return y0 - self.low, x0 - self.left, y1 - self.low, x1 - self.left
        if self.turn == 180:
            return self.right - x1, y0 - self.low, self.right - x0, y1 - self.low
        if self.turn == 270:
            return self.high - y1, self.right - x1, self.high - y0, self.right - x0
        return x0 - self.left, self.high - y1, x1 - self.left, self.high - y0

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.high - self.low
        return (height, width) if self.turn in (90, 270) else (width, height)


def page_of(page: Any, number: int) -> Page:
    """One page of an open pypdfium2 document. A page whose characters have no meaning in the file has no runs."""
    left, low, right, high = page.get_cropbox()
    frame = _Frame(min(left, right), min(low, high), max(left, right), max(low, high), page.get_rotation())
    textpage = page.get_textpage()
    try:
        runs = _runs(textpage, frame)
    finally:
        textpage.close()
    width, height = frame.size
    rules, pictured = _drawn(page, frame)
    return Page(number, width, height, runs, rules, min(pictured / max(width * height, 1.0), 1.0))


@dataclass(slots=True)
class _Open:
    """A run that may still grow. skipped: a blank or a mark without meaning came last."""

    chars: list[str]
    edges: list[float]
    x1: float
    top: float
    bottom: float
    skipped: bool = False

    def close(self) -> Run:
        return Run("".join(self.chars), self.edges[0], self.x1, self.top, self.bottom, tuple(self.edges))


def _runs(textpage: Any, frame: _Frame) -> list[Run]:
    runs: list[Run] = []
    current: _Open | None = None
    meaningless = meant = 0
    for char, x0, top, x1, bottom in _characters(textpage, frame):
        if not char:
            meaningless += 1
        if not char or char.isspace():
            if current is not None:
                current.skipped = True
            continue
        meant += 1
        if current is not None and _follows(current, x0, top, bottom):
            if char == current.chars[-1] and x0 - current.edges[-1] < 0.2 * (bottom - top):
                continue  # a bold letter made by printing it twice
            if current.skipped and char < "\u2e80" and current.chars[-1] < "\u2e80":
                current.chars.append(" ")
                current.edges.append(current.x1)
            current.chars.append(char)
            current.edges.append(x0)
            current.x1, current.skipped = max(current.x1, x1), False
            current.top, current.bottom = min(current.top, top), max(current.bottom, bottom)
            continue
        if current is not None:
            runs.append(current.close())
        current = _Open([char], [x0], x1, top, bottom)
    if current is not None:
        runs.append(current.close())
    return runs if meant >= meaningless else []


def _follows(run: _Open, x0: float, top: float, bottom: float) -> bool:
    shared = min(run.bottom, bottom) - max(run.top, top)
    size = max(run.bottom - run.top, bottom - top)
    return (
        shared >= 0.4 * min(run.bottom - run.top, bottom - top)
        and x0 - run.x1 < CELL_GAP * size
        and x0 >= run.edges[-1] - 0.1 * size
    )


def _characters(textpage: Any, frame: _Frame) -> Iterator[tuple[str, float, float, float, float]]:
    """Character ("" where the file gives it no meaning), x0, top, x1, bottom; in the order of the file."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    upright = frame.turn * 3.141592653589793 / 180
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in (10, 13):
            continue
        if code == 32:
            yield " ", 0.0, 0.0, 0.0, 0.0
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        lean = abs(pdfium.FPDFText_GetCharAngle(textpage, index) + upright) % 6.283185307179586
        if _UPRIGHT < lean < 6.283185307179586 - _UPRIGHT:
            continue
        x0, top, x1, bottom = frame.box(box.left, box.bottom, box.right, box.top)
        if bottom - top > 0.5:
            yield _meaning(code), x0, top, x1, bottom


def _meaning(code: int) -> str:
    if code in _HYPHENS:
        return SOFT_HYPHEN
    if code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code > 0xF0000:
        return ""
    char = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", char)  # radicals that stand for the characters they look like
    return char if char.isprintable() or char.isspace() else ""


def _drawn(page: Any, frame: _Frame) -> tuple[list[Rule], float]:
    """Rules, and the area under pictures."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    pictured = 0.0
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
            continue
        low_x, low_y, high_x, high_y = (side.value for side in sides)
        x0, top, x1, bottom = frame.box(low_x, low_y, high_x, high_y)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules_of(pdfium, thing, (x0, top, x1, bottom), frame.box))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE or _is_picture(pdfium, thing):
            pictured += max(x1 - x0, 0.0) * max(bottom - top, 0.0)
    return rules, pictured


def _is_picture(pdfium: Any, form: Any) -> bool:
    """A form that holds nothing but a picture, as some scanning programs write them."""
    count = pdfium.FPDFFormObj_CountObjects(form)
    kinds = {
        pdfium.FPDFPageObj_GetType(pdfium.FPDFFormObj_GetObject(form, index))
        for index in range(min(count, 50))
    }
    return kinds == {pdfium.FPDF_PAGEOBJ_IMAGE}


def _rules_of(
    pdfium: Any,
    path: Any,
    bounds: tuple[float, float, float, float],
    box: Callable[[float, float, float, float], tuple[float, float, float, float]],
) -> Iterator[Rule]:
    x0, top, x1, bottom = bounds
    if min(x1 - x0, bottom - top) <= _THIN:
        if max(x1 - x0, bottom - top) >= _SHORTEST:
            yield _rule(x0, top, x1, bottom)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not stroke.value:
        return
    for start, end in _segments(pdfium, path):
        x0, top, x1, bottom = box(
            min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
        )
        if min(x1 - x0, bottom - top) <= 1.0 and max(x1 - x0, bottom - top) >= _SHORTEST:
            yield _rule(x0, top, x1, bottom)


def _rule(x0: float, top: float, x1: float, bottom: float) -> Rule:
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        return Rule(x0, middle, x1, middle)
    middle = (x0 + x1) / 2
    return Rule(middle, top, middle, bottom)


def _segments(pdfium: Any, path: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and point != begin:
            yield point, begin
            last = begin
