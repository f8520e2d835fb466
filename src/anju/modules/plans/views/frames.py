"""What stands around a sheet that is made for the reader of a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from anju.modules.plans.reports.sheets import Frame


def frame(request: Any, subtitle: str) -> Frame:
    """subtitle: the line below the title of the sheet."""
    return Frame(
        organisation=request.org.name,
        community=subtitle,
        made_at=timezone.now(),
        made_by=request.actor.name,
        time_zone=request.actor.time_zone,
    )
