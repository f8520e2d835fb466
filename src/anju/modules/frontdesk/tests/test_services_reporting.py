from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.foundation import actors
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people

NOW = made.NOW


@pytest.fixture
def home(org):
    return made.home()


def view(actor, opened):
    return cases.case_view(actor=actor, case_id=opened.case_id, at=NOW)


def test_a_report_gets_its_team_its_number_and_whoever_was_asked_first(org, boss, home):
    user = made.user("desk", org)
    people.login_link(actor=boss, staff_id=home.desk[1], user_id=user.pk, at=NOW)
    actor = actors.Actor(org.pk, "客服", user_id=user.pk, grants=boss.grants)
    opened = facade.report(actor=actor, draft=made.draft(home), at=NOW)
    row = view(boss, opened).row
    assert opened.number == "R2026-000001"
    assert (row.team_id, row.owner_id, row.severity) == (home.engineer_team, home.desk[1], 2)


def test_people_in_a_lift_are_a_call_for_help_whatever_they_were_taken_down_as(boss, home):
    draft = made.draft(home, title="电梯停在八楼，里面有人", fields={"trade": "lift", "trapped": True})
    found = view(boss, facade.report(actor=boss, draft=draft, at=NOW))
    assert (found.row.kind, found.row.severity) == ("help", 4)
    assert found.fields == {"danger": "lift", "trapped": True}


def test_a_complaint_about_a_person_bars_him_and_an_anonymous_one_keeps_no_name(org, boss, home):
    user = made.user("engineer", org)
    people.login_link(actor=boss, staff_id=home.engineers[0], user_id=user.pk, at=NOW)
    about = actors.Actor(org.pk, "师傅", user_id=user.pk, grants=boss.grants)
    fields = {"class": "attitude", "about_staff": home.engineers[0], "anonymous": True}
    opened = facade.report(actor=about, draft=made.draft(home, "complaint", fields=fields), at=NOW)
    found = view(boss, opened)
    assert found.anonymous
    assert found.row.owner_id is None
    with pytest.raises(NotFound):
        view(about, opened)


def test_the_same_key_opens_one_case(boss, home):
    first = facade.report(actor=boss, draft=made.draft(home), at=NOW, key="k1")
    again = facade.report(actor=boss, draft=made.draft(home), at=NOW + timedelta(seconds=5), key="k1")
    assert (again.case_id, again.repeated) == (first.case_id, True)


def test_who_may_not_open_is_refused_and_nothing_is_kept(org, boss, home):
    with pytest.raises(Forbidden):
        facade.report(actor=actors.Actor(org.pk, "路人"), draft=made.draft(home), at=NOW)
    assert not cases.find(actor=boss, text=made.PHONE)


def test_progress_is_said_in_words(boss, home):
    opened = facade.report(actor=boss, draft=made.draft(home), at=NOW)
    assert facade.progress_words(view(boss, opened), NOW).startswith("待派单")
    cases.case_assign(actor=boss, case_id=opened.case_id, staff_id=home.engineers[0], at=NOW)
    made.move(boss, opened.case_id, "wait", reason="等配件")
    assert facade.progress_words(view(boss, opened), NOW) == "等待中：等配件"


def test_residents_are_offered_what_they_may_report():
    assert [one.code for one in facade.kinds_for_residents()][:2] == ["repair", "complaint"]
    assert "legacy" not in {one.code for one in facade.kinds_for_residents()}
