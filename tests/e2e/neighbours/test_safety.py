"""Safety: a contact that is dialled, a warning published, a patrol's problem made a case, a dispute, a guard's phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def submit(page) -> None:
    page.locator("main form button[type=submit]").last.click()


def own(page, path: str) -> None:
    """A page of the community 云杉苑, whatever else the house looks after."""
    page.goto(path)
    choice = page.locator(".segment a", has_text="云杉苑")
    if choice.count():
        choice.first.click()


def test_a_warning_is_published_and_passed_on_to_a_guard_who_reads_it(demo, visit, axe):
    page = visit(demo, "manager")
    own(page, demo.address + "/community/safety/contacts/new/")
    page.select_option("select[name=kind]", "fire")
    page.fill("input[name=body]", "城西消防救援站")
    page.fill("input[name=phone]", "025-5550219")
    submit(page)
    expect(page.locator("main")).to_contain_text("城西消防救援站")
    own(page, demo.address + "/community/safety/briefs/new/?warning=typhoon")
    expect(page.locator("input[name=title]")).to_have_value("大风天气安全提示")
    submit(page)
    page.get_by_role("button", name="传达给保安").click()
    expect(page.locator("main")).to_contain_text("未读")
    problems = {"brief": axe(page)}
    page.get_by_role("button", name="向业主发布").click()
    expect(page.locator("main")).to_contain_text("大风天气安全提示")
    page.goto(demo.address + "/desk/")
    page.get_by_role("button", name="安全联络表").click()
    expect(page.locator("dialog[open]")).to_contain_text("城西消防救援站")

    phone = visit(demo, "guard", phone=True, path="/field/safety/")
    expect(phone.locator("a[href='tel:0255550219']")).to_be_visible()
    problems["guard's phone"] = axe(phone)
    told = phone.locator("main section", has_text="大风天气安全提示")
    told.get_by_role("button").click()
    expect(told).to_contain_text("已阅")
    expect(told.get_by_role("button")).to_have_count(0)
    assert {where: faults for where, faults in problems.items() if faults} == {}


def test_the_pages_of_safety_stand_at_both_sizes(demo, visit, axe):
    problems: dict[str, list[str]] = {}
    paths = [
        f"/community/safety/{one}"
        for one in ("", "contacts/", "briefs/", "occasions/", "teaching/", "facilities/", "events/")
    ]
    paths += ["/community/disputes/", "/community/etiquette/", "/community/safety/events/new/"]
    paths += ["/community/etiquette/new/person/", "/community/disputes/new/"]
    for phone in (False, True):
        page = visit(demo, "manager", phone=phone)
        for path in paths:
            page.goto(demo.address + path)
            expect(page.locator("h1")).to_be_visible()
            problems[f"{path} {phone}"] = axe(page)
    assert {where: faults for where, faults in problems.items() if faults} == {}
