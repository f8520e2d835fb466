"""A repair from the telephone to its return visit, and a complaint that the one it is about never sees."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image
from playwright.sync_api import expect

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
# What the nightly job does, at this moment.
NIGHT = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from anju.engines.cases import facade as cases
from anju.foundation import scope
from anju.foundation.accounts.models import Organisation
for org in Organisation.objects.exclude(kind="authority"):
    with transaction.atomic(), scope.enter(org.pk):
        cases.returns_draw(at=timezone.now())
"""


def picture() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#6b8f71").save(out, "JPEG")
    return {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def open_case(page, site, title: str, kind: str = "repair") -> str:
    """Take a case down at the desk; returns the path of its page."""
    page.goto(site.address + f"/desk/cases/new/?kind={kind}")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=words]", "业主来电，请尽快处理")
    page.fill("input[name=name]", "陈女士")
    page.fill("input[name=phone]", "13800001234")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url.removeprefix(site.address)


def deed(page, name: str):
    """Open the sheet of a deed; returns the sheet."""
    page.locator(".case-deeds").get_by_role("link", name=name, exact=True).click()
    sheet = page.locator("dialog#deed")
    expect(sheet.locator("form")).to_be_visible()
    return sheet


def forgive_refusal(page) -> None:
    """A refused deed answers 409 by design, and the browser says so in its console."""
    said = [one for one in page.errors if "status of 409" in one]
    assert said
    page.errors[:] = [one for one in page.errors if one not in said]


def test_a_repair_from_the_telephone_to_the_return_visit(demo, visit):
    desk = visit(demo, "frontdesk")
    path = open_case(desk, demo, "八号楼厨房水管滴水")
    number = desk.locator(".case-number").inner_text()

    board = visit(demo, "supervisor", path="/desk/cases/board/?kind=repair")
    card = board.locator("[data-lane=new] .kb-card", has_text="八号楼厨房水管滴水")
    expect(card).to_be_visible()
    card.locator(".kb-link").focus()
    board.keyboard.press("m")
    ways = board.locator("#ways-body")
    expect(ways.locator(".way-why").first).to_contain_text("在手")
    expect(ways.locator(".way").first).to_be_focused()
    chosen = ways.locator(".way-name").first.inner_text().split()[0]
    board.keyboard.press("Enter")
    moved = board.locator("[data-lane=assigned] .kb-card", has_text="八号楼厨房水管滴水")
    expect(moved).to_be_visible()
    expect(moved.locator(".kb-link")).to_be_focused()
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", level=1)).to_have_text("八号楼厨房水管滴水")
    expect(board.locator(".case-people")).to_contain_text(chosen)

    engineer = visit(demo, "engineer", path=path)
    deed(engineer, "到场").get_by_role("button", name="到场").click()
    expect(engineer.locator(".case-head")).to_contain_text("处理中")
    sheet = deed(engineer, "完成")
    sheet.get_by_role("button", name="完成").click()
    expect(sheet).to_contain_text("还缺：修后照片")
    sheet.get_by_role("button", name="取消").click()
    sheet = deed(engineer, "上传照片")
    sheet.get_by_label("处理后").check()
    sheet.locator("input[type=file]").set_input_files(picture())
    sheet.get_by_role("button", name="上传照片").click()
    expect(engineer.locator("[data-shot]")).to_have_count(1)
    deed(engineer, "完成").get_by_role("button", name="完成").click()
    expect(engineer.locator(".case-head")).to_contain_text("待回访")

    board.reload()
    sheet = deed(board, "关闭")
    sheet.locator("form button[type=submit]").click()
    expect(sheet).to_contain_text("还不能关闭")
    forgive_refusal(board)
    sheet.get_by_role("button", name="取消").click()

    subprocess.run([sys.executable, "-c", NIGHT], env=demo.env, cwd=CHECKOUT, check=True)
    desk.goto(demo.address + path)
    sheet = deed(desk, "登记回访")
    sheet.get_by_label("满意", exact=True).check()
    sheet.get_by_role("button", name="登记回访").click()
    expect(desk.locator(".case-head")).to_contain_text("已关闭")
    expect(desk.locator("#history")).to_contain_text("满意")
    desk.goto(demo.address + f"/desk/cases/?standing=closed&q={number}")
    expect(desk.locator("#rows tbody tr")).to_have_count(1)


def test_who_is_complained_of_sees_nothing_of_it(demo, visit):
    desk = visit(demo, "frontdesk")
    path = open_case(desk, demo, "维修师傅言语粗鲁", "complaint")
    accused = visit(demo, "engineer", path=path)
    expect(accused.get_by_role("heading", level=1)).to_have_text("维修师傅言语粗鲁")
    accused.goto(demo.address + "/me/")
    name = accused.locator("summary span.block").first.inner_text().strip()
    manager = visit(demo, "manager", path=path)
    sheet = deed(manager, "设置回避")
    option = sheet.locator("select[name=staff_ids] option", has_text=name).first
    sheet.locator("select[name=staff_ids]").select_option(option.get_attribute("value"))
    sheet.locator("textarea[name=reason]").fill("投诉涉及本人")
    sheet.get_by_role("button", name="设置回避").click()
    expect(manager.locator("#history")).to_contain_text(name)
    answer = accused.request.get(demo.address + path)
    assert answer.status == 404
    for page in ("/desk/cases/", "/desk/cases/board/", "/desk/complaints/"):
        assert "维修师傅言语粗鲁" not in accused.request.get(demo.address + page).text()
    manager.goto(demo.address + path)
    sheet = deed(manager, "派单")
    expect(sheet.locator(".proposals")).to_be_visible()
    assert sheet.locator("select[name=staff_id] option", has_text=name).count() == 0


def test_a_card_dropped_where_it_may_not_go_comes_back_and_says_why(demo, visit):
    desk = visit(demo, "frontdesk")
    open_case(desk, demo, "单元门禁失灵")
    board = visit(demo, "supervisor", path="/desk/cases/board/?kind=repair")
    card = board.locator("[data-lane=new] .kb-card", has_text="单元门禁失灵")
    card.drag_to(board.locator("[data-lane=done]"))
    expect(board.locator("#toasts")).to_contain_text("不能直接变为")
    forgive_refusal(board)
    expect(board.locator("[data-lane=new] .kb-card", has_text="单元门禁失灵")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_the_pages_can_be_read_by_everybody(demo, visit, axe, phone):
    page = visit(demo, "manager", phone=phone)
    path = open_case(page, demo, f"楼道灯不亮{phone}")
    addresses = (
        path, "/desk/cases/", "/desk/cases/board/", "/desk/cases/board/?by=person", "/desk/cases/days/", "/desk/complaints/",
        "/desk/complaints/analysis/", "/desk/cases/week/", "/desk/cases/repairs/", "/desk/cases/legacy/", f"{path}do/assign/",
    )  # fmt: skip
    for address in addresses:
        page.goto(demo.address + address)
        assert axe(page) == [], address


def test_the_form_asks_what_the_chosen_kind_needs_and_keeps_what_was_typed(demo, visit, axe):
    for phone in (False, True):
        page = visit(demo, "manager", phone=phone)
        page.goto(demo.address + "/desk/cases/new/")
        page.fill("input[name=title]", "师傅态度差")
        page.locator("input[name=kind][value=complaint]").check()
        expect(page.locator("[name='fields.class']")).to_be_visible()
        expect(page.locator("input[name=title]")).to_have_value("师傅态度差")
        expect(page.locator("[name='fields.trade']")).to_have_count(0)
        assert axe(page) == []


def test_a_double_click_opens_one_case(demo, visit):
    page = visit(demo, "manager")
    page.goto(demo.address + "/desk/cases/new/?kind=suggestion")
    page.fill("input[name=title]", "楼道加装扶手")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        "() => { const form = document.querySelector('#new-case form'); form.requestSubmit(); form.requestSubmit(); }"
    )
    page.wait_for_url("**/desk/cases/*/")
    expect(page.locator("h1")).to_contain_text("楼道加装扶手")
    assert len(sent) == 1
