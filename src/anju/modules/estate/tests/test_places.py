from __future__ import annotations

import pytest

from anju.foundation import actors, search
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.foundation.permissions.models import Assignment, Role
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade
from anju.modules.estate.contracts import PeakWindow, PlaceDraft, PlaceKind, UnitFacts
from anju.modules.estate.models import Place, Unit
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries import browsing
from anju.modules.estate.queries import places as queries
from anju.modules.estate.rules import labels, peaks
from anju.modules.estate.services import places
from anju.modules.estate.services.places import PlaceChange
from anju.modules.estate.services.units import unit_change
from anju.modules.estate.tests.factories import AT, community, home, make


def limited(org, *codes, path):
    reach = Reach(frozenset({path}), queries.communities_of(frozenset({path})))
    return actors.Actor(org.pk, "某人", grants={one.code: reach for one in codes})


def test_a_home_is_named_labelled_and_found_by_its_number_pinyin_and_initials(boss):
    garden = community(boss)
    flat = home(boss, garden)
    assert flat.full_name == "翠湖花园 3栋2单元 1502"
    assert flat.community_id == garden.id and garden.community_id == garden.id
    assert flat.path.startswith(garden.path) and flat.path.endswith(f"/{flat.id}/")
    assert labels.read_label(flat.label) == flat.label
    assert facade.place_by_label(flat.label.lower()) == flat
    for typed in ("1502", "3-2-1502", "3栋2单元", "3dong2", "dan yuan"):
        assert flat.id in {hit.subject_id for hit in search.find(actor=boss, text=typed)}, typed
    for typed in ("翠湖", "cuihu", "chhy"):
        assert garden.id in {hit.subject_id for hit in search.find(actor=boss, text=typed)}, typed


def test_homes_stand_in_the_order_people_count(boss):
    garden = community(boss)
    blocks = [make(boss, PlaceKind.BUILDING, code, garden) for code in ("10", "2", "1")]
    for block in blocks:
        for number in ("1001", "201"):
            make(boss, PlaceKind.UNIT, number, block)
    found = facade.places_of(garden.id, [PlaceKind.UNIT])
    assert [one.full_name for one in found] == [
        f"翠湖花园 {block}栋 {number}" for block in (1, 2, 10) for number in (201, 1001)
    ]


def test_a_code_is_taken_once_among_its_siblings(boss):
    garden = community(boss)
    make(boss, PlaceKind.BUILDING, "1", garden)
    with pytest.raises(Conflict, match="code_taken"):
        make(boss, PlaceKind.BUILDING, "1", garden)
    make(boss, PlaceKind.PARKING, "1", garden)
    with pytest.raises(Invalid, match="code_empty"):
        make(boss, PlaceKind.BUILDING, " ", garden)
    with pytest.raises(Invalid, match="wrong_parent"):
        make(boss, PlaceKind.UNIT, "101", garden)


def test_renaming_a_building_renames_everything_in_it(boss):
    garden = community(boss)
    flat = home(boss, garden)
    block = Place.objects.get(kind=PlaceKind.BUILDING)
    places.place_change(actor=boss, place_id=block.pk, change=PlaceChange(name="三号楼"), at=AT)
    assert facade.place(flat.id).full_name == "翠湖花园 三号楼2单元 1502"
    assert flat.id in {hit.subject_id for hit in search.find(actor=boss, text="三号楼2")}
    entry = AuditEntry.objects.get(action="estate.place.changed")
    assert (entry.before, entry.after) == ({"name": "3栋"}, {"name": "三号楼"})


def test_moving_a_building_takes_its_homes_and_the_roles_bound_to_it_along(org, boss, django_user_model):
    garden = community(boss)
    flat = home(boss, garden)
    block = facade.places_of(garden.id, [PlaceKind.BUILDING])[0]
    phase = make(boss, PlaceKind.CLUSTER, "2", garden, name="二期")
    user = django_user_model.objects.create_user("guard", name="某人")
    role = Role.objects.create(name="楼管")
    bound = Assignment.objects.create(user=user, role=role, path=block.path)
    places.place_move(actor=boss, place_id=block.id, parent_id=phase.id, at=AT)
    moved = facade.place(flat.id)
    assert moved.full_name == "翠湖花园 二期 3栋2单元 1502"
    assert moved.path == flat.path.replace(block.path, f"{phase.path}{block.id}/")
    bound.refresh_from_db()
    assert bound.path == f"{phase.path}{block.id}/"
    depths = dict(Place.objects.values_list("path", "depth"))
    assert all(depth == path.count("/") - 2 for path, depth in depths.items())


def test_a_place_cannot_move_below_itself_or_into_another_community(boss):
    region = make(boss, PlaceKind.REGION, "E", name="东区")
    inner = make(boss, PlaceKind.REGION, "E1", region, name="东一区")
    with pytest.raises(Conflict, match="into_itself"):
        places.place_move(actor=boss, place_id=region.id, parent_id=inner.id, at=AT)
    first, second = community(boss), community(boss, "BH", "碧海湾")
    block = make(boss, PlaceKind.BUILDING, "1", first)
    with pytest.raises(Conflict, match="other_community"):
        places.place_move(actor=boss, place_id=block.id, parent_id=second.id, at=AT)


def test_a_place_is_deleted_only_when_nothing_hangs_on_it(boss):
    garden = community(boss)
    flat = home(boss, garden)
    block = facade.places_of(garden.id, [PlaceKind.BUILDING])[0]
    with pytest.raises(Conflict, match="has_children"):
        places.place_delete(actor=boss, place_id=block.id, at=AT)
    places.place_delete(actor=boss, place_id=flat.id, at=AT)
    assert not Unit.objects.exists()
    assert search.find(actor=boss, text="1502") == []
    with pytest.raises(NotFound):
        facade.place(flat.id)


def test_a_place_that_something_points_at_is_kept_and_nothing_changes(boss):
    from anju.modules.estate.models import Sign

    garden = community(boss)
    gate = make(boss, PlaceKind.GATE, "E", garden, name="东门")
    Sign.objects.create(community_id=garden.id, place_id=gate.id, number="BS-1", kind="road", wording="出口")
    with pytest.raises(Conflict, match="in_use"):
        places.place_delete(actor=boss, place_id=gate.id, at=AT)
    assert facade.place(gate.id) == gate
    assert not AuditEntry.objects.filter(action="estate.place.deleted").exists()


def test_a_closed_building_closes_its_homes_and_takes_no_new_ones(boss):
    garden = community(boss)
    home(boss, garden)
    block = facade.places_of(garden.id, [PlaceKind.BUILDING])[0]
    with pytest.raises(Invalid, match="reason_empty"):
        places.place_close(actor=boss, place_id=block.id, reason=" ", at=AT)
    places.place_close(actor=boss, place_id=block.id, reason="拆除", at=AT)
    assert facade.unit_count(garden.id) == 0
    with pytest.raises(Conflict, match="closed"):
        make(boss, PlaceKind.ENTRANCE, "9", block)
    places.place_reopen(actor=boss, place_id=block.id, at=AT)
    assert facade.unit_count(garden.id) == 1


def test_peak_hours_are_inherited_from_the_nearest_place_that_has_some(boss):
    garden = community(boss)
    flat = home(boss, garden)
    block = facade.places_of(garden.id, [PlaceKind.BUILDING])[0]
    assert facade.peak_hours([flat.id]) == {flat.id: []}
    change = PlaceChange(peak_hours=peaks.parse("17:30-19:00, 07:00-09:00"))
    places.place_change(actor=boss, place_id=block.id, change=change, at=AT)
    windows = peaks.parse("07:00-09:00；17:30至19:00")
    assert facade.peak_hours([flat.id, garden.id]) == {flat.id: list(windows), garden.id: []}
    assert windows[0] == PeakWindow(*(peaks.time(7), peaks.time(9)))


def test_areas_choose_their_basis_and_refuse_one_without_an_area(boss):
    flat = home(boss, community(boss))
    unit_change(actor=boss, place_id=flat.id, facts=UnitFacts(surveyed_area=8850, contract_area=8900), at=AT)
    unit = Unit.objects.get(place_id=flat.id)
    assert (unit.basis, unit.area) == ("surveyed", 8850)
    with pytest.raises(Invalid, match="basis_without_area"):
        unit_change(actor=boss, place_id=flat.id, facts=UnitFacts(surveyed_area=1, basis="registered"), at=AT)
    with pytest.raises(Invalid, match="property_code"):
        unit_change(actor=boss, place_id=flat.id, facts=UnitFacts(property_code="123"), at=AT)


def test_who_holds_a_role_at_a_building_sees_and_changes_nothing_beside_it(org, boss):
    garden = community(boss)
    flat = home(boss, garden)
    other = make(boss, PlaceKind.BUILDING, "9", garden)
    block = next(one for one in facade.places_of(garden.id, [PlaceKind.BUILDING]) if one.id != other.id)
    keeper = limited(org, PLACE_READ, PLACE_CHANGE, path=block.path)
    reader = limited(org, PLACE_READ, path=block.path)
    assert {one.pk for one in queries.visible(keeper)} == set(facade.descendant_ids(block.path))
    (top,) = browsing.branches(keeper, None)
    assert (top.place.pk, top.count) == (block.id, 1)
    with pytest.raises(NotFound):
        queries.visible_place(keeper, garden.id)
    assert [one.id for one in facade.communities(keeper.reach(PLACE_READ))] == [garden.id]
    with pytest.raises(NotFound):
        places.place_change(actor=keeper, place_id=other.id, change=PlaceChange(name="x"), at=AT)
    with pytest.raises(Forbidden):
        places.place_change(actor=reader, place_id=flat.id, change=PlaceChange(name="x"), at=AT)
    with pytest.raises(NotFound):
        places.place_create(
            actor=keeper, draft=PlaceDraft(kind=PlaceKind.BUILDING, code="5", parent_id=garden.id), at=AT
        )
    with pytest.raises(Forbidden):
        community(keeper, "X", "新小区")


def test_places_are_chosen_by_kind_and_tag(boss):
    garden = community(boss)
    make(boss, PlaceKind.ROOM, "P1", garden, name="水泵房", tags=("机房", "二次供水"))
    make(boss, PlaceKind.ROOM, "P2", garden, name="配电室", tags=("机房",))
    assert [one.name for one in facade.places_of(garden.id, ["room"], ["机房", "二次供水"])] == ["水泵房"]
    assert len(facade.places_of(garden.id, ["room", "gate"])) == 2
