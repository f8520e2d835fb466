"""One page of a list, ready to be drawn: the object templates know as `table`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from anju.foundation.ui.tables.columns import BulkAction, Column, EmptyState, permitted
from anju.foundation.ui.tables.paging import Page
from anju.foundation.ui.tables.request import Params, TableRequest

if TYPE_CHECKING:
    from anju.foundation.ui.tables.table import Table


@dataclass(frozen=True, slots=True)
class Heading:
    """aria_sort: "ascending", "descending", "none" for a sortable column, "" for one that is not."""

    column: Column
    aria_sort: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    id: Any
    url: str
    tone: str
    cells: list[tuple[Column, Markup]]


@dataclass(frozen=True, slots=True)
class ActiveChip:
    label: Any
    text: Any
    remove_url: str


class TablePage:
    def __init__(self, table: Table, asked: TableRequest, page: Page, count: int) -> None:
        self.declared = table
        self.asked = asked
        self.count = count
        self._page = page

    @property
    def rows_id(self) -> str:
        return self.declared.rows_id

    @property
    def form_id(self) -> str:
        return f"{self.declared.prefix}filters"

    @property
    def bulk_id(self) -> str:
        return f"{self.declared.prefix}bulk"

    @property
    def prefix(self) -> str:
        return self.declared.prefix

    @property
    def caption(self) -> Any:
        return self.declared.caption

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.asked.shown_columns

    @property
    def filters(self) -> Any:
        return self.asked.filters

    @property
    def hidden_params(self) -> tuple[tuple[str, str], ...]:
        """Parameters of the page that are not the list's and must survive a filter."""
        return self.asked.other

    @property
    def sort(self) -> str:
        """The order, when it is not the default one."""
        return next((text for _name, text in self.asked.sort_params()), "")

    @cached_property
    def state(self) -> Params:
        return [*self.asked.filter_params(), *self.asked.sort_params()]

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort_keys:
            return Heading(column, "", "")
        current = self.asked.sort
        ascending = current == column.key
        aria = "ascending" if ascending else "descending" if current == f"-{column.key}" else "none"
        following = f"-{column.key}" if ascending else column.key
        params = [*self.asked.filter_params(), (f"{self.prefix}sort", following)]
        if following == self.declared.default_sort:
            params.pop()
        return Heading(column, aria, self.asked.url(params))

    @cached_property
    def rows(self) -> list[Row]:
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        table, columns = self.declared, self.columns
        for row in self._page.rows:
            yield Row(
                id=row["pk"] if isinstance(row, dict) and "pk" in row else getattr(row, "pk", None),
                url=table.row_url(row) if table.row_url else "",
                tone=table.row_tone(row) if table.row_tone else "",
                cells=[(column, column.markup_of(row)) for column in columns],
            )

    @cached_property
    def chips(self) -> list[ActiveChip]:
        return [
            ActiveChip(
                chip.label, chip.text, self.asked.url(one for one in self.state if one not in chip.drops)
            )
            for bound in self.filters
            for chip in bound.chips
        ]

    @property
    def hints(self) -> list[str]:
        stale = [_("翻页位置已失效，已回到第一页")] if self._page.stale_cursor else []
        return [*self.asked.hints, *stale]

    @property
    def is_filtered(self) -> bool:
        return any(bound.active for bound in self.filters)

    @property
    def url(self) -> str:
        """This page without empty parameters: what the address bar shows."""
        position, stale = self.asked.position, self._page.stale_cursor
        if position.after and not stale and not self._page.from_start:
            return self._url_at("after", position.after)
        if position.before and not stale and not self._page.from_start:
            return self._url_at("before", position.before)
        return self.asked.url(self.state)

    @property
    def first_url(self) -> str:
        return "" if self._page.from_start else self.asked.url(self.state)

    @property
    def next_url(self) -> str:
        return self._url_at("after", self._page.after) if self._page.after else ""

    @property
    def previous_url(self) -> str:
        return self._url_at("before", self._page.before) if self._page.before else ""

    def _url_at(self, name: str, cursor: str) -> str:
        return self.asked.url([*self.state, (f"{self.prefix}{name}", cursor)])

    @property
    def reset_url(self) -> str:
        return self.asked.url(self.asked.sort_params())

    @property
    def export_url(self) -> str:
        export = self.declared.export
        if export is None or not permitted(self.asked.request, export.permission):
            return ""
        return self.asked.url([*self.state, (f"{self.prefix}export", "xlsx")])

    @property
    def count_text(self) -> str:
        cap = self.declared.count_cap
        return f"{cap:,}+" if self.count > cap else f"{self.count:,}"

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        shown = set(self.columns)
        return [(column, column in shown) for column in self.declared.columns if column.may_be_hidden]

    @property
    def bulk_actions(self) -> list[BulkAction]:
        return [one for one in self.declared.bulk_actions if permitted(self.asked.request, one.permission)]

    def action_url(self, action: BulkAction) -> str:
        return action.url(self.asked.request) if callable(action.url) else action.url

    @property
    def empty(self) -> EmptyState:
        return self.declared.empty or EmptyState(title=_("还没有内容"))

    @property
    def empty_url(self) -> str:
        empty = self.empty
        if not permitted(self.asked.request, empty.permission):
            return ""
        return empty.action_url(self.asked.request) if callable(empty.action_url) else empty.action_url
