"""Label codes of places: seven random signs and one that checks them, without signs that look alike.

The alphabet has a prime number of signs, so that the weighted sum finds every single wrong sign and every
exchange of two neighbours.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(ALPHABET)
LENGTH = 8
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}


def check_sign(body: str) -> str:
    return ALPHABET[-sum(weight * _VALUE[sign] for weight, sign in enumerate(body, start=2)) % BASE]


def new_label() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def new_labels(count: int, taken: Collection[str] = ()) -> list[str]:
    """`count` different labels, none of them in `taken`."""
    made: dict[str, None] = {}
    known = set(taken)
    while len(made) < count:
        label = new_label()
        if label not in known:
            made[label] = None
    return list(made)


def valid_label(text: str) -> bool:
    return len(text) == LENGTH and all(sign in _VALUE for sign in text) and check_sign(text[:-1]) == text[-1]


def read_label(text: str) -> str:
    """What somebody typed or scanned, brought to the stored form; "" when it cannot be a label."""
    plain = text.strip().upper().replace("-", "").replace(" ", "")
    return plain if valid_label(plain) else ""
