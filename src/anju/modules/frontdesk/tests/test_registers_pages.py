"""Every page of the registers opens, says who may not, and leaves nothing changed when it refuses."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from anju.engines.cases import facade as cases
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk.models import FoundThing, Listing, Loan, ServiceOrder, Visit
from anju.modules.frontdesk.services import concierge, lending, listings, lost
from anju.modules.frontdesk.tests import register_samples as make

LISTS = (
    "registers", "visits", "visit_statistics", "concierges", "bulletins", "orders", "offers", "families", "vendors",
    "settlement", "listings", "found_things", "lost_reports", "lendables", "boards", "loans",
)  # fmt: skip
FORMS = (
    "visit_new", "visit_announce", "concierge_new", "bulletin_new", "order_new", "offer_new", "vendor_new", "listing_new",
    "found_new", "lost_new", "lendable_new", "entrust", "board_new",
)  # fmt: skip


@pytest.fixture
def filled(boss):
    """One of everything, today."""
    now = timezone.now()
    garden = make.garden(boss)
    rows = {"garden": garden}
    rows["visit"] = make.walk_in(boss, garden, now)
    rows["announced"] = make.announce(boss, garden, now).visit_id
    rows["concierge"] = make.profile(boss, garden, now, photo=make.picture())
    fault = concierge.FaultDraft(
        kind="delay", on=timezone.localdate(), evidence="三次催办未答复", measure="oral"
    )
    concierge.fault_record(actor=boss, concierge_id=rows["concierge"], draft=fault, at=now)
    vendor = make.vendor(boss, at=now)
    rows["vendor"] = vendor
    rows["offer"] = make.offer(boss, garden, at=now, vendor_id=vendor, vendor_price=40_0000)
    rows["order"] = make.order(boss, garden, rows["offer"], at=now).order_id
    draft = listings.ListingDraft(
        community_id=garden.community, place_id=garden.home, kind="sale", area=89_50, price=2_600_000_00, owner="沈若兰", mandate="2026-1"
    )  # fmt: skip
    rows["listing"] = listings.listing_add(actor=boss, draft=draft, at=now)
    rows["found"] = make.found(boss, garden, now, photo=make.picture())
    rows["lost"] = make.missing(boss, garden, now)
    board = lending.board_save(
        actor=boss, community_id=garden.community, name="一号钥匙板", spot="前台", hooks=6, at=now
    )
    rows["thing"] = make.thing(boss, garden, at=now, board_id=board, hook=2)
    rows["loan"] = make.lend(boss, garden, rows["thing"], now - timedelta(hours=6))
    return rows


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_every_list_and_form_opens_for_the_manager(filled, login, name):
    page = login(RoleCode.MANAGER).get(reverse(f"frontdesk:{name}"))
    assert page.status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_nobody_opens_a_register_without_a_role(org, login, name):
    assert login().get(reverse(f"frontdesk:{name}")).status_code == 403


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("visit", "visit"), ("visit", "announced"), ("concierge", "concierge"), ("concierge_edit", "concierge"),
        ("fault_new", "concierge"), ("offer", "offer"), ("offer_edit", "offer"), ("offer_price", "offer"), ("order", "order"),
        ("order_consent", "order"), ("order_vendor", "order"), ("vendor_edit", "vendor"), ("listing", "listing"),
        ("listing_end", "listing"), ("found", "found"), ("found_give", "found"), ("found_hand_over", "found"),
        ("lost_report", "lost"), ("lendable", "thing"), ("lendable_edit", "thing"), ("lendable_state", "thing"),
        ("visit_cancel", "announced"),
    ],
)  # fmt: skip
def test_every_page_of_a_row_opens_here_and_is_not_found_from_elsewhere(filled, login, boss, name, key):
    address = reverse(f"frontdesk:{name}", args=[filled[key]])
    assert login(RoleCode.MANAGER).get(address).status_code == 200
    other = make.garden(boss, "BY", "白云里")
    stranger = login(RoleCode.MANAGER, path=other.path, username="stranger")
    assert stranger.get(address).status_code == (404 if name != "vendor_edit" else 200)


@pytest.mark.parametrize(
    "name",
    [
        one
        for one in LISTS
        if one not in ("registers", "visit_statistics", "concierges", "families", "boards")
    ],
)
def test_every_list_gives_a_spreadsheet(filled, login, name):
    page = login(RoleCode.MANAGER).get(reverse(f"frontdesk:{name}") + "?export=xlsx")
    assert page.status_code == 200 and "spreadsheetml" in page["Content-Type"]


def text_of(page):
    data = b"".join(page.streaming_content)
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)


def test_papers_say_what_they_should(filled, login, boss):
    client = login(RoleCode.MANAGER)
    garden = filled["garden"]
    wall = text_of(client.get(reverse("frontdesk:wall_sheet", args=[garden.building])))
    assert "许文秀" in wall and "0571-87654321" in wall and "每天 08:00–20:00" in wall
    cards = text_of(client.get(reverse("frontdesk:name_cards", args=[filled["concierge"]])))
    assert cards.count("许文秀") == 10
    prices = text_of(client.get(reverse("frontdesk:price_sheet") + "?paper=a3"))
    assert "日常保洁" in prices and "¥50.00" in prices and "洁邻家政服务部" in prices
    sheet = text_of(client.get(reverse("frontdesk:order_sheet", args=[filled["order"]])))
    assert "¥100.00" in sheet and "尚未同意" in sheet
    slip = text_of(client.get(reverse("frontdesk:lendable_slip", args=[filled["thing"]])))
    assert "配电室钥匙" in slip and "查看表箱" in slip
    board = text_of(client.get(reverse("frontdesk:found_sheet")))
    assert "黑色钱包" in board and "公交卡" not in board
    lost.found_hand_over(
        actor=boss, found_id=filled["found"], authority="城东派出所", receipt="警字 7 号", at=timezone.now()
    )
    assert "城东派出所" in text_of(client.get(reverse("frontdesk:found_slip", args=[filled["found"]])))


def test_a_guard_lets_an_announced_visitor_in_by_his_code_in_one_click(filled, login):
    client = login(RoleCode.WORKER, path=filled["garden"].path)
    code = Visit.objects.get(pk=filled["announced"]).code
    found = client.get(reverse("frontdesk:visit_code_asked") + f"?code={code[:3]}+{code[3:]}", follow=True)
    assert found.status_code == 200 and "李表弟" in found.content.decode()
    client.post(reverse("frontdesk:visit_in", args=[filled["announced"]]), {"gate": filled["garden"].gate})
    assert Visit.objects.get(pk=filled["announced"]).state == "inside"
    client.post(reverse("frontdesk:visit_out", args=[filled["announced"]]), {})
    assert Visit.objects.get(pk=filled["announced"]).state == "left"


def test_an_unknown_code_is_told_on_the_list(filled, login):
    page = login(RoleCode.WORKER).get(reverse("frontdesk:visit_code", args=["000000"]), follow=True)
    assert "没有这个访客码" in page.content.decode()


def test_a_visitor_is_taken_down_by_the_form_and_faults_stand_at_their_fields(filled, login):
    client = login(RoleCode.WORKER)
    address = reverse("frontdesk:visit_new")
    both = client.post(
        address, {"name": "王快递", "home": "3-1502", "purpose": "delivery", "companions": "0"}
    )
    assert (
        both.status_code == 422
        and "有 2 套房屋符合" in both.content.decode()
        and "王快递" in both.content.decode()
    )
    before = Visit.objects.count()
    done = client.post(
        address, {"name": "王快递", "home": "3-2-1502", "purpose": "delivery", "companions": "0"}
    )
    assert done.status_code == 303 and Visit.objects.count() == before + 1
    assert Visit.objects.latest("pk").place_id == filled["garden"].home


def test_a_telephone_is_masked_and_shown_to_who_may_see_it(filled, login):
    worker = login(RoleCode.WORKER)
    address = reverse("frontdesk:visit_phone", args=[filled["visit"]])
    shown = worker.get(reverse("frontdesk:visit", args=[filled["visit"]])).content.decode()
    assert "139****2222" in shown and "13911112222" not in shown
    assert worker.post(address).status_code == 403
    assert "13911112222" in login(RoleCode.FRONTDESK, username="desk").post(address).content.decode()


def test_an_order_that_is_sent_twice_is_one_order(filled, login):
    client = login(RoleCode.FRONTDESK)
    assert 'name="key"' in client.get(reverse("frontdesk:order_new")).content.decode()
    given = {
        "customer": "沈若兰", "home": "3-2-1502", "offer1": filled["offer"], "quantity1": "1.5", "consent_how": "",
        "words": "", "key": "k1",
    }  # fmt: skip
    before = ServiceOrder.objects.count()
    first, again = (client.post(reverse("frontdesk:order_new"), given)["Location"] for _ in range(2))
    assert first == again and ServiceOrder.objects.count() == before + 1


def test_an_order_goes_from_the_form_to_the_consent(filled, login):
    client = login(RoleCode.FRONTDESK)
    page = client.post(
        reverse("frontdesk:order_new"),
        {
            "customer": "沈若兰",
            "home": "3-2-1502",
            "offer1": filled["offer"],
            "quantity1": "1.5",
            "consent_how": "",
            "words": "带梯子",
        },
    )
    assert page.status_code == 303
    order = ServiceOrder.objects.latest("pk")
    assert (
        cases.case_view(actor=_boss(order), case_id=order.case_id, at=timezone.now()).prices[-1].amount
        == 75_00
    )
    page = client.post(
        reverse("frontdesk:order_consent", args=[order.pk]),
        {"agreed": "0", "by_name": "沈若兰", "how": "phone", "words": "太贵"},
    )
    assert page.status_code == 303
    order.case.refresh_from_db()
    assert order.case.state == "declined"


def _boss(row):
    from anju.foundation import actors

    return actors.root("测试", row.org_id)


def test_the_desk_gives_a_thing_back_only_with_a_signature(filled, login):
    client = login(RoleCode.FRONTDESK)
    address = reverse("frontdesk:found_give", args=[filled["found"]])
    values = {
        "name": "沈若兰",
        "paper": "居民身份证",
        "number": "330100199001010000",
        "proof": "说出公交卡号",
        "report": filled["lost"],
    }
    assert client.post(address, values).status_code == 422
    assert FoundThing.objects.get(pk=filled["found"]).state == "kept"
    file = io.BytesIO(make.picture())
    file.name = "sign.jpg"
    assert client.post(address, {**values, "file": file}).status_code == 303
    assert FoundThing.objects.get(pk=filled["found"]).state == "returned"


def test_a_worker_may_lend_and_not_change_the_register(filled, login):
    client = login(RoleCode.WORKER, path=filled["garden"].path)
    back = reverse("frontdesk:lendable", args=[filled["thing"]])
    assert client.post(back, {"condition": "完好"}).status_code == 303
    assert Loan.objects.get(pk=filled["loan"]).returned_at is not None
    assert client.get(reverse("frontdesk:lendable_edit", args=[filled["thing"]])).status_code == 403
    assert client.get(reverse("frontdesk:found_tell")).status_code == 403


def test_a_notice_of_things_found_is_drafted_once(filled, login):
    client = login(RoleCode.MANAGER)
    address = reverse("frontdesk:found_tell")
    assert client.get(address).status_code == 200
    first = client.post(address)
    assert first.status_code == 302 and "/messages/notices/" in first["Location"]
    assert client.post(address).status_code in (409, 422)


def test_a_listing_is_sold(filled, login):
    client = login(RoleCode.MANAGER)
    address = reverse("frontdesk:listing_end", args=[filled["listing"]])
    assert client.post(address, {"state": "dealt", "dealt_price": ""}).status_code == 422
    assert client.post(address, {"state": "dealt", "dealt_price": "2,580,000"}).status_code == 303
    assert Listing.objects.get(pk=filled["listing"]).dealt_price == 2_580_000_00


def test_a_list_costs_the_same_however_many_rows(filled, login, boss, django_assert_max_num_queries):
    client = login(RoleCode.MANAGER)
    for number in range(12):
        make.walk_in(boss, filled["garden"], timezone.now(), name=f"访客{number}")
    client.get(reverse("frontdesk:visits"))
    with django_assert_max_num_queries(45):
        client.get(reverse("frontdesk:visits"))
