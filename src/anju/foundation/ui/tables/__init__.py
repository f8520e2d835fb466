"""Declared lists: columns, filters, pages by key, spreadsheets. How to use them: docs/tables-and-imports.md."""

from anju.foundation.ui.tables.cells import EMPTY, shown
from anju.foundation.ui.tables.columns import BulkAction, Column, EmptyState, Export
from anju.foundation.ui.tables.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    MultiChoiceFilter,
    SearchFilter,
    TreeFilter,
    TreeNode,
)
from anju.foundation.ui.tables.page import TablePage
from anju.foundation.ui.tables.selection import selected_ids
from anju.foundation.ui.tables.sorting import SortKey
from anju.foundation.ui.tables.table import Table

__all__ = [
    "EMPTY", "BooleanFilter", "BulkAction", "ChoiceFilter", "Column", "DateRangeFilter", "EmptyState", "Export",
    "Filter", "MultiChoiceFilter", "SearchFilter", "SortKey", "Table", "TablePage", "TreeFilter", "TreeNode",
    "selected_ids", "shown",
]  # fmt: skip
