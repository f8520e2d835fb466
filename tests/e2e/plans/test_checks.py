"""The checks of a real plan: what contradicts itself is shown side by side, and a key says which figure holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
REAL = sorted((CHECKOUT.parent / "shared" / "plans").glob("000_*.txt"))
PHONE = {"width": 390, "height": 844}


@pytest.mark.skipif(not REAL, reason="the real documents are not on this machine")
def test_a_contradiction_is_settled_with_the_keyboard_and_taken_back(demo, visit, axe):
    page = visit(demo, "quality", path="/plans/upload/")
    page.select_option("select[name=community]", label="新建小区")
    page.fill("input[name=title]", "方案汇编")
    page.set_input_files("input[type=file]", REAL[0])
    page.click("text=上传并识别")
    page.wait_for_selector("#desk-list", timeout=30_000)
    page.locator("main a[href$='/checks/']").first.click()
    expect(page.locator("main")).to_contain_text("《保安服务管理条例》第二十五条")
    assert axe(page) == []

    page.select_option("select[name=code]", "figures_differ")
    findings = page.locator("[data-finding]")
    expect(findings).to_have_count(3)
    expect(page.locator("html[data-ready]")).to_have_count(1)
    lamps = findings.filter(has_text="公共照明完好率")
    expect(lamps.locator(".finding-figure")).to_have_text(["≥ 90%", "≥ 95%"])
    page.keyboard.press("j")
    expect(findings.first).to_be_focused()
    page.keyboard.press("b")
    expect(findings.first.locator(".field-error")).to_have_text("请写明理由。")
    page.keyboard.press("2")
    expect(findings.first).to_contain_text("以其中一处为准")
    findings.first.get_by_role("button", name="撤销").click()
    expect(findings.first.get_by_role("button", name="以此为准")).to_have_count(2)

    page.set_viewport_size(PHONE)
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
