from __future__ import annotations

import pytest

from anju.foundation.permissions import RoleCode
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import (
    Bid,
    Plan,
    PlanVersion,
    Promise,
    ReviewState,
    Tender,
    TenderState,
    UnreadPassage,
)
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import tenders as reads
from anju.modules.plans.services import choosing, review, tenders, versions
from anju.modules.plans.services.tenders import BidDraft, TenderDraft, Weight
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY

FIRST = factories.TEXT + "2．公共玻璃每月擦洗1次。\n"
SECOND = """物业服务方案

一、保洁服务
1．楼梯、走廊每天打扫一遍。
2．定期清扫道路。
二、秩序维护
1．重点部位每小时巡逻1次。
三、维修服务
1．应急维修1小时内赶到现场。
2．配备保洁员不少于4人。
"""


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def tender(boss, place):
    draft = TenderDraft(
        community_id=place.community.id,
        title="2027年选聘",
        charged_area=10_000_00,
        standard="cpmi-2004",
        grade=2,
    )
    return tenders.tender_add(actor=boss, draft=draft, at=AT)


def bid(actor, tender, company="甲公司", text=FIRST, price=25_000, **more):
    draft = BidDraft(company=company, price=price, filename="plan.txt", data=text.encode(), **more)
    return tenders.bid_add(actor=actor, tender_id=tender, draft=draft, at=AT)


@pytest.fixture
def both(boss, tender):
    return bid(boss, tender), bid(boss, tender, "乙公司", SECOND, 20_000)


def code_of(call, *args, **kwargs):
    with pytest.raises(AnjuError) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_two_bids_stand_side_by_side_with_figures_price_and_people(boss, tender, both):
    found = reads.comparison(reads.tender(boss, tender), TODAY)
    assert found.ready
    first, second = found.columns
    assert (first.totals.figures, second.totals.figures, second.totals.vague) == (6, 4, 1)
    assert (first.month, second.month) == (25_000_00, 20_000_00)
    assert second.totals.people == 4
    assert first.totals.hours > second.totals.hours > 0
    assert first.totals.minima_missed < first.totals.minima
    row = next(one for one in found.rows if one.kind == "time_limit")
    assert (row.best, [cell.promise.facts.value for cell in row.cells]) == ({0}, [30, 1])


def test_weights_and_points_by_hand_make_the_order(boss, tender, both):
    weights = [Weight(code="price", label="", weight=60), Weight(code="talk", label="现场答辩", weight=40)]
    tenders.tender_weigh(actor=boss, tender_id=tender, weights=weights, at=AT)
    found = reads.comparison(reads.tender(boss, tender), TODAY)
    assert [one.rank for one in found.columns] == [None, None]
    scores = {both[0]: {"talk": 90}, both[1]: {"talk": 40}}
    tenders.bids_score(actor=boss, tender_id=tender, scores=scores, at=AT)
    found = reads.comparison(reads.tender(boss, tender), TODAY)
    assert [one.scored.total for one in found.columns] == [84, 76]
    assert [one.rank for one in found.columns] == [1, 2]
    tenders.bids_score(actor=boss, tender_id=tender, scores={both[0]: {"talk": None}}, at=AT)
    assert Bid.objects.get(pk=both[0]).scores == {}


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([], "plans.tender.criteria"),
        ([Weight(code="price", label="", weight=0)], "plans.tender.weights_empty"),
        ([Weight(code="price", label="", weight=101)], "plans.tender.weight"),
        ([Weight(code="talk", label=" ", weight=1)], "plans.tender.label"),
        ([Weight(code="price", label="", weight=1)] * 2, "plans.tender.criteria"),
    ],
)
def test_weights_that_make_no_sense_are_refused(boss, tender, weights, code):
    before = Tender.objects.get().criteria
    assert code_of(tenders.tender_weigh, actor=boss, tender_id=tender, weights=weights, at=AT) == code
    assert Tender.objects.get().criteria == before


def test_a_bid_never_comes_into_force(boss, tender, both):
    version = Bid.objects.get(pk=both[0]).version_id
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    review.passages_dismiss(actor=boss, version_id=version, at=AT)
    refused = code_of(versions.version_approve, actor=boss, version_id=version, note="同意", at=AT)
    assert refused == "plans.version.bid"


def test_the_chosen_bid_becomes_a_draft_with_its_review_and_the_bid_stays(boss, place, tender, both):
    source = Bid.objects.get(pk=both[1]).version
    factories.upload(boss, place)
    row = Promise.objects.filter(version=source).first()
    review.promise_accept(actor=boss, promise_id=row.pk, at=AT)
    made = choosing.bid_choose(actor=boss, bid_id=both[1], title="服务方案", reason="评分最高", at=AT)
    draft = PlanVersion.objects.get(pk=made)
    assert (draft.number, draft.state, draft.plan.title, draft.plan.is_bid) == (2, "draft", "服务方案", False)
    assert draft.promises.count() == source.promises.count() == 4
    assert draft.promises.filter(review=ReviewState.ACCEPTED).count() == 1
    assert (
        UnreadPassage.objects.filter(version=draft).count()
        == UnreadPassage.objects.filter(version=source).count()
    )
    decided = Tender.objects.get()
    assert (decided.state, decided.chosen_id, decided.decision) == (TenderState.DECIDED, both[1], "评分最高")
    assert code_of(bid, boss, tender, "丙公司") == "plans.tender.closed"
    again = code_of(choosing.bid_choose, actor=boss, bid_id=both[0], title="服务方案", reason="改", at=AT)
    assert again == "plans.tender.closed"


def test_a_decision_of_a_passage_goes_to_the_copy_of_its_promise(boss, tender, both):
    source = Bid.objects.get(pk=both[1]).version
    passage = UnreadPassage.objects.filter(version=source).first()
    UnreadPassage.objects.filter(pk=passage.pk).update(promise=source.promises.first(), decision="promise")
    made = choosing.bid_choose(actor=boss, bid_id=both[1], title="新方案", reason="好", at=AT)
    copy = UnreadPassage.objects.get(version_id=made, decision="promise")
    assert copy.promise.version_id == made
    assert copy.promise.number == source.promises.first().number


def test_a_company_that_withdrew_is_not_compared(boss, tender, both):
    tenders.bid_withdraw(actor=boss, bid_id=both[0], reason="撤回投标", at=AT)
    found = reads.comparison(reads.tender(boss, tender), TODAY)
    assert [one.bid.company for one in found.columns] == ["乙公司"]
    refused = code_of(choosing.bid_choose, actor=boss, bid_id=both[0], title="方案", reason="x", at=AT)
    assert refused == "plans.bid.withdrawn"


def test_a_bad_file_leaves_no_bid_behind(boss, tender):
    draft = BidDraft(company="甲", filename="x.pdf", data=b"no")
    with pytest.raises(Invalid) as refused:
        tenders.bid_add(actor=boss, tender_id=tender, draft=draft, at=AT)
    assert refused.value.field == "file"
    assert (Bid.objects.count(), Plan.objects.count()) == (0, 0)


def test_a_company_bids_once(boss, tender, both):
    with pytest.raises(Conflict):
        bid(boss, tender, "  甲公司 ")


def actor_of(login, *roles, path=""):
    from anju.foundation.accounts.models import Organisation
    from anju.foundation.actors import Origin
    from anju.foundation.actors.loading import actor_for

    client = login(*roles, path=path, username=f"u{'-'.join(roles)}{len(path)}")
    return actor_for(client.user, Organisation.objects.get(), Origin("test", "", ""))


def test_the_committee_reads_and_weighs_and_does_nothing_else(login, boss, place, tender, both):
    committee = actor_of(login, RoleCode.COMMITTEE, path=place.community.path)
    assert reads.tender(committee, tender).pk == tender
    tenders.tender_weigh(
        actor=committee, tender_id=tender, weights=[Weight(code="price", label="", weight=1)], at=AT
    )
    with pytest.raises(Forbidden):
        bid(committee, tender, "丙公司")
    with pytest.raises(Forbidden):
        choosing.bid_choose(actor=committee, bid_id=both[0], title="方案", reason="x", at=AT)
    assert Tender.objects.get().state == TenderState.OPEN


def test_who_may_not_see_tenders_does_not_see_the_plans_of_bids(login, boss, place, tender, both):
    desk = actor_of(login, RoleCode.FRONTDESK)
    version = Bid.objects.get(pk=both[0]).version_id
    with pytest.raises(NotFound):
        plan_queries.version(desk, version)
    assert not plan_queries.plans(desk).exists()
    with pytest.raises(Forbidden):
        reads.tender(desk, tender)


def test_another_community_sees_nothing(login, boss, tender, both):
    other = factories.ground(boss, "QS", "清水湾")
    stranger = actor_of(login, RoleCode.MANAGER, path=other.community.path)
    with pytest.raises(NotFound):
        reads.tender(stranger, tender)
    with pytest.raises(NotFound):
        bid(stranger, tender, "丙公司")
