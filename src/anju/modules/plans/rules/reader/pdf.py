"""Text of a PDF in reading order: columns, tables and paragraphs; running heads and page numbers dropped."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import DocumentRefused
from .layout.aligned import Entry, entries
from .layout.columns import regions
from .layout.grids import tables_of
from .layout.pages import Page
from .layout.paragraphs import joined
from .layout.running import without_running
from .pdf_pages import page_of

# A page under a picture with no more than a stamp's worth of characters is a scan.
_FEWEST = 10
_STAMP = 40
_PICTURED = 0.4


def pdf_pages(data: bytes) -> list[Page]:
    """Every page with what stands on it. Raises DocumentRefused(encrypted_pdf, broken_file, empty_file)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        raise DocumentRefused("encrypted_pdf" if encrypted else "broken_file", suffix=".pdf") from error
    try:
        pages = []
        for number, page in enumerate(document, 1):
            pages.append(page_of(page, number))
            page.close()
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused("broken_file", suffix=".pdf") from error
    finally:
        document.close()
    if not pages:
        raise DocumentRefused("empty_file")
    return pages


def scanned(pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages that are pictures of text; all of them where hardly a page has text."""
    if sum(page.characters for page in pages) < _FEWEST * len(pages):
        return [page.number for page in pages]
    return [
        page.number
        for page in pages
        if (page.pictured >= _PICTURED and page.characters < _STAMP)
        or (page.pictured and page.characters < _FEWEST)
    ]


def layout_text(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """Text of the pages and the offsets where they start."""
    found = [tables_of(page) for page in pages]
    kept = without_running([items for items, _ in found], [page.height for page in pages])
    gutters: list[float] = []
    lines: list[list[Entry]] = []
    for items, (_, rules) in zip(kept, found, strict=True):
        lines.append([entry for region in regions(items, gutters) for entry in entries(region, rules)])
    return joined(lines)
