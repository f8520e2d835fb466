from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.rules.position import EARTH_M, Measured, all_within, farthest, metres, nearest_of

POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
NEAR = st.tuples(st.floats(30.27, 30.28), st.floats(120.15, 120.16))
TRACK = st.lists(st.builds(Measured, NEAR, st.floats(0, 200)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        # One degree along the equator and along a meridian is a 360th of the circumference.
        ((0, 0), (0, 1), 111_195.08),
        ((30, 120), (31, 120), 111_195.08),
        # A degree of longitude shrinks with the cosine of the latitude: half of it at 60°.
        ((60, 10), (60, 11), 55_597.01),
        # Poles apart; the date line crossed.
        ((90, 0), (-90, 0), 20_015_114.4),
        ((0, 179.9995), (0, -179.9995), 111.195),
        # Paris (48.8566, 2.3522) to London (51.5074, -0.1278).
        ((48.8566, 2.3522), (51.5074, -0.1278), 343_557),
    ],
)
def test_distances_agree_with_known_ones(here, there, expected):
    assert metres(here, there) == pytest.approx(expected, rel=2e-5)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_way_round(here, there):
    found = metres(here, there)
    assert found == pytest.approx(metres(there, here), abs=1e-6)
    assert 0 <= found <= 3.1415927 * EARTH_M
    assert metres(here, here) == pytest.approx(0, abs=1e-6)


@given(NEAR, NEAR, NEAR)
def test_a_detour_is_never_shorter(here, by, there):
    assert metres(here, there) <= metres(here, by) + metres(by, there) + 1e-6


@given(NEAR, NEAR, st.floats(0, 5000))
def test_a_vague_measurement_proves_less(place, point, accuracy):
    sure, vague = Measured(point), Measured(point, accuracy)
    assert farthest(place, vague) == pytest.approx(farthest(place, sure) + accuracy)


@given(st.lists(NEAR, min_size=1, max_size=6), TRACK)
def test_a_route_is_as_near_as_the_place_passed_worst(places, track):
    within = all_within(places, track)
    assert within == max(all_within([place], track) for place in places)
    assert nearest_of(places, track) <= within
    assert all_within(places, [*reversed(track), track[0]]) == within


@given(st.lists(NEAR, min_size=1, max_size=6), TRACK, st.builds(Measured, NEAR, st.floats(0, 200)))
def test_one_more_measurement_never_takes_proof_away(places, track, more):
    assert all_within(places, [*track, more]) <= all_within(places, track)


@given(st.lists(NEAR, max_size=4), TRACK)
def test_a_place_nobody_has_located_leaves_its_route_unproven(places, track):
    assert all_within([*places, None], track) is None
    assert all_within([], track) is None and all_within(places, []) is None
    assert nearest_of([], track) is None
