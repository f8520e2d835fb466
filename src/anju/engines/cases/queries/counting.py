"""What `measuring` lists, counted by community: numbers alone, a statement or two however many communities."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from anju.engines.cases.models import Case, Rating, ReturnVisit, Sample
from anju.engines.cases.queries import kinds as declared
from anju.engines.cases.queries.clock_list import clock_runs
from anju.engines.cases.queries.measuring import REACHED, dropped, end_of
from anju.kernel.interval import InstantInterval

# By community: (numerator, denominator).
Counts = dict[int, tuple[int, int]]


def opened_counts(*, span: InstantInterval, kinds: Collection[str], where: Q | None = None) -> dict[int, int]:
    """Cases opened in a span by community. where: a condition of the caller's on them."""
    rows = _cases("opened_at", span, kinds)
    rows = rows if where is None else rows.filter(where)
    return dict(rows.values_list("community_id").annotate(n=Count("pk")))


def reopened_counts(*, span: InstantInterval) -> Counts:
    """Settled cases that had to be opened or done again, of all that were settled."""
    found: Counts = {}
    with_draw = [one.code for one in declared.kinds() if one.returns is not None]
    without = [one.code for one in declared.kinds() if one.returns is None]
    for moment, codes in (("sampled_at", with_draw), ("closed_at", without)):
        if codes:
            rows = _cases(moment, span, codes).values_list("community_id")
            _add(found, rows.annotate(again=Count("pk", filter=Q(reopened__gt=0)), n=Count("pk")))
    return found


def visit_counts(*, span: InstantInterval, kinds: Collection[str] = (), severity_from: int = 0) -> Counts:
    """Return visits made, of all cases that stood in the draws held in a span."""
    rows = _samples(span, kinds).filter(case__severity__gte=severity_from)
    made = Count("pk", filter=Q(Exists(_visits())))
    return _add({}, rows.values_list("case__community_id").annotate(made=made, n=Count("pk")))


def satisfied_counts(
    *, span: InstantInterval, kinds: Collection[str] = (), stars_from: int = 4
) -> tuple[Counts, Counts]:
    """(satisfied of those a return visit reached, ratings of so many stars and more of all ratings)."""
    happy = Count("pk", filter=Q(Exists(_visits().filter(outcome="satisfied"))))
    reached = Count("pk", filter=Q(Exists(_visits().filter(outcome__in=REACHED))))
    visits = _samples(span, kinds).values_list("case__community_id").annotate(happy=happy, n=reached)
    stars = Rating.objects.filter(at__gte=span.start, at__lt=end_of(span)).exclude(case__state="void")
    stars = stars.filter(case__kind__in=list(kinds)) if kinds else stars
    good = Count("pk", filter=Q(stars__gte=stars_from))
    rated = stars.order_by().values_list("case__community_id").annotate(good=good, n=Count("pk"))
    return _add({}, visits), _add({}, rated)


def arrival_counts(*, span: InstantInterval, at: datetime, kinds: Collection[str]) -> Counts:
    """Clocks of arrival that somebody stopped by coming, of all that ran."""
    runs = clock_runs(actor=None, span=span, at=at, kinds=kinds, clocks=("arrive",), promised=False)
    came = Count("pk", filter=Q(stopped_at__isnull=False))
    return _add(
        {},
        runs.select_related(None).order_by().values_list("community_id").annotate(came=came, n=Count("pk")),
    )


def _cases(moment: str, span: InstantInterval, kinds: Collection[str]) -> Any:
    within = {f"{moment}__gte": span.start, f"{moment}__lt": end_of(span)}
    rows = Case.objects.filter(**within, kind__in=list(kinds), merged_into__isnull=True)
    return rows.exclude(state__in=dropped()).order_by()


def _samples(span: InstantInterval, kinds: Collection[str]) -> Any:
    rows = Sample.objects.filter(draw__held_at__gte=span.start, draw__held_at__lt=end_of(span))
    rows = rows.exclude(case__state="void")
    return (rows.filter(case__kind__in=list(kinds)) if kinds else rows).order_by()


def _visits() -> Any:
    return ReturnVisit.objects.filter(case=OuterRef("case"), draw=OuterRef("draw"), done_at__isnull=False)


def _add(found: Counts, rows: Any) -> Counts:
    for community_id, numerator, denominator in rows:
        known = found.get(community_id, (0, 0))
        found[community_id] = (known[0] + numerator, known[1] + denominator)
    return found
