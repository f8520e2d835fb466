"""From the rows of a workbook and the tree as it is to what has to be made and changed. Pure.

A place is known by its address: the kinds and codes from its community (or region) down to itself. What a row
leaves empty stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.kernel.errors import AnjuError
from anju.modules.estate.contracts import PlaceKind as K
from anju.modules.estate.rules import hierarchy
from anju.modules.estate.rules.areas import counted_basis

Address = tuple[tuple[str, str], ...]
# Places that a row may name without any sheet describing them.
IMPLICIT = frozenset({K.FLOOR})
AREAS = ("registered_area", "surveyed_area", "contract_area")


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the tree as it is. values: name, note, tags, peak_hours, latitude, longitude and the facts of units
    and spaces."""

    id: int
    closed: bool
    values: Mapping[str, Any]


@dataclass(slots=True)
class Wanted:
    """A row. values: only what it fills in. parent: address of the place above; None for the top."""

    sheet: str
    row: int
    address: Address
    parent: Address | None
    values: dict[str, Any]

    @property
    def kind(self) -> K:
        return K(self.address[-1][0])

    @property
    def code(self) -> str:
        return self.address[-1][1]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; key: the column, "" for the whole row."""

    sheet: str
    row: int
    key: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class TreePlan:
    """new: parents before children. changed: known places with just the values that differ. same: rows without effect."""

    new: list[Wanted] = field(default_factory=list)
    changed: list[tuple[Wanted, Known, dict[str, Any]]] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """Kind → how many are new and how many changed."""
        found: dict[str, dict[str, int]] = {}
        for one in self.new:
            found.setdefault(one.kind, {"new": 0, "changed": 0})["new"] += 1
        for one, _known, _values in self.changed:
            found.setdefault(one.kind, {"new": 0, "changed": 0})["changed"] += 1
        return found


def plan(
    rows: Iterable[Wanted], tree: Mapping[Address, Known], parents: Mapping[Address, Address | None]
) -> TreePlan:
    """Compare rows with the tree. parents: address of a known region or community → address of the region above.

    Problems: estate.import.twice, .parent_unknown, .parent_closed, .region_differs; estate.unit.basis_without_area, estate.coordinates.half, and what
    `hierarchy.check_under` refuses. With any problem nothing may be written.
    """
    made = TreePlan()
    wanted = _once(rows, made)
    ordered = sorted(wanted.values(), key=_depth_first)
    ordered = _with_implicit(ordered, wanted, tree)
    for one in _regions_first(ordered):
        _place(one, made, wanted, tree, parents)
    return made


def _once(rows: Iterable[Wanted], made: TreePlan) -> dict[Address, Wanted]:
    wanted: dict[Address, Wanted] = {}
    for one in rows:
        first = wanted.setdefault(one.address, one)
        if first is not one:
            params = {"sheet": first.sheet, "row": first.row}
            made.problems.append(Problem(one.sheet, one.row, "", "estate.import.twice", params))
    return wanted


def _depth_first(one: Wanted) -> int:
    return len(one.address)


def _with_implicit(
    ordered: list[Wanted], wanted: dict[Address, Wanted], tree: Mapping[Address, Known]
) -> list[Wanted]:
    """Add the floors that rows name and nobody describes."""
    added: list[Wanted] = []
    for one in ordered:
        above = one.address[:-1]
        if above and K(above[-1][0]) in IMPLICIT and above not in wanted and above not in tree:
            wanted[above] = Wanted(one.sheet, one.row, above, above[:-1], {})
            added.append(wanted[above])
    return sorted([*ordered, *added], key=_depth_first) if added else ordered


def _regions_first(ordered: list[Wanted]) -> list[Wanted]:
    """Regions, each after the one above it, then everything else as it stands."""
    regions = {one.address: one for one in ordered if one.kind is K.REGION}
    done: dict[Address, Wanted] = {}

    def visit(one: Wanted, trail: frozenset[Address]) -> None:
        above = regions.get(one.parent) if one.parent else None
        if above is not None and above.address not in done and above.address not in trail:
            visit(above, trail | {one.address})
        done.setdefault(one.address, one)

    for one in regions.values():
        visit(one, frozenset())
    return [*done.values(), *(one for one in ordered if one.kind is not K.REGION)]


def _place(
    one: Wanted,
    made: TreePlan,
    wanted: Mapping[Address, Wanted],
    tree: Mapping[Address, Known],
    parents: Mapping[Address, Address | None],
) -> None:
    known = tree.get(one.address)
    problem = _misplaced(one, known, wanted, tree, parents)
    if problem is None:
        problem = _basis_problem(one, known) or _half_spot(one, known)
    if problem is not None:
        made.problems.append(problem)
    elif known is None:
        made.new.append(one)
    else:
        values = changes(one, known)
        if values:
            made.changed.append((one, known, values))
        else:
            made.same += 1


def _misplaced(
    one: Wanted,
    known: Known | None,
    wanted: Mapping[Address, Wanted],
    tree: Mapping[Address, Known],
    parents: Mapping[Address, Address | None],
) -> Problem | None:
    if known is not None:
        if (
            one.kind in (K.REGION, K.COMMUNITY)
            and one.parent is not None
            and parents.get(one.address) != one.parent
        ):
            return Problem(
                one.sheet, one.row, "", "estate.import.region_differs", {"region": one.parent[-1][1]}
            )
        return None
    if one.parent is None:
        return None
    kind, code = one.parent[-1]
    above = tree.get(one.parent)
    if above is None and (one.parent not in wanted or wanted[one.parent] is one):
        kind, code = _first_missing(one.parent, wanted, tree)[-1]
        return Problem(
            one.sheet, one.row, kind, "estate.import.parent_unknown", {"kind": kind, "parent": code}
        )
    if above is not None and above.closed:
        return Problem(
            one.sheet, one.row, kind, "estate.import.parent_closed", {"kind": kind, "parent": code}
        )
    try:
        hierarchy.check_under(one.kind, kind)
    except AnjuError as error:
        return Problem(one.sheet, one.row, "", error.code, error.params)
    return None


def _first_missing(
    parent: Address, wanted: Mapping[Address, Wanted], tree: Mapping[Address, Known]
) -> Address:
    """The highest place on the way to `parent` that nobody has registered: that is where the mistake is."""
    steps = (parent[:length] for length in range(1, len(parent) + 1))
    return next(step for step in steps if step not in tree and (step not in wanted or step == parent))


def _basis_problem(one: Wanted, known: Known | None) -> Problem | None:
    basis = one.values.get("basis")
    if one.kind is not K.UNIT or not basis:
        return None
    area = one.values.get(f"{basis}_area") or (known.values.get(f"{basis}_area") if known else None)
    return None if area else Problem(one.sheet, one.row, "basis", "estate.unit.basis_without_area")


def _half_spot(one: Wanted, known: Known | None) -> Problem | None:
    """Latitude and longitude belong together; one of them may be known already."""
    lacking = [
        name for name in ("latitude", "longitude")
        if one.values.get(name) is None and (known is None or known.values.get(name) is None)
    ]  # fmt: skip
    return Problem(one.sheet, one.row, lacking[0], "estate.coordinates.half") if len(lacking) == 1 else None


def changes(one: Wanted, known: Known) -> dict[str, Any]:
    """The values of a row that differ from what is known; a unit that had no basis gets the usual one."""
    values = {key: value for key, value in one.values.items() if known.values.get(key) != value}
    if one.kind is K.UNIT and not known.values.get("basis") and "basis" not in values:
        areas = [values.get(name, known.values.get(name)) for name in AREAS]
        basis = counted_basis(*areas)
        if basis:
            values["basis"] = basis
    return values
