from __future__ import annotations

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.foundation.audit.models import AuditEntry
from anju.foundation.files.models import StoredFile
from anju.foundation.importing.page import _signer
from anju.foundation.permissions import RoleCode
from anju.modules.people.models import (
    Department,
    Device,
    Duty,
    DutyPass,
    LogEntry,
    Position,
    Staff,
    Team,
    Transfer,
)
from anju.modules.people.services import devices, duties, logs, structure
from anju.modules.people.tests.factories import AT, department, position, staff, team
from anju.modules.people.tests.sheets import book
from anju.modules.people.tests.test_records import HEAD


@pytest.fixture
def everything(boss):
    guards, cleaners = department(boss), department(boss, "环境部", "cleaning")
    gate, early = position(boss, guards, headcount=2, duties="值守东门"), team(boss, guards)
    one = staff(boss, guards, position_id=gate, team_id=early, phone="13800138000")
    two = staff(boss, guards, "A002", "陆小舟")
    entry = logs.LogDraft(
        kind="handover",
        department_id=guards,
        author_id=one,
        receiver_id=two,
        happened_at=AT,
        text="东门道闸待修",
    )
    radio = devices.device_add(actor=boss, draft=devices.DeviceDraft(kind="radio", number="R01"), at=AT)
    devices.device_issue(actor=boss, device_id=radio, staff_id=one, at=AT)
    passed = duties.PassDraft(
        subject="地库积水", from_department_id=guards, to_department_id=cleaners, reason="非本部门"
    )
    body = structure.BodyDraft(name="翠湖服务中心", duties="日常管理")
    duties.duty_set(
        actor=boss,
        draft=duties.DutyDraft(department_id=guards, domain="fire", role="leads", disputed="与工程部"),
        at=AT,
    )
    return {
        "staff_id": one, "two": two, "department_id": guards, "cleaners": cleaners, "position_id": gate, "team_id": early,
        "entry_id": logs.log_write(actor=boss, draft=entry, at=AT), "device_id": radio,
        "pass_id": duties.duty_pass(actor=boss, draft=passed, at=AT),
        "body_id": structure.body_save(actor=boss, draft=body, at=AT),
    }  # fmt: skip


READS = (
    ("staff_list", (), "郑有为"), ("staff_new", (), "工号"), ("import", (), "下载模板"), ("staff", ("staff_id",), "138****8000"),
    ("staff_edit", ("staff_id",), "郑有为"), ("staff_transfer", ("staff_id",), "调动原因"), ("staff_leave", ("staff_id",), "离职"),
    ("departments", (), "缺 1 人"), ("department_new", (), "负责领域"), ("department_edit", ("department_id",), "秩序维护部"),
    ("position_new", (), "编制"), ("position", ("position_id",), "值守东门"), ("position_edit", ("position_id",), "门岗"),
    ("team_new", (), "班组长"), ("team_edit", ("team_id",), "早班"), ("chart", (), "陆小舟"), ("bodies", (), "翠湖服务中心"),
    ("body_new", (), "权限"), ("body_edit", ("body_id",), "日常管理"), ("logs", (), "东门道闸待修"), ("log_new", (), "未完事项"),
    ("log", ("entry_id",), "确认接班"), ("devices", (), "郑有为"), ("device_new", (), "编号"), ("device", ("device_id",), "归还"),
    ("duties", (), "与工程部"), ("passes", (), "地库积水"), ("duty_pass_new", (), "转入部门"), ("duty_pass", ("pass_id",), "退回"),
)  # fmt: skip


def test_every_page_opens_and_shows_what_it_is_about(login, everything):
    client = login(RoleCode.MANAGER)
    for name, keys, text in READS:
        response = client.get(reverse(f"people:{name}", args=[everything[key] for key in keys]))
        assert response.status_code == 200, (name, response.status_code)
        assert text in response.content.decode(), name
    cell = client.get(reverse("people:duty_edit", args=[everything["department_id"], "fire"]))
    assert "与工程部" in cell.content.decode()
    assert (
        client.get(reverse("people:duty_edit", args=[everything["department_id"], "magic"])).status_code
        == 404
    )


def test_an_empty_company_is_told_what_to_do_first(login):
    client = login(RoleCode.ADMIN)
    for name in ("staff_list", "departments", "chart", "bodies", "logs", "devices", "duties", "passes"):
        assert client.get(reverse(f"people:{name}")).status_code == 200, name


def test_without_the_right_pages_answer_403_and_nothing_changes(login, everything):
    client = login(RoleCode.COMMITTEE)
    for name, keys, _text in READS:
        assert (
            client.get(reverse(f"people:{name}", args=[everything[key] for key in keys])).status_code == 403
        ), name
    reader = login(RoleCode.FRONTDESK, username="reader")
    assert (
        reader.post(
            reverse("people:staff_leave", args=[everything["staff_id"]]), {"on": "2026-11-21"}
        ).status_code
        == 403
    )
    assert reader.post(reverse("people:staff_phone", args=[everything["staff_id"]])).status_code == 403
    assert Staff.objects.filter(state="active").count() == 2


def test_the_staff_of_another_community_is_not_there(login, everything):
    place = apps.get_model("estate", "Place")
    made = place.objects.create(kind="community", code="B", name="碧海湾", path="/0/", label="B")
    place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/", community_id=made.pk)
    client = login(RoleCode.MANAGER, path=f"/{made.pk}/")
    for name in ("staff", "staff_edit", "staff_leave", "staff_transfer"):
        assert client.get(reverse(f"people:{name}", args=[everything["staff_id"]])).status_code == 404, name
    assert "郑有为" not in client.get(reverse("people:staff_list")).content.decode()


def test_a_person_is_taken_on_changed_moved_and_gone_by_the_pages(login, everything):
    client = login(RoleCode.MANAGER)
    data = {
        "name": "白云",
        "number": "A009",
        "department": everything["department_id"],
        "phone": "139",
        "skills": "电工，急救",
    }
    wrong = client.post(reverse("people:staff_new"), data)
    assert (
        wrong.status_code == 422
        and "电话号码不正确" in wrong.content.decode()
        and 'value="白云"' in wrong.content.decode()
    )
    assert client.post(reverse("people:staff_new"), data | {"phone": "13900139000"}).status_code == 303
    one = Staff.objects.get(number="A009")
    assert one.skills == ["急救", "电工"]
    client.post(reverse("people:staff_edit", args=[one.pk]), data | {"name": "白小云", "phone": ""})
    one.refresh_from_db()
    assert (one.name, one.phone) == ("白小云", "13900139000")
    move = {"on": "2026-11-21", "department": everything["cleaners"], "reason": "工作需要"}
    assert client.post(reverse("people:staff_transfer", args=[one.pk]), move).status_code == 303
    assert Transfer.objects.get().after["department"] == "环境部"
    assert client.post(reverse("people:staff_leave", args=[one.pk]), {"on": "2026-11-21"}).status_code == 303
    assert Staff.objects.get(pk=one.pk).state == "left"
    client.post(reverse("people:staff_return", args=[one.pk]))
    assert Staff.objects.get(pk=one.pk).state == "active"


def test_a_phone_number_is_shown_on_a_click_that_is_written_down(login, everything):
    client = login(RoleCode.SUPERVISOR)
    page = reverse("people:staff", args=[everything["staff_id"]])
    assert "13800138000" not in client.get(page).content.decode()
    url = reverse("people:staff_phone", args=[everything["staff_id"]])
    part = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert "13800138000" in part and "<html" not in part
    assert "13800138000" in client.post(url).content.decode()
    assert AuditEntry.objects.filter(action="people.staff.phone_revealed").count() == 2
    assert client.get(url).status_code == 405


def test_a_login_is_made_with_a_password_that_is_shown_once(login, everything):
    client = login(RoleCode.LEADER)
    url = reverse("people:staff_login", args=[everything["staff_id"]])
    done = client.post(url, {"username": "zheng", "role": "worker"})
    assert (
        done.status_code == 200
        and "一次性密码" in done.content.decode()
        and done["Cache-Control"] == "no-store"
    )
    assert Staff.objects.get(pk=everything["staff_id"]).user.must_change_password
    assert client.post(url, {"username": "zheng2", "role": "worker"}).status_code == 409


def test_departments_posts_and_teams_are_made_changed_and_deleted(login, everything):
    client = login(RoleCode.MANAGER)
    client.post(reverse("people:department_new"), {"name": "工程部", "domain": "engineering"})
    made = Department.objects.get(name="工程部")
    assert client.post(reverse("people:department_new"), {"name": "工程部"}).status_code == 409
    client.post(reverse("people:position_new"), {"department": made.pk, "name": "电工", "headcount": 4})
    client.post(
        reverse("people:team_new"), {"department": made.pk, "name": "维修班", "leader": everything["two"]}
    )
    assert Position.objects.get(name="电工").headcount == 4
    assert Team.objects.get(name="维修班").leader_id == everything["two"]
    blocked = client.post(
        reverse("people:structure_delete", args=["department", everything["department_id"]])
    )
    assert blocked.status_code == 409
    for what, row in (
        ("team", Team.objects.get(name="维修班")),
        ("position", Position.objects.get(name="电工")),
        ("department", made),
    ):
        assert client.post(reverse("people:structure_delete", args=[what, row.pk])).status_code == 302
    assert not Department.objects.filter(name="工程部").exists()


def test_a_worker_hands_over_and_the_relief_takes_over(login, boss, everything):
    client = login(RoleCode.WORKER)
    Staff.objects.filter(pk=everything["staff_id"]).update(user=client.user)
    data = {
        "kind": "handover", "department": everything["department_id"], "author": everything["staff_id"],
        "receiver": everything["two"], "happened_at": "2026-01-01T08:00", "text": "钥匙三把",
    }  # fmt: skip
    assert client.post(reverse("people:log_new"), data | {"receiver": ""}).status_code == 422
    made = client.post(reverse("people:log_new"), data)
    assert made.status_code == 303
    entry = LogEntry.objects.get(text="钥匙三把")
    assert client.post(reverse("people:log", args=[entry.pk]), {"answer": ""}).status_code == 403
    Staff.objects.filter(pk=everything["staff_id"]).update(user=None)
    Staff.objects.filter(pk=everything["two"]).update(user=client.user)
    assert client.post(reverse("people:log", args=[entry.pk]), {"answer": ""}).status_code == 303
    entry.refresh_from_db()
    assert entry.state == "closed"


def test_a_device_is_returned_and_issued_by_its_page(login, everything):
    client = login(RoleCode.SUPERVISOR)
    url = reverse("people:device", args=[everything["device_id"]])
    assert client.post(url, {"state": "lost", "condition": ""}).status_code == 422
    assert client.post(url, {"state": "stored"}).status_code == 303
    assert client.post(url, {"staff": everything["two"]}).status_code == 303
    assert Device.objects.get().state == "issued"
    assert client.post(reverse("people:device_new"), {"kind": "torch", "number": "T1"}).status_code == 303


def test_duties_are_set_and_requests_passed_and_sent_back(login, everything):
    client = login(RoleCode.MANAGER)
    cell = reverse("people:duty_edit", args=[everything["cleaners"], "fire"])
    assert client.post(cell, {"role": "leads"}).status_code == 409
    assert client.post(cell, {"role": "helps", "note": "清理通道"}).status_code == 303
    assert Duty.objects.count() == 2
    data = {
        "subject": "树枝断落",
        "from_department": everything["cleaners"],
        "to_department": everything["department_id"],
        "reason": "需警戒",
    }
    assert client.post(reverse("people:duty_pass_new"), data).status_code == 303
    url = reverse("people:duty_pass", args=[everything["pass_id"]])
    assert client.post(url, {"accept": "0", "answer": ""}).status_code == 422
    assert client.post(url, {"accept": "1", "answer": ""}).status_code == 303
    assert DutyPass.objects.get(pk=everything["pass_id"]).state == "accepted"


def test_staff_is_imported_after_a_dry_run_that_only_its_uploader_may_confirm(login, everything):
    client = login(RoleCode.LEADER)
    url = reverse("people:import")
    rows = [HEAD, ("A010", "高山", "13700137000", None, "秩序维护部", "门岗", None, None, None)]
    bad = [HEAD, ("A011", "流水", "123", None, "没有的部门", None, None, None, None)]
    wrong = client.post(url, {"file": SimpleUploadedFile("人员.xlsx", book({"人员": bad}))})
    assert wrong.status_code == 422 and "C2" in wrong.content.decode()
    dry = client.post(url, {"file": SimpleUploadedFile("人员.xlsx", book({"人员": rows}))})
    assert dry.status_code == 200 and not Staff.objects.filter(number="A010").exists()
    token = _signer.sign(str(StoredFile.objects.latest("pk").token))
    stranger = login(RoleCode.LEADER, username="other")
    assert stranger.post(url, {"token": token}).status_code == 422
    client.force_login(user_named("tester"))
    assert client.post(url, {"token": token}).status_code == 303
    assert Staff.objects.get(number="A010").position_id == everything["position_id"]


def user_named(username: str):
    from anju.foundation.accounts.models import User

    return User.objects.get(username=username)


def test_lists_are_filtered_and_exported(login, everything):
    client = login(RoleCode.MANAGER)
    text = client.get(reverse("people:staff_list") + "?q=陆").content.decode()
    assert "陆小舟" in text and "郑有为" not in text
    exported = client.get(reverse("people:staff_list") + "?export=xlsx")
    assert b"".join(exported.streaming_content).startswith(b"PK")
    assert "没有符合条件" in client.get(reverse("people:logs") + "?kind=duty").content.decode()
