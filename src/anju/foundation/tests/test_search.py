from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation import scope, search
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach, RoleCode, declare
from anju.foundation.search.index import fold, following, terms
from anju.foundation.search.models import SearchTerm

SEE_PLACES = declare("searching.place:read", "看位置", RoleCode.WORKER, reading=True)
SEE_PEOPLE = declare("searching.person:read", "看人员", RoleCode.LEADER, reading=True)
PLACES = search.kind(
    search.Kind("test.place", "位置", "map-pin", SEE_PLACES, lambda pk: f"/places/{pk}/", order=10)
)
PEOPLE = search.kind(
    search.Kind("test.person", "人员", "user", SEE_PEOPLE, lambda pk: f"/people/{pk}/", order=20)
)


@pytest.fixture
def indexed(org):
    search.put(
        PLACES,
        [
            search.Entry(1, ("3号楼2单元1201", "3-2-1201"), "锦绣苑", 10, "/10/1/"),
            search.Entry(2, ("3号楼",), "锦绣苑", 10, "/10/2/"),
            search.Entry(3, ("地下车库",), "翠湖里", 20, "/20/3/"),
            search.Entry(4, ("没有位置的东西",), "", 20),
        ],
    )
    search.put(PEOPLE, [search.Entry(1, ("欧阳秋水", "13800001234"), "保洁", 10)])
    return org


def find(org, text, *, paths=("",), communities=None, codes=(SEE_PLACES, SEE_PEOPLE)):
    reach = Reach(frozenset(paths), communities)
    actor = Actor(org.pk, "查找", grants={one.code: reach for one in codes})
    return [(hit.kind.code.split(".")[1], hit.subject_id) for hit in search.find(actor=actor, text=text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1201", ("place", 1)),
        ("3-2-1201", ("place", 1)),
        ("３－２", ("place", 1)),
        ("车库", ("place", 3)),
        ("dixia", ("place", 3)),
        ("DXCK", ("place", 3)),
        ("ck", ("place", 3)),
        ("秋水", ("person", 1)),
        ("oyqs", ("person", 1)),
        ("qiu shui", ("person", 1)),
        ("1380000", ("person", 1)),
        ("1234", ("person", 1)),
    ],
)
def test_things_are_found_by_characters_pinyin_initials_and_numbers(indexed, text, first):
    assert find(indexed, text)[0] == first


def test_the_closest_name_comes_first(indexed):
    assert find(indexed, "3号楼") == [("place", 2), ("place", 1)]


@pytest.mark.parametrize("text", ["", "   ", "—/-", "\x00", "不存在的", "\ud800", "%", "'; drop table x"])
def test_odd_questions_have_empty_answers(indexed, text):
    assert find(indexed, text) == []


@given(st.text(max_size=30))
def test_everything_is_found_by_the_beginning_of_its_own_name(name):
    for start in range(1, len(fold(name)) + 1):
        wanted = fold(name)[:start]
        assert any(term.startswith(wanted) for term in terms(name))


@given(st.text(min_size=1, max_size=6), st.text(max_size=6))
def test_the_span_of_a_beginning_holds_what_begins_so_and_nothing_else(beginning, other):
    beginning = "".join(one for one in beginning if not "\ud800" <= one <= "\udfff")
    other = "".join(one for one in other if not "\ud800" <= one <= "\udfff")
    if not beginning:
        return
    after = following(beginning)
    for text in (beginning + other, other):
        inside = text.encode() >= beginning.encode() and (not after or text.encode() < after.encode())
        assert inside is text.startswith(beginning)
    after.encode()


def test_terms_fit_their_column():
    assert max(len(one) for one in terms("長" * 300)) <= 80


def test_each_sees_what_his_permission_and_place_allow(indexed):
    assert find(indexed, "3号楼", codes=(SEE_PEOPLE,)) == []
    assert find(indexed, "3号楼", paths=("/10/1/",), communities=frozenset({10})) == [("place", 1)]
    assert find(indexed, "车库", paths=("/10/",), communities=frozenset({10})) == []
    assert find(indexed, "没有位置", paths=("/20/",), communities=frozenset({20})) == [("place", 4)]
    assert find(indexed, "没有位置", paths=("/10/",), communities=frozenset({10})) == []
    assert find(indexed, "秋水", paths=("/20/",), communities=frozenset({20})) == []


def test_what_one_may_see_is_found_behind_any_number_of_things_he_may_not(org):
    hidden = [search.Entry(number, ("甲",), "", 20, f"/20/{number}/") for number in range(1, 301)]
    search.put(PLACES, [*hidden, search.Entry(999, ("甲乙丙丁",), "", 10, "/10/999/")])
    assert find(org, "甲", paths=("/10/",), communities=frozenset({10})) == [("place", 999)]


def test_indexing_again_replaces_and_dropping_removes(indexed):
    search.put(PLACES, [search.Entry(3, ("自行车棚",), "翠湖里", 20, "/20/3/")])
    assert find(indexed, "车库") == []
    assert find(indexed, "车棚") == [("place", 3)]
    search.drop(PLACES, [3])
    assert find(indexed, "车棚") == []


def test_nobody_finds_what_is_anothers(indexed):
    other = Organisation.objects.create(name="另一家")
    with scope.enter(other.pk):
        assert find(other, "3号楼") == []


def test_a_search_is_one_query_over_an_index_range(indexed, django_assert_num_queries):
    with django_assert_num_queries(1):
        find(indexed, "3号楼", paths=("/10/",), communities=frozenset({10}))
    plan = SearchTerm.objects.filter(term__gte="a", term__lt="b").order_by("weight").explain()
    assert "LIKE" not in plan


def test_the_box_and_the_page_show_the_hits(indexed, login, settings):
    settings.ROOT_URLCONF = "anju.foundation.tests.addresses"
    client = login(RoleCode.ADMIN)
    box = client.get("/search/", {"q": "车库"}, headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in box and "/places/3/" in box and "<html" not in box
    nothing = client.get("/search/", {"q": "<b>x"}, headers={"HX-Request": "true"}).content.decode()
    assert "&lt;b&gt;x" in nothing and "<b>" not in nothing


def test_a_kind_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        search.kind(PLACES)
