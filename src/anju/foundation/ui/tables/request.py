"""What a request asks of a list, read leniently: what does not fit is left out and said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from anju.foundation.ui.tables.columns import Column
from anju.foundation.ui.tables.filters import BoundFilter
from anju.foundation.ui.tables.paging import Position

if TYPE_CHECKING:
    from anju.foundation.ui.tables.table import Table

Params = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableRequest:
    """sort: "" or a sortable column key with an optional "-". other: parameters that are not the list's own."""

    table: Table
    request: HttpRequest
    filters: tuple[BoundFilter, ...]
    sort: str
    position: Position
    shown_columns: tuple[Column, ...]
    columns_chosen: bool
    other: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]

    @classmethod
    def read(cls, table: Table, request: HttpRequest) -> TableRequest:
        get, prefix = request.GET, table.prefix
        filters = tuple(one.bind(request, prefix) for one in table.filters)
        hints = [problem for one in filters for problem in one.problems]
        asked_sort = get.get(f"{prefix}sort", "")
        column = table.by_key.get(asked_sort.removeprefix("-"))
        sort = asked_sort if column is not None and column.sort_keys else table.default_sort
        if asked_sort and sort != asked_sort:
            hints.append(_("不能按“%(column)s”排序，已按默认顺序显示") % {"column": asked_sort[:40]})
        chosen = get.getlist(f"{prefix}cols")
        return cls(
            table=table,
            request=request,
            filters=filters,
            sort=sort,
            position=Position(get.get(f"{prefix}after", ""), get.get(f"{prefix}before", "")),
            shown_columns=_shown(table, chosen or _remembered(table, request)),
            columns_chosen=bool(chosen),
            other=tuple(_foreign(table, filters, request)),
            hints=tuple(hints),
        )

    @property
    def order(self) -> str:
        return f"{self.table.name}:{self.sort}"

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for one in self.filters:
            if one.active:
                queryset = one.declared.narrow(queryset, one.value)
        return queryset

    def filter_params(self) -> Params:
        return [(name, text) for one in self.filters for name, texts in one.params.items() for text in texts]

    def sort_params(self, sort: str | None = None) -> Params:
        chosen = self.sort if sort is None else sort
        return [(f"{self.table.prefix}sort", chosen)] if chosen and chosen != self.table.default_sort else []

    def url(self, params: Iterable[tuple[str, str]] = ()) -> str:
        query = urlencode([*self.other, *params])
        return f"{self.request.path}?{query}" if query else self.request.path

    def column_cookie(self) -> tuple[str, str]:
        chosen = [column.key for column in self.shown_columns if column.may_be_hidden]
        return _cookie_name(self.table), quote(".".join(chosen) or "-")


def _cookie_name(table: Table) -> str:
    return f"anju_cols_{table.name}".replace(".", "_")


def _remembered(table: Table, request: HttpRequest) -> list[str]:
    return [key for key in unquote(request.COOKIES.get(_cookie_name(table), "")).split(".") if key]


def _shown(table: Table, chosen: list[str]) -> tuple[Column, ...]:
    """chosen: keys of the optional columns to show; [] is the declared state, ["-"] none of them."""
    if not chosen:
        return tuple(column for column in table.columns if not column.hidden)
    return tuple(column for column in table.columns if not column.may_be_hidden or column.key in chosen)


def _foreign(table: Table, filters: Iterable[BoundFilter], request: HttpRequest) -> Iterable[tuple[str, str]]:
    own = {f"{table.prefix}{name}" for name in ("sort", "after", "before", "export", "cols")}
    own.update(name for one in filters for name in one.names.values())
    return ((name, text) for name, texts in request.GET.lists() if name not in own for text in texts)
