"""Dogs: which are forbidden here, which terms run out, which step may follow. Source: catalogue B DOG-01, DOG-02."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from anju.kernel.errors import Invalid

LADDER = ("publicity", "talk", "measure")
_BETWEEN = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class LocalRules:
    """What the place forbids. breeds: words that a forbidden breed's name holds; tallest_cm: 0 for no limit."""

    breeds: tuple[str, ...] = ()
    tallest_cm: int = 0

    @classmethod
    def read(cls, breeds: str, tallest_cm: int) -> LocalRules:
        return cls(tuple(one for one in _BETWEEN.split(breeds) if one), tallest_cm)

    def forbids(self, breed: str, height_cm: int | None) -> str:
        """ "breed", "height", or "" for a dog that may be kept."""
        if any(one.lower() in breed.lower() for one in self.breeds):
            return "breed"
        return "height" if self.tallest_cm and (height_cm or 0) > self.tallest_cm else ""


def term(until: date | None, today: date, warn_days: int) -> str:
    """missing, expired, soon (within `warn_days`, its last day included) or valid. The last day itself still counts."""
    if until is None:
        return "missing"
    if until < today:
        return "expired"
    return "soon" if until <= today + timedelta(days=warn_days) else "valid"


def check_step(step: str, recorded: Collection[str], ahead: str) -> None:
    """A step needs the one before it recorded, or a written reason. Raises Invalid (.dog.step, .dog.step_before)."""
    if step not in LADDER:
        raise Invalid("community.dog.step", "step")
    place = LADDER.index(step)
    if place and LADDER[place - 1] not in recorded and not ahead.strip():
        raise Invalid("community.dog.step_before", "ahead")


def check_dates(born: date | None, vaccinated: date | None, vaccine_until: date | None, today: date) -> None:
    """Raises Invalid (community.dog.future, community.dog.vaccine)."""
    for name, on in (("born_on", born), ("vaccinated_on", vaccinated)):
        if on is not None and on > today:
            raise Invalid("community.dog.future", name)
    if vaccine_until is not None and (vaccinated is None or vaccine_until <= vaccinated):
        raise Invalid("community.dog.vaccine", "vaccine_until")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of an inspection's list. faulty: checked, seen and not fit; handed: given to the police."""

    listed: int
    checked: int
    fit: int
    faulty: int
    absent: int
    handed: int


def tally(lines: Iterable[tuple[str, bool]]) -> Tally:
    """lines: (result, handed to the police)."""
    known = list(lines)
    counts = Counter(result for result, _handed in known)
    checked = len(known) - counts["pending"]
    return Tally(
        listed=len(known),
        checked=checked,
        fit=counts["fit"],
        faulty=checked - counts["fit"] - counts["absent"],
        absent=counts["absent"],
        handed=sum(handed for _result, handed in known),
    )
