"""Label codes of places: seven random signs and one that checks them."""

from __future__ import annotations

from collections.abc import Collection

from anju.kernel.errors import Invalid
from anju.kernel.ids import new_code, parse_code

WIDTH = 7


def new_label() -> str:
    return new_code(WIDTH)


def new_labels(count: int, taken: Collection[str] = ()) -> list[str]:
    """`count` different labels, none of them in `taken`."""
    made: dict[str, None] = {}
    known = set(taken)
    while len(made) < count:
        label = new_label()
        if label not in known:
            made[label] = None
    return list(made)


def read_label(text: str) -> str:
    """What somebody typed or scanned, brought to the stored form; "" when it cannot be a label."""
    try:
        label = parse_code(text)
    except Invalid:
        return ""
    return label if len(label) == WIDTH + 1 else ""
