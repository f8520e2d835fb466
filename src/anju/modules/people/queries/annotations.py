"""Names of staff beside rows that know a person by number, without a query per row."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from anju.modules.people.models import Staff, Team


def with_staff_names(rows: QuerySet[Any], field: str = "staff_id", name: str = "staff_name") -> QuerySet[Any]:
    """Add `name`: the name of the person in `field`, None where there is nobody."""
    found = Staff.objects.filter(pk=OuterRef(field)).values("name")[:1]
    return rows.annotate(**{name: Subquery(found)})


def with_team_names(rows: QuerySet[Any], field: str = "team_id", name: str = "team_name") -> QuerySet[Any]:
    found = Team.objects.filter(pk=OuterRef(field)).values("name")[:1]
    return rows.annotate(**{name: Subquery(found)})
