"""From a real plan file to running rounds: quality reviews, a leader approves and puts it in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
REAL = sorted((CHECKOUT.parent / "shared" / "plans").glob("000_*.txt"))
OWN = CHECKOUT / "src/anju/site/demo/plan.txt"


def test_a_real_plan_becomes_running_rounds(demo, visit):
    page = visit(demo, "quality", path="/plans/upload/")
    plan = REAL[0] if REAL else OWN
    page.select_option("select[name=community]", label="新建小区")
    page.fill("input[name=title]", "新建小区服务方案")
    page.set_input_files("input[type=file]", plan)
    page.click("text=上传并识别")
    first = page.locator("#desk-list .desk-row").first
    first.locator(".desk-says").click()
    first.get_by_role("link", name="驳回").click()
    page.locator("[data-desk-form] [name=reason]").fill("这一条是背景说明，不是承诺")
    page.locator("[data-desk-form] button[type=submit]").click()
    expect(page.locator(".desk-meter-text strong")).to_have_text("1")
    page.locator("summary", has_text="批量采纳").click()
    page.fill("input[name=confidence]", "0")
    page.get_by_role("button", name="全部采纳").click()
    expect(page.locator("input[name=confidence]")).to_have_count(0)
    page.get_by_role("link", name="未读懂的语句").click()
    page.get_by_role("button", name="以上都不是承诺").or_(
        page.get_by_role("link", name="以上都不是承诺")
    ).first.click()
    page.locator("dialog[open] button[type=submit], main form button.btn-error").first.click()
    expect(page.locator("main")).to_contain_text("没有待处理的语句")

    # Findings about the law have to be decided before anybody may approve.
    page.get_by_role("link", name="核对", exact=True).click()
    page.get_by_role("link", name="检查").first.click()
    page.goto(page.url.split("?")[0] + "?severity=law&state=open")
    decided = page.locator("[data-finding] .finding-form")
    for left in range(decided.count(), 0, -1):
        decided.first.locator("[name=note]").fill("与本小区无关")
        decided.first.get_by_role("button", name="不是问题").click()
        expect(decided).to_have_count(left - 1)

    leader = visit(demo, "leader", path="/plans/")
    leader.get_by_role("link", name="新建小区服务方案").click()
    leader.get_by_role("link", name="批准").click()
    leader.fill("textarea[name=note]", "同意执行")
    leader.locator("main form button[type=submit]").click()
    leader.get_by_role("link", name="生效", exact=True).click()
    leader.locator("main form button[type=submit]").click()
    expect(leader.locator("main")).to_contain_text("执行中")

    page.goto(demo.address + "/plans/promises/")
    expect(page.locator("#rows")).to_contain_text("执行中")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "没有文字"),
        ("扫描.pdf", b"%PDF-1.4 nothing here", "已损坏"),
        ("照片.png", b"\x89PNG\r\n\x1a\n0000", "已损坏"),
    ],
)
def test_a_bad_file_is_refused_at_the_field_and_nothing_changes(
    demo, visit, tmp_path: Path, name, data, said
):
    page = visit(demo, "quality", path="/plans/upload/")
    file = tmp_path / name
    file.write_bytes(data)
    page.select_option("select[name=community]", label="新建小区")
    page.fill("input[name=title]", "不该出现的方案")
    page.set_input_files("input[type=file]", file)
    page.click("text=上传并识别")
    expect(page.locator(".field-error").first).to_contain_text(said)
    assert page.input_value("input[name=title]") == "不该出现的方案"
    page.goto(demo.address + "/plans/")
    expect(page.locator("main")).not_to_contain_text("不该出现的方案")
