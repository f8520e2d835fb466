"""Table import from XLSX: declare sheets, hand out a template, read an upload as a dry run, show what is wrong.

How to use it: docs/tables-and-imports.md. This package never writes to the database.
"""

from anju.foundation.importing import texts  # noqa: F401
from anju.foundation.importing.columns import ImportColumn, Sheet, Workbook
from anju.foundation.importing.errors import CellError, FileProblem, ImportRefused
from anju.foundation.importing.marking import marked_copy
from anju.foundation.importing.page import ImportPage
from anju.foundation.importing.reading import read_workbook
from anju.foundation.importing.result import ImportResult, ImportRow
from anju.foundation.importing.template import template_file

__all__ = [
    "CellError", "FileProblem", "ImportColumn", "ImportPage", "ImportRefused", "ImportResult", "ImportRow", "Sheet",
    "Workbook", "marked_copy", "read_workbook", "template_file",
]  # fmt: skip
