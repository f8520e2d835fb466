"""When the next visit is due, and how urgent a list of visits stands. Source: catalogue B:OWN-04."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from anju.kernel.errors import Invalid

SHORTEST, LONGEST = 1, 365
# Who was not met, or needs help, is looked after sooner than the plan says.
SOONER = {"absent": 1, "urgent": 1, "attention": 3}


@dataclass(frozen=True, slots=True)
class Due:
    """days: until the visit, negative when it is late."""

    on: date
    days: int

    @property
    def late(self) -> bool:
        return self.days < 0


def check_interval(days: int) -> None:
    """Raises Invalid("people.care.interval")."""
    if not SHORTEST <= days <= LONGEST:
        raise Invalid("people.care.interval", field="every_days", least=SHORTEST, most=LONGEST)


def check_reasons(reasons: tuple[str, ...], known: frozenset[str]) -> None:
    """Raises Invalid: people.care.reasons when there is none, or an unknown one."""
    if not reasons or not set(reasons) <= known:
        raise Invalid("people.care.reasons", field="reasons")


def next_visit(visited: date, every_days: int, condition: str) -> date:
    """The plan's interval; after a visit that gave cause for worry, or met nobody, sooner."""
    check_interval(every_days)
    return visited + timedelta(days=min(every_days, SOONER.get(condition, every_days)))


def due(on: date, today: date) -> Due:
    return Due(on, (on - today).days)


def needs_guardian(birthday: date | None, today: date) -> bool:
    """Whether a guardian must consent: under 14 years of age (PIPL art. 31)."""
    if birthday is None:
        return False
    age = today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))
    return age < 14
