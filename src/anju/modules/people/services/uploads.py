"""Workbooks of staff between their dry run and their confirmation."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from anju.foundation import files
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.modules.people.permissions import STAFF_IMPORT

STAFF_SHEET = files.purpose("people.import", reading=STAFF_IMPORT, largest=50 << 20)
KEPT = timedelta(days=1)


def upload_keep(*, actor: Actor, name: str, data: bytes) -> str:
    """Keep a workbook for a day. Returns its token. Raises Forbidden, Invalid (foundation.files)."""
    actor.require(STAFF_IMPORT)
    return str(files.keep(actor=actor, what=STAFF_SHEET, name=name or "staff.xlsx", data=data).token)


def upload_bytes(*, actor: Actor, token: str, at: datetime) -> bytes | None:
    """The actor's own workbook; None when it is not his or its time is over. Raises Forbidden."""
    actor.require(STAFF_IMPORT)
    row = StoredFile.objects.filter(
        token=uuid.UUID(token), purpose=STAFF_SHEET.code, uploaded_by=actor.user_id, at__gt=at - KEPT
    ).first()
    if row is None:
        return None
    with files.open_file(row) as handle:
        return handle.read()


def uploads_forget(*, at: datetime) -> int:
    """Delete workbooks whose time is over. Returns how many."""
    found, _each = StoredFile.objects.filter(purpose=STAFF_SHEET.code, at__lte=at - KEPT).delete()
    return int(found)
