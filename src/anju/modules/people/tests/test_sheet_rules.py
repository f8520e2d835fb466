"""What stands in a cell: every way it is written is read the same, what is unsure is refused, nothing crashes."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.identifiers import identity_check_digit
from anju.modules.people.contracts import IdKind, TieKind
from anju.modules.people.rules.sheets.days import EPOCH, read_day
from anju.modules.people.rules.sheets.numbers import read_area, read_shares, settled, split_papers
from anju.modules.people.rules.sheets.people import Call, paired, split_people, split_phones
from anju.modules.people.rules.sheets.rooms import Home, RoomIndex, parse_room
from anju.modules.people.rules.sheets.values import Broken, Lost, is_blank, is_ditto, plain

TODAY = date(2026, 11, 21)
ANYTHING = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(),
    st.datetimes(), st.builds(Lost, st.text("0123456789", min_size=16, max_size=20)), st.builds(Broken, st.just("#N/A")),
    st.none(),
)  # fmt: skip
BUILDING, ENTRANCE = st.integers(1, 60), st.integers(1, 9)
ROOM = st.builds(lambda floor, door: f"{floor}{door:02}", st.integers(1, 40), st.integers(1, 12))
WAYS = (
    "{b}-{e}-{n}", "{b}栋{e}单元{n}", "{b}#{e}-{n}", "{b:02}幢{e:02}单元{n:0>5}室", "{b}号楼{e}单元{n}", "{b}座{e}单元-{n}房",
    "{b}/{e}/{n}", "{b}.{e}.{n}", " {b}栋 {e}单元 {n} ", "{b}#楼{e}单元{n}", "翠湖花园{b}栋{e}单元{n}", "{b}-{e}单元-{n}",
)  # fmt: skip
SIGNS = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏飞梅"
NAMES = st.builds(
    lambda surname, given: surname + given,
    st.sampled_from("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), st.text(SIGNS, min_size=1, max_size=2),
)  # fmt: skip
MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)


@given(ANYTHING)
def test_no_cell_crashes_a_reader_and_a_refusal_gives_no_value(value):
    for read in (lambda one: read_day(one, TODAY), read_area, read_shares):
        found, remarks = read(value)
        if any(one.error for one in remarks):
            assert found is None
    split_people(value)
    split_phones(value)
    split_papers(value, TODAY)
    RoomIndex().find(value)
    assert plain(plain(value)) == plain(value)


@given(BUILDING, ENTRANCE, ROOM, st.sampled_from(WAYS), st.booleans())
def test_every_way_to_write_a_room_leads_to_the_same_door(building, entrance, number, way, wide):
    index = RoomIndex.of(
        [Home(7, number, str(building), str(entrance)), Home(8, number, str(building + 1), str(entrance))],
        "翠湖花园",
    )
    text = way.format(b=building, e=entrance, n=number)
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    assert index.find(text) == (7, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9-1-101", "sheet.room_no_building"), ("1-9-101", "sheet.room_no_entrance"), ("1-1-999", "sheet.room_no_number"),
        ("1座101", "sheet.room_several"), ("门卫室旁", "sheet.room_unreadable"), (Lost("1" * 16), "sheet.room_damaged"),
    ],
)  # fmt: skip
def test_a_room_that_is_not_there_says_what_is_missing(text, code):
    index = RoomIndex.of([Home(1, "101", "1", "1"), Home(2, "101", "1", "2")])
    found, remark = index.find(text)
    assert found is None and remark.code == code


def test_rooms_of_odd_estates_are_found():
    index = RoomIndex.of(
        [
            Home(1, "0101", "A座", ""), Home(2, "S12", name="翠湖花园 S12"), Home(3, "301", "3", "1", cluster="一期"),
            Home(4, "301", "3", "1", cluster="二期"),
        ],
        "翠湖花园",
    )  # fmt: skip
    assert index.find("A座101室")[0] == 1 and index.find("a-101")[0] == 1
    assert index.find("S12")[0] == 2
    assert index.find("二期3栋1单元301")[0] == 4
    assert index.find("3-1-301")[1].code == "sheet.room_several"
    assert parse_room("三栋二单元301").number == "301"


@given(st.dates(date(1950, 1, 1), date(2027, 12, 31)), st.sampled_from(["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d} 00:00:00"]))  # fmt: skip
def test_a_day_is_read_however_it_is_written(day, way):
    assert read_day(way.format(day), TODAY) == (day, ())
    assert read_day(day, TODAY)[0] == read_day(datetime(day.year, day.month, day.day, 9), TODAY)[0] == day  # noqa: DTZ001
    assert read_day((day - EPOCH).days, TODAY)[0] == day


@given(st.dates(date(1930, 1, 1), date(2027, 12, 31)))
def test_two_digits_of_a_year_never_lead_beyond_next_year(day):
    found, remarks = read_day(f"{day:%y}年{day.month}月{day.day}日", TODAY)
    assert found is None or (found.year <= 2027 and found.year % 100 == day.year % 100)
    assert remarks


@pytest.mark.parametrize(
    "text", ["01/02/2021", "05/03/21", "2021-3", "2021-13-01", "2021-02-30", "去年", True]
)
def test_a_day_that_is_not_surely_one_is_refused(text):
    found, remarks = read_day(text, TODAY)
    assert found is None and remarks[0].error


@given(st.lists(NAMES, min_size=2, max_size=4, unique=True), st.sampled_from("、，,/；;\n"))
def test_people_of_one_cell_are_told_apart(names, sign):
    found, remarks = split_people(sign.join(names))
    assert [one.name for one in found] == names
    assert not any(one.error for one in remarks)


@given(NAMES)
def test_a_blank_within_a_name_is_no_second_person(name):
    assert [one.name for one in split_people("　".join(name))[0]] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李和平", ["李和平"]), ("陈平和刘芳", ["陈平", "刘芳"]), ("张三 李四", ["张三", "李四"]),
        ("欧阳娜和司马南", ["欧阳娜", "司马南"]), ("JOHN SMITH", ["JOHN SMITH"]),
        ("杭州和平（集团）有限公司", ["杭州和平(集团)有限公司"]), ("阿不都热合曼·买买提", ["阿不都热合曼·买买提"]),
    ],
)  # fmt: skip
def test_names_that_look_like_several_and_several_that_look_like_one(text, names):
    assert [one.name for one in split_people(text)[0]] == names


def test_brackets_behind_a_name_say_who_somebody_is():
    found, _remarks = split_people("张伟（户主）/李静（配偶）/王强(租户)")
    assert [one.relation for one in found] == [TieKind.OWNER, TieKind.FAMILY, TieKind.TENANT]


@given(
    st.lists(MOBILES, min_size=1, max_size=4, unique=True), st.sampled_from(["/", "、", "\n", "；", " ", ""])
)
def test_telephones_of_one_cell_are_told_apart(numbers, sign):
    if sign == "" and len(numbers) > 2:
        return
    calls, remarks = split_phones(sign.join(numbers))
    assert [one.number for one in calls] == numbers
    assert remarks == ()


@given(st.lists(NAMES, min_size=2, max_size=3, unique=True), st.data())
def test_a_telephone_goes_to_the_name_beside_it(names, data):
    numbers = data.draw(st.lists(MOBILES, min_size=len(names), max_size=len(names), unique=True))
    order = data.draw(st.permutations(range(len(names))))
    calls = tuple(Call(numbers[place], names[place]) for place in order)
    held, remark = paired(split_people("、".join(names))[0], calls)
    assert held == tuple((number,) for number in numbers) and remark is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1381234567", "sheet.phone_length"), ("88886666", "sheet.phone_no_area"), ("1.38E+10", "sheet.phone_damaged"),
        ("明天再说", "sheet.phone_unreadable"), (Lost("1" * 17), "sheet.phone_damaged"),
    ],
)  # fmt: skip
def test_a_number_nobody_can_call_says_why(value, code):
    calls, remarks = split_phones(value)
    assert calls == () and remarks[0].code == code


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_identity_numbers_are_checked_and_lower_x_is_one(day, serial):
    first = f"330106{day:%Y%m%d}{serial:03}"
    number = first + identity_check_digit(first)
    (paper,), remarks = split_papers(number.lower(), TODAY)
    assert (paper.number, paper.kind, paper.born_on, remarks) == (number, IdKind.IDENTITY_CARD, day, ())
    # By chance one wrong end may make a right credit code, which has a check digit of its own.
    wrong = [first + end for end in "0123456789" if end != number[-1]]
    assert [IdKind.IDENTITY_CARD] not in [
        [one.kind for one in split_papers(each, TODAY)[0]] for each in wrong
    ]
    assert sum(1 for each in wrong if split_papers(each, TODAY)[0]) <= 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Lost("330106198001010000"), "sheet.paper_digits_lost"), ("3.30106E+17", "sheet.paper_digits_lost"),
        (3.30106e17, "sheet.paper_digits_lost"), ("330106198001010000", "sheet.paper_digits_lost"),
        ("3301061980010112", "sheet.paper_length"), ("110***********002X", "sheet.paper_masked"),
    ],
)  # fmt: skip
def test_a_number_a_spreadsheet_has_damaged_is_refused(value, code):
    papers, remarks = split_papers(value, TODAY)
    assert papers == () and remarks[0].code == code


def test_an_old_number_of_fifteen_digits_becomes_one_of_eighteen():
    (paper,), (remark,) = split_papers("110105491231002", TODAY)
    assert paper.number == "11010519491231002X" and not remark.error


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_share_is_the_same_as_fraction_and_percent(top, bottom):
    if top > bottom:
        return
    share = Fraction(top, bottom)
    assert read_shares(f"{top}/{bottom}")[0].parts == (share,) or share == 1
    if 100 % bottom == 0:
        assert read_shares(f"{100 * top // bottom}%")[0].parts == (share,)


def test_shares_written_beside_names_follow_the_names():
    found, _remarks = read_shares("李静40%、张伟60%")
    assert found.names == ("李静", "张伟") and found.parts == (Fraction(2, 5), Fraction(3, 5))


@given(st.lists(st.one_of(st.none(), st.fractions(0, 1, max_denominator=50)), min_size=1, max_size=5), st.booleans(), st.booleans())  # fmt: skip
def test_settled_shares_are_the_whole_or_refused(said, equal, joint):
    shares, remark = settled(said, equal=equal, joint=joint)
    assert len(shares) == len(said)
    assert sum(shares) == 1 or remark.error


def test_thirds_rounded_in_writing_are_thirds():
    third = Fraction(3333, 10000)
    assert settled([third] * 3, equal=False, joint=False)[0] == [Fraction(1, 3)] * 3


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [
        ("89.5㎡", 8950),
        ("１２０．３４", 12034),
        ("1,203.5平方米", 120350),
        (88.126, 8813),
        ("/", None),
        (0, None),
    ],
)
def test_an_area_is_read_with_its_unit(value, hundredths):
    assert read_area(value) == (hundredths, ())


@given(st.sampled_from(["", " ", "/", "—", "无", "\u200b", "\u3000"]))
def test_ways_to_write_nothing_are_nothing(text):
    assert is_blank(text)


def test_ditto_is_known_and_a_name_is_none():
    assert is_ditto("同上") and is_ditto("〃") and not is_ditto("同上海") and not is_ditto(3)


def test_invisible_and_full_width_signs_become_plain_ones():
    assert plain("\u200b１栋\xa0２单元\u3000３０１\r\n") == "1栋 2单元 301"
