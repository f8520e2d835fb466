"""A dirty sheet against the database: checked, corrected, imported, imported again, taken back."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from fractions import Fraction

import openpyxl
import pytest

from anju.foundation.actors import Actor
from anju.foundation.importing import ImportRefused
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.kernel.ids import new_code
from anju.modules.people.contracts import PersonDraft, TieDraft, TieKind
from anju.modules.people.models import HomeTie, Person, PersonImport, PersonPhone, SheetReading
from anju.modules.people.permissions import PERSON_IMPORT
from anju.modules.people.queries.rooms import room_index
from anju.modules.people.rules.sheets.fields import Field
from anju.modules.people.services import person_import_write, person_imports
from anju.modules.people.services.persons import person_change, person_create
from anju.modules.people.services.ties import living_add
from anju.modules.people.tests import dirty_sheet as dirt
from anju.modules.people.tests.factories import AT, _place

HEADINGS = ["楼栋", "单元", "房号", "业主姓名", "联系电话", "身份证号", "产权份额"]
COLUMNS = {
    Field.BUILDING: 0, Field.ENTRANCE: 1, Field.NUMBER: 2, Field.NAME: 3, Field.PHONE: 4, Field.PAPER: 5, Field.SHARE: 6,
}  # fmt: skip
CARD = "11010519491231002X"


def estate(homes: int):
    """A community with the homes of the dirty sheet, three levels deep."""
    model = HomeTie._meta.get_field("place").related_model
    top = _place(model, "community", dirt.COMMUNITY, "CH")
    doors = {}
    units = []
    for building, entrance, number in dirt.rooms(homes):
        if (building, 0) not in doors:
            doors[building, 0] = _place(model, "building", f"{building}栋", str(building), top)
        if (building, entrance) not in doors:
            doors[building, entrance] = _place(
                model, "entrance", f"{entrance}单元", str(entrance), doors[building, 0]
            )
        door = doors[building, entrance]
        units.append(
            model(
                parent=door, kind="unit", code=number, name=number, path="/", label=new_code(),
                sort_key=f"{building:03}{entrance:02}{number:0>5}", community_id=top.pk,
                full_name=f"{dirt.COMMUNITY} {building}栋{entrance}单元 {number}",
            )
        )  # fmt: skip
    made = model.objects.bulk_create(units)
    for one in made:
        one.path = f"{one.parent.path}{one.pk}/"
    model.objects.bulk_update(made, ["path"], batch_size=1_000)
    return top, {dirt.key(*room): one for room, one in zip(dirt.rooms(homes), made, strict=True)}


def book(*rows) -> bytes:
    made = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def checked(actor, community, content: bytes, mapping=None, name: str = "业主.xlsx") -> PersonImport:
    """Uploaded, columns confirmed as guessed unless named, dry run done."""
    key = person_imports.import_keep(actor=actor, community_id=community.pk, name=name, data=content, at=AT)
    face = person_imports.columns_of(actor=actor, import_id=key, at=AT)
    person_imports.columns_set(
        actor=actor, import_id=key, sheet=face.sheet, mapping=mapping or face.guess, at=AT
    )
    person_imports.import_check(actor=actor, import_id=key, at=AT, report=person_imports.quiet)
    return PersonImport.objects.get(pk=key)


def imported(actor, community, content: bytes, **more) -> PersonImport:
    row = checked(actor, community, content, **more)
    assert row.remarks == [] or not row.remarks[0]["error"], row.remarks[:3]
    person_imports.import_confirm(actor=actor, import_id=row.pk, at=AT)
    person_imports.import_run(actor=actor, import_id=row.pk, at=AT, report=person_imports.quiet)
    row.refresh_from_db()
    return row


def state_of_the_register():
    return (
        sorted(Person.objects.values_list("name", "id_digest", "state")),
        sorted(PersonPhone.objects.values_list("person__name", "digest", "main")),
        sorted(
            HomeTie.objects.values_list(
                "place_id", "person__name", "kind", "share_numerator", "share_denominator"
            ),
            key=str,
        ),
    )


def test_three_thousand_dirty_rows_end_as_right_homes_or_named_cells(boss):
    """Every wrong cell is named and nothing written; without them every row is right; again changes nothing."""
    top, places = estate(2_700)
    spoiled = dirt.dirty_sheet(2_700, faults=True)
    assert spoiled.rows >= 3_000 and len(spoiled.dirt) >= 12
    begun = time.perf_counter()
    row = checked(boss, top, spoiled.content)
    dry = time.perf_counter() - begun
    named = {(one["row"], one["index"]): one["code"] for one in row.remarks if one["error"]}
    assert named == spoiled.wrong and row.state == "refused"
    assert not Person.objects.exists() and not HomeTie.objects.exists()
    with pytest.raises(Conflict, match=r"people\.import\.not_ready"):
        person_imports.import_confirm(actor=boss, import_id=row.pk, at=AT)

    clean = dirt.dirty_sheet(2_700, faults=False)
    begun = time.perf_counter()
    done = imported(boss, top, clean.content)
    whole = time.perf_counter() - begun
    assert done.state == "done"
    numbers = {place.pk: key for key, place in places.items()}
    found = {}
    for tie in HomeTie.objects.select_related("person").prefetch_related("person__phones").order_by("pk"):
        owner = dirt.RightOwner(
            tie.person.name,
            tuple(
                one.number for one in sorted(tie.person.phones.all(), key=lambda one: (not one.main, one.pk))
            ),
            tie.person.id_number,
            Fraction(tie.share_numerator, tie.share_denominator),
            tie.starts_on,
        )
        found.setdefault(numbers[tie.place_id], []).append(owner)
    assert found == clean.right
    assert dry < 20 and whole < 60

    before = state_of_the_register()
    again = imported(boss, top, clean.content)
    assert again.counts["people_new"] == again.counts["owners_new"] == again.counts["ties_changed"] == 0
    assert again.counts["ties_same"] == HomeTie.objects.count()
    assert state_of_the_register() == before


@pytest.fixture
def small(boss):
    return estate(12)


def test_the_reading_of_columns_is_remembered_by_the_headings(boss, small):
    top, _places = small
    odd = {**COLUMNS, Field.NAME: 4, Field.PHONE: 3}
    checked(boss, top, book([1, 1, "101", "张伟", "13812345678", None, None]), mapping=odd)
    key = person_imports.import_keep(
        actor=boss,
        community_id=top.pk,
        name="二.xlsx",
        data=book([1, 1, "102", "李静", None, None, None]),
        at=AT,
    )
    face = person_imports.columns_of(actor=boss, import_id=key, at=AT)
    assert face.guess == odd and face.remembered == boss.name
    assert SheetReading.objects.count() == 1


def test_an_import_is_taken_back_as_a_whole_while_nothing_followed(boss, small):
    top, places = small
    known = person_create(actor=boss, draft=PersonDraft(name="张伟", community_id=top.pk), at=AT)
    tie = living_add(
        actor=boss, draft=TieDraft(person_id=known, place_id=places["1-1-101"].pk, kind=TieKind.OWNER), at=AT
    )
    before = state_of_the_register()
    rows = (
        [1, 1, "101", "张伟", "13812345678", CARD, "100%"],
        [1, 1, "102", "李静、王强", "13912345678", None, "30%、70%"],
    )
    row = imported(boss, top, book(*rows))
    assert row.counts["people_new"] == 2 and row.counts["people_changed"] == 1
    assert HomeTie.objects.get(pk=tie).person.id_number == CARD
    later = AT + timedelta(hours=1)
    person_import_write.import_take_back(actor=boss, import_id=row.pk, at=later)
    assert state_of_the_register() == before
    with pytest.raises(Conflict, match=r"people\.import\.not_done"):
        person_import_write.import_take_back(actor=boss, import_id=row.pk, at=later)


def test_an_import_that_was_worked_with_is_not_taken_back(boss, small):
    top, _places = small
    row = imported(boss, top, book([1, 1, "101", "张伟", "13812345678", None, None]))
    person = Person.objects.get()
    later = AT + timedelta(hours=1)
    person_change(
        actor=boss, person_id=person.pk, draft=PersonDraft(name="张大伟", community_id=top.pk), at=later
    )
    before = state_of_the_register()
    with pytest.raises(Conflict, match=r"people\.import\.followed"):
        person_import_write.import_take_back(actor=boss, import_id=row.pk, at=later)
    assert state_of_the_register() == before


def test_a_home_with_other_owners_needs_a_change_of_owner_not_a_sheet(boss, small):
    top, places = small
    known = person_create(actor=boss, draft=PersonDraft(name="赵敏", community_id=top.pk), at=AT)
    living_add(
        actor=boss, draft=TieDraft(person_id=known, place_id=places["1-1-101"].pk, kind=TieKind.OWNER), at=AT
    )
    row = checked(boss, top, book([1, 1, "101", "张伟", None, None, None]))
    assert row.state == "refused"
    assert [(one["row"], one["index"], one["code"]) for one in row.remarks if one["error"]] == [
        (2, 3, "sheet.home_has_owners")
    ]


def test_shares_beyond_the_whole_are_named_at_every_owner_of_the_home(boss, small):
    top, _places = small
    rows = [[1, 1, "101", "张伟", None, None, "70%"], [1, 1, "101", "李静", None, None, "50%"]]
    row = checked(boss, top, book(*rows))
    assert [(one["row"], one["index"], one["code"]) for one in row.remarks if one["error"]] == [
        (2, 6, "sheet.shares_sum"), (3, 6, "sheet.shares_sum"),
    ]  # fmt: skip


def test_numbers_of_people_never_stand_in_the_notes_of_an_import(boss, small):
    top, _places = small
    row = checked(boss, top, book([1, 1, "101", "张伟", "1381234567", CARD[:-1] + "1", None]))
    text = str(row.remarks)
    assert row.error_count == 2
    assert "1381234567" not in text and CARD[:-1] not in text


def test_a_file_is_forgotten_after_its_days_and_the_counts_stay(boss, small):
    top, _places = small
    row = imported(boss, top, book([1, 1, "101", "张伟", None, None, None]))
    assert person_imports.imports_forget(at=AT + timedelta(days=2)) == 0
    assert person_imports.imports_forget(at=AT + timedelta(days=4)) == 1
    row.refresh_from_db()
    assert (row.file, row.remarks, row.state, row.counts["people_new"]) == (None, [], "done", 1)


def test_columns_without_a_room_or_a_name_are_refused_at_their_field(boss, small):
    top, _places = small
    key = person_imports.import_keep(
        actor=boss,
        community_id=top.pk,
        name="a.xlsx",
        data=book([1, 1, "101", "张伟", None, None, None]),
        at=AT,
    )
    for mapping, code in (
        ({Field.NAME: 3}, "people.import.columns_missing"),
        ({Field.NAME: 3, Field.ROOM: 3}, "people.import.column_twice"),
    ):
        with pytest.raises(Invalid, match=code):
            person_imports.columns_set(actor=boss, import_id=key, sheet="Sheet", mapping=mapping, at=AT)
    with pytest.raises(ImportRefused):
        person_imports.import_keep(actor=boss, community_id=top.pk, name="a.xlsx", data=b"no sheet", at=AT)


def test_imports_are_reached_only_with_the_right_and_in_the_community(boss, org, small):
    top, _places = small
    key = person_imports.import_keep(
        actor=boss,
        community_id=top.pk,
        name="a.xlsx",
        data=book([1, 1, "101", "张伟", None, None, None]),
        at=AT,
    )
    nobody = Actor(org_id=org.pk, name="客服", user_id=None, grants={})
    elsewhere = Actor(
        org_id=org.pk, name="别处", user_id=None,
        grants={PERSON_IMPORT.code: Reach(frozenset({"/999/"}), frozenset({999}))},
    )  # fmt: skip
    with pytest.raises(Forbidden):
        person_imports.import_of(nobody, key)
    for act in (person_imports.import_confirm, person_import_write.import_take_back):
        with pytest.raises(NotFound):
            act(actor=elsewhere, import_id=key, at=AT)
    assert PersonImport.objects.get().state == "mapping"


def test_rooms_are_found_in_the_estate_as_it_is_written_there(boss, small):
    top, places = small
    index = room_index(top.pk)
    assert index.find("01幢01单元0101室") == (places["1-1-101"].pk, None)
