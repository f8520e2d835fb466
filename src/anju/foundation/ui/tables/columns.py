"""Columns, bulk actions and the other parts a list is declared from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F
from django.db.models.expressions import Expression
from markupsafe import Markup, escape

from anju.foundation.ui.tables import cells
from anju.foundation.ui.tables.sorting import SortKey

SortDeclaration = str | Expression | F | SortKey
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list.

    value: dotted path or function of the row; without it the key is the path. cell: function of the row returning
    text or Markup. template: "file.html#macro" or "file.html", instead of `cell`. sort: what a click on the heading
    orders by; () means not sortable. export: False keeps the column out of spreadsheets, a path or function gives
    another value there. excel_format: number format of the spreadsheet's cells. optional: may be hidden by the reader;
    hidden: starts hidden. classes: further CSS classes of the kit ("code", "main"). phone_place: where the cell stands
    on the card a row becomes on a phone; the first column is its title unless another claims that.
    """

    key: str
    label: Any
    value: str | Reader | None = None
    cell: Reader | None = None
    template: str | None = None
    sort: SortDeclaration | tuple[SortDeclaration, ...] = ()
    align: Literal["start", "center", "end"] = "start"
    width: Literal["", "xs", "sm", "md", "lg", "xl", "grow"] = ""
    nowrap: bool = True
    classes: str = ""
    hide_on_phone: bool = False
    phone_place: Literal["", "title", "corner", "side"] = ""
    optional: bool = False
    hidden: bool = False
    export: bool | str | Reader = True
    excel_format: str = ""

    @property
    def sort_keys(self) -> tuple[SortKey, ...]:
        declared = self.sort if isinstance(self.sort, tuple) else (self.sort,)
        return tuple(SortKey.of(one) for one in declared)

    @property
    def may_be_hidden(self) -> bool:
        return self.optional or self.hidden

    def value_of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        return cells.value_at(row, self.value or self.key)

    def markup_of(self, row: Any) -> Markup:
        if self.template is not None:
            value = None if "#" in self.template else self.value_of(row)
            return escape(cells.from_template(self.template, row, value))
        if self.cell is not None:
            return escape(self.cell(row))
        return escape(cells.shown(self.value_of(row)))

    def exported_value(self, row: Any) -> Any:
        if callable(self.export):
            return self.export(row)
        if isinstance(self.export, str):
            return cells.value_at(row, self.export)
        return self.value_of(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """A button over the ticked rows: it posts their `ids` to `url`. permission: who sees it; "" is everybody."""

    key: str
    label: Any
    url: str | Callable[[Any], str]
    confirm: Any = ""
    tone: Literal["", "primary", "error"] = ""
    permission: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyState:
    """What an empty list says, and what to do about it. action_url may be a function of the request."""

    title: Any
    text: Any = ""
    action_label: Any = ""
    action_url: str | Callable[[Any], str] = ""
    permission: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The list as a spreadsheet. title: name of file and sheet. permission: who may; "" is everybody who sees the list.

    on_export: told (request, number of rows) after the file is made, e.g. to write the audit entry.
    """

    title: Any
    permission: Any = ""
    on_export: Callable[[Any, int], None] | None = None


def permitted(request: Any, permission: Any) -> bool:
    """Whether the request's actor holds a permission; no actor holds none."""
    if not permission:
        return True
    actor = getattr(request, "actor", None)
    return actor is not None and bool(actor.can(permission))
