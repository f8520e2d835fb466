"""Every kind of case from its report to its end, with everything that must be there on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.kernel.errors import Conflict, Forbidden, Invalid
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.services import settling
from anju.modules.frontdesk.tests import factories as made

NOW = made.NOW
NIGHT = timedelta(days=1)


@pytest.fixture
def home(org):
    return made.home()


def opened(boss, home, kind="repair", **given):
    return facade.report(actor=boss, draft=made.draft(home, kind, **given), at=NOW).case_id


def state(boss, case_id, at=NOW):
    return cases.case_view(actor=boss, case_id=case_id, at=at).row.state


def go(boss, case_id, staff_id, at=NOW):
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff_id, at=at)
    return cases.visit_start(actor=boss, case_id=case_id, staff_id=staff_id, at=at)


def rate(boss, case_id, stars=5, at=NOW):
    cases.case_rate(actor=boss, case_id=case_id, stars=stars, at=at)


def drawn(boss, case_id, at):
    """Hold the draw; whoever was drawn is visited, content. Returns whether the case was drawn."""
    cases.returns_draw(at=at)
    waiting = [one for one in cases.returns_open(actor=boss) if one.case_id == case_id]
    for one in waiting:
        cases.return_record(actor=boss, return_id=one.pk, outcome="satisfied", at=at)
    return bool(waiting)


@pytest.mark.parametrize("kind", ["repair", "hazard"])
def test_the_fence_round_a_work_is_proved_by_a_photo(boss, home, kind):
    case_id = opened(boss, home, kind, fields={"trade": "wall"})
    go(boss, case_id, home.engineers[0])
    with pytest.raises(Invalid):
        made.move(boss, case_id, "fence")
    made.photo(boss, case_id, "before")
    assert made.move(boss, case_id, "fence") == "working"


def test_a_repair_in_a_home_from_report_to_close(boss, home):
    case_id = opened(boss, home, fields={"area": "home", "trade": "water"})
    go(boss, case_id, home.engineers[0])
    assert state(boss, case_id) == "working"
    made.photo(boss, case_id)
    assert made.move(boss, case_id, "finish") == "done"
    rate(boss, case_id)
    assert state(boss, case_id) == "done"
    if not drawn(boss, case_id, NOW + NIGHT):
        made.move(boss, case_id, "close", NOW + NIGHT)
    assert state(boss, case_id) == "closed"


def test_nobody_closes_before_it_is_done_and_the_resident_was_asked(boss, home):
    case_id = opened(boss, home, fields={"area": "home"})
    with pytest.raises(Conflict, match=r"cases\.transition\.state"):
        made.move(boss, case_id, "close")
    go(boss, case_id, home.engineers[0])
    with pytest.raises(Conflict, match=r"cases\.transition\.state"):
        made.move(boss, case_id, "close")
    with pytest.raises(Invalid) as refused:
        made.move(boss, case_id, "finish")
    assert "photo_after" in refused.value.params["lacking"]
    made.photo(boss, case_id)
    made.move(boss, case_id, "finish")
    with pytest.raises(Conflict) as refused:
        made.move(boss, case_id, "close")
    assert set(refused.value.params["codes"]) == {"asked", "returned"}
    made.move(boss, case_id, "confirm", fields={"confirmed": "phone"})
    with pytest.raises(Conflict) as refused:
        made.move(boss, case_id, "close")
    assert refused.value.params["codes"] == ["returned"]
    assert state(boss, case_id) == "done"


def test_paid_work_waits_for_the_owners_yes(boss, home):
    case_id = opened(boss, home, fields={"area": "home", "paid": True})
    go(boss, case_id, home.engineers[0])
    made.photo(boss, case_id)
    made.charge(boss, case_id)
    with pytest.raises(Invalid) as refused:
        made.move(boss, case_id, "finish")
    assert refused.value.params["lacking"] == ["price_consent"]
    price = cases.price_offer(actor=boss, case_id=case_id, at=NOW)
    assert state(boss, case_id) == "waiting"
    cases.price_answer(actor=boss, price_id=price, agreed=False, by_name="陈女士", how="phone", at=NOW)
    assert state(boss, case_id) == "working"
    with pytest.raises(Invalid):
        made.move(boss, case_id, "finish")
    price = cases.price_offer(actor=boss, case_id=case_id, at=NOW)
    cases.price_answer(actor=boss, price_id=price, agreed=True, by_name="陈女士", how="app", at=NOW)
    assert made.move(boss, case_id, "finish") == "done"


def test_a_public_part_is_passed_by_somebody_who_did_not_work_on_it(boss, home):
    case_id = opened(boss, home, fields={"area": "public", "trade": "light"}, place_id=home.community)
    go(boss, case_id, home.engineers[0])
    made.photo(boss, case_id)
    made.move(boss, case_id, "finish")
    cases.returns_draw(at=NOW + NIGHT)
    with pytest.raises(Conflict) as refused:
        made.move(boss, case_id, "close", NOW + NIGHT)
    assert "accepted" in refused.value.params["codes"]
    cases.case_check(actor=boss, case_id=case_id, passed=True, at=NOW + NIGHT, staff_id=home.engineers[1])
    if not drawn(boss, case_id, NOW + NIGHT):
        waiting = [one for one in cases.returns_open(actor=boss) if one.case_id == case_id]
        assert waiting == []
        assert made.move(boss, case_id, "close", NOW + NIGHT) == "closed"


def test_an_agreed_time_takes_the_place_of_the_promised_ones(boss, home):
    case_id = opened(boss, home, fields={"area": "home", "urgent": True})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=NOW)
    begins, ends = made.after(hours=20), made.after(hours=22)
    facade.appoint(
        actor=boss, case_id=case_id, staff_id=home.engineers[0], begins_at=begins, ends_at=ends, at=NOW
    )
    clocks = {one.code: one for one in cases.case_view(actor=boss, case_id=case_id, at=NOW).clocks}
    assert (clocks["arrive"].state, clocks["finish"].state) == ("paused", "paused")
    assert clocks["visit"].due_at == ends
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=made.after(hours=21))
    clocks = {
        one.code: one for one in cases.case_view(actor=boss, case_id=case_id, at=made.after(hours=21)).clocks
    }
    assert (clocks["visit"].state, clocks["arrive"].state, clocks["finish"].state) == (
        "stopped", "stopped", "running",
    )  # fmt: skip


def test_a_complaint_is_investigated_answered_and_agreed_to_or_talked_over_again(boss, home):
    case_id = opened(boss, home, "complaint", fields={"class": "cleaning"})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.desk[0], at=NOW)
    made.move(boss, case_id, "reply", reason="已收到，正在查")
    made.move(boss, case_id, "investigate")
    with pytest.raises(Invalid) as refused:
        made.move(boss, case_id, "finish", reason="已安排", fields={"cause": "漏扫"})
    assert refused.value.params["lacking"] == ["field:cause_kind", "field:measure"]
    answer = {"cause": "漏扫", "cause_kind": "staff", "measure": "补扫并加查一次"}
    made.move(boss, case_id, "finish", reason="已补扫", fields=answer)
    made.move(boss, case_id, "consent", fields={"consent": "refused"})
    cases.returns_draw(at=NOW + NIGHT)
    with pytest.raises(Conflict) as refused:
        made.move(boss, case_id, "close", NOW + NIGHT)
    assert "consented" in refused.value.params["codes"]
    assert made.move(boss, case_id, "redo", NOW + NIGHT, reason="投诉人不认可，再沟通") == "working"
    made.move(boss, case_id, "finish", NOW + NIGHT, reason="再次补扫", fields=answer)
    made.move(boss, case_id, "consent", NOW + NIGHT, fields={"consent": "agreed"})
    if not drawn(boss, case_id, NOW + NIGHT * 2):
        made.move(boss, case_id, "close", NOW + NIGHT * 2)
    assert state(boss, case_id) == "closed"
    made.move(boss, case_id, "judge_later", NOW + NIGHT * 2, fields={"fault": "delayed"})
    made.move(boss, case_id, "punish", NOW + NIGHT * 2, reason="推诿", fields={"penalty": "oral"})


def test_a_serious_complaint_goes_to_the_top_the_same_day(boss, home):
    case_id = opened(boss, home, "complaint", fields={"class": "security", "serious": True})
    clocks = {one.code: one for one in cases.case_view(actor=boss, case_id=case_id, at=NOW).clocks}
    assert clocks["top"].due_at == made.NOW.replace(hour=16)
    cases.sweep_due(at=made.after(minutes=30))
    assert "top_told" in {one.step for one in cases.steps_of(case_id)}
    made.move(boss, case_id, "hear", made.after(minutes=40), reason="已阅，请项目经理当面沟通")
    clocks = {
        one.code: one for one in cases.case_view(actor=boss, case_id=case_id, at=made.after(hours=1)).clocks
    }
    assert clocks["top"].state == "stopped"
    ordinary = opened(boss, home, "complaint", fields={"class": "cleaning"})
    cases.sweep_due(at=made.after(hours=1))
    assert "top_told" not in {one.step for one in cases.steps_of(ordinary)}


def test_an_enquiry_is_answered_at_once_or_later(boss, home):
    now = opened(boss, home, "enquiry", fields={"topic": "general"})
    with pytest.raises(Invalid):
        made.move(boss, now, "answer_now")
    assert made.move(boss, now, "answer_now", fields={"answer": "门禁卡在前台办理"}) == "closed"
    later = opened(boss, home, "enquiry", fields={"topic": "department"})
    made.move(boss, later, "finish", fields={"answer": "已问清，带身份证办理"})
    assert made.move(boss, later, "close", NOW) == "closed"


def test_a_call_for_help_rings_every_minute_until_somebody_takes_it(boss, home):
    case_id = opened(boss, home, "help", fields={"danger": "medical"})
    for minute in (1, 2, 3):
        cases.sweep_due(at=made.after(minutes=minute))
    assert [one.step for one in cases.steps_of(case_id)] == ["ring", "ring", "ring"]
    cases.case_assign(
        actor=boss, case_id=case_id, staff_id=home.guards[0], at=made.after(minutes=3, seconds=10)
    )
    cases.sweep_due(at=made.after(minutes=4))
    assert len(cases.steps_of(case_id)) == 4
    cases.case_accept(
        actor=boss, case_id=case_id, staff_id=home.guards[0], at=made.after(minutes=4, seconds=5)
    )
    cases.sweep_due(at=made.after(minutes=6))
    assert len(cases.steps_of(case_id)) == 4
    cases.visit_start(actor=boss, case_id=case_id, staff_id=home.guards[0], at=made.after(minutes=7))
    with pytest.raises(Invalid):
        made.move(boss, case_id, "force", made.after(minutes=8), reason="破门救人")
    made.move(
        boss, case_id, "force", made.after(minutes=8), reason="破门救人", fields={"witness": "社区民警到场"}
    )
    made.move(boss, case_id, "finish", made.after(minutes=30), fields={"result": "已送医"})
    rate(boss, case_id, at=made.after(hours=1))
    drawn(boss, case_id, NOW + NIGHT)
    assert state(boss, case_id) == "closed"


def test_people_in_a_lift_run_to_the_line_of_the_law(boss, home):
    case_id = opened(boss, home, fields={"trade": "lift", "trapped": True})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=NOW)
    cases.case_accept(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=NOW)
    cases.sweep_due(at=made.after(minutes=61))
    fired = {one.step: one.to for one in cases.steps_of(case_id)}
    assert fired["law_half"] == "manager"
    assert "arrive_late" in fired
    cases.sweep_due(at=made.after(minutes=121))
    fired = {one.step: one.to for one in cases.steps_of(case_id)}
    assert fired["law_line"] == "company"


def test_a_suggestion_and_a_praise_come_to_their_end(boss, home):
    idea = opened(boss, home, "suggestion", fields={})
    with pytest.raises(Invalid):
        made.move(boss, idea, "finish", fields={"answer": "谢谢"})
    made.move(boss, idea, "finish", fields={"decision": "adopted", "answer": "下月增设座椅"})
    assert made.move(boss, idea, "close") == "closed"
    praise = opened(boss, home, "praise", fields={"about_staff": home.guards[0]})
    assert made.move(boss, praise, "pass_on") == "closed"


@pytest.mark.parametrize("kind", ["violation", "hazard"])
def test_what_is_put_right_is_shown_and_passed_by_another(boss, home, kind):
    case_id = opened(boss, home, kind, place_id=home.community)
    go(boss, case_id, home.guards[0])
    with pytest.raises(Invalid):
        made.move(boss, case_id, "finish")
    made.photo(boss, case_id)
    made.move(boss, case_id, "finish")
    with pytest.raises(Conflict):
        made.move(boss, case_id, "close")
    cases.case_check(actor=boss, case_id=case_id, passed=True, at=NOW, staff_id=home.guards[1])
    assert state(boss, case_id) == "closed"


def test_what_the_developer_left_is_planned_explained_solved_and_agreed_to(boss, home):
    case_id = opened(boss, home, "legacy", fields={"defect": "leak", "answerable": "developer"})
    plan = {"plan": "专业公司逐户施工", "responsible": "开发商工程部", "due_on": "2026-05-30"}
    made.move(boss, case_id, "plan", fields=plan)
    made.move(boss, case_id, "explain", fields={"explanation": "防水层由开发商负责"})
    cases.sweep_due(at=NOW + timedelta(days=31))
    cases.sweep_due(at=NOW + timedelta(days=38, hours=1))
    assert [one.turn for one in cases.steps_of(case_id) if one.step == "ageing"] == [0, 1]
    at = NOW + timedelta(days=40)
    go(boss, case_id, home.engineers[0], at)
    made.move(boss, case_id, "finish", at, reason="闭水试验合格")
    made.move(boss, case_id, "confirm", at, fields={"confirmed": "visit"})
    assert made.move(boss, case_id, "close", at) == "closed"


def test_a_plan_for_what_was_left_waits_for_the_company_and_nobody_starts_before(boss, home):
    case_id = opened(boss, home, "legacy", fields={"defect": "leak", "answerable": "developer"})
    plan = {"plan": "专业公司逐户施工", "responsible": "开发商工程部", "due_on": "2026-05-30"}
    with pytest.raises(Invalid):
        made.move(boss, case_id, "submit", fields=plan)
    plan |= {"contacts": "防水 周工 13900000011", "appraisal": "逾期一天扣保修金千分之一"}
    made.move(boss, case_id, "submit", fields=plan)
    assert state(boss, case_id) == "planned"
    manager = replace(
        boss,
        grants={code: reach for code, reach in boss.grants.items() if code != "frontdesk.legacy:approve"},
    )
    for doing, who, refused in (
        ("start", boss, Conflict),
        ("finish", boss, Conflict),
        ("approve", manager, Forbidden),
    ):
        with pytest.raises(refused):
            made.move(who, case_id, doing)
    made.move(boss, case_id, "send_back", reason="请写明每户的施工日期")
    assert state(boss, case_id) == "assigned"
    made.move(boss, case_id, "submit", fields=plan | {"plan": "专业公司逐户施工，每周三户"})
    made.move(boss, case_id, "approve")
    assert state(boss, case_id) == "working"


def test_what_lies_unanswered_closes_by_itself_but_not_who_was_drawn(boss, home):
    closed = []
    for n in range(8):
        case_id = opened(boss, home, fields={"area": "home"}, title=f"第{n}件")
        go(boss, case_id, home.engineers[0])
        made.photo(boss, case_id)
        made.move(boss, case_id, "finish")
        visit = cases.case_view(actor=boss, case_id=case_id, at=NOW).visits[-1]
        cases.visit_end(actor=boss, visit_id=visit.id, at=NOW)
        closed.append(case_id)
    cases.returns_draw(at=NOW + NIGHT)
    waiting = {one.case_id for one in cases.returns_open(actor=boss)}
    assert len(waiting) == 4
    assert settling.settled_close(at=NOW + timedelta(days=2)) == 0
    assert settling.settled_close(at=NOW + timedelta(days=5)) == 4
    assert {one for one in closed if state(boss, one) == "done"} == waiting
