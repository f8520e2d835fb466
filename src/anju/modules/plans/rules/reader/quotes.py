"""Quotes that can be found again: a quote that stands twice in its plan is extended until it stands once."""

from __future__ import annotations

import re
from collections import defaultdict

_PREFIX = 6
_MAX_EXTENSION = 160
_MAX_ROUNDS = 8
_MAX_CANDIDATES = 40
_BOUNDARY = re.compile(r"[,,。;;::、\n!?()()\t]")


def unique_spans(
    text: str, spans: list[tuple[int, int]], ranges: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The spans, extended to the left where needed; ranges: the plan each span belongs to.

    Linear in the text: one pass per round over the prefixes in question, with a bounded number of rounds and
    of candidates per quote. A span that cannot be made unique within 160 characters stays as it is.
    """
    result = list(spans)
    pending = list(range(len(spans)))
    current = list(spans)
    for _ in range(_MAX_ROUNDS):
        if not pending:
            break
        places = _places(text, {text[current[i][0] : current[i][1]][:_PREFIX] for i in pending})
        repeated = []
        for i in pending:
            if _stands_once(text, current[i], ranges[i], places):
                result[i] = current[i]
            else:
                repeated.append(i)
        pending = []
        for i in repeated:
            start = _earlier_boundary(text, current[i][0], max(ranges[i][0], spans[i][0] - _MAX_EXTENSION))
            if start is not None:
                current[i] = (start, current[i][1])
                pending.append(i)
    return result


def _places(text: str, prefixes: set[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for length in {len(prefix) for prefix in prefixes}:
        wanted = {prefix for prefix in prefixes if len(prefix) == length}
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            if piece in wanted:
                places[piece].append(start)
    return places


def _stands_once(
    text: str, span: tuple[int, int], bounds: tuple[int, int], places: dict[str, list[int]]
) -> bool:
    quote = text[span[0] : span[1]]
    tried = 0
    for start in places[quote[:_PREFIX]]:
        if start == span[0] or start < bounds[0] or start >= bounds[1]:
            continue
        tried += 1
        if tried > _MAX_CANDIDATES or text.startswith(quote, start):
            return False
    return True


def _earlier_boundary(text: str, start: int, floor: int) -> int | None:
    """Start of the part before, its leading blanks skipped."""
    at = start - 2
    while at >= floor:
        if _BOUNDARY.match(text[at]) and text[at + 1 : start].strip():
            break
        at -= 1
    begin = max(at + 1, floor)
    while begin < start and text[begin].isspace():
        begin += 1
    return begin if begin < start else None
