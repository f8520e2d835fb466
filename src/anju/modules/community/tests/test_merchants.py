"""Merchants: cleaning turns, checks that close only on another day, dossiers, street findings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases import facade as cases
from anju.foundation import actors
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.community.models import (
    Equipment,
    JointAction,
    JointStep,
    Merchant,
    MerchantCheck,
    StreetFinding,
)
from anju.modules.community.queries import merchants as reads
from anju.modules.community.queries.neighbours import cases_about
from anju.modules.community.rules import merchants as rules
from anju.modules.community.services import dogs as followers
from anju.modules.community.services import merchant_actions as actions
from anju.modules.community.services import merchants as services
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.tests import neighbours as made
from anju.modules.community.tests.neighbours import AT, TODAY
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft

TOMORROW, LATER = TODAY + timedelta(days=1), AT + timedelta(days=3)


@pytest.fixture
def home(org):
    return desk.home()


@given(st.dates(max_value=date(9990, 1, 1)))
def test_the_month_ends_on_its_last_day(on):
    end = rules.month_end(on)
    assert end >= on and end.month == on.month and (end + timedelta(days=1)).day == 1


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(-3, 3), st.booleans(), st.booleans())
def test_faults_are_looked_at_again_on_a_later_day_only(latest, offset, closed, faulty):
    def ask():
        rules.check_again(latest, latest + timedelta(days=offset), closed=closed, faulty=faulty)

    if latest < date(2, 1, 1):
        return
    if faulty and not closed and offset > 0:
        ask()
    else:
        with pytest.raises(Invalid if faulty and not closed else Conflict):
            ask()


@given(st.dictionaries(st.sampled_from([*rules.ITEMS, "other"]), st.sampled_from([*rules.VERDICTS, "x"])))
def test_a_checklist_must_be_whole(items):
    whole = set(items) == set(rules.ITEMS) and "x" not in items.values()
    if whole:
        assert rules.faults(items) == list(items.values()).count("bad")
    else:
        with pytest.raises(Invalid, match=r"community\.check\.items"):
            rules.faults(items)


def test_an_operator_known_by_name_and_telephone_is_linked_and_forgotten_with_the_person(boss, home):
    person = people.person_create(
        actor=boss, at=AT, draft=PersonDraft(name="贺师傅", community_id=home.community, phones=(PhoneDraft("13900003333"),))
    )  # fmt: skip
    shop = made.merchant(boss, home, phone="139-0000-3333")
    other = made.merchant(boss, home, name="隔壁店", operator="小贺", phone="13900003333")
    assert (shop.person_id, other.person_id) == (person, None)
    assert followers.person_forget(person_id=person) == 1 and followers.person_forget(person_id=person) == 0
    shop.refresh_from_db()
    assert (shop.operator, shop.phone, shop.person_id) == ("＊", "", None)


def test_a_cleaning_with_its_receipt_sets_when_the_next_is_due(boss, home):
    shop = made.merchant(boss, home)
    number = services.equipment_save(
        actor=boss, merchant_id=shop.pk, kind="grease", cycle_days=30, last_on=None, at=AT
    )
    assert Equipment.objects.get().next_on == TODAY
    late = reads.merchants(boss, TOMORROW).get(pk=shop.pk)
    assert late.cleaning_on < late.today
    services.cleaning_note(
        actor=boss, equipment_id=number, on=TODAY, by="洁源环保", receipt=made.paper(), at=AT
    )
    older = TODAY - timedelta(days=40)
    services.cleaning_note(actor=boss, equipment_id=number, on=older, by="洁源环保", receipt=None, at=AT)
    row = Equipment.objects.get()
    assert (row.last_on, row.next_on, row.cleanings.count()) == (TODAY, TODAY + timedelta(days=30), 2)
    with pytest.raises(Invalid, match=r"community\.future"):
        services.cleaning_note(actor=boss, equipment_id=number, on=TOMORROW, by="x", receipt=None, at=AT)


def test_faults_are_closed_by_a_clean_check_on_another_day_and_by_nothing_else(boss, home):
    shop = made.merchant(boss, home)
    with pytest.raises(Invalid, match=r"community\.check\.deadline"):
        services.check_note(
            actor=boss, merchant_id=shop.pk, draft=made.check(bad=("smoke",), found="滤网堵"), at=AT
        )
    faulty = made.check(bad=("smoke",), found="滤网堵", deadline=TOMORROW, photo=made.paper())
    first = services.check_note(actor=boss, merchant_id=shop.pk, draft=faulty, at=AT)
    assert reads.check(boss, first, TODAY).standing == "open"
    assert reads.check(boss, first, TODAY + timedelta(days=2)).standing == "late"
    with pytest.raises(Invalid, match=r"community\.check\.again"):
        services.check_again(actor=boss, check_id=first, draft=made.check(), at=AT)
    still = made.check(on=TOMORROW, bad=("smoke",), found="仍堵", deadline=TODAY + timedelta(days=5))
    services.check_again(actor=boss, check_id=first, draft=still, at=LATER)
    row = MerchantCheck.objects.get(pk=first)
    assert (row.closed_on, row.deadline) == (None, TODAY + timedelta(days=5))
    with pytest.raises(Invalid, match=r"community\.check\.again"):
        services.check_again(actor=boss, check_id=first, draft=made.check(on=TOMORROW), at=LATER)
    last = services.check_again(
        actor=boss, check_id=first, draft=made.check(on=TODAY + timedelta(days=2)), at=LATER
    )
    assert reads.check(boss, last, TODAY).standing == "closed"
    with pytest.raises(Conflict, match=r"community\.check\.closed"):
        services.check_again(
            actor=boss, check_id=first, draft=made.check(on=TODAY + timedelta(days=3)), at=LATER
        )
    clean = services.check_note(actor=boss, merchant_id=shop.pk, draft=made.check(), at=AT)
    assert MerchantCheck.objects.get(pk=clean).closed_on == TODAY


def test_complaints_about_a_shop_are_cases_of_class_merchant_opened_or_linked_by_their_number(boss, home):
    shop = made.merchant(boss, home)
    draft = services.NuisanceDraft(label="油烟扰民", words="晚上味道大", name="倪女士", phone="13900004444")
    opened = services.complaint_open(actor=boss, merchant_id=shop.pk, draft=draft, at=AT)
    view = cases.case_view(actor=boss, case_id=opened, at=AT)
    assert (view.row.kind, view.fields["class"]) == ("complaint", "merchant")
    earlier = frontdesk.report(
        actor=boss, draft=desk.draft(home, "complaint", fields={"class": "merchant"}), at=AT
    )
    services.case_link(actor=boss, merchant_id=shop.pk, reference=f" {earlier.number.lower()}", at=AT)
    services.case_link(actor=boss, merchant_id=shop.pk, reference=earlier.number, at=AT)
    assert {one.id for one in cases_about(boss, merchant_id=shop.pk)} == {opened, earlier.case_id}
    assert reads.merchants(boss, TODAY).get(pk=shop.pk).complaints == 2
    elsewhere = made.merchant(boss, desk.home("橙园"))
    with pytest.raises(Invalid, match=r"community\.case\.unknown"):
        services.case_link(actor=boss, merchant_id=elsewhere.pk, reference=earlier.number, at=AT)


def test_a_dossier_ends_by_the_months_end_and_closes_when_all_its_steps_are_done(boss, home):
    shop, foreign = made.merchant(boss, home), made.merchant(boss, desk.home("橙园"))
    draft = actions.ActionDraft(title="餐饮油烟整治", participants="业委会、街道", merchant_ids=(shop.pk,))
    number = actions.action_open(actor=boss, community_id=home.community, draft=draft, at=AT)
    row = JointAction.objects.get()
    assert row.target_on == date(2026, 11, 30) and reads.shops_of(number) == [shop]
    with pytest.raises(NotFound):
        actions.merchant_join(actor=boss, action_id=number, merchant_id=foreign.pk, at=AT)
    with pytest.raises(Conflict, match=r"community\.action\.no_steps"):
        actions.action_close(actor=boss, action_id=number, result="x", at=AT)
    step = actions.step_add(
        actor=boss, action_id=number, what="约谈经营者", who="业委会", due_on=TODAY, at=AT
    )
    assert [reads.action(boss, number, on).late for on in (TODAY, TOMORROW)] == [False, True]
    with pytest.raises(Conflict, match=r"community\.action\.open_steps"):
        actions.action_close(actor=boss, action_id=number, result="x", at=AT)
    actions.step_done(actor=boss, step_id=step, done_on=TODAY, result="承诺换净化器", at=AT)
    actions.action_close(actor=boss, action_id=number, result="已更换", at=AT)
    assert reads.action(boss, number, date(2027, 1, 1)).late is False
    acts.reopen(actor=boss, what="action", pk=number, reason="又冒烟", at=AT)
    assert reads.action(boss, number, date(2027, 1, 1)).late is True


def test_a_street_finding_is_reported_answered_and_closed_in_that_order(boss, home):
    draft = actions.StreetDraft(sort="stall", spot="西门人行道", words="占道卖菜", found_on=TODAY)
    number = actions.street_note(actor=boss, community_id=home.community, draft=draft, at=AT)
    with pytest.raises(Conflict, match=r"community\.street\.unreported"):
        actions.street_answer(actor=boss, finding_id=number, answer="已知悉", on=TODAY, at=AT)
    with pytest.raises(Invalid, match=r"community\.street\.order"):
        actions.street_report(
            actor=boss, finding_id=number, authority="城管", on=TODAY - timedelta(days=1), at=AT
        )
    actions.street_report(actor=boss, finding_id=number, authority="城管", on=TODAY, at=AT)
    actions.street_answer(actor=boss, finding_id=number, answer="周四清理", on=TODAY, at=AT)
    assert reads.one_street(boss, number).stage == "answered"
    actions.street_close(actor=boss, finding_id=number, result="已清", on=TODAY, at=AT)
    with pytest.raises(Conflict, match=r"community\.closed"):
        actions.street_close(actor=boss, finding_id=number, result="已清", on=TODAY, at=AT)
    assert [one.pk for one in reads.street_between(boss, home.community, TODAY, TODAY)] == [number]
    assert reads.street_between(boss, home.community, TOMORROW, TOMORROW) == []


def test_without_the_right_nothing_is_written(boss, home, org):
    shop = made.merchant(boss, home)
    with pytest.raises(Forbidden):
        services.check_note(
            actor=actors.Actor(org.pk, "路人"), merchant_id=shop.pk, draft=made.check(), at=AT
        )
    assert MerchantCheck.objects.count() == 0


def test_a_shop_is_registered_cleaned_complained_about_and_checked_on_the_pages(home, login):
    client = login(RoleCode.SUPERVISOR)
    today, page = made.now_day(), f"?community={home.community}"
    typed = {
        "name": "巷口烧烤",
        "trade": "catering",
        "operator": "严老板",
        "phone": "13900005555",
        "approval": "missing",
    }
    refused = client.post(reverse("community:merchant_new") + page, typed)
    assert refused.status_code == 422 and "巷口烧烤" in refused.content.decode()
    assert (
        client.post(reverse("community:merchant_new") + page, {**typed, "spot": "北门东"}).status_code == 303
    )
    shop = Merchant.objects.get()
    at = [shop.pk]
    client.post(reverse("community:merchant_equipment", args=at), {"kind": "smoke", "cycle_days": 60})
    equipment = Equipment.objects.get()
    client.post(
        reverse("community:merchant_cleaning", args=[equipment.pk]), {"on": today.isoformat(), "by": "洁源"}
    )
    client.post(reverse("community:merchant_complaint", args=at), {"what": "smoke", "words": "熏得开不了窗"})
    verdicts = {f"item_{code}": "ok" for code in rules.ITEMS}
    asked = {"on": today.isoformat(), "by": "bureau", "inspector": "执法队", **verdicts}
    bad = {**asked, "item_smoke": "bad"}
    assert client.post(reverse("community:merchant_check_new", args=at), bad).status_code == 422
    bad |= {"found": "净化器未开", "deadline": (today + timedelta(days=7)).isoformat()}
    assert client.post(reverse("community:merchant_check_new", args=at), bad).status_code == 303
    check = MerchantCheck.objects.get()
    again = client.post(reverse("community:merchant_check_again", args=[check.pk]), asked)
    assert again.status_code == 422 and "另一天" in again.content.decode()
    shown = client.get(reverse("community:merchant", args=at)).content.decode()
    assert "油烟扰民" in shown and "139****5555" in shown and "待复查" in shown
    assert "13900005555" in client.post(reverse("community:merchant_phone", args=at)).content.decode()
    assert client.get(reverse("community:merchant_check", args=[check.pk])).status_code == 200
    for name, query in (
        ("merchants", "?cleaning=1&faulty=1"),
        ("merchants", "?export=xlsx"),
        ("merchant_checks", "?standing=open"),
    ):
        assert client.get(reverse(f"community:{name}") + query).status_code == 200
    client.post(
        reverse("community:merchant_state", args=at),
        {"state": "closed", "on": today.isoformat(), "why": "转让"},
    )
    assert (
        client.post(reverse("community:merchant_edit", args=at), {**typed, "spot": "北门西"}).status_code
        == 303
    )
    shop.refresh_from_db()
    assert (shop.state, shop.spot) == ("closed", "北门西")
    worker = login(RoleCode.WORKER, username="worker6")
    assert worker.get(reverse("community:merchants")).status_code == 403


def test_dossiers_and_street_findings_run_on_the_pages_and_print(boss, home, login):
    shop = made.merchant(boss, home)
    client = login(RoleCode.SUPERVISOR)
    today, page = made.now_day().isoformat(), f"?community={home.community}"
    asked = {"title": "月末整治", "participants": "街道", "target_on": today, "merchants": [shop.pk]}
    assert client.post(reverse("community:joint_action_new") + page, asked).status_code == 303
    at = [JointAction.objects.get().pk]
    client.post(
        reverse("community:joint_step_new", args=at), {"what": "约谈", "who": "程工", "due_on": today}
    )
    step = JointStep.objects.get()
    early = client.post(reverse("community:joint_action_close", args=at), {"result": "完"})
    assert early.status_code == 409
    client.post(reverse("community:joint_step", args=[step.pk]), {"done_on": today, "result": "谈了"})
    assert "谈了" in client.get(reverse("community:joint_action", args=at)).content.decode()
    unknown = client.post(reverse("community:joint_case", args=at), {"reference": "C1999-1"})
    assert unknown.status_code == 422
    assert made.is_pdf(client.get(reverse("community:joint_action_paper", args=at)))
    assert client.post(reverse("community:joint_action_close", args=at), {"result": "完"}).status_code == 303
    assert client.get(reverse("community:joint_actions") + "?open=0").status_code == 200
    found = {"sort": "advertisement", "spot": "东墙", "words": "小广告成片", "found_on": today}
    assert client.post(reverse("community:street_new") + page, found).status_code == 303
    row = StreetFinding.objects.get()
    for what, given_ in (
        ("report", {"authority": "城管"}),
        ("answer", {"answer": "已派人"}),
        ("close", {"result": "已清"}),
    ):
        saved = client.post(reverse("community:street_deed", args=[row.pk, what]), {**given_, "on": today})
        assert saved.status_code == 303
    assert "已办结" in client.get(reverse("community:street_one", args=[row.pk])).content.decode()
    assert client.get(reverse("community:street") + "?export=xlsx").status_code == 200
    report = client.get(reverse("community:street_paper") + f"{page}&first={today}&last={today}")
    assert made.is_pdf(report)
    front = login(RoleCode.FRONTDESK, username="desk6")
    assert front.post(reverse("community:joint_action_reopen", args=at), {"reason": "x"}).status_code == 403
    assert (
        front.post(reverse("community:street_reopen", args=[row.pk]), {"reason": "又有了"}).status_code == 303
    )


def test_the_page_of_a_case_names_the_shop_it_is_about_to_who_may_see_it(boss, home, login):
    shop = made.merchant(boss, home)
    draft = services.NuisanceDraft(label="噪声", words="夜里很吵")
    case_id = services.complaint_open(actor=boss, merchant_id=shop.pk, draft=draft, at=AT)
    url = reverse("frontdesk:case", args=[case_id])
    link = reverse("community:merchant", args=[shop.pk])
    assert link in login(RoleCode.MANAGER, username="about7").get(url).content.decode()
    assert link not in login(RoleCode.WORKER, username="about8").get(url).content.decode()
