from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from anju.foundation import actors
from anju.foundation.importing import read_workbook
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.models import Device, Duty, LogEntry, Staff
from anju.modules.people.permissions import DEVICE_READ, LOG_READ, LOG_WRITE, STAFF_READ
from anju.modules.people.queries import records
from anju.modules.people.services import devices, duties, logs, staff_import, structure
from anju.modules.people.services import staff as staff_services
from anju.modules.people.services.staff_sheets import STAFF_BOOK
from anju.modules.people.tests.factories import AT, department, position, staff, team
from anju.modules.people.tests.sheets import book


@pytest.fixture
def guards(boss):
    return department(boss)


def entry(guards, author, **more) -> logs.LogDraft:
    values = {
        "kind": "duty",
        "department_id": guards,
        "author_id": author,
        "happened_at": AT,
        "text": "夜间无异常",
    }
    return logs.LogDraft(**(values | more))


def test_a_hand_over_waits_until_the_relief_takes_over(boss, guards):
    first, second = staff(boss, guards), staff(boss, guards, "A002", "陆小舟")
    draft = entry(guards, first, kind="handover", receiver_id=second, unfinished="东门道闸待修")
    number = logs.log_write(actor=boss, draft=draft, at=AT)
    kept = records.log_entry(boss, number)
    assert (kept.number, kept.state, kept.unfinished) == ("JJ-000001", "open", "东门道闸待修")
    logs.log_answer(actor=boss, entry_id=number, answer="", at=AT)
    assert records.log_entry(boss, number).state == "closed"
    with pytest.raises(Conflict, match="closed"):
        logs.log_answer(actor=boss, entry_id=number, answer="", at=AT)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"text": " "}, "text_empty"), ({"kind": "handover"}, "receiver_missing"), ({"kind": "x"}, "kind_unknown"),
     ({"happened_at": AT + timedelta(hours=1)}, "in_future")],
)  # fmt: skip
def test_an_entry_that_is_not_whole_is_refused(boss, guards, more, code):
    one = staff(boss, guards)
    with pytest.raises(Invalid, match=code):
        logs.log_write(actor=boss, draft=entry(guards, one, **more), at=AT)
    assert not LogEntry.objects.exists()


def test_an_instruction_needs_an_answer_in_words_and_the_right_to_give_it(org, boss, guards):
    one = staff(boss, guards)
    number = logs.log_write(actor=boss, draft=entry(guards, one, kind="instruction"), at=AT)
    everywhere = Reach.everywhere()
    worker = actors.Actor(org.pk, "保安", grants={LOG_READ.code: everywhere, LOG_WRITE.code: everywhere})
    with pytest.raises(Forbidden):
        logs.log_answer(actor=worker, entry_id=number, answer="同意", at=AT)
    with pytest.raises(Invalid, match="answer_empty"):
        logs.log_answer(actor=boss, entry_id=number, answer=" ", at=AT)
    logs.log_answer(actor=boss, entry_id=number, answer="同意", at=AT)
    assert records.log_entry(boss, number).answered_by == boss.name


def test_a_radio_is_with_one_person_at_a_time_and_comes_back(boss, guards):
    gate = position(boss, guards)
    first, second = staff(boss, guards, position_id=gate), staff(boss, guards, "A002", "陆小舟")
    draft = devices.DeviceDraft(kind="radio", number="R01")
    radio = devices.device_add(actor=boss, draft=draft, at=AT)
    devices.device_issue(actor=boss, device_id=radio, staff_id=first, at=AT)
    (open_,) = records.device(boss, radio).open_issues
    assert (open_.staff_id, open_.position_id) == (first, gate)
    with pytest.raises(Conflict, match="not_stored"):
        devices.device_issue(actor=boss, device_id=radio, staff_id=second, at=AT)
    with pytest.raises(Conflict, match="holds_devices"):
        staff_services.staff_leave(actor=boss, staff_id=first, on=AT.date(), at=AT)
    with pytest.raises(Invalid, match="reason_empty"):
        devices.device_return(actor=boss, device_id=radio, condition="", state="broken", at=AT)
    devices.device_return(actor=boss, device_id=radio, condition="屏幕破裂", state="broken", at=AT)
    assert Device.objects.get().state == "broken"
    with pytest.raises(Conflict, match="not_issued"):
        devices.device_return(actor=boss, device_id=radio, condition="", at=AT)
    devices.device_set_state(actor=boss, device_id=radio, state="stored", reason="修好", at=AT)
    devices.device_issue(actor=boss, device_id=radio, staff_id=second, at=AT)
    assert len(records.device_issues(radio)) == 2
    with pytest.raises(Conflict, match="number_taken"):
        devices.device_add(actor=boss, draft=draft, at=AT)


def test_who_may_only_read_devices_cannot_issue_one(org, boss, guards):
    one = staff(boss, guards)
    radio = devices.device_add(actor=boss, draft=devices.DeviceDraft(kind="radio", number="R01"), at=AT)
    reader = actors.Actor(org.pk, "看", grants={DEVICE_READ.code: Reach.everywhere()})
    with pytest.raises(Forbidden):
        devices.device_issue(actor=reader, device_id=radio, staff_id=one, at=AT)
    with pytest.raises(NotFound):
        devices.device_issue(actor=actors.Actor(org.pk, "无"), device_id=radio, staff_id=one, at=AT)


def test_one_department_leads_in_a_domain_and_a_dispute_is_kept_in_words(boss, guards):
    cleaners = department(boss, "环境部", "cleaning")
    lead = duties.DutyDraft(department_id=guards, domain="fire", role="leads", disputed="与工程部分界不清")
    duties.duty_set(actor=boss, draft=lead, at=AT)
    with pytest.raises(Conflict, match="led_already"):
        duties.duty_set(
            actor=boss, draft=duties.DutyDraft(department_id=cleaners, domain="fire", role="leads"), at=AT
        )
    duties.duty_set(
        actor=boss, draft=duties.DutyDraft(department_id=cleaners, domain="fire", role="helps"), at=AT
    )
    cells = records.duties([guards, cleaners])
    assert cells[guards, "fire"].disputed == "与工程部分界不清"
    duties.duty_set(actor=boss, draft=duties.DutyDraft(department_id=guards, domain="fire", role=""), at=AT)
    assert Duty.objects.count() == 1


def test_a_passed_request_is_taken_or_sent_back_once_with_a_reason(boss, guards):
    cleaners = department(boss, "环境部", "cleaning")
    draft = duties.PassDraft(
        subject="地库积水", from_department_id=guards, to_department_id=cleaners, reason="非本部门职责"
    )
    number = duties.duty_pass(actor=boss, draft=draft, at=AT)
    with pytest.raises(Invalid, match="reason_empty"):
        duties.duty_pass_answer(actor=boss, pass_id=number, accept=False, answer="", at=AT)
    duties.duty_pass_answer(actor=boss, pass_id=number, accept=False, answer="属工程部", at=AT)
    assert records.passes(boss).get().state == "returned"
    with pytest.raises(Conflict, match="answered"):
        duties.duty_pass_answer(actor=boss, pass_id=number, accept=True, answer="", at=AT)


HEAD = ("工号", "姓名", "手机号", "小区", "部门", "岗位", "班组", "专长", "入职日期")


def load(boss, *rows):
    return read_workbook(STAFF_BOOK, book({"人员": [HEAD, *rows]}))


def test_staff_is_imported_changed_by_number_and_the_second_time_nothing_changes(boss, guards):
    position(boss, guards)
    team(boss, guards)
    rows = [
        ("A001", "郑有为", "13800138000", None, "秩序维护部", "门岗", "早班", "消防，急救", "2026-01-05"),
        ("A002", "陆小舟", None, None, "秩序维护部", None, None, None, None),
    ]
    plan = staff_import.staff_import(actor=boss, result=load(boss, *rows), communities={}, at=AT)
    assert (len(plan.new), len(plan.changed)) == (2, 0)
    assert Staff.objects.get(number="A001").skills == ["急救", "消防"]
    again = staff_import.staff_import(actor=boss, result=load(boss, *rows), communities={}, at=AT)
    assert (len(again.new), len(again.changed), again.same) == (0, 0, 2)
    change = ("A001", "郑有为", None, None, "秩序维护部", None, None, "电工", None)
    staff_import.staff_import(actor=boss, result=load(boss, change), communities={}, at=AT)
    one = Staff.objects.get(number="A001")
    assert (one.skills, one.phone, one.position.name) == (["电工"], "13800138000", "门岗")


def test_faulty_rows_are_named_and_nothing_is_written(boss, guards):
    result = load(
        boss,
        ("A001", "郑有为", "123", None, "秩序维护部", None, None, None, None),
        ("A002", "陆小舟", None, None, "没有的部门", None, None, None, None),
        ("A003", "白云", None, "没有的小区", "秩序维护部", None, None, None, None),
        ("A004", "高山", None, None, "秩序维护部", "没有的岗位", None, None, None),
        ("A004", "流水", None, None, "秩序维护部", None, None, None, None),
    )
    with pytest.raises(Invalid, match="faulty"):
        staff_import.staff_import(actor=boss, result=result, communities={}, at=AT)
    assert {(one.cell, one.code) for one in result.errors} == {
        ("C2", "people.phone.unreadable"), ("E3", "people.import.unknown"), ("D4", "people.import.community_unknown"),
        ("F5", "people.import.unknown"), ("A6", "import.twice"),
    }  # fmt: skip
    assert not Staff.objects.exists()


def test_rows_of_a_community_are_seen_from_the_company_and_from_that_community_only(org, boss):
    homes = []
    for code in ("A", "B"):
        place = apps.get_model("estate", "Place")
        homes.append(
            place.objects.create(kind="community", code=code, name=code, path=f"/{code}/", label=code).pk
        )
    ours = [department(boss, community_id=one) for one in homes]
    people = [
        staff(boss, guards, f"N{guards}", community_id=one) for guards, one in zip(ours, homes, strict=True)
    ]
    for number, one in enumerate(homes):
        devices.device_add(
            actor=boss, draft=devices.DeviceDraft(kind="radio", number=f"R{number}", community_id=one), at=AT
        )
        logs.log_write(actor=boss, draft=entry(ours[number], people[number]), at=AT)
        structure.body_save(actor=boss, draft=structure.BodyDraft(name="服务中心", community_id=one), at=AT)
    devices.device_add(actor=boss, draft=devices.DeviceDraft(kind="radio", number="R9"), at=AT)
    reach = Reach(frozenset({"/A/"}), frozenset({homes[0]}))
    manager = actors.Actor(
        org.pk, "经理", grants={one.code: reach for one in (DEVICE_READ, LOG_READ, STAFF_READ)}
    )
    counted = [
        (records.devices(one).count(), records.log_entries(one).count(), records.bodies(one).count())
        for one in (boss, manager, actors.Actor(org.pk, "无"))
    ]
    assert counted == [(3, 2, 2), (2, 1, 1), (0, 0, 0)]
    assert records.devices(boss, homes[1]).count() == 2
