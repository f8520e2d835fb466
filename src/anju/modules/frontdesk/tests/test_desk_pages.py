from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.models import Article, Call, CallBack, DepartmentNote, DeskDraft
from anju.modules.frontdesk.queries import household
from anju.modules.frontdesk.services import calls, desk, knowledge, notes
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def clerk(org, boss, home, login):
    client = login(RoleCode.FRONTDESK)
    people.login_link(actor=boss, staff_id=home.desk[0], user_id=client.user.pk, at=made.NOW)
    return client


@pytest.fixture
def resident(boss, home):
    draft = PersonDraft(name="陈立", community_id=home.community, phones=(PhoneDraft(made.PHONE),))
    person = people.person_create(actor=boss, draft=draft, at=made.NOW)
    tie = TieDraft(person_id=person, place_id=home.homes[0], kind=TieKind.OWNER, is_contact=True)
    people.living_add(actor=boss, draft=tie, at=made.NOW)
    return person


def go(client, name, /, *args, **data):
    return client.get(reverse(f"frontdesk:{name}", args=args), data)


def do(client, name, /, *args, **data):
    return client.post(reverse(f"frontdesk:{name}", args=args), data, **JSON)


def article(boss, question="物业费怎么收", **given):
    values = {
        "question": question,
        "answer": "每平方米 2.6 元",
        "topic": "fees",
        "valid_from": date(2026, 1, 1),
    }
    return knowledge.article_save(
        actor=boss, draft=knowledge.ArticleDraft(**{**values, **given}), at=timezone.now()
    )


PAGES = (
    "desk", "desk_ringing", "desk_side", "desk_find", "desk_card", "desk_think", "calls", "call_hours", "knowledge",
    "notes", "note_new", "shifts", "shift_give",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_desk_opens_its_pages_and_others_are_refused(clerk, name):
    assert go(clerk, name).status_code == 200
    clerk.logout()
    assert go(clerk, name).status_code in (302, 401)


@pytest.mark.parametrize("name", [*PAGES, "phone_lines", "article_new"])
def test_a_log_in_without_a_role_gets_403(home, login, name):
    assert go(login(), name).status_code == 403


@pytest.mark.parametrize(
    "name", ["desk_save", "desk_answer", "desk_note", "desk_back", "desk_outcome", "desk_draft", "desk_duty"]
)
def test_deeds_without_the_right_are_refused_and_leave_nothing(home, login, name):
    answer = do(
        login(), name, words="水管爆了", place=home.homes[0], outcome="wrong", tab="t", data='{"a":1}'
    )
    assert answer.status_code == 403
    assert Call.objects.count() == DeskDraft.objects.count() == DepartmentNote.objects.count() == 0


def test_words_place_and_key_are_enough_for_a_case(clerk, home, resident, boss):
    sent = {
        "words": "厨房水管爆了，水到处流",
        "place": home.homes[0],
        "person": resident,
        "key": "k1",
        "tab": "t",
    }
    answer = do(clerk, "desk_save", **sent).json()
    again = do(clerk, "desk_save", **sent).json()
    assert answer["number"] == again["number"]
    row = cases.rows(cases.cases(actor=boss))[0]
    assert (row.kind, row.severity, row.place_id) == ("repair", 3, home.homes[0])
    contact = cases.contact_read(actor=boss, case_id=row.id, at=timezone.now())
    assert made.PHONE in str(contact)


def test_empty_words_are_refused_at_the_field(clerk, home):
    answer = do(clerk, "desk_save", words=" ", place=home.homes[0])
    assert answer.status_code == 422 and answer.json()["field"] == "words"


def test_a_place_of_another_community_is_not_there_for_a_bound_clerk(org, boss, home, login):
    from anju.modules.estate import facade as estate

    other = made.home("远园")
    client = login(RoleCode.FRONTDESK, path=estate.place(home.community).path)
    assert do(client, "desk_save", words="水管爆了", place=other.homes[0]).status_code == 404
    assert go(client, "desk_card", place=other.homes[0]).status_code == 404
    assert cases.counts(actor=boss, by=("kind",)) == {}


def test_the_household_is_shown_with_people_open_cases_and_what_is_owed(
    clerk, home, resident, boss, monkeypatch
):
    desk.desk_save(
        actor=boss,
        entry=desk.DeskEntry(words="马桶堵了", community_id=home.community, place_id=home.homes[0]),
        at=timezone.now(),
    )
    monkeypatch.setattr(household, "_arrears", [])
    text = go(clerk, "desk_card", place=home.homes[0]).content.decode()
    assert "陈立" in text and "马桶堵了" in text and "138****1234" in text
    assert made.PHONE not in text and "欠费" not in text
    facade.register_arrears(lambda places, on: {home.homes[0]: 123_450})
    assert "1,234.50" in go(clerk, "desk_card", place=home.homes[0]).content.decode()


def test_the_one_field_finds_by_number_name_pinyin_and_case(clerk, home, resident, boss):
    saved = desk.desk_save(
        actor=boss,
        entry=desk.DeskEntry(words="马桶堵了", community_id=home.community, place_id=home.homes[0]),
        at=timezone.now(),
    )
    for text in (made.PHONE, "陈立", "chenli", "1234"):
        assert "陈立" in go(clerk, "desk_find", q=text).content.decode(), text
    assert saved.number in go(clerk, "desk_find", q=saved.number).content.decode()


def test_while_one_types_kind_duplicates_and_answers_come_up(clerk, home, boss):
    article(boss)
    desk.desk_save(
        actor=boss,
        entry=desk.DeskEntry(words="厨房水管爆了", community_id=home.community, place_id=home.homes[0]),
        at=timezone.now(),
    )
    text = go(clerk, "desk_think", words="水管爆了还没来", place=home.homes[0]).content.decode()
    assert 'data-kind="repair"' in text or 'data-kind="complaint"' in text
    assert "厨房水管爆了" in text
    assert "每平方米 2.6 元" in go(clerk, "desk_think", words="请问物业费怎么收").content.decode()
    assert go(clerk, "desk_think", words="", place="nonsense").status_code == 200


def test_an_enquiry_is_answered_and_the_call_log_says_so(clerk, home, boss):
    one = article(boss)
    answer = do(clerk, "desk_answer", article=one, words="物业费多少", place=home.homes[0], key="k")
    again = do(clerk, "desk_answer", article=one, words="物业费多少", place=home.homes[0], key="k")
    assert answer.status_code == again.status_code == 200
    assert Article.objects.get().used == 1
    assert list(Call.objects.values_list("outcome", flat=True)) == ["answered"]


def test_a_message_a_promise_and_an_outcome_are_logged(clerk, home):
    department = people.staff_by_id([home.engineers[0]])[home.engineers[0]].department_id
    sent = {"place": home.homes[0], "phone": made.PHONE, "name": "陈女士"}
    assert do(clerk, "desk_note", department=department, words="请回复", **sent).status_code == 200
    assert do(clerk, "desk_back", minutes=30, words="回复进度", **sent).status_code == 200
    assert do(clerk, "desk_outcome", outcome="wrong").status_code == 200
    assert do(clerk, "desk_outcome", outcome="nonsense").status_code == 422
    assert sorted(Call.objects.values_list("outcome", flat=True)) == ["back", "message", "wrong"]
    back = CallBack.objects.get()
    assert do(clerk, "back_done", back.pk, reached="1").json() == {"settled": True}


def test_a_draft_is_kept_and_comes_back_with_the_page(clerk, home):
    assert do(clerk, "desk_draft", tab="t1", label="陈女士", data='{"words": "漏水"}').status_code == 204
    assert do(clerk, "desk_draft", tab="t2", data="no json").status_code == 422
    assert do(clerk, "desk_draft", tab="t3", data="[1]").status_code == 422
    page = go(clerk, "desk").content.decode()
    drafts = page.split('id="fd-drafts"')[1].split(">", 1)[1].split("<", 1)[0]
    assert json.loads(drafts)[0]["data"] == {"words": "漏水"}


def test_a_ringing_call_is_taken_once_and_its_number_stays_masked(clerk, home, resident):
    ring = calls.Ring(id="x", event="ring", number=made.PHONE)
    call = calls.call_ring(ring=ring, at=timezone.now())
    assert "138****1234" in go(clerk, "desk_ringing").content.decode()
    taken = do(clerk, "desk_take", call).json()
    assert (taken["name"], taken["place"], taken["shown"]) == ("陈立", home.homes[0], "138****1234")
    assert "138****1234" not in go(clerk, "desk_ringing").content.decode()
    whole = do(clerk, "call_number", call)
    assert made.PHONE in whole.content.decode()
    assert made.PHONE not in go(clerk, "call", call).content.decode()


def test_knowledge_is_written_changed_retired_and_restored_by_those_who_may(org, boss, home, login):
    client = login(RoleCode.MANAGER)
    form = {
        "question": "快递放哪", "answer": "南门快递柜", "topic": "general", "valid_from": "2026-01-01", "others": "包裹在哪",
        "public": "on",
    }  # fmt: skip
    assert do(client, "article_new", **form).status_code == 303
    one = Article.objects.get()
    assert (
        do(client, "article_edit", one.pk, **{**form, "answer": "北门快递柜", "reason": "已搬"}).status_code
        == 303
    )
    assert one.versions.count() == 2
    assert go(client, "article", one.pk).status_code == 200
    assert do(client, "article_retire", one.pk, reason="").status_code == 422
    assert do(client, "article_retire", one.pk, reason="不再代收").status_code == 303
    assert do(client, "article_restore", one.pk).status_code == 302
    tomorrow = timezone.localdate() + timedelta(days=90)
    assert do(client, "article_review", one.pk, next_on=tomorrow.isoformat()).status_code == 303
    one.refresh_from_db()
    assert (one.state, one.review_on, one.version) == ("active", tomorrow, 2)


def test_the_desk_may_read_knowledge_and_not_write_it(clerk, boss, home):
    one = article(boss)
    assert go(clerk, "article", one).status_code == 200
    assert do(clerk, "article_retire", one, reason="不要了").status_code == 403
    assert do(clerk, "article_new", question="x").status_code == 403
    assert Article.objects.get().state == "active"


def test_a_message_is_read_by_opening_it_answered_urged_and_told(org, boss, home, login, clerk):
    department = people.staff_by_id([home.engineers[0]])[home.engineers[0]].department_id
    draft = notes.NoteDraft(department_id=department, words="请回复", community_id=home.community)
    one = notes.note_send(actor=boss, draft=draft, at=timezone.now())
    assert go(clerk, "note", one).status_code == 200
    assert DepartmentNote.objects.get().state == "sent"
    assert do(clerk, "note_urge", one).status_code == 302
    leader = login(RoleCode.SUPERVISOR, username="leader")
    assert go(leader, "note", one).status_code == 200
    assert DepartmentNote.objects.get().state == "read"
    assert do(leader, "note_answer", one, answer="明天更换").status_code == 303
    assert do(leader, "note_told", one).status_code == 200
    assert DepartmentNote.objects.get().told_at is not None


def test_lines_and_hours_are_set_for_the_community(boss, home, login):
    client = login(RoleCode.MANAGER)
    session = client.session
    session["community"] = home.community
    session.save()
    form = {
        f"{sort}_{name}": value
        for sort in ("standard", "other", "supervisor")
        for name, value in (("number", "021-55550001"), ("opens", "08:00"), ("closes", "18:00"))
    }
    assert do(client, "phone_lines", **form).status_code == 303
    assert [one.sort for one in facade.phone_lines(home.community)] == ["standard", "other", "supervisor"]


def test_calls_are_counted_by_hour_and_missed_ones_by_who_was_called_back(clerk, home, boss):
    now = timezone.now()
    calls.call_ring(ring=calls.Ring(id="a", event="ring", number=made.PHONE), at=now)
    calls.call_ring(ring=calls.Ring(id="a", event="end", number=made.PHONE), at=now)
    page = go(clerk, "call_hours").content.decode()
    hour = timezone.localtime(now).hour
    assert f"{hour:02d}:00" in page


def test_residents_are_told_public_knowledge_of_their_community_only(boss, home):
    article(boss, "物业费怎么收")
    article(boss, "业委会电话", public=False)
    article(boss, "远园的规定", community_id=made.home("远园").community)
    found = facade.knowledge_public(home.community, "", on=date(2026, 11, 1))
    assert [one.question for one in found] == ["物业费怎么收"]


def test_the_side_costs_no_more_with_many_cases_than_with_few(
    clerk, home, boss, django_assert_max_num_queries
):
    for number in range(12):
        desk.desk_save(
            actor=boss,
            entry=desk.DeskEntry(
                words=f"马桶堵了{number}", community_id=home.community, place_id=home.homes[0]
            ),
            at=timezone.now(),
        )
    with django_assert_max_num_queries(45):
        go(clerk, "desk_side")
    with django_assert_max_num_queries(45):
        go(clerk, "desk_card", place=home.homes[0])
