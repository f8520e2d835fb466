"""Fill the monthly report from what was recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import OccurrenceView
from anju.engines.scores import facade as scores
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.foundation.ui.filters import span
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import fulfilment, time_limits
from anju.modules.plans.reports.content import IndicatorLine, LimitLine, MissedLine, MonthlyReport
from anju.modules.plans.rules.standing import Rollup, Standing, in_time_share

EXCEPTIONS_SHOWN = 60


def monthly(
    *, actor: Actor, organisation: str, community_id: int, month: date, at: datetime
) -> MonthlyReport:
    """The report of a community's month up to `at`. Raises Forbidden, NotFound."""
    zone = ZoneInfo(actor.time_zone)
    days = fulfilment.month_of(month)
    today = at.astimezone(zone).date()
    found = fulfilment.fulfilment(actor=actor, community_id=community_id, days=days, today=today, at=at)
    reach = actor.reach(FULFILMENT_READ)
    missed, more = exceptions(community_id=community_id, days=days, zone=zone)
    month_span = schedule.day_span(days)
    raised = schedule.findings(reach=reach, community_id=community_id)
    raised = raised.filter(found_at__gte=month_span.start, found_at__lt=month_span.end)
    findings = list(raised.order_by().values_list("state", flat=True))
    plan, version, since = fulfilment.plan_of(community_id, days)
    return MonthlyReport(
        organisation=organisation,
        community=estate.place(community_id).name,
        month=days.start,
        plan=plan,
        version=version,
        in_force_from=since,
        overall=found.overall,
        domains=found.domains,
        lines=found.lines,
        days=tuple(fulfilment.days_of(days=days, reach=reach, community_id=community_id)),
        exceptions=tuple(missed),
        exceptions_left_out=more,
        findings_raised=len(findings),
        findings_open=findings.count("open"),
        made_at=at.astimezone(zone),
        made_by=actor.name,
        verdict=verdict(found.overall),
        limits=tuple(limit_lines(reach=reach, community_id=community_id, days=days, at=at)),
        indicators=tuple(indicator_lines(actor=actor, community_id=community_id, month=days.start, at=at)),
    )


def limit_lines(*, reach: Reach, community_id: int, days: DateInterval, at: datetime) -> list[LimitLine]:
    rows = time_limits.limits("kind", reach=reach, community_id=community_id, days=days, at=at)
    return [
        LimitLine(
            one.label,
            one.kept.expected,
            one.kept.in_time,
            one.kept.late,
            span(one.kept.p50),
            span(one.kept.p95),
        )
        for one in rows
    ]


def indicator_lines(*, actor: Actor, community_id: int, month: date, at: datetime) -> list[IndicatorLine]:
    """Indicators with something measured; none for who may not read them."""
    if not actor.reach(scores.INDICATOR_READ).covers_community(community_id):
        return []
    lines = scores.overview(actor=actor, community_id=community_id, month=month, at=at, back=0)
    return [_indicator(one) for one in lines if one.figure.value is not None]


def _indicator(one: scores.Line) -> IndicatorLine:
    seen, target = one.figure.observation, one.figure.target
    sign = "≥" if one.indicator.better.value == "higher" else "≤"
    counted = (
        str(seen.numerator)
        if one.indicator.unit.value == "number"
        else f"{seen.numerator} / {seen.denominator}"
    )
    return IndicatorLine(
        str(one.indicator.name),
        scores.shown(one.indicator, one.figure.value),
        "—" if target is None else f"{sign} {scores.shown(one.indicator, target)}",
        counted,
        str(scores.BANDS[one.figure.band.value][0]),
        one.figure.band.value,
    )


def verdict(overall: Rollup) -> str:
    """One sentence that a committee remembers."""
    share = in_time_share(overall.tally)
    numbers = {
        "told": sum(overall.count(one) for one in (Standing.KEPT, Standing.BROKEN, Standing.UNPROVEN)),
        "kept": overall.count(Standing.KEPT),
        "broken": overall.count(Standing.BROKEN),
        "unproven": overall.count(Standing.UNPROVEN),
        "waiting": overall.count(Standing.WAITING),
        "idle": overall.count(Standing.IDLE),
        "share": "—" if share is None else f"{share * 100:.1f}%",
    }
    if not numbers["told"]:
        return _("本月尚无可下结论的承诺；%(waiting)d 条承诺尚未接入系统。") % numbers
    return (
        _(
            "本月可下结论的承诺 %(told)d 条：兑现 %(kept)d 条，未兑现 %(broken)d 条，待证实 %(unproven)d 条；"
            "作业按时完成率 %(share)s；另有 %(idle)d 条无触发，%(waiting)d 条尚未接入系统。"
        )
        % numbers
    )


def exceptions(*, community_id: int, days: DateInterval, zone: ZoneInfo) -> tuple[list[MissedLine], int]:
    """The missed and the late, newest first, and how many more there are than are shown."""
    rows = schedule.occurrences(community_id=community_id, days=days, states=("missed", "done"))
    rows = rows.exclude(state="done", late=False).order_by("-on", "-due_at", "-pk")
    listed = schedule.views(rows[:EXCEPTIONS_SHOWN])
    more = max(rows.count() - EXCEPTIONS_SHOWN, 0) if len(listed) == EXCEPTIONS_SHOWN else 0
    places = estate.places_by_id([one.place_id for one in listed if one.place_id])
    staff = people.staff_by_id([one.done_by or one.staff_id for one in listed if one.done_by or one.staff_id])
    return [_line(one, places, staff, zone) for one in listed], more


def _line(one: OccurrenceView, places: dict, staff: dict, zone: ZoneInfo) -> MissedLine:  # type: ignore[type-arg]
    place = places.get(one.place_id)
    person = staff.get(one.done_by or one.staff_id)
    return MissedLine(
        on=one.on,
        window=window(one.opens_at, one.due_at, zone),
        title=one.title,
        place=place.full_name if place else "",
        person=person.name if person else "",
        outcome=_("漏做") if one.state == "missed" else _("超时 %(span)s") % {"span": overrun(one)},
        reason=one.reason,
    )


def window(opens: datetime, due: datetime, zone: ZoneInfo) -> str:
    start, end = opens.astimezone(zone), due.astimezone(zone)
    if end - start >= timedelta(hours=23):
        return f"{start:%m-%d}–{end - timedelta(minutes=1):%m-%d}"
    return f"{start:%H:%M}–{end:%H:%M}"


def overrun(one: OccurrenceView) -> str:
    if one.done_at is None:
        return ""
    minutes = max(int((one.done_at - one.due_at).total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(minutes)d 分钟") % {"minutes": minutes}
    if minutes < 2_880:
        return _("%(hours)d 小时") % {"hours": minutes // 60}
    return _("%(days)d 天") % {"days": minutes // 1_440}
