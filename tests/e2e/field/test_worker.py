"""A worker's day: his phone shows what is due, takes the proof, keeps it without signal, and sends it once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
IMAGES = CHECKOUT / "docs" / "images"


def test_a_workers_day(demo, visit):
    page = visit(demo, "cleaner", phone=True, path="/field/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / "field.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tasks = page.locator("a[href*='/field/tasks/'], a[href*='/field/task/']")
    expect(tasks.first).to_be_visible()
    address = tasks.first.get_attribute("href")
    tasks.first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator("button:visible, a.btn:visible").all():
        box = button.bounding_box()
        assert box is None or box["height"] >= 40, "targets are for thumbs"
    assert address


def test_every_desk_of_the_worker_opens(demo, visit):
    page = visit(demo, "guard", phone=True, path="/field/")
    for name in ("扫码", "消息", "我的"):
        page.get_by_role("link", name=name).last.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
