"""Reading goals: the list, the board, what is due, the report by principle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Func, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.kernel.interval import DateInterval
from anju.modules.plans.models import Goal, GoalEntry, GoalKind, GoalState, Principle, WorkStage
from anju.modules.plans.permissions import FULFILMENT_READ, GOAL_READ
from anju.modules.plans.queries import fulfilment
from anju.modules.plans.queries.library import held
from anju.modules.plans.rules import goals as rules
from anju.modules.plans.rules.goals import Urgency
from anju.modules.plans.rules.standing import PromiseLine, Standing

# Which promises tell of a principle: by domain, or by a word in them.
DOMAINS = {
    Principle.FAIRNESS: ("complaint",), Principle.TRAINING: ("training",),
    Principle.PARTICIPATION: ("culture", "governance"),
}  # fmt: skip
KINDS = GoalKind.choices
TOPIC_NAMES: dict[str, Any] = {**dict(Principle.choices), **dict(WorkStage.choices)}
GREEN = ("节能", "环保", "低碳", "垃圾分类", "节水", "节电")


@dataclass(frozen=True, slots=True)
class PrincipleReport:
    """One principle over a year: its goals, what was reported of them, and the promises that tell of it."""

    principle: str
    label: Any
    goals: tuple[Goal, ...]
    entries: tuple[GoalEntry, ...]
    kept: int
    broken: int
    unproven: int
    promises: int


def goals(actor: Actor, community_id: int | None = None) -> QuerySet[Goal]:
    """Goals in reach, those of the whole company included, with their owners."""
    rows: QuerySet[Goal] = Goal.objects.filter(held(actor.reach(GOAL_READ))).select_related("owner")
    if community_id is not None:
        rows = rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    return rows


def goal(actor: Actor, goal_id: int) -> Goal:
    """Raises NotFound."""
    found: Goal | None = goals(actor).filter(pk=goal_id).first()
    if found is None:
        actor.require(GOAL_READ)
        raise NotFound("plans.goal.missing")
    return found


def require_at(actor: Actor, permission: Permission, community_id: int | None) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see the community."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if community_id is None or actor.reach(GOAL_READ).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.goal.missing")


def by_urgency(rows: QuerySet[Goal], urgency: str, today: date) -> QuerySet[Goal]:
    """Goals of one rules.goals.Urgency; the words of `urgency` there hold here."""
    soon = _reminded()
    open_rows = rows.filter(state=GoalState.OPEN)
    if urgency == Urgency.CLOSED:
        return rows.exclude(state=GoalState.OPEN)
    if urgency == Urgency.OVERDUE:
        return open_rows.filter(due_on__lt=today)
    running = open_rows.filter(due_on__gte=today).alias(reminded_on=soon)
    if urgency == Urgency.SOON:
        return running.filter(reminded_on__lte=today)
    later = running.filter(reminded_on__gt=today)
    return (
        later.filter(starts_on__gt=today) if urgency == Urgency.AHEAD else later.filter(starts_on__lte=today)
    )


def urgency_of(row: Goal, today: date) -> Urgency:
    return rules.urgency(
        state=row.state, starts_on=row.starts_on, due_on=row.due_on, remind_days=row.remind_days, today=today
    )


def pressing(actor: Actor, today: date, community_id: int | None) -> list[Goal]:
    """Overdue goals and those coming due, the oldest first."""
    rows = goals(actor, community_id)
    found = by_urgency(rows, Urgency.OVERDUE, today) | by_urgency(rows, Urgency.SOON, today)
    return list(found.order_by("due_on", "pk"))


def entries(row: Goal) -> list[GoalEntry]:
    return list(row.entries.select_related("file").order_by("-on", "-pk"))


def entry(actor: Actor, entry_id: int) -> GoalEntry:
    """Raises NotFound."""
    found: GoalEntry | None = GoalEntry.objects.select_related("file").filter(pk=entry_id).first()
    if found is None:
        raise NotFound("plans.goal.missing")
    goal(actor, found.goal_id)
    return found


def timeline(rows: Iterable[Goal], today: date) -> rules.Timeline | None:
    return rules.timeline([(one.starts_on, one.due_on, one.percent) for one in rows], today)


def principles(*, actor: Actor, community_id: int | None, year: int, today: date) -> list[PrincipleReport]:
    """The report on the five service principles over a year; promises only for one community. Source: A STD-20."""
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    rows = list(goals(actor, community_id).filter(kind=GoalKind.PRINCIPLE).order_by("due_on", "pk"))
    told = GoalEntry.objects.filter(goal__in=rows, on__gte=first, on__lt=last).select_related("goal", "file")
    by_topic: dict[str, list[GoalEntry]] = {}
    for one in told.order_by("-on", "-pk"):
        by_topic.setdefault(one.goal.topic, []).append(one)
    lines: list[PromiseLine] = []
    if community_id is not None and actor.reach(FULFILMENT_READ).covers_community(community_id):
        lines = fulfilment.standings(community_id=community_id, days=DateInterval(first, last), today=today)
    return [
        _principle(value, label, rows, by_topic.get(value, []), lines) for value, label in Principle.choices
    ]


def _principle(
    value: str, label: Any, rows: list[Goal], told: list[GoalEntry], lines: list[PromiseLine]
) -> PrincipleReport:
    chosen = [one for one in lines if _tells(value, one)]
    count = {one: sum(1 for line in chosen if line.standing is one) for one in Standing}
    return PrincipleReport(
        value, label, tuple(one for one in rows if one.topic == value), tuple(told), count[Standing.KEPT],
        count[Standing.BROKEN], count[Standing.UNPROVEN], len(chosen),
    )  # fmt: skip


def _tells(principle: str, line: PromiseLine) -> bool:
    if principle == Principle.QUALITY:
        return True
    if principle == Principle.ENVIRONMENT:
        return any(word in f"{line.title}{line.quote}" for word in GREEN)
    return line.domain in DOMAINS[Principle(principle)]


def _reminded() -> Any:
    """The first day on which a goal counts as coming due."""
    days = ExpressionWrapper(
        Func(F("remind_days"), function="make_interval", template="make_interval(days => %(expressions)s)"),
        output_field=DurationField(),
    )
    return ExpressionWrapper(F("due_on") - days, output_field=DateField())
