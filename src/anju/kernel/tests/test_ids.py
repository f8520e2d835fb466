from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.ids import ALPHABET, code_for, grouped, new_code, number_of, parse_code, uuid7

numbers = st.integers(0, len(ALPHABET) ** 6 - 1)


@given(numbers)
def test_a_code_reads_back_as_its_number(number):
    assert number_of(code_for(number)) == number
    assert parse_code(f" {grouped(code_for(number)).lower()} ") == code_for(number)


@given(numbers, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number, position, wrong):
    code = code_for(number)
    misread = code[:position] + wrong + code[position + 1 :]
    if misread != code:
        with pytest.raises(Invalid) as refused:
            parse_code(misread)
        assert refused.value.code == "code.check"


@given(numbers, st.integers(0, 6), st.integers(0, 6))
def test_two_exchanged_characters_are_noticed(number, one, other):
    characters = list(code_for(number))
    characters[one], characters[other] = characters[other], characters[one]
    if "".join(characters) != code_for(number):
        with pytest.raises(Invalid):
            parse_code("".join(characters))


def test_the_alphabet_leaves_out_what_people_confuse():
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set("01OIL") & set(ALPHABET)


@pytest.mark.parametrize("text", ["", "A", "AB0", "楼A23", "2" * 31])
def test_what_no_code_looks_like_is_refused(text):
    with pytest.raises(Invalid) as refused:
        parse_code(text)
    assert refused.value.code == "code.shape"


@pytest.mark.parametrize(("number", "width"), [(-1, 6), (31**6, 6), (0, 0), (0, 30)])
def test_a_number_that_does_not_fit_is_refused(number, width):
    with pytest.raises(Invalid):
        code_for(number, width)


def test_new_codes_are_valid_and_differ():
    random = Random(7)
    codes = {new_code(below=random.randrange) for _ in range(1000)}
    assert len(codes) == 1000
    assert all(parse_code(code) == code and len(code) == 8 for code in codes)


@given(st.integers(0, 10**12), st.integers(1, 10**9), st.integers(0, 2**32))
def test_uuids_sort_by_time(start, later, seed):
    bits = Random(seed).getrandbits
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=start)
    one, other = uuid7(first, bits), uuid7(first + timedelta(milliseconds=later), bits)
    assert one < other
    assert one.version == 7
    assert one.variant == "specified in RFC 4122"
    assert one.int >> 80 == start


def test_a_uuid_needs_an_aware_instant():
    with pytest.raises(Invalid):
        uuid7(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
