from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from anju.foundation import status
from anju.foundation.permissions import RoleCode
from anju.foundation.ui import navigation

pytestmark = pytest.mark.urls("anju.foundation.tests.addresses")


@pytest.fixture
def worker(db):
    """`worker(ago)` puts a worker that gave its last sign of life so long ago."""

    def put(ago=timedelta()):
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into procrastinate_workers (last_heartbeat) values (%s)", [timezone.now() - ago]
            )

    return put


def test_all_well_is_200(client, worker):
    worker()
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "worker": "ok"},
    }
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize("ago", [None, timedelta(minutes=2)])
def test_a_silent_worker_is_503(client, worker, ago):
    if ago:
        worker(ago)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["checks"]["worker"]) == (503, "silent")


def test_a_pending_migration_is_503_and_named(client, worker, monkeypatch):
    worker()
    monkeypatch.setattr(status, "pending_migrations", lambda: ["plans.0009"])
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, "1 pending")


def test_a_dead_database_is_503_and_not_a_crash(client, monkeypatch, worker):
    monkeypatch.setattr(status, "database_answers", lambda: False)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "unreachable"}


def test_a_migration_the_database_has_not_is_seen(db, monkeypatch):
    monkeypatch.setattr(status, "_migrated", set())
    assert status.pending_migrations() == []
    with connection.cursor() as cursor:
        cursor.execute("select name from django_migrations where app = 'foundation' order by id desc limit 1")
        (last,) = cursor.fetchone()
    monkeypatch.setattr(status, "_migrated", set())
    monkeypatch.setattr(
        "django.db.migrations.recorder.MigrationRecorder.applied_migrations",
        _without(last),
    )
    assert any(one == f"foundation.{last}" for one in status.pending_migrations())


def _without(name):
    from django.db.migrations.recorder import MigrationRecorder

    known = MigrationRecorder.applied_migrations

    def fewer(self):
        return {key: one for key, one in known(self).items() if key != ("foundation", name)}

    return fewer


def test_the_queue_counts_what_is_due_and_says_since_when(db):
    now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    rows = [("todo", now - timedelta(hours=2)), ("todo", now - timedelta(hours=1)),
            ("todo", now + timedelta(hours=1)), ("failed", now)]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        for state, at in rows:
            cursor.execute(
                """insert into procrastinate_jobs (queue_name, task_name, status, scheduled_at)
                   values ('q', 't', %s::procrastinate_job_status, %s)""",
                [state, at],
            )
    found = status.queue(now)
    assert (found.waiting, found.running, found.failed) == (2, 0, 1)
    assert found.oldest_at == now - timedelta(hours=2)


@pytest.mark.parametrize("text", [None, "nonsense", "{}"])
def test_without_a_backup_there_is_none(settings, tmp_path, text):
    settings.BACKUP_ROOT = str(tmp_path)
    if text is not None:
        (tmp_path / status.BACKUP_NOTE).write_text(text, "utf-8")
    assert status.last_backup() is None


def test_the_status_page_warns_of_an_old_backup_and_a_silent_worker(login, settings, tmp_path, monkeypatch):
    ours = {code: one for code, one in navigation._entries.items() if one.url_name.startswith("console:")}
    monkeypatch.setattr(navigation, "_entries", ours)
    settings.BACKUP_ROOT = str(tmp_path)
    client = login(RoleCode.LEADER)
    page = client.get("/admin/status/").content.decode()
    assert "从未备份" in page and "没有响应" in page
    note = {"at": timezone.now().isoformat(), "path": "/backups/a.tar", "size": 5}
    (tmp_path / status.BACKUP_NOTE).write_text(json.dumps(note), "utf-8")
    fresh = client.get("/admin/status/").content.decode()
    assert "/backups/a.tar" in fresh and "需要备份" not in fresh
