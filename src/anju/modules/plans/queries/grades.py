"""Service grades of a community: as its promises in force reach them, and as its work really reached them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from anju.engines.schedule.contracts import Tally
from anju.foundation.actors import Actor
from anju.kernel.interval import DateInterval
from anju.modules.plans.models import GradeDecision
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import fulfilment, promises
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules import grading
from anju.modules.plans.rules.grading import Item, Reached, Standard, Verdict

MEASURED_DAYS = 90


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One item: what is promised, which grade that reaches, what was done, which grade that reached.

    actual: times in the promise's own period. actual, actual_grade: None where no engine gives a figure, or nothing was due in the span.
    """

    item: Item
    promise: PromiseView | None
    grade: int | None
    decision: GradeDecision | None
    exempt: bool
    tally: Tally
    actual: Decimal | None
    actual_grade: int | None


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """promised: grade of the worst item. fulfilled: of the worst item with an actual figure, over `days`."""

    standard: Standard
    rows: tuple[GradeRow, ...]
    verdict: Verdict
    promised: int | None
    fulfilled: int | None
    measured: int
    days: DateInterval


def sheet(*, actor: Actor, community_id: int, standard: str, today: date) -> GradeSheet:
    """Hold the promises in force of a community against a standard. Raises Forbidden, NotFound."""
    fulfilment.check_community(actor, community_id)
    actor.require(FULFILMENT_READ)
    pack = grading.standard(standard)
    listed = list(promises.register(actor, community_id).order_by("start", "pk"))
    views = {one.id: one for one in promises.views(listed)}
    facts = {row.pk: promises.facts_of(row) for row in listed}
    decisions = {
        one.item: one for one in GradeDecision.objects.filter(community_id=community_id, standard=standard)
    }
    found = grading.verdict(
        pack,
        facts,
        exempt=[code for code, one in decisions.items() if one.exempt],
        chosen={code: one.promise_id for code, one in decisions.items() if one.promise_id is not None},
    )
    days = DateInterval(today - timedelta(days=MEASURED_DAYS), today)
    wanted = {one.promise for one in found.rows if one.promise is not None}
    rounds = {number for key in wanted for number in views[key].round_ids}
    counts = fulfilment.tallies_by_round(rounds, days)
    rows = tuple(_row(pack, one, views, counts, decisions.get(one.item.code), facts) for one in found.rows)
    measured = [one.actual_grade for one in rows if one.actual is not None]
    return GradeSheet(pack, rows, found, found.grade, grading.worst(pack, measured), len(measured), days)


def candidates(actor: Actor, community_id: int, item: Item) -> list[PromiseView]:
    """Promises in force that say a number of the item's kind."""
    listed = list(promises.register(actor, community_id).order_by("start", "pk"))
    fitting = [row for row in listed if grading.amount_of(promises.facts_of(row), item) is not None]
    return promises.views(fitting)


def decision(community_id: int, standard: str, item: str) -> GradeDecision | None:
    found: GradeDecision | None = GradeDecision.objects.filter(
        community_id=community_id, standard=standard, item=item
    ).first()
    return found


def _row(
    pack: Standard,
    one: Reached,
    views: Mapping[int, PromiseView],
    counts: Mapping[int, Tally],
    decided: GradeDecision | None,
    facts: Mapping[int, grading.PromiseFacts],
) -> GradeRow:
    view = views.get(one.promise) if one.promise is not None else None
    tally = sum((counts.get(number, Tally()) for number in view.round_ids), Tally()) if view else Tally()
    actual, value = None, None
    if view is not None and one.item.metric == "frequency" and tally.settled:
        promised = grading.amount_of(facts[view.id], one.item)
        if promised is not None and promised.metric == "frequency":
            actual = grading.actually(promised, tally.done, tally.settled)
            value = _actual_value(view, tally)
    grade = grading.grade_of(pack, one.item, actual) if actual is not None else None
    return GradeRow(one.item, view, one.grade, decided, one.exempt, tally, value, grade)


def _actual_value(view: PromiseView, tally: Tally) -> Decimal | None:
    if view.value is None:
        return None
    return (view.value * tally.done / tally.settled).quantize(Decimal("0.01"))
