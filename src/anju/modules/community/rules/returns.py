"""The supervisor's monthly sample: ranked by what the month's draws revealed, so that nobody can choose it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence


def monthly_sample(revealed: Sequence[str], numbers: Sequence[str], percent: int) -> list[str]:
    """The first ⌈percent⌉ of the numbers, ranked by HMAC-SHA-256 under all secrets revealed in the month.

    The secrets were fixed before the cases were settled and are public since the draws were held; anybody can rank
    again. Source: catalogue A CMP-13.
    """
    if not revealed or not numbers:
        return []
    key = hashlib.sha256("\n".join(sorted(revealed)).encode()).digest()
    ranked = sorted(set(numbers), key=lambda one: hmac.new(key, one.encode(), hashlib.sha256).digest())
    return ranked[: -(-len(ranked) * percent // 100)]
