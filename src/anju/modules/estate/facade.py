"""What other packages may ask of places. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.estate.queries.annotations import with_place_names
from anju.modules.estate.queries.places import (
    communities,
    descendant_ids,
    peak_hours,
    place,
    place_by_label,
    places_by_id,
    places_of,
    unit_count,
)
from anju.modules.estate.queries.records import routes
from anju.modules.estate.services.places import place_create
from anju.modules.estate.services.tree_import import import_keep, import_run
from anju.modules.estate.services.units import unit_change

__all__ = [
    "communities", "descendant_ids", "import_keep", "import_run", "peak_hours", "place", "place_by_label", "place_create", "places_by_id",
    "places_of", "routes", "unit_change", "unit_count",
    "with_place_names",
]  # fmt: skip
