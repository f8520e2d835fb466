"""Complaints of a span counted by class, place, cause, department and day: pure sums over plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DROPPED = frozenset({"cancelled", "void", "merged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is counted of one complaint. valid: said by whoever judged it, None while nobody has."""

    on: date
    state: str
    severity: int
    sort: str
    cause: str
    place_id: int | None
    team_id: int | None
    community_id: int
    channel: str
    valid: bool | None
    anonymous: bool
    about_staff: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A line of an analysis: how many of all, and how many of the span before."""

    key: str | int | None
    count: int
    share: float
    before: int

    @property
    def change(self) -> int:
        return self.count - self.before


def counts_as_valid(one: Complaint) -> bool:
    """有效投诉: not withdrawn, merged or opened by mistake, and nobody found it groundless. Source: catalogue B CMP-08."""
    return one.state not in DROPPED and one.valid is not False


def shares(
    rows: Iterable[Complaint], before: Iterable[Complaint], key: Callable[[Complaint], str | int | None]
) -> list[Share]:
    """Lines by a key, the most first; the shares add up to 1 where there is anything. Withdrawn ones do not count."""
    now, then = (Counter(key(one) for one in found if one.state not in DROPPED) for found in (rows, before))
    total = sum(now.values())
    lines = [Share(one, count, count / total, then.get(one, 0)) for one, count in now.items()]
    return sorted(lines, key=lambda one: (-one.count, str(one.key)))


def months_back(month: date, count: int) -> list[date]:
    """First days of `count` months, the last of them this one."""
    found = []
    year, number = month.year, month.month
    for _each in range(count):
        found.append(date(year, number, 1))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return found[::-1]


def over_limit(count: int, limit: int) -> bool:
    """Whether more complaints came than are allowed. Source: catalogue B CMP-09."""
    return count > limit


AGES = (30, 90, 180, 365)


def age_class(days: int, edges: Sequence[int] = AGES) -> int:
    """Index of the class an age in days falls into: up to 30, 90, 180, 365 days, and beyond."""
    return next((n for n, edge in enumerate(edges) if days <= edge), len(edges))


def by_age(ages: Iterable[int], edges: Sequence[int] = AGES) -> list[int]:
    """How many fall into each class; their sum is how many there are."""
    found = [0] * (len(edges) + 1)
    for days in ages:
        found[age_class(days, edges)] += 1
    return found


def weight(facts: Mapping[str, int]) -> int:
    """How much a case of last week deserves the manager's eye: grave, late, opened again, many callers, bad rating."""
    return (
        10 * max(facts.get("severity", 0) - 2, 0)
        + 8 * min(facts.get("late", 0), 1)
        + 6 * facts.get("reopened", 0)
        + 2 * facts.get("merged", 0)
        + 5 * min(facts.get("dissatisfied", 0), 1)
    )
