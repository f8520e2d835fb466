from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseEdit, CaseFacts
from anju.foundation import actors
from anju.kernel.errors import Conflict, Forbidden, NotFound
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.rules.kinds import closing
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


def test_a_correction_makes_a_case_as_grave_as_its_facts_and_its_team_that_of_its_kind(boss, home):
    draft = made.draft(home, "complaint", fields={"class": "fees"})
    opened = facade.report(actor=boss, draft=draft, at=NOW)
    assert view(boss, opened).row.severity == 2
    edit = CaseEdit(fields={"serious": True})
    facade.correct(actor=boss, case_id=opened.case_id, edit=edit, reason="核实", at=NOW)
    assert view(boss, opened).row.severity == 3
    top = next(one for one in view(boss, opened).clocks if one.code == "top")
    assert top.due_at is not None and top.due_at - NOW <= timedelta(days=1)
    fresh = facade.report(actor=boss, draft=made.draft(home), at=NOW)
    edit = CaseEdit(kind="violation", fields={"violation": "parking"})
    facade.correct(actor=boss, case_id=fresh.case_id, edit=edit, reason="占车位", at=NOW)
    assert view(boss, fresh).row.team_id == home.guard_team


def test_few_stars_neither_close_a_repair_nor_count_as_consent(boss, home):
    case_id = facade.report(actor=boss, draft=made.draft(home, fields={"area": "home"}), at=NOW).case_id
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=NOW)
    made.photo(boss, case_id)
    made.move(boss, case_id, "finish", NOW)
    cases.case_rate(actor=boss, case_id=case_id, stars=1, words="还在滴水", at=NOW)
    later = NOW + timedelta(days=1)
    cases.returns_draw(at=later)
    with pytest.raises(Conflict) as refused:
        made.move(boss, case_id, "close", later)
    assert "made_good" in refused.value.params["codes"]
    made.move(boss, case_id, "confirm", later, fields={"confirmed": "phone"})
    for visit in cases.returns_open(actor=boss):
        cases.return_record(actor=boss, return_id=visit.pk, outcome="satisfied", at=later)
    if not cases.case_view(actor=boss, case_id=case_id, at=later).row.closed_at:
        made.move(boss, case_id, "close", later)


@pytest.mark.parametrize(("stars", "held"), [(1, False), (2, False), (3, True), (5, True)])
def test_consent_is_more_than_few_stars(stars, held):
    facts = CaseFacts(
        kind="complaint", state="done", severity=2, fields={}, photos={}, rated=True, stars=stars
    )
    assert closing.consented(facts) is held
    asked = replace(facts, fields={"consent": "agreed"})
    assert closing.consented(asked)
