from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import Candidate, PhotoDraft
from anju.engines.cases.models import Assignment, Case, Offer, Refusal, Visit
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, opened
from anju.kernel.errors import Conflict, Invalid, NotFound


@pytest.fixture
def team(home):
    return factories.team(home, 3)


@pytest.fixture
def case_id(home, boss, team):
    return opened(boss, home, first_asked=team[1][2])


def case(case_id):
    return Case.objects.get(pk=case_id)


def test_one_person_leads_and_whoever_had_it_before_is_off_it(case_id, boss, team):
    first, second, _third = team[1]
    facade.case_assign(actor=boss, case_id=case_id, staff_id=first, at=NOW)
    with pytest.raises(Conflict, match=r"cases\.assign\.same"):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=first, at=NOW)
    facade.case_assign(actor=boss, case_id=case_id, staff_id=second, at=NOW + minutes(1), reason="顺路")
    assert (case(case_id).assignee_id, case(case_id).team_id) == (second, team[0])
    assert list(Assignment.objects.filter(ended_at=None).values_list("staff_id", "lead")) == [(second, True)]


def test_a_person_of_another_community_or_nobody_cannot_be_sent(case_id, boss):
    _team, (stranger,) = factories.team(factories.community("竹园"), 1)
    with pytest.raises(Invalid, match=r"cases\.assign\.elsewhere"):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=stranger, at=NOW)
    with pytest.raises(NotFound):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=999_999, at=NOW)


def test_of_an_offer_the_first_who_takes_it_has_it(case_id, boss, team):
    facade.case_offer(actor=boss, case_id=case_id, team_id=team[0], at=NOW)
    assert [one.pk for one in facade.mine(actor=boss, staff_id=team[1][0], team_id=team[0])] == [case_id]
    facade.offer_take(actor=boss, case_id=case_id, staff_id=team[1][1], at=NOW + minutes(1))
    with pytest.raises(Conflict, match=r"cases\.offer\.gone"):
        facade.offer_take(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW + minutes(2))
    assert (case(case_id).assignee_id, case(case_id).state) == (team[1][1], "assigned")
    assert Offer.objects.get().taken_by == team[1][1]


def test_an_offer_is_for_its_team(case_id, boss, home, team):
    other, (outsider,) = factories.team(home, 1, name="水电班")
    facade.case_offer(actor=boss, case_id=case_id, team_id=team[0], at=NOW)
    with pytest.raises(Invalid, match=r"cases\.offer\.other_team"):
        facade.offer_take(actor=boss, case_id=case_id, staff_id=outsider, at=NOW)
    facade.case_offer(actor=boss, case_id=case_id, team_id=other, at=NOW + minutes(1))
    facade.offer_take(actor=boss, case_id=case_id, staff_id=outsider, at=NOW + minutes(2))
    assert list(Offer.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "taken"]


def test_a_refusal_says_why_and_gives_the_case_back(case_id, boss, team):
    facade.case_assign(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW)
    with pytest.raises(Invalid, match=r"cases\.reason"):
        facade.case_refuse(actor=boss, case_id=case_id, staff_id=team[1][0], reason=" ", at=NOW)
    facade.case_refuse(
        actor=boss, case_id=case_id, staff_id=team[1][0], reason="没有电工证", at=NOW + minutes(1)
    )
    assert (case(case_id).assignee_id, case(case_id).state) == (None, "new")
    assert Refusal.objects.get().reason == "没有电工证"
    with pytest.raises(Conflict, match=r"cases\.assign\.not_given"):
        facade.case_refuse(
            actor=boss, case_id=case_id, staff_id=team[1][0], reason="再拒", at=NOW + minutes(2)
        )


def test_accepting_is_for_whoever_was_given_it(case_id, boss, team):
    with pytest.raises(Conflict, match=r"cases\.assign\.not_given"):
        facade.case_accept(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW)
    facade.case_assign(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW)
    facade.case_accept(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW)
    assert Assignment.objects.get().state == "accepted"


def test_handed_over_it_still_belongs_to_who_was_first_asked(case_id, boss, home, team):
    other, _people = factories.team(home, 1, name="水电班")
    facade.case_assign(actor=boss, case_id=case_id, staff_id=team[1][0], at=NOW)
    facade.case_hand_over(
        actor=boss, case_id=case_id, team_id=other, reason="属公共管道", at=NOW + minutes(1)
    )
    found = case(case_id)
    assert (found.owner_id, found.team_id, found.assignee_id) == (team[1][2], other, None)
    with pytest.raises(Invalid, match=r"cases\.hand_over\.nowhere"):
        facade.case_hand_over(actor=boss, case_id=case_id, reason="不知道给谁", at=NOW)
    facade.case_hand_over(
        actor=boss, case_id=case_id, staff_id=team[1][1], reason="他熟", at=NOW + minutes(2)
    )
    assert (case(case_id).assignee_id, case(case_id).team_id) == (team[1][1], team[0])


def test_several_people_visit_and_whoever_comes_unasked_helps(case_id, boss, team):
    first, second, third = team[1]
    facade.case_assign(actor=boss, case_id=case_id, staff_id=first, at=NOW)
    facade.helper_add(actor=boss, case_id=case_id, staff_id=second, at=NOW)
    visits = [
        facade.visit_start(actor=boss, case_id=case_id, staff_id=one, at=NOW + minutes(9))
        for one in (first, second, third)
    ]
    with pytest.raises(Conflict, match=r"cases\.visit\.under_way"):
        facade.visit_start(actor=boss, case_id=case_id, staff_id=first, at=NOW + minutes(9))
    roles = Assignment.objects.filter(ended_at=None).order_by("pk").values_list("staff_id", "lead", "state")
    assert list(roles) == [(first, True, "accepted"), (second, False, "accepted"), (third, False, "accepted")]
    for one in visits:
        facade.visit_end(actor=boss, visit_id=one, words="已换阀门", at=NOW + minutes(30))
    assert set(Visit.objects.values_list("state", flat=True)) == {"done"}
    with pytest.raises(Conflict, match=r"cases\.visit\.not_under_way"):
        facade.visit_end(actor=boss, visit_id=visits[0], at=NOW + minutes(31))


def test_two_appointments_of_one_person_do_not_overlap(home, boss, team):
    person = team[1][0]
    first, second = opened(boss, home), opened(boss, home)

    def agree(case_id, begin, end):
        return facade.appointment_agree(
            actor=boss,
            case_id=case_id,
            staff_id=person,
            begins_at=NOW + minutes(begin),
            ends_at=NOW + minutes(end),
            at=NOW,
        )

    agree(first, 60, 120)
    with pytest.raises(Conflict, match=r"cases\.visit\.busy"):
        agree(second, 119, 180)
    agree(second, 120, 180)
    moved = agree(first, 30, 90)
    assert Visit.objects.filter(case_id=first).count() == 2
    with pytest.raises(Invalid, match=r"cases\.visit\.window"):
        agree(first, 90, 90)
    plan = facade.day_plan(person, NOW.date())
    assert [(row.id, visit.begins_at) for row, visit in plan] == [
        (first, NOW + minutes(30)),
        (second, NOW + minutes(120)),
    ]
    facade.visit_call_off(actor=boss, visit_id=moved, reason="业主外出", at=NOW)
    assert [row.id for row, _visit in facade.day_plan(person, NOW.date())] == [second]
    with pytest.raises(Conflict, match=r"cases\.visit\.not_agreed"):
        facade.visit_call_off(actor=boss, visit_id=moved, reason="又", at=NOW)


def test_an_appointment_becomes_the_visit_and_an_end_before_the_start_is_refused(case_id, boss, team):
    person = team[1][0]
    booked = facade.appointment_agree(
        actor=boss,
        case_id=case_id,
        staff_id=person,
        begins_at=NOW + minutes(30),
        ends_at=NOW + minutes(60),
        at=NOW,
    )
    assert facade.visit_start(actor=boss, case_id=case_id, staff_id=person, at=NOW + minutes(35)) == booked
    with pytest.raises(Conflict, match=r"cases\.clock\.backwards"):
        facade.visit_end(actor=boss, visit_id=booked, at=NOW + minutes(34))


def test_a_suggestion_knows_load_and_history_and_who_is_barred(home, boss, team):
    first, second, third = team[1]
    (spot,) = factories.places(home)
    old = opened(boss, home, place_id=spot)
    facade.visit_end(
        actor=boss,
        visit_id=facade.visit_start(actor=boss, case_id=old, staff_id=second, at=NOW),
        at=NOW + minutes(9),
    )
    facade.case_assign(actor=boss, case_id=opened(boss, home), staff_id=first, at=NOW)
    new = opened(boss, home, place_id=spot, barred=(third,))
    people = [Candidate(staff_id=one) for one in team[1]]
    found = facade.suggest(actor=boss, case_id=new, candidates=people, at=NOW + minutes(60))
    assert [(one.staff_id, one.refused) for one in found] == [(second, ""), (first, ""), (third, "barred")]
    assert {one.code: one.value for one in found[0].reasons} == {"load": 1, "history": 1}
    assert {one.code: one.value for one in found[1].reasons} == {"load": 1}


def leave(staff_id):
    from django.apps import apps

    apps.get_model("people", "Staff").objects.filter(pk=staff_id).update(state="left")


def test_who_has_left_gets_no_work_and_a_case_opened_again_goes_to_nobody(case_id, boss, team):
    _team, (one, other, _owner) = team
    leave(one)
    with pytest.raises(Conflict, match=r"cases\.assign\.left"):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=one, at=NOW)
    facade.case_assign(actor=boss, case_id=case_id, staff_id=other, at=NOW)
    facade.visit_start(actor=boss, case_id=case_id, staff_id=other, at=NOW)
    photo = PhotoDraft(name="a.jpg", data=factories.picture(), role="after")
    facade.photo_add(actor=boss, case_id=case_id, photo=photo, at=NOW)
    factories.move(boss, case_id, "finish", NOW + minutes(1))
    facade.returns_draw(at=NOW + timedelta(days=1))
    for visit in facade.returns_open(actor=boss):
        facade.return_record(actor=boss, return_id=visit.pk, outcome="satisfied", at=NOW + timedelta(days=1))
    factories.move(boss, case_id, "close", NOW + timedelta(days=1))
    leave(other)
    facade.case_reopen(actor=boss, case_id=case_id, reason="又坏了", at=NOW + timedelta(days=2))
    row = facade.case_view(actor=boss, case_id=case_id, at=NOW).row
    assert (row.state, row.assignee_id) == ("working", None)
    assert not facade.load([other])
