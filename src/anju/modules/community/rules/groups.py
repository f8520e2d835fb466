"""Lists that people paste: one line for each member, the home first, then the name."""

from __future__ import annotations

from dataclasses import dataclass

from anju.kernel.errors import Invalid

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """number: as counted in what was pasted, from 1."""

    number: int
    room: str
    name: str


def lines_of(text: str) -> list[Line]:
    """Lines with something in them, split at the first blank, comma or tab; a line without one has no name.

    Raises Invalid (community.lines.none, community.lines.many).
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.replace("，", " ").replace(",", " ").split(maxsplit=1)
        if words:
            found.append(Line(number, words[0], words[1].strip() if len(words) > 1 else ""))
    if not found:
        raise Invalid("community.lines.none", "lines")
    if len(found) > MOST_LINES:
        raise Invalid("community.lines.many", "lines", limit=MOST_LINES)
    return found
