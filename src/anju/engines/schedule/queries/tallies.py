"""Read roll-ups. By round, domain, community, day and month they come from the tallies, else from occurrences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count as Number
from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from anju.engines.schedule.contracts import Count, Tally
from anju.engines.schedule.models import DayTally, MonthTally, OccurrenceState
from anju.engines.schedule.queries import work
from anju.engines.schedule.queries.reach import within
from anju.foundation.permissions import Reach
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

_NAMES = ("expected", "done", "in_time", "late", "proven", "missed", "skipped", "pending")
_SUMS = {f"sum_{name}": Sum(name) for name in (*_NAMES, "findings")}
_DONE = Q(state=OccurrenceState.DONE)
_LIVE = {
    "sum_expected": Number("pk"),
    "sum_done": Number("pk", filter=_DONE),
    "sum_in_time": Number("pk", filter=_DONE & Q(late=False)),
    "sum_late": Number("pk", filter=_DONE & Q(late=True)),
    "sum_proven": Number("pk", filter=_DONE & Q(proven=True)),
    "sum_missed": Number("pk", filter=Q(state=OccurrenceState.MISSED)),
    "sum_skipped": Number("pk", filter=Q(state=OccurrenceState.SKIPPED)),
    "sum_pending": Number("pk", filter=Q(state=OccurrenceState.TODO)),
    "sum_findings": Sum("findings"),
}
_STORED = frozenset({"community_id", "round_id", "domain", "on", "month"})


def totals(
    by: Sequence[str],
    *,
    days: DateInterval,
    reach: Reach | None = None,
    community_id: int | None = None,
    round_ids: Collection[int] | None = None,
    domain: str = "",
) -> list[Count]:
    """Counts over service days from the tallies, grouped by columns out of community_id, round_id, domain, on, month.

    Whole months cost one row a round and month, the days at the edges one row a round and day. As fresh as the last
    run of the tally job. Raises Invalid for another column or an open span.
    """
    if not set(by) <= _STORED or days.end is None:
        raise Invalid("schedule.tally.columns", "by", value=list(by))
    months, edges = (None, [days]) if "on" in by else _split(days)
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * (len(_NAMES) + 1))
    limit = _limit(reach, community_id, round_ids, domain)
    if months is not None:
        stored = MonthTally.objects.filter(limit, month__gte=months.start, month__lt=months.end)
        _add(sums, stored, by)
    for edge in edges:
        stored = DayTally.objects.filter(limit, on__gte=edge.start, on__lt=edge.end)
        _add(sums, stored.annotate(month=TruncMonth("on")) if "month" in by else stored, by)
    return [_count(key, values) for key, values in sorted(sums.items(), key=lambda each: each[0])]


def day_tallies(
    *,
    days: DateInterval,
    reach: Reach | None = None,
    community_id: int | None = None,
    round_ids: Collection[int] | None = None,
) -> list[Count]:
    """Counts by (round, day)."""
    return totals(("round_id", "on"), days=days, reach=reach, community_id=community_id, round_ids=round_ids)


def month_tallies(
    *,
    days: DateInterval,
    reach: Reach | None = None,
    community_id: int | None = None,
    round_ids: Collection[int] | None = None,
) -> list[Count]:
    """Counts by (round, first day of the month); of months only partly in the span, of that part."""
    return totals(
        ("round_id", "month"), days=days, reach=reach, community_id=community_id, round_ids=round_ids
    )


def live_totals(
    by: Sequence[str],
    *,
    days: DateInterval,
    reach: Reach | None = None,
    community_id: int | None = None,
    round_ids: Collection[int] | None = None,
) -> list[Count]:
    """Counts straight from the occurrences, of this moment, grouped by any columns of theirs ("round__domain",
    "place_id", "team_id", "staff_id" …). For one community or a few days: it reads every occurrence it counts.
    """
    found = work.occurrences(reach=reach, days=days, community_id=community_id, round_ids=round_ids)
    rows = found.order_by().values(*by).annotate(**_LIVE).values_list(*by, *_LIVE)
    counts = [_count(row[: len(by)], row[len(by) :]) for row in rows]
    return sorted(counts, key=lambda each: [(value is None, value) for value in each.key])


def domain_counts(on: date, *, reach: Reach | None = None, community_id: int | None = None) -> list[Count]:
    """A day's counts by domain: live for one community, from the tallies for many."""
    day = DateInterval(on, on + timedelta(days=1))
    if community_id is None:
        return totals(("domain",), days=day, reach=reach)
    return live_totals(("round__domain",), days=day, reach=reach, community_id=community_id)


def staff_record(staff_id: int, days: DateInterval, *, community_id: int | None = None) -> Tally:
    """One person's own record: what was given to him or done by him."""
    found = work.occurrences(days=days, community_id=community_id, staff_id=staff_id)
    row = found.order_by().aggregate(**_LIVE)
    return Tally(*(row[f"sum_{name}"] or 0 for name in _NAMES))


def _split(days: DateInterval) -> tuple[DateInterval | None, list[DateInterval]]:
    """The whole months of a span, and what is left at its edges."""
    assert days.end is not None
    first = days.start if days.start.day == 1 else _month_after(days.start)
    last = days.end.replace(day=1)
    if first >= last:
        return None, [days]
    months = DateInterval(first, last)
    return months, days.without(months)


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _limit(
    reach: Reach | None, community_id: int | None, round_ids: Collection[int] | None, domain: str
) -> Q:
    limit = Q() if reach is None else within(reach, place=None)
    if community_id is not None:
        limit &= Q(community_id=community_id)
    if round_ids is not None:
        limit &= Q(round_id__in=list(round_ids))
    return limit & Q(domain=domain) if domain else limit


def _add(sums: dict[tuple[Any, ...], list[int]], stored: Any, by: Sequence[str]) -> None:
    rows = stored.order_by().values(*by).annotate(**_SUMS).values_list(*by, *_SUMS)
    for row in rows:
        cell = sums[tuple(row[: len(by)])]
        for index, value in enumerate(row[len(by) :]):
            cell[index] += value or 0


def _count(key: Sequence[Any], values: Sequence[Any]) -> Count:
    numbers = [int(value or 0) for value in values]
    return Count(tuple(key), Tally(*numbers[:-1]), numbers[-1])
