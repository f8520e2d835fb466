"""Return visits: who is visited is decided by a secret that was fixed before, and anybody can check it afterwards.

The secret's digest is published first; cases are ranked by HMAC-SHA-256 of their number under the secret, and the
first so many are drawn. Nobody can choose: not by closing in another order, and not by choosing the secret late.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    number: str
    serious: bool = False


def commitment(secret: str) -> str:
    """Hex SHA-256 of a secret: published before the cases it will draw from are settled."""
    return hashlib.sha256(secret.encode()).hexdigest()


def rank(secret: str, number: str) -> str:
    """Hex HMAC-SHA-256: the place of a case in the draw, smallest first."""
    return hmac.new(secret.encode(), number.encode(), hashlib.sha256).hexdigest()


def draw(secret: str, population: Iterable[Candidate], percent: int) -> tuple[str, ...]:
    """Numbers drawn: all serious ones, and at least `percent` of the ordinary ones; in the order of the ranks."""
    found = list(population)
    ordinary = sorted(
        (one.number for one in found if not one.serious), key=lambda number: rank(secret, number)
    )
    quota = -(-len(ordinary) * percent // 100)
    drawn = [*(one.number for one in found if one.serious), *ordinary[:quota]]
    return tuple(sorted(drawn, key=lambda number: rank(secret, number)))


def proves(
    secret: str, committed: str, population: Sequence[Candidate], percent: int, drawn: Collection[str]
) -> bool:
    """Whether a draw is what the secret committed to says."""
    return commitment(secret) == committed and set(draw(secret, population, percent)) == set(drawn)
