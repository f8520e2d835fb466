"""A whole Anju for the journeys: its own database, web server and worker, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from anju.site.demo import PASSWORD
from anju.site.home import CHECKOUT
from tests import databases

LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]  # fmt: skip
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 120
FAULTS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const faults = found.violations.map(
    (one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "));
  return document.documentElement.scrollWidth > innerWidth ? [...faults, "wider than the screen"] : faults;
}"""


class Site:
    """A running Anju on a database of its own, a copy of `source`."""

    def __init__(self, source: str) -> None:
        self.name = f"anju_site_{os.getpid()}_{time.monotonic_ns() % 10**9}"
        databases.copy(source, self.name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "ANJU_DATABASE_NAME": self.name,
            "ANJU_HOSTS": "127.0.0.1,localhost",
            "DJANGO_SETTINGS_MODULE": "anju.site.settings",
            "PYTHONPATH": str(CHECKOUT / "src"),
        }
        self.children = [self._web(), self._start(sys.executable, "-m", "anju.site.worker")]
        try:
            self._wait()
        except OSError:
            self.stop()
            raise

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(words, env=self.env, cwd=CHECKOUT)

    def _web(self) -> subprocess.Popen[bytes]:
        granian = str(Path(sys.executable).with_name("granian"))
        return self._start(
            granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "4", "--log-level", "warning", "anju.site.wsgi:application",
        )  # fmt: skip

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(self.address + "/account/login/", timeout=5).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def unplug(self) -> None:
        """Kill the web server as a power cut would."""
        self.children[0].kill()
        self.children[0].wait()

    def plug_in(self) -> None:
        self.children[0] = self._web()
        self._wait()

    def stop(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        databases.drop(self.name)


class Running:
    """The demo of the desk whose journeys are being made; the next desk gets a fresh one."""

    def __init__(self) -> None:
        self.desk: Path | None = None
        self.site: Site | None = None

    def of(self, desk: Path) -> Site:
        if self.site is None or desk != self.desk:
            self.stop()
            self.site, self.desk = Site(databases.ensure_demo()), desk
        return self.site

    def stop(self) -> None:
        if self.site is not None:
            self.site.stop()
        self.site = self.desk = None


@pytest.fixture(scope="session")
def running():
    sites = Running()
    yield sites
    sites.stop()


@pytest.fixture(scope="module")
def demo(request, running):
    """The demo company, running; one per folder of journeys, whose files follow each other in one worker."""
    return running.of(request.path.parent)


@pytest.fixture(scope="module")
def chromium():
    """A browser; one per file, because while Playwright's loop runs Django refuses its database."""
    from playwright.sync_api import expect, sync_playwright

    # A machine that runs the whole suite beside this is allowed to take its time.
    expect.set_options(timeout=15_000)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: the browser journeys must run in CI")
        pytest.skip("no Chromium on this machine; ./anju test installs it or says how")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, request):
    """`visit(site, user="manager", phone=False)` → a page, logged in; a console error on any of them fails the test."""
    contexts, errors = [], []

    def open_page(site: Site, user: str = "", *, phone: bool = False, path: str = "/"):
        context = chromium.new_context(
            viewport=PHONE if phone else DESK,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=phone,
            is_mobile=phone,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.errors = errors
        if user:
            log_in(page, site, user)
        page.goto(site.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == [], "the browser's console must stay silent"


def _is_fault(message) -> bool:
    # A refused form answers 422 by design, and the browser says so in its console.
    return message.type == "error" and "status of 422" not in message.text


def log_in(page, site: Site, user: str, password: str = PASSWORD) -> None:
    page.goto(site.address + "/account/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    page.click("form button[type=submit]")
    page.wait_for_url(lambda address: "/account/login" not in address)


def submit(page) -> None:
    page.locator("main form button[type=submit]").last.click()


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` → what the accessibility checker finds on it, and whether it is wider than the screen."""
    script = (CHECKOUT / "web/node_modules/axe-core/axe.min.js").read_text("utf-8")

    def look(page) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(script)
        return list(page.evaluate(FAULTS))

    return look
