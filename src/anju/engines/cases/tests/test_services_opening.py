from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from anju.engines.cases import facade
from anju.engines.cases.contracts import CaseEdit, CaseFilter, Reporter
from anju.engines.cases.models import Case, CaseEvent, ClockBudget, ClockSegment
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, draft, minutes, move, opened
from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound


def clock(case_id, code, **given):
    return ClockBudget.objects.get(case_id=case_id, clock=code, **{"void": False, **given})


def test_opening_numbers_the_case_and_starts_its_clocks(home, boss):
    made = facade.case_open(actor=boss, draft=draft(home), at=NOW)
    assert (made.number, made.repeated) == ("TR2026-000001", False)
    case = Case.objects.get(pk=made.case_id)
    assert (case.state, case.closed_at) == ("new", None)
    assert set(case.clocks.values_list("clock", flat=True)) == {"take", "arrive", "finish"}
    assert case.due_at == NOW + minutes(120)
    assert ClockSegment.objects.filter(clock__case=case, ended_at=None).count() == 3


def test_numbers_have_no_gaps_and_begin_anew_each_year(home, boss):
    first, second = (facade.case_open(actor=boss, draft=draft(home), at=NOW).number for _ in range(2))
    later = facade.case_open(actor=boss, draft=draft(home), at=NOW + timedelta(days=400)).number
    assert (first, second, later) == ("TR2026-000001", "TR2026-000002", "TR2027-000001")


def test_the_same_key_opens_one_case(home, boss):
    first = facade.case_open(actor=boss, draft=draft(home), at=NOW, key="k-1")
    second = facade.case_open(actor=boss, draft=draft(home, title="又一次"), at=NOW + minutes(5), key="k-1")
    assert (second.case_id, second.repeated) == (first.case_id, True)
    assert (Case.objects.count(), AuditEntry.objects.filter(action="cases.case.opened").count()) == (1, 1)


def test_a_key_of_another_kind_of_case_is_refused(home, boss):
    facade.case_open(actor=boss, draft=draft(home), at=NOW, key="k-1")
    with pytest.raises(Conflict, match=r"cases\.key\.other_case"):
        facade.case_open(actor=boss, draft=draft(home, kind="t_lift"), at=NOW, key="k-1")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "nothing"}, "cases.kind.unknown"),
        ({"title": " "}, "cases.title"),
        ({"title": "长" * 121}, "cases.title"),
        ({"words": "长" * 5001}, "cases.words"),
        ({"severity": 9}, "cases.severity"),
        ({"fields": {"colour": "red"}}, "cases.field.unknown"),
        ({"fields": {"paid": "yes"}}, "cases.field.sort"),
        ({"reporter": Reporter(name="长" * 61)}, "cases.reporter"),
    ],
)
def test_what_cannot_be_a_case_is_refused_and_leaves_nothing(home, boss, given, code):
    with pytest.raises(Invalid) as refused:
        facade.case_open(actor=boss, draft=draft(home, **given), at=NOW)
    assert refused.value.code == code
    assert (Case.objects.count(), CaseEvent.objects.count(), ClockBudget.objects.count()) == (0, 0, 0)


def test_a_place_of_another_community_is_refused(home, boss):
    (spot,) = factories.places(factories.community("竹园"))
    with pytest.raises(Invalid, match=r"cases\.place\.elsewhere"):
        facade.case_open(actor=boss, draft=draft(home, place_id=spot), at=NOW)


def test_without_the_right_nobody_opens_and_beyond_it_there_is_nothing(home, org):
    from anju.engines.cases.permissions import CASE_OPEN
    from anju.foundation.permissions import Reach

    nobody = actors.Actor(org.pk, "无权")
    with pytest.raises(Forbidden):
        facade.case_open(actor=nobody, draft=draft(home), at=NOW)
    elsewhere = actors.Actor(
        org.pk, "他处", grants={CASE_OPEN.code: Reach(frozenset({"/9/"}), frozenset({9}))}
    )
    with pytest.raises(NotFound):
        facade.case_open(actor=elsewhere, draft=draft(home), at=NOW)
    assert Case.objects.count() == 0


def test_name_and_phone_are_stored_encrypted_and_found_by_any_way_of_typing(home, boss):
    case_id = opened(boss, home, reporter=Reporter(name="李女士", phone="138 1234 1234"))
    with connection.cursor() as cursor:
        cursor.execute("select contact, reporter_name from cases_case where id = %s", [case_id])
        stored = "".join(cursor.fetchone())
    assert "1381234" not in stored and "李" not in stored
    assert facade.contact_read(actor=boss, case_id=case_id, at=NOW) == ("李女士", "138 1234 1234")
    assert AuditEntry.objects.filter(action="cases.case.contact_read").count() == 1
    for typed in ("13812341234", "+86 138-1234-1234"):
        assert [one.id for one in facade.find(actor=boss, text=typed)] == [case_id]
        assert facade.cases(actor=boss, wanted=CaseFilter(phone=typed)).count() == 1


def test_the_tightest_promise_in_force_at_the_start_wins_and_is_named(home, boss):
    factories.PROMISED[:] = [factories.tighter(45, 8, "45分钟到场"), factories.tighter(200, 11, "慢")]
    kept = clock(opened(boss, home), "arrive")
    assert (kept.promise_id, kept.quote, kept.due_at) == (8, "45分钟到场", NOW + minutes(45))


def test_a_running_case_keeps_its_promise_when_the_plan_changes(home, boss):
    first = opened(boss, home)
    factories.PROMISED[:] = [factories.tighter(10)]
    second = opened(boss, home, at=NOW + minutes(1))
    facade.rederive_due()
    assert clock(first, "arrive").due_at == NOW + minutes(120)
    assert clock(second, "arrive").due_at == NOW + minutes(11)


def test_a_graver_case_takes_the_tighter_promise_from_its_first_moment_and_never_a_looser_one(home, boss):
    case_id = opened(boss, home)
    facade.case_edit(
        actor=boss, case_id=case_id, edit=CaseEdit(severity=3), reason="爆管", at=NOW + minutes(5)
    )
    assert clock(case_id, "arrive").due_at == NOW + minutes(30)
    assert Case.objects.get(pk=case_id).due_at == NOW + minutes(30)
    facade.case_edit(
        actor=boss, case_id=case_id, edit=CaseEdit(severity=1), reason="没那么急", at=NOW + minutes(6)
    )
    assert clock(case_id, "arrive").due_at == NOW + minutes(30)


def test_another_kind_begins_anew_from_the_report_and_the_old_clocks_do_not_count(home, boss):
    case_id = opened(boss, home)
    edit = CaseEdit(kind="t_lift", fields={})
    facade.case_edit(actor=boss, case_id=case_id, edit=edit, reason="是困人", at=NOW + minutes(3))
    assert Case.objects.get(pk=case_id).state == "ringing"
    assert clock(case_id, "law").due_at == NOW + minutes(120)
    assert ClockBudget.objects.filter(case_id=case_id, kind="t_repair", void=False).count() == 0
    assert clock(case_id, "take").run == 2


def test_the_kind_stays_once_work_has_begun(home, boss):
    _team, people = factories.team(home)
    case_id = opened(boss, home)
    facade.case_assign(actor=boss, case_id=case_id, staff_id=people[0], at=NOW)
    with pytest.raises(Conflict, match=r"cases\.edit\.under_way"):
        facade.case_edit(actor=boss, case_id=case_id, edit=CaseEdit(kind="t_lift"), reason="错了", at=NOW)


def test_whoever_is_barred_neither_sees_the_case_nor_gets_it(home, org, boss):
    from anju.foundation.accounts import services

    user = services.user_create(username="worker", name="张工", password="correct horse 42")
    _team, (person, other) = factories.team(home, user_ids=(user.pk,))
    case_id = opened(boss, home, barred=(person,), first_asked=person)
    everyone = actors.root("工", org.pk)
    barred = actors.Actor(org.pk, "张工", user_id=user.pk, grants=everyone.grants)
    assert list(facade.cases(actor=barred)) == []
    with pytest.raises(NotFound):
        facade.case_view(actor=barred, case_id=case_id, at=NOW)
    with pytest.raises(NotFound):
        move(barred, case_id, "cancel", reason="不是我")
    with pytest.raises(Conflict, match=r"cases\.assign\.barred"):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=person, at=NOW)
    facade.case_assign(actor=boss, case_id=case_id, staff_id=other, at=NOW)
    assert Case.objects.get(pk=case_id).owner_id is None


def test_a_kind_with_a_right_of_its_own_is_seen_by_that_right_only(home, org, boss):
    from anju.engines.cases.permissions import CASE_READ
    from anju.foundation.permissions import Reach

    repair, _complaint = opened(boss, home), opened(boss, home, kind="t_complaint")
    reader = actors.Actor(org.pk, "看", grants={CASE_READ.code: Reach.everywhere()})
    assert [one.pk for one in facade.cases(actor=reader)] == [repair]


def test_a_reach_inside_the_community_shows_the_cases_there_only(home, org, boss):
    from anju.engines.cases.permissions import CASE_READ
    from anju.foundation.permissions import Reach

    here, there = factories.places(home, 2)
    mine, _other = opened(boss, home, place_id=here), opened(boss, home, place_id=there)
    grants = {CASE_READ.code: Reach(frozenset({f"/{home}/{here}/"}), frozenset({home}))}
    assert [one.pk for one in facade.cases(actor=actors.Actor(org.pk, "楼管", grants=grants))] == [mine]


def test_a_reporter_is_corrected_without_his_phone_in_any_history(home, boss):
    case_id = opened(boss, home, reporter=Reporter(phone="13800000000"))
    told = Reporter(person_id=8, name="李女士", phone="13812341234")
    facade.reporter_correct(actor=boss, case_id=case_id, reporter=told, at=NOW)
    assert [one.id for one in facade.find(actor=boss, text="13812341234")] == [case_id]
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(e::text, '') from cases_caseevent e")
        (text,) = cursor.fetchone()
        cursor.execute("select string_agg(e::text, '') from foundation_auditentry e")
        text += cursor.fetchone()[0]
    assert "1381234" not in text and "李女士" not in text


def test_a_person_is_merged_and_forgotten_and_the_cases_stay(home, boss):
    case_id = opened(boss, home, reporter=Reporter(person_id=5, name="李女士", phone="13812341234"))
    assert facade.person_merge(actor=boss, from_id=5, to_id=6) == 1
    assert [one.pk for one in facade.reported(person_id=6)] == [case_id]
    assert facade.person_forget(actor=boss, person_id=6, at=NOW) == 1
    case = Case.objects.get(pk=case_id)
    assert (case.person_id, case.reporter_name, case.contact, case.contact_digest) == (None, "", "", "")
    assert facade.case_view(actor=boss, case_id=case_id, at=NOW).anonymous


def test_who_owns_a_case_changes_only_by_a_decision_with_its_reason(home, boss):
    _team, (first, second) = factories.team(home)
    case_id = opened(boss, home, first_asked=first)
    with pytest.raises(Invalid, match=r"cases\.reason"):
        facade.case_own(actor=boss, case_id=case_id, staff_id=second, reason="", at=NOW)
    facade.case_own(actor=boss, case_id=case_id, staff_id=second, reason="原责任人离职", at=NOW)
    assert Case.objects.get(pk=case_id).owner_id == second


def test_facts_corrected_later_bring_the_tighter_promise_and_never_a_looser_one(home, boss):
    from anju.engines.cases.contracts import Budget, BudgetOffer, Unit

    case_id = opened(boss, home)
    assert clock(case_id, "arrive").due_at == NOW + minutes(120)
    factories.PROMISED[:] = [BudgetOffer(Budget(15, Unit.MINUTES), 3, "水浸10分钟到场")]
    facade.case_edit(
        actor=boss, case_id=case_id, edit=CaseEdit(fields={"part": "水"}), reason="核实", at=NOW + minutes(5)
    )
    assert (clock(case_id, "arrive").due_at, clock(case_id, "arrive").promise_id) == (NOW + minutes(15), 3)
    factories.PROMISED.clear()
    facade.case_edit(
        actor=boss, case_id=case_id, edit=CaseEdit(fields={"part": "电"}), reason="核实", at=NOW + minutes(6)
    )
    assert clock(case_id, "arrive").due_at == NOW + minutes(15)
