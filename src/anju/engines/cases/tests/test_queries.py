from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import CaseFilter, Kept, Reporter
from anju.engines.cases.models import Case
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, move, opened
from anju.foundation.ui.tables import paging
from anju.foundation.ui.tables.sorting import Keyset
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval

DAY = InstantInterval(NOW, NOW + timedelta(days=1))


@pytest.fixture
def staff(home):
    return factories.team(home, 3)[1]


def found(boss, **given):
    return {one.pk for one in facade.cases(actor=boss, wanted=CaseFilter(**given))}


def test_a_list_is_limited_by_all_that_is_wanted(home, boss, staff):
    spot, other = factories.places(home, 2)
    a = opened(boss, home, place_id=spot, severity=3, reporter=Reporter(person_id=5))
    b = opened(boss, home, place_id=other, at=NOW + minutes(9), first_asked=staff[1])
    c = opened(boss, home, kind="t_lift", at=NOW + timedelta(days=2))
    facade.case_assign(actor=boss, case_id=a, staff_id=staff[0], at=NOW)
    move(boss, b, "cancel", NOW + minutes(10), reason="误报")
    assert found(boss, kinds=["t_repair"]) == {a, b}
    assert found(boss, states=["assigned"]) == {a}
    assert found(boss, severities=[3, 4]) == found(boss, place_ids=[spot]) == found(boss, person_id=5) == {a}
    assert found(boss, standing="open") == {a, c} and found(boss, standing="closed") == {b}
    assert found(boss, assignee_id=staff[0]) == {a} and found(boss, owner_id=staff[1]) == {b}
    assert found(boss, unassigned=True, standing="open") == {c}
    assert found(boss, opened_from=NOW + minutes(1), opened_before=NOW + minutes(60)) == {b}
    assert found(boss, due_before=NOW + minutes(31)) == {a}
    assert found(boss, text="TR2026-000002") == {b} and found(boss, text="tr2026") == {a, b}
    assert found(boss, community_id=home + 999) == set()


def test_rows_cost_one_statement_and_pages_go_by_key(home, boss, django_assert_num_queries):
    ids = [opened(boss, home, at=NOW + minutes(n)) for n in range(7)]
    with django_assert_num_queries(1):
        assert [
            one.id for one in facade.rows(facade.cases(actor=boss).order_by("-opened_at", "-id")[:3])
        ] == ids[:3:-1]
    keyset = Keyset.over(Case, ("-opened_at",), "id")
    seen, position = [], paging.Position()
    while True:
        page = paging.fetch(facade.cases(actor=boss), keyset, order="newest", position=position, size=3)
        seen += [one.pk for one in page.rows]
        if not page.after:
            break
        position = paging.Position(after=page.after)
    assert seen == ids[::-1]


def test_the_board_has_columns_by_state_and_by_person_with_the_first_due_on_top(home, boss, staff):
    ids = [opened(boss, home, at=NOW - minutes(n)) for n in range(4)]
    facade.case_assign(actor=boss, case_id=ids[0], staff_id=staff[0], at=NOW)
    move(boss, ids[3], "cancel", NOW, reason="误报")
    columns = {one.key: one for one in facade.board(actor=boss, depth=1)}
    assert {key: one.total for key, one in columns.items()} == {"new": 2, "assigned": 1}
    assert [one.id for one in columns["new"].rows] == [ids[2]]
    people = {
        one.key: (one.total, [row.id for row in one.rows])
        for one in facade.board(actor=boss, by="assignee_id")
    }
    assert people == {None: (2, [ids[2], ids[1]]), staff[0]: (1, [ids[0]])}
    assert facade.board(actor=boss, wanted=CaseFilter(community_id=home + 999)) == []
    with pytest.raises(Invalid):
        facade.board(actor=boss, by="title")


def test_a_board_costs_two_statements(home, boss, staff, django_assert_num_queries):
    opened(boss, home)
    with django_assert_num_queries(2):
        facade.board(actor=boss)


def test_counts_and_what_is_due_soon(home, boss):
    early, _late = opened(boss, home), opened(boss, home, at=NOW + minutes(90))
    assert facade.counts(actor=boss, by=["kind", "state"]) == {("t_repair", "new"): 2}
    soon = facade.due_soon(actor=boss, at=NOW + minutes(70))
    assert [one.pk for one in soon] == [early]
    assert facade.overdue(actor=boss, at=NOW + minutes(121)) == 1
    with pytest.raises(Invalid):
        facade.counts(actor=boss, by=["words"])


def test_a_case_is_found_by_number_phone_and_room_open_ones_first(home, boss):
    (spot,) = factories.places(home)
    old = opened(boss, home, place_id=spot, reporter=Reporter(phone="13812341234"))
    new = opened(boss, home, place_id=spot, at=NOW + minutes(1))
    move(boss, new, "cancel", NOW + minutes(2), reason="误报")
    assert [one.id for one in facade.find(actor=boss, text="tr2026-000002")] == [new]
    assert [one.id for one in facade.find(actor=boss, text="13812341234")] == [old]
    assert [one.id for one in facade.find(actor=boss, text="", place_ids=[spot])] == [old, new]
    assert facade.find(actor=boss, text="13900000000") == []


def test_kept_says_expected_in_time_late_and_open(home, boss, staff):
    ids = [opened(boss, home, at=NOW) for _ in range(5)]
    for case_id, minute in zip(ids, (30, 60, 150), strict=False):
        facade.visit_start(actor=boss, case_id=case_id, staff_id=staff[0], at=NOW + minutes(minute))
    at = NOW + minutes(100)
    assert facade.kept(7, DAY, at=at) == Kept(5, 2, 1, 2, minutes(60), minutes(150))
    at = NOW + minutes(121)
    assert facade.kept(7, DAY, at=at) == Kept(5, 2, 3, 0, minutes(60), minutes(150))
    assert facade.kept(999, DAY, at=at) == Kept()
    assert facade.kept(7, InstantInterval(NOW + minutes(1), NOW + minutes(2)), at=at) == Kept()


def test_time_limits_by_kind_place_and_person(home, boss, staff):
    spot, other = factories.places(home, 2)
    for place_id, person, minute in ((spot, 0, 10), (spot, 1, 150), (other, 0, 20)):
        case_id = opened(boss, home, place_id=place_id)
        facade.visit_start(actor=boss, case_id=case_id, staff_id=staff[person], at=NOW + minutes(minute))

    def by(column):
        rows = facade.kept_by([column], span=DAY, at=NOW + minutes(200), clocks=["arrive"], community_id=home)
        return {one.key[0]: (one.kept.expected, one.kept.in_time, one.kept.late) for one in rows}

    assert by("kind") == {"t_repair": (3, 2, 1)}
    assert by("place_id") == {spot: (2, 1, 1), other: (1, 1, 0)}
    assert by("assignee_id") == {staff[0]: (2, 2, 0), staff[1]: (1, 0, 1)}
    assert by("month") == {"2026-03": (3, 2, 1)}
    with pytest.raises(Invalid):
        facade.kept_by(["words"], span=DAY, at=NOW)


def test_numbers_are_limited_to_the_reach(home, boss):
    from anju.foundation.permissions import Reach

    here, there = factories.places(home, 2)
    for place_id in (here, there, None):
        opened(boss, home, place_id=place_id)

    def expected(reach):
        rows = facade.kept_by([], span=DAY, at=NOW, reach=reach, clocks=["arrive"])
        return rows[0].kept.expected

    assert expected(Reach.everywhere()) == 3
    assert expected(Reach(frozenset({f"/{home}/"}), frozenset({home}))) == 3
    assert expected(Reach(frozenset({f"/{home}/{here}/"}), frozenset({home}))) == 1
    assert expected(Reach.nowhere()) == 0
