"""Databases of the test run: a migrated template, one with the demo in it, and a copy for whoever needs one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import psycopg

from anju.site import database
from anju.site.home import CHECKOUT

EMPTY, DEMO = "anju_template", "anju_demo_template"
SCHEMA = ("src/anju/**/migrations/*.py", "src/anju/foundation/scope/ddl.py", "src/anju/site/database.py")
STORY = (
    "src/anju/site/demo/*",
    "src/anju/modules/plans/rules/**/*.py",
    "src/anju/modules/plans/rules/**/*.toml",
    "src/anju/engines/schedule/**/*.py",
)


def fingerprint(patterns: tuple[str, ...]) -> str:
    found = hashlib.sha256(sys.version.encode())
    for pattern in patterns:
        for file in sorted(one for one in CHECKOUT.glob(pattern) if one.is_file()):
            found.update(str(file.relative_to(CHECKOUT)).encode() + file.read_bytes())
    return found.hexdigest()


@contextmanager
def maintenance():
    """A connection that may make databases; only one worker at a time is inside."""
    with database.owner().connect(autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(42)")
        yield connection


def ensure_empty() -> str:
    """The migrated, empty database; made anew when a migration changed."""
    blank = "template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
    return _ensure(EMPTY, fingerprint(SCHEMA), blank, ("migrate", "--quiet"))


def ensure_demo() -> str:
    """The database with the demo in it; made anew each day too, since its history ends today."""
    ensure_empty()
    wanted = fingerprint((*SCHEMA, *STORY)) + date.today().isoformat()  # noqa: DTZ011
    return _ensure(DEMO, wanted, EMPTY, ("demo", "--load-only"))


def _ensure(name: str, wanted: str, source: str, words: tuple[str, ...]) -> str:
    with maintenance() as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
        ).fetchone()
        if found is None or found[0] != wanted:
            _drop(connection, name)
            connection.execute(f"create database {name} template {source}")
            _fill(name, words)
            connection.execute(f"comment on database {name} is '{wanted}'")
    return name


def drop(name: str) -> None:
    with maintenance() as connection:
        _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    for _ in range(100):
        try:
            connection.execute(f"drop database if exists {name} with (force)")
        except psycopg.errors.InsufficientPrivilege:
            # The server's own vacuum is at work there, and only a superuser may send it away.
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{name} could not be dropped: the server's vacuum did not leave it")


def copy(source: str, name: str) -> None:
    """Make `name` anew as a copy of `source`, with the app role's right to empty tables between tests."""
    drop(name)
    with maintenance() as connection:
        connection.execute(f"create database {name} template {source}")
    with replace(database.owner(), name=name).connect(autocommit=True) as connection:
        connection.execute(f"grant truncate on all tables in schema public to {database.app().user}")


def _fill(name: str, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anju.site.cli", *words],
        env={
            **os.environ,
            "ANJU_DATABASE_NAME": name,
            "DJANGO_SETTINGS_MODULE": "anju.site.settings",
            "PYTHONPATH": str(CHECKOUT / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"filling {name} failed:\n{done.stdout}\n{done.stderr}")
