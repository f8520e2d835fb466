"""Surveys from the first question to the measure: who may, what stays, what is said in public."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from anju.engines.scores import facade as scores
from anju.foundation import actors
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.community.models import Improvement, Survey, SurveyAnswer
from anju.modules.community.permissions import SURVEY_READ
from anju.modules.community.queries import questionnaires
from anju.modules.community.queries import surveys as queries
from anju.modules.community.services import answers, improving
from anju.modules.community.services import surveys as services
from anju.modules.community.tests import factories as made
from anju.modules.community.tests.factories import AT, TODAY


@pytest.fixture
def home(org):
    return made.community()


def online(survey_id, key="a", token=None, **values):
    answers.answer_online(
        token=token or made.token(survey_id), given=made.given(survey_id, **values), key=key, on=TODAY
    )


def test_the_questionnaires_to_begin_with_all_work(boss, home):
    for code in questionnaires.NAMES:
        draft = services.SurveyDraft(title=code, items=questionnaires.questions(code))
        assert services.survey_create(actor=boss, community_id=home[0].pk, draft=draft, at=AT)
    topics = {one.topic for one in questionnaires.questions("owners")}
    assert {
        "greening",
        "sport",
        "passage",
        "security",
        "cleaning",
        "parking",
        "pets",
        "staff",
        "attitude",
    } <= topics


def test_questions_change_only_while_nobody_has_read_them(boss, home):
    survey = made.survey(boss, home[0].pk, opened=False)
    services.items_change(actor=boss, survey_id=survey, items=made.ITEMS[:2], at=AT)
    assert len(made.items(survey)) == 2
    services.survey_open(actor=boss, survey_id=survey, opens_on=TODAY, closes_on=TODAY, tickets=False, at=AT)
    with pytest.raises(Conflict, match=r"community\.survey\.state"):
        services.items_change(actor=boss, survey_id=survey, items=made.ITEMS, at=AT)


def test_every_home_answers_once_and_an_anonymous_answer_keeps_only_the_building(boss, home):
    survey = made.survey(boss, home[0].pk)
    ticket = made.tickets(survey)[0]
    online(survey, token=answers.token_of(ticket))
    answer = SurveyAnswer.objects.get()
    assert (answer.building_id, answer.place_id) == (home[1][0].pk, None)
    with pytest.raises(Conflict, match=r"community\.survey\.answered"):
        online(survey, token=answers.token_of(ticket))
    assert SurveyAnswer.objects.count() == 1


def test_a_survey_with_names_keeps_the_home(boss, home):
    survey = made.survey(boss, home[0].pk, anonymous=False)
    online(survey, token=answers.token_of(made.tickets(survey)[4]))
    assert SurveyAnswer.objects.get().place_id == home[2][4].pk


def test_one_device_answers_the_public_address_once(boss, home):
    survey = made.survey(boss, home[0].pk)
    online(survey, key="phone")
    with pytest.raises(Conflict):
        online(survey, key="phone")
    online(survey, key="other")
    assert SurveyAnswer.objects.count() == 2


def test_nobody_answers_before_it_opens_or_after_it_closes(boss, home):
    survey = made.survey(boss, home[0].pk)
    with pytest.raises(Conflict, match=r"community\.survey\.early"):
        answers.answer_online(
            token=made.token(survey), given=made.given(survey), key="a", on=date(2026, 11, 1)
        )
    with pytest.raises(Conflict, match=r"community\.survey\.over"):
        answers.answer_online(
            token=made.token(survey), given=made.given(survey), key="a", on=date(2026, 12, 1)
        )
    with pytest.raises(NotFound):
        answers.public_survey(token="1-nothing", on=TODAY)
    with pytest.raises(NotFound):
        answers.public_survey(token=made.token(made.survey(boss, home[0].pk, opened=False)), on=TODAY)


def test_paper_is_typed_in_once_under_its_number(boss, home):
    survey = made.survey(boss, home[0].pk)
    told = {
        "actor": boss,
        "survey_id": survey,
        "given": made.given(survey),
        "place_id": home[1][1].pk,
        "on": TODAY,
        "at": AT,
    }
    answers.answer_paper(**told, key="paper 7")
    with pytest.raises(Conflict, match=r"community\.survey\.answered"):
        answers.answer_paper(**told, key="paper 7")
    with pytest.raises(Invalid, match=r"community\.survey\.missing"):
        answers.answer_paper(**{**told, "given": {}}, key="paper 8")
    assert SurveyAnswer.objects.get().channel == "paper"


def test_results_say_items_buildings_and_the_difference_to_the_survey_before(boss, home):
    first = made.survey(boss, home[0].pk, at=AT.replace(month=5), title="上半年")
    online(first, cleaning="dissatisfied")
    services.survey_close(actor=boss, survey_id=first, on=TODAY, at=AT)
    second = made.survey(boss, home[0].pk, title="下半年")
    for number in range(6):
        online(
            second,
            token=answers.token_of(made.tickets(second)[number]),
            overall="satisfied" if number < 4 else "fair",
        )
    found = queries.results(boss, second)
    assert (found.satisfied, found.answered, found.homes_answered) == (4, 6, 6)
    assert [one.answers for one in found.buildings] == [3, 3]
    assert found.before["cleaning"] == 0 and found.before_title == "上半年"


def test_a_reasonable_proposal_needs_a_measure_with_a_person_and_a_day(boss, home):
    survey = made.survey(boss, home[0].pk)
    online(survey, words="请在东门加一盏灯")
    said = queries.results(boss, survey).texts[0]
    proposal = improving.proposal_judge(
        actor=boss, survey_id=survey, answer_id=said.answer_id, item_id=said.item.id, reasonable=True, at=AT
    )
    share = scores.figure("community.proposals", home[0].pk, date(2026, 11, 1), AT)
    assert (share.observation.numerator, share.observation.denominator) == (0, 1)
    with pytest.raises(Invalid, match=r"community\.improvement\.staff"):
        improving.improvement_plan(
            actor=boss, improvement_id=proposal, measure="加装", staff_id=None, due_on=TODAY, at=AT
        )
    with pytest.raises(Conflict, match=r"community\.improvement\.no_measure"):
        improving.improvement_done(actor=boss, improvement_id=proposal, result="装好", on=TODAY, at=AT)
    department = made.apps.get_model("people", "Department").objects.create(
        name="工程部", community_id=home[0].pk
    )
    staff = made.apps.get_model("people", "Staff").objects.create(
        number="S1", name="赵师傅", department=department, community_id=home[0].pk
    )
    improving.improvement_plan(
        actor=boss, improvement_id=proposal, measure="加装", staff_id=staff.pk, due_on=TODAY, at=AT
    )
    with pytest.raises(Conflict, match=r"community\.improvement\.has_measure"):
        improving.proposal_judge(
            actor=boss,
            survey_id=survey,
            answer_id=said.answer_id,
            item_id=said.item.id,
            reasonable=False,
            at=AT,
        )
    improving.improvement_done(actor=boss, improvement_id=proposal, result="装好", on=TODAY, at=AT)
    assert Improvement.objects.get().done_on == TODAY
    assert scores.figure("community.proposals", home[0].pk, date(2026, 11, 1), AT).value == 100


def test_answers_feed_the_indicators_of_satisfaction(boss, home):
    survey = made.survey(boss, home[0].pk)
    online(survey)
    online(survey, key="b", overall="fair")
    found = scores.figure("community.satisfaction", home[0].pk, date(2026, 11, 1), AT)
    assert (found.observation.numerator, found.observation.denominator) == (1, 2)
    assert found.observation.evidence[0].href == reverse("community:survey_results", args=[survey])
    staff = made.survey(boss, home[0].pk, audience="staff")
    online(staff)
    assert scores.figure("community.staff", home[0].pk, date(2026, 11, 1), AT).value == 100


def test_who_may_only_read_makes_and_changes_nothing(boss, home, org):
    survey = made.survey(boss, home[0].pk)
    reader = actors.system("读", org.pk, SURVEY_READ)
    with pytest.raises(Forbidden):
        services.survey_close(actor=reader, survey_id=survey, on=TODAY, at=AT)
    with pytest.raises(Forbidden):
        answers.answer_paper(
            actor=reader, survey_id=survey, given=made.given(survey), place_id=None, key="", on=TODAY, at=AT
        )
    assert made.row(survey).state == "open" and not SurveyAnswer.objects.exists()


def test_the_public_page_keeps_what_was_chosen_and_thanks(boss, home, client, monkeypatch):
    monkeypatch.setattr("anju.modules.community.views.public.timezone.localdate", lambda: TODAY)
    survey = made.survey(boss, home[0].pk)
    address = reverse("community:survey_public", args=[made.token(survey)])
    assert "匿名填写" in client.get(address).content.decode()
    items = made.items(survey)
    half = client.post(address, {f"item_{items[0].pk}": "satisfied"})
    assert half.status_code == 422
    assert f'name="item_{items[0].pk}" value="satisfied" checked' in half.content.decode()
    full = {f"item_{key}": value for key, value in made.given(survey).items()}
    assert "谢谢您" in client.post(address, full).content.decode()
    assert client.post(address, full).status_code == 409
    assert client.get(reverse("community:survey_public", args=["9999-x"])).status_code == 404
    assert SurveyAnswer.objects.count() == 1


def test_a_survey_is_made_changed_opened_and_closed_through_the_pages(home, login):
    client = login(RoleCode.MANAGER)
    made_at = client.post(reverse("community:survey_new"), {"community": home[0].pk, "title": "年度调查", "audience": "owners", "template": "owners", "anonymous": "on"})  # fmt: skip
    survey = Survey.objects.get()
    assert made_at.status_code in (302, 303)
    page = reverse("community:survey", args=[survey.pk])
    assert "宠物管理" in client.get(page).content.decode()
    add = client.post(reverse("community:survey_item_new", args=[survey.pk]), {"text": "电梯", "kind": "scale", "topic": "engineering", "required": "on"})  # fmt: skip
    assert add.status_code in (302, 303) and survey.items.count() == 13
    client.post(reverse("community:survey_item_move", args=[survey.pk, 13, "up"]))
    assert survey.items.get(position=12).text == "电梯"
    client.post(reverse("community:survey_item_move", args=[survey.pk, 12, "remove"]))
    assert survey.items.count() == 12
    opened = client.post(page, {"opens_on": "2026-11-10", "closes_on": "2026-12-10", "tickets": "on"})
    assert opened.status_code in (302, 303)
    assert survey.tickets.count() == 6
    assert "公开二维码" in client.get(page).content.decode()
    for name in (
        "survey_qr",
        "survey_sheet",
        "survey_homes",
        "survey_report",
        "survey_results",
        "survey_paper",
    ):
        assert client.get(reverse(f"community:{name}", args=[survey.pk])).status_code == 200, name
    typed = {f"item_{one.pk}": "satisfied" for one in survey.items.exclude(kind="text")}
    assert client.post(reverse("community:survey_paper", args=[survey.pk]), {**typed, "number": "1"}).status_code in (302, 303)  # fmt: skip
    assert (
        client.post(reverse("community:survey_paper", args=[survey.pk]), {"number": "2"}).status_code == 422
    )
    client.post(reverse("community:survey_close", args=[survey.pk]))
    assert client.get(page).status_code == 302
    assert client.get(reverse("community:surveys")).status_code == 200
    assert client.get(reverse("community:improvements")).status_code == 200


def test_a_worker_sees_no_survey_and_a_desk_clerk_makes_none(boss, home, login):
    survey = made.survey(boss, home[0].pk)
    assert login(RoleCode.WORKER).get(reverse("community:survey", args=[survey])).status_code == 403
    clerk = login(RoleCode.FRONTDESK, username="clerk")
    assert clerk.get(reverse("community:survey_new")).status_code == 403
    assert clerk.post(reverse("community:survey_close", args=[survey])).status_code == 403
    assert made.row(survey).state == "open"
