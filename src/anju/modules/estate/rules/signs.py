"""When a sign is to be looked at again."""

from __future__ import annotations

import calendar
from datetime import date

LONGEST_CYCLE = 60


def due_after(on: date, months: int) -> date:
    """The same day `months` later, or that month's last day when it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
