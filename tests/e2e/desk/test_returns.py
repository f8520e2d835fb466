"""Return visits with their proof, a survey from the first question to the answer on a phone, indicators with evidence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import submit

pytestmark = pytest.mark.browser


def test_a_survey_is_written_opened_answered_on_a_phone_and_read(demo, visit, axe):
    page = visit(demo, "manager", path="/community/surveys/new/")
    page.select_option("select[name=community]", label="云杉苑")
    page.fill("input[name=title]", "冬季满意度调查")
    page.select_option("select[name=template]", "security")
    submit(page)
    expect(page.locator("main")).to_contain_text("夜间巡逻")
    page.get_by_role("link", name="加一题").click()
    page.fill("input[name=text]", "门厅是否明亮")
    page.select_option("select[name=kind]", "stars")
    page.select_option("select[name=topic]", "security")
    submit(page)
    expect(page.locator(".survey-items li")).to_have_count(7)
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("公开二维码")
    address = page.locator("p.code").inner_text()

    phone = visit(demo, phone=True, path=re.sub(r"^https?://[^/]+", "", address))
    problems = {"survey on the phone": axe(phone)}
    for group in phone.locator("fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").first.check()
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("status")).to_contain_text("谢谢您")

    page.get_by_role("link", name="看结果").click()
    expect(page.locator("main")).to_contain_text("100%")
    problems["results"] = axe(page)
    with page.expect_download() as printed:
        page.get_by_role("link", name="PDF 报告").click()
    assert printed.value.suggested_filename.endswith(".pdf")
    assert {where: faults for where, faults in problems.items() if faults} == {}


def test_return_visits_draws_and_indicators_open_at_both_sizes(demo, visit, axe):
    problems: dict[str, list[str]] = {}
    for phone in (False, True):
        page = visit(demo, "manager", phone=phone, path="/community/returns/")
        expect(page.get_by_role("heading", name="回访", level=1)).to_be_visible()
        problems[f"returns {phone}"] = axe(page)
        for path in (
            "/community/returns/draws/",
            "/community/returns/month/",
            "/community/visits/",
            "/community/improvements/",
            "/community/surveys/",
            "/scores/",
            "/scores/frontdesk.return_rate/",
            "/plans/fulfilment/",
        ):
            page.goto(demo.address + path)
            expect(page.locator("h1")).to_be_visible()
            problems[f"{path} {phone}"] = axe(page)
    assert {where: faults for where, faults in problems.items() if faults} == {}


def test_a_waiting_visit_is_made_and_a_draw_is_proven(demo, visit):
    page = visit(demo, "manager", path="/community/returns/")
    waiting = page.locator("main tbody tr a.link")
    if waiting.count():
        waiting.first.click()
        expect(page.locator("main")).to_contain_text("通话话术")
        page.get_by_label("满意", exact=True).check()
        submit(page)
        expect(page).to_have_url(re.compile(r"/community/returns/$"))
    page.goto(demo.address + "/community/returns/draws/")
    proofs = page.get_by_role("button", name="重算验证")
    if proofs.count():
        proofs.first.click()
        expect(page.locator("#toasts")).to_contain_text("重算一致")
    expect(page.locator("main")).to_contain_text("HMAC")
