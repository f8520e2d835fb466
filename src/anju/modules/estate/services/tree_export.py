"""The whole tree in the shape in which it is imported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.importing import Sheet
from anju.foundation.ui.export import SheetColumn, SheetWriter
from anju.kernel.errors import NotFound
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import Place
from anju.modules.estate.permissions import PLACE_EXPORT
from anju.modules.estate.rules import peaks
from anju.modules.estate.rules.tree_plan import Address
from anju.modules.estate.services import tree_check
from anju.modules.estate.services.acts import TREE_EXPORTED
from anju.modules.estate.services.tree_check import AREA_FIELDS
from anju.modules.estate.services.tree_sheets import KEYS, TREE

SHEET_OF = {
    PlaceKind.REGION: "regions",
    PlaceKind.COMMUNITY: "communities",
    PlaceKind.CLUSTER: "clusters",
    PlaceKind.BUILDING: "buildings",
    PlaceKind.ENTRANCE: "buildings",
    PlaceKind.FLOOR: "buildings",
    PlaceKind.UNIT: "units",
    PlaceKind.PARKING: "parkings",
    PlaceKind.SPACE: "spaces",
}
Row = dict[str, Any]


def tree_export(*, actor: Actor, at: datetime, community_id: int | None = None) -> IO[bytes]:
    """An XLSX of the communities the actor may export (or of one), every place in use in the order of the tree.

    Importing it again changes nothing. Raises Forbidden, NotFound when there is no such community.
    """
    actor.require(PLACE_EXPORT)
    tops = Place.objects.filter(actor.reach(PLACE_EXPORT).q(path="path"), kind=PlaceKind.COMMUNITY)
    tops = tops if community_id is None else tops.filter(pk=community_id)
    found = list(tops.order_by("sort_key", "pk"))
    if not found:
        raise NotFound("estate.place.missing")
    rows = _rows({top.code for top in found}, {top.pk for top in found})
    audit.record(actor, TREE_EXPORTED, found[0], after={"communities": [top.name for top in found]}, at=at)
    return _book(rows)


def _rows(codes: set[str], ids: set[int]) -> dict[str, list[Row]]:
    """Rows of every sheet. A region goes along when one of the communities lies in it."""
    tree = tree_check.load(codes)
    rows: dict[str, list[Row]] = {sheet.key: [] for sheet in TREE.sheets}
    regions = _regions(tree, ids)
    for address, place in sorted(
        tree.places.items(), key=lambda one: (one[1].depth == 0, one[1].sort_key, one[1].pk)
    ):
        if tree.known[address].closed or (place.community_id or 0) not in ids | {0}:
            continue
        if place.kind == PlaceKind.REGION and address not in regions:
            continue
        key = SHEET_OF.get(PlaceKind(place.kind), "publics")
        rows[key].append(_row(key, address, tree.known[address].values, tree.parents.get(address)))
    return rows


def _regions(tree: tree_check.Tree, ids: set[int]) -> set[Address]:
    found: set[Address] = set()
    for address, place in tree.places.items():
        if place.pk in ids:
            above = tree.parents.get(address)
            while above is not None and above not in found:
                found.add(above)
                above = tree.parents.get(above)
    return found


def _row(key: str, address: Address, values: Mapping[str, Any], above: Address | None) -> Row:
    codes = dict(address)
    row: Row = {name: codes.get(name) for name in (*KEYS, "region", "unit", "space")}
    if key == "regions":
        row["parent"] = above[-1][1] if above else None
    elif key == "communities":
        row["region"] = above[-1][1] if above else None
    elif key == "publics":
        row["kind"], row["code"] = address[-1]
    return row | dict(values)


def _book(rows: Mapping[str, list[Row]]) -> IO[bytes]:
    file: IO[bytes] = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
        for sheet in TREE.sheets:
            if sheet.required or rows[sheet.key]:
                _sheet(book, sheet, rows[sheet.key])
    file.seek(0)
    return file


def _sheet(book: xlsxwriter.Workbook, sheet: Sheet, rows: Iterable[Row]) -> None:
    columns = [SheetColumn(column.heading, lambda row: row) for column in sheet.columns]
    writer = SheetWriter(book, sheet.name, columns)
    shown = {
        column.key: {value: label for label, value in column.choices.items()} for column in sheet.columns
    }
    for row in rows:
        writer.write(list(_cells(sheet, row, shown)))


def _cells(sheet: Sheet, row: Row, shown: Mapping[str, Mapping[Any, str]]) -> Iterator[Any]:
    for column in sheet.columns:
        value = row.get(column.key)
        if column.key in AREA_FIELDS:
            yield None if value is None else Decimal(value).scaleb(-2)
        elif column.key == "tags":
            yield ",".join(value or ())
        elif column.key == "peak_hours":
            yield peaks.text_of(value or ())
        else:
            yield shown[column.key].get(value, value)
