"""A year's plan of talks with owners, and where each of them stands. Source: catalogue B CSR-08, CSR-09."""

from __future__ import annotations

import calendar
from datetime import date

from anju.kernel.errors import Invalid

MOST_PLANNED = 12


def plan_days(first: date, every_months: int, times: int) -> list[date]:
    """`times` days, a fixed number of months apart; the 31st becomes the last day of a shorter month.

    Raises Invalid (community.meeting.times, community.meeting.every).
    """
    if not 1 <= times <= MOST_PLANNED:
        raise Invalid("community.meeting.times", "times", most=MOST_PLANNED)
    if not 1 <= every_months <= MOST_PLANNED:
        raise Invalid("community.meeting.every", "every_months", most=MOST_PLANNED)
    found = []
    for n in range(times):
        year, month = divmod(first.year * 12 + first.month - 1 + n * every_months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        found.append(date(year, month + 1, min(first.day, last)))
    return found


def standing(state: str, on: date, today: date) -> str:
    """held, cancelled, late (its day passed without minutes), today or planned."""
    if state != "planned":
        return state
    return "late" if on < today else "today" if on == today else "planned"
