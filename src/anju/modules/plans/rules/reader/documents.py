"""Bytes → text. Whatever cannot be read is refused with a stable code before anything else happens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath

from anju.modules.plans.contracts import PlanDocument

from .docx import docx_text
from .errors import DocumentRefused
from .pdf import layout_text, pdf_pages, scanned
from .script import normalise

MAX_BYTES = 20 * 1024 * 1024

_TEXT_SUFFIXES = {".txt", ".text", ".md", ""}
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_NUMERIC_CELL = re.compile(r"\s*[-+¥$]?[\d,.]*\d%?\s*|\s*")


def read_document(data: bytes, filename: str) -> PlanDocument:
    """Text of a TXT, DOCX or PDF plan, told apart by content first and by the file's suffix second.

    Raises DocumentRefused: empty_file, too_large, wrong_encoding, scanned_pdf, encrypted_pdf, broken_file,
    unknown_format, table_only.
    """
    if len(data) > MAX_BYTES:
        raise DocumentRefused("too_large", size=len(data), limit=MAX_BYTES)
    if not data.strip():
        raise DocumentRefused("empty_file")
    suffix = PurePath(filename).suffix.lower()
    if data[:1024].find(b"%PDF-") >= 0:
        return _from_pdf(data)
    if data.startswith(_ZIP):
        return _from_zip(data, suffix)
    if data.startswith(_OLE):
        raise DocumentRefused("table_only" if suffix in (".xls", ".et") else "unknown_format", suffix=suffix)
    if suffix in (".docx", ".pdf"):
        raise DocumentRefused("broken_file", suffix=suffix)
    if suffix not in _TEXT_SUFFIXES and suffix not in (".csv", ".tsv"):
        raise DocumentRefused("unknown_format", suffix=suffix)
    text = _decode(data)
    if _is_table(text):
        raise DocumentRefused("table_only", suffix=suffix)
    return _checked(text, (), "txt")


def _from_pdf(data: bytes) -> PlanDocument:
    pages = pdf_pages(data)
    missing = scanned(pages)
    if 2 * len(missing) > len(pages):
        raise DocumentRefused("scanned_pdf", pages=missing)
    return _checked(*layout_text(pages), "pdf")


def _from_zip(data: bytes, suffix: str) -> PlanDocument:
    if b"xl/workbook" in data or b"xl/worksheets" in data or suffix in (".xlsx", ".xlsm"):
        raise DocumentRefused("table_only", suffix=suffix)
    if b"word/document.xml" not in data:
        broken = suffix == ".docx"
        raise DocumentRefused("broken_file" if broken else "unknown_format", suffix=suffix)
    return _checked(docx_text(data)[0], (), "docx")


def _checked(text: str, pages: tuple[int, ...], media: str) -> PlanDocument:
    if not text.strip():
        raise DocumentRefused("empty_file")
    if media == "txt":
        return PlanDocument(text, "txt", pages)
    return PlanDocument(text, "docx" if media == "docx" else "pdf", pages)


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
