"""Exports of personal data leave a line in the log."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from anju.foundation import audit
from anju.foundation.accounts.models import Organisation
from anju.modules.people.services.acts import PERSONS_EXPORTED


def export_recorded(request: Any, rows: int) -> None:
    """Who took how many rows, with whole telephone numbers or masked ones, out of which list."""
    after = {
        "rows": rows,
        "whole_phones": bool(getattr(request, "whole_phones", False)),
        "list": request.path,
    }
    org = Organisation.objects.get(pk=request.actor.org_id)
    audit.record(request.actor, PERSONS_EXPORTED, org, after=after, at=timezone.now())
