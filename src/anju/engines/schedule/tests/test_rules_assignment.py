from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.rules.assignment import Weights, areas, spread
from anju.kernel.errors import Invalid


@dataclass(frozen=True)
class Round:
    key: str


def rounds(count):
    return [Round(f"2026-11-21#{n}") for n in range(1, count + 1)]


places = st.integers(0, 40).map(lambda n: [f"place {i}" for i in range(n)])
members = st.integers(1, 8).map(lambda n: [f"member {i}" for i in range(n)])


@given(places, members)
def test_areas_are_even_and_everyone_has_one_unbroken_piece(route, team):
    owners = areas(route, team)
    pieces = [member for member, _ in groupby(owners[place] for place in route)]
    assert list(owners) == route
    assert len(pieces) == len(set(pieces))
    sizes = Counter(owners.values())
    if len(route) >= len(team):
        assert max(sizes.values()) - min(sizes[member] for member in team) <= 1


@given(places, members, st.data())
def test_borders_lie_within_one_place_of_the_exact_shares(route, team, data):
    effort = {place: data.draw(st.integers(1, 20)) for place in route}
    share = {member: data.draw(st.integers(0, 5)) for member in team}
    share[team[0]] += 1
    owners = areas(route, team, Weights(effort=effort, share=share))
    total, capacity = sum(effort.values()), sum(share.values())
    largest = max(effort.values(), default=0)
    border = done = 0
    for member in team:
        border += share[member]
        done += sum(effort[place] for place in route if owners[place] == member)
        assert abs(done - total * border / capacity) <= largest + 1


def test_a_place_on_a_border_goes_where_its_middle_lies():
    weights = Weights(effort={"lobby": 4, "stairs": 4, "yard": 2})
    owners = areas(["lobby", "stairs", "yard"], ["a", "b"], weights)
    assert owners == {"lobby": "a", "stairs": "b", "yard": "b"}


@given(places, members)
def test_a_new_member_at_the_end_only_moves_borders_forward(route, team):
    before, after = areas(route, team), areas(route, [*team, "new"])
    order = [*team, "new"]
    assert all(order.index(after[place]) >= order.index(before[place]) for place in route)
    assert sum(before[place] == after[place] for place in route) * 2 >= len(route) - 2 * len(team)


@given(st.integers(1, 5), st.integers(8, 30), members, st.sets(st.integers(0, 7)))
def test_who_is_present_keeps_his_places_and_the_others_share_the_rest(count, length, team, away):
    route = [f"place {n}" for n in range(length)]
    absent = {f"member {n}" for n in away}
    home = areas(route, team)
    result = spread(rounds(count), route, team, available=lambda member, _slot: member not in absent)
    for (_, place), member in result.items():
        if home[place] not in absent:
            assert member == home[place]
        else:
            assert member not in absent
            assert (member is None) == (set(team) <= absent)
    assert len(result) == count * length


@given(st.integers(1, 50), st.integers(1, 3), st.integers(4, 8))
def test_few_places_rotate_evenly(count, few, many):
    team = [f"member {n}" for n in range(many)]
    result = spread(rounds(count), [f"place {n}" for n in range(few)], team)
    sizes = Counter(result.values())
    assert max(sizes[member] for member in team) - min(sizes[member] for member in team) <= 1


def test_rotation_goes_on_where_yesterday_ended():
    team = ["a", "b", "c"]
    today = spread(rounds(1), ["gate"], team, weights=Weights(load={"a": 1}))
    assert list(today.values()) == ["b"]


def test_a_half_post_gets_half_of_the_rotation():
    result = spread(rounds(30), ["gate"], ["full", "half"], weights=Weights(share={"full": 2, "half": 1}))
    assert Counter(result.values()) == {"full": 20, "half": 10}


def test_the_same_question_has_the_same_answer():
    asked = (rounds(7), ["p", "q"], ["a", "b", "c"])
    assert spread(*asked) == spread(*asked)


def test_a_team_of_nobody_leaves_the_work_open():
    assert spread(rounds(1), ["p"], []) == {("2026-11-21#1", "p"): None}


@pytest.mark.parametrize(
    ("route", "team", "weights"),
    [
        (["p", "p"], ["a"], None),
        (["p", "q"], ["a", "a"], None),
        (["p"], ["a"], Weights(effort={"p": -1})),
        (["p"], ["a"], Weights(share={"a": -1})),
        (["p"], ["a"], Weights(share={"a": 0})),
    ],
)
def test_contradictory_teams_are_refused(route, team, weights):
    with pytest.raises(Invalid):
        areas(route, team, weights)
