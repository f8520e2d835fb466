"""A visitor is let in by his code, a service is ordered at its price, a key goes out and comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def field(page, name):
    return page.locator(f"[name={name}]")


def test_a_visitor_is_announced_at_the_desk_and_let_in_at_the_gate(demo, visit):
    page = visit(demo, "frontdesk", path="/desk/registers/visitors/announce/")
    field(page, "home").fill("1-1-101")
    field(page, "name").fill("郁表姐")
    page.get_by_role("button", name="生成访客码").click()
    code = re.sub(r"\D", "", page.locator(".reg-bigcode").inner_text())
    assert len(code) == 6
    gate = visit(demo, "guard", phone=True, path="/desk/registers/visitors/")
    gate.locator("#code").fill(code)
    gate.get_by_role("button", name="查码放行").click()
    expect(gate.get_by_role("heading", level=1)).to_contain_text("郁表姐")
    gate.get_by_role("button", name="放行并登记进入").click()
    expect(gate.locator("#rows")).to_contain_text("郁表姐")
    assert gate.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_service_is_offered_priced_ordered_and_agreed_to(demo, visit):
    manager = visit(demo, "manager", path="/desk/registers/services/offers/new/")
    field(manager, "code").fill("ZZ99")
    field(manager, "name").fill("钟点熨衣")
    manager.get_by_role("button", name="保存").click()
    manager.get_by_role("link", name="定价").click()
    field(manager, "price").fill("35.5")
    manager.get_by_role("button", name="保存").click()
    expect(manager.locator("main")).to_contain_text("¥35.50")
    desk = visit(demo, "frontdesk", path="/desk/registers/services/new/")
    field(desk, "customer").fill("申屠女士")
    field(desk, "home").fill("1-1-101")
    offer = field(desk, "offer1").locator("option", has_text="钟点熨衣").get_attribute("value")
    field(desk, "offer1").evaluate(
        "(box, value) => { box.value = value; box.dispatchEvent(new Event('change', {bubbles: true})) }",
        offer,
    )
    field(desk, "quantity1").fill("2")
    desk.get_by_role("button", name="下单").click()
    expect(desk.locator("main")).to_contain_text("¥71.00")
    desk.get_by_role("link", name="记下答复").click()
    field(desk, "agreed").first.check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("main")).to_contain_text("同意")
    expect(desk.get_by_role("link", name="开始服务")).to_be_visible()


def test_a_key_is_registered_lent_and_taken_back(demo, visit):
    page = visit(demo, "frontdesk", path="/desk/registers/lending/new/")
    field(page, "number").fill("ZZ-01")
    field(page, "name").fill("连廊门钥匙")
    page.get_by_role("button", name="保存").click()
    page.locator("[name=borrower][value=contractor]").check()
    field(page, "name").fill("古师傅")
    field(page, "company").fill("远航消防维保")
    field(page, "purpose").fill("更换应急灯")
    page.get_by_role("button", name="借出").click()
    expect(page.locator("main")).to_contain_text("远航消防维保")
    field(page, "condition").fill("完好")
    page.get_by_role("button", name="收回").click()
    expect(page.locator("main")).to_contain_text("完好")
    expect(page.get_by_role("button", name="借出")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_registers_pass_the_accessibility_checker(demo, visit, axe, phone):
    page = visit(demo, "manager", phone=phone)
    for path in (
        "",
        "visitors/",
        "visitors/new/",
        "concierge/",
        "services/",
        "services/offers/",
        "lost/",
        "lending/",
        "lending/boards/",
    ):
        page.goto(f"{demo.address}/desk/registers/{path}")
        assert axe(page) == [], path


def test_a_phrase_is_kept_and_called_up_by_its_letters_in_an_answer(demo, visit):
    page = visit(demo, "frontdesk", path="/desk/phrases/new/")
    field(page, "code").fill("zzpj")
    field(page, "text").fill("您好{name}，已派工程师上门，请留意来电。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("zzpj")
    page.goto(demo.address + "/desk/")
    box = page.locator("textarea.fd-words")
    box.press_sequentially("业主来电 /zzp", delay=30)
    offered = page.get_by_role("listbox", name="快捷用语")
    expect(offered.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-controls", "phrases-list")
    box.press("Escape")
    expect(offered).to_have_count(0)
    box.press("End")
    box.press_sequentially("j", delay=30)
    expect(offered.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(offered).to_have_count(0)
    expect(box).to_have_value(re.compile("^业主来电 您好.+，已派工程师上门，请留意来电。$"))
