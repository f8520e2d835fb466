"""A resident's phone: coming in, reporting, following, agreeing, rating; a stranger at a code; and how little it weighs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest
from PIL import Image

from anju.site.demo import PASSWORD
from anju.site.home import CHECKOUT
from tests import databases
from tests.e2e.conftest import Site
from tests.e2e.resident.resident_site import OWNER

MOST_BYTES = 120_000
PAGES = (
    "", "report/", "report/repair/", "report/complaint/", "report/help/", "cases/", "notices/", "preferences/", "me/",
    "me/data/", "me/household/", "me/password/", "me/phone/", "me/email/", "promises/", "ask/", "proposals/", "services/", "visitors/", "offline/",
)  # fmt: skip


@pytest.fixture(scope="module")
def home():
    """A small community of its own, running."""
    site = Site(databases.ensure_empty())
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.resident.resident_site"],
        env={**site.env, "PYTHONPATH": f"{CHECKOUT}/src:{CHECKOUT}"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    site.made = json.loads(done.stdout)
    yield site
    site.stop()


def come_in(page, site) -> None:
    page.goto(site.address + "/home/login/?way=password")
    page.fill("#phone", OWNER)
    page.fill("#password", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url(site.address + "/home/")


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1800), "#a86").save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def ready(page) -> None:
    page.wait_for_selector("html[data-ready]")


def test_whoever_gets_no_sms_comes_in_by_the_slip_of_the_desk(home, visit):
    desk = visit(home, "desk", path="/residents/slips/")
    desk.fill("#q", "沈若兰")
    desk.click("main form button[type=submit]")
    desk.click("text=发登录码")
    slip = desk.locator("[data-slip]").inner_text().strip()
    page = visit(home, phone=True, path="/home/login/")
    page.click("text=我有登录码")
    page.fill("#slip", slip.lower())
    page.click("text=下一步")
    page.fill("#password", "我们的家在五栋 802")
    page.click("text=进入我的家")
    page.wait_for_url(home.address + "/home/")
    assert "沈若兰" in page.inner_text("h1")
    page.goto(home.address + "/people/")
    assert page.url == home.address + "/home/"


def test_a_dripping_tap_is_reported_with_a_picture_and_followed(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.click(".tile:has-text('报修')")
    ready(page)
    page.click("label.chip:has-text('水管水龙头')")
    page.fill("#told", "阳台水龙头关不紧")
    page.set_input_files("input[name=photo]", photo())
    page.wait_for_selector(".shot img")
    page.click("button:has-text('发给物业')")
    page.wait_for_url(re.compile(r"/home/cases/\d+/$"))
    assert page.locator(".promise-main").first.inner_text().strip()
    assert page.locator("[data-due]").first.inner_text().startswith("还有")
    page.locator(".gallery img").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.gallery img').naturalWidth === 1600")
    page.fill("#say", "下午六点以后在家")
    page.click("text=发送")
    page.wait_for_selector(".said.is-mine:has-text('六点以后')")
    page.click("text=取消这件报事")
    page.fill("#cancel", "自己拧紧了")
    page.click("text=确定取消")
    page.wait_for_selector(".pill:has-text('已取消')")


def test_a_price_is_agreed_to_and_finished_work_confirmed_signed_and_rated(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.goto(f"{home.address}/home/cases/{home.made['priced']}/")
    assert "¥78.00" in page.inner_text(".price")
    page.click("text=同意，继续修")
    page.wait_for_selector(".flash:has-text('已同意报价')")
    page.goto(f"{home.address}/home/cases/{home.made['done']}/")
    ready(page)
    page.click("text=签字确认")
    glass = page.locator("canvas[data-glass]")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=6)
    page.mouse.up()
    page.click("text=签好了")
    page.wait_for_selector(".flash:has-text('已签字')")
    page.click("button:has-text('弄好了')")
    page.wait_for_selector(".flash:has-text('谢谢您的确认')")
    page.click("label[for=star-5]")
    page.fill("#rate-words", "又快又好")
    page.click("text=提交评价")
    page.wait_for_selector(".step:has-text('★★★★★')")


def test_a_stranger_reports_at_a_code_and_follows_by_the_link(home, visit):
    page = visit(home, phone=True, path=f"/q/{home.made['label']}")
    assert "/home/here/" in page.url
    ready(page)
    page.fill("#told", "大堂的灯不亮了")
    page.set_input_files("input[name=photo]", photo())
    page.wait_for_selector(".shot img")
    page.click("button:has-text('发给物业')")
    page.wait_for_url(re.compile("/home/follow/"))
    assert "大堂的灯不亮了" in page.inner_text("main")
    assert "陈雨晴" not in page.content()


def test_a_report_without_a_network_waits_and_is_sent_once(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(home.address + "/home/report/suggestion/")
    ready(page)
    page.context.set_offline(True)
    page.fill("#told", "健身区晚上加一盏灯")
    page.click("button:has-text('发给物业')")
    page.wait_for_selector("#kept:visible")
    page.context.set_offline(False)
    page.wait_for_selector("#net:has-text('已发送')")
    page.goto(home.address + "/home/cases/")
    assert page.locator(".case-title:has-text('健身区晚上加一盏灯')").count() == 1


def test_a_refused_report_keeps_its_picture_and_its_words(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.goto(home.address + "/home/report/repair/")
    ready(page)
    page.fill("#told", "厨房漏水")
    page.set_input_files("input[name=photo]", photo())
    page.wait_for_selector(".shot img")
    page.evaluate("document.querySelector('input[name=key]').value = 'x'.repeat(80)")
    page.click("button:has-text('发给物业')")
    page.wait_for_selector(".problem")
    assert (page.input_value("#told"), page.locator(".shot img").count()) == ("厨房漏水", 1)
    page.evaluate("document.querySelector('input[name=key]').value = crypto.randomUUID()")
    page.click("button:has-text('发给物业')")
    page.wait_for_url(re.compile(r"/home/cases/\d+/$"))
    assert (
        page.locator(".gallery img").count() == 1 and page.locator(".flash:has-text('收到了')").count() == 1
    )


def test_a_report_is_kept_when_the_line_dies_though_the_phone_says_it_is_there(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.goto(home.address + "/home/report/praise/")
    ready(page)
    page.context.route("**/home/report/praise/", lambda route: route.abort())
    page.fill("#told", "保安帮忙提了东西")
    page.click("button:has-text('发给物业')")
    page.wait_for_selector("#kept:visible")
    page.errors.clear()
    page.context.unroute_all()
    page.goto(home.address + "/home/")
    page.wait_for_selector("#net:has-text('已发送')")
    page.goto(home.address + "/home/cases/")
    assert page.locator(".case-title:has-text('保安帮忙提了东西')").count() == 1


def test_a_stranger_who_is_refused_keeps_his_picture(home, visit):
    page = visit(home, phone=True, path=f"/q/{home.made['label']}")
    ready(page)
    page.set_input_files("input[name=photo]", photo())
    page.wait_for_selector(".shot img")
    page.fill("#phone", "123")
    page.click("button:has-text('发给物业')")
    page.wait_for_selector(".problem:has-text('手机')")
    assert page.locator(".shot img").count() == 1
    page.fill("#phone", "")
    page.click("button:has-text('发给物业')")
    page.wait_for_url(re.compile("/home/follow/"))


def test_without_a_network_the_app_still_opens_and_takes_a_report(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(home.address + "/home/cases/")
    assert "没有网络" in page.inner_text("h1")
    ready(page)
    page.fill("#told", "楼道灯闪")
    page.click("text=先存在手机里")
    page.wait_for_selector("#kept:visible")
    page.context.set_offline(False)
    page.goto(home.address + "/home/")
    page.wait_for_selector("#net:has-text('已发送')")


def test_the_first_load_weighs_less_than_120_kilobytes(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    kinds, sizes = {}, {}
    session.on(
        "Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["response"]["mimeType"]})
    )
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(home.address + "/home/", wait_until="networkidle")
    pictures = {key for key, kind in kinds.items() if kind in ("image/png", "image/jpeg")}
    total = sum(size for key, size in sizes.items() if key not in pictures)
    assert len(sizes) >= 4
    assert total < MOST_BYTES, f"{total} bytes"


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_every_page_fits_and_is_accessible(home, visit, axe, phone):
    page = visit(home, phone=phone, path="/home/login/")
    ready(page)
    problems = [f"login: {one}" for one in axe(page)]
    come_in(page, home)
    for path in (*PAGES, *(f"cases/{home.made[one]}/" for one in ("fresh", "priced", "done"))):
        page.goto(f"{home.address}/home/{path}")
        ready(page)
        problems += [f"{path}: {one}" for one in axe(page)]
    page.context.clear_cookies()
    page.goto(f"{home.address}/home/here/{home.made['label']}/")
    ready(page)
    problems += [f"here: {one}" for one in axe(page)]
    assert problems == []


def test_a_thing_found_is_claimed_and_its_claimant_hears_that_another_took_it(home, visit):
    page = visit(home, phone=True, path="/home/login/")
    come_in(page, home)
    page.goto(home.address + "/home/found/")
    page.click("a[aria-label='黑色折叠伞是我的']")
    page.fill("#marks", "伞套里有一张便签")
    page.click("text=是我的，请核对")
    page.wait_for_selector(".pill:has-text('已认领，等核对')")
    page.click("text=我丢了东西")
    page.fill("#lost-name", "蓝色水杯")
    page.locator("input[name=sort]").first.evaluate("box => box.click()")
    page.click("form button.is-main")
    page.wait_for_selector("li:has-text('蓝色水杯') .pill:has-text('正在找')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("li:has-text('蓝色水杯') button:has-text('撤回')")
    page.wait_for_selector("li:has-text('蓝色水杯') .pill:has-text('已结束')")
    desk = visit(home, "desk", path=f"/desk/registers/lost/{home.made['found']}/give/")
    desk.fill("[name=name]", "周先生")
    desk.fill("[name=number]", "110101199003070016")
    desk.fill("[name=proof]", "说出伞柄刻字")
    desk.set_input_files("[name=file]", photo())
    desk.locator("main form button[type=submit]").last.click()
    desk.wait_for_url(re.compile(r"/lost/\d+/$"))
    page.goto(home.address + "/home/found/")
    row = page.locator("li:has-text('黑色折叠伞')")
    assert "已结束" in row.inner_text()
    assert "由他人领回" in row.inner_text()
