"""Values of indicators: frozen months as they were frozen, others computed on demand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

from anju.engines.scores.contracts import (
    CommunityName,
    Difference,
    Figure,
    Indicator,
    Observation,
    Question,
    Survey,
)
from anju.engines.scores.models import IndicatorTarget, Result
from anju.engines.scores.permissions import INDICATOR_READ
from anju.engines.scores.queries import catalogue
from anju.engines.scores.rules import freezing, measuring
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.kernel.interval import InstantInterval

Bands = tuple[Fraction | None, Fraction | None]
Targets = Mapping[int | None, Bands]


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in a list. frozen: values of frozen months before, oldest first, None where none is."""

    indicator: Indicator
    figure: Figure
    frozen: tuple[tuple[date, Fraction | None], ...]


def month_span(month: date) -> InstantInterval:
    """The local month of the organisation as instants."""
    zone = home.zone()
    first = month.replace(day=1)
    start, end = (
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, measuring.next_month(first))
    )
    return InstantInterval(start, end)


def reached(actor: Actor, community_id: int | None = None) -> list[CommunityName]:
    """Communities an actor may read indicators of. Raises Forbidden, NotFound for one out of reach."""
    actor.require(INDICATOR_READ)
    found = catalogue.communities(actor.reach(INDICATOR_READ))
    if community_id is None:
        return found
    chosen = [one for one in found if one.id == community_id]
    if not chosen:
        raise NotFound("scores.community.missing")
    return chosen


def observed(
    indicator: Indicator, community_id: int, span: InstantInterval, at: datetime, *, evidence: bool = True
) -> Observation:
    """What the source says of a span, now; nothing is kept."""
    return indicator.source(Question(community_id, span, at, home.zone().key, evidence))


def bands(indicator: Indicator, community_id: int | None = None, rows: Targets | None = None) -> Bands:
    """Target and warning line in force: of the community, else of the organisation, else the indicator's own."""
    rows = targets(indicator) if rows is None else rows
    found = rows.get(community_id, rows.get(None))
    return (indicator.target, indicator.warn) if found is None else found


def targets(indicator: Indicator) -> Targets:
    """What was set for an indicator, by community; None is the whole organisation."""
    rows = IndicatorTarget.objects.filter(indicator=indicator.code).values_list(
        "community_id", "target", "warn"
    )
    return {community_id: (_exact(target), _exact(warn)) for community_id, target, warn in rows}


def figure(code: str, community_id: int, month: date, at: datetime) -> Figure:
    """The frozen result of a month, else what it gives now. Raises NotFound for an unknown indicator."""
    return figures(catalogue.indicator(code), [community_id], month, at)[0]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is stored of a month, by indicator: frozen results, and targets by community."""

    results: Mapping[str, Sequence[Result]]
    targets: Mapping[str, Targets]


def _stored(ids: Sequence[int], month: date, code: str = "") -> _Kept:
    """Of one indicator, or with "" of all: two statements either way."""
    rows = Result.objects.filter(month=month, community_id__in=list(ids), replaced_at__isnull=True)
    goals = IndicatorTarget.objects.all()
    if code:
        rows, goals = rows.filter(indicator=code), goals.filter(indicator=code)
    results: dict[str, list[Result]] = {}
    for row in rows:
        results.setdefault(row.indicator, []).append(row)
    targets: dict[str, dict[int | None, Bands]] = {}
    for name, community_id, target, warn in goals.values_list("indicator", "community_id", "target", "warn"):
        targets.setdefault(name, {})[community_id] = _exact(target), _exact(warn)
    return _Kept(results, targets)


def figures(
    indicator: Indicator,
    community_ids: Sequence[int],
    month: date,
    at: datetime,
    *,
    evidence: bool = True,
    stored: _Kept | None = None,
) -> list[Figure]:
    """One figure for each community, in their order; without evidence as many statements for fifty as for one."""
    stored = _stored(community_ids, month, indicator.code) if stored is None else stored
    rows = stored.results.get(indicator.code, ())
    frozen = {one.community_id: of_result(indicator, one) for one in rows}
    open_ones = [one for one in community_ids if one not in frozen]
    counted = _counted(indicator, open_ones, month_span(month), at, evidence=evidence)
    limits = stored.targets.get(indicator.code, {})
    return [
        frozen.get(one) or _figure(indicator, counted[one], bands(indicator, one, limits), month, (one,))
        for one in community_ids
    ]


def _counted(
    indicator: Indicator, community_ids: Sequence[int], span: InstantInterval, at: datetime, *, evidence: bool
) -> dict[int, Observation]:
    """What the source says of each community; of several at once only those with anything to count are asked for more."""
    if indicator.counting is None or len(community_ids) < 2:
        return {one: observed(indicator, one, span, at, evidence=evidence) for one in community_ids}
    survey = Survey(tuple(community_ids), span, at, home.zone().key)
    found = {one: Observation() for one in community_ids} | dict(indicator.counting(survey))
    if not evidence:
        return found
    return {
        one: observed(indicator, one, span, at) if seen.denominator else seen for one, seen in found.items()
    }


def live(
    indicator: Indicator, community_id: int, month: date, at: datetime, *, evidence: bool = True
) -> Figure:
    found = observed(indicator, community_id, month_span(month), at, evidence=evidence)
    return _figure(indicator, found, bands(indicator, community_id), month, (community_id,))


def together(indicator: Indicator, parts: Sequence[Figure], month: date) -> Figure:
    """Figures of several communities as one: sums of numerators and denominators."""
    return _together(indicator, parts, month, None)


def _together(indicator: Indicator, parts: Sequence[Figure], month: date, goals: Targets | None) -> Figure:
    if len(parts) == 1:
        return parts[0]
    found = measuring.added(one.observation for one in parts)
    ids = tuple(number for one in parts for number in one.community_ids)
    made = _figure(indicator, found, bands(indicator, None, goals), month, ids)
    when = [one.frozen_at for one in parts]
    return _with(
        made, frozen_at=max((one for one in when if one), default=None) if all(when) and when else None,
        stale=len({one.version for one in parts}) > 1,
    )  # fmt: skip


def overview(
    *, actor: Actor, community_id: int | None, month: date, at: datetime, back: int = 6
) -> list[Line]:
    """Every indicator of a month for one community, or all in reach together. Raises Forbidden, NotFound."""
    ids = [one.id for one in reached(actor, community_id)]
    past = measuring.months_until(month, back + 1)[:-1]
    kept, stored = _kept(ids, past), _stored(ids, month)
    return [
        Line(
            one,
            _together(
                one,
                figures(one, ids, month, at, evidence=False, stored=stored),
                month,
                stored.targets.get(one.code, {}),
            ),
            tuple((day, _value_of_kept(one, kept.get((one.code, day), ()))) for day in past),
        )
        for one in catalogue.indicators()
    ]


def trend(
    *, actor: Actor, code: str, community_id: int | None, last: date, at: datetime, months: int = 12
) -> list[Figure]:
    """Figures of the last months, oldest first; months not frozen are computed. Raises Forbidden, NotFound."""
    indicator = catalogue.indicator(code)
    ids = [one.id for one in reached(actor, community_id)]
    return [
        together(indicator, figures(indicator, ids, month, at, evidence=month == last), month)
        for month in measuring.months_until(last, months)
    ]


def difference(*, actor: Actor, result_id: int, at: datetime) -> Difference:
    """A frozen month beside what it gives now. Raises Forbidden, NotFound."""
    row = result(actor, result_id)
    indicator = catalogue.indicator(row.indicator)
    return Difference(
        of_result(indicator, row),
        live(indicator, row.community_id, row.month, at),
        row.version != indicator.version,
    )


def result(actor: Actor, result_id: int) -> Result:
    """Raises Forbidden, NotFound, also out of reach."""
    actor.require(INDICATOR_READ)
    rows = Result.objects.filter(actor.reach(INDICATOR_READ).q(), pk=result_id)
    row: Result | None = rows.first()
    if row is None:
        raise NotFound("scores.result.missing")
    return row


def replaced(*, actor: Actor, code: str, community_id: int, month: date) -> list[Result]:
    """Earlier frozen results of a month, latest first."""
    actor.require(INDICATOR_READ)
    rows = Result.objects.filter(
        actor.reach(INDICATOR_READ).q(), indicator=code, community_id=community_id, month=month
    )
    return list(rows.filter(replaced_at__isnull=False).order_by("-replaced_at", "-pk"))


def frozen_count(community_ids: Collection[int], month: date) -> int:
    rows = Result.objects.filter(community_id__in=list(community_ids), month=month, replaced_at__isnull=True)
    return int(rows.count())


def of_result(indicator: Indicator, row: Result) -> Figure:
    found = freezing.thawed(row.numerator, row.denominator, row.parts, row.evidence, row.evidence_total)
    made = _figure(indicator, found, (_exact(row.target), _exact(row.warn)), row.month, (row.community_id,))
    return _with(
        made, version=row.version, frozen_at=row.computed_at, result_id=row.pk,
        stale=row.version != indicator.version,
    )  # fmt: skip


def _figure(
    indicator: Indicator, found: Observation, limits: Bands, month: date, ids: tuple[int, ...]
) -> Figure:
    value = measuring.value_of(indicator.unit, found)
    target, warn = limits
    return Figure(
        code=indicator.code, version=indicator.version, month=month, community_ids=ids, observation=found,
        value=value, band=measuring.band_of(value, better=indicator.better, target=target, warn=warn),
        target=target, warn=warn,
    )  # fmt: skip


def _with(made: Figure, **changed: object) -> Figure:
    return replace(made, **changed)  # type: ignore[arg-type]


def _kept(ids: Collection[int], months: Sequence[date]) -> dict[tuple[str, date], list[Observation]]:
    rows = Result.objects.filter(
        community_id__in=list(ids), month__in=list(months), replaced_at__isnull=True
    ).values_list("indicator", "month", "numerator", "denominator")
    found: dict[tuple[str, date], list[Observation]] = {}
    for code, month, numerator, denominator in rows:
        found.setdefault((code, month), []).append(Observation(numerator, denominator))
    return found


def _value_of_kept(indicator: Indicator, kept: Collection[Observation]) -> Fraction | None:
    return measuring.value_of(indicator.unit, measuring.added(kept)) if kept else None


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
