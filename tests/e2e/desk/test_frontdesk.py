"""A shift at the front desk: the telephone rings, cases are made, joined and answered, and the shift is handed over."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from anju.site.home import CHECKOUT
from tests.e2e.desk import desk_story

SUCCESSOR = "supervisor"


@pytest.fixture(scope="module")
def desk(demo):
    """The demo with a resident who rings and a telephone system that signs; the organisation's id."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.e2e.desk.desk_story"],
        env={**demo.env, "PYTHONPATH": f"{demo.env['PYTHONPATH']}:{CHECKOUT}"}, cwd=CHECKOUT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    demo.org = int(told.stdout.split()[0])
    return demo


def ring(site, call, event="ring", number=desk_story.NUMBER):
    body = json.dumps({"id": call, "event": event, "number": number, "line": "021-55550001"}).encode()
    sent = int(time.time())
    sign = hmac.new(desk_story.SECRET.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"{site.address}/desk/hooks/phone/{site.org}/", data=body,
        headers={"Content-Type": "application/json", "X-Anju-Signature": f"{sent}.{sign}"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def say(text):
    """Seconds belong into the output, not into an assertion that a busy machine breaks."""
    sys.stdout.write(f"\n{text}\n")


def at_desk(visit, site, **options):
    """The desk as the day begins: nothing parked."""
    page = visit(site, "frontdesk", path="/desk/", **options)
    expect(page.locator("#fd-q, .fd-words").and_(page.locator(":focus"))).to_be_visible()
    while page.locator("[data-tab-close]").count():
        page.locator("[data-tab-close]").first.click()
    expect(page.locator("#fd-card .empty-title")).to_be_visible()
    return page


def test_a_ringing_telephone_pops_its_household_and_a_case_is_made_by_keyboard_alone(desk, visit, axe):
    page = at_desk(visit, desk)
    assert axe(page) == []
    ring(desk, "j-1")
    expect(page.locator("[data-ring]")).to_contain_text(desk_story.CALLER, timeout=10_000)
    began = time.monotonic()
    page.keyboard.press("F4")
    expect(page.locator(".fd-home-name")).to_be_visible()
    expect(page.locator(".fd-people")).to_contain_text(desk_story.CALLER)
    expect(page.locator(".fd-words")).to_be_focused()
    page.keyboard.type("厨房水管爆了，水到处都是")
    expect(page.locator("input[name=kind][value=repair]")).to_be_checked()
    expect(page.locator("input[name=severity][value='3']")).to_be_checked()
    expect(page.locator("select[name=trade]")).to_have_value("water")
    page.keyboard.press("Enter")
    expect(page.locator("#fd-last")).to_contain_text("已建单 R")
    say(f"a case by keyboard alone, from F4 to saved: {time.monotonic() - began:.1f} s")
    expect(page.locator("#fd-q")).to_be_focused()
    assert axe(page) == []


def test_a_second_call_about_the_same_is_joined(desk, visit):
    page = at_desk(visit, desk)
    began = time.monotonic()
    page.keyboard.type(desk_story.NUMBER)
    expect(page.locator(".fd-hit").first).to_contain_text(desk_story.CALLER)
    page.keyboard.press("Enter")
    expect(page.locator(".fd-cases")).to_contain_text("厨房水管爆了")
    page.keyboard.type("水管漏水一直在流，怎么还没来")
    expect(page.locator(".fd-same").first).to_contain_text("厨房水管爆了")
    page.keyboard.press("Alt+j")
    expect(page.locator("#fd-last")).to_contain_text("已并入 R")
    say(f"a second call joined, from the first key: {time.monotonic() - began:.1f} s")


def test_an_enquiry_is_answered_from_knowledge_with_one_key(desk, visit):
    page = at_desk(visit, desk)
    page.keyboard.press("F2")
    page.keyboard.type("luyutong")
    expect(page.locator(".fd-hit").first).to_contain_text(desk_story.CALLER)
    page.keyboard.press("Enter")
    expect(page.locator(".fd-words")).to_be_focused()
    page.keyboard.type("请问物业费可以微信交吗")
    expect(page.locator(".fd-answers li").first).to_contain_text("物业费怎么交")
    page.keyboard.press("F7")
    expect(page.locator("#fd-last")).to_contain_text("已当场答复 E")


def test_a_call_is_parked_while_the_next_one_rings_and_nothing_typed_is_lost(desk, visit):
    page = at_desk(visit, desk)
    page.keyboard.type(desk_story.NUMBER)
    expect(page.locator(".fd-hit").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".fd-words")).to_be_focused()
    page.keyboard.type("电梯里灯坏了")
    page.keyboard.press("F6")
    expect(page.locator("#fd-q")).to_be_focused()
    expect(page.locator(".fd-words")).to_have_value("")
    page.keyboard.press("F2")
    page.locator(".fd-words").fill("单元门关不上")
    page.wait_for_timeout(1200)
    page.reload()
    expect(page.locator(".fd-tab")).to_have_count(2)
    page.locator("[data-tab]").first.click()
    expect(page.locator(".fd-words")).to_have_value("电梯里灯坏了")
    page.keyboard.press("Escape")
    expect(page.locator(".fd-words")).to_have_value("")
    page.locator("#fd-last button").click()
    expect(page.locator(".fd-words")).to_have_value("电梯里灯坏了")


def test_a_missed_call_is_owed_and_called_back(desk, visit):
    page = at_desk(visit, desk)
    ring(desk, "j-2", number="13812349999")
    ring(desk, "j-2", "end", number="13812349999")
    page.reload()
    owed = page.locator("[data-back]", has_text="138****9999")
    expect(owed).to_be_visible()
    owed.locator("[data-fd-back-done='1']").click()
    expect(owed).to_have_count(0)


def test_the_shift_is_handed_over_and_signed_by_the_successor(desk, visit, axe):
    page = visit(desk, "frontdesk", path="/desk/shifts/give/")
    expect(page.locator("main")).to_contain_text("厨房水管爆了")
    assert axe(page) == []
    choice = page.locator("select[name=to_staff_id]")
    wanted = choice.locator("option", has_text="秩序主管").first.get_attribute("value")
    choice.evaluate("(element, value) => { element.value = value; }", wanted)
    page.locator("main textarea[name=words]").fill("今天来电多，注意厨房漏水那户。")
    page.locator("main form button[type=submit]", has_text="交班").click()
    expect(page.locator("main")).to_contain_text("待签收")
    signing = visit(desk, SUCCESSOR, path="/desk/")
    signing.locator(".fd-shift").click()
    expect(signing.locator("main")).to_contain_text("今天来电多")
    signing.locator("button[type=submit]", has_text="确认接班").click()
    expect(signing.locator("main .fd")).to_be_visible()


def test_the_desk_works_on_a_phone(desk, visit, axe):
    page = at_desk(visit, desk, phone=True)
    page.locator("#fd-q").fill("陆雨桐")
    page.locator(".fd-hit").first.tap()
    page.locator(".fd-words").fill("楼道灯不亮")
    expect(page.locator("input[name=kind][value=repair]")).to_be_checked()
    assert axe(page) == []
    page.locator("#fd-form button[type=submit]").tap()
    expect(page.locator("#fd-last")).to_contain_text("已建单 R")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
