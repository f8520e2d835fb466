"""Where on Earth a place is: WGS-84 degrees, as a phone measures them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from anju.kernel.errors import Invalid
from anju.modules.estate.contracts import Coordinates

# A tenth of a metre; no phone measures finer.
_STEP = Decimal("0.000001")
LIMITS = {"latitude": 90, "longitude": 180}


def coordinates_of(latitude: Decimal | None, longitude: Decimal | None) -> Coordinates | None:
    """Both or none, rounded to six decimal places.

    Raises Invalid: estate.coordinates.half (naming the one that lacks), estate.coordinates.out_of_range.
    """
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise Invalid("estate.coordinates.half", field="latitude" if latitude is None else "longitude")
    return Coordinates(_checked("latitude", latitude), _checked("longitude", longitude))


def _checked(name: str, value: Decimal) -> Decimal:
    limit = LIMITS[name]
    if not value.is_finite() or abs(value) > limit:
        raise Invalid("estate.coordinates.out_of_range", field=name, limit=limit)
    return value.quantize(_STEP, ROUND_HALF_EVEN)


def coordinates_text(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """ "30.274100, 120.155070"; empty where they are not known."""
    return "" if latitude is None or longitude is None else f"{latitude:f}, {longitude:f}"
