"""Peak hours of a place: how they are stored, checked and inherited. Source: catalogue B PLT-07."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time

from anju.kernel.errors import Invalid
from anju.modules.estate.contracts import PeakWindow

MOST = 8
_WINDOW = re.compile(r"^\s*(\d{1,2})[:：](\d{2})\s*[-–—~至]\s*(\d{1,2})[:：](\d{2})\s*$")


def parse(text: str) -> tuple[PeakWindow, ...]:
    """ "07:00-09:00, 17:30-19:00" → windows. Raises Invalid("estate.peaks.unreadable", part=…)."""
    parts = [part for part in re.split(r"[,，;；、\n]+", text) if part.strip()]
    return check(tuple(_window(part) for part in parts))


def _window(part: str) -> PeakWindow:
    found = _WINDOW.match(part)
    if found is None:
        raise Invalid("estate.peaks.unreadable", field="peak_hours", part=part.strip())
    hours, minutes, until_hours, until_minutes = (int(one) for one in found.groups())
    try:
        return PeakWindow(
            time(hours % 24 if hours == 24 else hours, minutes),
            time(until_hours % 24 if until_hours == 24 else until_hours, until_minutes),
        )
    except ValueError as error:
        raise Invalid("estate.peaks.unreadable", field="peak_hours", part=part.strip()) from error


def check(windows: Sequence[PeakWindow]) -> tuple[PeakWindow, ...]:
    """Sorted, each once. Raises Invalid: estate.peaks.too_many, estate.peaks.empty."""
    found = tuple(sorted(set(windows)))
    if len(found) > MOST:
        raise Invalid("estate.peaks.too_many", field="peak_hours", most=MOST)
    for window in found:
        if window.start == window.end:
            raise Invalid("estate.peaks.empty", field="peak_hours")
    return found


def text_of(windows: Iterable[PeakWindow]) -> str:
    return ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in windows)


def to_json(windows: Iterable[PeakWindow]) -> list[list[str]]:
    return [[f"{one.start:%H:%M}", f"{one.end:%H:%M}"] for one in windows]


def from_json(stored: Iterable[Sequence[str]]) -> list[PeakWindow]:
    return [PeakWindow(time.fromisoformat(start), time.fromisoformat(end)) for start, end in stored]
