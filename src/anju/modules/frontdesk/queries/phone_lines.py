"""Telephones of a community and their hours."""

from __future__ import annotations

from typing import Any

from anju.modules.frontdesk.models import LineSort, PhoneLine
from anju.modules.frontdesk.rules.calling import Line

SORTS: list[tuple[str, Any]] = list(LineSort.choices)


def lines_of(community_id: int | None) -> list[Line]:
    """The telephones of a community, the standard one first; [] for none."""
    if community_id is None:
        return []
    order = {"standard": 0, "other": 1, "supervisor": 2}
    rows = PhoneLine.objects.filter(community_id=community_id)
    found = [Line(*one) for one in rows.values_list("sort", "number", "opens", "closes")]
    return sorted(found, key=lambda one: order.get(one.sort, 9))
