"""Reading a workbook against the tree: a dry run that writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from anju.foundation.actors import Actor
from anju.foundation.importing import ImportResult, ImportRow
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import ParkingSpace, Place, PlaceState, Unit
from anju.modules.estate.permissions import PLACE_IMPORT
from anju.modules.estate.queries.places import within
from anju.modules.estate.rules import peaks
from anju.modules.estate.rules.tree_plan import Address, Known, Problem, TreePlan, Wanted, plan
from anju.modules.estate.services.tree_sheets import KEYS, OWN_KIND, SPACE_FIELDS, TREE, UNIT_FIELDS
from anju.modules.estate.services.units import property_code

AREA_FIELDS = ("registered_area", "surveyed_area", "contract_area")
BATCH = 10_000
NOT_FACTS = frozenset({*KEYS, "region", "parent", "unit", "space", "code", "kind"})


@dataclass(frozen=True, slots=True)
class Tree:
    """The communities of a workbook as they are, and where its regions hang."""

    known: dict[Address, Known]
    parents: dict[Address, Address | None]
    places: dict[Address, Place]


def check(actor: Actor, result: ImportResult) -> tuple[TreePlan, Tree]:
    """Compare the typed rows with the tree; every problem is refused in `result` at its row.

    Raises Forbidden when the actor may not import at all.
    """
    actor.require(PLACE_IMPORT)
    rows = [
        one
        for sheet in TREE.sheets
        for row in result.rows(sheet.name)
        if row.valid
        for one in wanted_of(sheet.key, row)
    ]
    tree = load({one.address[0][1] for one in rows if one.address[0][0] == PlaceKind.COMMUNITY})
    made = plan(rows, tree.known, tree.parents)
    made.problems += _forbidden(actor, rows, tree)
    by_row = {(row.sheet, row.number): row for sheet in TREE.sheets for row in result.rows(sheet.name)}
    for problem in made.problems:
        row = by_row[problem.sheet, problem.row]
        key = problem.key if problem.key in row.values else ""
        result.refuse(row, key, problem.code, **dict(problem.params))
    return made, tree


def wanted_of(sheet: str, row: ImportRow) -> Iterator[Wanted]:
    """The place a row describes."""
    values = row.values
    facts = {
        key: _stored(key, value)
        for key, value in values.items()
        if key not in NOT_FACTS and value not in (None, "")
    }
    if sheet == "regions":
        above = values["parent"]
        yield Wanted(
            row.sheet,
            row.number,
            (("region", values["region"]),),
            (("region", above),) if above else None,
            facts,
        )
        return
    if sheet == "communities":
        region = values["region"]
        address = (("community", values["community"]),)
        yield Wanted(row.sheet, row.number, address, (("region", region),) if region else None, facts)
        return
    steps = [(key, values[key]) for key in KEYS if values.get(key)]
    if sheet == "publics":
        steps.append((str(values["kind"]), values["code"]))
    elif sheet in ("units", "spaces"):
        key = str(OWN_KIND[sheet])
        steps.append((key, values[key]))
    yield Wanted(row.sheet, row.number, tuple(steps), tuple(steps[:-1]), facts)


def load(codes: set[str]) -> Tree:
    """The communities with these codes and everything in them, and all regions."""
    tops = Place.objects.filter(kind=PlaceKind.COMMUNITY, code__in=codes)
    rows = list(Place.objects.filter(kind=PlaceKind.REGION).order_by("depth", "pk"))
    for top in tops.order_by("pk"):
        rows += Place.objects.filter(within(top.path)).order_by("depth", "pk")
    facts = _facts([row.pk for row in rows])
    addresses: dict[int | None, Address] = {}
    tree = Tree({}, {}, {})
    for row in rows:
        top_kind = row.kind in (PlaceKind.REGION, PlaceKind.COMMUNITY)
        address = ((row.kind, row.code),) if top_kind else (*addresses[row.parent_id], (row.kind, row.code))
        addresses[row.pk] = address
        tree.known[address] = Known(
            row.pk, row.state == PlaceState.CLOSED, _values(row) | facts.get(row.pk, {})
        )
        tree.places[address] = row
        if top_kind:
            tree.parents[address] = addresses.get(row.parent_id)
    return tree


def _values(row: Place) -> dict[str, Any]:
    return {
        "name": row.name,
        "note": row.note,
        "tags": tuple(row.tags),
        "peak_hours": tuple(peaks.from_json(row.peak_hours)),
        "latitude": row.latitude,
        "longitude": row.longitude,
    }


def _facts(place_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Facts by place. Asked by id: a join would be planned for a table that statistics still call empty."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(place_ids), BATCH):
        part = place_ids[start : start + BATCH]
        for model, fields in ((Unit, UNIT_FIELDS), (ParkingSpace, SPACE_FIELDS)):
            rows: Any = model.objects.filter(place_id__in=part)
            for place_id, *values in rows.values_list("place_id", *fields):
                found[place_id] = dict(zip(fields, values, strict=True))
    return found


def _stored(key: str, value: Any) -> Any:
    """A cell's value as the tree keeps it."""
    if key == "tags":
        parts = str(value).replace("，", ",").replace("、", ",").split(",")
        return tuple(sorted({part.strip() for part in parts if part.strip()}))
    if key == "peak_hours":
        return peaks.parse(str(value))
    if key in AREA_FIELDS:
        return int(value * 100) or None
    return property_code(value) if key == "property_code" else value


def _forbidden(actor: Actor, rows: list[Wanted], tree: Tree) -> list[Problem]:
    """A problem for each community or region that lies outside the actor's reach."""
    reach = actor.reach(PLACE_IMPORT)
    if reach.unlimited:
        return []
    told: dict[str, Problem] = {}
    for one in rows:
        kind, code = one.address[0]
        top = tree.places.get(one.address[:1]) or (
            tree.places.get(one.parent) if one.parent and kind == "community" else None
        )
        if top is None or not reach.covers(top.path):
            problem = Problem(one.sheet, one.row, kind, "estate.import.out_of_reach", {"place_code": code})
            told.setdefault(f"{kind} {code}", problem)
    return list(told.values())
