"""Whom a complaint is about hears nothing of it: in no list, book, count, figure or log, whatever his rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.audit import queries as audit
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.models import Call, Handover
from anju.modules.frontdesk.queries import complaints, desk_lists, household
from anju.modules.frontdesk.services import desk, lessons, notes, shift
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def meant(login, home, boss):
    """The browser of the manager a complaint is about; he may read everything else."""
    browser = login(RoleCode.MANAGER, RoleCode.LEADER, RoleCode.ADMIN, username="meant", name="当事人")
    people.login_link(actor=boss, staff_id=home.desk[1], user_id=browser.user.pk, at=made.NOW)
    return browser


@pytest.fixture
def actor(meant, org):
    return actor_for(meant.user, org, Origin("web"))


def complain(boss, home, at, **given):
    told = desk.DeskEntry(
        words="前台态度恶劣，推诿", community_id=home.community, place_id=home.homes[0], kind="complaint",
        fields={"class": "attitude", "about_staff": home.desk[1], "valid": True}, **given,
    )  # fmt: skip
    return desk.desk_save(actor=boss, entry=told, at=at).case_id


def test_the_books_of_the_desk_and_the_register_name_it_nowhere(meant, actor, home, boss, now):
    case_id = complain(boss, home, now)
    department = next(iter(people.departments(home.community)))
    sent = notes.NoteDraft(
        department_id=department.id, words="请查投诉", community_id=home.community, case_id=case_id
    )
    notes.note_send(actor=boss, draft=sent, at=now)
    learnt = lessons.LessonDraft(
        community_id=home.community, sort="measure", text="前台重新培训", case_id=case_id
    )
    lessons.lesson_add(actor=boss, draft=learnt, at=now)
    assert Call.objects.filter(case_id=case_id).exists()
    for reader, seen in ((boss, 1), (actor, 0)):
        assert desk_lists.calls(reader, home.community).count() == seen
        assert desk_lists.notes(reader, home.community).count() == seen
        assert len(complaints.lessons(reader, home.community)) == seen
        card = household.household(reader, place_id=home.homes[0], person_id=None, at=now)
        assert (len(card.open), len(card.calls)) == (seen, seen)
    for name in (
        "frontdesk:cases",
        "frontdesk:complaints",
        "frontdesk:board",
        "frontdesk:calls",
        "frontdesk:notes",
    ):
        text = meant.get(reverse(name)).content.decode()
        assert "推诿" not in text and "C20" not in text, name
    assert meant.get(reverse("frontdesk:case", args=[case_id])).status_code == 404


def test_the_month_is_counted_without_it_in_every_figure(actor, home, boss, now):
    complain(boss, home, now)
    facade.report(actor=boss, draft=made.draft(home, "complaint", fields={"class": "fees"}), at=now)
    month = now.date().replace(day=1)
    for reader, seen in ((boss, 2), (actor, 1)):
        found = complaints.analysis(reader, home.community, month, now)
        assert (found.total, found.answered.expected) == (seen, seen)


def test_the_evidence_of_an_indicator_leaves_it_out(meant, login, home, boss, now):
    case_id = complain(boss, home, now)
    address = reverse("frontdesk:case", args=[case_id])
    page = reverse("scores:indicator", args=["frontdesk.valid_complaints"]) + f"?community={home.community}"
    other = login(RoleCode.LEADER, username="leader", name="公司")
    assert address in other.get(page).content.decode()
    assert address not in meant.get(page).content.decode()
    api = f"/api/v1/scores/indicators/frontdesk.valid_complaints?community_id={home.community}"
    assert [one["href"] for one in other.get(api).json()["evidence"]] == [address]
    assert meant.get(api).json()["evidence"] == []


def test_the_log_of_acts_leaves_it_out(actor, home, boss, now):
    case_id = complain(boss, home, now)
    of_case = {"subject_type": "cases.case", "subject_id": case_id}
    assert audit.entries(boss).filter(**of_case).exists()
    assert not audit.entries(actor).filter(**of_case).exists()
    assert audit.entries(actor).filter(subject_type="frontdesk.call").exists()


def test_a_hand_over_shows_its_successor_nothing_of_it_and_the_book_says_nothing(actor, home, boss, org, now):
    clerk = made.user("clerk", org)
    people.login_link(actor=boss, staff_id=home.desk[0], user_id=clerk.pk, at=made.NOW)
    giving = replace(boss, name="交班人", user_id=clerk.pk)
    complain(giving, home, now)
    facade.report(actor=giving, draft=made.draft(home), at=now)
    handover_id = shift.shift_give(actor=giving, to_staff_id=home.desk[1], words="", at=now)
    handover = Handover.objects.get(pk=handover_id)
    assert len(shift.items_of(giving, handover)) == 2
    assert [one.label for one in shift.items_of(actor, handover)] == ["R2026-000001 厨房水管滴水"]
    shift.shift_sign(actor=actor, handover_id=handover_id, remark="", at=now + timedelta(minutes=1))
    entry = apps.get_model("people", "LogEntry").objects.get()
    assert "推诿" not in entry.unfinished and "厨房水管滴水" in entry.unfinished


def test_a_log_in_given_later_sees_it_no_more(login, home, boss, org, now):
    case_id = complain(boss, home, now)
    browser = login(RoleCode.MANAGER, username="later", name="后开通")
    address = reverse("frontdesk:case", args=[case_id])
    people.login_link(actor=boss, staff_id=home.desk[1], user_id=browser.user.pk, at=now)
    made.work(org)
    assert browser.get(address).status_code == 404
    assert cases.barred(case_id)[1] == {browser.user.pk}


def test_what_comes_through_the_api_is_completed_like_any_report(login, meant, home, boss):
    clerk = login(RoleCode.FRONTDESK, RoleCode.MANAGER, username="clerk", name="前台")
    body = {
        "kind": "complaint", "community_id": home.community, "title": "态度恶劣", "place_id": home.homes[0],
        "name": "陈女士", "phone": made.PHONE,
        "fields": {"class": "attitude", "about_staff": home.desk[1], "anonymous": True, "serious": True},
    }  # fmt: skip
    answer = clerk.post(
        "/api/v1/cases/cases", body, content_type="application/json", headers={"Idempotency-Key": "k-1"}
    )
    assert answer.status_code == 201, answer.content
    case_id = answer.json()["id"]
    view = cases.case_view(actor=boss, case_id=case_id, at=made.NOW)
    assert (view.anonymous, view.row.severity, view.row.team_id) == (True, 3, home.desk_team)
    assert view.row.place_id not in home.homes
    assert meant.get(f"/api/v1/cases/cases/{case_id}").status_code == 404


def test_the_log_of_what_was_sent_leaves_it_out(meant, login, home, boss, org, now):
    complain(boss, home, now, reporter=Reporter(user_id=made.user("resident", org).pk))
    made.work(org)
    # As if a provider of text messages were there.
    apps.get_model("messaging", "Delivery").objects.update(channel="sms")
    page = reverse("messages:log")
    other = login(RoleCode.LEADER, username="leader", name="公司")
    assert "推诿" in other.get(page).content.decode()
    assert "推诿" not in meant.get(page).content.decode()
