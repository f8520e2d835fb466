"""Pages by key: the cost of a page does not grow with its depth, and rows inserted meanwhile shift nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from anju.foundation.ui.tables import cursor
from anju.foundation.ui.tables.sorting import Keyset


@dataclass(frozen=True, slots=True)
class Page:
    """`after` and `before` are cursors of the neighbouring pages, "" where there is none."""

    rows: list[Any]
    after: str = ""
    before: str = ""
    from_start: bool = True
    stale_cursor: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after a row, before a row, or (both empty) at the start."""

    after: str = ""
    before: str = ""


def fetch(queryset: QuerySet[Any], keyset: Keyset, *, order: str, position: Position, size: int) -> Page:
    """One query; two where a page reaches from filled to empty values of the first key. A cursor that no longer fits (other order, cut, nothing left there) gives the first page.

    order: name of the order, bound into the cursors.
    """
    expected = len(keyset.keys)
    try:
        if position.after:
            page = _forward(queryset, keyset, order, cursor.decode(order, position.after, expected), size)
            return page if page.rows else _forward(queryset, keyset, order, None, size)
        if position.before:
            values = cursor.decode(order, position.before, expected)
            return _backward(queryset, keyset, order, values, size) or _forward(
                queryset, keyset, order, None, size
            )
    except cursor.CursorInvalid:
        start = _forward(queryset, keyset, order, None, size)
        return Page(start.rows, start.after, stale_cursor=True)
    return _forward(queryset, keyset, order, None, size)


def capped_count(queryset: QuerySet[Any], cap: int) -> int:
    """Count up to cap + 1, never more: a count of a large table costs as much as reading it."""
    bare: Any = queryset.order_by()
    if bare._fields is None and not bare.query.group_by and not bare.query.distinct:
        bare = bare.values("pk")
    return int(bare[: cap + 1].count())


def _forward(
    queryset: QuerySet[Any], keyset: Keyset, order: str, values: list[Any] | None, size: int
) -> Page:
    found = _first(queryset, keyset, values, size + 1)
    rows = found[:size]
    more = len(found) > size
    return Page(
        rows,
        after=cursor.encode(order, keyset.values_of(rows[-1])) if more else "",
        before=cursor.encode(order, keyset.values_of(rows[0])) if rows and values is not None else "",
        from_start=values is None,
    )


def _first(queryset: QuerySet[Any], keyset: Keyset, values: list[Any] | None, number: int) -> list[Any]:
    ordered = keyset.order(queryset)
    if values is None:
        return list(ordered[:number])
    found: list[Any] = []
    for part in keyset.after(ordered, values):
        found += part[: number - len(found)]
        if len(found) == number:
            break
    return found


def _backward(
    queryset: QuerySet[Any], keyset: Keyset, order: str, values: list[Any], size: int
) -> Page | None:
    """None when fewer rows than a page stand before the cursor: the reader then wants the first page, full."""
    backward = keyset.reversed()
    found = _first(queryset, backward, values, size + 1)
    if len(found) < size:
        return None
    rows = found[:size][::-1]
    more = len(found) > size
    return Page(
        rows,
        after=cursor.encode(order, keyset.values_of(rows[-1])),
        before=cursor.encode(order, keyset.values_of(rows[0])) if more else "",
        from_start=not more,
    )
