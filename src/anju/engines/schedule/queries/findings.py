"""Read findings."""

from __future__ import annotations

from typing import Any

from anju.engines.schedule.contracts import FindingView
from anju.engines.schedule.models import Finding
from anju.engines.schedule.queries.reach import within
from anju.foundation.permissions import Reach

_COLUMNS = (
    "id", "community_id", "occurrence_id", "occurrence__round_id", "occurrence__round__title",
    "occurrence__round__domain", "place_id", "item", "severity", "text", "photos", "found_at", "found_by", "state",
    "closed_at", "closing_note",
)  # fmt: skip


def findings(
    *,
    reach: Reach | None = None,
    community_id: int | None = None,
    state: str = "",
    found_by: int | None = None,
) -> Any:
    """Queryset of findings in reach, latest first."""
    found = Finding.objects.order_by("-found_at", "-pk")
    if reach is not None:
        found = found.filter(within(reach, round_id="occurrence__round_id"))
    given = {"community_id": community_id, "state": state or None, "found_by": found_by}
    return found.filter(**{name: value for name, value in given.items() if value is not None})


def views(found: Any) -> list[FindingView]:
    """Views of a queryset of findings, in its order; one statement."""
    return [_view(row) for row in found.values_list(*_COLUMNS)]


def _view(row: tuple[Any, ...]) -> FindingView:
    names = (name.split("__")[-1] for name in _COLUMNS)
    values = dict(zip(names, row, strict=True))
    return FindingView(**{**values, "photos": tuple(values["photos"])})
