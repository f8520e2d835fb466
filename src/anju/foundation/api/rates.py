"""How often one token or address may call: counted per minute, or longer, in the cache that all processes share."""

from __future__ import annotations

import time

from django.core.cache import cache

from anju.kernel.errors import AnjuError

PER_MINUTE = 600


class TooMany(AnjuError):
    """The caller has used up his calls of this span; params: `seconds` until the next one counts anew."""


def spend(key: str, limit: int = PER_MINUTE, *, span: int = 60) -> None:
    """Count one call of at most `limit` in `span` seconds. Raises TooMany."""
    now = time.time()
    name = f"rate:{key}:{int(now // span)}"
    if cache.add(name, 1, span + 30):
        return
    try:
        used = cache.incr(name)
    except ValueError:
        return
    if used > limit:
        raise TooMany("too_many_calls", seconds=span - int(now % span), limit=limit)
