"""What indicators count: cases, settlements, return visits and ratings of a span, without naming any person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from anju.engines.cases.models import Case, Rating, ReturnVisit, Sample
from anju.engines.cases.queries import kinds as declared
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval

# Outcomes of a return visit that reached somebody.
REACHED = ("satisfied", "fair", "dissatisfied")


class CountedCase(NamedTuple):
    """fields: facts of the kind's own. closed_at: None while it is open."""

    id: int
    number: str
    kind: str
    severity: int
    opened_at: datetime
    closed_at: datetime | None
    reopened: int
    fields: Mapping[str, Any]


class CountedVisit(NamedTuple):
    """A settled case that stood in a draw; done_at, outcome of its visit, None and "" while there is none."""

    id: int
    number: str
    kind: str
    severity: int
    held_at: datetime
    drawn: bool
    done_at: datetime | None
    outcome: str


class CountedRating(NamedTuple):
    id: int
    number: str
    kind: str
    stars: int
    at: datetime


def opened_in(*, span: InstantInterval, community_id: int, kinds: Collection[str] = ()) -> list[CountedCase]:
    """Cases opened in a span, oldest first; opened by mistake, merged into others and cancelled ones left out."""
    return _cases("opened_at", span, community_id, kinds)


def settled_in(*, span: InstantInterval, community_id: int, kinds: Collection[str] = ()) -> list[CountedCase]:
    """Cases settled in a span: put up for the return draw, or closed where the kind has none."""
    found = _cases("sampled_at", span, community_id, kinds) + [
        one
        for one in _cases("closed_at", span, community_id, kinds)
        if declared.kind_of(one.kind).returns is None
    ]
    return sorted(found, key=lambda one: one.id)


def visits_in(*, span: InstantInterval, community_id: int, kinds: Collection[str] = ()) -> list[CountedVisit]:
    """Settled cases that stood in the draws held in a span, drawn or not."""
    rows = Sample.objects.filter(
        draw__held_at__gte=span.start, draw__held_at__lt=end_of(span), case__community_id=community_id
    ).exclude(case__state="void")
    if kinds:
        rows = rows.filter(case__kind__in=list(kinds))
    values = rows.order_by("draw__held_at", "pk").values_list(
        "case_id", "case__number", "case__kind", "case__severity", "draw__held_at", "drawn", "draw_id"
    )
    found = list(values)
    made = ReturnVisit.objects.filter(draw_id__in={row[-1] for row in found}, done_at__isnull=False)
    ends = {row[:2]: row[2:] for row in made.values_list("case_id", "draw_id", "done_at", "outcome")}
    return [CountedVisit(*row[:6], *ends.get((row[0], row[6]), (None, ""))) for row in found]


def rated_in(*, span: InstantInterval, community_id: int, kinds: Collection[str] = ()) -> list[CountedRating]:
    """Ratings given in a span."""
    rows = Rating.objects.filter(at__gte=span.start, at__lt=end_of(span), case__community_id=community_id)
    rows = rows.exclude(case__state="void")
    if kinds:
        rows = rows.filter(case__kind__in=list(kinds))
    values = rows.order_by("at", "pk").values_list("case_id", "case__number", "case__kind", "stars", "at")
    return [CountedRating(*row) for row in values]


def _cases(
    moment: str, span: InstantInterval, community_id: int, kinds: Collection[str]
) -> list[CountedCase]:
    rows = Case.objects.filter(
        **{f"{moment}__gte": span.start, f"{moment}__lt": end_of(span)},
        community_id=community_id,
        merged_into__isnull=True,
    ).exclude(state__in=dropped())
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return [CountedCase(*row) for row in rows.order_by(moment, "pk").values_list(*CountedCase._fields)]


def dropped() -> set[str]:
    """States in which a case counts nowhere."""
    return {
        "void",
        "merged",
        *(state.code for kind in declared.kinds() for state in kind.states if state.dropped),
    }


def end_of(span: InstantInterval) -> datetime:
    """Raises Invalid for an open span."""
    if span.end is None:
        raise Invalid("interval.open", "span")
    return span.end
