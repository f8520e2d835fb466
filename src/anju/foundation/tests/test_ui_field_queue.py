"""The worker's phone: what was done there arrives exactly once, whatever happens to phone, network and server."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from anju.foundation.tests.field_site import FieldSite, serve

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SOON = 20_000


@pytest.fixture
def site():
    made = FieldSite()
    made.address, stop = serve(made)
    yield made
    stop()


@pytest.fixture
def phone(tmp_path, site):
    """A phone that can be switched off and on: `phone()` starts it again with the same storage."""
    if not Path(CHROMIUM).exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        running = []

        def start(offline=False):
            while running:
                running.pop().close()
            context = playwright.chromium.launch_persistent_context(
                tmp_path / "phone",
                executable_path=CHROMIUM,
                args=ARGS,
                viewport={"width": 390, "height": 844},
            )
            context.set_offline(offline)
            running.append(context)
            return context

        yield start
        for context in running:
            context.close()


def visit(page: Page, site: FieldSite, path: str = "/field/") -> Page:
    page.goto(site.address + path)
    page.wait_for_selector("html[data-ready]")
    return page


def warm(context, site) -> Page:
    """Visit once with a network, so that the shell and the pages of today's work are on the phone."""
    page = visit(context.new_page(), site)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    # wait_for_function takes a promise for true before it is kept, hence asking anew.
    for _ in range(200):
        if page.evaluate("caches.open('pages').then(pages => pages.keys()).then(keys => keys.length)") >= 4:
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail("the pages of today's work were not fetched ahead")
    return page


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def answer(page: Page, temperature: str = "20") -> None:
    page.locator("[data-item=light] .is-ok").click()
    page.locator("[data-item=temp] [data-answer]").fill(temperature)


def photograph(page: Page) -> None:
    page.locator("[data-item=shot] input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    expect(page.locator("[data-item=shot] .fx-photo")).to_have_count(1)


def kept(page: Page) -> None:
    """Wait until all that was typed is on the phone's disk."""
    expect(page.locator("form[data-task]")).to_have_attribute("data-kept", "true")


def submit(page: Page) -> None:
    page.locator("[data-task-submit]").click()
    expect(page.locator("#task-done")).to_be_visible()


def waiting(page: Page, count: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-pending", str(count), timeout=SOON)


def test_an_act_done_offline_arrives_once_after_a_restart_and_a_lost_reply(phone, site):
    page = warm(phone(), site)
    page.context.set_offline(True)
    visit(page, site, "/field/task/1/")
    answer(page)
    photograph(page)
    submit(page)
    waiting(page, 1)
    assert site.posts == []

    site.fault = "lose"
    page = visit(phone(offline=True).pages[0], site)
    waiting(page, 1)
    other = visit(page.context.new_page(), site)
    page.context.set_offline(False)
    waiting(page, 0)
    waiting(other, 0)

    (act,) = site.acts.values()
    assert act["occurrence"] == "1"
    assert act["answers"] == {"light": "ok", "temp": 20}
    (photo,) = act["photos"]
    assert max(Image.open(io.BytesIO(site.files[photo["key"]])).size) == 1600


def test_a_half_filled_form_survives_a_dead_battery(phone, site):
    page = warm(phone(), site)
    visit(page, site, "/field/task/1/")
    page.locator("summary", has_text="打开扫码").click()
    page.locator("[data-scan-typed]").fill("pl-1")
    page.locator("[data-scan-enter]").click()
    answer(page, "55")
    page.locator("[data-item=temp] [data-finding-words]").fill("机房过热")
    photograph(page)
    kept(page)

    page = visit(phone(offline=True).pages[0], site, "/field/task/1/")
    expect(page.locator("[data-item=temp] [data-answer]")).to_have_value("55")
    expect(page.locator("[data-item=temp] [data-warning]")).to_contain_text("40")
    expect(page.locator("[data-item=shot] .fx-photo")).to_have_count(1)
    submit(page)
    page.context.set_offline(False)
    waiting(page, 0)
    (act,) = site.acts.values()
    assert act["place_code"] == "PL-1"
    assert [(one["item"], one["severity"], one["words"]) for one in act["findings"]] == [
        ("temp", "minor", "机房过热")
    ]


def test_a_round_over_several_places_sends_every_label_and_keeps_them_over_a_restart(phone, site):
    page = visit(phone().new_page(), site, "/field/task/3/")
    expect(page.locator("[data-place=PL-1]")).to_have_attribute("data-state", "scanned")
    expect(page.locator("[data-place=PL-2] [data-place-done]")).to_be_hidden()
    page.locator("summary", has_text="打开扫码").click()
    typed = page.locator("[data-scan-typed]")
    typed.fill("pl-9")
    typed.press("Enter")
    expect(page.locator("[data-place-state]")).to_contain_text("不是本任务的位置")
    typed.fill("pl-2")
    typed.press("Enter")
    expect(page.locator("[data-place-state]")).to_contain_text("2 / 2")
    answer(page)
    kept(page)

    page = visit(phone().new_page(), site, "/field/task/3/")
    expect(page.locator("[data-place=PL-2] [data-place-done]")).to_be_visible()
    submit(page)
    waiting(page, 0)
    (act,) = site.acts.values()
    assert act["place_codes"] == ["PL-1", "PL-2"]


def test_a_route_keeps_where_the_worker_was_on_the_way_and_sends_it(phone, site):
    context = phone()
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 30.3216, "longitude": 120.2104, "accuracy": 8})
    page = visit(context.new_page(), site, "/field/task/4/")
    expect(page.locator("form[data-task]")).to_have_attribute("data-kept", "true")
    for latitude in (30.32161, 30.3225):
        context.set_geolocation({"latitude": latitude, "longitude": 120.2104, "accuracy": 8})
        page.wait_for_timeout(300)
    answer(page)
    submit(page)
    waiting(page, 0)
    (act,) = site.acts.values()
    assert [(one["lat"], one["acc"]) for one in act["positions"]] == [(30.3216, 8), (30.3225, 8)]
    assert act["position"]["lat"] == 30.3225


def test_the_queue_waits_for_a_new_login_and_says_so(phone, site):
    page = visit(phone().new_page(), site, "/field/task/1/")
    site.fault = "login"
    answer(page)
    submit(page)
    expect(page.locator("#login-hint")).to_be_visible()
    waiting(page, 1)
    site.fault = ""
    waiting(visit(page, site), 0)
    expect(page.locator("#login-hint")).to_be_hidden()
    assert len(site.acts) == 1


def test_a_refused_act_is_shown_to_the_worker_until_he_has_read_it(phone, site):
    site.refuse = frozenset({"2"})
    page = visit(phone().new_page(), site, "/field/task/2/")
    answer(page)
    submit(page)
    expect(page.locator("#attention")).to_contain_text("这项工作已取消")
    waiting(page, 0)
    expect(visit(page, site).locator("#attention")).to_be_visible()
    page.locator("#attention button").click()
    expect(page.locator("#attention")).to_be_hidden()
    expect(visit(page, site).locator("#attention")).to_be_hidden()


def test_one_act_the_server_cannot_take_does_not_hold_up_the_others(phone, site):
    page = warm(phone(), site)
    page.context.set_offline(True)
    for number in (1, 2, 3):
        visit(page, site, f"/field/task/{number}/")
        answer(page)
        submit(page)
    waiting(page, 3)
    site.poison = frozenset({"2"})
    page.context.set_offline(False)
    waiting(page, 1)
    assert sorted(act["occurrence"] for act in site.acts.values()) == ["1", "3"]
    site.poison = frozenset()
    waiting(visit(page, site), 0)
    assert len(site.acts) == 3


def test_a_shared_phone_never_sends_one_persons_work_as_anothers(phone, site):
    page = visit(phone().new_page(), site, "/field/task/1/")
    site.fault = "down"
    answer(page)
    submit(page)
    waiting(page, 1)
    page.goto("about:blank")
    site.fault, site.person, site.posts = "", 2, []
    waiting(visit(page, site), 0)
    assert site.posts == []
    site.person = 1
    waiting(visit(page, site), 0)
    assert len(site.acts) == 1


def test_a_form_with_an_unanswered_item_is_not_sent(phone, site):
    page = visit(phone().new_page(), site, "/field/task/1/")
    page.locator("[data-item=light] .is-not-ok").click()
    page.locator("[data-task-submit]").click()
    expect(page.locator("#task-problem")).to_have_text("请写明哪里不合格")
    page.locator("[data-item=light] [data-finding-words]").fill("灯不亮")
    page.locator("[data-task-submit]").click()
    expect(page.locator("#task-problem")).to_have_text("还有项目没有填")
    assert site.posts == []
