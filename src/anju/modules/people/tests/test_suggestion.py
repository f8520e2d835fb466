from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anju.modules.people.contracts import StaffView
from anju.modules.people.rules.suggestion import suggest

SKILLS = ("消防", "急救", "电工", "绿化")


def person(key: int, skills=(), state="active") -> StaffView:
    return StaffView(
        key, f"员工{key}", f"N{key:03}", None, 1, 1, "部门", None, "", None, "", tuple(skills), state
    )


def test_the_own_domain_comes_before_a_skill_and_a_skill_before_nothing():
    staff = [(person(1), "cleaning"), (person(2, ["电工"]), "cleaning"), (person(3), "engineering")]
    found = suggest(staff, "engineering", ["电工"], {})
    assert [(one.staff_id, one.score, one.matched) for one in found] == [(3, 100, ()), (2, 30, ("电工",))]


def test_who_has_less_to_do_is_asked_first():
    staff = [(person(1), "fire"), (person(2), "fire")]
    assert [one.staff_id for one in suggest(staff, "fire", [], {1: 1})] == [2, 1]


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from(SKILLS)),
            st.sampled_from(["fire", "cleaning"]),
            st.sampled_from(["active", "left"]),
        ),
        max_size=8,
    ),
    st.sets(st.sampled_from(SKILLS)),
    st.dictionaries(st.integers(0, 8), st.integers(0, 5)),
)
def test_suggestions_are_active_fitting_people_each_once_best_first(drawn, skills, load):
    staff = [(person(key, have, state), domain) for key, (have, domain, state) in enumerate(drawn)]
    found = suggest(staff, "fire", skills, load)
    expected = {
        key
        for key, (have, domain, state) in enumerate(drawn)
        if state == "active" and (domain == "fire" or have & skills)
    }
    assert {one.staff_id for one in found} == expected
    assert len(found) == len(expected)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(st.integers(0, 5), st.integers(0, 5))
def test_one_task_more_never_moves_somebody_forward(load, more):
    staff = [(person(1), "fire"), (person(2), "fire")]
    before = [one.staff_id for one in suggest(staff, "fire", [], {1: load})].index(1)
    after = [one.staff_id for one in suggest(staff, "fire", [], {1: load + more})].index(1)
    assert after >= before
