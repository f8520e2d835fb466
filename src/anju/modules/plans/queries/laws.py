"""Reading reference laws, and where plans speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.plans.models import (
    ControlledDocument,
    LawUse,
    PlanVersion,
    ReferenceLaw,
    VersionState,
)
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.rules import library as rules


@dataclass(frozen=True, slots=True)
class Mention:
    """A title that a plan names between 《》 and that neither the list of laws nor the library knows."""

    title: str
    plan_id: int
    plan: str


def laws() -> QuerySet[ReferenceLaw]:
    """References of the organisation, each with its plans in `plans_shown`."""
    uses = LawUse.objects.select_related("plan").order_by("plan__title", "pk")
    rows: QuerySet[ReferenceLaw] = ReferenceLaw.objects.prefetch_related(
        Prefetch("uses", uses, to_attr="plans_shown")
    )
    return rows


def law(law_id: int) -> ReferenceLaw:
    """Raises NotFound."""
    found: ReferenceLaw | None = laws().filter(pk=law_id).first()
    if found is None:
        raise NotFound("plans.law.missing")
    return found


def plans_of(actor: Actor) -> list[tuple[int, str]]:
    return list(plan_queries.plans(actor).order_by("title", "pk").values_list("pk", "title"))


def unlisted(actor: Actor, community_id: int | None) -> list[Mention]:
    """Titles in plans in force that nobody entered yet."""
    known = [*ReferenceLaw.objects.values_list("title", flat=True)]
    known += ControlledDocument.objects.values_list("title", flat=True)
    rows: Any = PlanVersion.objects.select_related("plan").filter(
        actor.reach(PLAN_READ).q(community="plan__community_id"), state=VersionState.IN_FORCE
    )
    if community_id is not None:
        rows = rows.filter(plan__community_id=community_id)
    return [
        Mention(title, one.plan_id, one.plan.title)
        for one in rows.order_by("plan__title", "pk")
        for title in rules.unlisted(rules.quoted_titles(one.text), known)
    ]
