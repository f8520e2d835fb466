"""When a message to a department is to be answered, and when it is urged by itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# After this local hour what comes in is tomorrow's work.
DAY_ENDS = time(17, 30)
URGED_EVERY = timedelta(hours=4)


def due_at(sent: datetime, hours: int, zone: str) -> datetime:
    """Today where possible, else after the hours given. Source: catalogue B CSR-03 (今日事今日毕)."""
    local = sent.astimezone(ZoneInfo(zone))
    evening = datetime.combine(local.date(), DAY_ENDS, ZoneInfo(zone))
    if local + timedelta(hours=1) <= evening:
        return evening.astimezone(sent.tzinfo)
    return sent + timedelta(hours=hours)


def may_urge(urged: datetime | None, at: datetime, gap: timedelta = timedelta(minutes=10)) -> bool:
    """Twice within ten minutes is once."""
    return urged is None or at - urged >= gap


def urges_itself(due: datetime, urged: datetime | None, at: datetime) -> bool:
    """Late, and not urged within the last hours."""
    return at >= due and (urged is None or at - urged >= URGED_EVERY)
