"""A dog is registered, breaches, and is brought up the ladder; a shop is checked and closed by a check another day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def today():
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def field(page, name):
    return page.locator(f"[name={name}]")


def test_a_dog_breaches_and_its_keeper_is_reminded_step_by_step(demo, visit, axe):
    page = visit(demo, "manager", path="/community/dogs/new/")
    field(page, "home").fill("1-1-101")
    field(page, "breed").fill("西高地白梗")
    field(page, "name").fill("雪球")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("雪球")
    field(page, "what").select_option("leash")
    page.get_by_role("button", name="登记违规").click()
    expect(page.locator("main")).to_contain_text("遛犬不牵绳：雪球")
    page.get_by_role("link", name="建立处置").click()
    field(page, "title").fill("雪球屡次不牵绳")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="安排下一步").click()
    field(page, "step").select_option("measure")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("写明提前的理由")
    page.get_by_role("link", name="取消").click()
    page.get_by_role("link", name="记录", exact=True).click()
    field(page, "said").fill("上门送达养犬告知书")
    field(page, "effect").fill("答应牵绳")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".timeline")).to_contain_text("答应牵绳")
    with page.expect_download() as paper:
        page.get_by_role("link", name="记录 PDF").click()
    assert paper.value.suggested_filename.endswith(".pdf")
    assert axe(page) == []
    page.goto(demo.address + "/community/dogs/inspections/new/")
    field(page, "title").fill(f"联合检查 {today()}")
    field(page, "bodies").fill("派出所、居委会")
    page.get_by_role("button", name="生成名单").click()
    expect(page.locator("#rows")).to_contain_text("雪球")
    assert axe(page) == []


def test_a_shop_with_faults_is_complained_about_and_put_into_a_joint_action(demo, visit, axe):
    page = visit(demo, "manager", path="/community/merchants/new/")
    field(page, "name").fill("夜归人烧烤")
    field(page, "operator").fill("应老板")
    field(page, "spot").fill("南门西侧")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("夜归人烧烤")
    page.get_by_role("link", name="登记投诉").click()
    field(page, "what").select_option("smoke")
    field(page, "words").fill("夜里烟往楼上灌")
    page.get_by_role("button", name="登记投诉").click()
    expect(page.locator("main")).to_contain_text("油烟扰民：夜归人烧烤")
    page.get_by_role("link", name="检查", exact=True).click()
    page.locator("[name=item_smoke][value=bad]").check()
    field(page, "found").fill("净化器没开")
    field(page, "deadline").fill((today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("另日复查全部正常才销项")
    page.get_by_role("link", name="复查").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".form-errors")).to_contain_text("另一天")
    assert axe(page) == []
    page.goto(demo.address + "/community/merchants/?q=夜归人")
    page.get_by_role("link", name="夜归人烧烤").click()
    page.get_by_role("link", name="建立整治").click()
    field(page, "title").fill("南门油烟整治")
    field(page, "participants").fill("业委会、综合执法队")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("夜归人烧烤")
    expect(page.locator("main")).to_contain_text(re.compile(r"LH\d{4}-\d{6}"))


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_registers_of_neighbours_pass_the_accessibility_checker(demo, visit, axe, phone):
    page = visit(demo, "manager", phone=phone)
    for path in ("dogs/", "dogs/steps/", "dogs/inspections/", "merchants/", "merchants/checks/", "merchants/actions/",
                 "merchants/street/", "merchants/street/new/", "dogs/new/"):  # fmt: skip
        page.goto(f"{demo.address}/community/{path}")
        assert axe(page) == []
