from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from anju.foundation import actors, search
from anju.foundation.accounts.models import Membership, User
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach, RoleCode
from anju.foundation.permissions.models import Assignment
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade
from anju.modules.people.contracts import StaffDraft
from anju.modules.people.models import Staff
from anju.modules.people.permissions import STAFF_CHANGE, STAFF_READ
from anju.modules.people.queries import staff as queries
from anju.modules.people.services import staff as services
from anju.modules.people.services import structure
from anju.modules.people.tests.factories import AT, department, position, staff, team


def test_a_person_is_found_by_name_pinyin_and_number_and_shown_to_others(boss):
    guards = department(boss)
    gate, early = position(boss, guards, headcount=3), team(boss, guards)
    one = staff(
        boss, guards, position_id=gate, team_id=early, skills=("消防", "急救", "消防"), phone="138 0013 8000"
    )
    view = facade.staff_by_id([one])[one]
    assert (view.department, view.position, view.team) == ("秩序维护部", "门岗", "早班")
    assert view.skills == ("急救", "消防")
    for typed in ("郑有", "zhengyou", "zyw", "A001"):
        assert [hit.subject_id for hit in search.find(actor=boss, text=typed)] == [one]
    assert facade.members(position_id=gate) == facade.members(team_id=early) == [view]


def test_the_telephone_number_is_sealed_in_the_table_masked_in_the_log_and_revealed_on_record(boss):
    one = staff(boss, department(boss), phone="+86 13800138000")
    with connection.cursor() as cursor:
        cursor.execute("select phone from people_staff where id = %s", [one])
        (stored,) = cursor.fetchone()
    assert stored and "13800138000" not in stored
    assert AuditEntry.objects.get(action="people.staff.created").after["phone"] == "138****8000"
    assert services.phone_reveal(actor=boss, staff_id=one, at=AT) == "13800138000"
    assert AuditEntry.objects.filter(action="people.staff.phone_revealed", subject_id=one).count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "name_empty"),
        ({"number": ""}, "number_empty"),
        ({"phone": "12345"}, "phone.unreadable"),
    ],
)
def test_a_person_that_is_not_whole_is_refused_and_nothing_written(boss, changes, code):
    draft = {"name": "郑有为", "number": "A001", "department_id": department(boss)} | changes
    with pytest.raises(Invalid, match=code):
        services.staff_create(actor=boss, draft=StaffDraft(**draft), at=AT)
    assert not Staff.objects.exists()


def test_numbers_are_given_once_and_posts_belong_to_the_department(boss):
    guards, cleaners = department(boss), department(boss, "环境部", "cleaning")
    staff(boss, guards)
    with pytest.raises(Conflict, match="number_taken"):
        staff(boss, cleaners)
    with pytest.raises(Invalid, match="position_elsewhere"):
        staff(boss, cleaners, "A002", position_id=position(boss, guards))


def test_a_transfer_keeps_where_somebody_came_from(boss):
    guards, cleaners = department(boss), department(boss, "环境部", "cleaning")
    one = staff(boss, guards, position_id=position(boss, guards))
    move = services.Move(on=date(2026, 12, 1), reason="工作需要", department_id=cleaners)
    services.staff_transfer(actor=boss, staff_id=one, move=move, at=AT)
    (kept,) = queries.transfers(one)
    assert (kept.before["position"], kept.after["department"]) == ("门岗", "环境部")
    with pytest.raises(Conflict, match="no_move"):
        services.staff_transfer(actor=boss, staff_id=one, move=move, at=AT)


def test_who_leaves_cannot_log_in_to_this_organisation_any_more(org, boss):
    one = staff(boss, department(boss), phone="13800138000")
    made = services.login_create(actor=boss, staff_id=one, username="zheng", role=RoleCode.WORKER, at=AT)
    user = User.objects.get(username="zheng")
    assert user.check_password(made.password) and user.must_change_password
    assert facade.staff_of_user(user.pk).id == one
    assert Assignment.objects.get(user=user).role.code == "worker"
    with pytest.raises(Conflict, match="has_login"):
        services.login_create(actor=boss, staff_id=one, username="zheng2", role=RoleCode.WORKER, at=AT)
    services.staff_leave(actor=boss, staff_id=one, on=date(2026, 11, 30), at=AT)
    assert not Membership.objects.get(user=user, org=org).is_active
    assert search.find(actor=boss, text="郑有为") == []
    services.staff_return(actor=boss, staff_id=one, at=AT)
    assert Membership.objects.get(user=user, org=org).is_active


def test_the_line_of_control_goes_from_team_leader_to_the_head_above(boss):
    company = department(boss, "总经理办公室", "")
    guards = department(boss, parent_id=company)
    manager, head, leader = (staff(boss, guards, f"M{n}", f"负责人{n}") for n in range(3))
    early = team(boss, guards, leader_id=leader)
    one = staff(boss, guards, team_id=early)
    for key, name, domain, who, parent in (
        (company, "总经理办公室", "", manager, None),
        (guards, "秩序维护部", "security", head, company),
    ):
        draft = structure.DepartmentDraft(name=name, domain=domain, head_id=who, parent_id=parent)
        structure.department_save(actor=boss, draft=draft, at=AT, department_id=key)
    line = queries.line_of_control(queries.visible_staff(boss, one))
    assert [view.id for view in line] == [leader, head, manager]
    with pytest.raises(Invalid, match="cycle"):
        draft = structure.DepartmentDraft(name="总经理办公室", parent_id=guards)
        structure.department_save(actor=boss, draft=draft, at=AT, department_id=company)


def test_the_team_of_a_domain_is_the_one_whose_department_answers_for_it(boss):
    guards = department(boss)
    assert facade.team_for_domain(1, "security") is None
    early = team(boss, guards)
    assert facade.team_for_domain(1, "security").id == early
    assert facade.team_for_domain(1, "cleaning") is None


def test_a_department_with_people_is_not_deleted(boss):
    guards = department(boss)
    staff(boss, guards)
    with pytest.raises(Conflict, match="in_use"):
        structure.department_delete(actor=boss, department_id=guards, at=AT)
    empty = department(boss, "空部门", "")
    structure.department_delete(actor=boss, department_id=empty, at=AT)
    assert [one.pk for one in queries.departments(boss)] == [guards]


def test_who_manages_one_community_neither_sees_nor_changes_the_staff_of_another(org, boss):
    from django.apps import apps

    place = apps.get_model("estate", "Place")
    homes = []
    for code in ("A", "B"):
        made = place.objects.create(kind="community", code=code, name=code, path=f"/{code}/", label=code)
        homes.append(made.pk)
    guards = [department(boss, community_id=one) for one in homes]
    first, second = (staff(boss, guards[n], f"N{n}", community_id=homes[n]) for n in range(2))
    reach = Reach(frozenset({"/A/"}), frozenset({homes[0]}))
    manager = actors.Actor(org.pk, "经理", grants={one.code: reach for one in (STAFF_READ, STAFF_CHANGE)})
    assert [one.pk for one in queries.visible(manager)] == [first]
    with pytest.raises(NotFound):
        services.staff_leave(actor=manager, staff_id=second, on=date(2026, 1, 1), at=AT)
    with pytest.raises(NotFound):
        staff(manager, guards[1], "N9", community_id=homes[0])
    with pytest.raises(Forbidden):
        staff(manager, guards[0], "N9", community_id=homes[1])
    reader = actors.Actor(org.pk, "客服", grants={STAFF_READ.code: reach})
    with pytest.raises(Forbidden):
        services.staff_leave(actor=reader, staff_id=first, on=date(2026, 1, 1), at=AT)
