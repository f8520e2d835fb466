"""Writing a checked plan of the tree: a fixed number of statements however many rows it has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from anju.foundation import search
from anju.foundation.scope import current
from anju.foundation.search.index import terms
from anju.foundation.search.models import SearchTerm
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import ParkingSpace, Place, Unit
from anju.modules.estate.rules import hierarchy, labels, naming, peaks
from anju.modules.estate.rules.areas import counted_basis
from anju.modules.estate.rules.tree_plan import AREAS, Address, Known, TreePlan, Wanted
from anju.modules.estate.services import indexing, subtree
from anju.modules.estate.services.indexing import PLACE_KIND, UNIT_KIND
from anju.modules.estate.services.loading import load
from anju.modules.estate.services.places import next_ids
from anju.modules.estate.services.tree_check import Tree
from anju.modules.estate.services.tree_sheets import SPACE_FIELDS, UNIT_FIELDS

Report = Callable[[str, int], None]
PLACE_COLUMNS = (
    "id", "parent_id", "community_id", "kind", "code", "name", "full_name", "path", "depth", "sort_key", "state",
    "label", "tags", "peak_hours", "note", "latitude", "longitude",
)  # fmt: skip
# More renamed places than this are renamed with their whole communities, in one go.
MOST_TOPS = 20
TERM_COLUMNS = ("term", "kind", "subject_id", "title", "subtitle", "community_id", "path", "weight")
UNIT_DEFAULTS: dict[str, Any] = {"use": "home", "state": "empty", "basis": "", "property_code": ""}
SPACE_DEFAULTS: dict[str, Any] = {"ownership": "common", "charging": False}


def write(plan: TreePlan, tree: Tree, report: Report) -> None:
    """Make and change all places of the plan in the running transaction. report(stage, percent) says how far it is."""
    made = _new_places(plan, tree)
    report("places", 20)
    load(Place, PLACE_COLUMNS, (_row(place) for place, _one in made))
    _load_facts(made)
    report("search", 45)
    _index_new([place for place, _one in made])
    report("changes", 85)
    _change(plan.changed, tree)


def _new_places(plan: TreePlan, tree: Tree) -> list[tuple[Place, Wanted]]:
    """Places with ids, paths, names and labels, none of them saved."""
    known: dict[Address, Place] = dict(tree.places)
    new_names = {known_.id: values["name"] for _one, known_, values in plan.changed if "name" in values}
    for place in known.values():
        place.name = new_names.get(place.pk, place.name)
    fresh = _labels(len(plan.new))
    steps: dict[int, list[naming.Step]] = {}
    by_id = {place.pk: place for place in known.values()}
    made: list[tuple[Place, Wanted]] = []
    for one, number, label in zip(plan.new, next_ids(len(plan.new)), fresh, strict=True):
        parent = known[one.parent] if one.parent else None
        place = _place(one, number, label, parent)
        own = naming.Step(place.kind, place.name)
        above = [] if parent is None else _steps(parent, by_id, steps)
        steps[number] = [*above, own]
        place.full_name = naming.full_name(steps[number])
        known[one.address] = by_id[number] = place
        made.append((place, one))
    return made


def _steps(place: Place, by_id: dict[int, Place], steps: dict[int, list[naming.Step]]) -> list[naming.Step]:
    found = steps.get(place.pk)
    if found is None:
        chain = (by_id[number] for number in hierarchy.ids_of(place.path))
        found = steps[place.pk] = [naming.Step(one.kind, one.name) for one in chain]
    return found


def _place(one: Wanted, number: int, label: str, parent: Place | None) -> Place:
    name = one.values.get("name") or naming.usual_name(one.kind, one.code)
    path = hierarchy.path_of(parent.path if parent else None, number)
    return Place(
        pk=number,
        parent_id=parent.pk if parent else None,
        community_id=number if one.kind is PlaceKind.COMMUNITY else (parent.community_id if parent else None),
        kind=one.kind.value,
        code=one.code,
        name=name,
        path=path,
        depth=hierarchy.depth_of(path),
        sort_key=naming.sort_key(parent.sort_key if parent else "", one.kind, name),
        label=label,
        tags=list(one.values.get("tags", ())),
        peak_hours=peaks.to_json(one.values.get("peak_hours", ())),
        note=one.values.get("note", ""),
        latitude=one.values.get("latitude"),
        longitude=one.values.get("longitude"),
    )


def _labels(count: int) -> list[str]:
    """Labels that nobody in the organisation has; a drawn label that is taken is drawn again."""
    fresh = labels.new_labels(count)
    taken = set(Place.objects.filter(label__in=fresh).values_list("label", flat=True))
    kept = [label for label in fresh if label not in taken]
    return kept + labels.new_labels(count - len(kept), {*kept, *taken})


def _row(place: Place) -> tuple[Any, ...]:
    values = [getattr(place, name) for name in PLACE_COLUMNS]
    values[12], values[13] = json.dumps(values[12], ensure_ascii=False), json.dumps(values[13])
    return tuple(values)


def _load_facts(made: list[tuple[Place, Wanted]]) -> None:
    units = [(place.pk, _unit_values(one)) for place, one in made if one.kind is PlaceKind.UNIT]
    load(
        Unit,
        ("place_id", *UNIT_FIELDS),
        ((pk, *(values[name] for name in UNIT_FIELDS)) for pk, values in units),
    )
    spaces = [(place.pk, SPACE_DEFAULTS | one.values) for place, one in made if one.kind is PlaceKind.SPACE]
    load(
        ParkingSpace,
        ("place_id", *SPACE_FIELDS, "state"),
        ((pk, *(values[name] for name in SPACE_FIELDS), "free") for pk, values in spaces),
    )


def _unit_values(one: Wanted) -> dict[str, Any]:
    values = dict.fromkeys(UNIT_FIELDS) | UNIT_DEFAULTS | one.values
    values["basis"] = values["basis"] or counted_basis(*(values[name] for name in AREAS))
    return values


def _change(changed: list[tuple[Wanted, Known, dict[str, Any]]], tree: Tree) -> None:
    """Update only what differs: one statement per column, and the names below places that were renamed."""
    texts: dict[str, list[tuple[int, Any]]] = {}
    for _one, known, values in changed:
        for name, value in values.items():
            texts.setdefault(name, []).append((known.id, value))
    for name, pairs in texts.items():
        if name in UNIT_FIELDS and name not in SPACE_FIELDS:
            _update(Unit, "place_id", name, pairs)
        elif name in SPACE_FIELDS:
            _update(ParkingSpace, "place_id", name, pairs)
        else:
            _update(Place, "id", name, [(pk, _json(name, value)) for pk, value in pairs])
    renamed = {known.id for _one, known, values in changed if "name" in values}
    _rename(renamed, tree)


def _json(name: str, value: Any) -> Any:
    if name == "tags":
        return json.dumps(list(value), ensure_ascii=False)
    return json.dumps(peaks.to_json(value)) if name == "peak_hours" else value


def _update(model: Any, key: str, column: str, pairs: list[tuple[int, Any]]) -> None:
    kind = model._meta.get_field(column).db_type(connection)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"""update {quote(model._meta.db_table)} t set {quote(column)} = n.value::{kind}
                from unnest(%s::bigint[], %s::text[]) as n(id, value) where t.{quote(key)} = n.id and t.org_id = %s""",
            [[pk for pk, _value in pairs], [_text(value) for _pk, value in pairs], current().writes],
        )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _rename(renamed: set[int], tree: Tree) -> None:
    """Derive names below the highest renamed places; a renamed place below another renamed one comes along."""
    tops = [
        place
        for place in tree.places.values()
        if place.pk in renamed and not renamed.intersection(hierarchy.ids_of(place.path)[:-1])
    ]
    if len(tops) > MOST_TOPS:
        whole = {place.community_id for place in tops}
        tops = [
            place
            for place in tree.places.values()
            if place.pk in whole or (place.pk in renamed and place.community_id is None)
        ]
    for place in Place.objects.select_related("parent").filter(pk__in=[one.pk for one in tops]):
        subtree.rename(place)


def _index_new(places: list[Place]) -> None:
    """Search entries of new places, copied in; `search.put` would build an object for every term."""
    wanted = {number for one in places for number in hierarchy.ids_of(one.path)}
    known = {one.pk: (one.kind, one.code, one.name) for one in places}
    missing = Place.objects.filter(pk__in=wanted - known.keys())
    known |= {
        pk: (kind, code, name) for pk, kind, code, name in missing.values_list("pk", "kind", "code", "name")
    }
    load(SearchTerm, TERM_COLUMNS, (row for place in places for row in _terms(place, known)))


def _terms(place: Place, known: dict[int, tuple[str, str, str]]) -> list[tuple[Any, ...]]:
    steps = [known[number] for number in hierarchy.ids_of(place.path)]
    entry: search.Entry = indexing.entry_of(place, steps)
    kind = (UNIT_KIND if place.kind == PlaceKind.UNIT else PLACE_KIND).code
    title, subtitle = entry.names[0][:120], entry.subtitle[:160]
    found = frozenset().union(*(terms(name) for name in entry.names if name))
    return [
        (term, kind, place.pk, title, subtitle, place.community_id, place.path, len(term)) for term in found
    ]
