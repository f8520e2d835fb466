"""PostgreSQL's own client programs, of a version that fits the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anju.site import database, embedded
from anju.site.commands.start import Refusal

VERSION = re.compile(r"(\d+)(?:\.\d+)*")


def program(name: str, server: int) -> Path:
    """Path of pg_dump, pg_restore or psql. server: major version it must be able to talk to.

    Raises Refusal when there is none, or one that is too old.
    """
    if not os.environ.get("ANJU_DATABASE_URL"):
        return embedded.binary(name)
    found = shutil.which(name)
    if found is None:
        raise Refusal(f"{name} is not in PATH: install the client programs of PostgreSQL {server}.")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    matched = VERSION.search(said)
    if matched is None or int(matched[1]) < server:
        raise Refusal(
            f"{found} is too old for a PostgreSQL {server} server: install the client programs of {server}."
        )
    return Path(found)


def connection_words(dsn: database.Dsn) -> list[str]:
    """Command line of a client program; the password goes by the environment, where `ps` does not show it."""
    words = ["--host", dsn.host, "--username", dsn.user, "--no-password"]
    return [*words, "--port", dsn.port] if dsn.port else words


def environment(dsn: database.Dsn) -> dict[str, str]:
    named = {f"PG{name.upper()}": value for name, value in dsn.options}
    return {**os.environ, **named, "PGPASSWORD": dsn.password}


def server_version(dsn: database.Dsn) -> int:
    """Major version of the server, such as 18."""
    with dsn.connect() as connection:
        return connection.info.server_version // 10_000


def last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


@contextmanager
def as_found() -> Iterator[None]:
    """Leave the embedded server as it was found: stopped when it was not running before."""
    ours = not os.environ.get("ANJU_DATABASE_URL")
    before = ours and embedded.is_running()
    try:
        yield
    finally:
        if ours and not before and embedded.is_running():
            embedded.stop()
