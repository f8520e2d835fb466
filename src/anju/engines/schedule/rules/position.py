"""How near a measured position lies to the places that work was done at. Pure; WGS-84 degrees and metres."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

# Mean radius of the Earth (IUGG R1); as a sphere it errs by at most 0.6 %, less than a metre at 150 m.
EARTH_M = 6_371_008.8

Point = tuple[float, float]


class Measured(NamedTuple):
    """Where a phone says it was. accuracy: metres within which it surely was, 0 when the phone said nothing."""

    point: Point
    accuracy: float = 0.0


def metres(here: Point, there: Point) -> float:
    """Great-circle distance of two points (latitude, longitude) by the haversine formula."""
    (lat, lng), (other_lat, other_lng) = here, there
    part = sin(radians(other_lat - lat) / 2) ** 2
    part += cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lng - lng) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(part)))


def farthest(place: Point, measured: Measured) -> float:
    """How far from the place the phone was at most: what is measured only vaguely proves only little."""
    return metres(place, measured.point) + measured.accuracy


def nearest_of(places: Sequence[Point], track: Sequence[Measured]) -> float | None:
    """Metres within which some measurement lies of some place, at most; None without places or measurements."""
    return min((farthest(place, one) for place in places for one in track), default=None)


def all_within(places: Sequence[Point | None], track: Sequence[Measured]) -> float | None:
    """Metres within which every place was passed, at most; None when one is not known or nothing was measured.

    Each place counts with the measurement that lies nearest to it, so that order and repetition do not matter.
    """
    if not places or not track:
        return None
    passed = [None if place is None else nearest_of([place], track) for place in places]
    return None if None in passed else max(each for each in passed if each is not None)
