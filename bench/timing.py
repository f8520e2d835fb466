"""Timing of one deed, again and again."""

from __future__ import annotations

import time
from collections.abc import Callable


def measure(times: int, act: Callable[[], object]) -> list[tuple[float, float]]:
    """(wall, CPU of this process) in seconds of each run after the first."""
    act()
    found = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return found
