"""Weekly work plans: who may write them, what they must hold, how a week ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.people.services.structure import DepartmentDraft
from anju.modules.plans.models import WorkPlan, WorkPlanItem, WorkPlanState
from anju.modules.plans.queries import workplans as reads
from anju.modules.plans.services import workplans
from anju.modules.plans.services.workplans import ItemDraft, Judgement, WorkPlanDraft
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT

MONDAY = date(2026, 11, 16)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def cleaning(boss, place):
    """(department, a person in it)"""
    draft = DepartmentDraft(name="保洁部", domain="cleaning", community_id=place.community.id)
    department = people.department_save(actor=boss, draft=draft, at=AT)
    person = StaffDraft(name="沈芳", number="C01", department_id=department, community_id=place.community.id)
    return department, people.staff_create(actor=boss, draft=person, at=AT)


@pytest.fixture
def draft(place, cleaning):
    department, person = cleaning
    return WorkPlanDraft(
        community_id=place.community.id,
        department_id=department,
        week=MONDAY + timedelta(days=2),
        focus="地下车库积水清理",
        items=(
            ItemDraft(
                text="清洗地下车库地面",
                place_id=place.road,
                target="地面无积水、无油污",
                staff_id=person,
                due_on=MONDAY + timedelta(days=3),
            ),
            ItemDraft(text="擦拭楼道扶手", area="全部楼道", target="无灰尘", staff_id=person, due_on=MONDAY),
        ),
    )


@pytest.fixture
def plan(boss, draft):
    return workplans.workplan_create(actor=boss, draft=draft, at=AT)


def without(boss, code):
    return replace(boss, grants={key: reach for key, reach in boss.grants.items() if key != code})


def test_a_plan_is_kept_under_the_monday_of_its_week_with_its_items_in_order(plan):
    kept = WorkPlan.objects.get(pk=plan)
    assert (kept.week, kept.state, kept.focus) == (MONDAY, WorkPlanState.DRAFT, "地下车库积水清理")
    assert [one.text for one in reads.items_of(plan)] == ["清洗地下车库地面", "擦拭楼道扶手"]
    assert AuditEntry.objects.filter(action="plans.workplan.created", subject_id=plan).count() == 1


def test_a_department_has_one_plan_a_week(boss, draft, plan):
    with pytest.raises(Conflict, match="week_taken"):
        workplans.workplan_create(actor=boss, draft=draft, at=AT)
    assert WorkPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"department_id": 10**9}, "plans.workplan.department", "department_id"),
        ({"focus": "字" * 1001}, "plans.workplan.focus_too_long", "focus"),
        ({"items": (ItemDraft(text=" "),)}, "plans.workplan.item_text", "items.0.text"),
        (
            {"items": (ItemDraft(text="扫雪", place_id=10**9),)},
            "plans.workplan.place_elsewhere",
            "items.0.place_id",
        ),
        (
            {"items": (ItemDraft(text="扫雪", staff_id=10**9),)},
            "plans.workplan.staff_elsewhere",
            "items.0.staff_id",
        ),
        (
            {"items": (ItemDraft(text="扫雪", due_on=MONDAY + timedelta(days=7)),)},
            "plans.workplan.due_outside",
            "items.0.due_on",
        ),
        ({"items": (ItemDraft(text="扫雪"),) * 61}, "plans.workplan.too_many_items", "items"),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_field_and_nothing_is_written(
    boss, draft, change, code, field
):
    with pytest.raises(Invalid) as refused:
        workplans.workplan_create(actor=boss, draft=replace(draft, **change), at=AT)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not WorkPlan.objects.exists()


def test_a_plan_of_a_community_out_of_reach_is_not_found(boss, draft):
    with pytest.raises(NotFound):
        workplans.workplan_create(actor=boss_elsewhere(boss), draft=draft, at=AT)
    assert not WorkPlan.objects.exists()


def boss_elsewhere(boss):
    from anju.foundation.permissions import Reach

    nowhere = Reach(frozenset({"/999999/"}), frozenset({999999}))
    return replace(boss, grants=dict.fromkeys(boss.grants, nowhere))


@pytest.mark.parametrize("missing", [{"target": ""}, {"staff_id": None}, {"due_on": None}])
def test_an_item_without_target_person_or_day_cannot_be_published(boss, draft, missing):
    items = (replace(draft.items[0], **missing), draft.items[1])
    plan = workplans.workplan_create(actor=boss, draft=replace(draft, items=items), at=AT)
    with pytest.raises(Invalid, match="item_incomplete"):
        workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    assert WorkPlan.objects.get(pk=plan).state == WorkPlanState.DRAFT


def test_an_empty_plan_cannot_be_published(boss, draft):
    plan = workplans.workplan_create(actor=boss, draft=replace(draft, items=()), at=AT)
    with pytest.raises(Invalid, match="empty"):
        workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)


def test_a_published_plan_cannot_be_rewritten(boss, draft, plan):
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    with pytest.raises(Conflict, match="state"):
        workplans.workplan_change(actor=boss, plan_id=plan, focus="别的", items=draft.items, at=AT)
    assert WorkPlan.objects.get(pk=plan).focus == "地下车库积水清理"


def test_a_published_plan_goes_back_to_draft_only_before_it_was_judged(boss, plan):
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    workplans.workplan_withdraw(actor=boss, plan_id=plan, at=AT)
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    first = reads.items_of(plan)[0]
    workplans.workplan_judge(
        actor=boss, plan_id=plan, judgements={first.pk: Judgement("已清理", True)}, at=AT
    )
    with pytest.raises(Conflict, match="judged_already"):
        workplans.workplan_withdraw(actor=boss, plan_id=plan, at=AT)


def test_the_week_is_closed_when_every_item_was_judged(boss, plan):
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    first, second = reads.items_of(plan)
    workplans.workplan_judge(
        actor=boss, plan_id=plan, judgements={first.pk: Judgement("已清理", True)}, at=AT
    )
    with pytest.raises(Invalid, match="item_open"):
        workplans.workplan_close(actor=boss, plan_id=plan, summary="", at=AT)
    workplans.workplan_judge(
        actor=boss, plan_id=plan, judgements={second.pk: Judgement("下雨未做", False)}, at=AT
    )
    workplans.workplan_close(actor=boss, plan_id=plan, summary="基本完成", at=AT)
    closed = reads.workplans(boss).get(pk=plan)
    assert (closed.state, closed.summary) == (WorkPlanState.CLOSED, "基本完成")
    assert (closed.item_count, closed.judged_count, closed.met_count) == (2, 2, 1)


def test_only_items_of_the_plan_can_be_judged(boss, draft, plan):
    other = workplans.workplan_create(
        actor=boss,
        draft=replace(draft, week=MONDAY + timedelta(days=7), items=(ItemDraft(text="扫雪"),)),
        at=AT,
    )
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    foreign = reads.items_of(other)[0].pk
    with pytest.raises(Invalid, match="item_elsewhere"):
        workplans.workplan_judge(actor=boss, plan_id=plan, judgements={foreign: Judgement("", True)}, at=AT)
    assert not WorkPlanItem.objects.filter(met__isnull=False).exists()


def test_copying_a_week_moves_its_days_and_leaves_results_behind(boss, plan):
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    first, second = reads.items_of(plan)
    said = {one.pk: Judgement("完成", True) for one in (first, second)}
    workplans.workplan_judge(actor=boss, plan_id=plan, judgements=said, at=AT)
    copy = workplans.workplan_copy(actor=boss, plan_id=plan, week=MONDAY + timedelta(days=9), at=AT)
    made = reads.workplan(boss, copy)
    assert (made.week, made.state) == (MONDAY + timedelta(days=7), WorkPlanState.DRAFT)
    items = reads.items_of(copy)
    assert [one.due_on for one in items] == [MONDAY + timedelta(days=10), MONDAY + timedelta(days=7)]
    assert {(one.result, one.met) for one in items} == {("", None)}


def test_a_draft_can_be_thrown_away_and_the_audit_keeps_it(boss, plan):
    workplans.workplan_discard(actor=boss, plan_id=plan, at=AT)
    assert not WorkPlan.objects.exists()
    kept = AuditEntry.objects.get(action="plans.workplan.discarded")
    assert kept.before["items"][0]["text"] == "清洗地下车库地面"


def test_a_published_plan_cannot_be_thrown_away(boss, plan):
    workplans.workplan_publish(actor=boss, plan_id=plan, at=AT)
    with pytest.raises(Conflict):
        workplans.workplan_discard(actor=boss, plan_id=plan, at=AT)
    assert WorkPlan.objects.filter(pk=plan).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, plan, draft: workplans.workplan_create(actor=actor, draft=draft, at=AT),
        lambda actor, plan, draft: workplans.workplan_copy(actor=actor, plan_id=plan, week=MONDAY, at=AT),
        lambda actor, plan, draft: workplans.workplan_change(
            actor=actor, plan_id=plan, focus="", items=(), at=AT
        ),
        lambda actor, plan, draft: workplans.workplan_publish(actor=actor, plan_id=plan, at=AT),
        lambda actor, plan, draft: workplans.workplan_withdraw(actor=actor, plan_id=plan, at=AT),
        lambda actor, plan, draft: workplans.workplan_judge(actor=actor, plan_id=plan, judgements={}, at=AT),
        lambda actor, plan, draft: workplans.workplan_close(actor=actor, plan_id=plan, summary="", at=AT),
        lambda actor, plan, draft: workplans.workplan_discard(actor=actor, plan_id=plan, at=AT),
    ],
)
def test_without_the_right_nothing_of_a_plan_changes(boss, draft, plan, act):
    entries = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        act(without(boss, "plans.workplan:write"), plan, draft)
    assert (AuditEntry.objects.count(), WorkPlan.objects.count()) == (entries, 1)
