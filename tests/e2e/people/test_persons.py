"""A home changes hands at the desk, a number is looked at, two records of one person become one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_home_changes_hands_and_back(demo, visit, axe):
    page = visit(demo, "manager", path="/people/persons/?part=owner")
    page.locator("#rows a[href^='/people/homes/']").first.click()
    expect(page.get_by_role("heading", name="业主", exact=True)).to_be_visible()
    page.get_by_role("link", name="业主变更").click()
    page.fill("[name=name1]", "顾家明")
    page.fill("[name=phone1]", "13700001111")
    page.get_by_role("button", name="核对").click()
    expect(page.locator("main")).to_contain_text("新登记")
    page.get_by_role("button", name="确认变更").click()
    expect(page.locator("main")).to_contain_text("顾家明")
    page.locator("main").get_by_role("link", name="顾家明").first.click()
    expect(page.locator("main")).to_contain_text("137****1111")
    page.get_by_role("button", name="查看完整电话").click()
    expect(page.get_by_role("link", name="13700001111")).to_be_visible()
    assert axe(page) == []
    page.locator("main").get_by_role("link", name="单元").first.click()
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(page.locator("main")).to_contain_text("已撤销")


def test_two_records_become_one_and_two_again(demo, visit):
    page = visit(demo, "manager", path="/people/persons/duplicates/")
    page.get_by_role("link", name="核对并合并").first.click()
    page.get_by_role("button", name="合并").click()
    expect(page.locator("main")).to_contain_text("合并来的档案")
    page.goto(demo.address + "/people/persons/duplicates/")
    page.get_by_role("button", name="拆分").first.click()
    page.get_by_role("dialog").get_by_role("button", name="拆分").click()
    expect(page.locator("main")).to_contain_text("已拆分")


def test_somebody_is_found_from_the_top_bar_by_the_last_digits(demo, visit):
    page = visit(demo, "manager", phone=False)
    page.keyboard.press("/")
    page.keyboard.type("0172")
    expect(page.locator("#finder-results [role=option]", has_text="单元").first).to_be_visible()


def test_persons_fit_a_phone(demo, visit):
    page = visit(demo, "manager", phone=True, path="/people/persons/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#rows tbody tr").first.locator("td a").first.click()
    expect(page.get_by_role("heading", name="个人信息同意")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
