"""Databases of the test run: one template, migrated when a migration changed; a copy of it for every worker."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

from anju.site import database
from anju.site.home import CHECKOUT

TEMPLATE = "anju_template"
SOURCES = ("src/anju/**/migrations/*.py", "src/anju/foundation/scope/ddl.py", "src/anju/site/database.py")


def fingerprint() -> str:
    found = hashlib.sha256(sys.version.encode())
    for pattern in SOURCES:
        for file in sorted(CHECKOUT.glob(pattern)):
            found.update(str(file.relative_to(CHECKOUT)).encode() + file.read_bytes())
    return found.hexdigest()


@contextmanager
def maintenance():
    """A connection that may make databases; only one worker at a time is inside."""
    with database.owner().connect(autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(42)")
        yield connection


def ensure_template() -> str:
    wanted = fingerprint()
    with maintenance() as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [TEMPLATE]
        ).fetchone()
        if found is None or found[0] != wanted:
            connection.execute(f"drop database if exists {TEMPLATE} with (force)")
            connection.execute(
                f"create database {TEMPLATE} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
            )
            _migrate(TEMPLATE)
            connection.execute(f"comment on database {TEMPLATE} is '{wanted}'")
    return TEMPLATE


def drop(name: str) -> None:
    with maintenance() as connection:
        connection.execute(f"drop database if exists {name} with (force)")


def copy(name: str) -> None:
    """Make `name` anew as a copy of the template, with the app role's right to empty tables between tests."""
    drop(name)
    with maintenance() as connection:
        connection.execute(f"create database {name} template {TEMPLATE}")
    with replace(database.owner(), name=name).connect(autocommit=True) as connection:
        connection.execute(f"grant truncate on all tables in schema public to {database.app().user}")


def _migrate(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anju.site.cli", "migrate", "--quiet"],
        env={**os.environ, "ANJU_DATABASE_NAME": name, "PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"migrating the test template failed:\n{done.stdout}\n{done.stderr}")
