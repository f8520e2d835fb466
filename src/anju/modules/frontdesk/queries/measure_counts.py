"""The numbers of `measures` for many communities in a statement or two: what a list of indicators asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from anju.engines.cases import facade as cases
from anju.engines.scores.contracts import Counting, Observation, Survey
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import measures
from anju.modules.frontdesk.rules import measures as rules

Found = dict[int, Observation]


class Measure(NamedTuple):
    """One figure counted two ways: with its evidence for a community, and in numbers for many."""

    source: measures.Source
    counting: Counting


def in_time(kinds: Sequence[str] = (), clocks: Sequence[str] = ()) -> Measure:
    def count(asked: Survey) -> Found:
        rows = cases.kept_by(("community_id",), span=asked.span, at=asked.at, kinds=kinds, clocks=clocks)
        return {
            row.key[0]: Observation(row.kept.in_time, row.kept.in_time + row.kept.late)
            for row in rows
            if row.key[0] in asked.community_ids
        }

    return Measure(measures.in_time(kinds, clocks), count)


def arrivals(kinds: Sequence[str]) -> Measure:
    return Measure(
        measures.arrivals(kinds),
        lambda asked: _of(asked, cases.arrival_counts(span=asked.span, at=asked.at, kinds=kinds)),
    )


def return_rate(kinds: Sequence[str] = (), *, serious: bool = False) -> Measure:
    least = rules.SERIOUS if serious else 0
    return Measure(
        measures.return_rate(kinds, serious=serious),
        lambda asked: _of(asked, cases.visit_counts(span=asked.span, kinds=kinds, severity_from=least)),
    )


def satisfaction(kinds: Sequence[str] = ()) -> Measure:
    def count(asked: Survey) -> Found:
        both = cases.satisfied_counts(span=asked.span, kinds=kinds, stars_from=rules.SATISFIED_STARS)
        visits, stars = (_of(asked, one) for one in both)
        return {
            one: Observation(
                sum(found[one].numerator for found in (visits, stars) if one in found),
                sum(found[one].denominator for found in (visits, stars) if one in found),
            )
            for one in visits.keys() | stars.keys()
        }

    return Measure(measures.satisfaction(kinds), count)


def complaints_per_home(asked: Survey) -> Found:
    opened = cases.opened_counts(span=asked.span, kinds=("complaint",))
    homes = estate.unit_counts(asked.community_ids)
    return {one: Observation(opened.get(one, 0), homes.get(one, 0)) for one in asked.community_ids}


def valid_complaints(asked: Survey) -> Found:
    valid = Q(fields__valid=True) | Q(fields__fault__in=rules.FAULTS)
    return _numbers(asked, cases.opened_counts(span=asked.span, kinds=("complaint",), where=valid))


def incidents(asked: Survey) -> Found:
    owed = Q(fields__incident__in=rules.LIABLE)
    return _numbers(asked, cases.opened_counts(span=asked.span, kinds=("help", "hazard"), where=owed))


def reopened(asked: Survey) -> Found:
    return _of(asked, cases.reopened_counts(span=asked.span))


def _of(asked: Survey, found: Mapping[int, tuple[int, int]]) -> Found:
    return {one: Observation(*both) for one, both in found.items() if one in asked.community_ids}


def _numbers(asked: Survey, found: Mapping[int, int]) -> Found:
    return {one: Observation(number, number) for one, number in found.items() if one in asked.community_ids}
