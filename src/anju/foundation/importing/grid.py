"""The cells of one sheet with their true types, read in one pass that also sees formulas, merges and hidden rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from anju.foundation.importing.package import Package, refuse_doctype, refusing_broken, text_of

MAX_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Fault:
    """What a spreadsheet shows instead of a value: #N/A, #REF!, …"""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class LostDigits:
    """A number of more than fifteen digits, whose tail the spreadsheet has already dropped."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = str | int | float | bool | date | datetime | Fault | LostDigits


@dataclass(slots=True)
class Grid:
    """rows: (number, column index → value), in order, empty rows left out. merges: ranges as "A1:B2"."""

    name: str
    rows: list[tuple[int, dict[int, Value]]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    too_long: bool = False


def read_grid(package: Package, name: str, max_rows: int) -> Grid:
    """Stops after `max_rows` filled rows and says so in `too_long`. Raises ImportRefused on a damaged sheet."""
    grid = Grid(name)
    with refusing_broken(), package.open(package.sheet_parts[name]) as part:
        reader = _Cells(package)
        number = 0
        refuse_doctype(part)
        for _event, element in ElementTree.iterparse(part, events=("end",)):
            tag = element.tag
            if tag.endswith("}row"):
                number = int(element.get("r") or number + 1)
                if element.get("hidden") in ("1", "true"):
                    grid.hidden_rows.add(number)
                values = reader.row(element, number, grid.formulas)
                if values:
                    grid.rows.append((number, values))
                    if len(grid.rows) > max_rows:
                        grid.too_long = True
                        break
                element.clear()
            elif tag.endswith("}mergeCell"):
                grid.merges.append(element.get("ref", ""))
    return grid


class _Cells:
    def __init__(self, package: Package) -> None:
        self._strings, self._formats, self._package = package.strings, package.formats, package

    def row(self, row: Any, number: int, formulas: list[str]) -> dict[int, Value]:
        values: dict[int, Value] = {}
        index = -1
        for cell in row:
            reference = cell.get("r")
            index = column_index(reference) if reference else index + 1
            text = None
            for child in cell:
                tag = child.tag
                if tag.endswith("}v"):
                    text = child.text
                elif tag.endswith("}f"):
                    formulas.append(reference or f"{column_letter(index)}{number}")
                elif tag.endswith("}is"):
                    text = text_of(child)
            if text:
                value = self._value(text, cell.get("t"), cell.get("s"))
                if value != "":
                    values[index] = value
        return values

    def _value(self, text: str, kind: str | None, style: str | None) -> Value:
        if kind == "s":
            return self._strings[int(text)]
        if kind is None or kind == "n":
            return self._number(text, self._formats[int(style)] if style and self._formats else "")
        if kind == "b":
            return text == "1"
        if kind == "e":
            return Fault(text)
        if kind == "d":
            moment = datetime.fromisoformat(text)
            return moment.date() if "T" not in text else moment
        return text

    def _number(self, text: str, pattern: str) -> Value:
        number = float(text)
        if pattern == "date":
            moment = self._package.moment(number)
            return text if moment is None else moment
        whole = number.is_integer()
        if whole and abs(number) >= 1e15:
            return LostDigits(f"{number:.0f}")
        if pattern and whole:
            return f"{int(number):0{int(pattern[6:])}d}"
        return int(number) if whole else float(f"{number:.15g}")


def column_index(reference: str) -> int:
    """0 for "A7", 26 for "AA7". Raises ValueError beyond Excel's last column."""
    index = 0
    for sign in reference:
        if not sign.isalpha():
            break
        index = index * 26 + ord(sign) - 64
    if not 0 < index <= MAX_COLUMNS:
        raise ValueError(reference)
    return index - 1


def column_letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
