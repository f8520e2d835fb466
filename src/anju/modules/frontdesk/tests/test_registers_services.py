"""What the services of the registers promise: who may, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import PhotoDraft
from anju.engines.messages import facade as messages
from anju.foundation import actors, outbox, registry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.contracts import ServiceOrderDone
from anju.modules.frontdesk.models import (
    Fault,
    FoundThing,
    Lendable,
    Loan,
    LostReport,
    OfferPrice,
    ServiceOrder,
    Visit,
)
from anju.modules.frontdesk.permissions import VISITOR_SIGN
from anju.modules.frontdesk.queries import at_home
from anju.modules.frontdesk.queries import concierge as concierges
from anju.modules.frontdesk.queries import lost as lost_reads
from anju.modules.frontdesk.queries import offers as offer_reads
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries import register_settings as settings
from anju.modules.frontdesk.queries import visitors as visit_reads
from anju.modules.frontdesk.services import (
    claims,
    concierge,
    followers,
    lending,
    listings,
    lost,
    offers,
    orders,
    visitors,
)
from anju.modules.frontdesk.tests import register_samples as make
from anju.modules.frontdesk.tests.register_samples import AT, HOUR, TODAY


@pytest.fixture
def garden(boss):
    return make.garden(boss)


@pytest.fixture
def told(monkeypatch):
    """Events that are published while a test runs."""
    seen = []
    monkeypatch.setattr(outbox, "publish", seen.append)
    return seen


def code_of(refused):
    return refused.value.code


# Visitors


def test_a_resident_announces_for_her_own_home_and_for_no_other(boss, garden, org):
    person, she = make.resident(boss, garden, org)
    made = make.announce(she, garden, person_id=person)
    assert len(made.code) == 6 and made.path.endswith(f"/{made.code}/")
    row = Visit.objects.get(pk=made.visit_id)
    assert (row.state, row.host, row.place_id) == ("announced", "沈若兰", garden.home)
    with pytest.raises(Forbidden):
        make.announce(she, garden, person_id=person, place_id=garden.neighbour)
    assert Visit.objects.count() == 1


def test_the_same_key_announces_once(boss, garden):
    first = visitors.visitor_announce(actor=boss, draft=_draft(garden), at=AT, key="app-1")
    again = visitors.visitor_announce(actor=boss, draft=_draft(garden), at=AT + HOUR, key="app-1")
    assert first == again and Visit.objects.count() == 1


def _draft(garden):
    return visitors.AnnounceDraft(place_id=garden.home, name="李表弟", valid_from=AT, valid_until=AT + HOUR)


def test_a_code_lets_in_once_and_out(boss, garden):
    made = make.announce(boss, garden)
    found = visit_reads.by_code(boss, made.code, AT)
    visitors.visit_arrive(actor=boss, visit_id=found.pk, at=AT + HOUR, gate_id=garden.gate, card="A07")
    with pytest.raises(Conflict) as refused:
        visitors.visit_arrive(actor=boss, visit_id=found.pk, at=AT + HOUR)
    assert code_of(refused) == "frontdesk.visit.used"
    visitors.visit_sign_out(actor=boss, visit_id=found.pk, at=AT + 2 * HOUR, card_returned=False)
    row = Visit.objects.get(pk=found.pk)
    assert (row.state, row.card, row.card_returned) == ("left", "A07", False)
    with pytest.raises(Conflict):
        visitors.visit_sign_out(actor=boss, visit_id=found.pk, at=AT + 3 * HOUR)


def test_an_announcement_expires_by_itself(boss, garden):
    made = make.announce(boss, garden)
    assert visitors.visits_expire(at=AT + HOUR) == 0
    assert visitors.visits_expire(at=AT + 4 * HOUR) == 1
    assert visitors.visits_expire(at=AT + 5 * HOUR) == 0
    with pytest.raises(Conflict):
        visitors.visit_arrive(actor=boss, visit_id=made.visit_id, at=AT + 5 * HOUR)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "frontdesk.words"), ({"phone": "12"}, "frontdesk.phone"), ({"plate": "浙A"}, "frontdesk.plate"),
        ({"companions": 100}, "frontdesk.visit.companions"), ({"purpose": "spy"}, "frontdesk.visit.purpose"),
        ({"place_id": None}, "frontdesk.visit.to_whom"), ({"stay_until": AT}, "frontdesk.visit.stay"),
    ],
)  # fmt: skip
def test_a_visitor_who_is_wrongly_taken_down_is_refused(boss, garden, wrong, code):
    with pytest.raises(Invalid) as refused:
        make.walk_in(boss, garden, **wrong)
    assert code_of(refused) == code and Visit.objects.count() == 0


def test_a_guard_of_one_community_signs_nobody_into_another(boss, garden):
    other = make.garden(boss, "BY", "白云里")
    guard = actors.Actor(
        boss.org_id,
        "门岗",
        grants={VISITOR_SIGN.code: Reach(frozenset({garden.path}), frozenset({garden.community}))},
    )
    assert make.walk_in(guard, garden)
    with pytest.raises(NotFound):
        make.walk_in(guard, other)
    with pytest.raises(NotFound):
        make.walk_in(guard, garden, place_id=other.home)


def test_who_stays_too_long_is_late(boss, garden):
    make.walk_in(boss, garden, name="一般")
    make.walk_in(boss, garden, name="说好一小时", stay_until=AT + HOUR)
    late = lambda at: set(visit_reads.visits(boss, at).filter(late=True).values_list("name", flat=True))  # noqa: E731
    assert late(AT) == set()
    assert late(AT + HOUR) == {"说好一小时"}
    assert late(AT + 12 * HOUR) == {"说好一小时", "一般"}
    registry.change(actor=boss, setting=settings.VISITOR_STAY_HOURS, new=24, community_id=garden.community)
    assert late(AT + 12 * HOUR) == {"说好一小时"}


def test_old_visits_lose_what_names_them_and_keep_what_counts(boss, garden):
    gone, inside = make.walk_in(boss, garden), make.walk_in(boss, garden, name="还在")
    visitors.visit_sign_out(actor=boss, visit_id=gone, at=AT + HOUR)
    assert visitors.visits_forget(actor=boss, at=AT + timedelta(days=180)) == 0
    assert visitors.visits_forget(actor=boss, at=AT + timedelta(days=182)) == 1
    assert visitors.visits_forget(actor=boss, at=AT + timedelta(days=182)) == 0
    row = Visit.objects.get(pk=gone)
    assert (row.name, row.phone, row.phone_digest, row.plate, row.host) == ("＊", "", "", "", "")
    assert (row.purpose, row.place_id, row.came_at) == ("guest", garden.home, AT)
    assert Visit.objects.get(pk=inside).name == "还在"


def test_a_visitor_is_found_by_his_whole_telephone(boss, garden):
    make.walk_in(boss, garden)
    rows = visit_reads.visits(boss, AT)
    assert [one.name for one in visit_reads.search(rows, "139 1111 2222")] == ["周来访"]
    assert not visit_reads.search(rows, "1391111")


def test_statistics_count_days_hours_and_purposes(boss, garden):
    make.walk_in(boss, garden, companions=2)
    make.walk_in(boss, garden, AT - timedelta(days=1), purpose="delivery")
    found = visit_reads.statistics(boss, TODAY - timedelta(days=1), TODAY)
    assert (found.total, found.people, found.announced) == (2, 4, 0)
    assert [count for _day, count in found.days] == [1, 1] and found.hours[10] == 2


# Concierges


def test_residents_see_who_serves_their_home_and_whether_he_is_there(boss, garden):
    make.profile(boss, garden, photo=make.picture())
    (seen,) = concierges.concierge_of(garden.home, AT.astimezone(_zone()))
    assert (seen.name, seen.service_phone, seen.on_duty) == ("许文秀", "0571-87654321", True)
    assert seen.photo and seen.hours == "每天 08:00–20:00"
    assert not concierges.concierge_of(garden.home, (AT + 12 * HOUR).astimezone(_zone()))[0].on_duty


def _zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Shanghai")


def test_a_house_says_which_hours_nobody_covers(boss, garden):
    make.profile(boss, garden)
    (one,) = concierges.coverage(boss, garden.community)
    assert one.covered * 2 == one.week and one.gaps[0] == (0, 480)


def test_a_concierge_has_one_profile_in_a_community(boss, garden):
    made = make.profile(boss, garden)
    with pytest.raises(Conflict):
        make.profile(boss, garden)
    draft = concierge.ConciergeDraft(
        community_id=garden.community, staff_id=garden.staff, title="管家", strengths="随叫随到", service_phone="13800138000",
        weekdays=[0], starts=time(8), ends=time(8), place_ids=[garden.building],
    )  # fmt: skip
    assert concierge.concierge_save(actor=boss, draft=draft, at=AT, concierge_id=made) == made


def test_a_bonus_is_only_cut_with_its_amount_and_a_fault_stays_when_withdrawn(boss, garden):
    made = make.profile(boss, garden)
    for measure, reduced in (("bonus", 0), ("oral", 100)):
        draft = concierge.FaultDraft(
            kind="delay", on=TODAY, evidence="催办三次", measure=measure, reduced=reduced
        )
        with pytest.raises(Invalid):
            concierge.fault_record(actor=boss, concierge_id=made, draft=draft, at=AT)
    draft = concierge.FaultDraft(
        kind="attitude", on=TODAY, evidence="录音 3 分钟", measure="bonus", reduced=200_00
    )
    fault = concierge.fault_record(actor=boss, concierge_id=made, draft=draft, at=AT)
    concierge.fault_withdraw(actor=boss, fault_id=fault, reason="申诉成立", at=AT)
    with pytest.raises(Conflict):
        concierge.fault_withdraw(actor=boss, fault_id=fault, reason="再来", at=AT)
    assert Fault.objects.get(pk=fault).withdrawn_why == "申诉成立"


def test_a_bulletin_becomes_the_draft_of_a_notice(boss, garden):
    _one, notice = concierge.bulletin_draft(
        actor=boss,
        community_id=garden.community,
        sort="weather",
        title="降温提示",
        body="明日降温，注意保暖。",
        at=AT,
    )
    assert notice and messages.board([garden.community], TODAY) == []
    months = concierges.bulletin_months(boss, garden.community, TODAY)
    assert months[0][0] == date(2026, 11, 1) and months[0][1]["weather"] == 1 and months[0][1]["law"] == 0


# Offers and orders


def test_a_price_begins_on_its_day_and_the_past_is_not_rewritten(boss, garden):
    made = make.offer(boss, garden)
    offers.price_set(
        actor=boss, offer_id=made, draft=offers.PriceDraft(price=60_0000, valid_from=date(2026, 12, 1)), at=AT
    )
    assert offer_reads.offer(boss, made, TODAY).price_now == 50_0000
    assert offer_reads.offer(boss, made, date(2026, 12, 1)).price_now == 60_0000
    for on, code in (
        (date(2026, 11, 1), "frontdesk.price.begun"),
        (date(2026, 11, 25), "frontdesk.price.overlap"),
    ):
        with pytest.raises(Conflict) as refused:
            offers.price_set(
                actor=boss, offer_id=made, draft=offers.PriceDraft(price=1_0000, valid_from=on), at=AT
            )
        assert code_of(refused) == code
    assert OfferPrice.objects.count() == 2


def test_an_order_at_the_listed_price_is_agreed_done_and_billed_later(boss, garden, told):
    firm = make.vendor(boss)
    offer = make.offer(boss, garden, vendor_id=firm, vendor_price=40_0000)
    made = make.order(boss, garden, offer, consent=orders.Consent("沈若兰", "phone"))
    order = ServiceOrder.objects.get(pk=made.order_id)
    assert made.number.startswith("F2026-")
    _through(boss, order)
    order.refresh_from_db()
    assert (order.amount, order.vendor_amount, order.billing, order.done_on) == (
        100_00,
        80_00,
        "later",
        TODAY,
    )
    done = [one for one in told if isinstance(one, ServiceOrderDone)]
    assert [(one.order_id, one.amount, one.vendor_amount) for one in done] == [(order.pk, 100_00, 80_00)]
    assert not orders.order_settled(case_id=order.case_id, at=AT + HOUR)
    orders.order_move(actor=boss, order_id=order.pk, transition="close", at=AT + HOUR)
    orders.order_rate(actor=boss, order_id=order.pk, stars=5, words="仔细", at=AT + HOUR)
    rows = offer_reads.settlement(boss, date(2026, 11, 1))
    assert [(one["vendor__name"], one["orders"], one["charged"], one["due"]) for one in offer_reads.settled_by_vendor(rows)] == [
        ("洁邻家政服务部", 1, 100_00, 80_00)
    ]  # fmt: skip


def _through(actor, order):
    """From taken down to done."""
    orders.order_move(actor=actor, order_id=order.pk, transition="start", at=AT)
    for role in ("after", "signature"):
        orders.order_photo(
            actor=actor,
            order_id=order.pk,
            photo=PhotoDraft(name=f"{role}.jpg", data=make.picture(), role=role),
            at=AT,
        )
    orders.order_move(actor=actor, order_id=order.pk, transition="finish", at=AT)


def test_nothing_begins_before_the_price_is_agreed(boss, garden):
    made = make.order(boss, garden, make.offer(boss, garden))
    with pytest.raises(Invalid) as refused:
        orders.order_move(actor=boss, order_id=made.order_id, transition="start", at=AT)
    assert code_of(refused) == "cases.transition.lacking"


def test_a_refused_quote_leaves_its_trace_and_ends_the_order(boss, garden):
    offer = make.offer(boss, garden, "WX01", None, name="卫生间防水", family="repair")
    made = make.order(boss, garden, offer, quantity=1000)
    line = offer_reads.lines(made.order_id)[0]
    with pytest.raises(Conflict) as refused:
        orders.order_consent(
            actor=boss, order_id=made.order_id, agreed=True, consent=orders.Consent("沈若兰", "phone"), at=AT
        )
    assert code_of(refused) == "frontdesk.order.no_offer"
    orders.order_quote(actor=boss, line_id=line.pk, price=1800_0000, at=AT)
    no = orders.Consent("沈若兰", "phone", "再考虑")
    orders.order_consent(actor=boss, order_id=made.order_id, agreed=False, consent=no, at=AT)
    view = cases.case_view(actor=boss, case_id=made.case_id, at=AT)
    assert view.row.state == "declined" and view.row.closed_at == AT
    assert [(one.amount, one.answer, one.answered_by, one.words) for one in view.prices] == [
        (1800_00, False, "沈若兰", "再考虑")
    ]


def test_a_public_price_is_not_quoted_anew(boss, garden):
    made = make.order(boss, garden, make.offer(boss, garden))
    line = offer_reads.lines(made.order_id)[0]
    with pytest.raises(Conflict) as refused:
        orders.order_quote(actor=boss, line_id=line.pk, price=90_0000, at=AT)
    assert code_of(refused) == "frontdesk.order.listed"


def test_a_vendor_whose_qualification_ran_out_gets_no_order(boss, garden):
    firm = make.vendor(boss, qualified_until=TODAY - timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        make.order(boss, garden, make.offer(boss, garden, vendor_id=firm))
    assert code_of(refused) == "frontdesk.vendor.unqualified" and ServiceOrder.objects.count() == 0


def test_a_resident_orders_for_her_home_and_sees_her_order(boss, garden, org):
    person, she = make.resident(boss, garden, org)
    offer = make.offer(boss, garden)
    made = make.order(
        she, garden, offer, person_id=person, channel="app", consent=orders.Consent("沈若兰", "app")
    )
    assert cases.case_view(actor=she, case_id=made.case_id, at=AT).prices[0].answer is True
    assert [one.pk for one in offer_reads.orders_of_home(garden.home)] == [made.order_id]
    with pytest.raises(Forbidden):
        make.order(she, garden, offer, person_id=person, place_id=garden.neighbour)


def test_the_same_key_orders_once(boss, garden):
    offer = make.offer(boss, garden)
    draft = orders.OrderDraft(
        community_id=garden.community,
        customer="沈若兰",
        lines=[orders.LineDraft(offer)],
        place_id=garden.home,
    )
    first = orders.order_open(actor=boss, draft=draft, at=AT, key="app-7")
    again = orders.order_open(actor=boss, draft=draft, at=AT, key="app-7")
    assert again.repeated and again.order_id == first.order_id and ServiceOrder.objects.count() == 1


def test_an_order_that_is_moved_on_another_page_is_settled_by_the_event(boss, garden, told):
    made = make.order(boss, garden, make.offer(boss, garden), consent=orders.Consent("沈若兰", "phone"))
    order = ServiceOrder.objects.get(pk=made.order_id)
    followers.case_changed(case_id=made.case_id, at=AT)
    order.refresh_from_db()
    assert order.done_at is None
    _through(boss, order)
    followers.case_changed(case_id=made.case_id, at=AT + HOUR)
    assert sum(isinstance(one, ServiceOrderDone) for one in told) == 1


def test_a_home_is_listed_once_and_its_price_has_a_history(boss, garden):
    draft = listings.ListingDraft(
        community_id=garden.community, place_id=garden.home, kind="sale", area=100_00, price=2_000_000_00, owner="沈若兰", mandate="M-1"
    )  # fmt: skip
    made = listings.listing_add(actor=boss, draft=draft, at=AT - timedelta(days=40))
    with pytest.raises(Conflict):
        listings.listing_add(actor=boss, draft=draft, at=AT)
    listings.listing_price(actor=boss, listing_id=made, price=2_100_000_00, at=AT)
    asked = offer_reads.asking_prices(boss, "sale", TODAY, garden.community, 3)
    assert [one.per_m2 for one in asked] == [None, 20_000_00, 21_000_00]


# Lost and found


def test_what_was_found_and_what_is_missed_are_put_together(boss, garden):
    thing, report = make.found(boss, garden), make.missing(boss, garden)
    make.missing(boss, garden, name="雨伞", sort="umbrella", words="蓝色")
    ((match, one, other),) = lost_reads.suggestions(boss, AT)
    assert (one.pk, other.pk) == (thing, report) and match.near and match.words


def test_a_thing_goes_back_against_proof_and_settles_the_report(boss, garden):
    thing, report = make.found(boss, garden), make.missing(boss, garden)
    lost.found_give(actor=boss, found_id=thing, claim=make.claim(report_id=report), at=AT)
    assert (
        FoundThing.objects.get(pk=thing).state == "returned"
        and LostReport.objects.get(pk=report).state == "found"
    )
    with pytest.raises(Conflict):
        lost.found_hand_over(actor=boss, found_id=thing, authority="派出所", receipt="1", at=AT)
    lost.found_reopen(actor=boss, found_id=thing, reason="领错了人", at=AT)
    row = FoundThing.objects.get(pk=thing)
    assert (row.state, row.claimant, row.claimant_number) == ("kept", "", "")
    assert LostReport.objects.get(pk=report).state == "open"


def test_a_notice_names_what_is_kept_without_what_proves_the_owner(boss, garden):
    thing = make.found(boss, garden, secret="内层有一张全家福")
    notice = lost.found_tell(actor=boss, community_id=garden.community, at=AT)
    messages.notice_publish(actor=boss, notice_id=notice, publish_on=TODAY, withdraw_on=None, at=AT)
    (hanging,) = messages.board([garden.community], TODAY)
    assert "黑色钱包" in hanging.body and "全家福" not in hanging.body
    row = FoundThing.objects.get(pk=thing)
    assert lost_reads.claim_until(row) == date(2027, 11, 21)
    with pytest.raises(Conflict):
        lost.found_tell(actor=boss, community_id=garden.community, at=AT)


def test_what_lies_too_long_is_named(boss, garden):
    make.found(boss, garden)
    assert lost_reads.overdue(boss, TODAY + timedelta(days=29)).count() == 0
    assert lost_reads.overdue(boss, TODAY + timedelta(days=30)).count() == 1


# Keys and tools


def test_a_key_is_lent_once_and_comes_back(boss, garden):
    key = make.thing(boss, garden, seal="S001")
    loan = make.lend(boss, garden, key)
    with pytest.raises(Conflict) as refused:
        make.lend(boss, garden, key)
    assert code_of(refused) == "frontdesk.loan.not_here"
    lending.take_back(
        actor=boss, loan_id=loan, draft=lending.ReturnDraft(condition="完好", seal="S002"), at=AT + HOUR
    )
    row = Lendable.objects.get(pk=key)
    assert (row.state, row.seal) == ("stored", "S002")
    with pytest.raises(Conflict):
        lending.loan_lost(actor=boss, loan_id=loan, reason="找不到", at=AT)


def test_what_is_lost_is_not_lent_again(boss, garden):
    tool = make.thing(boss, garden, "T-1", kind="tool", name="冲击钻")
    loan = make.lend(boss, garden, tool)
    lending.loan_lost(actor=boss, loan_id=loan, reason="工地遗失", at=AT)
    assert Lendable.objects.get(pk=tool).state == "lost" and Loan.objects.get(pk=loan).lost
    with pytest.raises(Conflict):
        make.lend(boss, garden, tool)


def test_an_owners_key_is_sealed_agreed_to_and_given_to_nobody_else(boss, garden):
    thing = lending.LendableDraft(
        community_id=garden.community,
        kind="key",
        number="W-1",
        name="入户门钥匙",
        place_id=garden.home,
        seal="S9",
    )
    draft = lending.EntrustDraft(
        thing=thing,
        owner="沈若兰",
        consent="仅漏水时两人开封",
        consent_how="当面签字",
        until=date(2026, 12, 20),
    )
    key = lending.entrust(actor=boss, draft=draft, at=AT)
    with pytest.raises(Conflict) as refused:
        make.lend(boss, garden, key)
    assert code_of(refused) == "frontdesk.loan.entrusted"
    assert lending.give_back(actor=boss, lendable_id=key, to="沈若兰", seal="S8", at=AT) is False
    assert Lendable.objects.get(pk=key).state == "given_back"


def test_a_hook_holds_one_thing(boss, garden):
    board = lending.board_save(
        actor=boss, community_id=garden.community, name="一号板", spot="前台", hooks=2, at=AT
    )
    make.thing(boss, garden, board_id=board, hook=1)
    for hook, code in ((1, "frontdesk.board.hook_taken"), (3, "frontdesk.board.hook")):
        with pytest.raises((Conflict, Invalid)) as refused:
            make.thing(boss, garden, f"K-{hook}9", board_id=board, hook=hook)
        assert code_of(refused) == code


def test_an_overdue_loan_warns_the_borrower_once_for_each_turn(boss, garden):
    make.lend(boss, garden, make.thing(boss, garden))
    assert lending.loans_warn(at=AT + 3 * HOUR) == 0
    assert lending.loans_warn(at=AT + 4 * HOUR) == 1
    assert lending.loans_warn(at=AT + 5 * HOUR) == 0
    assert lending.loans_warn(at=AT + 28 * HOUR) == 1
    assert Loan.objects.get().warned == 2


def test_rows_follow_a_person_who_is_merged_or_forgotten(boss, garden, org):
    person, she = make.resident(boss, garden, org)
    other, _he = make.resident(boss, garden, org, "陆明远")
    visit = make.announce(she, garden, person_id=person).visit_id
    report = make.missing(boss, garden, person_id=person, phone="13800001234")
    followers.person_gone(gone_id=person, kept_id=other)
    assert Visit.objects.get(pk=visit).host_id == other
    followers.person_gone(gone_id=other, kept_id=None)
    row = LostReport.objects.get(pk=report)
    assert (row.person_id, row.reporter, row.phone) == (None, "＊", "") and Visit.objects.get(
        pk=visit
    ).host == ""


def test_a_home_is_understood_or_asked_about(boss, garden):
    assert places.home_of(garden.community, "3-2-1502") == garden.home
    assert places.home_of(garden.community, " ") is None
    for text, code in (("3-1502", "frontdesk.home.many"), ("9-101", "frontdesk.home.unknown")):
        with pytest.raises(Invalid) as refused:
            places.home_of(garden.community, text)
        assert code_of(refused) == code


def _claims(boss, garden, org, thing, *names):
    """Who claims a thing: [(person, actor, id of the claim)]."""
    found = []
    for name in names:
        person, actor = make.resident(boss, garden, org, name=name)
        claim = claims.OwnClaim(person_id=person, place_id=garden.home, found_id=thing, marks="有一道划痕")
        found.append((person, actor, claims.found_claim(actor=actor, claim=claim, at=AT)))
    return found


def test_when_a_thing_goes_the_claims_of_others_end_with_a_reason_and_they_are_told(boss, garden, org):
    thing = make.found(boss, garden)
    (_own, _actor, won), (_other, loser, lost_one) = _claims(boss, garden, org, thing, "沈若兰", "姚远")
    lost.found_give(actor=boss, found_id=thing, claim=make.claim(report_id=won), at=AT)
    assert LostReport.objects.get(pk=won).state == "found"
    ended = LostReport.objects.get(pk=lost_one)
    assert (ended.state, ended.closed_at) == ("closed", AT) and "领回" in ended.closed_why
    (told,) = messages.inbox(user_id=loser.user_id)
    assert "已有结果" in told.title and "领回" in told.body
    (seen,) = at_home.losses_of(_other)
    assert seen.why == ended.closed_why


def test_a_hand_out_that_is_taken_back_opens_these_claims_again(boss, garden, org):
    thing = make.found(boss, garden)
    (_a, _b, first), (_c, _d, second) = _claims(boss, garden, org, thing, "沈若兰", "姚远")
    claims.own_report_end(actor=_b, person_id=_a, report_id=first, at=AT)
    lost.found_hand_over(actor=boss, found_id=thing, authority="派出所", receipt="1", at=AT + HOUR)
    assert "移交" in LostReport.objects.get(pk=second).closed_why
    lost.found_reopen(actor=boss, found_id=thing, reason="派出所退回", at=AT + 2 * HOUR)
    assert LostReport.objects.get(pk=second).state == "open"
    assert LostReport.objects.get(pk=first).state == "closed"
