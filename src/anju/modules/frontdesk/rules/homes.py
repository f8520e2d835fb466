"""What people type for a home: 3-1502, 3栋2单元1502, 1502."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_GROUPS = re.compile(r"\d+|[A-Za-z]+")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def parts(text: str) -> tuple[str, ...]:
    """The numbers and letters of a name, without leading zeros: 1栋2单元0302 → ("1", "2", "302")."""
    found = _GROUPS.findall(text.translate(_WIDE).upper())
    return tuple(one.lstrip("0") or "0" if one.isdigit() else one for one in found)


def matches(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether what was typed names this home: its last part is the room; a building before it is the home's own."""
    if not typed or not name or typed[-1] != name[-1]:
        return False
    if len(typed) > 1 and typed[0] != name[0]:
        return False
    rest = iter(name[:-1])
    return all(one in rest for one in typed[:-1])


def found_all(texts: Iterable[str], names: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The same as `found` for many texts at once."""
    by_room: dict[str, list[tuple[int, str]]] = {}
    for key, name in names:
        room = parts(name)[-1:]
        by_room.setdefault(room[0] if room else "", []).append((key, name))
    return {text: found(text, by_room.get((parts(text) or ("",))[-1], ())) for text in texts}


def found(text: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of the homes that `text` may mean; one alone when its parts are all of a home's."""
    typed = parts(text)
    hits = [(key, parts(name)) for key, name in names if matches(typed, parts(name))]
    exact = [key for key, name in hits if name == typed]
    return exact if len(exact) == 1 else [key for key, _name in hits]
