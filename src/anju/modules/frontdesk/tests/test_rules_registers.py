"""Rules of the registers: visitors, concierges, prices, listings, lost things, loans, names of homes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Conflict, Invalid
from anju.modules.frontdesk.rules import agency, concierge, homes, lending, lost, offers, visitors

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def announced(**more):
    values = {"state": "announced", "valid_from": AT, "valid_until": AT + 4 * HOUR, **more}
    return visitors.Announcement(**values)


@pytest.mark.parametrize(
    ("known", "at", "code"),
    [
        (announced(), AT - HOUR, "frontdesk.visit.early"),
        (announced(), AT + 4 * HOUR, "frontdesk.visit.over"),
        (announced(state="inside"), AT, "frontdesk.visit.used"),
        (announced(state="cancelled"), AT, "frontdesk.visit.used"),
    ],
)
def test_a_code_opens_once_and_only_in_its_hours(known, at, code):
    with pytest.raises(Conflict) as refused:
        visitors.check_entry(known, at)
    assert refused.value.code == code


def local(*parts):
    """Hours of duty are local: they have no zone."""
    return datetime(*parts)  # noqa: DTZ001


def test_a_code_opens_from_its_first_moment_to_before_its_last():
    visitors.check_entry(announced(), AT)
    visitors.check_entry(announced(), AT + 4 * HOUR - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (AT, AT, "frontdesk.visit.window"),
        (AT - 3 * HOUR, AT, "frontdesk.visit.window_past"),
        (AT, AT + 73 * HOUR, "frontdesk.visit.window_long"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(start, end, code):
    with pytest.raises(Invalid) as refused:
        visitors.check_window(start, end, AT, 72)
    assert refused.value.code == code


def test_somebody_overstays_what_he_said_else_the_usual_hours():
    assert visitors.overstays(AT, None, 8, AT + 8 * HOUR)
    assert not visitors.overstays(AT, None, 8, AT + 8 * HOUR - timedelta(minutes=1))
    assert visitors.overstays(AT, AT + HOUR, 8, AT + HOUR)
    assert not visitors.overstays(AT, AT + 20 * HOUR, 8, AT + 9 * HOUR)


@given(st.integers(min_value=0), st.sets(st.integers(0, 999_999).map("{:06d}".format), max_size=50))
def test_a_fresh_code_is_six_digits_and_free(draw, taken):
    made = visitors.fresh_code(draw, taken)
    assert len(made) == 6 and made.isdigit() and made not in taken


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1-1-302", [1]), ("1栋1单元0302", [1]), ("２－１－３０２", [3]), ("2-302", [3, 4]), ("1栋302", [1, 2]),
        ("302", [1, 2, 3, 4]), ("3-302", []), ("", []), ("商铺a1", [5]),
    ],
)  # fmt: skip
def test_a_home_is_found_by_what_people_type(typed, expected):
    names = [
        (1, "1栋1单元0302"),
        (2, "1栋2单元0302"),
        (3, "2栋1单元0302"),
        (4, "2栋2单元0302"),
        (5, "商铺A1"),
    ]
    assert homes.found(typed, names) == expected


def hours(days, start, end):
    return concierge.Hours(tuple(days), time(start), time(end))


def test_duty_runs_over_midnight_and_over_the_end_of_the_week():
    night = hours([6], 22, 6)
    assert concierge.on_duty(night, local(2026, 11, 22, 23, 0))
    assert concierge.on_duty(night, local(2026, 11, 23, 5, 59))
    assert not concierge.on_duty(night, local(2026, 11, 23, 6, 0))
    assert not concierge.on_duty(night, local(2026, 11, 22, 5, 0))


def test_equal_ends_are_round_the_clock():
    assert concierge.gaps([hours(range(7), 8, 8)]) == []


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 23), st.integers(0, 23)), max_size=4
    )
)
def test_a_minute_is_a_gap_exactly_when_nobody_is_on_duty(drawn):
    every = [hours(sorted(days), start, end) for days, start, end in drawn]
    gaps = concierge.gaps(every)
    monday = local(2026, 11, 16)
    for minute in range(0, concierge.MINUTES_OF_WEEK, 47):
        there = any(concierge.on_duty(one, monday + timedelta(minutes=minute)) for one in every)
        assert there != any(start <= minute < stop for start, stop in gaps)
    covered, week = concierge.share_covered(every)
    assert covered + sum(stop - start for start, stop in gaps) == week


def test_every_family_has_one_sort_and_every_report_is_filed_under_one():
    assert sum(one is offers.Sort.REGULAR for one in offers.FAMILIES.values()) == 8
    assert offers.filed_under("repair", trade="lift") == "equipment"
    assert offers.filed_under("complaint", complaint_class="cleaning") == "sanitation"
    assert offers.filed_under("service", family="car") == "car"
    assert offers.filed_under("praise") == "agency_public"
    with pytest.raises(Invalid):
        offers.sort_of("astrology")


def test_the_price_of_a_day_is_the_one_whose_days_hold_it():
    spans = [
        offers.PriceSpan(date(2026, 1, 1), date(2026, 7, 1), 50_0000),
        offers.PriceSpan(date(2026, 7, 1), None, 60_0000),
    ]
    assert offers.price_on(spans, date(2026, 6, 30)).price == 50_0000
    assert offers.price_on(spans, date(2026, 7, 1)).price == 60_0000
    assert offers.price_on(spans, date(2025, 12, 31)) is None


@given(st.integers(1, 10**7), st.integers(0, 10**9))
def test_an_amount_is_rounded_once_and_half_up(quantity, price):
    made = offers.amount(quantity, price)
    assert 2 * made * 100_000 - 100_000 <= 2 * quantity * price < 2 * made * 100_000 + 100_000


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 10**6)), max_size=6))
def test_a_vendor_is_never_due_more_than_was_charged(lines):
    made = [offers.SettledLine(*one) for one in lines]
    assert 0 <= offers.vendor_due(made) <= sum(one.charged for one in made)


def test_a_vendor_may_not_cost_more_than_the_price():
    with pytest.raises(Invalid) as refused:
        offers.check_price(10_0000, 11_0000, date(2026, 1, 1), None)
    assert refused.value.field == "vendor_price"


def test_the_average_asked_weighs_by_area_and_follows_changes_of_price():
    listings = [
        agency.Asked(
            100_00, date(2026, 9, 5), None, [(date(2026, 9, 5), 200_000_00), (date(2026, 10, 2), 210_000_00)]
        ),
        agency.Asked(50_00, date(2026, 10, 20), date(2026, 11, 3), [(date(2026, 10, 20), 90_000_00)]),
    ]
    months = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    made = agency.averages(listings, months, date(2026, 11, 21))
    assert [(one.offered, one.per_m2) for one in made] == [
        (0, None),
        (1, 2_000_00),
        (2, 2_000_00),
        (1, 2_100_00),
    ]


@given(st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 10**11)), min_size=1, max_size=8))
def test_the_average_lies_between_the_cheapest_and_the_dearest(offered):
    day = date(2026, 10, 1)
    listings = [agency.Asked(area, day, None, [(day, fen)]) for area, fen in offered]
    (made,) = agency.averages(listings, [day], date(2026, 11, 21))
    each = [fen * 100 / area for area, fen in offered]
    assert min(each) - 1 <= made.per_m2 <= max(each) + 1


def thing(key=1, words="黑色皮质钱包，内有公交卡", at=AT, sort="money", place=()):
    return lost.Described(key, sort, words, at, place)


def test_the_likeliest_report_comes_first_and_another_sort_never():
    found = [thing(1), thing(2, "蓝色雨伞", sort="umbrella"), thing(3, "棕色钱包")]
    reports = [thing(9, "丢了黑色皮质钱包", AT - HOUR, place=(1, 2))]
    made = lost.matches(found, reports)
    assert made[0].found == 1
    assert all(one.found != 2 for one in made)


def test_a_thing_found_long_before_it_was_lost_is_another():
    assert lost.score(thing(at=AT - timedelta(days=2)), thing(9)) is None
    assert lost.score(thing(at=AT - timedelta(hours=20)), thing(9)) is not None
    assert lost.score(thing(at=AT + timedelta(days=31)), thing(9)) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_a_share(one, other):
    made = lost.likeness(one, other)
    assert made == lost.likeness(other, one) and 0 <= made <= 1


def test_the_law_gives_a_year_from_the_notice():
    assert lost.claim_until(date(2026, 11, 21), 365) == date(2027, 11, 21)
    assert lost.hand_over_on(date(2026, 11, 1), 20) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("given_thing", "borrower", "due", "code"),
    [
        (lending.Thing("K1", "lent"), "staff", AT + HOUR, "frontdesk.loan.not_here"),
        (lending.Thing("K1", "stored", entrusted=True), "staff", AT + HOUR, "frontdesk.loan.entrusted"),
        (lending.Thing("K1", "stored"), "ghost", AT + HOUR, "frontdesk.loan.borrower"),
        (lending.Thing("K1", "stored"), "staff", AT, "frontdesk.loan.due"),
    ],
)
def test_what_may_not_be_lent_is_refused(given_thing, borrower, due, code):
    with pytest.raises((Conflict, Invalid)) as refused:
        lending.check_lend(given_thing, borrower, due, AT)
    assert refused.value.code == code


@given(st.integers(0, 5000), st.integers(1, 600))
def test_each_warning_is_due_once(minutes, every):
    span = timedelta(minutes=every)
    warned = 0
    for minute in range(-10, minutes, 10):
        turn = lending.warnings_due(AT, warned, AT + timedelta(minutes=minute), span)
        assert turn == 0 or turn > warned
        warned = max(warned, turn)
    last = range(-10, minutes, 10)[-1] if minutes > -10 else -10
    assert warned == (1 + last // every if last >= 0 else 0)


def test_a_broken_seal_is_seen():
    assert lending.seal_broken("S001", "S002") and lending.seal_broken("S001", "")
    assert not lending.seal_broken("S001", " S001 ") and not lending.seal_broken("", "S9")
