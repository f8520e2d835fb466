"""Bytes → text. Whatever cannot be read is refused with a stable code before anything else happens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath
from typing import Literal

from anju.modules.plans.contracts import PlanDocument, Scan

from . import ocr as recognition
from .docx import docx_text
from .errors import DocumentRefused
from .layout.pages import Page
from .pdf import layout_text, pdf_pages, scanned
from .script import normalise

MAX_BYTES = 20 * 1024 * 1024
LEAST_TEXT = 40

_TEXT_SUFFIXES = {".txt", ".text", ".md", ""}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_NUMERIC_CELL = re.compile(r"\s*[-+¥$]?[\d,.]*\d%?\s*|\s*")


def read_document(data: bytes, filename: str, *, ocr: bool = False) -> PlanDocument:
    """Text of a TXT, DOCX or PDF plan, told apart by content first and by the file's suffix second.

    ocr: read scans as well, seconds to a page, where the extra is installed. Without it a file that is mostly
    scanned is refused; single scanned pages of another are named in `scans` and stay unread.

    Raises DocumentRefused: empty_file, too_large, wrong_encoding, scanned_pdf (pages: "1–3、5", count, total),
    scanned_image, scan_too_long, encrypted_pdf, broken_file, unknown_format, table_only.
    """
    if len(data) > MAX_BYTES:
        raise DocumentRefused("too_large", size=len(data), limit=MAX_BYTES)
    if not data.strip():
        raise DocumentRefused("empty_file")
    suffix = PurePath(filename).suffix.lower()
    if data[:1024].find(b"%PDF-") >= 0:
        return _from_pdf(data, ocr)
    if data.startswith(_ZIP):
        return _from_zip(data, suffix, ocr)
    if data.startswith(_PICTURES):
        return _from_pictures((data,), "image", ocr)
    if data.startswith(_OLE):
        raise DocumentRefused("table_only" if suffix in (".xls", ".et") else "unknown_format", suffix=suffix)
    if suffix in (".docx", ".pdf"):
        raise DocumentRefused("broken_file", suffix=suffix)
    if suffix not in _TEXT_SUFFIXES and suffix not in (".csv", ".tsv"):
        raise DocumentRefused("unknown_format", suffix=suffix)
    text = _decode(data)
    if _is_table(text):
        raise DocumentRefused("table_only", suffix=suffix)
    if not text.strip():
        raise DocumentRefused("empty_file")
    return PlanDocument(text, "txt")


def _from_pdf(data: bytes, ocr: bool) -> PlanDocument:
    pages = pdf_pages(data)
    missing = scanned(pages)
    if missing and ocr and recognition.is_installed():
        for page in recognition.recognised_pdf(data, missing):
            pages[page.number - 1] = page
    elif 2 * len(missing) > len(pages):
        raise DocumentRefused("scanned_pdf", pages=_spoken(missing), count=len(missing), total=len(pages))
    text, starts = layout_text(pages)
    if not text.strip():
        raise DocumentRefused("empty_file")
    return PlanDocument(text, "pdf", starts, _scans(pages, frozenset(missing), starts, len(text)))


def _from_zip(data: bytes, suffix: str, ocr: bool) -> PlanDocument:
    if b"xl/workbook" in data or b"xl/worksheets" in data or suffix in (".xlsx", ".xlsm"):
        raise DocumentRefused("table_only", suffix=suffix)
    if b"word/document.xml" not in data and suffix != ".docx":
        raise DocumentRefused("unknown_format", suffix=suffix)
    text, pictures = docx_text(data)
    if pictures and len(text.strip()) < LEAST_TEXT:
        return _from_pictures(pictures, "docx", ocr)
    if not text.strip():
        raise DocumentRefused("empty_file")
    return PlanDocument(text, "docx")


def _from_pictures(files: Sequence[bytes], media: Literal["docx", "image"], ocr: bool) -> PlanDocument:
    if not (ocr and recognition.is_installed()):
        frames = recognition.counted(files)
        raise DocumentRefused("scanned_image", count=frames)
    pages = list(recognition.recognised_pictures(files))
    text, starts = layout_text(pages)
    if not text.strip():
        raise DocumentRefused("empty_file")
    numbers = frozenset(page.number for page in pages)
    return PlanDocument(text, media, starts, _scans(pages, numbers, starts, len(text)))


def _scans(
    pages: Sequence[Page], numbers: frozenset[int], starts: Sequence[int], length: int
) -> tuple[Scan, ...]:
    """Scanned pages that follow each other and have the same fate as one; its certainty is the least of theirs."""
    ends = [*starts[1:], length]
    found: list[Scan] = []
    for page, start, end in zip(pages, starts, ends, strict=True):
        if page.number not in numbers:
            continue
        last = found[-1] if found else None
        joins = last is not None and last.last_page == page.number - 1
        if last is not None and joins and (last.certainty is None) == (page.certainty is None):
            least = None if last.certainty is None else min(last.certainty, page.certainty or 0.0)
            found[-1] = Scan(last.first_page, page.number, last.start, end, least)
        else:
            found.append(Scan(page.number, page.number, start, end, page.certainty))
    return tuple(found)


def _spoken(numbers: Sequence[int]) -> str:
    """1–3、5"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentRefused("wrong_encoding") from error
    if b"\x00" in data:
        raise DocumentRefused("wrong_encoding")
    candidates: list[tuple[float, str]] = []
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text)
        if encoding == "utf-8-sig":
            candidates = [(score, text)]
            break  # bytes that are valid UTF-8 by chance do not occur
        candidates.append((score, text))
    score, text = max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))
    if score < 0.6:
        raise DocumentRefused("wrong_encoding")
    return text


@cache
def _common_characters() -> frozenset[str]:
    """The 3,755 most used characters: the first level of GB 2312."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset(code.decode("gb2312", errors="ignore") for code in codes) - {""}


def _plausibility(text: str) -> float:
    """Share of the non-ASCII characters that a Chinese plan would use; 1.0 for plain ASCII text."""
    sample = text if len(text) < 60_000 else text[:30_000] + text[-30_000:]
    control = sum(char < " " and char not in "\t\r\n\x0b\x0c" for char in sample)
    if control * 100 > len(sample):
        return 0.0
    foreign = [char for char in normalise(sample).text if char > "\x7f"]
    if not foreign:
        return 1.0
    common = _common_characters()
    good = sum(char in common or "\u2000" <= char <= "\u33ff" for char in foreign)
    return good / len(foreign)


def _is_table(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()][:500]
    cells = [re.split(r"[,\t;|]", line) for line in lines]
    wide = [row for row in cells if len(row) >= 3]
    if len(lines) < 3 or len(wide) < 0.8 * len(lines):
        return False
    flat = [cell for row in wide for cell in row]
    numeric = sum(_NUMERIC_CELL.fullmatch(cell) is not None for cell in flat)
    same_width = len({len(row) for row in wide}) == 1
    return numeric >= 0.5 * len(flat) or (same_width and numeric >= 0.3 * len(flat))
