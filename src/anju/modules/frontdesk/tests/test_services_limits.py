from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Budget, Unit
from anju.foundation import actors
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import budgets
from anju.modules.frontdesk.services import limits
from anju.modules.frontdesk.services.limits import LimitDraft
from anju.modules.frontdesk.tests import factories as made
from anju.modules.plans import facade as plans

NOW = made.NOW
PLAN = """服务方案

第一章 报修
1、急修15分钟内到达现场，一般维修当天完成。
2、小修2个工作日内完成。
第二章 投诉
1、业主投诉8小时内答复处理。
2、重大投诉当天上报公司。
3、每月检查一次投诉箱。
"""


@pytest.fixture
def home(org, boss):
    home = made.home()
    made.plan(boss, home.community, PLAN)
    return home


def promised(home):
    on = (NOW + timedelta(hours=8)).date()
    return {one.quote: one for one in plans.promises_in_force(home.community, on, "cases")}


def clocks(boss, opened, at=NOW):
    found = cases.case_view(actor=boss, case_id=opened.case_id, at=at)
    return {one.code: one for one in found.clocks}


def opened(boss, home, kind="repair", at=NOW, **given):
    return facade.report(actor=boss, draft=made.draft(home, kind, **given), at=at)


def test_promises_of_a_plan_govern_the_clocks_and_are_named(boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    found = clocks(boss, opened(boss, home, fields={"urgent": True}))
    promise = promised(home)["急修15分钟内到达现场"]
    assert found["arrive"].promise_id == promise.id
    assert found["arrive"].length == timedelta(minutes=15)
    assert found["arrive"].quote == "急修15分钟内到达现场"
    assert found["finish"].source == "house"


def test_promises_that_a_clock_keeps_run_and_others_wait(boss, home):
    states = {one.quote: one.state for one in promised(home).values()}
    assert set(states.values()) == {"waiting"}
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    assert {one.state for one in promised(home).values()} == {"running"}
    assert limits.limits_read(actor=boss, community_id=home.community, at=NOW) == 6


def test_without_a_promise_the_house_has_its_own_limits(boss, home):
    found = clocks(boss, opened(boss, home, "enquiry", fields={"topic": "general"}))
    assert (found["answer"].source, found["answer"].length) == ("house", timedelta(minutes=30))


def test_a_correction_replaces_what_was_read_and_running_cases_keep_theirs(boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    before = opened(boss, home, fields={"urgent": True})
    promise = promised(home)["急修15分钟内到达现场"]
    draft = LimitDraft(kind="hazard", clock="arrive", severity_from=3)
    limits.limit_correct(
        actor=boss,
        promise_id=promise.id,
        community_id=home.community,
        drafts=[draft],
        note="指设备隐患",
        at=NOW,
    )
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    assert clocks(boss, before)["arrive"].promise_id == promise.id
    assert clocks(boss, opened(boss, home, fields={"urgent": True}))["arrive"].source == "house"
    hazard = clocks(boss, opened(boss, home, "hazard", fields={"major": True}))
    assert (hazard["arrive"].promise_id, hazard["arrive"].length) == (promise.id, timedelta(minutes=15))
    limits.limit_read_again(actor=boss, promise_id=promise.id, community_id=home.community, at=NOW)
    again = clocks(boss, opened(boss, home, fields={"urgent": True}))
    assert again["arrive"].promise_id == promise.id


def test_a_promise_said_to_limit_nothing_waits_again(boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    promise = promised(home)["小修2个工作日内完成"]
    limits.limit_correct(
        actor=boss, promise_id=promise.id, community_id=home.community, drafts=[], note="不计时", at=NOW
    )
    assert promised(home)["小修2个工作日内完成"].state == "waiting"


def test_a_new_version_ends_the_limits_of_the_old_and_a_case_keeps_its_promise(boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    old = opened(boss, home, fields={"urgent": True})
    later = NOW + timedelta(days=2)
    made.plan(boss, home.community, PLAN.replace("15分钟", "10分钟"), at=later)
    limits.limits_read(actor=boss, community_id=home.community, at=later)
    assert clocks(boss, old, later)["arrive"].length == timedelta(minutes=15)
    fresh = opened(boss, home, at=later, fields={"urgent": True})
    assert clocks(boss, fresh, later)["arrive"].length == timedelta(minutes=10)


def test_the_houses_own_limits_can_be_changed_and_switched_off_but_not_the_laws(boss, home):
    limits.house_limit_set(
        actor=boss, code="enquiry.answer", community_id=home.community, budget=Budget(1, Unit.HOURS), at=NOW
    )
    found = clocks(boss, opened(boss, home, "enquiry", fields={"topic": "general"}))
    assert found["answer"].length == timedelta(hours=1)
    limits.house_limit_set(
        actor=boss, code="enquiry.answer", community_id=home.community, budget=None, at=NOW
    )
    off = clocks(boss, opened(boss, home, "enquiry", fields={"topic": "general"}))
    assert off["answer"].length is None
    with pytest.raises(Conflict):
        limits.house_limit_set(actor=boss, code="law.lift.rescue", community_id=None, budget=None, at=NOW)


def test_people_in_a_lift_run_against_the_law_beside_every_promise(boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    found = clocks(boss, opened(boss, home, "repair", fields={"trade": "lift", "trapped": True}))
    assert (found["finish"].length, found["finish"].source) == (timedelta(minutes=120), "law")
    assert found["arrive"].length == timedelta(minutes=10)


def test_who_may_not_set_limits_changes_nothing(org, boss, home):
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    promise = promised(home)["急修15分钟内到达现场"]
    given = {"promise_id": promise.id, "community_id": home.community, "drafts": [], "note": "x", "at": NOW}
    with pytest.raises(Forbidden):
        limits.limit_correct(actor=actors.Actor(org.pk, "路人"), **given)
    with pytest.raises(Invalid):
        limits.limit_correct(actor=boss, **{**given, "note": " "})
    with pytest.raises(NotFound):
        limits.limit_correct(actor=boss, **{**given, "promise_id": 0})
    assert budgets.in_force(home.community, NOW).filter(corrected=True).count() == 0


def test_half_days_are_counted_as_the_project_says(boss, home):
    draft = LimitDraft(kind="nothing", clock="arrive")
    with pytest.raises(Invalid):
        limits.limit_correct(
            actor=boss, promise_id=next(iter(promised(home).values())).id, community_id=home.community,
            drafts=[draft], note="x", at=NOW,
        )  # fmt: skip
