"""A declared list: one view gives the whole page, its rows when htmx asks, and the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from anju.foundation.ui import export as spreadsheets
from anju.foundation.ui.tables import paging
from anju.foundation.ui.tables.columns import BulkAction, Column, EmptyState, Export, permitted
from anju.foundation.ui.tables.filters import Filter
from anju.foundation.ui.tables.page import TablePage
from anju.foundation.ui.tables.request import TableRequest
from anju.foundation.ui.tables.sorting import Keyset

RESERVED = frozenset({"sort", "after", "before", "export", "cols"})
ROWS_TEMPLATE = "ui/_table_rows.html"
COLUMN_COOKIE_AGE = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list, declared once at import.

    name: stable name, used for the reader's column choice. default_sort: column key, "-" before it for descending.
    unique: ORM path of a unique, never empty value; the last sort key. count_cap: rows are counted up to here.
    prefix: put before URL parameters and element ids when a page holds two lists. columns[0] carries the row link.
    Raises ValueError on a declaration that cannot work.
    """

    name: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    default_sort: str = ""
    page_size: int = 50
    count_cap: int = 1000
    unique: str = "pk"
    caption: Any = ""
    row_url: Callable[[Any], str] | None = None
    row_tone: Callable[[Any], str] | None = None
    bulk_actions: tuple[BulkAction, ...] = ()
    empty: EmptyState | None = None
    export: Export | None = None
    prefix: str = ""
    by_key: Mapping[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_key = {column.key: column for column in self.columns}
        if len(by_key) != len(self.columns) or not self.columns:
            raise ValueError(f"table {self.name}: column keys must be there and differ")
        names = [name for one in self.filters for name in one.names("").values()]
        if len(set(names)) != len(names) or RESERVED & set(names):
            raise ValueError(
                f"table {self.name}: filter keys must differ and not be one of {sorted(RESERVED)}"
            )
        sorted_by = by_key.get(self.default_sort.removeprefix("-"))
        if self.default_sort and (sorted_by is None or not sorted_by.sort_keys):
            raise ValueError(f"table {self.name}: default sort {self.default_sort!r} is no sortable column")
        object.__setattr__(self, "by_key", by_key)

    @property
    def rows_id(self) -> str:
        return f"{self.prefix}rows"

    def keyset(self, queryset: QuerySet[Any], sort: str) -> Keyset:
        """The order behind "due" or "-due"; "" orders by the unique key alone."""
        keys = self.by_key[sort.removeprefix("-")].sort_keys if sort else ()
        if sort.startswith("-"):
            keys = tuple(key.flipped() for key in keys)
        return Keyset.over(queryset.model, keys, self.unique)

    def page(self, request: HttpRequest, queryset: QuerySet[Any]) -> TablePage:
        """What `ui/table.html` shows. Queries: the rows, and the count unless the first page holds everything."""
        asked = TableRequest.read(self, request)
        narrowed = asked.narrow(queryset)
        keyset = self.keyset(queryset, asked.sort)
        page = paging.fetch(narrowed, keyset, order=asked.order, position=asked.position, size=self.page_size)
        whole = page.from_start and not page.after
        count = len(page.rows) if whole else paging.capped_count(narrowed, self.count_cap)
        return TablePage(self, asked, page, count)

    def respond(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        template: str,
        context: Mapping[str, Any] | None = None,
    ) -> HttpResponseBase:
        """Answer a list page; `template` includes "ui/table.html" and finds the page in `table`.

        htmx asking for the rows gets just these; `?export=xlsx` gets all filtered rows as a spreadsheet, or 403.
        """
        if request.GET.get(f"{self.prefix}export") == "xlsx":
            return self._spreadsheet(request, queryset)
        page = self.page(request, queryset)
        if asks_for_rows(request, self.rows_id):
            response = render(
                request, ROWS_TEMPLATE, {**(context or {}), "table": page, "table_partial": True}
            )
            response["HX-Push-Url"] = page.url
        else:
            response = render(request, template, {**(context or {}), "table": page})
        if page.asked.columns_chosen:
            cookie = page.asked.column_cookie()
            response.set_cookie(
                *cookie, max_age=COLUMN_COOKIE_AGE, samesite="Lax", secure=request.is_secure()
            )
        patch_vary_headers(response, ["HX-Request"])
        return response

    def _spreadsheet(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        if self.export is None or not permitted(request, self.export.permission):
            return HttpResponse(status=404 if self.export is None else 403)
        asked = TableRequest.read(self, request)
        ordered = self.keyset(queryset, asked.sort).order(asked.narrow(queryset))
        columns = [
            spreadsheets.SheetColumn(str(column.label), column.exported_value, column.excel_format)
            for column in self.columns
            if column.export is not False
        ]
        file, written = spreadsheets.spool(columns, spreadsheets.in_chunks(ordered), str(self.export.title))
        if self.export.on_export is not None:
            self.export.on_export(request, written)
        return spreadsheets.download(file, str(self.export.title))


def asks_for_rows(request: HttpRequest, rows_id: str) -> bool:
    """Whether htmx asks for the rows alone: not for a history restore, a boosted page or another target."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-History-Restore-Request") == "true":
        return False
    if headers.get("HX-Request-Type") == "full":
        return False
    target = headers.get("HX-Target", "")
    return not target or target.rpartition("#")[2] == rows_id
