"""How the installation itself is doing: for the health address of machines and the status page of people."""

from __future__ import annotations

import json
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

WORKER_SILENT_AFTER = timedelta(seconds=60)
DISK_LOW = 0.10
BACKUP_OLD_AFTER = timedelta(days=2)
BACKUP_NOTE = "last-backup.json"


@dataclass(frozen=True, slots=True)
class Queue:
    """waiting: jobs due and not begun; oldest_at: when the longest waiting one was due; failed: given up on."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the volume that holds files and backups."""

    total: int
    free: int

    @property
    def low(self) -> bool:
        return self.free < self.total * DISK_LOW


@dataclass(frozen=True, slots=True)
class Backup:
    at: datetime
    path: str
    size: int


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def pending_migrations() -> list[str]:
    """Names of migrations that this program has and the database has not."""
    name = str(connection.settings_dict["NAME"])
    if name in _migrated:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        _migrated.add(name)
    return [f"{one.app_label}.{one.name}" for one, _backwards in plan]


# Databases seen complete: their migrations are not read again by a running process.
_migrated: set[str] = set()


def worker_seen_at() -> datetime | None:
    """The last sign of life of any worker process."""
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        row = cursor.fetchone()
    return row[0] if row else None


def worker_alive(at: datetime) -> bool:
    seen = worker_seen_at()
    return seen is not None and at - seen < WORKER_SILENT_AFTER


def queue(at: datetime) -> Queue:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*) filter (where status = 'todo' and coalesce(scheduled_at, %(at)s) <= %(at)s),
                   count(*) filter (where status = 'doing'),
                   count(*) filter (where status = 'failed'),
                   min(coalesce(j.scheduled_at, e.at)) filter (
                       where status = 'todo' and coalesce(j.scheduled_at, %(at)s) <= %(at)s)
            from procrastinate_jobs j
            left join lateral (
                select at from procrastinate_events where job_id = j.id and type = 'deferred' order by id limit 1
            ) e on j.status = 'todo'
            where status in ('todo', 'doing', 'failed')
            """,
            {"at": at},
        )
        waiting, running, failed, oldest = cursor.fetchone()
    return Queue(waiting, running, failed, oldest)


def disk() -> Disk:
    usage = shutil.disk_usage(settings.MEDIA_ROOT)
    return Disk(usage.total, usage.free)


def last_backup() -> Backup | None:
    """What the backup command wrote down when it was done; None before the first one."""
    try:
        noted = json.loads((Path(settings.BACKUP_ROOT) / BACKUP_NOTE).read_text("utf-8"))
        return Backup(datetime.fromisoformat(noted["at"]), noted["path"], noted["size"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def database_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def versions() -> dict[str, str]:
    server = divmod(connection.pg_version, 10_000)  # type: ignore[attr-defined]
    return {**_versions(), "PostgreSQL": f"{server[0]}.{server[1]}"}


@lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    try:
        ours = metadata.version("anju")
    except metadata.PackageNotFoundError:
        ours = "0.1.0"
    return {"Anju": ours, "Django": metadata.version("django"), "Python": platform.python_version()}


def health(at: datetime) -> dict[str, Any]:
    """{"status": "ok" | "failing", "checks": {"database", "migrations", "worker"}}; a check says "ok" or what is wrong."""
    if not database_answers():
        return {"status": "failing", "checks": {"database": "unreachable"}}
    try:
        pending = pending_migrations()
        checks = {
            "database": "ok",
            "migrations": f"{len(pending)} pending" if pending else "ok",
            "worker": "ok" if not pending and worker_alive(at) else "silent",
        }
    except DatabaseError:
        checks = {"database": "failing"}
    good = all(value == "ok" for value in checks.values())
    return {"status": "ok" if good else "failing", "checks": checks}
