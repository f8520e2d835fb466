"""Two companies bid with their plans; they are compared, weighed and printed; one becomes a draft of our plan."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from anju.site.demo.tender import TEXTS, TITLE

pytestmark = pytest.mark.browser


def submit(page) -> None:
    page.locator("main form button[type=submit]").last.click()


def test_two_bids_are_compared_weighed_printed_and_one_is_chosen(demo, visit, tmp_path):
    page = visit(demo, "manager", path="/plans/tenders/new/")
    page.select_option("select[name=community]", label="云杉苑")
    page.fill("input[name=title]", "明年选聘")
    page.fill("input[name=charged_area]", "100000")
    page.select_option("select[name=minimum]", "cpmi-2004:2")
    submit(page)
    for company, price, text in zip(("甲物业", "乙物业"), ("2.4", "1.9"), TEXTS.values(), strict=True):
        file = tmp_path / f"{company}.txt"
        file.write_text(text, "utf-8")
        page.get_by_role("link", name="登记方案").first.click()
        page.fill("input[name=company]", company)
        page.set_input_files("input[type=file]", file)
        page.fill("input[name=price]", price)
        submit(page)
        expect(page.locator("main")).to_contain_text(company)
    main = page.locator("main")
    for word in ("未承诺", "含糊", "独有", "¥240,000.00", "未达要求等级的项目"):
        expect(main).to_contain_text(word)
    page.select_option("select[name=show]", "vague")
    expect(page.locator("main tbody .pill", has_text="含糊").first).to_be_visible()

    page.get_by_role("link", name="权重与评分").click()
    page.fill("input[name=label_hand1]", "现场答辩")
    page.fill("input[name=weight_hand1]", "20")
    points = page.locator("input[name$='-hand1'][name^='score-']")
    points.nth(0).fill("90")
    points.nth(1).fill("60")
    submit(page)
    expect(main).to_contain_text("第 1")
    with page.expect_download() as printed:
        page.get_by_role("link", name="PDF").click()
    assert printed.value.path().read_bytes().startswith(b"%PDF")

    page.get_by_role("link", name="选定").first.click()
    page.fill("input[name=title]", "云杉苑物业服务方案")
    page.fill("textarea[name=reason]", "总分最高")
    submit(page)
    expect(page.locator("#desk-list")).to_be_visible()
    page.goto(demo.address + "/plans/")
    page.get_by_role("link", name="云杉苑物业服务方案").first.click()
    expect(page.locator("main")).to_contain_text("第 2 版")


def test_the_committee_reads_the_table_and_chooses_nobody(demo, visit):
    page = visit(demo, "committee", path="/plans/tenders/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text("逐项对比")
    expect(page.get_by_role("link", name="选定")).to_have_count(0)
    expect(page.get_by_role("link", name="登记方案")).to_have_count(0)


def test_costs_answer_to_what_is_tried_out(demo, visit):
    page = visit(demo, "manager", path="/plans/")
    page.get_by_role("link", name="云杉苑物业服务方案").first.click()
    page.goto(urljoin(demo.address, page.locator("a[href*='/cost/']").last.get_attribute("href")))
    before = page.locator("#tried .kpi, #tried [class*=kpi]").first.inner_text()
    page.fill("input[name=pay_guard]", "5200")
    page.locator("input[name^='m_']").first.fill("240")
    page.locator("input[name^='m_']").first.press("Tab")
    expect(page.locator("#tried")).to_contain_text("试算前")
    expect(page.locator("#tried")).to_contain_text("¥")
    assert page.locator("#tried .kpi, #tried [class*=kpi]").first.inner_text() != before


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_fits_and_is_accessible(demo, visit, axe, phone):
    page = visit(demo, "manager", phone=phone, path="/plans/tenders/")
    found = {"tenders": axe(page)}
    page.get_by_role("link", name=TITLE).click()
    found["tender"] = axe(page)
    tender = page.url
    for part in ("weigh/", "bids/new/", "edit/"):
        page.goto(tender + part)
        found[part] = axe(page)
    page.goto(demo.address + "/plans/")
    page.get_by_role("link", name="云杉苑物业服务方案").first.click()
    links = {
        name: page.locator(f"a[href*='/{name}/']").last.get_attribute("href") for name in ("cost", "diff")
        if page.locator(f"a[href*='/{name}/']").count()
    }  # fmt: skip
    for name, address in links.items():
        page.goto(urljoin(demo.address, address))
        found[name] = axe(page)
    for path in ("contracts/", "contracts/new/", "standards/", "standards/new/"):
        page.goto(demo.address + "/plans/" + path)
        found[path] = axe(page)
    page.goto(demo.address + "/plans/contracts/")
    page.get_by_role("link", name="云杉苑物业服务合同").click()
    found["contract"] = axe(page)
    assert {where: faults for where, faults in found.items() if faults} == {}
