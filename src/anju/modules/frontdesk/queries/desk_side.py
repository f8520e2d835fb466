"""The right side of the desk: today's numbers, calls owed, what falls due, what residents sent in, answers to tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.modules.frontdesk.models import Call, CallBack, CallState, DepartmentNote, Handover
from anju.modules.frontdesk.permissions import CALL_READ, NOTE_READ, SHIFT_READ
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.frontdesk.rules.calling import masked

MOST = 6
# Ways a resident reports without the desk.
PORTAL = ("app", "web", "wechat", "qr")


@dataclass(frozen=True, slots=True)
class Back:
    """A call owed. shown: who, or the masked number."""

    id: int
    shown: str
    words: str
    due_at: datetime
    missed: bool
    tries: int
    number: str


@dataclass(frozen=True, slots=True)
class Ringing:
    id: int
    number: str
    caller: str
    came_at: datetime
    place_id: int | None
    person_id: int | None
    community_id: int | None
    off_hours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    calls: int
    missed: int
    made: int
    answered: int
    backs: tuple[Back, ...]
    backs_total: int
    due: tuple[CaseRow, ...]
    incoming: tuple[CaseRow, ...]
    incoming_total: int
    notes: tuple[DepartmentNote, ...]
    waiting_notes: int
    shift: Handover | None
    names: Names


def side(actor: Actor, community_id: int | None, at: datetime) -> Side:
    """Some fifteen statements, whatever stands in the tables."""
    today = start_of_day(at, actor.time_zone)
    outcomes = _today(actor, community_id, today)
    due = tuple(
        cases.rows(
            cases.due_soon(actor=actor, at=at, within=timedelta(hours=2), community_id=community_id)[:MOST]
        )
    )
    fresh = cases.cases(
        actor=actor, wanted=CaseFilter(community_id=community_id, standing="open", states=("new",))
    ).filter(channel__in=PORTAL)
    incoming = tuple(cases.rows(fresh.order_by("-opened_at", "-id")[:MOST]))
    backs = _owed(actor, community_id)
    notes = _notes(actor, community_id)
    return Side(
        calls=sum(outcomes.values()),
        missed=outcomes["missed"],
        made=outcomes["case"] + outcomes["joined"],
        answered=outcomes["answered"],
        backs=tuple(_back(one) for one in backs.order_by("due_at", "pk")[:MOST]),
        backs_total=backs.count(),
        due=due,
        incoming=incoming,
        incoming_total=len(incoming) if len(incoming) < MOST else fresh.count(),
        notes=tuple(
            notes.filter(state="answered", told_at__isnull=True).order_by("answered_at", "pk")[:MOST]
        ),
        waiting_notes=notes.filter(state__in=("sent", "read")).count(),
        shift=_shift(actor),
        names=names_of(actor, [*due, *incoming]),
    )


def ringing(actor: Actor, community_id: int | None) -> list[Ringing]:
    """Telephones that ring now, the longest ringing first."""
    rows = Call.objects.filter(_reached(actor), state=CallState.RINGING)
    if community_id is not None:
        rows = rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    return [_rings(one) for one in rows.order_by("came_at", "pk")[:MOST]]


def backs_open() -> list[Back]:
    """All calls owed in the organisation, the first due first."""
    return [_back(one) for one in CallBack.objects.filter(done_at__isnull=True).order_by("due_at", "pk")]


def call_of(actor: Actor, call_id: int) -> Ringing | None:
    one = Call.objects.filter(_reached(actor), pk=call_id).first()
    return None if one is None else _rings(one)


def _reached(actor: Actor) -> Q:
    """A call to a number of no community rings for everybody."""
    reach = actor.reach(CALL_READ)
    if reach.unlimited:
        return Q()
    return reach.q() | Q(community_id__isnull=True) if reach else Q(pk__in=[])


def start_of_day(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), time(), ZoneInfo(zone))


def by_hour(actor: Actor, community_id: int | None, first: date, last: date) -> list[dict[str, int]]:
    """Calls of the days by local hour: {"hour", "calls", "missed", "off_hours"}, 24 rows."""
    zone = ZoneInfo(actor.time_zone)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = _calls(actor, community_id).filter(came_at__gte=begin, came_at__lt=end, outgoing=False)
    found = (
        rows.annotate(hour=_hour(actor.time_zone))
        .order_by()
        .values("hour")
        .annotate(
            calls=Count("pk"),
            missed=Count("pk", filter=Q(state="missed")),
            off_hours=Count("pk", filter=Q(off_hours=True)),
        )
    )
    known = {int(one["hour"]): one for one in found}
    empty = {"calls": 0, "missed": 0, "off_hours": 0}
    return [
        {"hour": hour} | {name: int(known.get(hour, empty)[name]) for name in empty} for hour in range(24)
    ]


def called_back(actor: Actor, community_id: int | None, first: date, last: date) -> tuple[int, int, int]:
    """Missed callers of the days: (owed a call, called back or got through, of these in time)."""
    zone = ZoneInfo(actor.time_zone)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = CallBack.objects.filter(_reached(actor), missed=True, promised_at__gte=begin, promised_at__lt=end)
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    times = list(rows.values_list("done_at", "due_at"))
    done = [(done_at, due_at) for done_at, due_at in times if done_at is not None]
    return len(times), len(done), sum(done_at <= due_at for done_at, due_at in done)


def _hour(zone: str) -> ExtractHour:
    return ExtractHour("came_at", tzinfo=ZoneInfo(zone))


def _calls(actor: Actor, community_id: int | None) -> QuerySet[Call]:
    rows = Call.objects.filter(_reached(actor))
    return rows if community_id is None else rows.filter(community_id=community_id)


def _today(actor: Actor, community_id: int | None, today: datetime) -> Counter[str]:
    rows = _calls(actor, community_id).filter(came_at__gte=today, outgoing=False)
    found: Counter[str] = Counter()
    for state, outcome, number in (
        rows.order_by()
        .values_list("state", "outcome")
        .annotate(n=Count("pk"))
        .values_list("state", "outcome", "n")
    ):
        found["missed" if state == CallState.MISSED else outcome or "open"] += number
    return found


def _owed(actor: Actor, community_id: int | None) -> QuerySet[CallBack]:
    rows = CallBack.objects.filter(_reached(actor), cases.not_barred(actor, "case__"), done_at__isnull=True)
    return rows if community_id is None else rows.filter(community_id=community_id)


def _notes(actor: Actor, community_id: int | None) -> QuerySet[DepartmentNote]:
    rows = DepartmentNote.objects.filter(actor.reach(NOTE_READ).q(), cases.not_barred(actor, "case__"))
    return rows if community_id is None else rows.filter(community_id=community_id)


def _shift(actor: Actor) -> Handover | None:
    """A hand-over that waits for this clerk's signature."""
    if actor.user_id is None or not actor.can(SHIFT_READ):
        return None
    return Handover.objects.filter(to_user=actor.user_id, signed_at__isnull=True).order_by("pk").first()


def _back(one: CallBack) -> Back:
    shown = masked(str(one.number or ""))
    return Back(one.pk, one.who or shown, one.words, one.due_at, one.missed, one.tries, shown)


def _rings(one: Call) -> Ringing:
    return Ringing(
        one.pk,
        masked(str(one.number or "")),
        str(one.caller or ""),
        one.came_at,
        one.place_id,
        one.person_id,
        one.community_id,
        one.off_hours,
    )
