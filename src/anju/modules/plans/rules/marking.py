"""Cut a long text into pages and paragraphs, with the places of promises marked in it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 6_000
_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节部分编篇]|[一二三四五六七八九十]+\s*[、.．]|[(（][一二三四五六七八九十]+[)）])"
)
_LONGEST_HEADING = 36


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, half-open, and the key of what stands there."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two boundaries; keys: the marks that lie over it, the shortest last. begins: those that begin here."""

    text: str
    keys: tuple[str, ...]
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    pieces: tuple[Piece, ...]
    is_heading: bool = False


def pages(text_length: int, clause_starts: Sequence[int], size: int = PAGE) -> list[tuple[int, int]]:
    """Half-open spans that cover the text, each about `size` characters, cut where a clause begins if one does.

    Linear in the number of clauses; a clause longer than a page is cut inside.
    """
    starts = sorted({start for start in clause_starts if 0 < start < text_length})
    result = []
    at = 0
    while at < text_length:
        last = bisect_right(starts, at + size) - 1
        end = starts[last] if last >= 0 and starts[last] > at else min(at + size, text_length)
        end = text_length if text_length - at <= size else end
        result.append((at, end))
        at = end
    return result or [(0, 0)]


def page_of(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """Index of the page on which the offset lies."""
    return max(0, bisect_right([start for start, _end in spans], offset) - 1)


def paragraphs(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Paragraph]:
    """The paragraphs of text[start:end]; nothing of it is lost but blank lines. Marks may overlap and cross the edges."""
    result = []
    at = start
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    for line in text[start:end].split("\n"):
        if line.strip():
            inside = [mark for mark in ordered if mark.start < at + len(line) and mark.end > at]
            pieces = tuple(_pieces(text, at, at + len(line), inside))
            result.append(Paragraph(at, pieces, _is_heading(line)))
        at += len(line) + 1
    return result


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    cuts = sorted(
        {start, end, *(cut for mark in marks for cut in (mark.start, mark.end) if start < cut < end)}
    )
    pieces = []
    for first, last in itertools.pairwise(cuts):
        over = [mark for mark in marks if mark.start <= first and mark.end >= last]
        over.sort(key=lambda mark: mark.start - mark.end)
        begins = tuple(mark.key for mark in over if mark.start == first)
        pieces.append(Piece(text[first:last], tuple(mark.key for mark in over), begins))
    return pieces


def _is_heading(line: str) -> bool:
    words = line.strip()
    return (
        len(words) <= _LONGEST_HEADING and words[-1:] not in "。；;，," and _HEADING.match(words) is not None
    )


def marks_between(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    """Marks that touch the span; `marks` are in order of their start."""
    until = bisect_left([mark.start for mark in marks], end)
    return [mark for mark in marks[:until] if mark.end > start]
