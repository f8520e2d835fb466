"""Reading the visitors' book."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractHour, TruncDate
from django.db.models.lookups import LessThanOrEqual

from anju.foundation import privacy, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid, NotFound
from anju.kernel.identifiers.phone import parse_phone
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import Purpose, Visit, VisitState
from anju.modules.frontdesk.permissions import VISITOR_READ
from anju.modules.frontdesk.queries import register_settings as settings
from anju.modules.frontdesk.queries.registers import reached


@dataclass(frozen=True, slots=True)
class Statistics:
    """Visits that came in a span: by local day, purpose, gate and hour of the day."""

    days: list[tuple[date, int]]
    purposes: list[tuple[str, int]]
    gates: list[tuple[int | None, int]]
    hours: list[int]
    total: int
    announced: int
    people: int


def visits(actor: Actor, at: datetime, community_id: int | None = None) -> QuerySet[Visit]:
    """Visits in reach with place_name, gate_name and `late`: who is inside past the time he should have left."""
    rows = reached(Visit.objects.all(), actor, VISITOR_READ, community_id)
    rows = estate.with_place_names(rows)
    rows = estate.with_place_names(rows, "gate_id", "gate_name")
    return rows.annotate(late=_late(at), stood_at=Coalesce("came_at", "valid_from"))


def visit(actor: Actor, visit_id: int, at: datetime) -> Visit:
    """Raises NotFound."""
    found: Visit | None = visits(actor, at).filter(pk=visit_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def by_code(actor: Actor, code: str, at: datetime, community_id: int | None = None) -> Visit:
    """The announcement behind a code, else the latest visit that used it. Raises NotFound (frontdesk.visit.no_code)."""
    code = "".join(one for one in code if one.isdigit())
    rows = visits(actor, at, community_id).filter(code=code) if code else Visit.objects.none()
    waiting = rows.filter(state=VisitState.ANNOUNCED).first()
    found: Visit | None = waiting or rows.order_by("-pk").first()
    if found is None:
        raise NotFound("frontdesk.visit.no_code", "code")
    return found


def expected(actor: Actor, at: datetime, community_id: int | None = None, limit: int = 30) -> list[Visit]:
    """Announced visitors whose time has begun or begins within a day, the first first."""
    rows = visits(actor, at, community_id).filter(
        state=VisitState.ANNOUNCED, valid_until__gt=at, valid_from__lte=at + timedelta(days=1)
    )
    return list(rows.order_by("valid_from", "pk")[:limit])


def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By name, number, plate, host, home, or a whole telephone number."""
    found = (
        Q(name__icontains=text) | Q(number__istartswith=text) | Q(plate__icontains=text) | Q(host__icontains=text)
        | Q(place_name__icontains=text)
    )  # fmt: skip
    with suppress(Invalid):
        found |= Q(phone_digest=privacy.digest(parse_phone(text).number))
    return rows.filter(found)


def statistics(actor: Actor, first: date, last: date, community_id: int | None = None) -> Statistics:
    rows = reached(Visit.objects.all(), actor, VISITOR_READ, community_id)
    rows = rows.filter(came_at__date__gte=first, came_at__date__lte=last)
    by_day = dict(
        rows.annotate(day=TruncDate("came_at")).values_list("day").annotate(n=Count("pk")).order_by()
    )
    by_hour = dict(
        rows.annotate(h=ExtractHour("came_at")).values_list("h").annotate(n=Count("pk")).order_by()
    )
    purposes = dict(rows.values_list("purpose").annotate(n=Count("pk")).order_by())
    gates = list(rows.values_list("gate_id").annotate(n=Count("pk")).order_by("-n", "gate_id"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    companions = sum(rows.values_list("companions", flat=True))
    total = sum(by_day.values())
    return Statistics(
        days=[(day, by_day.get(day, 0)) for day in days],
        purposes=sorted(
            ((str(label), purposes[code]) for code, label in Purpose.choices if purposes.get(code)),
            key=lambda one: -one[1],
        ),
        gates=gates,
        hours=[by_hour.get(hour, 0) for hour in range(24)],
        total=total,
        announced=rows.filter(announced_at__isnull=False).count(),
        people=total + companions,
    )


def visits_to(place_id: int, limit: int = 20) -> list[Visit]:
    """Visits to a home, announced ones first, then the latest; for the pages of who lives there."""
    rows = Visit.objects.filter(place_id=place_id, forgotten_at__isnull=True)
    waiting = Case(When(state=VisitState.ANNOUNCED, then=0), default=1)
    return list(rows.annotate(waiting=waiting).order_by("waiting", "-pk")[:limit])


def _late(at: datetime) -> Any:
    """Inside past the time he said, else past the usual hours of his community."""
    default = registry.value(settings.VISITOR_STAY_HOURS)
    own = [
        When(community_id=one.id, then=Value(timedelta(hours=hours)))
        for one in estate.communities()
        if (hours := registry.value(settings.VISITOR_STAY_HOURS, one.id)) != default
    ]
    stay = Case(*own, default=Value(timedelta(hours=default)), output_field=DurationField()) if own else Value(
        timedelta(hours=default)
    )  # fmt: skip
    until = Coalesce("stay_until", ExpressionWrapper(F("came_at") + stay, output_field=DateTimeField()))
    passed = LessThanOrEqual(until, Value(at, output_field=DateTimeField()))
    return Case(
        When(Q(state=VisitState.INSIDE), then=passed),
        default=Value(False),
        output_field=BooleanField(),
    )
