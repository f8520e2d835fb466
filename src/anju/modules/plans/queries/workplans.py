"""Reading weekly work plans, and the departments that write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import WorkPlan, WorkPlanItem
from anju.modules.plans.permissions import WORKPLAN_READ


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    id: int
    name: str


def workplans(actor: Actor, community_id: int | None = None) -> QuerySet[WorkPlan]:
    """Plans in reach with the department's name, the community's name and how many items were met and judged."""
    rows: Any = WorkPlan.objects.select_related("department").filter(actor.reach(WORKPLAN_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    rows = rows.annotate(
        item_count=Count("items"),
        judged_count=Count("items", filter=Q(items__met__isnull=False)),
        met_count=Count("items", filter=Q(items__met=True)),
    )
    found: QuerySet[WorkPlan] = estate.with_place_names(rows, "community_id", "community_name")
    return found


def workplan(actor: Actor, plan_id: int, permission: Permission = WORKPLAN_READ) -> WorkPlan:
    """Raises NotFound (also out of reach), Forbidden (seen, but no right to this)."""
    found: WorkPlan | None = (
        WorkPlan.objects.select_related("department")
        .filter(actor.reach(WORKPLAN_READ).q(), pk=plan_id)
        .first()
    )
    if found is None:
        actor.require(permission)
        raise NotFound("plans.workplan.missing")
    actor.require(permission)
    if not actor.reach(permission).covers_community(found.community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    return found


def items_of(plan_id: int) -> list[WorkPlanItem]:
    """Items in order, with person and place."""
    rows = WorkPlanItem.objects.filter(plan_id=plan_id).select_related("staff", "place")
    return list(rows.order_by("position"))


def departments_of(community_id: int) -> list[DepartmentChoice]:
    """Departments with posts or people at the community, by name; those of the whole company included."""
    found: dict[int, DepartmentChoice] = {}
    for post in people.positions(community_id):
        found[post.department_id] = DepartmentChoice(post.department_id, post.department)
    for person in people.staff_of_community(community_id):
        found[person.department_id] = DepartmentChoice(person.department_id, person.department)
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def mentioning(rows: Any, text: str) -> Any:
    """Plans whose focus or items hold every word."""
    for word in text.split():
        inside = WorkPlanItem.objects.filter(text__icontains=word).values("plan_id")
        rows = rows.filter(Q(focus__icontains=word) | Q(pk__in=inside))
    return rows
