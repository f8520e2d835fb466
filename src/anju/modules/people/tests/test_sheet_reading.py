"""The whole way from bytes to homes, against the known answer of a dirty sheet."""

from __future__ import annotations

import time
from datetime import date

import pytest

from anju.foundation.importing import ImportRefused
from anju.modules.people.rules.sheets.fields import Field, fingerprint, guess, missing
from anju.modules.people.rules.sheets.homes import gathered
from anju.modules.people.rules.sheets.layout import find_heads, unmerged
from anju.modules.people.rules.sheets.rooms import RoomIndex
from anju.modules.people.rules.sheets.rows import read_rows
from anju.modules.people.services.sheet_files import read_tables
from anju.modules.people.tests import dirty_sheet as dirt

TODAY = date(2026, 11, 21)
HOMES = 2_700


def read(sheet, homes=HOMES):
    table = unmerged(read_tables("业主.xlsx", sheet.content)[0])
    heads = find_heads(table)
    mapping = guess(heads.columns, TODAY)
    index = RoomIndex.of(dirt.estate(homes), dirt.COMMUNITY)
    reading = read_rows(table.lines, heads, mapping, index, TODAY)
    return heads, mapping, reading, gathered(reading, mapping, {})


@pytest.fixture(scope="module")
def whole():
    return dirt.dirty_sheet(HOMES)


def test_the_columns_of_a_sheet_with_two_heading_rows_are_guessed(whole):
    heads, mapping, _reading, _plan = read(dirt.dirty_sheet(60), 60)
    assert (heads.first, heads.last) == (2, 3)
    assert mapping == {
        Field.ROOM: dirt.ROOM, Field.AREA: dirt.AREA, Field.NAME: dirt.NAME, Field.PHONE: dirt.PHONE,
        Field.PAPER: dirt.PAPER, Field.SHARE: dirt.SHARE, Field.SINCE: dirt.SINCE, Field.NOTE: dirt.NOTE,
    }  # fmt: skip
    assert missing(mapping) == ()


def test_a_dirty_sheet_of_three_thousand_rows_is_read_right_and_every_wrong_cell_named(whole):
    assert whole.rows >= 3_000
    assert len(whole.dirt) >= 12
    assert len(whole.wrong) >= 19
    begun = time.perf_counter()
    _heads, _mapping, reading, plan = read(whole)
    assert time.perf_counter() - begun < 10
    found = {}
    for tie in plan.ties:
        person = plan.people[tie.person]
        paper = person.paper.number if person.paper else ""
        found.setdefault(tie.place_id, []).append(
            dirt.RightOwner(person.name, tuple(person.phones), paper, tie.share, tie.since)
        )
    numbers = {pk: dirt.key(*room) for pk, room in enumerate(dirt.rooms(HOMES), 1)}
    answer = {numbers[pk]: owners for pk, owners in found.items()}
    wrong_rows = {row for row, _index in whole.wrong}
    assert {key: owners for key, owners in answer.items() if key in whole.right} == whole.right
    assert {(one.row, one.index): one.remark.code for one in reading.errors} == whole.wrong
    extra = set(answer) - set(whole.right)
    assert all(tie.row in wrong_rows for tie in plan.ties if numbers[tie.place_id] in extra)


def test_the_same_headings_have_one_fingerprint_whatever_stands_below():
    first = find_heads(unmerged(read_tables("a.xlsx", dirt.dirty_sheet(30, seed=1).content)[0]))
    second = find_heads(unmerged(read_tables("b.xlsx", dirt.dirty_sheet(50, seed=2).content)[0]))
    assert fingerprint(first.columns) == fingerprint(second.columns)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_the_country(encoding):
    text = '楼栋,单元,房号,业主姓名,手机号码\r\n1栋,2单元,="0301","张伟、李静","13812345678/13912345678"\r\n'
    table = read_tables("业主.csv", text.encode(encoding))[0]
    heads = find_heads(unmerged(table))
    mapping = guess(heads.columns, TODAY)
    index = RoomIndex.of(dirt.estate(300))
    reading = read_rows(table.lines, heads, mapping, index, TODAY)
    assert reading.errors == []
    plan = gathered(reading, mapping, {})
    assert [(one.name, one.phones) for one in plan.people] == [
        ("张伟", ["13812345678"]),
        ("李静", ["13912345678"]),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"hello"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.csv", b"\n\n"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(name, content):
    with pytest.raises(ImportRefused):
        read_tables(name, content)
