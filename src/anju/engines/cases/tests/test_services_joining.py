from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import Reporter
from anju.engines.cases.models import Case, ClockBudget
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, draft, minutes, move, opened
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.kernel.interval import InstantInterval


def case(case_id):
    return Case.objects.get(pk=case_id)


def arrive(case_id):
    return ClockBudget.objects.get(case_id=case_id, clock="arrive", void=False)


def merge(boss, into, *others, at=NOW + minutes(9)):
    facade.cases_merge(actor=boss, into_id=into, case_ids=others, at=at)


def test_thirty_calls_about_one_burst_pipe_become_one_case_that_all_follow(home, boss):
    calls = [
        opened(boss, home, at=NOW + minutes(n), reporter=Reporter(person_id=100 + n, phone=f"1390000{n:04}"))
        for n in range(30)
    ]
    merge(boss, calls[0], *calls[1:], at=NOW + minutes(40))
    followers = facade.followers(calls[0]).reporters
    assert [person for _case, person, _user, _phone in followers] == list(range(100, 130))
    assert Case.objects.filter(closed_at=None).count() == 1
    span = InstantInterval(NOW, NOW + timedelta(days=1))
    assert facade.kept(7, span, at=NOW + minutes(60)).expected == 1
    assert {one.relation for one in facade.case_view(actor=boss, case_id=calls[0], at=NOW).links} == {
        "merged"
    }


def test_of_merged_cases_the_tightest_promise_goes_on(home, boss):
    into = opened(boss, home, at=NOW + minutes(5))
    early = opened(boss, home)
    merge(boss, into, early)
    assert (arrive(into).due_at, arrive(into).started_at) == (NOW + minutes(120), NOW)
    assert case(into).due_at == NOW + minutes(120)
    facade.rederive_due()
    assert arrive(into).due_at == NOW + minutes(120)


def test_a_graver_duplicate_makes_the_case_graver(home, boss):
    into, grave = opened(boss, home), opened(boss, home, severity=4, at=NOW + minutes(1))
    merge(boss, into, grave)
    assert (case(into).severity, arrive(into).due_at) == (4, NOW + minutes(31))


def test_merging_moves_along_what_was_merged_before(home, boss):
    a, b, c = (opened(boss, home) for _ in range(3))
    merge(boss, b, c)
    merge(boss, a, b, at=NOW + minutes(10))
    assert set(Case.objects.filter(merged_into_id=a).values_list("pk", flat=True)) == {b, c}


def test_what_cannot_be_merged_is_refused_and_nothing_changes(home, boss):
    a, b = opened(boss, home), opened(boss, home)
    elsewhere = opened(boss, factories.community("竹园"))
    for given, code in (((a,), "cases.merge.self"), ((elsewhere,), "cases.merge.community")):
        with pytest.raises(Conflict) as refused:
            merge(boss, a, *given)
        assert refused.value.code == code
    with pytest.raises(Invalid, match=r"cases\.merge\.none"):
        merge(boss, a)
    with pytest.raises(NotFound):
        merge(boss, a, 999_999)
    move(boss, b, "cancel", reason="误报")
    with pytest.raises(Conflict, match=r"cases\.case\.closed"):
        merge(boss, a, b)
    assert not Case.objects.filter(state="merged").exists()


def test_a_case_taken_out_again_stands_where_it_stood_with_clocks_from_its_report(home, boss):
    into, other = opened(boss, home), opened(boss, home, at=NOW + minutes(3))
    merge(boss, into, other)
    facade.case_unmerge(actor=boss, case_id=other, reason="不是同一处", at=NOW + minutes(20))
    assert (case(other).state, case(other).closed_at, case(other).merged_into) == ("new", None, None)
    assert arrive(other).due_at == NOW + minutes(123)
    assert [one[0] for one in facade.followers(into).reporters] == [into]
    with pytest.raises(Conflict, match=r"cases\.merge\.not_merged"):
        facade.case_unmerge(actor=boss, case_id=other, reason="再来", at=NOW + minutes(21))


def test_a_part_split_off_keeps_reporter_owner_and_who_is_barred(home, boss):
    _team, (owner, barred) = factories.team(home)
    first = opened(
        boss, home, reporter=Reporter(person_id=5, phone="13812341234"), first_asked=owner, barred=(barred,)
    )
    made = facade.case_split(
        actor=boss, case_id=first, draft=draft(home, title="另有电路问题"), at=NOW + minutes(5)
    )
    part = case(made.case_id)
    assert (part.person_id, part.contact, part.owner_id, part.barred_staff) == (
        5,
        "13812341234",
        owner,
        [barred],
    )
    assert [
        (one.relation, one.case_id) for one in facade.case_view(actor=boss, case_id=first, at=NOW).links
    ] == [("split_off", made.case_id)]
    assert facade.case_view(actor=boss, case_id=made.case_id, at=NOW).links[0].relation == "split_from"


def test_a_link_is_made_once_and_seen_from_both_sides(home, boss):
    a, b = opened(boss, home), opened(boss, home, source="schedule.finding", source_id=44)
    for _ in range(2):
        facade.cases_link(actor=boss, case_id=b, other_id=a, relation="caused_by", at=NOW)
    seen = {one: facade.case_view(actor=boss, case_id=one, at=NOW).links for one in (a, b)}
    assert [(one.relation, one.case_id) for one in seen[a]] == [("causes", b)]
    assert [(one.relation, one.source_id) for one in seen[b]] == [("caused_by", None), ("caused_by", 44)]
    with pytest.raises(Invalid, match=r"cases\.link\.relation"):
        facade.cases_link(actor=boss, case_id=a, other_id=b, relation="friends", at=NOW)


def test_taken_out_again_what_was_done_before_stays_done_and_a_pause_stands(home, boss):
    _team, (staff, _other) = factories.team(home)
    into, other = opened(boss, home), opened(boss, home)
    facade.case_assign(actor=boss, case_id=other, staff_id=staff, at=NOW + minutes(1))
    facade.visit_start(actor=boss, case_id=other, staff_id=staff, at=NOW + minutes(2))
    facade.clocks_pause(actor=boss, case_id=other, reason="等配件", at=NOW + minutes(3))
    merge(boss, into, other)
    facade.case_unmerge(actor=boss, case_id=other, reason="不是同一处", at=NOW + timedelta(hours=9))
    assert not ClockBudget.objects.filter(case_id=other, clock="arrive", stopped_at=None).exists()
    finish = ClockBudget.objects.get(case_id=other, clock="finish", void=False)
    assert (finish.paused, finish.due_at, finish.run) == (True, None, 1)


def test_who_may_not_see_one_of_the_merged_may_not_see_what_they_became(home, boss):
    about, user_id = factories.person_of(boss)
    _team, (meant, _other) = factories.team(home, user_ids=(user_id,))
    into, complaint, third = opened(boss, home), opened(boss, home, barred=(meant,)), opened(boss, home)
    facade.case_assign(actor=boss, case_id=into, staff_id=meant, at=NOW)
    facade.cases_link(actor=boss, case_id=third, other_id=complaint, relation="related", at=NOW)
    assert facade.case_view(actor=about, case_id=third, at=NOW).links == ()
    merge(boss, into, complaint)
    assert case(into).assignee_id is None
    with pytest.raises(NotFound):
        facade.case_view(actor=about, case_id=into, at=NOW)
