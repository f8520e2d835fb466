"""Pages of requests, care and demand: shown to who may, closed to who may not."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.people.contracts import TieKind
from anju.modules.people.models import CareEntry, CareVisit, PersonRequest, ServiceIdea
from anju.modules.people.services import care as care_services
from anju.modules.people.services.home_files import NeedDraft, need_record
from anju.modules.people.tests.factories import AT, estate_home, person, tie


@pytest.fixture
def home(boss):
    return estate_home()


@pytest.fixture
def tenant(boss, home):
    made = person(boss, "顾明", "13912341234", community_id=home.community_id)
    tie(boss, made, home, TieKind.TENANT, starts_on=date(2025, 1, 1))
    return made


def at(name: str, *arguments) -> str:
    return reverse(f"people:{name}", args=arguments)


def test_a_request_goes_from_the_desk_to_its_copy(login, tenant):
    page = login(RoleCode.MANAGER)
    assert "顾明" in page.get(at("request_new") + "?q=顾明").content.decode()
    answer = page.post(
        at("request_new") + f"?person={tenant}", {"kind": "copy", "channel": "counter", "asker": "self"}
    )
    row = PersonRequest.objects.get()
    assert answer.status_code == 303
    assert "核实身份" in page.get(at("request", row.pk)).content.decode()
    assert page.post(at("request_prove", row.pk), {"proof": "paper"}).status_code == 303
    assert page.post(at("request_answer", row.pk), {"answer": ""}).status_code == 303
    assert "下载副本" in page.get(at("request", row.pk)).content.decode()
    assert page.get(at("request_copy", row.pk)).content.startswith(b"PK")
    listed = page.get(at("requests")).content.decode()
    assert row.number in listed and "已办结" in listed
    sheet = b"".join(page.get(at("requests") + "?export=xlsx").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active["A2"].value == row.number
    assert AuditEntry.objects.filter(action="people.request.listed").count() == 1


def test_before_a_deletion_the_page_says_what_stays(login, boss, home):
    page = login(RoleCode.MANAGER)
    owner = person(boss, "沈若兰", community_id=home.community_id)
    tie(boss, owner, home)
    page.post(
        at("request_new") + f"?person={owner}", {"kind": "delete", "channel": "counter", "asker": "self"}
    )
    row = PersonRequest.objects.get()
    page.post(at("request_prove", row.pk), {"proof": "paper"})
    assert "只锁定不删除" in page.get(at("request", row.pk)).content.decode()
    page.post(at("request_answer", row.pk), {"answer": ""})
    shown = page.get(at("request", row.pk)).content.decode()
    assert "已锁定" in shown and "理由已消失" in shown
    lock = row.person.locks.get()
    assert page.post(at("lock_release", row.pk, lock.pk)).status_code == 302
    lock.refresh_from_db()
    assert lock.released_at is None


def test_a_refusal_without_reasons_is_said_at_the_field(login, tenant):
    page = login(RoleCode.MANAGER)
    page.post(
        at("request_new") + f"?person={tenant}", {"kind": "access", "channel": "counter", "asker": "self"}
    )
    row = PersonRequest.objects.get()
    answer = page.post(at("request_refuse", row.pk), {"ground": "law", "reason": "不"})
    assert answer.status_code == 422 and "请向申请人说明" in answer.content.decode()


def test_the_desk_receives_but_does_not_decide(login, tenant):
    desk = login(RoleCode.FRONTDESK)
    desk.post(
        at("request_new") + f"?person={tenant}", {"kind": "delete", "channel": "counter", "asker": "self"}
    )
    row = PersonRequest.objects.get()
    for name in ("request_prove", "request_answer", "request_refuse"):
        assert desk.post(at(name, row.pk), {"proof": "paper", "answer": "x"}).status_code == 403
    assert desk.get(at("request_copy", row.pk)).status_code == 403
    row.refresh_from_db()
    assert row.state == "received"


def test_care_is_listed_visited_and_counted(login, tenant, home):
    page = login(RoleCode.MANAGER)
    form = {"place": home.pk, "reasons": ["chronic"], "every_days": 14, "details": "糖尿病"}
    answer = page.post(at("care_new") + f"?person={tenant}", form)
    assert answer.status_code == 422 and "没有同意不能列入" in answer.content.decode()
    answer = page.post(at("care_new") + f"?person={tenant}", form | {"consent_how": "paper"})
    entry = CareEntry.objects.get()
    assert answer.status_code == 303
    assert "糖尿病" in page.get(at("care_entry", entry.pk)).content.decode()
    visit = {"visited_at": "2026-01-02T09:00", "way": "door", "condition": "good", "words": "一切都好"}
    assert page.post(at("care_visit", entry.pk), visit).status_code == 303
    assert CareVisit.objects.get().words == "一切都好"
    shown = page.get(at("care")).content.decode()
    assert "顾明" in shown and "慢性病" in shown
    assert "慢性病" in page.get(at("care_statistics")).content.decode()
    assert AuditEntry.objects.filter(action="people.care.listed").exists()
    assert page.post(at("care_end", entry.pk), {"reason": "已搬走"}).status_code == 303


def test_the_page_of_a_person_tells_of_requests_and_care_to_who_may_know(login, boss, tenant, home):
    draft = care_services.CareDraft(
        person_id=tenant, place_id=home.pk, reasons=("chronic",), every_days=14, consent_how="paper"
    )
    care_services.care_add(actor=boss, draft=draft, at=AT)
    shown = login(RoleCode.MANAGER).get(at("person", tenant)).content.decode()
    assert "查看关怀安排" in shown and "受理查阅" in shown and "慢性病" not in shown
    shown = login(RoleCode.FRONTDESK, username="desk").get(at("person", tenant)).content.decode()
    assert "查看关怀安排" not in shown and "受理查阅" in shown


def test_the_care_list_is_closed_to_the_desk(login, boss, tenant, home):
    draft = care_services.CareDraft(
        person_id=tenant, place_id=home.pk, reasons=("chronic",), every_days=14, consent_how="paper"
    )
    entry = care_services.care_add(actor=boss, draft=draft, at=AT)
    desk = login(RoleCode.FRONTDESK)
    for name, arguments in (
        ("care", ()), ("care_statistics", ()), ("care_new", ()), ("care_entry", (entry,)), ("care_edit", (entry,)),
        ("care_visit", (entry,)), ("care_end", (entry,)), ("care_photo", (1,)),
    ):  # fmt: skip
        assert desk.get(at(name, *arguments)).status_code == 403
    assert not CareVisit.objects.exists()


def test_demand_is_shown_exported_and_leads_to_a_service(login, boss, home):
    for text in ("代收快递", "代收快递晚一点"):
        draft = NeedDraft(text=text, kind="service", place_id=home.pk, since_on=timezone.localdate())
        need_record(actor=boss, draft=draft, at=AT)
    page = login(RoleCode.MANAGER)
    shown = page.get(at("demand") + "?days=30").content.decode()
    assert "服务便利" in shown
    sheet = b"".join(page.get(at("demand") + "?export=xlsx").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active["A2"].value == "服务便利"
    assert "代收快递晚一点" in page.get(at("needs")).content.decode()
    answer = page.post(
        at("idea_new"),
        {"title": "快递代收", "community": home.community_id, "kind": "service", "text": "设代收架"},
    )
    idea = ServiceIdea.objects.get()
    assert answer.status_code == 303 and idea.basis_count == 2
    trial = {
        "trial_from": "2026-11-21",
        "trial_until": "2026-12-20",
        "trial_scope": "1 号楼",
        "measure": "件数",
    }
    assert page.post(at("idea_trial", idea.pk), trial).status_code == 303
    assert page.post(at("idea_decide", idea.pk), {"adopt": "yes", "result": "很受欢迎"}).status_code == 303
    assert "已推广" in page.get(at("idea", idea.pk)).content.decode()
    assert "快递代收" in page.get(at("ideas")).content.decode()


def test_who_only_reads_changes_no_idea(login, home):
    page = login(RoleCode.CASHIER)
    assert page.get(at("demand")).status_code == 200
    assert page.post(at("idea_new"), {"title": "x"}).status_code == 403
    assert not ServiceIdea.objects.exists()
