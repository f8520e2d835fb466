"""Who holds data of a person, what of it must be kept, how it is copied and how it is made unreadable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.foundation.actors import Actor
from anju.modules.people.contracts import CopyPart, Kept

Copy = Callable[[int], tuple[CopyPart, ...]]
Keeps = Callable[[int, date], tuple[Kept, ...]]
Forget = Callable[[Actor, int, datetime], int]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One package's data of persons.

    copy(person_id): all of it. keeps(person_id, on): what the law or an open matter forbids to delete on that day.
    forget(actor, person_id, at): make everything else unreadable in the caller's transaction; returns how many
    records were changed. It must not touch what `keeps` names, and does nothing the second time.
    """

    code: str
    label: Any
    copy: Copy
    keeps: Keeps
    forget: Forget


_sources: dict[str, PersonalData] = {}


def register_personal_data(source: PersonalData) -> None:
    """Take part in copies and deletions. Raises ValueError when the code is taken."""
    if source.code in _sources:
        raise ValueError(f"personal data {source.code!r} is declared twice")
    _sources[source.code] = source


def sources() -> tuple[PersonalData, ...]:
    """People's own data last: others may need the person's name until then."""
    return tuple(sorted(_sources.values(), key=lambda one: (one.code == "people", one.code)))


def kept_data(person_id: int, on: date) -> list[tuple[PersonalData, Kept]]:
    return [(source, kept) for source in sources() for kept in source.keeps(person_id, on)]
