from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.identifiers import (
    PhoneKind,
    PlateKind,
    identity_check_digit,
    mask_name,
    parse_credit_code,
    parse_estate_unit_code,
    parse_identity_card,
    parse_phone,
    parse_plate,
)

births = st.dates(date(1900, 1, 1), date(2026, 1, 1))


@st.composite
def identity_numbers(draw):
    region = draw(st.sampled_from(["110105", "440524", "310101", "810000", "830000"]))
    first17 = f"{region}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first17 + identity_check_digit(first17)


@pytest.mark.parametrize(
    ("number", "born_on", "male"),
    [
        ("11010519491231002X", date(1949, 12, 31), False),
        ("11010519491231002x", date(1949, 12, 31), False),
        ("440524188001010014", date(1880, 1, 1), True),
        ("１１０１０５１９４９１２３１００２Ｘ", date(1949, 12, 31), False),
    ],
)
def test_identity_cards_of_the_standard(number, born_on, male):
    card = parse_identity_card(number)
    assert (card.born_on, card.male) == (born_on, male)


def test_the_check_digit_of_seventeen_digits():
    assert identity_check_digit("11010119900307000") == "3"


@given(identity_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_an_identity_card_is_noticed(number, position, wrong):
    misread = number[:position] + wrong + number[position + 1 :]
    assume(misread != number)
    with pytest.raises(Invalid):
        parse_identity_card(misread)


@given(identity_numbers())
def test_an_identity_card_shows_little_when_masked_or_printed(number):
    card = parse_identity_card(number)
    assert card.masked == number[:3] + "***********" + number[14:]
    assert number not in repr(card)


@given(identity_numbers(), births)
def test_age_counts_completed_years(number, day):
    card = parse_identity_card(number)
    assume(day >= card.born_on)
    age = card.age_on(day)
    last, following = card.born_on.year + age, card.born_on.year + age + 1
    month_day = (card.born_on.month, card.born_on.day)
    assert (last, *month_day) <= (day.year, day.month, day.day) < (following, *month_day)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "identity_card.check"),
        ("11010519491231002", "identity_card.shape"),
        ("1101051949123100２Y", "identity_card.shape"),
        ("990105194912310021", "identity_card.check"),
        ("000105194912310021", "identity_card.region"),
        ("110105194913310021", "identity_card.birth_date"),
        ("", "identity_card.shape"),
    ],
)
def test_wrong_identity_cards(number, code):
    with pytest.raises(Invalid) as refused:
        parse_identity_card(number)
    assert refused.value.code == code
    assert not number or number not in str(refused.value)


def test_nobody_is_born_in_the_future():
    with pytest.raises(Invalid):
        parse_identity_card("11010519491231002X", on=date(1949, 12, 30))


CODES = ["91350100M000100Y43", "91110000600037341L", "914403001922038216", "91330106673959654P"]


@pytest.mark.parametrize(
    ("code", "organisation"),
    [(CODES[0], "M000100Y4"), (CODES[2], "192203821"), (CODES[3], "673959654"), (CODES[1], "600037341")],
)
def test_credit_codes_of_the_rule_book(code, organisation):
    assert parse_credit_code(f" {code.lower()} ").organisation == organisation
    assert parse_credit_code(code).region == code[2:8]


@given(st.sampled_from(CODES), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_noticed(code, position, wrong):
    misread = code[:position] + wrong + code[position + 1 :]
    assume(misread != code)
    with pytest.raises(Invalid):
        parse_credit_code(misread)


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100I000100Y43", "9135010ZM000100Y43"])
def test_what_no_credit_code_looks_like(code):
    with pytest.raises(Invalid) as refused:
        parse_credit_code(code)
    assert refused.value.code == "credit_code.shape"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("京A12345", PlateKind.ORDINARY),
        ("京a·12345", PlateKind.ORDINARY),
        ("京AD12345", PlateKind.NEW_ENERGY_SMALL),
        ("粤BDF1234", PlateKind.NEW_ENERGY_SMALL),
        ("京A12345D", PlateKind.NEW_ENERGY_LARGE),
        ("粤Z9065澳", PlateKind.HONG_KONG_MACAU),
        ("沪A0023领", PlateKind.CONSULATE),
        ("京A1234警", PlateKind.POLICE),
        ("粤B1234学", PlateKind.COACH),
        ("鲁B1234挂", PlateKind.TRAILER),
        ("123456使", PlateKind.EMBASSY),
        ("使123456", PlateKind.EMBASSY),
        ("WJ京12345", PlateKind.ARMED_POLICE),
        ("AB12345", PlateKind.MILITARY),
        ("京X1234应急", PlateKind.EMERGENCY),
    ],
)
def test_plates(text, kind):
    plate = parse_plate(text)
    assert plate.kind is kind
    assert plate.new_energy == (kind in (PlateKind.NEW_ENERGY_SMALL, PlateKind.NEW_ENERGY_LARGE))


@pytest.mark.parametrize(
    "text", ["粤BDFG123", "京AI2345", "粤B1234O", "京A1234", "京A123456", "", "A12345", "台A12345"]
)
def test_what_is_no_plate(text):
    with pytest.raises(Invalid) as refused:
        parse_plate(text)
    assert refused.value.code == "plate.shape"


def test_a_camera_that_saw_no_plate_says_so():
    with pytest.raises(Invalid) as refused:
        parse_plate("_无_")
    assert refused.value.code == "plate.none"


def test_a_masked_plate_keeps_its_ends():
    assert parse_plate("京A12345").masked == "京A***45"


@pytest.mark.parametrize(
    ("text", "number", "kind", "masked"),
    [
        ("13812341234", "13812341234", PhoneKind.MOBILE, "138****1234"),
        ("+86 138-1234-1234", "13812341234", PhoneKind.MOBILE, "138****1234"),
        ("8613812341234", "13812341234", PhoneKind.MOBILE, "138****1234"),
        ("010-12345678", "", None, ""),
        ("010-62345678", "010-62345678", PhoneKind.FIXED, "010-****5678"),
        ("（0755）2345678转801", "0755-2345678-801", PhoneKind.FIXED, "0755-***5678"),
        ("400 123 4567", "400-123-4567", PhoneKind.TOLL_FREE, "400-123-4567"),
        ("95588", "95588", PhoneKind.SERVICE, "95588"),
        ("12345", "12345", PhoneKind.SERVICE, "12345"),
        ("119", "119", PhoneKind.SERVICE, "119"),
        ("12812341234", "", None, ""),
        ("1381234123", "", None, ""),
        ("138123412345", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_phones(text, number, kind, masked):
    if kind is None:
        with pytest.raises(Invalid) as refused:
            parse_phone(text)
        assert refused.value.code == "phone.shape"
        return
    phone = parse_phone(text)
    assert (phone.number, phone.kind, phone.masked) == (number, kind, masked)


@given(st.text(max_size=25))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_identity_card, parse_credit_code, parse_plate, parse_phone, parse_estate_unit_code):
        try:
            parse(text)
        except Invalid as refused:
            assert refused.field


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_normalised_number_reads_back_as_itself(number):
    assert parse_phone(parse_phone(number).number).number == number


def test_an_estate_unit_code_has_its_parts():
    unit = parse_estate_unit_code("110105 001002 GB00003 F00010203")
    assert (unit.county, unit.cadastral_area, unit.sub_area) == ("110105", "001", "002")
    assert (unit.parcel_kind, unit.parcel, unit.fixture, unit.unit) == ("GB", "00003", "F", "00010203")
    assert len(unit.code) == 28
    assert parse_estate_unit_code(str(unit)) == unit


@pytest.mark.parametrize(
    "text",
    ["", "110105001002GB00003X00010203", "110105001002GB00003F0001020", "110105001002GB00003W00010203"],
)
def test_what_is_no_estate_unit_code(text):
    with pytest.raises(Invalid):
        parse_estate_unit_code(text)


@pytest.mark.parametrize(
    ("name", "masked"), [("张小明", "张*明"), ("李四", "李*"), ("欧阳小明", "欧**明"), ("王", "*"), ("", "")]
)
def test_names_are_masked(name, masked):
    assert mask_name(name) == masked
