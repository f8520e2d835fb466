"""Names of places beside rows that know a place by number, without a query per row."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from anju.modules.estate.models import Place


def with_place_names(rows: QuerySet[Any], field: str = "place_id", name: str = "place_name") -> QuerySet[Any]:
    """Add `name`: the full name of the place in `field`, None where there is no place."""
    found = Place.objects.filter(pk=OuterRef(field)).values("full_name")[:1]
    return rows.annotate(**{name: Subquery(found)})
