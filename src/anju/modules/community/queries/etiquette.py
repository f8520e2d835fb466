"""Reading etiquette checks, the checklists in force, and the pass rate of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.engines.schedule.contracts import Checklist
from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.modules.community.models import EtiquetteAbout, EtiquetteCheck, EtiquetteResult
from anju.modules.community.permissions import ETIQUETTE_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.safety_settings import PERSON_ITEMS, RECEPTION_ITEMS
from anju.modules.community.rules import safety as rules
from anju.modules.people import facade as people

WAITING = Q(results__passed=False, results__fixed_on__isnull=True)


@dataclass(frozen=True, slots=True)
class Month:
    """Items asked and passed at the first look. by_item: (label, asked, passed), worst first."""

    checks: int
    asked: int
    passed: int
    waiting: int
    by_item: tuple[tuple[str, int, int], ...]

    @property
    def share(self) -> float | None:
        return rules.share(self.passed, self.asked)


def items(about: str, community_id: int) -> Checklist:
    """The checklist the house set for a person or a reception, in the words of the schedule engine."""
    setting = PERSON_ITEMS if about == EtiquetteAbout.PERSON else RECEPTION_ITEMS
    return rules.checklist(str(registry.value(setting, community_id)))


def checks(actor: Actor, community_id: int | None = None) -> QuerySet[EtiquetteCheck]:
    rows = EtiquetteCheck.objects.filter(actor.reach(ETIQUETTE_READ).q()).annotate(
        asked=Count("results"),
        failed=Count("results", filter=Q(results__passed=False)),
        waiting=Count("results", filter=WAITING),
    )
    found: QuerySet[Any] = people.with_staff_names(rows)
    return found if community_id is None else found.filter(community_id=community_id)


def check(actor: Actor, check_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(EtiquetteCheck, check_id, actor=actor, permission=ETIQUETTE_READ, reading=ETIQUETTE_READ)


def month(community_id: int, first: date) -> Month:
    rows = EtiquetteResult.objects.filter(
        sheet__community_id=community_id, sheet__on__year=first.year, sheet__on__month=first.month
    )
    good = Count("pk", filter=Q(passed=True))
    whole = rows.aggregate(
        checks=Count("sheet", distinct=True), asked=Count("pk"), good=good,
        waiting=Count("pk", filter=Q(passed=False, fixed_on__isnull=True)),
    )  # fmt: skip
    found = [
        (one["label"], one["asked"], one["good"])
        for one in rows.values("label").annotate(asked=Count("pk"), good=good).order_by("label")
    ]
    found.sort(key=lambda one: (one[2] / one[1], one[0]))
    return Month(whole["checks"], whole["asked"], whole["good"], whole["waiting"], tuple(found))
