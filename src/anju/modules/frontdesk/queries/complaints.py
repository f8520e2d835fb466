"""Complaints: what is serious now, and a month of them by class, place, cause and department."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow, Kept, ReturnRate
from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import Lesson
from anju.modules.frontdesk.permissions import SETTINGS_SET
from anju.modules.frontdesk.queries import case_list, wording
from anju.modules.frontdesk.rules import analysis as rules
from anju.modules.frontdesk.rules.analysis import Complaint, Share
from anju.modules.people import facade as people

KIND = "complaint"
TREND = 12
SERIOUS_FROM = 3


def _not_negative(value: Any) -> None:
    if value < 0:
        raise Invalid("frontdesk.case_setting.range", "value", low=0, high=1000)


GATE_LIMIT = registry.declare(
    registry.Setting(
        "frontdesk.gate_parking_limit", lazy("门岗停车投诉上限（件）"), int, 3, SETTINGS_SET,
        hint=lazy("超过上限按合同扣罚"), per_community=True, check=_not_negative,
    )
)  # fmt: skip
GATE_PERIOD = registry.declare(
    registry.Setting(
        "frontdesk.gate_parking_period", lazy("门岗停车投诉的统计周期"), ("year", "quarter", "month"), "year", SETTINGS_SET,
        per_community=True, labels=(lazy("自然年"), lazy("季度"), lazy("月")),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GateCount:
    """Complaints about parking at the gates against what is allowed in a period."""

    count: int
    limit: int
    since: date

    @property
    def over(self) -> bool:
        return rules.over_limit(self.count, self.limit)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A month. trend: (first day of the month, number). answered: how the limits for an answer were kept."""

    month: date
    total: int
    valid: int
    serious: int
    anonymous: int
    before: int
    closed: int
    answered: Kept
    finished: Kept
    reached: int
    satisfied: int
    classes: tuple[tuple[str, Share], ...]
    causes: tuple[tuple[str, Share], ...]
    places: tuple[tuple[str, Share], ...]
    departments: tuple[tuple[str, Share], ...]
    channels: tuple[tuple[str, Share], ...]
    about: tuple[tuple[str, int], ...]
    communities: tuple[tuple[str, int, int], ...]
    trend: tuple[tuple[date, int], ...]
    measures: tuple[tuple[str, str, str], ...]


def register(actor: Actor, community_id: int | None, *, standing: str = "") -> Any:
    """Queryset of complaints with names, in no order."""
    wanted = CaseFilter(community_id=community_id, kinds=(KIND,), standing=standing)
    return case_list.listed(actor, wanted, text="", at=datetime.now(tz=ZoneInfo(actor.time_zone)))


def on_top(actor: Actor, community_id: int | None, at: datetime) -> list[CaseRow]:
    """Open complaints that are grave or were called serious, and what came today: the same day is theirs."""
    midnight = datetime.combine(_local(actor, at), time(), ZoneInfo(actor.time_zone))
    grave = Q(severity__gte=SERIOUS_FROM) | Q(fields__serious=True) | Q(opened_at__gte=midnight, state="new")
    wanted = CaseFilter(community_id=community_id, kinds=(KIND,), standing="open")
    return cases.rows(
        cases.cases(actor=actor, wanted=wanted).filter(grave).order_by("-severity", "due_at", "id")[:12]
    )


def gate_counter(actor: Actor, community_id: int, at: datetime) -> GateCount:
    """Valid complaints about parking since the period began. Source: catalogue B CMP-09."""
    today = _local(actor, at)
    period = registry.value(GATE_PERIOD, community_id)
    month = {"year": 1, "quarter": (today.month - 1) // 3 * 3 + 1, "month": today.month}[period]
    since = date(today.year, month, 1)
    rows = _rows(actor, community_id, since, today + timedelta(days=1))
    count = sum(1 for one in rows if one.sort == "parking" and rules.counts_as_valid(one))
    return GateCount(count, int(registry.value(GATE_LIMIT, community_id)), since)


def analysis(actor: Actor, community_id: int | None, month: date, at: datetime) -> Analysis:
    """A month of complaints; twelve statements, however many there are."""
    months = rules.months_back(month, TREND)
    following = _next(month)
    rows, before = (
        _rows(actor, community_id, month, following),
        _rows(actor, community_id, _previous(month), month),
    )
    counted = [one for one in rows if one.state not in rules.DROPPED]
    span = InstantInterval(*(_midnight(actor, one) for one in (month, following)))
    kept, rates = _limits(actor, community_id, span, at)
    returned = next((one for one in rates if one.kind == KIND), None)
    return Analysis(
        month=month,
        total=len(counted),
        valid=sum(1 for one in rows if rules.counts_as_valid(one)),
        serious=sum(1 for one in counted if one.severity >= SERIOUS_FROM),
        anonymous=sum(1 for one in counted if one.anonymous),
        before=len([one for one in before if one.state not in rules.DROPPED]),
        closed=sum(1 for one in counted if one.state == "closed"),
        answered=kept.get("answer", Kept()),
        finished=kept.get("finish", Kept()),
        reached=returned.reached if returned else 0,
        satisfied=returned.satisfied if returned else 0,
        classes=_named(
            rules.shares(rows, before, lambda one: one.sort), lambda key: wording.choice("class", key)
        ),
        causes=_named(
            rules.shares(rows, before, lambda one: one.cause), lambda key: wording.choice("cause_kind", key)
        ),
        places=_by_building(rows, before),
        departments=_by_team(rows, before),
        channels=_named(rules.shares(rows, before, lambda one: one.channel), wording.channel),
        about=_about(counted),
        communities=_by_community(rows) if community_id is None else (),
        trend=_trend(actor, community_id, months, following),
        measures=_measures(actor, community_id, month, following),
    )


def _limits(
    actor: Actor, community_id: int | None, span: InstantInterval, at: datetime
) -> tuple[dict[str, Kept], list[ReturnRate]]:
    """(how each clock of complaints was kept, return visits by kind), without what the reader is barred from."""
    reach = actor.reach(case_list.reading())
    kept = cases.kept_by(
        ("clock",), span=span, at=at, kinds=(KIND,), community_id=community_id, reach=reach, actor=actor
    )
    rates = cases.return_rates(span=span, community_id=community_id, reach=reach, actor=actor)
    return {row.key[0]: row.kept for row in kept}, rates


def lessons(actor: Actor, community_id: int | None, limit: int = 40) -> list[Any]:
    """Measures still open first, then examples and what is done, latest first; with staff_name and community_name."""
    rows = Lesson.objects.filter(actor.reach(case_list.reading()).q(), cases.not_barred(actor, "case__"))
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    rows = people.with_staff_names(estate.with_place_names(rows, "community_id", "community_name"))
    return list(rows.order_by("done_on", "-at", "-pk")[:limit])


def _rows(actor: Actor, community_id: int | None, start: date, end: date) -> list[Complaint]:
    wanted = CaseFilter(
        community_id=community_id,
        kinds=(KIND,),
        opened_from=_midnight(actor, start),
        opened_before=_midnight(actor, end),
    )
    names = (
        "opened_at",
        "state",
        "severity",
        "fields",
        "place_id",
        "team_id",
        "community_id",
        "channel",
        "person_id",
        "contact_digest",
    )
    zone = ZoneInfo(actor.time_zone)
    return [
        Complaint(
            on=opened.astimezone(zone).date(),
            state=state,
            severity=severity,
            sort=str(fields.get("class", "")),
            cause=str(fields.get("cause_kind", "")),
            place_id=place,
            team_id=team,
            community_id=home,
            channel=channel,
            valid=fields.get("valid"),
            anonymous=bool(fields.get("anonymous")) or (person is None and not digest),
            about_staff=fields.get("about_staff"),
        )
        for opened, state, severity, fields, place, team, home, channel, person, digest in cases.cases(
            actor=actor, wanted=wanted
        ).values_list(*names)
    ]


def _named(found: list[Share], name: Any) -> tuple[tuple[str, Share], ...]:
    return tuple((str(name(one.key)) if one.key else _("未分类"), one) for one in found)


def _by_building(rows: list[Complaint], before: list[Complaint]) -> tuple[tuple[str, Share], ...]:
    """By the building a complaint's place lies in, else by the place itself."""
    places = estate.places_by_id({one.place_id for one in (*rows, *before) if one.place_id})
    above = estate.places_by_id(
        {int(part) for one in places.values() for part in one.path.strip("/").split("/") if part}
    )

    def building(one: Complaint) -> int | None:
        place = places.get(one.place_id or 0)
        if place is None:
            return None
        line = [above[int(part)] for part in place.path.strip("/").split("/") if int(part) in above]
        return next((step.id for step in line if step.kind == "building"), place.id)

    found = rules.shares(rows, before, building)[:12]
    return tuple(
        (above[one.key].full_name if isinstance(one.key, int) and one.key in above else _("未写位置"), one)
        for one in found
    )


def _by_team(rows: list[Complaint], before: list[Complaint]) -> tuple[tuple[str, Share], ...]:
    """By the department whose team had the complaint."""
    homes = {one.community_id for one in rows}
    departments = {one.id: one.name for home in homes for one in people.departments(home)}
    of = {one.id: one.department_id for home in homes for one in people.teams(home)}
    found = rules.shares(rows, before, lambda one: of.get(one.team_id or 0))
    return tuple(
        (departments.get(one.key or 0, _("未派部门")) if isinstance(one.key, int) else _("未派部门"), one)
        for one in found
    )


def _about(rows: list[Complaint]) -> tuple[tuple[str, int], ...]:
    """Staff who were complained of, where the reader may see it: who is meant himself never does."""
    counted = Counter(one.about_staff for one in rows if isinstance(one.about_staff, int))
    known = people.staff_by_id(list(counted))
    return tuple((known[number].name, count) for number, count in counted.most_common(10) if number in known)


def _by_community(rows: list[Complaint]) -> tuple[tuple[str, int, int], ...]:
    """(community, complaints, valid ones), the most valid first. Source: catalogue B CMP-08."""
    total = Counter(one.community_id for one in rows if one.state not in rules.DROPPED)
    valid = Counter(one.community_id for one in rows if rules.counts_as_valid(one))
    names = estate.places_by_id(list(total))
    lines = [
        (names[one].name if one in names else str(one), count, valid.get(one, 0))
        for one, count in total.items()
    ]
    return tuple(sorted(lines, key=lambda one: -one[2]))


def _trend(
    actor: Actor, community_id: int | None, months: list[date], end: date
) -> tuple[tuple[date, int], ...]:
    wanted = CaseFilter(
        community_id=community_id,
        kinds=(KIND,),
        opened_from=_midnight(actor, months[0]),
        opened_before=_midnight(actor, end),
    )
    rows = cases.cases(actor=actor, wanted=wanted).exclude(state__in=rules.DROPPED).order_by()
    by_month = rows.annotate(month=TruncMonth("opened_at", tzinfo=ZoneInfo(actor.time_zone))).values_list(
        "month"
    )
    found = {
        month.date(): count for month, count in by_month.annotate(n=Count("pk")).values_list("month", "n")
    }
    return tuple((one, found.get(one, 0)) for one in months)


def _measures(
    actor: Actor, community_id: int | None, start: date, end: date
) -> tuple[tuple[str, str, str], ...]:
    """(number, cause, measure) of the complaints of a span whose cause was found."""
    wanted = CaseFilter(
        community_id=community_id,
        kinds=(KIND,),
        opened_from=_midnight(actor, start),
        opened_before=_midnight(actor, end),
    )
    rows = cases.cases(actor=actor, wanted=wanted).filter(fields__has_key="cause").order_by("-severity", "id")
    return tuple(
        (number, str(fields.get("cause", "")), str(fields.get("measure", "")))
        for number, fields in rows.values_list("number", "fields")[:40]
    )


def _midnight(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(actor.time_zone))


def _local(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _previous(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
