"""Read occurrences: whose work it is, what is late, what is in danger, and everything known of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from anju.engines.schedule.contracts import (
    Checklist,
    EvidenceAsk,
    OccurrenceDetail,
    OccurrenceView,
    SubmissionView,
)
from anju.engines.schedule.models import Occurrence, OccurrenceState, RoundSpot, Submission, SubmissionPhoto
from anju.engines.schedule.queries import evidence, findings, sources
from anju.engines.schedule.queries.reach import within as in_reach
from anju.foundation.accounts import home
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound
from anju.kernel.interval import DateInterval, InstantInterval

_OWN = (
    "id", "community_id", "round_id", "place_id", "slot", "on", "sequence", "opens_at", "due_at", "closes_at",
    "position_id", "team_id", "staff_id", "state", "late", "proven", "done_at", "done_by", "made_up_at", "reason",
    "findings",
)  # fmt: skip
_ROUND = ("title", "domain", "kind", "mode", "minutes")
_COLUMNS = (*_OWN, *(f"round__{name}" for name in _ROUND))
_NAMES = (*_OWN, *_ROUND)
DANGER = timedelta(minutes=60)


def occurrences(
    *,
    reach: Reach | None = None,
    days: DateInterval | None = None,
    community_id: int | None = None,
    states: Collection[str] = (),
    domain: str = "",
    place_ids: Collection[int] | None = None,
    staff_id: int | None = None,
    round_ids: Collection[int] | None = None,
) -> Any:
    """Queryset of occurrences that are not void, in reach and limited by all that is given.

    days: their service days. place_ids: at these places, a route's included. staff_id: assigned to or done by.
    """
    found = Occurrence.objects.filter(_in(reach))
    given: dict[str, Any] = {"community_id": community_id}
    if days is not None:
        given |= {"on__gte": days.start, "on__lt": days.end}
    if domain:
        given["round__domain"] = domain
    if round_ids is not None:
        given["round_id__in"] = list(round_ids)
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    found = found.filter(state__in=list(states)) if states else found.exclude(state=OccurrenceState.VOID)
    if place_ids is not None:
        on_route = Q(place_id__isnull=True, round_id__in=_rounds_at(place_ids))
        found = found.filter(Q(place_id__in=list(place_ids)) | on_route)
    if staff_id is not None:
        found = found.filter(Q(staff_id=staff_id) | Q(done_by=staff_id))
    return found


def views(found: Any) -> list[OccurrenceView]:
    """Views of a queryset of occurrences, in its order; one statement."""
    return [OccurrenceView(**dict(zip(_NAMES, row, strict=True))) for row in found.values_list(*_COLUMNS)]


def work_of(staff_id: int, span: InstantInterval) -> list[OccurrenceView]:
    """What a person has to do or did in a span of time, in the order it is due.

    His own work, and his team's and post's that nobody in particular was given. Work to do belongs to the span when
    its slot touches it; settled work when it was due, or done, in it.
    """
    posting = sources.posting(staff_id)
    mine = Q(staff_id=staff_id) | Q(done_by=staff_id)
    found = Occurrence.objects.all()
    if posting is not None:
        pool = Q()
        if posting.team_id is not None:
            pool |= Q(team_id=posting.team_id) & _fits("position_id", posting.position_id)
        if posting.position_id is not None:
            pool |= Q(position_id=posting.position_id, team_id__isnull=True)
        if pool:
            mine |= Q(staff_id__isnull=True, done_by__isnull=True) & pool
        if posting.community_id is not None:
            found = found.filter(community_id=posting.community_id)
    days = {
        "on__gte": span.start.astimezone(home.zone()).date() - timedelta(days=1),
        "on__lt": _end(span).astimezone(home.zone()).date() + timedelta(days=1),
    }
    touching = Q(state=OccurrenceState.TODO, opens_at__lt=span.end, closes_at__gt=span.start)
    settled = Q(**days) & ~Q(state__in=(OccurrenceState.TODO, OccurrenceState.VOID))
    settled &= Q(due_at__gt=span.start, due_at__lte=span.end) | Q(
        done_at__gte=span.start, done_at__lt=span.end
    )
    return views(found.filter(mine, touching | settled).order_by("due_at", "opens_at", "pk"))


def overdue(at: datetime, *, reach: Reach | None = None, community_id: int | None = None) -> Any:
    """Queryset of work to do that is past due and not yet missed, the longest overdue first."""
    found = _open(at, reach, community_id).filter(due_at__lte=at)
    return found.order_by("due_at", "pk")


def in_danger(
    at: datetime,
    *,
    within: timedelta = DANGER,
    reach: Reach | None = None,
    community_id: int | None = None,
) -> Any:
    """Queryset of open work to do that falls due soon, the soonest first."""
    found = _open(at, reach, community_id).filter(opens_at__lte=at, due_at__gt=at, due_at__lte=at + within)
    return found.order_by("due_at", "pk")


def open_at_place(place_id: int, *, staff_id: int, at: datetime) -> list[OccurrenceView]:
    """A person's open work at a place, or on a route through it: what scanning its label shows."""
    day = InstantInterval(at, at + timedelta(minutes=1))
    mine = [each for each in work_of(staff_id, day) if each.state == OccurrenceState.TODO]
    routes = set(_rounds_at([place_id]).filter(round_id__in={each.round_id for each in mine}))
    return [
        each
        for each in mine
        if each.place_id == place_id or (each.place_id is None and each.round_id in routes)
    ]


def history_of_place(
    place_id: int, *, days: DateInterval, reach: Reach | None = None, limit: int = 200
) -> list[OccurrenceView]:
    """What was to be done at a place, latest first."""
    found = occurrences(reach=reach, days=days, place_ids=[place_id])
    return views(found.order_by("-on", "-opens_at", "-pk")[:limit])


def occurrence(occurrence_id: int, *, reach: Reach | None = None) -> OccurrenceDetail:
    """Everything known of an occurrence. Raises NotFound, also when it is out of reach."""
    rows = Occurrence.objects.filter(_in(reach), pk=occurrence_id).select_related("round")
    found = rows.first()
    if found is None:
        raise NotFound("schedule.occurrence.gone", noun="schedule.occurrence")
    return OccurrenceDetail(
        work=OccurrenceView(
            **{name: getattr(found, name) for name in _OWN},
            **{name: getattr(found.round, name) for name in _ROUND},
        ),
        instructions=found.round.instructions,
        checklist=Checklist.from_json(found.round.checklist).items,
        evidence=EvidenceAsk.from_json(found.round.evidence),
        place_ids=evidence.place_ids(found),
        submissions=tuple(_submissions(found.pk)),
        findings=tuple(findings.views(findings.findings().filter(occurrence_id=found.pk))),
    )


def day_span(days: DateInterval) -> InstantInterval:
    """Local days of the organisation as instants."""
    zone = home.zone()
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (days.start, _last(days)))
    return InstantInterval(start, end)


def _last(days: DateInterval) -> Any:
    return days.end if days.end is not None else days.start + timedelta(days=1)


def _end(span: InstantInterval) -> datetime:
    return span.end if span.end is not None else span.start


def _in(allowed: Reach | None) -> Q:
    return Q() if allowed is None else in_reach(allowed)


def _fits(name: str, value: int | None) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{name: value}) if value is not None else Q()


def _open(at: datetime, allowed: Reach | None, community_id: int | None) -> Any:
    found = Occurrence.objects.filter(_in(allowed), state=OccurrenceState.TODO, closes_at__gt=at)
    return found if community_id is None else found.filter(community_id=community_id)


def _rounds_at(place_ids: Iterable[int]) -> Any:
    return RoundSpot.objects.filter(place_id__in=list(place_ids)).values_list("round_id", flat=True)


def _submissions(occurrence_id: int) -> list[SubmissionView]:
    rows = list(Submission.objects.filter(occurrence_id=occurrence_id).order_by("received_at", "pk"))
    photos: dict[int, list[tuple[str, str]]] = defaultdict(list)
    kept = SubmissionPhoto.objects.filter(submission__in=rows).order_by("pk")
    for submission_id, token, item in kept.values_list("submission_id", "file__token", "item"):
        photos[submission_id].append((str(token), item))
    return [_submission(row, photos[row.pk]) for row in rows]


def _submission(row: Submission, photos: Sequence[tuple[str, str]]) -> SubmissionView:
    return SubmissionView(
        id=row.pk,
        staff_id=row.staff_id,
        on_behalf_of=row.on_behalf_of,
        done_at=row.done_at,
        received_at=row.received_at,
        codes=tuple(row.scanned),
        position=row.position,
        answers=row.answers,
        people=tuple(row.people),
        note=row.note,
        outcome=row.outcome,
        lacking=tuple(row.lacking),
        photos=tuple(photos),
    )
