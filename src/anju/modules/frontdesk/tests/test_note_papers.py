"""A question to the head office with its papers: analysis, decision, and closed by whoever asked."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import DepartmentNote, NoteFile
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def clerk(boss, home, login):
    client = login(RoleCode.FRONTDESK, username="clerk", path=estate.place(home.community).path)
    people.login_link(actor=boss, staff_id=home.desk[0], user_id=client.user.pk, at=made.NOW)
    return client


def go(client, name, /, *args):
    return client.get(reverse(f"frontdesk:{name}", args=args))


def do(client, name, /, *args, **data):
    return client.post(reverse(f"frontdesk:{name}", args=args), data, HTTP_ACCEPT="application/json")


def ask_expert(clerk, home, **more):
    department = people.staff_by_id([home.engineers[0]])[home.engineers[0]].department_id
    paper = SimpleUploadedFile("渗漏检测.pdf", b"%PDF-1.4 report")
    sent = {"department": department, "words": "外墙渗漏怎么修", "expert": "on", "files": [paper], **more}
    answer = clerk.post(reverse("frontdesk:note_new"), sent)
    assert answer.status_code == 303
    return DepartmentNote.objects.get().pk


def test_an_expert_answers_with_analysis_decision_and_papers_and_the_asker_closes(clerk, home, login):
    one = ask_expert(clerk, home)
    assert "渗漏检测.pdf" in go(clerk, "note", one).content.decode()
    expert = login(RoleCode.MANAGER, username="expert")
    assert do(expert, "note_answer", one, answer="整体重做防水").status_code == 422
    sketch = SimpleUploadedFile("节点图.pdf", b"%PDF-1.4 sketch")
    given = {"answer": "整体重做防水", "analysis": "窗边防水老化", "files": [sketch]}
    assert do(expert, "note_answer", one, **given).status_code == 303
    page = go(clerk, "note", one).content.decode()
    assert "窗边防水老化" in page and "整体重做防水" in page and "节点图.pdf" in page
    assert do(expert, "note_close", one).status_code == 403
    assert DepartmentNote.objects.get().state == "answered"
    assert do(clerk, "note_close", one).status_code == 302
    row = DepartmentNote.objects.get()
    assert (row.state, row.closed_at is not None) == ("closed", True)


def test_the_asker_who_is_not_content_asks_again_and_what_was_answered_stays(clerk, home, login):
    one = ask_expert(clerk, home)
    assert do(clerk, "note_again", one, words="还有呢").status_code == 409
    expert = login(RoleCode.MANAGER, username="expert")
    do(expert, "note_answer", one, answer="重做防水", analysis="老化")
    assert do(clerk, "note_again", one, words="费用谁出").status_code == 303
    row = DepartmentNote.objects.get()
    assert (row.state, row.answer) == ("sent", "") and "重做防水" in row.words and "费用谁出" in row.words
    assert AuditEntry.objects.filter(action="frontdesk.note.reasked").count() == 1


def test_a_paper_of_a_message_is_for_who_may_read_the_message(clerk, home, login):
    one = ask_expert(clerk, home)
    token = NoteFile.objects.get().file.token
    address = reverse("frontdesk:note_file", args=[one, token])
    assert clerk.get(address).status_code == 200
    assert login(RoleCode.CASHIER, username="cash").get(address).status_code == 403
    elsewhere = estate.place(made.home("西苑").community)
    far = login(RoleCode.FRONTDESK, username="far", path=elsewhere.path)
    assert far.get(address).status_code == 404
