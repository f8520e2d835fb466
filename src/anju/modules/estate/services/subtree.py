"""Names, sort keys and search entries of everything below a place that changed."""

from __future__ import annotations

from django.db import connection

from anju.modules.estate.models import Place
from anju.modules.estate.queries.places import within
from anju.modules.estate.rules import hierarchy, naming
from anju.modules.estate.services import indexing


def steps_of(place: Place | None) -> list[naming.Step]:
    """Kinds and names from the root down to the place."""
    if place is None:
        return []
    ids = hierarchy.ids_of(place.path)
    rows = {
        pk: (kind, name)
        for pk, kind, name in Place.objects.filter(pk__in=ids).values_list("pk", "kind", "name")
    }
    rows[place.pk] = (place.kind, place.name)
    return [naming.Step(*rows[number]) for number in ids]


def rename(place: Place) -> None:
    """Derive full names and sort keys of the place and all below it anew, in one update, and index them."""
    rows = list(Place.objects.filter(within(place.path)).order_by("depth", "pk"))
    parent = place.parent
    steps: dict[int | None, list[naming.Step]] = {place.parent_id: steps_of(parent)}
    keys: dict[int | None, str] = {place.parent_id: parent.sort_key if parent else ""}
    for row in rows:
        steps[row.pk] = [*steps[row.parent_id], naming.Step(row.kind, row.name)]
        row.full_name = naming.full_name(steps[row.pk])
        row.sort_key = keys[row.pk] = naming.sort_key(keys[row.parent_id], row.kind, row.name)
        if row.pk == place.pk:
            place.full_name, place.sort_key = row.full_name, row.sort_key
    _write(rows)
    indexing.index(rows)


def _write(rows: list[Place]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update estate_place p set full_name = n.full_name, sort_key = n.sort_key
               from unnest(%s::bigint[], %s::text[], %s::text[]) as n(id, full_name, sort_key)
               where p.id = n.id and p.org_id = %s""",
            [
                [row.pk for row in rows],
                [row.full_name for row in rows],
                [row.sort_key for row in rows],
                rows[0].org_id,
            ],
        )
