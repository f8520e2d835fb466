"""How often one token may call: counted per minute in the cache that all processes share."""

from __future__ import annotations

import time

from django.core.cache import cache

from anju.kernel.errors import AnjuError

PER_MINUTE = 600


class TooMany(AnjuError):
    """The caller has used up this minute's calls; params: `seconds` until the next one counts anew."""


def spend(key: str, limit: int = PER_MINUTE) -> None:
    """Count one call. Raises TooMany."""
    now = time.time()
    name = f"rate:{key}:{int(now // 60)}"
    if cache.add(name, 1, 90):
        return
    try:
        used = cache.incr(name)
    except ValueError:
        return
    if used > limit:
        raise TooMany("too_many_calls", seconds=60 - int(now % 60), limit=limit)
