from __future__ import annotations

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import ItemDraft, PhotoDraft, Reporter, Side
from anju.engines.cases.models import Case, Item, PriceConsent
from anju.engines.cases.services.content import amount_of
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, move, opened
from anju.foundation import actors
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

TAP = ItemDraft(sort="material", name="角阀", quantity=2000, unit="个", price=355_000, charged=True)


@pytest.fixture
def case_id(home, boss):
    """A repair being worked on, with a picture of how it was left."""
    _team, people = factories.team(home)
    made = opened(boss, home, reporter=Reporter(user_id=77, name="李女士"))
    facade.visit_start(actor=boss, case_id=made, staff_id=people[0], at=NOW)
    facade.photo_add(actor=boss, case_id=made, photo=photo("after"), at=NOW)
    return made


@pytest.fixture
def reporter(org):
    return actors.Actor(org.pk, "李女士", user_id=77)


def photo(role="before", **given):
    return PhotoDraft(**{"name": "a.jpg", "data": factories.picture(), "role": role, **given})


def offered(actor, case_id, at=NOW):
    return facade.price_offer(actor=actor, case_id=case_id, at=at)


@pytest.mark.parametrize(
    ("quantity", "price", "fen"), [(2000, 355_000, 7100), (1, 10_000, 0), (1, 50_000, 1), (500, 100, 1)]
)
def test_a_line_is_rounded_once_half_up_to_fen(quantity, price, fen):
    assert amount_of(quantity, price) == fen


def test_paid_work_ends_only_with_the_consent_to_its_price(case_id, boss, reporter):
    facade.item_add(actor=boss, case_id=case_id, item=TAP, at=NOW)
    with pytest.raises(Invalid) as refused:
        move(boss, case_id, "finish", NOW + minutes(30))
    assert refused.value.params["lacking"] == ["price_consent"]
    price = offered(boss, case_id)
    facade.price_answer(actor=reporter, price_id=price, agreed=True, by_name="李女士", how="app", at=NOW)
    with pytest.raises(Conflict, match=r"cases\.price\.answered"):
        facade.price_answer(actor=reporter, price_id=price, agreed=False, by_name="李女士", how="app", at=NOW)
    facade.item_add(actor=boss, case_id=case_id, item=TAP, at=NOW)
    with pytest.raises(Invalid, match="lacking"):
        move(boss, case_id, "finish", NOW + minutes(30))
    again = offered(boss, case_id)
    assert PriceConsent.objects.get(pk=again).amount == 2 * 7100
    facade.price_answer(actor=reporter, price_id=again, agreed=True, by_name="李女士", how="app", at=NOW)
    assert move(boss, case_id, "finish", NOW + minutes(30)) == "done"


def test_a_later_no_takes_the_earlier_yes_back(case_id, boss):
    facade.item_add(actor=boss, case_id=case_id, item=TAP, at=NOW)
    for agreed in (True, False):
        price = offered(boss, case_id)
        facade.price_answer(actor=boss, price_id=price, agreed=agreed, by_name="李女士", how="phone", at=NOW)
    with pytest.raises(Invalid, match="lacking"):
        move(boss, case_id, "finish", NOW + minutes(30))


def test_a_price_not_answered_yet_is_replaced_and_nothing_costs_nothing(case_id, boss):
    with pytest.raises(Invalid, match=r"cases\.price\.nothing"):
        offered(boss, case_id)
    line = facade.item_add(actor=boss, case_id=case_id, item=TAP, at=NOW)
    first, second = offered(boss, case_id), offered(boss, case_id)
    assert list(PriceConsent.objects.values_list("pk", flat=True)) == [second] and first != second
    facade.item_remove(actor=boss, item_id=line, reason="没用上", at=NOW)
    assert Item.objects.get().removed_at == NOW
    with pytest.raises(NotFound):
        facade.item_remove(actor=boss, item_id=line, reason="再删", at=NOW)
    assert move(boss, case_id, "finish", NOW + minutes(30)) == "done"


@pytest.mark.parametrize("wrong", [{"sort": "air"}, {"name": " "}, {"quantity": 0}, {"price": -1}])
def test_a_line_that_is_none_is_refused(case_id, boss, wrong):
    with pytest.raises(Invalid, match=r"cases\.item"):
        facade.item_add(
            actor=boss, case_id=case_id, item=ItemDraft(**{"sort": "labour", "name": "工时", **wrong}), at=NOW
        )


def test_the_reporter_may_add_to_his_own_case_and_to_no_other(home, case_id, boss, reporter):
    facade.words_add(actor=reporter, case_id=case_id, words="下午在家", at=NOW)
    facade.photo_add(actor=reporter, case_id=case_id, photo=photo(side=Side.INTERNAL), at=NOW)
    told = facade.history(actor=reporter, case_id=case_id, side=Side.REPORTER)
    assert {"words", "photo"} <= {one.code for one in told}
    other = opened(boss, home)
    for deed in (
        lambda: facade.words_add(actor=reporter, case_id=other, words="我的", at=NOW),
        lambda: facade.photo_add(actor=reporter, case_id=other, photo=photo(), at=NOW),
        lambda: facade.case_rate(actor=reporter, case_id=other, stars=1, at=NOW),
        lambda: facade.item_add(actor=reporter, case_id=case_id, item=TAP, at=NOW),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_the_reporter_sees_his_case_and_only_his_side_of_its_history(case_id, boss, reporter):
    facade.words_add(actor=boss, case_id=case_id, words="业主态度不好", at=NOW)
    assert facade.case_view(actor=reporter, case_id=case_id, at=NOW).row.id == case_id
    sides = {one.side for one in facade.history(actor=reporter, case_id=case_id)}
    assert sides == {Side.REPORTER}
    assert [one.pk for one in facade.reported(user_id=77)] == [case_id]


def test_a_photo_has_a_role_and_an_attachment_need_not_be_a_picture(case_id, boss):
    with pytest.raises(Invalid, match=r"cases\.photo\.role"):
        facade.photo_add(actor=boss, case_id=case_id, photo=photo("selfie"), at=NOW)
    with pytest.raises(Invalid, match="not_a_photo"):
        facade.photo_add(actor=boss, case_id=case_id, photo=photo(data=b"RIFF voice"), at=NOW)
    facade.photo_add(
        actor=boss, case_id=case_id, photo=photo("attachment", name="a.amr", data=b"#!AMR voice"), at=NOW
    )
    assert [one.role for one in facade.photos(case_id)] == ["after", "attachment"]


def test_a_check_that_failed_says_why(case_id, boss):
    with pytest.raises(Invalid, match=r"cases\.reason"):
        facade.case_check(actor=boss, case_id=case_id, passed=False, at=NOW)
    facade.case_check(actor=boss, case_id=case_id, passed=False, words="仍渗水", at=NOW)
    assert Case.objects.get(pk=case_id).checks.get().words == "仍渗水"


def test_a_view_holds_everything(case_id, boss):
    facade.item_add(actor=boss, case_id=case_id, item=TAP, at=NOW)
    offered(boss, case_id)
    view = facade.case_view(actor=boss, case_id=case_id, at=NOW + minutes(60))
    assert (view.row.state, len(view.workers), len(view.visits), len(view.photos)) == ("working", 1, 1, 1)
    assert (view.items[0].amount, view.prices[0].answer, view.anonymous) == (7100, None, False)
    assert set(view.ways) == {"give_back", "wait", "finish"}
    clocks = {one.code: one for one in view.clocks}
    assert (clocks["finish"].state, clocks["finish"].left > minutes(0)) == ("running", True)
    assert (clocks["arrive"].state, clocks["arrive"].elapsed, clocks["arrive"].quote) == (
        "stopped",
        minutes(0),
        "2小时内到场",
    )
