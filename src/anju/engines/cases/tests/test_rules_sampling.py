from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases.rules import dispatch, sampling
from anju.engines.cases.rules.dispatch import Candidate as Person
from anju.engines.cases.rules.dispatch import Need
from anju.engines.cases.rules.sampling import Candidate

NUMBERS = st.sets(st.integers(1, 10_000), max_size=60).map(
    lambda found: [f"R2026-{n:06}" for n in sorted(found)]
)
SECRETS = st.text("0123456789abcdef", min_size=8, max_size=64)


@given(NUMBERS, SECRETS, st.integers(0, 100), st.data())
def test_a_draw_holds_all_serious_ones_and_at_least_its_share_of_the_others(numbers, secret, percent, data):
    serious = set(data.draw(st.lists(st.sampled_from(numbers)))) if numbers else set()
    population = [Candidate(one, one in serious) for one in numbers]
    drawn = set(sampling.draw(secret, population, percent))
    others = [one for one in numbers if one not in serious]
    share = len(drawn & set(others))
    assert serious <= drawn <= set(numbers)
    assert (share * 100 >= percent * len(others) and (share - 1) * 100 < percent * len(others)) or not others


@given(NUMBERS, SECRETS, st.randoms())
def test_the_order_in_which_cases_are_settled_changes_nothing(numbers, secret, chance):
    population = [Candidate(one) for one in numbers]
    shuffled = population[:]
    chance.shuffle(shuffled)
    assert sampling.draw(secret, population, 50) == sampling.draw(secret, shuffled, 50)


@given(NUMBERS, SECRETS)
def test_a_draw_proves_itself_and_no_other_does(numbers, secret):
    population = [Candidate(one) for one in numbers]
    drawn = sampling.draw(secret, population, 50)
    committed = sampling.commitment(secret)
    assert sampling.proves(secret, committed, population, 50, drawn)
    assert not sampling.proves(secret + "0", committed, population, 50, drawn)
    if drawn:
        assert not sampling.proves(secret, committed, population, 50, drawn[1:])


def test_nobody_can_tell_who_is_drawn_without_the_secret():
    population = [Candidate(f"R2026-{n:06}") for n in range(100)]
    draws = [set(sampling.draw(f"secret {n}", population, 50)) for n in range(200)]
    often = [sum(one.number in drawn for drawn in draws) for one in population]
    assert min(often) >= 60 and max(often) <= 140


TODAY = date(2026, 3, 10)
NEED = Need(
    on=TODAY, path="/1/2/3/", skills=frozenset({"水", "电"}), certificates=frozenset({"电工证"}), team_id=5
)
CERTIFIED = (("电工证", date(2026, 12, 31)),)


def person(number, **given):
    return Person(**{"staff_id": number, "certificates": CERTIFIED, **given})


def ids(found):
    return [one.staff_id for one in found]


def test_a_suggestion_explains_its_score():
    (best,) = dispatch.suggest(
        NEED, [person(1, skills=frozenset({"水"}), team_id=5, on_shift=True, path="/1/2/", load=2, visits=9)]
    )
    parts = {one.code: one.points for one in best.reasons}
    assert parts == {"skill": 20, "team": 15, "on_shift": 20, "near": 10, "load": -12, "history": 12}
    assert best.score == sum(parts.values())


def test_without_the_certificate_or_barred_one_stands_last_and_it_says_why():
    need = Need(on=TODAY, certificates=frozenset({"电工证"}), barred=frozenset({3}))
    people = [person(1, certificates=(("电工证", date(2026, 3, 9)),)), person(2, load=9), person(3)]
    found = dispatch.suggest(need, people)
    assert [(one.staff_id, one.refused) for one in found] == [(2, ""), (1, "certificate"), (3, "barred")]


def test_each_reason_alone_decides_between_equals():
    better = (
        {"skills": frozenset({"水"})}, {"team_id": 5}, {"on_shift": True}, {"path": "/1/2/3/"}, {"visits": 1},
    )  # fmt: skip
    for strength in better:
        assert ids(dispatch.suggest(NEED, [person(1), person(2, **strength)])) == [2, 1]
    for weakness in ({"on_shift": False}, {"load": 1}):
        assert ids(dispatch.suggest(NEED, [person(1, **weakness), person(2)])) == [2, 1]
    assert ids(dispatch.suggest(NEED, [person(2), person(1)])) == [1, 2]


def test_distance_counts_steps_to_the_common_place():
    assert dispatch.distance("/1/2/3/", "/1/2/3/") == 0
    assert dispatch.distance("/1/2/3/", "/1/2/") == 1
    assert dispatch.distance("/1/2/3/", "/1/4/5/6/") == 3
    assert dispatch.distance("/1/2/", "/9/2/") is None
    assert dispatch.distance("", "/1/") is None
