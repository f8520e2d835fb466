"""Observations of the front desk: counted from cases, clocks, return visits and ratings, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.scores.contracts import Evidence, Observation, Part, Question
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.rules import measures as rules

MOST = 300
Source = Callable[[Question], Observation]


def case_href(case_id: int) -> str:
    return reverse("frontdesk:case", args=[case_id])


def hidden_from(actor: Actor) -> set[str]:
    """Addresses of the cases that an actor is barred from."""
    return {case_href(case_id) for case_id in cases.barred_from(actor)}


def in_time(kinds: Sequence[str] = (), clocks: Sequence[str] = ()) -> Source:
    """Promised time limits kept, of those that are decided: what still runs within its limit is not counted yet."""

    def observe(question: Question) -> Observation:
        rows = cases.kept_by(
            ("kind", "clock"), span=question.span, at=question.at, community_id=question.community_id,
            kinds=kinds, clocks=clocks,
        )  # fmt: skip
        parts = [
            Part(
                f"{row.key[0]}.{row.key[1]}",
                _clock(*row.key),
                row.kept.in_time,
                row.kept.in_time + row.kept.late,
            )
            for row in rows
            if row.kept.in_time + row.kept.late
        ]
        total = Observation(sum(one.numerator for one in parts), sum(one.denominator for one in parts))
        if not question.evidence:
            return total
        runs = cases.clock_runs(
            actor=None, span=question.span, at=question.at, community_id=question.community_id, kinds=kinds,
            clocks=clocks,
        ).exclude(outcome="open")  # fmt: skip
        proof = [
            Evidence(
                f"{run.case.number} · {_clock(run.kind, run.clock)}", case_href(run.case_id),
                run.outcome == "in_time", run.started_at,
            )
            for run in runs.order_by("started_at", "pk")[:MOST]
        ]  # fmt: skip
        return Observation(total.numerator, total.denominator, tuple(parts), tuple(proof), total.denominator)

    return observe


def arrivals(kinds: Sequence[str]) -> Source:
    """Calls for help that somebody came to, of all whose clock of arrival ran. Source: A INC-09."""

    def observe(question: Question) -> Observation:
        runs = list(
            cases.clock_runs(
                actor=None, span=question.span, at=question.at, community_id=question.community_id, kinds=kinds,
                clocks=("arrive",), promised=False,
            ).order_by("started_at", "pk")
        )  # fmt: skip
        proof = [
            Evidence(run.case.number, case_href(run.case_id), run.stopped_at is not None, run.started_at)
            for run in runs
        ]
        return _seen(proof, question)

    return observe


def return_rate(kinds: Sequence[str] = (), *, serious: bool = False) -> Source:
    """Settled cases whose return visit was made, of all that stood in a draw. Source: A CMP-13."""

    def observe(question: Question) -> Observation:
        rows = cases.visits_in(span=question.span, community_id=question.community_id, kinds=kinds)
        rows = [one for one in rows if not serious or rules.is_serious(one.severity)]
        proof = [
            Evidence(one.number, case_href(one.id), one.done_at is not None, one.held_at) for one in rows
        ]
        return _seen(proof, question, [(one.kind, one.done_at is not None) for one in rows])

    return observe


def satisfaction(kinds: Sequence[str] = ()) -> Source:
    """Satisfied answers: return visits that reached somebody, and ratings of four and five stars. Source: A CS-04."""

    def observe(question: Question) -> Observation:
        visits = [
            one
            for one in cases.visits_in(span=question.span, community_id=question.community_id, kinds=kinds)
            if one.outcome in rules.REACHED
        ]
        stars = cases.rated_in(span=question.span, community_id=question.community_id, kinds=kinds)
        happy = [one.outcome == "satisfied" for one in visits]
        rated = [one.stars >= rules.SATISFIED_STARS for one in stars]
        parts = [
            Part("visits", _("回访"), sum(happy), len(happy)),
            Part("ratings", _("业主评价"), sum(rated), len(rated)),
        ]
        proof = [
            Evidence(_("%(number)s 回访") % {"number": one.number}, case_href(one.id), counts, one.done_at)
            for one, counts in zip(visits, happy, strict=True)
        ] + [
            Evidence(_("%(number)s 评价 %(stars)d 星") % {"number": each.number, "stars": each.stars}, case_href(each.id), counts, each.at)
            for each, counts in zip(stars, rated, strict=True)
        ]  # fmt: skip
        return Observation(
            sum(happy) + sum(rated), len(proof), tuple(one for one in parts if one.denominator),
            tuple(proof[:MOST]), len(proof),
        )  # fmt: skip

    return observe


def complaints_per_home(question: Question) -> Observation:
    """Complaints taken down, per thousand homes."""
    rows = cases.opened_in(span=question.span, community_id=question.community_id, kinds=("complaint",))
    homes = estate.unit_count(question.community_id)
    proof = tuple(Evidence(one.number, case_href(one.id), True, one.opened_at) for one in rows[:MOST])
    return Observation(len(rows), homes, (), proof, len(rows))


def valid_complaints(question: Question) -> Observation:
    """Complaints that were found to be justified. Source: B CMP-08."""
    rows = cases.opened_in(span=question.span, community_id=question.community_id, kinds=("complaint",))
    return _number([one for one in rows if rules.is_valid_complaint(one.fields)])


def incidents(question: Question) -> Observation:
    """Accidents of our responsibility and cases against public security owed to our lapses. Source: A INC-08."""
    rows = cases.opened_in(span=question.span, community_id=question.community_id, kinds=("help", "hazard"))
    return _number([one for one in rows if rules.is_liability(one.fields)])


def reopened(question: Question) -> Observation:
    """Settled cases that had to be opened again or done again, of all that were settled."""
    rows = cases.settled_in(span=question.span, community_id=question.community_id)
    proof = [Evidence(one.number, case_href(one.id), one.reopened > 0, one.closed_at) for one in rows]
    return _seen(proof, question, [(one.kind, one.reopened > 0) for one in rows])


def _seen(
    proof: Sequence[Evidence], question: Question, keyed: Iterable[tuple[str, bool]] = ()
) -> Observation:
    counts: dict[str, list[int]] = {}
    for kind, counted in keyed:
        both = counts.setdefault(kind, [0, 0])
        both[0] += counted
        both[1] += 1
    names = {one.code: str(one.name) for one in cases.kinds()}
    parts = tuple(Part(kind, names.get(kind, kind), *both) for kind, both in counts.items())
    shown = tuple(proof[:MOST]) if question.evidence else ()
    return Observation(sum(one.counted for one in proof), len(proof), parts, shown, len(proof))


def _number(rows: Sequence[Any]) -> Observation:
    proof = tuple(Evidence(one.number, case_href(one.id), True, one.opened_at) for one in rows[:MOST])
    return Observation(len(rows), len(rows), (), proof, len(rows))


def _clock(kind: str, clock: str) -> str:
    known = next((one for one in cases.kinds() if one.code == kind), None)
    if known is None:
        return f"{kind} {clock}"
    name = next((str(one.name) for one in known.clocks if one.code == clock), clock)
    return f"{known.name} · {name}"
