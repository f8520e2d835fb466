from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation import actors, search
from anju.foundation.audit.models import AuditEntry
from anju.foundation.files.models import StoredFile
from anju.foundation.importing import ImportRefused, read_workbook, template_file
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, NotFound
from anju.modules.estate import facade
from anju.modules.estate.models import ImportState, ParkingSpace, Place, TreeImport, Unit
from anju.modules.estate.permissions import PLACE_IMPORT
from anju.modules.estate.services import places, tree_check, tree_import
from anju.modules.estate.services.places import PlaceChange
from anju.modules.estate.services.tree_export import tree_export
from anju.modules.estate.services.tree_sheets import TREE
from anju.modules.estate.tests.factories import AT
from anju.modules.estate.tests.sheets import GOOD, book, changed


def silent(stage: str, done: int) -> None:
    return None


def dry(actor, data: bytes):
    result = read_workbook(TREE, data)
    plan, _tree = tree_check.check(actor, result)
    return result, plan


def run(actor, data: bytes) -> TreeImport:
    number = tree_import.import_keep(actor=actor, name="房产.xlsx", data=data, at=AT)
    return tree_import.import_run(actor=actor, import_id=number, at=AT, report=silent)


def test_a_whole_community_comes_out_of_one_workbook(boss):
    done = run(boss, book(GOOD))
    assert (done.state, done.problem_count) == (ImportState.DONE, 0)
    assert done.counts["unit"] == {"new": 3, "changed": 0}
    (garden,) = facade.communities()
    names = [one.full_name for one in facade.places_of(garden.id, ["unit"])]
    assert names == ["翠湖花园 1栋1单元 101", "翠湖花园 1栋1单元 102", "翠湖花园 1栋2单元 101"]
    assert set(Unit.objects.values_list("registered_area", "basis", "use")) == {
        (8850, "registered", "home"), (9000, "registered", "home"), (None, "", "shop"),
    }  # fmt: skip
    assert ParkingSpace.objects.get(place__code="A01").charging
    pump = Place.objects.get(name="水泵房")
    assert (pump.full_name, pump.tags) == ("翠湖花园 地下车库 水泵房", ["供水", "机房"])
    assert {hit.title for hit in search.find(actor=boss, text="shuibeng")} == {pump.full_name}
    assert {hit.title for hit in search.find(actor=boss, text="1-1-101")} == {"1栋1单元 101"}
    assert len(set(Place.objects.values_list("label", flat=True))) == Place.objects.count() == 14
    assert all(one.path.count("/") - 2 == one.depth for one in Place.objects.all())
    assert AuditEntry.objects.filter(action="estate.tree.imported").count() == 1


def test_importing_the_export_again_changes_nothing(boss):
    run(boss, book(GOOD))
    unit = Unit.objects.select_related("place").first()
    change = PlaceChange(note="=1+1", name="甲户", tags=("出租",))
    places.place_change(actor=boss, place_id=unit.place_id, change=change, at=AT)
    data = tree_export(actor=boss, at=AT).read()
    before = list(Place.objects.order_by("pk").values())
    result, plan = dry(boss, data)
    assert result.errors == [] and (plan.new, plan.changed) == ([], [])
    assert run(boss, data).state == ImportState.DONE
    assert list(Place.objects.order_by("pk").values()) == before


def test_a_second_import_changes_what_differs_and_leaves_what_is_empty(boss):
    run(boss, book(GOOD))
    sheets = {
        "小区": [("小区编号", "小区名称"), ("CH", "碧湖花园")],
        "楼栋单元": [("小区编号", "楼栋编号", "名称"), ("CH", "1", "甲栋")],
        "房屋": [
            ("小区编号", "楼栋编号", "单元编号", "楼层编号", "房号", "登记面积", "使用状态"),
            ("CH", "1", "1", "1", "101", None, "出租"),
        ],
    }
    done = run(boss, book(sheets))
    assert done.counts == {kind: {"new": 0, "changed": 1} for kind in ("community", "building", "unit")}
    flat = Unit.objects.select_related("place").get(place__full_name="碧湖花园 甲栋1单元 101")
    assert (flat.registered_area, flat.state) == (8850, "let")
    assert {hit.title for hit in search.find(actor=boss, text="甲栋1单元101")} == {"甲栋1单元 101"}
    assert search.find(actor=boss, text="翠湖") == []


def test_three_mistakes_are_named_by_row_and_column_and_nothing_is_written(boss):
    sheets = changed("房屋", 1, 5, "很大")
    sheets["房屋"][2] = ("CH", "9", "1", "1", "102", 90, None)
    sheets["车位"][2] = ("CH", "P1", "A01", None, None)
    result, _plan = dry(boss, book(sheets))
    found = {(one.sheet, one.cell, one.code) for one in result.errors}
    assert found == {
        ("房屋", "F2", "import.not_a_number"),
        ("房屋", "B3", "estate.import.parent_unknown"),
        ("车位", "3", "estate.import.twice"),
    }
    done = run(boss, book(sheets))
    assert (done.state, done.problem_count) == (ImportState.FAILED, 3)
    assert {one["row"] for one in done.problems} == {2, 3}
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("sheets", "cell", "code"),
    [
        (changed("公共区域与设备间", 2, 7, "早高峰"), "H3", "estate.peaks.unreadable"),
        (changed("房屋", 1, 6, "仓库楼"), "G2", "import.not_a_choice"),
        (changed("楼栋单元", 1, 0, "XX"), "A2", "estate.import.parent_unknown"),
        (changed("公共区域与设备间", 3, 2, "P9"), "C4", "estate.import.parent_unknown"),
        (changed("房屋", 1, 4, None), "E2", "import.required"),
    ],
)
def test_a_wrong_cell_is_named(boss, sheets, cell, code):
    result, _plan = dry(boss, book(sheets))
    assert (cell, code) in {(one.cell, one.code) for one in result.errors}


def test_a_basis_without_its_area_is_refused(boss):
    sheets = dict(GOOD)
    sheets["房屋"] = [
        ("小区编号", "楼栋编号", "房号", "登记面积", "计算依据"),
        ("CH", "1", "9", 80, "实测面积"),
    ]
    result, _plan = dry(boss, book(sheets))
    assert [(one.cell, one.code) for one in result.errors] == [("E2", "estate.unit.basis_without_area")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (book(GOOD, merged={"房屋": "A2:A3"}), "import.merged"),
        (book(changed("房屋", 1, 5, "=80+8")), "import.formulas"),
        (b"", "import.file_empty"),
        ("小区编号,小区名称\nCH,翠湖花园\n".encode("gbk"), "import.not_xlsx"),
        (book({"别的": [("甲", "乙"), (1, 2)]}), "import.sheet_missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(boss, data, code):
    with pytest.raises(ImportRefused, match=code):
        dry(boss, data)
    assert not Place.objects.exists()


def test_the_template_is_read_without_complaint_once_filled(boss):
    with pytest.raises(ImportRefused, match="no_rows"):
        read_workbook(TREE, template_file(TREE).read())


def test_an_import_below_a_closed_building_is_refused(boss):
    run(boss, book(GOOD))
    block = Place.objects.get(kind="building")
    places.place_close(actor=boss, place_id=block.pk, reason="拆除", at=AT)
    sheets = {
        "小区": GOOD["小区"],
        "房屋": [("小区编号", "楼栋编号", "单元编号", "房号"), ("CH", "1", "1", "901")],
    }
    result, _plan = dry(boss, book(sheets))
    assert [one.code for one in result.errors] == ["estate.import.parent_closed"]


def test_who_manages_another_community_can_neither_import_into_this_one_nor_make_one(org, boss):
    run(boss, book(GOOD))
    (garden,) = facade.communities()
    reach = Reach(frozenset({garden.path}), frozenset({garden.id}))
    manager = actors.Actor(org.pk, "经理", user_id=None, grants={PLACE_IMPORT.code: reach})
    assert dry(manager, book(GOOD))[0].ok
    other = {"小区": [("小区编号", "小区名称"), ("BH", "碧海湾")]}
    result, _plan = dry(manager, book(other))
    assert [one.code for one in result.errors] == ["estate.import.out_of_reach"]
    with pytest.raises(Forbidden):
        dry(actors.Actor(org.pk, "客服"), book(other))


def test_an_upload_is_kept_for_a_day_and_only_for_who_uploaded_it(org, boss):
    number = tree_import.import_keep(actor=boss, name="房产.xlsx", data=book(GOOD), at=AT)
    assert tree_import.import_bytes(actor=boss, import_id=number, at=AT)[:2] == b"PK"
    result, plan = dry(boss, book(GOOD))
    tree_import.import_note(actor=boss, import_id=number, result=result, plan=plan, at=AT)
    stranger = actors.Actor(org.pk, "别人", user_id=7, grants={PLACE_IMPORT.code: Reach(frozenset({"/1/"}))})
    with pytest.raises(NotFound):
        tree_import.import_begin(actor=stranger, import_id=number, at=AT)
    tree_import.import_begin(actor=boss, import_id=number, at=AT)
    with pytest.raises(Conflict, match="not_ready"):
        tree_import.import_begin(actor=boss, import_id=number, at=AT + timedelta(minutes=1))
    tree_import.import_begin(actor=boss, import_id=number, at=AT + timedelta(minutes=6))
    tree_import.import_run(actor=boss, import_id=number, at=AT, report=silent)
    assert (
        tree_import.import_run(actor=boss, import_id=number, at=AT, report=silent).state == ImportState.DONE
    )
    assert Place.objects.count() == 14
    assert tree_import.imports_forget(at=AT + timedelta(hours=23)) == 0
    assert tree_import.imports_forget(at=AT + timedelta(hours=25)) == 1
    assert not StoredFile.objects.exists()


def test_regions_are_made_from_the_top_whatever_the_order_of_their_rows(boss):
    sheets = {
        "区域": [("区域编号", "区域名称", "上级区域编号"), ("E1", "东一区", "E"), ("E", "东区", None)],
        "小区": [("小区编号", "小区名称", "区域编号"), ("CH", "翠湖花园", "E1")],
    }
    assert run(boss, book(sheets)).state == ImportState.DONE
    garden = facade.communities()[0]
    assert garden.full_name == "翠湖花园" and garden.path.count("/") == 4
    moved = {**sheets, "小区": [("小区编号", "小区名称", "区域编号"), ("CH", "翠湖花园", "E")]}
    result, _plan = dry(boss, book(moved))
    assert [one.code for one in result.errors] == ["estate.import.region_differs"]
    data = tree_export(actor=boss, at=AT).read()
    result, plan = dry(boss, data)
    assert result.ok and not plan.new and not plan.changed


CODES = st.text("0123456789ABZ-", min_size=1, max_size=4).map(lambda text: text.strip("-") or "1")
UNITS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "10", "A"]),
        st.sampled_from([None, "1", "2"]),
        st.sampled_from([None, "1", "12"]),
        CODES,
        st.one_of(st.none(), st.integers(1, 99_999)),
        st.one_of(st.none(), st.text("甲乙丙 =+@,", max_size=6)),
    ),
    max_size=12,
    unique_by=lambda row: row[:4],
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(UNITS)
def test_whatever_is_imported_comes_back_from_the_export_unchanged(boss, units):
    from django.db import transaction

    buildings = sorted({(row[0], None) for row in units} | {(row[0], row[1]) for row in units}, key=str)
    sheets = {
        "小区": GOOD["小区"],
        "楼栋单元": [("小区编号", "楼栋编号", "单元编号"), *(("CH", *one) for one in buildings)],
        "房屋": [
            ("小区编号", "楼栋编号", "单元编号", "楼层编号", "房号", "登记面积", "备注"),
            *(("CH", *row[:4], None if row[4] is None else row[4] / 100, _as_text(row[5])) for row in units),
        ],
    }
    with transaction.atomic():
        done = run(boss, book(sheets))
        assert done.state == ImportState.DONE, done.problems
        assert Unit.objects.count() == len(units)
        result, plan = dry(boss, tree_export(actor=boss, at=AT).read())
        assert result.ok and not plan.new and not plan.changed
        transaction.set_rollback(True)


def _as_text(text: str | None) -> str | None:
    """xlsxwriter would make a formula of a leading =."""
    return f"注{text}" if text and text.startswith("=") else text
