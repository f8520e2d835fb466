"""The state of the installation in words: what is well, what is not, what to do about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anju.foundation import status
from anju.foundation.audit import queries as audit
from anju.foundation.registrations import STATUS_READ
from anju.foundation.web import page


@page(STATUS_READ)
@require_safe
def system(request: Any) -> HttpResponse:
    now = timezone.now()
    backup = status.last_backup()
    context = {
        "now": now,
        "database_size": status.database_size(),
        "pending": status.pending_migrations(),
        "worker_seen_at": status.worker_seen_at(),
        "worker_alive": status.worker_alive(now),
        "queue": status.queue(now),
        "disk": status.disk(),
        "backup": backup,
        "backup_old": backup is None or now - backup.at > status.BACKUP_OLD_AFTER,
        "versions": status.versions(),
        "chain": audit.chain_state(),
    }
    return render(request, "console/admin/status.html", context)
