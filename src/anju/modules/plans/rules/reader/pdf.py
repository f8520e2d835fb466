"""Text of a PDF: lines of a paragraph joined, running heads, feet and page numbers dropped."""

from __future__ import annotations

import re
from collections import Counter

from .errors import DocumentRefused

_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第?\s*[\d一二三四五六七八九十百]{1,4}\s*页?(?:\s*[/,,共]\s*共?\s*\d{1,4}\s*页?)?|[ivxlc]{1,6})[-—–\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节条篇]|[一二三四五六七八九十]{1,3}[、..]|[((][一二三四五六七八九十\d]{1,3}[))]"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}[、..))\s]|[①-⑳]|[-•●■◆※])"
)
_ENDS = re.compile(r"[。;;!!??::]\s*$")


def pdf_text(data: bytes) -> tuple[str, tuple[int, ...]]:
    """Text and the offsets where pages start. Raises DocumentRefused(scanned_pdf, encrypted_pdf, broken_file)."""
    pages = [_without_page_number(lines) for lines in _page_lines(data)]
    _drop_running_lines(pages)
    width = _full_width([line for page in pages for line in page])
    text, starts = "", []
    parts: list[str] = []
    length = 0
    last = ""
    for page in pages:
        first = True
        for line in page:
            joined = bool(last) and _continues(last, line, width)
            piece = line if joined or not last else "\n" + line
            if first:
                starts.append(length + (len(piece) - len(line)))
                first = False
            parts.append(piece)
            length += len(piece)
            last = line
        if first:
            starts.append(length)
    text = "".join(parts)
    return text, tuple(min(start, len(text)) for start in starts)


def _page_lines(data: bytes) -> list[list[str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        raise DocumentRefused("encrypted_pdf" if encrypted else "broken_file", suffix=".pdf") from error
    try:
        pages = []
        for page in document:
            textpage = page.get_textpage()
            raw = textpage.get_text_bounded().replace("\ufffe", "").replace("\x00", "")
            pages.append([line.strip() for line in raw.splitlines() if line.strip()])
            textpage.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused("broken_file", suffix=".pdf") from error
    finally:
        document.close()
    characters = sum(len(line) for page in pages for line in page)
    if not pages:
        raise DocumentRefused("empty_file")
    if characters < 10 * len(pages):
        raise DocumentRefused("scanned_pdf", pages=len(pages))
    return pages


def _without_page_number(lines: list[str]) -> list[str]:
    kept = list(lines)
    for edge in (0, -1):
        if kept and _PAGE_NUMBER.fullmatch(kept[edge]):
            kept.pop(edge)
    return kept


def _drop_running_lines(pages: list[list[str]]) -> None:
    """A line that stands at the same edge of most pages, figures apart, is no part of the text."""
    if len(pages) < 3:
        return
    for position, shortest in ((0, 2), (1, 4), (-1, 2), (-2, 4)):
        edge = [_DIGITS.sub("0", page[position]) for page in pages if len(page) >= shortest]
        common, times = Counter(edge).most_common(1)[0] if edge else ("", 0)
        if times < 3 or times < 0.5 * len(pages):
            continue
        for page in pages:
            if len(page) >= shortest and _DIGITS.sub("0", page[position]) == common:
                page[position] = ""
    for page in pages:
        page[:] = [line for line in page if line]
        if page and _PAGE_NUMBER.fullmatch(page[-1]):
            page.pop()


def _full_width(lines: list[str]) -> int:
    lengths = sorted(len(line) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _continues(last: str, line: str, width: int) -> bool:
    if _ENDS.search(last) or _LABEL.match(line):
        return False
    return len(last) >= 0.8 * width or last.endswith((",", "、", ",", "(", "("))
