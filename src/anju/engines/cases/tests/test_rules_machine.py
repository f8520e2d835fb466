from __future__ import annotations

from dataclasses import replace

import pytest

from anju.engines.cases.contracts import CaseFacts, Field, LadderStep, ReturnRule, State, To
from anju.engines.cases.queries import kinds
from anju.engines.cases.rules import closing, machine
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import REPAIR, way
from anju.kernel.errors import Conflict, Invalid


def facts(**given):
    return CaseFacts(
        **{"kind": "t_repair", "state": "done", "severity": 2, "fields": {}, "photos": {}, **given}
    )


def test_the_kinds_of_the_tests_can_work():
    for one in factories.KINDS:
        machine.check(one)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prefix": "太长的前缀"}, "prefix"),
        ({"states": (State("a", "甲", closed=True),)}, "first state must be an open one"),
        ({"states": (*REPAIR.states, State("void", "作废"))}, "states of the engine"),
        ({"states": (*REPAIR.states, State("limbo", "无人问津"))}, "'limbo' is never reached"),
        ({"states": (*REPAIR.states, REPAIR.states[0])}, "declared twice"),
        ({"transitions": (*REPAIR.transitions, way("x", "new", "nowhere"))}, "names state 'nowhere'"),
        (
            {"transitions": (*REPAIR.transitions, way("x", "new", "done", stops=("tick",)))},
            "names clock 'tick'",
        ),
        ({"transitions": (*REPAIR.transitions, way("x", "new", "done", fields=("y",)))}, "names field 'y'"),
        ({"transitions": (*REPAIR.transitions, way("x", "new", "done", follows=("z",)))}, "is no deed"),
        ({"transitions": (*REPAIR.transitions, way("x", "closed", "new"))}, "reopens"),
        ({"transitions": (*REPAIR.transitions, way("x", "new", "done", reopens=True))}, "reopens"),
        ({"transitions": (*REPAIR.transitions, way("x", "new closed", "done"))}, "reopens"),
        ({"ladder": (LadderStep(code="x", clock="tick", to=To.TEAM, message="m"),)}, "names clock 'tick'"),
        ({"ladder": (LadderStep(code="x", clock="take", to=To.ROLE, message="m"),)}, "role"),
        (
            {"ladder": (LadderStep(code="x", clock="take", to=To.TEAM, message="m", share=-1),)},
            "at no moment",
        ),
        ({"fields": (Field("x", "甲", "colour"),)}, "no such sort"),
        ({"returns": ReturnRule(percent=101)}, "0 to 100"),
        ({"returns": ReturnRule(state="limbo")}, "name state 'limbo'"),
    ],
)
def test_a_kind_that_cannot_work_is_refused_and_says_why(change, words):
    with pytest.raises(ValueError, match=r"case kind 't_repair'") as refused:
        machine.check(replace(REPAIR, **change))
    assert words in str(refused.value)


def test_a_kind_and_its_prefix_are_declared_once(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.kind(REPAIR)
    with pytest.raises(ValueError, match="twice"):
        kinds.kind(REPAIR)
    with pytest.raises(ValueError, match="prefix 'TR' is taken"):
        kinds.kind(replace(REPAIR, code="other"))
    assert kinds.kind_of("t_repair") is REPAIR


def test_a_transition_starts_only_from_its_states():
    assert machine.transition(REPAIR, "new", "assign").to == "assigned"
    with pytest.raises(Conflict, match=r"cases\.transition\.state"):
        machine.transition(REPAIR, "closed", "assign")
    with pytest.raises(Invalid, match=r"cases\.transition\.unknown"):
        machine.transition(REPAIR, "new", "fly")


def test_what_a_transition_asks_for_is_named_when_it_is_missing():
    finish = REPAIR.transition("finish")
    assert machine.missing(finish, facts(chargeable=500), "") == ("photo_after", "price_consent")
    assert machine.missing(finish, facts(photos={"after": 1}, chargeable=500, agreed=499), "") == (
        "price_consent",
    )
    assert machine.missing(finish, facts(photos={"after": 1}, chargeable=500, agreed=500), "") == ()
    asked = way("x", "new", "done", fields=("part",))
    assert machine.missing(asked, facts(), "") == ("field:part",)
    assert machine.missing(asked, facts(fields={"part": "水"}), "") == ()


@pytest.mark.parametrize(
    ("given", "unmet"),
    [
        ({"photos": {"after": 1}, "drawn": False}, []),
        ({"drawn": False}, ["after"]),
        ({"photos": {"after": 1}}, ["returned"]),
        ({"photos": {"after": 1}, "drawn": True}, ["returned"]),
        ({"photos": {"after": 1}, "drawn": True, "returned": True}, []),
        ({"photos": {"after": 1}, "drawn": False, "severity": 3}, ["checked"]),
    ],
)
def test_a_case_closes_when_all_its_rules_hold(given, unmet):
    assert [one.code for one in closing.unmet(REPAIR, facts(**given), "closed")] == unmet


def test_a_case_that_is_dropped_is_asked_nothing():
    assert closing.unmet(REPAIR, facts(), "cancelled") == ()


def test_nobody_passes_his_own_work():
    hands = frozenset({("staff", 4), ("user", 9)})
    passed = {"checked": True, "hands": hands}
    assert closing.checked_by_another(facts(**passed, checkers=frozenset({("staff", 5), ("user", 8)})))
    assert not closing.checked_by_another(facts(**passed, checkers=frozenset({("staff", 5), ("user", 9)})))
    assert not closing.checked_by_another(facts(**passed, checkers=frozenset({("staff", 4)})))
    assert not closing.checked_by_another(facts(checked=False, checkers=frozenset({("staff", 5)})))
    assert not closing.checked_by_another(facts(**passed))


def test_fields_are_checked_by_their_sort():
    kind = replace(REPAIR, fields=(Field("n", "数", "number", required=True), *REPAIR.fields))
    assert machine.fields(kind, {"n": 0, "part": "", "paid": False}) == {"n": 0, "paid": False}
    for wrong, code in (
        ({}, "cases.field.missing"), ({"n": True}, "cases.field.sort"), ({"n": "1"}, "cases.field.sort"),
        ({"n": 1, "part": "气"}, "cases.field.sort"), ({"n": 1, "x": 1}, "cases.field.unknown"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            machine.fields(kind, wrong)
        assert refused.value.code == code
