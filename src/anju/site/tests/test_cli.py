"""What the terminal says when something is in the way: one clear sentence, and nothing half done."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.errors import QueryCanceled

from anju.site import database
from anju.site.cli import main
from anju.site.commands import dev, start, up
from anju.site.home import CHECKOUT, Home


def anju(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "anju.site.cli", *words],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), **env},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(start.Refusal, match=f"port {taken.getsockname()[1]} is in use"):
            up.refuse_taken_port("127.0.0.1", taken.getsockname()[1])


def test_a_second_anju_in_the_same_folder_is_refused(tmp_path, monkeypatch):
    import fasteners

    monkeypatch.setenv("ANJU_HOME", str(tmp_path))
    held = fasteners.InterProcessLock(str(tmp_path / "lock"))
    assert held.acquire(blocking=False)
    done = anju("up", "--port", "1", ANJU_HOME=str(tmp_path))
    held.release()
    assert done.returncode == 2
    assert "another Anju runs in" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense", "postgresql:///"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(database.DatabaseProblem, match="must look like"):
        database.parse(url)


def test_an_address_is_read_with_its_password_and_socket():
    found = database.parse("postgresql://us%40er:pa%2Fss@db:5433/anju?host=/run/pg&sslmode=require")
    assert (found.user, found.password, found.host, found.port, found.name) == (
        "us@er",
        "pa/ss",
        "/run/pg",
        "5433",
        "anju",
    )
    assert found.options == (("sslmode", "require"),)


def test_a_database_that_does_not_answer_is_one_sentence():
    done = anju("migrate", ANJU_DATABASE_URL="postgresql://u:p@127.0.0.1:1/x")
    assert done.returncode == 2
    assert done.stderr.startswith("anju: The database cannot be reached")
    assert "Traceback" not in done.stderr


def test_a_database_of_a_newer_version_is_refused(db, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    from anju.site.commands import migrate

    real = MigrationRecorder.applied_migrations
    monkeypatch.setattr(
        MigrationRecorder,
        "applied_migrations",
        lambda self: {**real(self), ("plans", "9999_from_the_future"): None},
    )
    with pytest.raises(
        start.Refusal, match=r"newer version of Anju \(it knows plans\.9999_from_the_future\)"
    ):
        migrate.refuse_newer_database()


def test_secrets_are_made_once_and_kept_to_their_owner(tmp_path):
    home = Home(tmp_path)
    first = home.secret("session")
    assert Home(tmp_path).secret("session") == first
    assert home.secret("fields") != first
    file = tmp_path / "secrets.json"
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["session"] == first


def test_help_lists_every_subcommand(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(
        name in said
        for name in ("demo", "up", "migrate", "test", "plan", "backup", "restore", "audit", "dev")
    )


@pytest.mark.parametrize("name", ["", "Fees", "no-dash", "plans"])
def test_a_new_module_needs_a_free_name_of_small_letters(name):
    with pytest.raises(start.Refusal):
        dev.new_module([name] if name else [])


def test_a_new_module_has_the_files_of_the_house(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "CHECKOUT", tmp_path)
    (tmp_path / "src/anju/modules").mkdir(parents=True)
    assert dev.new_module(["fees"]) == 0
    folder: Path = tmp_path / "src/anju/modules/fees"
    assert {one.stem for one in folder.iterdir()} >= {
        "apps",
        "contracts",
        "permissions",
        "models",
        "services",
        "facade",
    }
    assert 'label = "fees"' in (folder / "apps.py").read_text()
    for file in folder.rglob("*.py"):
        compile(file.read_text(), str(file), "exec")


def test_a_statement_that_runs_too_long_is_ended_by_the_server():
    dsn = database.owner()
    options = database.limited(dict(dsn.options), 1)
    with replace(dsn, options=tuple(options.items())).connect() as connection, pytest.raises(QueryCanceled):
        connection.execute("select pg_sleep(20)")
    assert database.limited({"options": "-c jit=off"}, 0) == {"options": "-c jit=off"}
    assert database.limited({"options": "-c jit=off"}, 2)["options"] == "-c statement_timeout=2s -c jit=off"
