"""Who reaches which page of the running work, and that a refusal changes nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anju.engines.schedule import facade as schedule
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade as people
from anju.modules.plans.services import workplans
from anju.modules.plans.tests import factories, field_work


@pytest.fixture
def at(boss):
    return field_work.made(boss)


READERS = frozenset(
    {RoleCode.LEADER, RoleCode.QUALITY, RoleCode.MANAGER, RoleCode.SUPERVISOR, RoleCode.FRONTDESK, RoleCode.ADMIN,
     RoleCode.COMMITTEE, RoleCode.AUTHORITY}
)  # fmt: skip
PLANNERS = frozenset({RoleCode.MANAGER, RoleCode.QUALITY, RoleCode.ADMIN})
ASSIGNERS = frozenset({RoleCode.MANAGER, RoleCode.SUPERVISOR, RoleCode.ADMIN})
WRITERS = frozenset({RoleCode.MANAGER, RoleCode.QUALITY, RoleCode.SUPERVISOR, RoleCode.ADMIN})
PAGES = {
    "rounds": READERS, "timetable": READERS, "patrols": READERS, "patrol_points": READERS, "findings": READERS,
    "round": READERS, "finding": READERS, "round_new": PLANNERS, "round_edit": PLANNERS, "round_pause": PLANNERS,
    "round_end": PLANNERS, "round_event": ASSIGNERS, "workplans": READERS - {RoleCode.COMMITTEE, RoleCode.AUTHORITY},
    "workplan": READERS - {RoleCode.COMMITTEE, RoleCode.AUTHORITY}, "workplan_new": WRITERS,
    "workplan_edit": WRITERS, "workplan_copy": WRITERS, "workplan_close": WRITERS, "workplan_discard": WRITERS,
}  # fmt: skip
POSTS = {
    "round_new": PLANNERS, "round_edit": PLANNERS, "round_activate": PLANNERS, "round_pause": PLANNERS,
    "round_end": PLANNERS, "round_event": ASSIGNERS, "finding": WRITERS, "workplan_new": WRITERS,
    "workplan_edit": WRITERS, "workplan_copy": WRITERS, "workplan_publish": WRITERS, "workplan_withdraw": WRITERS,
    "workplan_judge": WRITERS, "workplan_close": WRITERS, "workplan_discard": WRITERS, "round_places": PLANNERS,
    "round_event_over": ASSIGNERS, "work_take_back": ASSIGNERS,
}  # fmt: skip
BARE = frozenset({"round_new", "round_event", "workplan_new", "round_places", "round_event_over"})


@pytest.fixture
def subjects(at, boss):
    team = next(one for one in people.teams(at.community_id) if one.id == at.ground.team_id)
    draft = workplans.WorkPlanDraft(
        community_id=at.community_id, department_id=team.department_id, week=at.today
    )
    plan = workplans.workplan_create(actor=boss, draft=draft, at=at.now)
    work = at.works("楼道清扫")[-1].pk
    schedule.skip(actor=boss, occurrence_id=work, reason="下雨", at=at.now)
    return {
        "round": at.rounds["楼道清扫"],
        "finding": field_work.with_finding(at),
        "workplan": plan,
        "work": work,
    }


def address(name, subjects):
    number = next((subjects[key] for key in subjects if name == key or name.startswith(f"{key}_")), None)
    bare = name in BARE or number is None
    return reverse(f"plans:{name}", args=[] if bare else [number])


@pytest.mark.parametrize("role", list(RoleCode), ids=str)
def test_each_role_reaches_just_its_pages_and_a_refusal_changes_nothing(subjects, login, role):
    client = login(role)
    for name, allowed in PAGES.items():
        status = client.get(address(name, subjects)).status_code
        assert status == (200 if role in allowed else 403), (name, status)
    entries = AuditEntry.objects.count()
    for name, allowed in POSTS.items():
        if role not in allowed:
            assert client.post(address(name, subjects), {"reason": "x", "note": "x"}).status_code == 403, name
    assert AuditEntry.objects.count() == entries
    assert schedule.round_view(subjects["round"]).state == "active"


def test_what_lies_in_another_community_is_not_found(subjects, boss, login):
    elsewhere = factories.ground(boss, "QS", "青山苑").community
    client = login(RoleCode.MANAGER, path=elsewhere.path)
    entries = AuditEntry.objects.count()
    shared = {
        "rounds",
        "timetable",
        "patrols",
        "patrol_points",
        "findings",
        "round_new",
        "round_event",
        "round_event_over",
        "round_places",
        "workplans",
        "workplan_new",
    }
    for name in PAGES:
        status = client.get(address(name, subjects)).status_code
        assert status == (200 if name in shared else 404), (name, status)
    for name in POSTS.keys() - shared:
        assert client.post(address(name, subjects), {"reason": "x", "note": "x"}).status_code == 404, name
    assert "楼道清扫" not in client.get(reverse("plans:rounds")).content.decode()
    assert "墙面有涂鸦" not in client.get(reverse("plans:findings")).content.decode()
    assert AuditEntry.objects.count() == entries


def test_pages_of_a_company_with_several_communities_ask_which_one(at, boss, login):
    factories.ground(boss, "QS", "青山苑")
    client = login(RoleCode.MANAGER)
    for name in (
        "timetable",
        "patrols",
        "patrol_points",
        "round_new",
        "workplan_new",
        "round_event",
        "works",
        "rounds",
    ):
        page = client.get(reverse(f"plans:{name}"))
        assert page.status_code == 200, name
    assert "选择小区" in client.get(reverse("plans:timetable")).content.decode()
    chosen = client.get(reverse("plans:timetable"), {"community": at.community_id})
    assert "小区巡逻" in chosen.content.decode()
    assert client.get(reverse("plans:round_new"), {"community": 10**9}).status_code == 404
