"""Whoever is meant hears of it once, and who is barred never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.cases import jobs as engine_jobs
from anju.engines.cases.contracts import CaseEdit, Reporter
from anju.engines.messages import facade as messages
from anju.foundation import actors
from anju.foundation.accounts import services as accounts
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.services import telling
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def now():
    """Jobs read the clock themselves, so these cases happen just now."""
    return timezone.now()


def user_of(org, boss, staff_id, username, role=RoleCode.WORKER):
    user = made.user(username, org)
    people.login_link(actor=boss, staff_id=staff_id, user_id=user.pk, at=made.NOW)
    accounts.role_assign(actor=boss, user=user, role_code=role, path="")
    return user


def above(org, boss, username, role):
    user = made.user(username, org)
    accounts.role_assign(actor=boss, user=user, role_code=role, path="")
    return user


def opened(boss, home, at, kind="repair", **given):
    return facade.report(actor=boss, draft=made.draft(home, kind, **given), at=at).case_id


def test_a_report_is_acknowledged_to_a_user_or_to_a_phone_alone(org, boss, home, now):
    resident = made.user("resident", org)
    opened(boss, home, now, reporter=Reporter(user_id=resident.pk, name="陈女士"))
    called = opened(boss, home, now, reporter=Reporter(name="李先生", phone=made.PHONE))
    opened(boss, home, now, reporter=Reporter())
    made.work(org)
    assert made.heard("received") == [
        ("frontdesk.received", "user", resident.pk),
        ("frontdesk.received", "person", -called),
    ]
    line = messages.inbox(user_id=resident.pk)[0]
    assert line.title == "已收到：厨房水管滴水"


def test_every_event_is_told_once_however_often_it_is_delivered(org, boss, home, now):
    resident = made.user("resident", org)
    case_id = opened(boss, home, now, reporter=Reporter(user_id=resident.pk))
    made.work(org)
    telling.opened(case_id=case_id, at=now)
    event = cases.history(actor=boss, case_id=case_id)[-1]
    telling.changed(case_id=case_id, event_id=event.id, at=now)
    assert len(made.heard(user=resident.pk)) == 1


def test_the_resident_and_the_engineer_follow_a_repair(org, boss, home, now):
    resident = made.user("resident", org)
    engineer = user_of(org, boss, home.engineers[0], "engineer")
    case_id = opened(boss, home, now, reporter=Reporter(user_id=resident.pk), fields={"area": "home"})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now)
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now)
    made.charge(boss, case_id, at=now)
    price = cases.price_offer(actor=boss, case_id=case_id, at=now)
    cases.price_answer(actor=boss, price_id=price, agreed=True, by_name="陈女士", how="app", at=now)
    made.photo(boss, case_id, at=now)
    made.move(boss, case_id, "finish", now)
    made.work(org)
    told = [one[0].removeprefix("frontdesk.") for one in made.heard(user=resident.pk)]
    assert told == ["received", "taken", "arrived", "price", "done"]
    assert made.heard("assigned") == [("frontdesk.assigned", "user", engineer.pk)]


def test_what_is_told_days_later_is_not_sent(org, boss, home, now):
    resident = made.user("resident", org)
    opened(boss, home, now - timedelta(days=3), reporter=Reporter(user_id=resident.pk))
    made.work(org)
    assert made.heard() == []


def test_steps_of_the_ladder_reach_people_through_the_workers_own_jobs(org, boss, home, now):
    engineer = user_of(org, boss, home.engineers[1], "engineer")
    leader = user_of(org, boss, home.engineers[0], "leader1")
    manager = above(org, boss, "manager1", RoleCode.MANAGER)
    company = above(org, boss, "company1", RoleCode.LEADER)
    case_id = opened(boss, home, now - timedelta(minutes=25), fields={"area": "home", "urgent": True})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[1], at=now - timedelta(minutes=24))
    engine_jobs.fire(org_id=org.pk)
    made.work(org)
    assert made.heard("soon", engineer.pk)
    # What is promised for the same day may be late by now: shortly after midnight it is.
    assert "arrive_late" not in {one.step for one in cases.steps_of(case_id)}
    late = opened(boss, home, now - timedelta(hours=1, minutes=5), fields={"area": "home", "urgent": True})
    cases.case_assign(actor=boss, case_id=late, staff_id=home.engineers[1], at=now - timedelta(hours=1))
    engine_jobs.fire(org_id=org.pk)
    engine_jobs.fire(org_id=org.pk)
    made.work(org)
    assert {one[2] for one in made.heard("late_leader")} == {leader.pk}
    assert {one[2] for one in made.heard("late_manager")} == {manager.pk}
    assert made.heard("late_company") == []
    worst = opened(boss, home, now - timedelta(hours=5), fields={"area": "home", "urgent": True})
    engine_jobs.fire(org_id=org.pk)
    made.work(org)
    assert {one[2] for one in made.heard("late_company")} == {company.pk}
    assert len(cases.steps_of(worst)) == len({(one.step, one.turn) for one in cases.steps_of(worst)})


def test_a_sweep_runs_for_every_organisation(org, home, boss, now):
    from anju.foundation import scope
    from anju.foundation.accounts.models import Organisation

    opened(boss, home, now - timedelta(hours=5))
    other = Organisation.objects.create(name="另一家物业", short_name="另一家")
    with scope.enter(other.pk):
        theirs = made.home("别处")
        root = actors.root("测试", other.pk)
        case_id = opened(root, theirs, now - timedelta(hours=5))
    for org_id in (org.pk, other.pk):
        engine_jobs.fire(org_id=org_id)
    with scope.enter(other.pk):
        assert cases.steps_of(case_id)


def test_a_call_for_help_and_people_in_a_lift_ring_at_once(org, boss, home, now):
    guard = user_of(org, boss, home.guards[1], "guard1")
    engineer = user_of(org, boss, home.engineers[1], "engineer1")
    manager = above(org, boss, "manager1", RoleCode.MANAGER)
    opened(boss, home, now, "help", fields={"danger": "medical"})
    opened(boss, home, now, fields={"trade": "lift", "trapped": True})
    made.work(org)
    assert guard.pk in {one[2] for one in made.heard("help")}
    assert {engineer.pk, manager.pk} <= {one[2] for one in made.heard("trapped")}


def test_who_is_complained_about_hears_nothing_and_cannot_get_the_case(org, boss, home, now):
    engineer = user_of(org, boss, home.engineers[0], "engineer1", RoleCode.MANAGER)
    other = above(org, boss, "manager1", RoleCode.MANAGER)
    fields = {"class": "attitude", "about_staff": home.engineers[0]}
    case_id = opened(boss, home, now - timedelta(hours=9), "complaint", fields=fields)
    engine_jobs.fire(org_id=org.pk)
    made.work(org)
    assert made.heard(user=engineer.pk) == []
    assert made.heard(user=other.pk) != []
    with pytest.raises(Exception, match=r"cases\.assign\.barred"):
        cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now)
    named = opened(boss, home, now, "complaint", fields={"class": "attitude"})
    edit = CaseEdit(fields={"about_staff": home.guards[0]})
    cases.case_edit(actor=boss, case_id=named, edit=edit, reason="补充被投诉人", at=now)
    made.work(org)
    assert home.guards[0] in cases.barred(named)[0]


def test_a_warning_that_became_needless_is_taken_back(org, boss, home, now, monkeypatch):
    case_id = opened(boss, home, now - timedelta(minutes=25), fields={"area": "home", "urgent": True})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now - timedelta(minutes=24))
    cases.sweep_due(at=now)
    gone = []
    monkeypatch.setattr(telling.messages, "cancel", lambda *, cause_key, at: gone.append(cause_key) or 1)
    assert telling.take_back(case_id=case_id, at=now) == 0
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now)
    steps = [one for one in cases.steps_of(case_id) if one.clock in ("arrive", "answer")]
    assert telling.take_back(case_id=case_id, at=now) == len(steps) > 0
    assert gone == [f"case:{case_id}:step:{one.id}" for one in steps]


def test_reporters_of_merged_cases_are_told_of_the_one_that_goes_on(org, boss, home, now):
    first, second = made.user("one", org), made.user("two", org)
    kept = opened(boss, home, now, reporter=Reporter(user_id=first.pk))
    gone = opened(boss, home, now, reporter=Reporter(user_id=second.pk))
    cases.cases_merge(actor=boss, into_id=kept, case_ids=[gone], at=now)
    cases.case_assign(actor=boss, case_id=kept, staff_id=home.engineers[0], at=now)
    made.work(org)
    assert {one[2] for one in made.heard("taken")} == {first.pk, second.pk}
    assert {one[2] for one in made.heard("merged")} == {second.pk}


def test_few_stars_reach_whoever_answers_for_the_case_and_his_leader(org, boss, home, now):
    leader = user_of(org, boss, home.engineers[0], "leader1")
    owner = user_of(org, boss, home.desk[1], "owner1", RoleCode.FRONTDESK)
    case_id = opened(boss, home, now, first_asked=home.desk[1], fields={"area": "home"})
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[1], at=now)
    made.photo(boss, case_id, at=now)
    made.move(boss, case_id, "finish", now)
    cases.case_rate(actor=boss, case_id=case_id, stars=2, words="太慢", at=now)
    made.work(org)
    assert {one[2] for one in made.heard("displeased")} == {leader.pk, owner.pk}


@pytest.mark.parametrize("gone", ["leave", "off"])
def test_of_a_leader_who_is_away_or_switched_off_the_next_one_up_hears(org, boss, home, now, gone):
    leader = user_of(org, boss, home.engineers[0], "leader1")
    supervisor = above(org, boss, "supervisor1", RoleCode.SUPERVISOR)
    if gone == "leave":
        apps.get_model("people", "Staff").objects.filter(pk=home.engineers[0]).update(state="leave")
    else:
        leader.is_active = False
        leader.save()
    opened(boss, home, now - timedelta(hours=1, minutes=5), fields={"area": "home", "urgent": True})
    engine_jobs.fire(org_id=org.pk)
    made.work(org)
    assert {one[2] for one in made.heard("late_leader")} == {supervisor.pk}
