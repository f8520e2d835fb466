"""Pages of meetings, groups, boxes and proposals: who may open them, what they do, what they print."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from anju.engines.cases import facade as cases
from anju.foundation.permissions import RoleCode
from anju.modules.community.models import (
    BoxOpening,
    ChatGroup,
    GroupMember,
    GroupPost,
    Meeting,
    MeetingOpinion,
    Proposal,
)
from anju.modules.community.services import groups, hearing
from anju.modules.community.tests import gatherings as make
from anju.modules.community.tests.gatherings import AT, DAY, TODAY
from anju.modules.estate import facade as estate


@pytest.fixture
def garden(boss):
    return make.garden(boss)


@pytest.fixture
def world(boss, garden):
    """One of everything, as ids by name of address."""
    meeting = make.held(boss, garden)
    opinion = hearing.opinion_hear(
        actor=boss,
        meeting_id=meeting,
        draft=hearing.OpinionDraft(text="楼道灯不亮", who="陈雨", home="101"),
        at=AT,
    )
    group = make.group(boss, garden)
    groups.members_import(actor=boss, group_id=group, lines="101 陈雨", on=TODAY, at=AT)
    draft = groups.PostDraft(sort="question", text="物业费可以分期交吗", posted_at=AT)
    post = groups.post_log(actor=boss, group_id=group, draft=draft, at=AT)
    box = make.box(boss, garden)
    opening = make.opening(boss, garden, box, letters=1)
    proposal = make.proposal(boss, garden, home=garden.homes[0])
    return {
        "meeting": meeting, "opinion": opinion, "group": group, "post": post, "box": box, "opening": opening,
        "proposal": proposal,
    }  # fmt: skip


LISTS = ("meetings", "opinions", "groups", "boxes", "proposals")
READ = ("meeting", "opinion", "group", "box", "opening", "proposal")
COMMITTEE = {"meetings", "opinions", "proposals", "meeting", "opinion", "proposal"}
WRITE = (
    ("meeting_new", ""), ("meeting_edit", "meeting"), ("attendance", "meeting"), ("minutes", "meeting"),
    ("opinion_new", "meeting"), ("opinion_answer", "opinion"), ("group_new", ""), ("group_edit", "group"),
    ("members_import", "group"), ("post_new", "group"), ("box_new", ""), ("box_edit", "box"), ("box_open", "box"),
    ("proposal_new", ""), ("proposal_edit", "proposal"), ("proposal_answer", "proposal"),
)  # fmt: skip


def address(name, world, of=""):
    return reverse(f"community:{name}", args=[world[of]] if of else [])


def test_every_page_opens_for_the_manager(login, world):
    client = login(RoleCode.MANAGER)
    pages = [(one, "") for one in LISTS] + [(one, one) for one in READ] + list(WRITE)
    assert {one: client.get(address(*one[:1], world, one[1])).status_code for one in pages} == dict.fromkeys(
        pages, 200
    )
    for tab in ("posts", "members"):
        assert client.get(address("group", world, "group") + f"?tab={tab}").status_code == 200


def test_the_committee_reads_meetings_and_proposals_and_writes_nothing(login, world):
    client = login(RoleCode.COMMITTEE)
    for name in LISTS:
        assert client.get(address(name, world)).status_code == (200 if name in COMMITTEE else 403), name
    for name in READ:
        assert client.get(address(name, world, name)).status_code == (200 if name in COMMITTEE else 403), name
    for name, of in WRITE:
        assert client.post(address(name, world, of), {}).status_code == 403, name
    assert "/cases/" not in client.get(address("proposal", world, "proposal")).content.decode()
    assert client.post(address("post_turn", world, "post")).status_code == 403
    assert GroupPost.objects.get().case_id is None and Meeting.objects.get().state == "held"


def test_who_works_elsewhere_finds_nothing(boss, login, world):
    other = make.garden(boss, "兰园")
    client = login(RoleCode.MANAGER, path=estate.place(other.community).path)
    for name in READ:
        assert client.get(address(name, world, name)).status_code == 404, name
    for name in ("meeting_cancel", "meeting_restore"):
        assert client.post(address(name, world, "meeting"), {"reason": "x"}).status_code == 404
    assert client.post(address("post_turn", world, "post")).status_code == 404
    assert GroupPost.objects.get().case_id is None


def test_a_meeting_is_planned_for_a_year_on_the_page_and_errors_stand_at_the_field(login, garden):
    client = login(RoleCode.MANAGER)
    given = {
        "title": "业主代表座谈", "kind": "talk", "starts_at": "2026-12-01T19:00", "place": "党群服务站",
        "chair": garden.staff[0], "invited": "representatives", "agenda": "通报\n讨论", "times": 4, "every_months": 3,
    }  # fmt: skip
    wrong = client.post(reverse("community:meeting_new"), {**given, "title": " "})
    assert wrong.status_code == 422 and "党群服务站" in wrong.content.decode()
    assert client.post(reverse("community:meeting_new"), given).status_code == 303
    assert Meeting.objects.count() == 4


def test_a_late_meeting_is_red_and_minutes_with_files_end_it(boss, login, garden):
    late = make.meeting(boss, garden, starts_at=AT - 30 * DAY)
    client = login(RoleCode.MANAGER)
    assert "逾期无纪要" in client.get(reverse("community:meetings")).content.decode()
    sent = {"minutes": "到会二十人。", "files": [SimpleUploadedFile("签到表.pdf", b"%PDF-1.4 x")]}
    client.post(reverse("community:minutes", args=[late]), sent)
    page = client.get(reverse("community:meeting", args=[late])).content.decode()
    assert "签到表.pdf" in page and "已召开" in page


def test_sheet_and_minutes_print_and_the_word_file_says_what_was_heard(login, world):
    client = login(RoleCode.MANAGER)
    for name in ("sign_sheet", "minutes_pdf"):
        answer = client.get(address(name, world, "meeting"))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    answer = client.get(address("minutes_docx", world, "meeting"))
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "楼道灯不亮" in cells and any("讨论了停车" in one.text for one in document.paragraphs)
    book = client.get(reverse("community:opinions") + "?export=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_an_opinion_is_judged_and_answered_on_its_pages(login, world, garden):
    client = login(RoleCode.MANAGER)
    page = address("opinion", world, "opinion")
    refused = client.post(page, {"accepted": "yes", "measure": "补灯"})
    assert refused.status_code == 422 and "请选择责任人" in refused.content.decode()
    given = {"accepted": "yes", "measure": "补灯", "staff": garden.staff[0], "due_on": "2026-12-01"}
    assert client.post(page, given).status_code == 303
    assert (
        client.post(address("opinion_answer", world, "opinion"), {"answer": "周五前装好"}).status_code == 303
    )
    assert MeetingOpinion.objects.get().answer == "周五前装好"
    assert "补灯" in client.get(reverse("community:improvements")).content.decode()


def test_a_question_of_a_group_becomes_a_case_with_one_click(boss, login, world):
    client = login(RoleCode.FRONTDESK)
    page = client.get(address("group", world, "group")).content.decode()
    assert "转为事项" in page
    answer = client.post(address("post_turn", world, "post"))
    case_id = GroupPost.objects.get().case_id
    assert answer.url == reverse("frontdesk:case", args=[case_id])
    assert cases.case_view(actor=boss, case_id=case_id, at=AT).row.channel == "chat"


def test_a_wrong_line_is_named_and_what_was_pasted_stays(login, world):
    client = login(RoleCode.FRONTDESK)
    given = {"joined_on": "2026-11-10", "lines": "102 老王\n909 谁家"}
    answer = client.post(address("members_import", world, "group"), given)
    text = answer.content.decode()
    assert answer.status_code == 422 and "2. 909 谁家" in text and "102 老王" in text
    assert GroupMember.objects.count() == 1
    ids = [GroupMember.objects.get().pk]
    client.post(address("members_left", world, "group"), {"ids": ids})
    assert GroupMember.objects.get().left_on is not None and ChatGroup.objects.count() == 1


def test_an_empty_box_is_opened_and_a_letter_becomes_a_case_on_the_pages(login, world, garden):
    client = login(RoleCode.FRONTDESK)
    given = {"opened_at": "2026-11-12T09:00", "staff": garden.staff[0], "letters": 0, "witness": ""}
    assert client.post(address("box_open", world, "box"), given).status_code == 422
    assert client.post(address("box_open", world, "box"), {**given, "witness": "业主老周"}).status_code == 303
    assert BoxOpening.objects.count() == 2
    page = address("opening", world, "opening")
    letter = {
        "kind": "suggestion",
        "words": "希望增设晾晒架",
        "photo": SimpleUploadedFile("a.jpg", make.photo().data),
    }
    assert client.post(page, letter).status_code == 303
    assert "全部登记" in client.get(address("box", world, "box")).content.decode()
    assert client.post(page, {**letter, "photo": ""}).status_code == 409


def test_a_proposal_is_supported_answered_and_taken_off_the_page(login, world):
    client = login(RoleCode.MANAGER)
    page = address("proposal", world, "proposal")
    assert client.post(page, {"home": "101"}).status_code == 409
    assert client.post(page, {"home": "102"}).status_code == 303
    said = {"decision": "adopted", "answer": "本月加装"}
    assert client.post(address("proposal_answer", world, "proposal"), said).status_code == 303
    assert "本月加装" in client.get(page).content.decode()
    hidden = {"title": "地库加装反光镜", "text": ""}
    client.post(address("proposal_edit", world, "proposal"), hidden)
    assert Proposal.objects.get().published_at is None
