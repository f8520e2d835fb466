"""What a spreadsheet for import must look like: sheets, headings, kinds of values."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "int", "decimal", "date", "choice", "bool"]
MAX_ROWS = 20_000


def folded(text: object) -> str:
    """The form in which headings, sheet names and choices are compared."""
    kept = unicodedata.normalize("NFKC", str(text)).replace("\u200b", "")
    return "".join(kept.split()).rstrip("*").casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """One column. heading, aliases: texts accepted in the heading row; spaces, letter case and a final * do not count.

    choices: label → value. units: endings taken off numbers, with a note. minimum, maximum: of numbers, both included.
    places: digits after the point a decimal may have. validate: function of the value raising AnjuError.
    example: shown in the template's example row and skipped, with a note, when it is left in.
    """

    key: str
    heading: str
    kind: Kind = "text"
    required: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    example: Any = ""
    note: str = ""
    max_length: int = 200
    units: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    places: int = 2
    validate: Callable[[Any], object] | None = None

    def __post_init__(self) -> None:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"column {self.key}: choices belong to kind choice, and to no other")

    @property
    def accepted_headings(self) -> set[str]:
        return {folded(text) for text in (self.heading, *self.aliases)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. unique: keys that together may occur once only; a row with an empty one is not compared."""

    name: str
    columns: tuple[ImportColumn, ...]
    key: str = ""
    required: bool = True
    max_rows: int = MAX_ROWS
    unique: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        headings = [text for column in self.columns for text in column.accepted_headings]
        keys = [column.key for column in self.columns]
        if (
            len(set(headings)) != len(headings)
            or len(set(keys)) != len(keys)
            or not set(self.unique) <= set(keys)
        ):
            raise ValueError(f"sheet {self.name}: keys and headings must differ, and `unique` must name keys")

    def column(self, key: str) -> ImportColumn:
        """Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All sheets of one import. title: name of the template file."""

    title: str
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        names = [folded(sheet.name) for sheet in self.sheets]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"workbook {self.title}: sheet names must be there and differ")

    def sheet(self, name: str) -> Sheet:
        """By key or name. Raises KeyError."""
        for sheet in self.sheets:
            if name in (sheet.key, sheet.name):
                return sheet
        raise KeyError(name)
