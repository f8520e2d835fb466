"""The manager looks which promise governs which clock, and says of one what it means."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

IDLE = "没有管任何计时的承诺"


def picture(page, name):
    """Kept where LOOK says, for people who want to see the pages."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_promise_is_given_to_a_clock_and_taken_back(demo, visit, axe):
    page = visit(demo, "manager", path="/desk/limits/")
    page.get_by_role("button", name="重新识别").click()
    expect(page.get_by_text("已重新识别")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="水管爆裂、停电等急修15分钟内到达现场")
    expect(row).to_contain_text("15 分钟")
    expect(row).to_contain_text("服务方案")
    assert axe(page) == []
    picture(page, "limits")
    page.get_by_role("link", name="堵塞的当天清理").click()
    page.get_by_label("管哪个计时").first.select_option("hazard.finish")
    page.get_by_label("修正理由").fill("指消防通道堵塞这类隐患")
    assert axe(page) == []
    picture(page, "limit")
    page.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="堵塞的当天清理")
    expect(row).to_contain_text("人工修正：指消防通道堵塞这类隐患")
    row.get_by_role("link").click()
    page.get_by_role("button", name="恢复按原文识别").click()
    page.get_by_role("dialog").get_by_role("button", name="恢复按原文识别").click()
    expect(page.get_by_role("link", name="堵塞的当天清理")).to_be_visible()


@pytest.mark.parametrize("path", ["/desk/limits/", "/desk/limits/house/repair.finish/"])
def test_the_pages_stand_on_a_phone(demo, visit, axe, path):
    page = visit(demo, "manager", phone=True, path=path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe(page) == []
    picture(page, "phone" + path.strip("/").replace("/", "-"))
