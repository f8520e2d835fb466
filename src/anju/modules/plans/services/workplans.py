"""Weekly work plans: written, published, judged at the week's end, closed. Source: A PLN-01, PLN-02."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.foundation.audit import Action
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import WorkPlan, WorkPlanItem, WorkPlanState
from anju.modules.plans.permissions import WORKPLAN_WRITE
from anju.modules.plans.queries import workplans as reads

CREATED = audit.action("plans.workplan.created", _("新建周工作计划"))
CHANGED = audit.action("plans.workplan.changed", _("修改周工作计划"))
PUBLISHED = audit.action("plans.workplan.published", _("发布周工作计划"))
WITHDRAWN = audit.action("plans.workplan.withdrawn", _("撤回周工作计划"))
JUDGED = audit.action("plans.workplan.judged", _("登记周工作计划完成情况"))
CLOSED = audit.action("plans.workplan.closed", _("总结周工作计划"))
DISCARDED = audit.action("plans.workplan.discarded", _("删除周工作计划草稿"))

MOST_ITEMS = 60
LONGEST_FOCUS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One item as written. area: words where no place of the tree fits."""

    text: str
    place_id: int | None = None
    area: str = ""
    target: str = ""
    staff_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of an item: in words, and whether its target was met; met None: not yet said."""

    result: str
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlanDraft:
    """week: any day of it; kept as its Monday."""

    community_id: int
    department_id: int
    week: date
    focus: str = ""
    items: tuple[ItemDraft, ...] = field(default=())

    @property
    def monday(self) -> date:
        return self.week - timedelta(days=self.week.weekday())


def workplan_create(*, actor: Actor, draft: WorkPlanDraft, at: datetime) -> int:
    """Write down the plan of a department's week.

    Raises Forbidden, NotFound (community), Invalid (department, items, focus), Conflict (the week has one already).
    """
    actor.require(WORKPLAN_WRITE)
    if not actor.reach(WORKPLAN_WRITE).covers_community(draft.community_id):
        raise NotFound("estate.place.missing", "community_id")
    if draft.department_id not in {one.id for one in reads.departments_of(draft.community_id)}:
        raise Invalid("plans.workplan.department", "department_id")
    _check(draft)
    with transaction.atomic():
        made = _made(draft, actor, at)
        _write_items(made, draft.items)
        audit.record(
            actor, CREATED, made, after=_facts(made, draft), community_id=made.community_id, at=at
        )  # fmt: skip
    return int(made.pk)


def workplan_copy(*, actor: Actor, plan_id: int, week: date, at: datetime) -> int:
    """Begin another week of the same department with the items of this one, their days moved along.

    Results are left behind. Raises as workplan_create.
    """
    source = reads.workplan(actor, plan_id, WORKPLAN_WRITE)
    monday = week - timedelta(days=week.weekday())
    shift = monday - source.week
    items = tuple(
        ItemDraft(
            text=one.text,
            place_id=one.place_id,
            area=one.area,
            target=one.target,
            staff_id=one.staff_id,
            due_on=one.due_on + shift if one.due_on else None,
        )
        for one in source.items.order_by("position")
    )
    draft = WorkPlanDraft(
        community_id=source.community_id,
        department_id=source.department_id,
        week=monday,
        focus=source.focus,
        items=items,
    )
    return workplan_create(actor=actor, draft=draft, at=at)


def workplan_change(
    *, actor: Actor, plan_id: int, focus: str, items: Sequence[ItemDraft], at: datetime
) -> None:
    """Let a draft say this. Raises Forbidden, NotFound, Conflict (published), Invalid."""
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.DRAFT)
        draft = WorkPlanDraft(
            community_id=plan.community_id,
            department_id=plan.department_id,
            week=plan.week,
            focus=focus,
            items=tuple(items),
        )
        _check(draft)
        before = _facts(plan, None)
        plan.focus = focus.strip()
        plan.save(update_fields=["focus"])
        _write_items(plan, items)
        _record(actor, CHANGED, plan, before, at, after=_facts(plan, draft))


def workplan_publish(*, actor: Actor, plan_id: int, at: datetime) -> None:
    """Make a draft the department's plan. Every item needs a target, a person and a day (PLN-02, PLN-03).

    Raises Forbidden, NotFound, Conflict (not a draft), Invalid (no items, an item lacks something).
    """
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.DRAFT)
        items = list(plan.items.order_by("position"))
        if not items:
            raise Invalid("plans.workplan.empty")
        for number, item in enumerate(items, 1):
            if not (item.target and item.staff_id and item.due_on):
                raise Invalid("plans.workplan.item_incomplete", number=number, text=item.text)
        plan.state, plan.published_at, plan.published_by = WorkPlanState.PUBLISHED, at, actor.user_id
        plan.save(update_fields=["state", "published_at", "published_by"])
        _record(actor, PUBLISHED, plan, {"state": "draft"}, at)


def workplan_withdraw(*, actor: Actor, plan_id: int, at: datetime) -> None:
    """Take a published plan back into a draft, as long as nothing was judged.

    Raises Forbidden, NotFound, Conflict (not published, judged already).
    """
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.PUBLISHED)
        if plan.items.filter(met__isnull=False).exists():
            raise Conflict("plans.workplan.judged_already")
        plan.state, plan.published_at, plan.published_by = WorkPlanState.DRAFT, None, None
        plan.save(update_fields=["state", "published_at", "published_by"])
        _record(actor, WITHDRAWN, plan, {"state": "published"}, at)


def workplan_judge(*, actor: Actor, plan_id: int, judgements: Mapping[int, Judgement], at: datetime) -> None:
    """Write down what became of items, by item id. Raises Forbidden, NotFound, Conflict (not published), Invalid."""
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.PUBLISHED)
        items = {item.pk: item for item in plan.items.all()}
        if not judgements.keys() <= items.keys():
            raise Invalid("plans.workplan.item_elsewhere", "items")
        before = {str(items[number].position + 1): _outcome(items[number]) for number in judgements}
        for number, said in judgements.items():
            items[number].result, items[number].met = said.result.strip()[:300], said.met
        changed = [items[number] for number in judgements]
        WorkPlanItem.objects.bulk_update(changed, ["result", "met"])
        after = {str(one.position + 1): _outcome(one) for one in changed}
        if after != before:
            _record(actor, JUDGED, plan, before, at, after=after)


def workplan_close(*, actor: Actor, plan_id: int, summary: str, at: datetime) -> None:
    """Close the week with a summary once every item was judged.

    Raises Forbidden, NotFound, Conflict (not published), Invalid (an item not judged).
    """
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.PUBLISHED)
        open_item = plan.items.filter(met__isnull=True).order_by("position").first()
        if open_item is not None:
            raise Invalid(
                "plans.workplan.item_open", "summary", number=open_item.position + 1, text=open_item.text
            )
        plan.state, plan.closed_at, plan.closed_by = WorkPlanState.CLOSED, at, actor.user_id
        plan.summary = summary.strip()
        plan.save(update_fields=["state", "closed_at", "closed_by", "summary"])
        _record(actor, CLOSED, plan, {"state": "published"}, at)


def workplan_discard(*, actor: Actor, plan_id: int, at: datetime) -> None:
    """Throw a draft away; the audit keeps what it said. Raises Forbidden, NotFound, Conflict (published)."""
    with transaction.atomic():
        plan = _locked(actor, plan_id, WorkPlanState.DRAFT)
        audit.record(
            actor, DISCARDED, plan, before=_facts(plan, None), community_id=plan.community_id, at=at
        )  # fmt: skip
        plan.delete()


def _made(draft: WorkPlanDraft, actor: Actor, at: datetime) -> WorkPlan:
    try:
        with transaction.atomic():
            made: WorkPlan = WorkPlan.objects.create(
                community_id=draft.community_id,
                department_id=draft.department_id,
                week=draft.monday,
                focus=draft.focus.strip(),
                created_at=at,
                created_by=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict("plans.workplan.week_taken", "week", week=draft.monday) from error
    return made


def _check(draft: WorkPlanDraft) -> None:
    if len(draft.focus) > LONGEST_FOCUS:
        raise Invalid("plans.workplan.focus_too_long", "focus", limit=LONGEST_FOCUS)
    if len(draft.items) > MOST_ITEMS:
        raise Invalid("plans.workplan.too_many_items", "items", limit=MOST_ITEMS)
    places = estate.places_by_id({one.place_id for one in draft.items if one.place_id})
    staff = people.staff_by_id({one.staff_id for one in draft.items if one.staff_id})
    last = draft.monday + timedelta(days=6)
    for number, item in enumerate(draft.items):
        if not item.text.strip():
            raise Invalid("plans.workplan.item_text", f"items.{number}.text")
        place, person = places.get(item.place_id or 0), staff.get(item.staff_id or 0)
        if item.place_id and (place is None or place.community_id != draft.community_id):
            raise Invalid("plans.workplan.place_elsewhere", f"items.{number}.place_id")
        if item.staff_id and (person is None or person.community_id not in (None, draft.community_id)):
            raise Invalid("plans.workplan.staff_elsewhere", f"items.{number}.staff_id")
        if item.due_on and not draft.monday <= item.due_on <= last:
            raise Invalid(
                "plans.workplan.due_outside", f"items.{number}.due_on", start=draft.monday, end=last
            )


def _write_items(plan: WorkPlan, items: Sequence[ItemDraft]) -> None:
    """Items are rewritten in their order; a draft has no results yet that could be lost."""
    plan.items.all().delete()
    WorkPlanItem.objects.bulk_create(
        WorkPlanItem(
            plan=plan,
            position=position,
            text=one.text.strip(),
            place_id=one.place_id,
            area=one.area.strip(),
            target=one.target.strip(),
            staff_id=one.staff_id,
            due_on=one.due_on,
        )
        for position, one in enumerate(items)
    )


def _locked(actor: Actor, plan_id: int, state: WorkPlanState) -> WorkPlan:
    seen = reads.workplan(actor, plan_id, WORKPLAN_WRITE)
    plan: WorkPlan = locks.row(WorkPlan, seen.pk)
    if plan.state != state:
        raise Conflict("plans.workplan.state", state=WorkPlanState(plan.state).label)
    return plan


def _facts(plan: WorkPlan, draft: WorkPlanDraft | None) -> dict[str, Any]:
    items = plan.items.order_by("position") if draft is None else draft.items
    return {
        "week": plan.week.isoformat(),
        "department": plan.department_id,
        "focus": plan.focus if draft is None else draft.focus.strip(),
        "items": [
            {
                "text": one.text,
                "place": one.place_id,
                "area": one.area,
                "target": one.target,
                "staff": one.staff_id,
                "due_on": one.due_on.isoformat() if one.due_on else None,
            }
            for one in items
        ],
    }


def _outcome(item: WorkPlanItem) -> dict[str, Any]:
    return {"result": item.result, "met": item.met}


def _record(
    actor: Actor, what: Action, plan: WorkPlan, before: dict[str, Any], at: datetime, after: Any = None
) -> None:
    audit.record(
        actor, what, plan, before=before, after=after or {"state": str(plan.state)},
        community_id=plan.community_id, at=at,
    )  # fmt: skip
