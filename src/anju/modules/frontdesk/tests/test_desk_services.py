from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Reporter
from anju.foundation import actors
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import (
    Article,
    ArticleUse,
    ArticleVersion,
    Call,
    DepartmentNote,
    DeskDraft,
    Handover,
    SolutionSet,
)
from anju.modules.frontdesk.permissions import DESK_USE, NOTE_ANSWER
from anju.modules.frontdesk.services import calls, desk, knowledge, notes, shift, solutions
from anju.modules.frontdesk.tests import factories as made
from anju.modules.people import facade as people

NOW = made.NOW


@pytest.fixture
def home(org):
    return made.home()


def clerk(org, boss, home, number=0, name="desk"):
    """A clerk of the desk with a place in the staff."""
    user = made.user(name, org)
    people.login_link(actor=boss, staff_id=home.desk[number], user_id=user.pk, at=NOW)
    return actors.Actor(org.pk, name, user_id=user.pk, grants=boss.grants)


def article(boss, **given):
    values = {
        "question": "物业费怎么收",
        "answer": "按建筑面积每月每平方米2.5元，按季交。",
        "topic": "fees",
        "valid_from": date(2026, 1, 1),
        **given,
    }
    return knowledge.article_save(actor=boss, draft=knowledge.ArticleDraft(**values), at=NOW)


def entry(home, words="厨房水管爆了，水到处流", **given):
    values = {
        "words": words,
        "community_id": home.community,
        "place_id": home.homes[0],
        "reporter": Reporter(name="陈女士", phone=made.PHONE),
        **given,
    }
    return desk.DeskEntry(**values)


def test_words_alone_make_a_case_of_the_suggested_kind_with_its_call(boss, home):
    opened = desk.desk_save(actor=boss, entry=entry(home), at=NOW)
    view = cases.case_view(actor=boss, case_id=opened.case_id, at=NOW)
    assert (view.row.kind, view.row.severity, view.fields["trade"]) == ("repair", 3, "water")
    call = Call.objects.get()
    assert (call.outcome, call.case_id, call.number) == ("case", opened.case_id, made.PHONE)


@pytest.mark.parametrize("rang", [False, True])
def test_who_wants_no_name_is_led_to_by_neither_case_nor_call(boss, home, rang):
    call_id = None
    if rang:
        ring = calls.Ring(id="r1", event="ring", number=made.PHONE)
        call_id = calls.call_ring(ring=ring, at=NOW)
    told = entry(home, kind="complaint", fields={"class": "attitude"}, nameless=True, call_id=call_id)
    opened = desk.desk_save(actor=boss, entry=told, at=NOW)
    view = cases.case_view(actor=boss, case_id=opened.case_id, at=NOW)
    assert view.anonymous and view.fields["anonymous"] and view.source == ""
    assert view.row.place_id not in home.homes and view.row.place_id is not None
    call = Call.objects.get()
    assert (call.outcome, call.case_id, call.words, call.place_id) == ("case", None, "", None)
    if not rang:
        assert (call.number, call.caller) == ("", "")


def test_what_the_clerk_chose_outweighs_what_was_suggested(boss, home):
    chosen = entry(home, kind="complaint", severity=2, fields={"class": "attitude"})
    opened = desk.desk_save(actor=boss, entry=chosen, at=NOW)
    view = cases.case_view(actor=boss, case_id=opened.case_id, at=NOW)
    assert (view.row.kind, view.row.severity, view.fields["class"]) == ("complaint", 2, "attitude")
    assert "trade" not in view.fields


def test_the_same_key_saves_once(boss, home):
    first = desk.desk_save(actor=boss, entry=entry(home), at=NOW, key="tab-1")
    again = desk.desk_save(actor=boss, entry=entry(home), at=NOW, key="tab-1")
    assert again.repeated and again.case_id == first.case_id
    assert Call.objects.count() == 1


def test_a_duplicate_is_joined_and_its_caller_follows_the_first(boss, home):
    first = desk.desk_save(actor=boss, entry=entry(home), at=NOW)
    second = desk.desk_save(
        actor=boss,
        entry=entry(home, words="楼上漏水了", join_id=first.case_id),
        at=NOW + timedelta(minutes=3),
    )
    assert cases.case_view(actor=boss, case_id=second.case_id, at=NOW).row.merged_into_id == first.case_id
    assert len(cases.followers(first.case_id).reporters) == 2
    assert Call.objects.order_by("-pk").first().outcome == "joined"


def test_empty_words_save_nothing(boss, home):
    with pytest.raises(Invalid, match=r"desk\.words"):
        desk.desk_save(actor=boss, entry=entry(home, words="  "), at=NOW)
    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("水管漏了。麻烦快点来，家里有老人。", "水管漏了"),
        ("门坏了", "门坏了"),
        ("哎！单元门锁不上了\n晚上谁都能进", "哎！单元门锁不上了"),
        ("长" * 90, "长" * 60),
    ],
)
def test_a_title_is_the_first_thing_that_was_said(words, title):
    assert desk.headline(words) == title


def test_an_enquiry_is_answered_at_once_with_its_clock_stopped(boss, home):
    one = article(boss)
    answered = knowledge.Answered(article_id=one, community_id=home.community, place_id=home.homes[0])
    opened = knowledge.enquiry_answer(actor=boss, answered=answered, at=NOW, key="k")
    again = knowledge.enquiry_answer(actor=boss, answered=answered, at=NOW, key="k")
    view = cases.case_view(actor=boss, case_id=opened.case_id, at=NOW)
    assert again.repeated
    assert (view.row.kind, view.row.state, view.fields["topic"]) == ("enquiry", "closed", "fees")
    assert all(one.state in ("stopped", "void") for one in view.clocks)
    assert Article.objects.get().used == 1
    assert ArticleUse.objects.get().place_id == home.homes[0]


@pytest.mark.parametrize("given", [{"valid_until": date(2026, 2, 1)}, {"valid_from": date(2026, 6, 1)}])
def test_an_article_that_does_not_hold_today_answers_nobody(boss, home, given):
    one = article(boss, **given)
    answered = knowledge.Answered(article_id=one, community_id=home.community)
    with pytest.raises(Conflict, match="not_in_force"):
        knowledge.enquiry_answer(actor=boss, answered=answered, at=NOW)
    assert ArticleUse.objects.count() == 0


def test_a_changed_answer_is_a_new_version_and_a_changed_review_date_is_none(boss):
    one = article(boss)
    draft = knowledge.ArticleDraft(
        question="物业费怎么收", answer="按季交，可以微信交。", topic="fees", valid_from=date(2026, 1, 1)
    )
    knowledge.article_save(actor=boss, draft=draft, at=NOW, article_id=one, reason="开通微信")
    knowledge.article_save(actor=boss, draft=draft, at=NOW, article_id=one)
    knowledge.article_review(actor=boss, article_id=one, next_on=date(2027, 1, 1), at=NOW)
    assert list(ArticleVersion.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "开通微信"),
    ]


def test_a_question_is_asked_once_until_it_is_retired(boss):
    one = article(boss)
    with pytest.raises(Conflict, match="taken"):
        article(boss)
    knowledge.article_retire(actor=boss, article_id=one, reason="标准已变", at=NOW)
    article(boss)
    with pytest.raises(Conflict, match="taken"):
        knowledge.article_restore(actor=boss, article_id=one, at=NOW)


def test_what_is_not_our_duty_names_who_is_in_charge(boss):
    with pytest.raises(Invalid, match="in_charge"):
        article(boss, outside_duty=True)
    assert Article.objects.count() == 0


def department_of(home):
    return people.staff_by_id([home.engineers[0]])[home.engineers[0]].department_id


def note(boss, home, **given):
    values = {
        "department_id": department_of(home), "words": "请工程部回复换管方案", "community_id": home.community, **given,
    }  # fmt: skip
    return notes.note_send(actor=boss, draft=notes.NoteDraft(**values), at=NOW)


def test_a_message_is_read_answered_and_told(boss, home):
    one = note(boss, home)
    with pytest.raises(Conflict, match="unanswered"):
        notes.note_told(actor=boss, note_id=one, at=NOW)
    notes.note_read(actor=boss, note_id=one, at=NOW)
    notes.note_answer(actor=boss, note_id=one, answer="周三更换", at=NOW)
    notes.note_told(actor=boss, note_id=one, at=NOW)
    row = DepartmentNote.objects.get()
    assert (row.state, row.answer, row.told_at) == ("answered", "周三更换", NOW)
    with pytest.raises(Conflict, match="closed"):
        notes.note_answer(actor=boss, note_id=one, answer="再答", at=NOW)


def test_a_morning_message_is_due_the_same_day_and_late_ones_urge_themselves(boss, home):
    note(boss, home)
    row = DepartmentNote.objects.get()
    assert row.due_at == NOW.replace(hour=9, minute=30)
    assert notes.notes_urge_late(at=row.due_at - timedelta(minutes=1)) == 0
    assert notes.notes_urge_late(at=row.due_at) == 1
    assert notes.notes_urge_late(at=row.due_at + timedelta(minutes=30)) == 0
    assert notes.notes_urge_late(at=row.due_at + timedelta(hours=4)) == 1


def test_urging_twice_in_a_moment_is_refused(boss, home):
    one = note(boss, home)
    notes.note_urge(actor=boss, note_id=one, at=NOW)
    with pytest.raises(Conflict, match="just_urged"):
        notes.note_urge(actor=boss, note_id=one, at=NOW + timedelta(minutes=2))
    assert DepartmentNote.objects.get().urged == 1


def test_the_desk_alone_does_not_answer_for_a_department(org, boss, home):
    one = note(boss, home)
    grants = {code: reach for code, reach in boss.grants.items() if code != NOTE_ANSWER.code}
    desk_only = actors.Actor(org.pk, "前台", grants=grants)
    with pytest.raises(Forbidden):
        notes.note_answer(actor=desk_only, note_id=one, answer="不该我答", at=NOW)
    with pytest.raises(NotFound):
        notes.note_answer(actor=actors.system("路人", org.pk), note_id=one, answer="看不见", at=NOW)
    assert DepartmentNote.objects.get().state == "sent"


def test_a_shift_is_handed_over_with_what_is_open_and_signed_by_the_successor(org, boss, home):
    first, second = clerk(org, boss, home, 0, "早班"), clerk(org, boss, home, 1, "晚班")
    desk.desk_save(actor=first, entry=entry(home), at=NOW)
    note(boss, home)
    desk.draft_save(actor=first, tab="t1", label="陈女士", data={"words": "还没说完"}, at=NOW)
    one = shift.shift_give(actor=first, to_staff_id=home.desk[1], words="一切正常", at=NOW)
    items = shift.items_of(second, Handover.objects.get())
    assert sorted(item.sort for item in items) == ["case", "note", "parked"]
    with pytest.raises(Forbidden, match="not_yours"):
        shift.shift_sign(actor=first, handover_id=one, remark="", at=NOW)
    shift.shift_sign(actor=second, handover_id=one, remark="已核对", at=NOW)
    signed = Handover.objects.get()
    assert signed.signed_at == NOW and signed.log_id is not None
    assert DeskDraft.objects.get().user_id == second.user_id
    with pytest.raises(Conflict, match="signed"):
        shift.shift_sign(actor=second, handover_id=one, remark="", at=NOW)


def test_one_hand_over_waits_at_a_time_and_can_be_called_off(org, boss, home):
    first, _second = clerk(org, boss, home, 0, "早班"), clerk(org, boss, home, 1, "晚班")
    one = shift.shift_give(actor=first, to_staff_id=home.desk[1], words="", at=NOW)
    with pytest.raises(Conflict, match=r"shift\.open"):
        shift.shift_give(actor=first, to_staff_id=home.desk[1], words="", at=NOW)
    with pytest.raises(Invalid, match="reason"):
        shift.shift_call_off(actor=first, handover_id=one, reason="", at=NOW)
    shift.shift_call_off(actor=first, handover_id=one, reason="临时加班", at=NOW)
    assert Handover.objects.count() == 0


def test_a_successor_who_cannot_sign_gets_no_shift(org, boss, home):
    first = clerk(org, boss, home, 0, "早班")
    with pytest.raises(Invalid, match="no_login"):
        shift.shift_give(actor=first, to_staff_id=home.desk[1], words="", at=NOW)
    with pytest.raises(Invalid, match="to_oneself"):
        shift.shift_give(actor=first, to_staff_id=home.desk[0], words="", at=NOW)
    with pytest.raises(Conflict, match="no_staff"):
        shift.shift_give(actor=boss, to_staff_id=home.desk[0], words="", at=NOW)


def test_drafts_are_ones_own_sealed_and_dropped_when_empty(org, boss, home):
    first, second = clerk(org, boss, home, 0, "早班"), clerk(org, boss, home, 1, "晚班")
    desk.draft_save(actor=first, tab="t1", label="陈", data={"words": "漏水", "phone": made.PHONE}, at=NOW)
    assert desk.drafts_of(second) == []
    assert desk.drafts_of(first) == [
        {"tab": "t1", "label": "陈", "data": {"words": "漏水", "phone": made.PHONE}}
    ]
    assert DeskDraft.objects.filter(data__contains="138").count() == 0
    desk.draft_save(actor=first, tab="t1", label="", data={}, at=NOW)
    assert DeskDraft.objects.count() == 0


def test_a_thirteenth_parked_call_is_refused(org, boss, home):
    first = clerk(org, boss, home)
    for number in range(12):
        desk.draft_save(actor=first, tab=f"t{number}", label="", data={"words": "…"}, at=NOW)
    with pytest.raises(Invalid, match="too_many"):
        desk.draft_save(actor=first, tab="t12", label="", data={"words": "…"}, at=NOW)


def test_the_best_of_several_solutions_is_chosen_once_with_its_reason(boss, home):
    opened = desk.desk_save(actor=boss, entry=entry(home), at=NOW)
    options = [solutions.Option("只换接头", 5000, 0), solutions.Option("整段换管", 60000, 2)]
    with pytest.raises(Invalid, match="few"):
        solutions.solutions_propose(
            actor=boss, case_id=opened.case_id, problem="水管老化", options=options[:1], at=NOW
        )
    one = solutions.solutions_propose(
        actor=boss, case_id=opened.case_id, problem="水管老化", options=options, at=NOW
    )
    with pytest.raises(Invalid, match="option"):
        solutions.solution_choose(actor=boss, set_id=one, chosen=7, reason="彻底", at=NOW)
    solutions.solution_choose(actor=boss, set_id=one, chosen=1, reason="一劳永逸", at=NOW)
    with pytest.raises(Conflict, match="chosen"):
        solutions.solution_choose(actor=boss, set_id=one, chosen=0, reason="便宜", at=NOW)
    assert SolutionSet.objects.get().chosen == 1


def test_the_desk_is_not_for_everybody(org, boss, home):
    stranger = actors.system("路人", org.pk)
    for act in (
        lambda: desk.draft_save(actor=stranger, tab="t", label="", data={"words": "x"}, at=NOW),
        lambda: desk.desk_save(actor=stranger, entry=entry(home), at=NOW),
        lambda: knowledge.enquiry_answer(
            actor=stranger,
            answered=knowledge.Answered(article_id=article(boss), community_id=home.community),
            at=NOW,
        ),
    ):
        with pytest.raises(Forbidden):
            act()
    assert DeskDraft.objects.count() == 0 and ArticleUse.objects.count() == 0
    assert RoleCode.FRONTDESK in DESK_USE.roles
