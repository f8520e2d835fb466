"""Two versions of a plan, promise by promise."""

from __future__ import annotations

from dataclasses import dataclass

from anju.modules.plans.models import Promise
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.comparing import Change, Numbered, differences


@dataclass(frozen=True, slots=True)
class Pair:
    before: Promise | None
    after: Promise | None


def by_change(old_id: int, new_id: int) -> dict[Change, list[Pair]]:
    """All live promises of both versions, grouped by what became of them; every group is there, empty or not."""
    old = {row.pk: row for row in promise_queries.live(old_id)}
    new = {row.pk: row for row in promise_queries.live(new_id)}
    groups: dict[Change, list[Pair]] = {change: [] for change in Change}
    for one in differences(_numbered(old), _numbered(new)):
        before = None if one.before is None else old[one.before]
        after = None if one.after is None else new[one.after]
        groups[one.change].append(Pair(before, after))
    return groups


def _numbered(rows: dict[int, Promise]) -> list[Numbered]:
    return [Numbered(number, promise_queries.facts_of(row)) for number, row in rows.items()]
