"""`anju test`: the whole suite on the embedded PostgreSQL, browser journeys included."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from anju.site import embedded
from anju.site.commands.start import Refusal
from anju.site.home import CHECKOUT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk", "poppler-utils")


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "test", help="run the whole test suite (more words go to pytest)", add_help=False
    )
    parser.set_defaults(run=run, rest=[])


def run(chosen: argparse.Namespace) -> int:
    env = {
        **os.environ,
        "ANJU_HOME": os.environ.get("ANJU_HOME", str(CHECKOUT / ".anju" / "test")),
        "ANJU_CARELESS_DATABASE": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CHROMIUM": find_browser(),
    }
    # One more than there are cores: journeys wait for the browser half of their time.
    workers = os.environ.get("ANJU_TEST_WORKERS", str(min(os.cpu_count() or 1, 4) + 1))
    words = chosen.rest or [f"-n{workers}", "--dist=loadfile", "--no-loadscope-reorder", "-m", "not nightly"]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=CHECKOUT, env=env, check=False)
    if not os.environ.get("ANJU_DATABASE_URL"):
        os.environ["ANJU_HOME"] = env["ANJU_HOME"]
        embedded.stop()
    return done.returncode


def find_browser() -> str:
    """Path of a Chromium: named by CHROMIUM, in PATH, else installed where this machine is a Debian and we are root.

    Raises Refusal when there is none to be had, with what to do.
    """
    found = next(_known(), None) or (_install() and next(_known(), None))
    if not found:
        raise Refusal(
            "the browser journeys need Chromium: install the package chromium (or set CHROMIUM=/path/to/chromium)."
        )
    return found


def _known() -> Iterator[str]:
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        yield named
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            yield path


def _install() -> bool:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    print("anju: installing Chromium and Chinese fonts for the browser journeys …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": env, "stdout": subprocess.DEVNULL, "check": False}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
    done = subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], **quiet)  # type: ignore[call-overload]
    return bool(done.returncode == 0)
