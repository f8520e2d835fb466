"""The manager finds yesterday's missed patrol and prints the report."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
IMAGES = CHECKOUT / "docs" / "images"


def test_the_manager_finds_yesterdays_missed_patrol_and_prints_the_report(demo, visit, tmp_path):
    page = visit(demo, "manager")
    expect(page.get_by_role("heading", level=1)).to_contain_text("云杉苑")
    expect(page.locator("[data-drawn]").first).to_be_visible()
    page.get_by_role("link", name="履约情况").first.click()
    row = page.locator("#lines tr", has_text="夜间").filter(has_text="未兑现").first
    row.locator("a").first.click()
    missed = page.locator("#rows tr", has_text="漏做").first
    expect(missed).to_be_visible()
    missed.locator("a").first.click()
    expect(page.locator("main")).to_contain_text("没有收到提交")
    expect(page.locator("main")).to_contain_text("漏做")
    page.goto(demo.address + "/plans/fulfilment/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF 月报").click()
    text = PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages[0].extract_text()
    assert "云杉苑" in text
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word 月报").click()
    assert waiting.value.suggested_filename.endswith(".docx")


def test_the_first_page_is_the_picture_of_the_readme(demo, visit):
    page = visit(demo, "manager")
    expect(page.locator("[data-drawn]").first).to_be_visible()
    page.wait_for_timeout(400)
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=IMAGES / "console.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_finds_a_home_by_its_initials_with_the_keyboard_alone(demo, visit):
    page = visit(demo, "manager")
    page.keyboard.press("/")
    page.keyboard.type("pds")
    expect(page.locator("#finder-results [role=option]", has_text="配电室").first).to_be_visible()
    chosen = page.locator("#finder-results [aria-selected=true]", has_text="配电室")
    for _each in range(page.locator("#finder-results [role=option]").count()):
        page.keyboard.press("ArrowDown")
        if chosen.count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("配电室")


def test_several_communities_stand_side_by_side(demo, visit):
    page = visit(demo, "leader")
    expect(page.locator(".league")).to_contain_text("清荷里")
    page.goto(demo.address + "/plans/fulfilment/")
    expect(page.locator("main table")).to_contain_text("桐荫小区")


def test_an_authority_sees_and_cannot_change(demo, visit):
    page = visit(demo, "authority")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    answer = page.request.get(demo.address + "/plans/fulfilment/")
    assert answer.ok
    assert page.locator("a", has_text="上传").count() == 0
