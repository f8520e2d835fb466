from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate.contracts import PeakWindow, PlaceKind
from anju.modules.estate.models import Place
from anju.modules.estate.rules import areas, hierarchy, labels, layout, naming, peaks
from anju.modules.estate.rules.naming import Step
from anju.modules.estate.rules.tree_plan import Known, Wanted, plan
from anju.modules.estate.services import places
from anju.modules.estate.tests.factories import AT, community, make

K = PlaceKind


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ([("region", "东区"), ("community", "翠湖花园")], "翠湖花园"),
        ([("region", "东区"), ("region", "东一区")], "东区 东一区"),
        (
            [("community", "翠湖花园"), ("cluster", "二期"), ("building", "3栋"), ("entrance", "2单元")],
            "翠湖花园 二期 3栋2单元",
        ),
        (
            [
                ("community", "翠湖花园"),
                ("building", "3栋"),
                ("entrance", "2单元"),
                ("floor", "15层"),
                ("unit", "1502"),
            ],
            "翠湖花园 3栋2单元 1502",
        ),
        (
            [("community", "翠湖花园"), ("building", "3栋"), ("floor", "15层"), ("public", "电梯厅")],
            "翠湖花园 3栋15层 电梯厅",
        ),
        ([("community", "翠湖花园"), ("parking", "地下车库"), ("space", "A01")], "翠湖花园 地下车库 A01"),
    ],
)
def test_full_names_are_said_the_way_people_say_them(steps, name):
    assert naming.full_name([Step(*one) for one in steps]) == name


@pytest.mark.parametrize(
    "ordered",
    [
        ["2栋", "10栋", "11栋", "100栋"],
        ["一期", "二期", "三期", "十期", "十一期", "二十期", "一百二十期"],
        ["A1", "A2", "A10", "B1"],
        ["101", "102", "201", "1001"],
        ["3栋", "3A栋", "4栋"],
    ],
)
def test_names_sort_as_people_count(ordered):
    assert sorted(ordered, key=naming.natural) == ordered


@given(st.lists(st.integers(0, 10_000), min_size=1), st.text("栋单元AB", max_size=3))
def test_numbers_in_names_sort_by_their_value(numbers, ending):
    names = [f"{number}{ending}" for number in numbers]
    assert sorted(names, key=naming.natural) == [f"{number}{ending}" for number in sorted(numbers)]


@given(st.text("0123456789ABC栋", min_size=1, max_size=8), st.text("0123456789ABC栋", min_size=1, max_size=8))
def test_a_child_sorts_after_its_parent_and_before_the_next_of_the_same_kind(first, second):
    parent, other = (naming.sort_key("", "building", name) for name in (first, second))
    child = naming.sort_key(parent, "entrance", "1")
    assert parent < child
    if parent < other:
        assert child < other or other.startswith(parent)


def test_every_kind_can_hang_somewhere_and_only_tops_at_the_top():
    assert set(hierarchy.UNDER) == set(K)
    assert hierarchy.kinds_under(None) == [K.REGION, K.COMMUNITY]
    assert all(hierarchy.UNDER[kind] for kind in K)
    assert hierarchy.kinds_under("unit") == [] and hierarchy.kinds_under("space") == []
    with pytest.raises(Invalid):
        hierarchy.check_under("unit", "community")


PATHS = st.recursive(
    st.just("/1/"), lambda above: st.builds(lambda a, n: f"{a}{n}/", above, st.integers(2, 50)), max_leaves=6
)


@given(st.lists(PATHS, min_size=1, max_size=10), st.integers(100, 200))
def test_a_moved_subtree_keeps_its_shape(paths, parent):
    old = "/1/"
    new = f"/{parent}/1/"
    moved = hierarchy.moved(paths, old, new)
    assert len(set(moved)) == len(set(paths))
    for before, after in zip(paths, moved, strict=True):
        assert hierarchy.ids_of(after) == [parent, *hierarchy.ids_of(before)]
        assert hierarchy.depth_of(after) == hierarchy.depth_of(before) + 1
    assert hierarchy.moved(moved, new, old) == paths


def test_a_place_cannot_move_below_itself():
    with pytest.raises(Conflict):
        hierarchy.check_move("/1/2/", "/1/2/3/")
    hierarchy.check_move("/1/2/", "/1/20/")


@given(st.integers(0, 2**31), st.integers(0, 7), st.sampled_from("23456789ABCDEFGHJKMNPQRSTUVWXYZ"))
def test_a_misread_label_is_no_label(_seed, position, sign):
    label = labels.new_label()
    assert labels.read_label(f" {label[:4].lower()}-{label[4:]} ") == label
    wrong = label[:position] + sign + label[position + 1 :]
    assert labels.read_label(wrong) == (label if wrong == label else "")


def test_labels_are_all_different_and_none_is_taken():
    taken = set(labels.new_labels(50))
    assert len(set(labels.new_labels(500, taken)) - taken) == 500


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(st.lists(st.tuples(TIMES, TIMES).filter(lambda one: one[0] != one[1]), max_size=8))
def test_peak_hours_are_read_as_they_are_written(pairs):
    windows = peaks.check([PeakWindow(*pair) for pair in pairs])
    assert peaks.parse(peaks.text_of(windows)) == windows
    assert tuple(peaks.from_json(peaks.to_json(windows))) == windows


@pytest.mark.parametrize(
    "text",
    [
        "早上",
        "7-9",
        "25:00-26:00",
        "07:00-07:00",
        "07:60-08:00",
        ",".join(f"0{n}:00-0{n}:30" for n in range(9)),
    ],
)
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(Invalid):
        peaks.parse(text)


@given(st.integers(1, areas.LARGEST))
def test_areas_are_read_as_they_are_written(area):
    assert areas.parse_area(areas.area_text(area)) == area


@pytest.mark.parametrize(
    ("text", "area"), [("", None), (None, None), ("88.5㎡", 8850), ("1,234.567", 123_457), (90, 9000)]
)
def test_areas_are_read_as_people_write_them(text, area):
    assert areas.parse_area(text) == area


@pytest.mark.parametrize("text", ["大", "-1", "0", "nan", "1e99"])
def test_what_is_no_area_is_refused(text):
    with pytest.raises(Invalid):
        areas.parse_area(text)


@given(st.integers(0, 5), st.integers(0, 3), st.integers(0, 5), st.integers(0, 4))
def test_a_layout_makes_as_many_homes_as_it_says_parents_before_children(buildings, entrances, floors, homes):
    made = layout.Layout(buildings, entrances, floors, homes)
    found = list(layout.addresses(made, "CH"))
    assert sum(one[-1][0] == "unit" for one in found) == made.count
    assert len(set(found)) == len(found)
    seen = {(("community", "CH"),)}
    for one in found:
        assert one[:-1] in seen
        seen.add(one)


def wanted(address, row=1, **values):
    return Wanted("表", row, address, address[:-1] or None, values)


CH = (("community", "CH"),)
B1 = (*CH, ("building", "1"))


def test_a_plan_puts_parents_first_and_reports_the_highest_missing_one():
    made = plan([wanted((*B1, ("unit", "101"))), wanted(B1), wanted(CH)], {}, {})
    assert [one.kind for one in made.new] == [K.COMMUNITY, K.BUILDING, K.UNIT]
    lost = plan(
        [wanted((*CH, ("building", "9"), ("entrance", "1"), ("unit", "101")))], {CH: Known(1, False, {})}, {}
    )
    assert [(one.key, one.params["parent"]) for one in lost.problems] == [("building", "9")]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["1", "2"]), st.sampled_from(["101", "102", "103"])),
        st.fixed_dictionaries(
            {}, optional={"name": st.text("甲乙丙A1", max_size=3), "registered_area": st.integers(1, 999)}
        ),
    )
)
def test_planning_what_was_just_planned_changes_nothing(rows):
    units = [
        wanted((*CH, ("building", block), ("unit", code)), **values) for (block, code), values in rows.items()
    ]
    blocks = [wanted((*CH, ("building", block))) for block in sorted({block for block, _code in rows})]
    first = plan([wanted(CH), *blocks, *units], {}, {})
    assert not first.problems and len(first.new) == 1 + len(blocks) + len(units)
    tree = {
        one.address: Known(number, False, dict(one.values) | ({"basis": "registered"} if "registered_area" in one.values else {}))
        for number, one in enumerate(first.new)
    }  # fmt: skip
    again = plan([wanted(CH), *blocks, *units], tree, {CH: None})
    assert (again.new, again.changed, again.same) == ([], [], len(tree))


MOVES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=6)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES, st.text(string.ascii_uppercase, min_size=1, max_size=4))
def test_whatever_is_moved_and_renamed_paths_depths_and_names_stay_true(boss, moves, name):
    from django.db import transaction

    with transaction.atomic():
        garden = community(boss)
        phases = [make(boss, K.CLUSTER, str(number), garden) for number in range(3)]
        blocks = [make(boss, K.BUILDING, str(10 + number), garden) for number in range(3)]
        doors = [make(boss, K.ENTRANCE, "1", block) for block in blocks]
        homes = [make(boss, K.UNIT, f"{number}01", door) for number, door in enumerate(doors)]
        made = [garden, *phases, *blocks, *doors, *homes]
        for moving, target in moves:
            try:
                places.place_move(actor=boss, place_id=made[4 + moving].id, parent_id=made[target].id, at=AT)
            except (Conflict, Invalid):
                continue
        places.place_change(actor=boss, place_id=garden.id, change=places.PlaceChange(name=name), at=AT)
        check_tree(garden.id)
        transaction.set_rollback(True)


def check_tree(community_id: int) -> None:
    rows = {row.pk: row for row in Place.objects.all()}
    for row in rows.values():
        chain = [row]
        while chain[0].parent_id is not None:
            chain.insert(0, rows[chain[0].parent_id])
        assert row.path == "/" + "".join(f"{one.pk}/" for one in chain)
        assert row.depth == len(chain) - 1
        assert row.full_name == naming.full_name([Step(one.kind, one.name) for one in chain])
        assert row.community_id == community_id
        if row.parent_id:
            assert row.sort_key.startswith(rows[row.parent_id].sort_key + "!")
