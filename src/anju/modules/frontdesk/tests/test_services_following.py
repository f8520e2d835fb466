"""What follows by itself: cases of findings, dispatch, withdrawal, hand-over, and persons who change."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter
from anju.foundation import actors, files, registry
from anju.kernel.errors import Conflict, Forbidden, NotFound
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import case_panels, settings
from anju.modules.frontdesk.services import following
from anju.modules.frontdesk.tests import factories as made

NOW = made.NOW


@pytest.fixture
def home(org):
    return made.home()


def finding(home, boss, severity=2, domain="engineering", text="泵房地面积水"):
    """A finding of a round of this field of work, with one photo."""
    round_ = apps.get_model("schedule", "Round").objects.create(
        community_id=home.community, domain=domain, kind="inspection", title="泵房巡检", recurrence={},
        active_from=NOW.date(),
    )  # fmt: skip
    occurrence = apps.get_model("schedule", "Occurrence").objects.create(
        round=round_, community_id=home.community, on=NOW.date(), opens_at=NOW, closes_at=NOW, due_at=NOW, slot="08:00",
    )  # fmt: skip
    kept = files.keep(actor=boss, what=files.purposes()["round_photo"], name="现场.jpg", data=made.picture())
    submission = apps.get_model("schedule", "Submission").objects.create(
        occurrence=occurrence,
        staff_id=home.engineers[0],
        done_at=NOW,
        received_at=NOW,
        key=uuid4(),
        outcome="proven",
    )
    return apps.get_model("schedule", "Finding").objects.create(
        community_id=home.community, occurrence=occurrence, submission=submission, place_id=home.homes[0],
        severity=severity, text=text, photos=[str(kept.token)], found_at=NOW, found_by=home.engineers[0],
    ).pk  # fmt: skip


def opened(boss, home, kind="repair", **given):
    return facade.report(actor=boss, draft=made.draft(home, kind, **given), at=NOW).case_id


def row(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=NOW).row


def test_who_reported_it_may_take_it_back_until_somebody_works_on_it(org, boss, home):
    resident = made.user("resident", org)
    actor = actors.Actor(org.pk, "陈女士", user_id=resident.pk)
    case_id = opened(boss, home, reporter=Reporter(user_id=resident.pk))
    with pytest.raises(NotFound):
        facade.withdraw(actor=actors.Actor(org.pk, "别人", user_id=0), case_id=case_id, reason="x", at=NOW)
    facade.withdraw(actor=actor, case_id=case_id, reason="自己修好了", at=NOW)
    assert row(boss, case_id).state == "cancelled"
    under_way = opened(boss, home, reporter=Reporter(user_id=resident.pk))
    cases.case_assign(actor=boss, case_id=under_way, staff_id=home.engineers[0], at=NOW)
    cases.visit_start(actor=boss, case_id=under_way, staff_id=home.engineers[0], at=NOW)
    with pytest.raises(Conflict):
        facade.withdraw(actor=actor, case_id=under_way, reason="不用了", at=NOW)


def test_a_case_handed_to_a_team_waits_to_be_given_again_and_its_owner_stays(boss, home):
    case_id = opened(boss, home, first_asked=home.desk[0])
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=NOW)
    facade.hand_over(actor=boss, case_id=case_id, team_id=home.guard_team, reason="属秩序部", at=NOW)
    found = row(boss, case_id)
    assert (found.state, found.assignee_id, found.team_id) == ("new", None, home.guard_team)
    assert found.owner_id == home.desk[0]
    facade.hand_over(actor=boss, case_id=case_id, staff_id=home.guards[0], reason="请处理", at=NOW)
    assert row(boss, case_id).state == "assigned"


def test_a_finding_becomes_a_case_with_its_photo_and_ends_with_it(boss, home):
    number = finding(home, boss)
    first = facade.finding_turn(actor=boss, finding_id=number, at=NOW)
    again = facade.finding_turn(actor=boss, finding_id=number, at=NOW)
    assert (again.case_id, again.repeated) == (first.case_id, True)
    view = cases.case_view(actor=boss, case_id=first.case_id, at=NOW)
    assert (view.row.kind, view.row.severity, view.row.place_id) == ("repair", 3, home.homes[0])
    assert [one.role for one in view.photos] == ["before"]
    assert (view.source, view.source_id) == ("schedule.finding", number)
    cases.case_move(
        actor=boss, case_id=first.case_id, at=NOW, move=made.Move(transition="cancel", reason="误报")
    )
    from anju.modules.frontdesk.services import findings

    assert not findings.case_closed(case_id=first.case_id, state="cancelled", at=NOW)
    assert findings.case_closed(case_id=first.case_id, state="closed", at=NOW)
    assert apps.get_model("schedule", "Finding").objects.get(pk=number).state == "closed"
    with pytest.raises(Conflict):
        facade.finding_turn(actor=boss, finding_id=number, at=NOW)


def test_who_may_not_turn_findings_turns_none(org, boss, home):
    number = finding(home, boss)
    with pytest.raises(Forbidden):
        facade.finding_turn(actor=actors.Actor(org.pk, "路人"), finding_id=number, at=NOW)
    assert not cases.cases(actor=boss).exists()


@pytest.mark.parametrize(
    ("wanted", "severity", "made_one"),
    [("never", 3, False), ("serious", 1, False), ("serious", 2, True), ("all", 1, True)],
)
def test_findings_become_cases_as_the_setting_says(boss, home, wanted, severity, made_one):
    from anju.modules.frontdesk.services import findings

    registry.change(actor=boss, setting=settings.FINDINGS, new=wanted, community_id=home.community)
    number = finding(home, boss, severity=severity, domain="fire")
    found = findings.finding_raised(finding_id=number, at=NOW)
    assert (found is not None) == made_one
    if found:
        assert row(boss, found.case_id).kind == "hazard"


@pytest.mark.parametrize("way", ["offer", "auto"])
def test_fresh_cases_are_given_as_the_community_wants(org, boss, home, way):
    registry.change(actor=boss, setting=settings.DISPATCH["repair"], new=way, community_id=home.community)
    now = timezone.now()
    draft = made.draft(home, fields={"trade": "water"})
    case_id = facade.report(actor=boss, draft=draft, at=now).case_id
    made.work(org)
    found = cases.rows(cases.cases(actor=boss).filter(pk=case_id))[0]
    if way == "offer":
        assert (found.state, found.assignee_id) == ("new", None)
        cases.offer_take(actor=boss, case_id=case_id, staff_id=home.engineers[2], at=timezone.now())
    else:
        assert (found.state, found.assignee_id in home.engineers) == ("assigned", True)


def test_clocks_follow_an_appointment_however_it_was_made_moved_or_called_off(org, boss, home):
    now = timezone.now()
    case_id = facade.report(actor=boss, draft=made.draft(home, fields={"urgent": True}), at=now).case_id
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=now)

    def agree(hours):
        begins = now + timedelta(hours=hours)
        return cases.appointment_agree(
            actor=boss, case_id=case_id, staff_id=home.engineers[0], begins_at=begins,
            ends_at=begins + timedelta(hours=1), at=now,
        )  # fmt: skip

    def clocks():
        view = cases.case_view(actor=boss, case_id=case_id, at=timezone.now())
        return {one.code: one for one in view.clocks}

    agree(5)
    made.work(org)
    assert clocks()["arrive"].state == "paused"
    assert abs(clocks()["visit"].due_at - (now + timedelta(hours=6))) < timedelta(minutes=2)
    visit = agree(20)
    made.work(org)
    assert clocks()["visit"].run == 2
    assert abs(clocks()["visit"].due_at - (now + timedelta(hours=21))) < timedelta(minutes=2)
    cases.visit_call_off(actor=boss, visit_id=visit, reason="业主改口", at=timezone.now())
    made.work(org)
    assert (clocks()["arrive"].state, clocks()["visit"].state) == ("running", "stopped")


def test_cases_follow_a_person_who_is_merged_or_forgotten(boss, home):
    told = Reporter(person_id=71, name="陈女士", phone=made.PHONE)
    done = opened(boss, home, "enquiry", reporter=told)
    made.move(boss, done, "answer_now", fields={"answer": "已答复"})
    case_id = opened(boss, home, reporter=told)
    assert following.person_merged(kept_id=70, gone_id=71) == 2
    assert cases.case_view(actor=boss, case_id=case_id, at=NOW).person_id == 70
    assert following.person_forgotten(person_id=70, at=NOW + timedelta(days=1)) == 1
    assert cases.case_view(actor=boss, case_id=done, at=NOW).anonymous
    assert cases.case_view(actor=boss, case_id=case_id, at=NOW).person_id == 70
    assert [one.id for one in cases.find(actor=boss, text=made.PHONE)] == [case_id]


def test_somebodys_copy_holds_his_reports_and_open_ones_are_kept(boss, home):
    case_id = opened(boss, home, reporter=Reporter(person_id=70, name="陈女士", phone=made.PHONE))
    row = case_panels.copy_of(70)[0].rows[0]
    assert (row["number"], row["title"], row["state"]) == ("R2026-000001", "厨房水管滴水", "待派单")
    assert "R2026-000001" in case_panels.kept_of(70, NOW.date())[0].what
    made.move(boss, case_id, "cancel", reason="不修了")
    assert case_panels.kept_of(70, NOW.date()) == ()
    assert [one.id for one in case_panels.of_home(boss, home.homes[0])] == [case_id]
    assert case_panels.of_person(boss, 99) == []
