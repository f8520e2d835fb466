"""Pages by cursor: `?limit=50&cursor=…`; the answer holds `items` and `next`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Schema

from anju.foundation.ui.tables import cursor as places
from anju.foundation.ui.tables.sorting import Keyset, SortKey
from anju.kernel.errors import Invalid

T = TypeVar("T")


class Page(Schema, Generic[T]):
    """`next` is the cursor of the following page, null at the end."""

    items: list[T]
    next: str | None = None


class PageQuery(Schema):
    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


def page_of(
    queryset: QuerySet[Any],
    query: PageQuery,
    *,
    order: Sequence[str] = ("-id",),
    unique: str = "id",
    shape: Callable[[Any], Any] = lambda row: row,
) -> dict[str, Any]:
    """One page of `queryset` in `order`, each row through `shape`; costs the same at any depth.

    unique: a field whose value no two rows share; it ends the order. Raises Invalid (cursor).
    """
    keyset = _keyset(queryset.model, order, unique)
    name = f"api:{queryset.model._meta.label_lower}:{','.join(order)}"
    parts = [keyset.order(queryset)]
    if query.cursor:
        try:
            values = places.decode(name, query.cursor, len(keyset.keys))
        except places.CursorInvalid as error:
            raise Invalid("cursor_invalid", field="cursor") from error
        parts = keyset.after(parts[0], values)
    found: list[Any] = []
    for part in parts:
        found += part[: query.limit + 1 - len(found)]
        if len(found) > query.limit:
            break
    shown = found[: query.limit]
    more = places.encode(name, keyset.values_of(shown[-1])) if len(found) > query.limit else None
    return {"items": [shape(row) for row in shown], "next": more}


def _keyset(model: type[Model], order: Sequence[str], unique: str) -> Keyset:
    before = [one for one in order if one.lstrip("-") != unique]
    if before:
        return Keyset.over(model, before, unique)
    return Keyset((SortKey(unique, descending=order[0].startswith("-"), nullable=False),))
