from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import Bid, CostBasis, Plan, PlanVersion, Promise, Tender
from anju.modules.plans.services import tenders
from anju.modules.plans.services.tenders import BidDraft, TenderDraft
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT
from anju.modules.plans.tests.test_services_tenders import FIRST, SECOND

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return factories.in_force(boss, place)


@pytest.fixture
def tender(boss, place):
    draft = TenderDraft(
        community_id=place.community.id,
        title="2027年选聘",
        charged_area=10_000_00,
        standard="cpmi-2004",
        grade=2,
    )
    made = tenders.tender_add(actor=boss, draft=draft, at=AT)
    for company, text, price in (("甲公司", FIRST, 25_000), ("乙公司", SECOND, None)):
        bid = BidDraft(company=company, price=price, filename="plan.txt", data=text.encode())
        tenders.bid_add(actor=boss, tender_id=made, draft=bid, at=AT)
    return made


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def addresses(version, tender):
    bid, community = Bid.objects.order_by("pk").first().pk, Tender.objects.get().community_id
    return [
        ("cost", (version,), RoleCode.QUALITY), ("cost_pdf", (version,), RoleCode.QUALITY),
        ("cost_basis", (community,), RoleCode.LEADER), ("register", ("xlsx",), RoleCode.SUPERVISOR),
        ("register", ("pdf",), RoleCode.SUPERVISOR), ("tenders", (), RoleCode.COMMITTEE),
        ("tender", (tender,), RoleCode.COMMITTEE), ("tender_weigh", (tender,), RoleCode.COMMITTEE),
        ("tender_new", (), RoleCode.QUALITY), ("tender_edit", (tender,), RoleCode.QUALITY),
        ("tender_cancel", (tender,), RoleCode.QUALITY), ("bid_new", (tender,), RoleCode.QUALITY),
        ("bid_edit", (bid,), RoleCode.QUALITY), ("bid_withdraw", (bid,), RoleCode.QUALITY),
        ("bid_choose", (bid,), RoleCode.LEADER),
    ]  # fmt: skip


def test_every_page_opens_to_its_role_and_to_nobody_without_the_right(version, tender, login):
    rows = addresses(version, tender)
    users = {role: login(role, username=f"u{role}").user for role in {one[2] for one in rows}}
    client = login(RoleCode.WORKER, username="worker")
    for name, args, _role in rows:
        assert client.get(reverse(f"plans:{name}", args=args)).status_code == 403, name
    for name, args, role in rows:
        client.force_login(users[role])
        answer = client.get(reverse(f"plans:{name}", args=args))
        assert answer.status_code == 200, (name, body(answer)[:500])


def test_what_lies_in_another_community_is_not_there(version, tender, login, boss):
    other = factories.ground(boss, "QS", "清水湾")
    client = login(RoleCode.MANAGER, path=other.community.path)
    for name, args, _role in addresses(version, tender):
        if args and name != "register":
            assert client.get(reverse(f"plans:{name}", args=args)).status_code == 404, name
    answer = client.get(reverse("plans:register", args=["pdf"]) + f"?version={version}")
    assert answer.status_code == 404


def test_a_committee_sees_the_table_and_no_button_to_choose(login, place, tender):
    client = login(RoleCode.COMMITTEE, path=place.community.path)
    page = client.get(reverse("plans:tender", args=[tender])).content.decode()
    assert "未承诺" in page and "含糊" in page and "待填写" in page
    assert "权重与评分" in page
    assert "/choose/" not in page
    assert client.post(reverse("plans:bid_choose", args=[Bid.objects.first().pk]), {}).status_code == 403


def test_bids_do_not_stand_among_the_plans(manager, tender):
    page = manager.get(reverse("plans:list")).content.decode()
    assert "甲公司" not in page
    assert Plan.objects.filter(is_bid=True).count() == 2


def test_rows_are_narrowed_to_what_differs_lacks_or_is_vague(manager, tender):
    def rows(show):
        page = manager.get(reverse("plans:tender", args=[tender]) + f"?show={show}").content.decode()
        return page[page.index("逐项对比") :].count('<td class="is-title">')

    assert rows("") > rows("missing") > rows("vague") >= 1
    assert rows("differ") >= 1


def test_from_new_tender_to_a_draft_by_form(manager, place, version):
    answer = manager.post(
        reverse("plans:tender_new"),
        {
            "community": place.community.id,
            "title": "选聘",
            "minimum": "cpmi-2004:1",
            "charged_area": "12345.67",
        },
    )
    tender = Tender.objects.get()
    assert answer["Location"] == reverse("plans:tender", args=[tender.pk])
    assert (tender.charged_area, tender.standard, tender.grade) == (1_234_567, "cpmi-2004", 1)
    for company, text in (("甲", FIRST), ("乙", SECOND)):
        sent = {"company": company, "price": "2.35", "file": SimpleUploadedFile("p.txt", text.encode())}
        assert manager.post(reverse("plans:bid_new", args=[tender.pk]), sent).status_code == 303
    first = Bid.objects.order_by("pk").first()
    weights = {
        "weight_price": "30",
        "weight_promises": "70",
        "label_hand1": "答辩",
        "weight_hand1": "20",
        f"score-{first.pk}-hand1": "88",
    }
    assert manager.post(reverse("plans:tender_weigh", args=[tender.pk]), weights).status_code == 302
    assert Bid.objects.get(pk=first.pk).scores == {"hand1": 88}
    answer = manager.post(
        reverse("plans:bid_choose", args=[first.pk]), {"title": "服务方案", "reason": "合适"}
    )
    made = PlanVersion.objects.order_by("-pk").first()
    assert (answer["Location"], made.number) == (reverse("plans:desk", args=[made.pk]), 2)
    page = manager.get(reverse("plans:tender", args=[tender.pk])).content.decode()
    assert "已选定 甲" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"weight_price": "-1"}, "权重须为"), ({"weight_price": "x"}, "权重须为"), ({}, "至少要有一项权重")],
)
def test_a_sheet_that_makes_no_sense_says_why_and_keeps_what_was_typed(manager, tender, sent, said):
    answer = manager.post(reverse("plans:tender_weigh", args=[tender]), {**sent, "label_hand1": "我写的"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="我写的"' in page


def test_a_bad_plan_is_refused_at_the_field(manager, tender):
    sent = {"company": "丙", "file": SimpleUploadedFile("p.png", b"\x89PNG")}
    answer = manager.post(reverse("plans:bid_new", args=[tender]), sent)
    assert (answer.status_code, 'id="id_file_error"' in answer.content.decode()) == (422, True)
    assert Bid.objects.count() == 2


def test_costs_are_tried_out_on_the_page_and_kept_nowhere(manager, version):
    address = reverse("plans:cost", args=[version])
    row = Promise.objects.filter(version=version, kind="frequency").order_by("start").first()
    plain = manager.get(address).content.decode()
    assert "还没有填写人工成本" in plain
    tried = manager.get(
        f"{address}?t_{row.pk}=1&m_{row.pk}=60&pay_guard=5000&walk=0&preparation=0&absence=abc", **HTMX
    ).content.decode()
    cell = re.search(
        rf'id="r{row.pk}" hx-swap-oob="true"[^>]*>.*?</span></span>|id="r{row.pk}"[^>]*>.*?</span>',
        tried,
        re.S,
    )
    assert "2.0" in cell[0]
    assert "试算前" in tried and "¥" in tried and "abc" in tried
    assert "<html" not in tried
    assert CostBasis.objects.count() == 0


def test_pay_is_kept_by_form_and_then_counts(manager, place, version):
    back = reverse("plans:cost_basis", args=[place.community.id]) + f"?next={version}"
    assert manager.post(back, {"pay_guard": "4200", "absence": "0"})["Location"] == reverse(
        "plans:cost", args=[version]
    )
    kept = CostBasis.objects.get()
    assert (kept.pay, kept.absence, kept.walk_minutes) == ({"guard": 420_000}, 0, None)
    assert "¥" in manager.get(reverse("plans:cost", args=[version])).content.decode()
    bad = manager.post(back, {"pay_guard": "0"})
    assert bad.status_code == 422


def test_the_register_is_a_sheet_with_every_promise(manager, version):
    import openpyxl

    answer = manager.get(reverse("plans:register", args=["xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(body(answer))).active
    assert sheet.max_row == 1 + Promise.objects.filter(version=version).count()
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None


def test_files_of_the_comparison_and_of_the_versions_come_down(manager, boss, place, tender, version):
    table = reverse("plans:tender", args=[tender])
    later = factories.upload(boss, place, FIRST)
    diff = reverse("plans:diff", args=[later])
    for address in (f"{table}?export=pdf", f"{diff}?export=pdf", reverse("plans:cost_pdf", args=[version])):
        assert body(manager.get(address)).startswith(b"%PDF"), address
    for address in (
        f"{table}?export=xlsx",
        f"{diff}?export=xlsx",
        reverse("plans:cost", args=[version]) + "?export=xlsx",
    ):
        assert body(manager.get(address)).startswith(b"PK"), address


def test_a_new_version_says_what_it_does_to_the_running_work(manager, boss, place, version):
    text = factories.TEXT.replace("楼道每日清扫2次", "楼道每日清扫3次").replace(
        "2．道路每周冲洗1次。\n", "2．大堂每日擦拭1次。\n"
    )
    later = factories.upload(boss, place, text)
    from anju.modules.plans.services import review

    review.promises_accept(actor=boss, version_id=later, confidence=0, at=AT)
    page = manager.get(reverse("plans:diff", args=[later])).content.decode()
    assert "开始 1 项作业" in page
    assert "改变 1 项" in page
    assert "结束 1 项" in page
    assert "照旧 1 项" in page
    assert re.search(r"<ins[^>]*>3", page) and re.search(r"<del[^>]*>2", page)
