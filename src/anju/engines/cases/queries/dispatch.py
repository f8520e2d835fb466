"""Whom to send: people as the module above knows them, with the load and history that the engine knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from anju.engines.cases.contracts import Candidate, CaseRow, Need, Suggestion, VisitView, Weights
from anju.engines.cases.models import Case, Visit
from anju.engines.cases.queries import sources
from anju.engines.cases.queries.detail import seen
from anju.engines.cases.rules import dispatch as rules
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.kernel.interval import InstantInterval

HISTORY = timedelta(days=365)


def suggest(
    *,
    actor: Actor,
    case_id: int,
    candidates: Iterable[Candidate],
    at: datetime,
    skills: Collection[str] = (),
    certificates: Collection[str] = (),
    weights: Weights | None = None,
) -> list[Suggestion]:
    """People for a case, the best first, each with the reasons of his score; who may not go stands last and says why.

    candidates: skills, certificates, shift and place by the caller; load and visits are filled in here. Raises
    NotFound.
    """
    case = seen(actor, case_id)
    known = list(candidates)
    ids = [one.staff_id for one in known]
    work, been = load(ids), _been(case, ids, at)
    filled = (replace(one, load=work.get(one.staff_id, 0), visits=been.get(one.staff_id, 0)) for one in known)
    place = case.place_id or case.community_id
    facts = sources.place_facts([place]).get(place)
    need = Need(
        on=at.astimezone(home.zone()).date(),
        path="" if facts is None else facts.path,
        skills=frozenset(skills),
        certificates=frozenset(certificates),
        team_id=case.team_id,
        barred=frozenset(case.barred_staff),
    )
    return rules.suggest(need, filled, weights or Weights())


def load(staff_ids: Collection[int]) -> dict[int, int]:
    """Open cases by person who leads them."""
    rows = Case.objects.filter(assignee_id__in=list(staff_ids), closed_at__isnull=True).order_by()
    return dict(rows.values_list("assignee_id").annotate(n=Count("pk")).values_list("assignee_id", "n"))


def visits_of(staff_id: int, span: InstantInterval) -> list[tuple[CaseRow, VisitView]]:
    """A person's appointments and visits in a span of time, in the order they begin, each with its case."""
    touching = Q(begins_at__lt=span.end, ends_at__gt=span.start) | Q(
        arrived_at__gte=span.start, arrived_at__lt=span.end
    )
    rows = (
        Visit.objects.filter(touching, staff_id=staff_id).exclude(state="called_off").select_related("case")
    )
    found = sorted(rows, key=lambda one: (one.begins_at or one.arrived_at, one.pk))
    return [
        (
            CaseRow(*(getattr(one.case, name) for name in CaseRow._fields)),
            VisitView(
                one.pk,
                one.staff_id,
                one.state,
                one.begins_at,
                one.ends_at,
                one.arrived_at,
                one.left_at,
                one.words,
            ),
        )
        for one in found
    ]


def day_plan(staff_id: int, day: date) -> list[tuple[CaseRow, VisitView]]:
    """A person's appointments of a local day."""
    span = _local(day)
    return visits_of(staff_id, span)


def _local(day: date) -> InstantInterval:
    zone = home.zone()
    start, end = (
        datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + timedelta(days=1))
    )
    return InstantInterval(start, end)


def _been(case: Case, staff_ids: Collection[int], at: datetime) -> dict[int, int]:
    if case.place_id is None:
        return {}
    rows = Visit.objects.filter(
        case__place_id=case.place_id, staff_id__in=list(staff_ids), state="done", arrived_at__gte=at - HISTORY
    ).order_by()
    return dict(rows.values_list("staff_id").annotate(n=Count("pk")).values_list("staff_id", "n"))
