"""What other packages may ask of places. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.estate.queries.annotations import with_place_names
from anju.modules.estate.queries.browsing import PublicLabel, public_label, service_phone
from anju.modules.estate.queries.places import (
    communities,
    descendant_ids,
    peak_hours,
    place,
    place_by_label,
    places_by_id,
    places_of,
    unit_count,
    unit_counts,
)
from anju.modules.estate.queries.records import routes, site_plan_of
from anju.modules.estate.services.places import PlaceChange, place_change, place_create
from anju.modules.estate.services.plans import RouteDraft, pin_set, route_set, site_plan_add
from anju.modules.estate.services.signs import CheckDraft, Photo, SignDraft, sign_add, sign_check
from anju.modules.estate.services.tree_import import import_keep, import_run
from anju.modules.estate.services.units import unit_change

__all__ = [
    "CheckDraft", "Photo", "PlaceChange", "PublicLabel", "RouteDraft", "SignDraft", "communities", "descendant_ids", "import_keep", "import_run", "peak_hours",
    "pin_set", "place", "place_by_label", "place_change", "place_create", "places_by_id", "places_of", "public_label",
    "route_set", "routes", "service_phone", "sign_add", "sign_check", "site_plan_add", "site_plan_of", "unit_change", "unit_count", "unit_counts", "with_place_names",
]  # fmt: skip
