"""An uploaded sheet of rooms and owners as tables, headings and, with its columns named, as a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anju.foundation import files
from anju.foundation.importing import ImportRefused
from anju.modules.people.models import PersonImport, SheetReading
from anju.modules.people.queries.rooms import registered_areas, room_index
from anju.modules.people.rules.sheets.fields import Field, fingerprint, guess
from anju.modules.people.rules.sheets.homes import SheetPlan, gathered
from anju.modules.people.rules.sheets.layout import Heads, Line, Table, below, find_heads, unmerged
from anju.modules.people.rules.sheets.rows import Reading, read_rows
from anju.modules.people.services.sheet_files import read_tables

SAMPLE_ROWS = 8


@dataclass(frozen=True, slots=True)
class SheetFace:
    """What the page of columns shows. remembered: by whom the guess was confirmed before, "" for a fresh one."""

    sheets: tuple[str, ...]
    sheet: str
    heads: Heads
    sample: tuple[Line, ...]
    rows: int
    guess: Mapping[Field, int]
    remembered: str
    fingerprint: str


def tables_of(row: PersonImport) -> list[Table]:
    """Raises ImportRefused; import.expired when the file is gone."""
    if row.file is None:
        raise ImportRefused("import.expired")
    with files.open_file(row.file) as handle:
        return read_tables(row.name, handle.read())


def chosen(tables: list[Table], name: str) -> tuple[Table, Heads]:
    """The named sheet, else the first with headings, merged cells filled. Raises ImportRefused: sheet.no_headings."""
    wanted = [one for one in tables if one.name == name] or tables
    for table in wanted:
        whole = unmerged(table)
        heads = find_heads(whole)
        if heads is not None:
            return whole, heads
    raise ImportRefused("sheet.no_headings")


def face(row: PersonImport, today: date, sheet: str = "") -> SheetFace:
    """Headings, first rows and a guess. Raises ImportRefused."""
    tables = tables_of(row)
    table, heads = chosen(tables, sheet or row.sheet)
    body = list(below(table, heads))
    print_ = fingerprint(heads.columns)
    known = SheetReading.objects.filter(fingerprint=print_).first()
    mapping = _fields(known.mapping) if known else guess(heads.columns, today)
    return SheetFace(
        sheets=tuple(one.name for one in tables),
        sheet=table.name,
        heads=heads,
        sample=tuple(body[:SAMPLE_ROWS]),
        rows=len(body),
        guess=mapping,
        remembered=known.by_name if known else "",
        fingerprint=print_,
    )


def read(row: PersonImport, today: date) -> tuple[Table, Reading, SheetPlan]:
    """The rows of the sheet as people at homes. Raises ImportRefused."""
    table, heads = chosen(tables_of(row), row.sheet)
    mapping = _fields(row.mapping)
    reading = read_rows(table.lines, heads, mapping, room_index(row.community_id), today)
    plan = gathered(reading, mapping, registered_areas(row.community_id))
    if not reading.rows:
        raise ImportRefused("import.no_rows")
    return table, reading, plan


def _fields(stored: Mapping[str, int]) -> dict[Field, int]:
    return {Field(name): int(index) for name, index in stored.items() if name in set(Field)}
