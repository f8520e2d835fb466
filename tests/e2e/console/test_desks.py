"""Every page of every desk opens for who may open it, fits both screens, and passes the accessibility checker."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
CONSOLE = (
    "/",
    "/plans/",
    "/plans/upload/",
    "/plans/promises/",
    "/plans/fulfilment/",
    "/plans/works/",
    "/plans/rounds/",
    "/plans/findings/",
    "/estate/",
    "/estate/communities/",
    "/estate/units/",
    "/estate/labels/",
    "/estate/signs/",
    "/estate/import/",
    "/people/",
)
FIELD = ("/field/", "/field/scan/")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_console_page_fits_and_is_accessible(demo, visit, axe, phone):
    page = visit(demo, "manager", phone=phone)
    found = {}
    for path in CONSOLE:
        answer = page.goto(demo.address + path)
        page.wait_for_load_state("networkidle")
        problems = axe(page)
        if answer is None or answer.status != 200:
            problems.append(f"status {answer and answer.status}")
        if problems:
            found[path] = problems
    assert found == {}


def test_the_workers_pages_are_accessible(demo, visit, axe):
    page = visit(demo, "guard", phone=True)
    found = {}
    for path in FIELD:
        page.goto(demo.address + path)
        page.wait_for_load_state("networkidle")
        if problems := axe(page):
            found[path] = problems
    assert found == {}


def test_the_log_in_page_is_accessible_and_says_what_is_wrong(demo, visit, axe):
    page = visit(demo, path="/account/login/")
    assert axe(page) == []
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "wrong password here")
    page.click("form button[type=submit]")
    assert "wrong password here" not in page.content()
    assert page.locator(".field-error, .form-errors, [role=alert]").count() >= 1
    assert page.input_value("input[name=login]") == "nobody"


def test_the_lights_go_out_in_the_middle_and_nothing_is_lost(demo, visit):
    page = visit(demo, "manager")
    before = page.request.get(demo.address + "/plans/promises/").text()
    demo.unplug()
    demo.plug_in()
    page.errors.clear()
    after = page.request.get(demo.address + "/plans/promises/")
    assert after.ok
    assert before.count("<tr") == after.text().count("<tr")
