"""`anju restore FILE`: bring a backup back, all of it or nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from anju.site import archive, clients, database
from anju.site.commands import backup, start, up
from anju.site.home import home

RESET = "drop schema public cascade; create schema public;\n"


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("restore", help="bring a backup back")
    parser.add_argument("file", type=Path, help="a file written by anju backup")
    parser.add_argument(
        "--yes", action="store_true", help="replace the data that is here, after a backup of it was made"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    with up.only_one_here(), clients.as_found():
        _restore(chosen.file.absolute(), replace=chosen.yes)
    return 0


def _restore(source: Path, *, replace: bool) -> None:
    with tempfile.TemporaryDirectory(dir=home().folder("backups"), prefix=".anju-restore-") as name:
        folder = Path(name)
        print("1/4 checking the backup …", flush=True)
        try:
            manifest = archive.unpack(source, folder)
        except archive.ArchiveProblem as problem:
            raise start.Refusal(str(problem)) from problem
        start.as_owner()
        refuse_newer(manifest)
        dsn = database.owner()
        if holds_data(dsn):
            _make_safe(replace)
        server = clients.server_version(dsn)
        if manifest.server > server:
            raise start.Refusal(
                f"the backup is of PostgreSQL {manifest.server}; this server is {server}. Use a newer server."
            )
        print("2/4 database …", flush=True)
        _load(dsn, server, folder / archive.DUMP)
        print("3/4 files and secrets …", flush=True)
        _put_back(folder)
    print("4/4 bringing the database to this version …", flush=True)
    up.in_child("migrate", "--quiet")
    database.analyse()
    print(
        f"Restored: the state of {manifest.made_at:%Y-%m-%d %H:%M} UTC. Check the log's chain with: anju audit verify"
    )
    for one in manifest.environment_secrets:
        if not os.environ.get(one):
            print(
                f"The backup was made with {one} in the environment: set it to the same value before starting."
            )


def refuse_newer(manifest: archive.Manifest) -> None:
    """Raises Refusal when the backup knows migrations that this program does not."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{label}.{name}" for label, name in loader.disk_migrations}
    ours = {label for label, _name in loader.disk_migrations}
    unknown = [one for one in manifest.migrations if one.partition(".")[0] in ours and one not in known]
    if unknown:
        raise start.Refusal(
            f"the backup is of a newer version of Anju (it knows {unknown[-1]}); update the program first."
        )


def holds_data(dsn: database.Dsn) -> bool:
    """Whether somebody has worked here: an organisation, or any table that is not ours."""
    with dsn.connect() as connection:
        row = connection.execute("select to_regclass('foundation_organisation')").fetchone()
        if row is None or row[0] is None:
            tables = connection.execute(
                "select count(*) from pg_tables where schemaname = 'public'"
            ).fetchone()
            return bool(tables and tables[0])
        found = connection.execute("select exists (select 1 from foundation_organisation)").fetchone()
        return bool(found and found[0]) or any(home().folder("files").iterdir())


def _make_safe(replace: bool) -> None:
    if not replace:
        raise start.Refusal(
            f"there is data in {home().path}; “anju restore FILE --yes” replaces it, after a backup of it was made."
        )
    print("    first a backup of what is here …", flush=True)
    print(f"    kept as {backup.make(prefix='before-restore')}", flush=True)


def _load(dsn: database.Dsn, server: int, dump: Path) -> None:
    """Replace the schema and its data in one transaction: what fails leaves what was there."""
    script = dump.with_suffix(".sql")
    made = subprocess.run(
        [str(clients.program("pg_restore", server)), "--no-owner", "--no-privileges", "--file", str(script), str(dump)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise start.Refusal(f"the dump in the backup cannot be read: {clients.last_line(made.stderr)}")
    reset = dump.with_suffix(".reset.sql")
    reset.write_text(RESET, "utf-8")
    words = [
        str(clients.program("psql", server)), *clients.connection_words(dsn), "--dbname", dsn.name, "--quiet",
        "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1",
        "--file", str(reset), "--file", str(script),
    ]  # fmt: skip
    done = subprocess.run(
        words,
        env=clients.environment(dsn),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise start.Refusal(
            f"the database could not be restored, and is as it was: {clients.last_line(done.stderr)}"
        )


def _put_back(folder: Path) -> None:
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    files, secrets = home().folder("files"), home().path / archive.SECRETS
    if any(files.iterdir()):
        files.rename(files.with_name(f"files.before-{stamp}"))
    elif files.exists():
        files.rmdir()
    if (folder / archive.FILES).exists():
        shutil.move(folder / archive.FILES, files)
    else:
        files.mkdir()
    if (folder / archive.SECRETS).exists():
        if secrets.exists():
            secrets.rename(secrets.with_name(f"secrets.before-{stamp}.json"))
        shutil.move(folder / archive.SECRETS, secrets)
        secrets.chmod(0o600)
