"""Weekly work plans in the console."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.people import facade as people
from anju.modules.plans.models import WorkPlan
from anju.modules.plans.tests import field_work
from anju.modules.plans.tests.field_work import problems, rows_of


@pytest.fixture
def at(boss):
    return field_work.made(boss)


def week_of_cleaning(at):
    team = next(one for one in people.teams(at.community_id) if one.id == at.ground.team_id)
    return {
        "department_id": str(team.department_id), "week": str(at.today), "focus": "车库积水", "items-count": "2",
        "items-0-text": "清洗车库", "items-0-target": "无积水", "items-0-staff_id": str(at.staff["沈芳"]),
        "items-0-place_id": str(at.ground.road), "items-0-due_on": str(at.today),
    }  # fmt: skip


def test_a_week_is_planned_published_judged_closed_copied_and_printed(at, login):
    client = login(RoleCode.SUPERVISOR)
    assert client.get(reverse("plans:workplan_new")).status_code == 200
    made = client.post(reverse("plans:workplan_new"), week_of_cleaning(at))
    assert made.status_code == 303, problems(made)
    plan = WorkPlan.objects.get()
    page = reverse("plans:workplan", args=[plan.pk])

    def step(name, **sent):
        return client.post(reverse(f"plans:workplan_{name}", args=[plan.pk]), sent)

    assert client.get(reverse("plans:workplan_edit", args=[plan.pk])).status_code == 200
    assert step("publish").status_code == 302
    item = plan.items.get()
    assert step("close", summary="好").status_code == 422
    step("judge", **{f"result-{item.pk}": "完成", f"met-{item.pk}": "1"})
    assert "完成" in client.get(page).content.decode()
    assert step("close", summary="一切顺利").status_code == 303
    assert "一切顺利" in client.get(page).content.decode()
    copied = step("copy", week=str(at.today + timedelta(days=7)))
    assert copied.status_code == 303 and WorkPlan.objects.count() == 2
    pdf = client.get(reverse("plans:workplan_print", args=[plan.pk, "pdf"]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    listed = rows_of(
        client.get(reverse("plans:workplans"), {"q": "车库", "state": "closed", "export": "xlsx"})
    )
    assert len(listed) == 2 and listed[1][3:6] == ("车库积水", 1, 1)


def test_a_row_that_cannot_be_is_said_in_its_row_and_the_rest_stays_typed(at, login):
    sent = {
        **week_of_cleaning(at),
        "items-0-due_on": str(at.today + timedelta(days=30)),
        "items-1-target": "只有目标",
    }
    answer = login(RoleCode.SUPERVISOR).post(reverse("plans:workplan_new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写工作内容" in page and "清洗车库" in page
    del sent["items-1-target"]
    answer = login(RoleCode.MANAGER, username="two").post(reverse("plans:workplan_new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "完成日期须在" in page and "无积水" in page
    assert not WorkPlan.objects.exists()


def test_publishing_an_unfinished_plan_says_what_is_missing(at, login):
    client = login(RoleCode.SUPERVISOR)
    client.post(reverse("plans:workplan_new"), {**week_of_cleaning(at), "items-0-target": ""})
    plan = WorkPlan.objects.get()
    answer = client.post(reverse("plans:workplan_publish", args=[plan.pk]), follow=True)
    assert "缺少目标、责任人或完成日期" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_draft_is_thrown_away_after_asking(at, login):
    client = login(RoleCode.SUPERVISOR)
    client.post(reverse("plans:workplan_new"), week_of_cleaning(at))
    url = reverse("plans:workplan_discard", args=[WorkPlan.objects.get().pk])
    assert client.get(url).status_code == 200 and WorkPlan.objects.exists()
    assert client.post(url).status_code == 302 and not WorkPlan.objects.exists()
