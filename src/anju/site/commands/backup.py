"""`anju backup [FILE]`: database, stored files and secrets in one file, whole or not at all."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from anju.site import archive, clients, database
from anju.site.commands import start
from anju.site.home import home

NOTE = "last-backup.json"
ENVIRONMENT_SECRETS = ("ANJU_SECRET_KEY", "ANJU_FIELD_KEYS")


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("backup", help="write database, files and secrets into one file")
    parser.add_argument(
        "file", nargs="?", type=Path, help="where to (default: the backups folder of this home)"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    with clients.as_found():
        target = make(chosen.file)
    size = target.stat().st_size
    print(f"Backup written: {target} ({size / 1_000_000:,.1f} MB).")
    print(
        "It holds the secrets that open personal data: keep it apart from this machine, and as safe as the data."
    )
    for name in ENVIRONMENT_SECRETS:
        if os.environ.get(name):
            print(f"{name} comes from the environment and is NOT in it: keep it too.")
    return 0


def make(file: Path | None = None, *, prefix: str = "anju") -> Path:
    """Write a backup and note it for the status page. Returns its path. Raises Refusal."""
    start.as_owner()
    now = datetime.now(UTC)
    target = (file or home().folder("backups") / f"{prefix}-{now:%Y%m%d-%H%M%S}.tar").absolute()
    if target.exists():
        raise start.Refusal(f"{target} is there already; choose another name.")
    if not target.parent.is_dir():
        raise start.Refusal(f"the folder {target.parent} does not exist.")
    dsn = database.owner()
    server = clients.server_version(dsn)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".anju-backup-") as folder:
            dump = Path(folder) / archive.DUMP
            print("1/2 database …", flush=True)
            _dump(dsn, server, dump)
            print("2/2 files and secrets …", flush=True)
            manifest = archive.Manifest(
                at=now.isoformat(),
                version=_version(),
                server=server,
                migrations=applied(dsn),
                environment_secrets=tuple(one for one in ENVIRONMENT_SECRETS if os.environ.get(one)),
            )
            archive.write(target, manifest, [(archive.DUMP, dump), *_stored(), *_secrets()])
    except OSError as error:
        raise start.Refusal(f"the backup could not be written: {error}.") from error
    _note(target, now)
    return target


def applied(dsn: database.Dsn) -> tuple[str, ...]:
    """Migrations the database has, as "app.name", sorted; none when it was never migrated."""
    with dsn.connect() as connection:
        there = connection.execute("select to_regclass('django_migrations')").fetchone()
        if there is None or there[0] is None:
            return ()
        rows = connection.execute("select app || '.' || name from django_migrations order by 1")
        return tuple(str(row[0]) for row in rows)


def _dump(dsn: database.Dsn, server: int, target: Path) -> None:
    words = [
        str(clients.program("pg_dump", server)), *clients.connection_words(dsn),
        "--format", "custom", "--no-owner", "--no-privileges", "--exclude-table-data", "foundation_cache",
        "--file", str(target), "--dbname", dsn.name,
    ]  # fmt: skip
    done = subprocess.run(words, env=clients.environment(dsn), capture_output=True, text=True, check=False)
    if done.returncode:
        raise start.Refusal(f"the database could not be dumped: {clients.last_line(done.stderr)}")


def _stored() -> Iterator[tuple[str, Path]]:
    """Files are written once under the name of their content and never change: those of the dump are all there."""
    folder = home().folder("files")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".part":
            yield f"{archive.FILES}/{path.relative_to(folder).as_posix()}", path


def _secrets() -> Iterator[tuple[str, Path]]:
    path = home().path / archive.SECRETS
    if path.exists():
        yield archive.SECRETS, path


def _note(target: Path, at: datetime) -> None:
    note = home().folder("backups") / NOTE
    draft = note.with_suffix(".part")
    draft.write_text(
        json.dumps({"at": at.isoformat(), "path": str(target), "size": target.stat().st_size}), "utf-8"
    )
    draft.replace(note)


def _version() -> str:
    try:
        return metadata.version("anju")
    except metadata.PackageNotFoundError:
        return "unknown"
