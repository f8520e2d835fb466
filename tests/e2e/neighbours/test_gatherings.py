"""A talk with owners from plan to answer, a letter box, a chat group, a proposal; and the pages on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import submit

pytestmark = pytest.mark.browser
PAGES = (
    "meetings/",
    "meetings/new/",
    "meetings/opinions/",
    "groups/",
    "boxes/",
    "proposals/",
    "proposals/new/",
)


def choose(page, name: str) -> None:
    """Take the first real choice of a select."""
    page.locator(f"select[name={name}]").evaluate(
        "one => { one.value = one.options[1].value; one.dispatchEvent(new Event('change', {bubbles: true})) }"
    )


def test_a_meeting_is_planned_held_and_an_opinion_is_judged_and_answered(demo, visit, axe):
    page = visit(demo, "manager", path="/community/meetings/new/")
    page.fill("input[name=title]", "冬季业主代表座谈")
    page.fill("input[name=starts_at]", "2026-11-02T19:00")
    page.fill("input[name=place]", "党群服务站")
    choose(page, "chair")
    page.fill("textarea[name=agenda]", "通报供暖准备\n听取意见")
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("冬季业主代表座谈")
    expect(page.locator("main")).to_contain_text("逾期无纪要")
    page.get_by_role("link", name="写纪要").click()
    page.fill("textarea[name=minutes]", "到会代表同意供暖前逐户检查阀门。")
    submit(page)
    page.get_by_role("link", name="记录意见").click()
    page.fill("textarea[name=text]", "供暖前请检查顶层阀门")
    page.fill("input[name=who]", "五号楼代表")
    submit(page)
    page.get_by_role("link", name="冬季业主代表座谈").first.click()
    page.get_by_role("link", name="供暖前请检查顶层阀门").click()
    page.locator("input[name=accepted][value=yes]").check()
    page.fill("textarea[name=measure]", "逐户检查顶层阀门并记录")
    choose(page, "staff")
    page.fill("input[name=due_on]", "2026-12-05")
    submit(page)
    page.get_by_role("link", name="答复", exact=True).click()
    page.fill("textarea[name=answer]", "十二月五日前查完")
    submit(page)
    expect(page.locator("main")).to_contain_text("十二月五日前查完")
    problems = {"opinion": axe(page)}
    page.goto(demo.address + "/community/meetings/")
    page.get_by_role("link", name="冬季业主代表座谈").first.click()
    problems["meeting"] = axe(page)
    with page.expect_download() as printed:
        page.get_by_role("link", name="Word").click()
    assert printed.value.suggested_filename.endswith(".docx")
    assert {where: faults for where, faults in problems.items() if faults} == {}


def test_an_empty_box_a_proposal_and_every_page_on_a_phone(demo, visit, axe):
    page = visit(demo, "manager", phone=True, path="/community/boxes/new/")
    page.fill("input[name=name]", "南门意见箱")
    page.fill("input[name=spot]", "南门岗亭")
    choose(page, "keeper")
    submit(page)
    page.get_by_role("link", name="登记开启").click()
    page.fill("input[name=letters]", "0")
    page.fill("input[name=witness]", "业主周女士")
    submit(page)
    expect(page.locator("main")).to_contain_text("空箱")
    problems = {"box": axe(page)}
    page.goto(demo.address + "/community/proposals/new/")
    page.fill("input[name=title]", "大堂放一个旧书架")
    submit(page)
    expect(page.locator("main")).to_contain_text("待答复")
    problems["proposal"] = axe(page)
    for path in PAGES:
        page.goto(f"{demo.address}/community/{path}")
        problems[path] = axe(page)
    assert {where: faults for where, faults in problems.items() if faults} == {}
