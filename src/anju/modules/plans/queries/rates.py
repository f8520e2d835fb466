"""Promised shares beside the indicators that measure them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.engines.schedule import facade as schedule
from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Better, Indicator, Observation, Unit
from anju.kernel.interval import DateInterval
from anju.modules.plans.models import IndicatorChoice
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules import rating
from anju.modules.plans.rules.standing import Rate

SCALES = {Unit.PER_THOUSAND: 10}


@dataclass(frozen=True, slots=True)
class Mapped:
    """The indicator of a promise; by_person: chosen, not read from the words. None: no indicator fits."""

    indicator: Indicator | None
    by_person: bool


def mark_of(view: PromiseView) -> str:
    """What a choice of indicator is kept under: the words, so that it holds when the plan is read again."""
    words = f"{view.quote}|{view.activity}|{view.object}"
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()


def mapped(views: Iterable[PromiseView]) -> dict[int, Mapped]:
    """Indicators of promised shares and counts, by promise."""
    listed = [one for one in views if one.engine == "scores"]
    chosen = _chosen({one.plan_id for one in listed})
    known = {one.code: one for one in scores.indicators()}
    words = {code: one.promised for code, one in known.items()}
    return {one.id: _mapped(one, chosen, known, words) for one in listed}


def fitting(view: PromiseView) -> list[Indicator]:
    """Indicators whose unit can answer for a promise."""
    return [one for one in scores.indicators() if rating.can_answer(view.unit, one.unit.value)]


def rates(
    views: Iterable[PromiseView], *, community_id: int, days: DateInterval, at: datetime
) -> dict[int, Rate]:
    """The measured share of each promise that has an indicator, by promise: over its own period, ending with `days`."""
    listed = {one.id: one for one in views}
    asked: dict[tuple[str, int], tuple[Observation, bool]] = {}
    found: dict[int, Rate] = {}
    for promise_id, one in mapped(listed.values()).items():
        if one.indicator is None:
            continue
        view = listed[promise_id]
        months = rating.months_of(view.period, view.every)
        key = (one.indicator.code, months)
        if key not in asked:
            asked[key] = _observed(one.indicator, community_id, days, months, at)
        found[promise_id] = _rate(view, one, *asked[key])
    return found


def _observed(
    indicator: Indicator, community_id: int, days: DateInterval, months: int, at: datetime
) -> tuple[Observation, bool]:
    """What was counted, and whether it is a frozen month."""
    if months == 1 and days == DateInterval.month(days.start.year, days.start.month):
        figure = scores.figures(indicator, [community_id], days.start, at, evidence=False)[0]
        return figure.observation, figure.frozen_at is not None
    assert days.end is not None
    first = _months_back(days.end - timedelta(days=1), months)
    start = min(days.start, first) if months > 1 else days.start
    span = schedule.day_span(DateInterval(start, days.end))
    return scores.observed(indicator, community_id, span, at, evidence=False), False


def _months_back(last: date, months: int) -> date:
    """First day of the months that end with the month of `last`."""
    at = last.year * 12 + last.month - months
    return date(at // 12, at % 12 + 1, 1)


def _rate(view: PromiseView, found: Mapped, seen: Observation, frozen: bool) -> Rate:
    indicator = found.indicator
    assert indicator is not None
    value = scores.value_of(indicator.unit, seen)
    return Rate(
        indicator=indicator.code,
        name=str(indicator.name),
        shown=scores.shown(indicator, value),
        numerator=seen.numerator,
        denominator=seen.denominator,
        value=value,
        met=rating.met(
            value, asked=view.value, comparator=view.comparator, higher=indicator.better is Better.HIGHER,
            scale=SCALES.get(indicator.unit, 1),
        ),
        frozen=frozen,
        by_person=found.by_person,
    )  # fmt: skip


def _chosen(plan_ids: Collection[int]) -> Mapping[tuple[int, str], str]:
    rows = IndicatorChoice.objects.filter(plan_id__in=list(plan_ids))
    return {(one.plan_id, one.mark): one.indicator for one in rows}


def _mapped(
    view: PromiseView,
    chosen: Mapping[tuple[int, str], str],
    known: Mapping[str, Indicator],
    words: Mapping[str, tuple[str, ...]],
) -> Mapped:
    code = chosen.get((view.plan_id, mark_of(view)))
    if code is not None:
        return Mapped(known.get(code), by_person=True)
    fits = {one: said for one, said in words.items() if rating.can_answer(view.unit, known[one].unit.value)}
    hit = rating.matched((f"{view.object}{view.activity}", f"{view.activity}{view.object}", view.quote), fits)
    return Mapped(known.get(hit) if hit else None, by_person=False)
