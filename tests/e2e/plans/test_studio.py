"""The plan studio on a real document: read, filter, review by keyboard, reshape, take back, mark, accept, approve."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from anju.site.home import CHECKOUT

pytestmark = pytest.mark.browser
REAL = sorted((CHECKOUT.parent / "shared" / "plans").glob("000_*.txt"))
CURRENT = "li.desk-row.is-current"


@pytest.fixture
def plan():
    if not REAL:
        pytest.skip("the real documents are not on this machine")
    return REAL[0]


def uploaded(page, plan, title):
    page.select_option("select[name=community]", label="新建小区")
    page.fill("input[name=title]", title)
    page.set_input_files("input[type=file]", plan)
    page.click("text=上传并识别")
    expect(page.locator("[data-plan-desk]")).to_be_visible(timeout=30_000)
    expect(page.locator("html[data-ready]")).to_have_count(1)
    expect(page.locator(".desk-page.is-coming").first).to_be_attached()


def reviewed(page) -> int:
    return int(page.locator(".desk-meter-text strong").inner_text().replace(",", ""))


def toast(page, text):
    expect(page.locator(".desk-toast")).to_contain_text(text)


def mark_words(page, words) -> None:
    """Choose words in the text as a mouse would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            node.parentElement.scrollIntoView({block: 'center'});
            document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
          throw new Error('not in the text: ' + words);
        }""",
        words,
    )


def test_a_real_plan_is_reviewed_from_the_keyboard_and_approved(demo, visit, axe, plan):
    page = visit(demo, "quality", path="/plans/upload/")
    uploaded(page, plan, "核对台方案")
    assert axe(page) == []

    # A filter counts and groups; clearing it brings everything back.
    everything = page.locator(".panel-actions .tnum").inner_text()
    page.select_option("select[name=domain]", "security")
    expect(page.locator(".panel-actions .tnum")).not_to_have_text(everything)
    expect(page.locator(".desk-group").first).to_contain_text("秩序维护")
    page.keyboard.press("/")
    page.keyboard.type("24小时")
    expect(page.locator("#desk-list .desk-row").first).to_contain_text("24小时")
    page.keyboard.press("Escape")
    page.click("[data-clear]")
    expect(page.locator(".panel-actions .tnum")).to_have_text(everything)

    # j goes to the next row and the text follows; a accepts and goes on; u takes back.
    page.keyboard.press("j")
    expect(page.locator("mark.is-current").first).to_be_visible()
    first = page.locator(CURRENT).get_attribute("id")
    page.keyboard.press("a")
    toast(page, "已采纳")
    expect(page.locator(f"#{first}")).to_have_attribute("data-review", "accepted")
    assert page.locator(CURRENT).get_attribute("id") != first
    page.keyboard.press("u")
    toast(page, "已撤销")
    expect(page.locator(f"#{first}")).to_have_attribute("data-review", "found")
    assert reviewed(page) == 0

    # r asks for a reason, Escape leaves, Enter saves.
    page.keyboard.press("r")
    expect(page.locator("[data-desk-form] [name=reason]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk-form] .field-error").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-desk-form]")).to_have_count(0)
    page.keyboard.press("e")
    page.locator("[data-desk-form] [name=value]").fill("7")
    page.keyboard.press("Enter")
    toast(page, "已修正")
    expect(page.locator(".desk-row[data-review=corrected]").first).to_contain_text("7")

    # s splits in two, m merges with the next, each taken back by u.
    total = int(re.sub(r"\D", "", everything))
    page.keyboard.press("s")
    expect(page.locator("[name=second_value]")).to_be_visible()
    page.locator("[name=note]").press("Enter")
    toast(page, "拆成两条")
    expect(page.locator("[data-list=promises]")).to_contain_text(str(total + 1))
    page.keyboard.press("u")
    toast(page, "已撤销“拆分”")
    expect(page.locator("[data-list=promises]")).to_contain_text(str(total))
    page.locator("#desk-list .desk-row").nth(2).click()
    page.keyboard.press("m")
    expect(page.locator(".desk-merging li")).to_have_count(2)
    page.locator("[data-desk-form] [name=note]").press("Enter")
    toast(page, "合并")
    page.keyboard.press("u")
    toast(page, "已撤销“合并”")

    # A mark leads to its row, a row far away to its words.
    page.locator("mark[data-review=found]").nth(3).click()
    expect(page.locator(CURRENT)).to_have_count(1)
    page.select_option("select[name=order]", "text")
    expect(page.locator("#desk-list .desk-group")).to_have_count(0)
    page.locator("#desk-list .desk-row").nth(35).click()
    expect(page.locator("mark.is-current").first).to_be_in_viewport()

    # Words marked with the mouse become a promise that the reader has filled in.
    quote = page.locator("#desk-list .desk-row .desk-quote").nth(3).inner_text()
    page.locator("#desk-list .desk-row").nth(3).click()
    mark_words(page, quote[:12])
    page.locator("[data-mark-add]").click()
    expect(page.locator("#desk-sheet [name=quote]")).to_have_value(quote[:12])
    expect(page.locator("#desk-sheet [name=activity]")).not_to_have_value("")
    page.locator("#desk-sheet button[type=submit]").click()
    toast(page, "已补充")
    expect(page.locator("[data-list=promises]")).to_contain_text(str(total + 1))
    assert axe(page) == []

    # All that is sure enough at once, taken back at once, and again.
    done = reviewed(page)
    page.locator("summary", has_text="批量采纳").click()
    page.locator("[data-sure-range]").fill("90")
    said = page.locator(".desk-sure-count")
    expect(said).to_contain_text("将采纳")
    count = int(re.sub(r"\D", "", said.inner_text()))
    assert count > 20
    page.get_by_role("button", name="全部采纳").click()
    toast(page, f"已采纳 {count} 条")
    assert reviewed(page) == done + count
    page.locator("[data-undo-now]").click()
    toast(page, "已撤销")
    expect(page.locator(".desk-meter-text strong")).to_have_text(str(done))
    page.select_option("select[name=review]", "found")
    expect(page.locator("#desk-list .desk-row:not([data-review=found])")).to_have_count(0)
    page.locator("#desk-list .desk-row").first.click()
    expect(page.locator(CURRENT)).to_have_count(1)
    page.keyboard.press("r")
    page.locator("[data-desk-form] [name=reason]").fill("数值与合同不符")
    page.keyboard.press("Enter")
    toast(page, "已驳回")
    page.locator("summary", has_text="批量采纳").click()
    page.fill("[name=confidence]", "0")
    page.get_by_role("button", name="全部采纳").click()
    toast(page, "已采纳")
    expect(page.locator(".desk-meter-text strong")).to_have_text(str(total + 1))
    expect(page.locator("select[name=review]")).to_contain_text("待审核 (0)")

    approved_after_the_rest(demo, visit, page)


def approved_after_the_rest(demo, visit, page) -> None:
    """What was not understood is dismissed, and a leader approves."""
    page.locator(".desk-progress").get_by_role("link", name="未读懂的语句").click()
    page.locator("a[role=button]", has_text="以上都不是承诺").click()
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("没有待处理的语句")
    leader = visit(demo, "leader", path="/plans/")
    leader.get_by_role("link", name="核对台方案").click()
    expect(leader.locator("main")).to_contain_text("核对")
    leader.get_by_role("link", name="批准").first.click()
    expect(leader.locator("textarea[name=note]")).to_be_visible()


def test_the_desk_fits_a_phone(demo, visit, axe, plan):
    page = visit(demo, "quality", phone=True, path="/plans/upload/")
    uploaded(page, plan, "手机核对方案")
    expect(page.locator("#desk-text")).to_be_hidden()
    row = page.locator("#desk-list .desk-row").nth(2)
    row.locator(".desk-says").click()
    row.get_by_role("button", name="采纳", exact=True).click()
    toast(page, "已采纳")
    page.locator("[data-undo-now]").click()
    toast(page, "已撤销")
    assert axe(page) == []
    page.locator("#desk-list .desk-row").nth(4).locator("[data-show]").click()
    expect(page.locator("#desk-text")).to_be_visible()
    expect(page.locator("mark.is-current").first).to_be_in_viewport()
    page.locator("mark.is-current").first.click()
    expect(page.locator("#desk-list")).to_be_visible()
    page.locator("[data-pane-tab=text]").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_english_desk_reads_the_same_chinese_plan(demo, visit, plan):
    page = visit(demo, "quality", path="/plans/upload/")
    uploaded(page, plan, "English review")
    found = page.locator("[data-list=promises] .tnum").inner_text()
    words = page.locator("#desk-list .desk-quote").first.inner_text()
    page.locator("form[action*=language] button, form[action*=setlang] button").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-plan-desk]")).to_be_visible()
    assert page.locator("[data-list=promises] .tnum").inner_text() == found
    assert page.locator("#desk-list .desk-quote").first.inner_text() == words
    page.locator("form[action*=language] button, form[action*=setlang] button").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_without_a_script_every_act_is_a_form(demo, chromium, plan, visit):
    scripted = visit(demo, "quality", path="/plans/upload/")
    uploaded(scripted, plan, "无脚本方案")
    context = chromium.new_context(java_script_enabled=False, storage_state=scripted.context.storage_state(), locale="zh-CN")  # fmt: skip
    page = context.new_page()
    page.goto(scripted.url.split("?")[0])
    page.locator("#desk-list .desk-row").first.get_by_role("button", name="采纳").click()
    expect(page.locator("main")).to_contain_text("1 / ")
    page.locator(".desk-progress").get_by_role("button", name="撤销").click()
    page.locator("#desk-list .desk-row").first.get_by_role("link", name="拆分").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#toasts")).to_contain_text("拆成两条")
    page.locator("#desk-list .desk-row").first.get_by_role("link", name="核对记录").click()
    expect(page.locator(".desk-past")).to_contain_text("拆分")
    page.locator(".desk-past").get_by_role("button", name="撤销").click()
    expect(page.locator("#toasts")).to_contain_text("已撤销")
    context.close()
