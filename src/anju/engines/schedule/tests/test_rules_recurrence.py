from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anju.engines.schedule.contracts import (
    NIGHT,
    DayWindow,
    HolidayRule,
    MonthDay,
    Period,
    Recurrence,
)
from anju.engines.schedule.rules import blocks
from anju.engines.schedule.rules.recurrence import (
    block_start,
    event_slots,
    expected_count,
    in_allowed_hours,
    slots,
    slots_open_on,
)
from anju.kernel.calendar import china
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CHINA = china()
SERVICE_HOURS = (DayWindow(time(6), time(22)),)
PEAKS = (DayWindow(time(7, 30), time(9)), DayWindow(time(17), time(19)))

days = st.dates(date(2023, 6, 1), date(2027, 6, 30))
clocks = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
windows = st.builds(DayWindow, clocks, clocks)
month_days = st.builds(MonthDay, st.integers(1, 12), st.integers(1, 28))
RECURRING = [p for p in Period if p not in (Period.ONCE, Period.EVENT)]


@st.composite
def recurrences(draw, periods=RECURRING, **fixed):
    period = draw(st.sampled_from(periods))
    small = period in (Period.MINUTE, Period.HOUR)
    options = {
        "times": draw(st.integers(1, 5)),
        "every": draw(st.integers(15, 200))
        if period is Period.MINUTE
        else draw(st.integers(1, 30 if small else 4)),
        "anchor": draw(st.none() | days),
        "windows": draw(st.lists(windows, max_size=2).map(tuple)),
        "excluded": draw(st.lists(windows, max_size=2).map(tuple)),
        "weekdays": draw(st.just(frozenset()) | st.frozensets(st.integers(0, 6), max_size=3)),
        "month_days": draw(
            st.just(()) | st.lists(st.sampled_from([1, 15, 29, 31, -1, -3]), unique=True).map(tuple)
        ),
        "months": draw(st.just(frozenset()) | st.frozensets(st.integers(1, 12))),
        "season": draw(st.none() | st.tuples(month_days, month_days)),
        "clock_times": draw(st.just(()) | st.lists(clocks, unique=True, max_size=3).map(tuple)),
        "workdays_only": draw(st.booleans()),
        "holidays": draw(st.sampled_from(HolidayRule)),
        "grace": draw(st.none() | st.integers(0, 5000).map(lambda n: timedelta(minutes=n))),
    }
    # Most random mixtures contradict themselves; keep what validates after dropping the choosy options.
    for dropped in (
        (),
        ("clock_times",),
        ("month_days", "clock_times"),
        ("month_days", "clock_times", "weekdays"),
    ):
        kept = {name: value for name, value in options.items() if name not in dropped}
        try:
            return Recurrence(period=period, **{**kept, **fixed})
        except Invalid:
            continue
    try:
        return Recurrence(period=period, times=1, every=options["every"], anchor=options["anchor"], **fixed)
    except Invalid:
        return Recurrence(period=period, **fixed)


def expand(recurrence, start, end, zone=SHANGHAI):
    return list(slots(recurrence, DateInterval(start, end), calendar=CHINA, zone=zone))


def expand_days(recurrence, start, count, zone=SHANGHAI):
    return expand(recurrence, start, start + timedelta(days=count), zone)


def local(instant):
    return instant.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def hours(slot):
    return f"{local(slot.opens_at)[6:]}-{local(slot.due_at)[6:]}"


@settings(max_examples=200)
@given(recurrences(), days, st.integers(1, 40), st.integers(1, 40), st.sampled_from([SHANGHAI, BERLIN]))
def test_expanding_two_adjacent_spans_gives_what_expanding_both_gives(recurrence, start, first, second, zone):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    whole = expand(recurrence, start, end, zone)
    halves = expand(recurrence, start, middle, zone) + expand(recurrence, middle, end, zone)
    assert halves == whole


@settings(max_examples=200)
@given(recurrences(), days, st.integers(1, 40), st.sampled_from([SHANGHAI, BERLIN]))
def test_every_slot_is_well_formed_and_its_key_unique(recurrence, start, length, zone):
    found = expand_days(recurrence, start, length, zone)
    assert len({slot.key for slot in found}) == len(found)
    assert all(len(slot.key) <= 40 for slot in found)
    for slot in found:
        assert start <= slot.on < start + timedelta(days=length)
        assert slot.opens_at.tzinfo is UTC
        assert slot.opens_at <= slot.due_at <= slot.closes_at
        assert zone is BERLIN or slot.opens_at < slot.due_at


@settings(max_examples=200)
@given(recurrences(), days, st.integers(1, 40))
def test_slots_come_in_the_order_they_open(recurrence, start, length):
    found = expand_days(recurrence, start, length)
    assert [s.opens_at for s in found] == sorted(s.opens_at for s in found)


@settings(max_examples=200)
@given(recurrences(), days, st.integers(1, 60))
def test_the_expected_count_is_the_number_of_slots(recurrence, start, length):
    span = DateInterval(start, start + timedelta(days=length))
    assert expected_count(recurrence, span, calendar=CHINA, zone=SHANGHAI) == len(
        expand_days(recurrence, start, length)
    )


@settings(max_examples=200)
@given(recurrences(), days, st.integers(1, 20))
def test_slots_open_and_end_inside_the_windows_and_outside_excluded_hours(recurrence, start, length):
    for slot in expand_days(recurrence, start, length):
        assert in_allowed_hours(recurrence, slot.opens_at, SHANGHAI)
        if not recurrence.clock_times or recurrence.windows or recurrence.excluded:
            assert in_allowed_hours(recurrence, slot.due_at - timedelta(seconds=1), SHANGHAI)


@settings(max_examples=200)
@given(recurrences(holidays=HolidayRule.SKIP), days, st.integers(1, 60))
def test_no_slot_of_a_skipping_recurrence_opens_on_a_holiday(recurrence, start, length):
    assert not any(CHINA.is_holiday(slot.on) for slot in expand_days(recurrence, start, length))


@settings(max_examples=150)
@given(recurrences(workdays_only=True), days, st.integers(1, 60))
def test_workdays_only_means_what_it_says(recurrence, start, length):
    assume(recurrence.workdays_only)
    for slot in expand_days(recurrence, start, length):
        last_day = (slot.due_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
        moved_run = recurrence.holidays in (HolidayRule.MOVE_AFTER, HolidayRule.MOVE_BEFORE)
        assert CHINA.is_workday(slot.on) or moved_run
        # A night's last hours are on the morning after its workday.
        overnight = any(end > 1440 for _, end in recurrence.allowed())
        ends_on_a_workday = CHINA.is_workday(last_day) or (
            overnight and CHINA.is_workday(last_day - timedelta(days=1))
        )
        assert ends_on_a_workday or recurrence.period in (Period.MINUTE, Period.HOUR)


@given(st.integers(1, 40), st.sampled_from([Period.DAY, Period.NIGHT]), days)
def test_n_per_day_are_n_equal_parts_of_the_allowed_time(times, period, day):
    recurrence = Recurrence(period=period, times=times)
    found = expand_days(recurrence, day, 1)
    whole = timedelta(hours=24 if period is Period.DAY else 8)
    assert len(found) == times
    assert found[-1].due_at - found[0].opens_at == whole
    assert all(a.due_at == b.opens_at for a, b in pairwise(found))
    assert all(abs((s.due_at - s.opens_at) - whole / times) <= timedelta(minutes=1) for s in found)


BLOCKS = [p for p in RECURRING if p not in (Period.MINUTE, Period.HOUR)]


@settings(max_examples=200)
@given(st.sampled_from(BLOCKS), st.integers(1, 9), st.integers(1, 4), st.none() | days, days)
def test_each_full_block_holds_exactly_what_is_promised(period, times, every, anchor, day):
    recurrence = Recurrence(period=period, times=times, every=every, anchor=anchor)
    start = block_start(recurrence, day)
    following = start
    while block_start(recurrence, following) == start:
        following += timedelta(days=1)
    found = expand(recurrence, start, following)
    assert len(found) == times == recurrence.promised
    # The blocks' slots tile the block: nothing is due after its end, nothing is left over.
    assert all(a.due_at <= b.opens_at for a, b in pairwise(found))


@given(st.sampled_from(BLOCKS), st.integers(1, 6), days, days)
def test_blocks_are_counted_from_the_anchor(period, every, anchor, day):
    recurrence = Recurrence(period=period, every=every, anchor=anchor)
    distance = blocks.number(recurrence, block_start(recurrence, day)) - blocks.number(recurrence, anchor)
    assert distance % every == 0
    assert block_start(recurrence, anchor) <= anchor


@settings(max_examples=60)
@given(recurrences(), days)
def test_a_round_begun_mid_block_takes_over_what_is_still_open(recurrence, day):
    midnight = datetime.combine(day, time(), SHANGHAI)
    taken = slots_open_on(recurrence, day, calendar=CHINA, zone=SHANGHAI)
    reach = 40 if recurrence.period in (Period.MINUTE, Period.HOUR) else 1600
    long_before = expand(recurrence, day - timedelta(days=reach), day)
    assert taken == [slot for slot in long_before if slot.due_at > midnight]


def test_a_round_begun_after_a_break_takes_over_what_was_moved_behind_it():
    recurrence = Recurrence(period=Period.WEEK, holidays=HolidayRule.MOVE_AFTER)
    taken = slots_open_on(recurrence, date(2026, 10, 8), calendar=CHINA, zone=SHANGHAI)
    assert [(slot.key, local(slot.due_at)) for slot in taken] == [
        ("2026-09-28#1", "10-09 00:00"),
        ("2026-10-05#1", "10-12 00:00"),
    ]


def test_slots_open_at_the_hour_the_wall_clock_shows_all_year():
    recurrence = Recurrence(period=Period.DAY, times=2, windows=SERVICE_HOURS)
    found = expand(recurrence, date(2026, 1, 1), date(2027, 1, 1), BERLIN)
    assert Counter(slot.opens_at.astimezone(BERLIN).hour for slot in found) == {6: 365, 14: 365}


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (Recurrence(period=Period.DAY, times=2, windows=SERVICE_HOURS), ["06:00-14:00", "14:00-22:00"]),
        (
            Recurrence(period=Period.DAY, times=2, windows=SERVICE_HOURS, excluded=PEAKS),
            ["06:00-13:45", "13:45-22:00"],
        ),
        (
            Recurrence(period=Period.DAY, times=2, windows=(DayWindow(time(8), time(12)), DayWindow(time(14), time(18)))),
            ["08:00-12:00", "14:00-18:00"],
        ),
        (Recurrence(period=Period.NIGHT, times=4), ["22:00-00:00", "00:00-02:00", "02:00-04:00", "04:00-06:00"]),
        (Recurrence(period=Period.HOUR, every=3, windows=(NIGHT,)), ["22:00-01:00", "01:00-04:00", "04:00-06:00"]),
        (Recurrence(period=Period.HOUR, every=4, windows=(DayWindow(time(9), time(18)),)), ["09:00-13:00", "13:00-17:00"]),
        (
            Recurrence(period=Period.HOUR, every=2, windows=(DayWindow(time(8), time(13)),)),
            ["08:00-10:00", "10:00-12:00", "12:00-13:00"],
        ),
        (
            Recurrence(period=Period.NIGHT, times=2, excluded=(DayWindow(time(0), time(2)),)),
            ["22:00-03:00", "03:00-06:00"],
        ),
        (Recurrence(period=Period.HOUR, every=12, windows=(DayWindow(time(8), time(10)),)), ["08:00-10:00"]),
        (Recurrence(period=Period.HOUR, every=12, times=2), ["00:00-06:00", "06:00-12:00", "12:00-18:00", "18:00-00:00"]),
        (
            Recurrence(period=Period.MINUTE, every=30, windows=(DayWindow(time(22), time(0)),)),
            ["22:00-22:30", "22:30-23:00", "23:00-23:30", "23:30-00:00"],
        ),
        (
            Recurrence(period=Period.DAY, clock_times=(time(14), time(8), time(8, 30))),
            ["08:00-08:30", "08:30-09:30", "14:00-15:00"],
        ),
        (
            Recurrence(period=Period.NIGHT, clock_times=(time(2), time(23)), clock_within=timedelta(minutes=20)),
            ["23:00-23:20", "02:00-02:20"],
        ),
    ],
)  # fmt: skip
def test_hours_of_one_service_day(recurrence, expected):
    assert [hours(slot) for slot in expand_days(recurrence, date(2026, 11, 21), 1)] == expected


def test_a_night_after_midnight_belongs_to_the_evening_before():
    found = expand_days(Recurrence(period=Period.NIGHT, times=4), date(2026, 11, 21), 1)
    assert [slot.key for slot in found] == [f"2026-11-21#{n}" for n in (1, 2, 3, 4)]
    assert {slot.on for slot in found} == {date(2026, 11, 21)}
    assert local(found[3].due_at) == "11-22 06:00"


def test_an_early_window_of_a_night_is_the_morning_after():
    split_night = (DayWindow(time(22), time(0)), DayWindow(time(4), time(6)))
    found = expand_days(Recurrence(period=Period.NIGHT, times=2, windows=split_night), date(2026, 11, 21), 1)
    assert [local(slot.opens_at) for slot in found] == ["11-21 22:00", "11-22 04:00"]


def test_steps_that_do_not_divide_a_day_run_on_from_the_anchor():
    recurrence = Recurrence(period=Period.HOUR, every=5, anchor=date(2026, 11, 20))
    found = expand_days(recurrence, date(2026, 11, 20), 5)
    assert len(found) == 24
    assert all(b.opens_at - a.opens_at == timedelta(hours=5) for a, b in pairwise(found))
    assert local(found[5].opens_at) == "11-21 01:00"


@pytest.mark.parametrize(
    ("recurrence", "start", "length", "expected"),
    [
        (
            Recurrence(period=Period.WEEK, times=2),
            date(2026, 11, 16), 7,
            [("2026-11-16#1", "11-16 00:00", "11-19 00:00"), ("2026-11-19#1", "11-19 00:00", "11-23 00:00")],
        ),
        (
            Recurrence(period=Period.WEEK, weekdays=frozenset({2}), windows=(DayWindow(time(9), time(12)),)),
            date(2026, 11, 16), 7,
            [("2026-11-18#1", "11-18 09:00", "11-18 12:00")],
        ),
        (
            Recurrence(period=Period.WEEK, every=2, weekdays=frozenset({4}), anchor=date(2026, 11, 9)),
            date(2026, 11, 9), 28,
            [("2026-11-13#1", "11-13 00:00", "11-14 00:00"), ("2026-11-27#1", "11-27 00:00", "11-28 00:00")],
        ),
        (
            Recurrence(period=Period.HALF_MONTH),
            date(2026, 11, 1), 30,
            [("2026-11-01#1", "11-01 00:00", "11-16 00:00"), ("2026-11-16#1", "11-16 00:00", "12-01 00:00")],
        ),
        (
            Recurrence(period=Period.MONTH, every=2, anchor=date(2026, 10, 7)),
            date(2026, 10, 1), 92,
            [("2026-10-01#1", "10-01 00:00", "12-01 00:00"), ("2026-12-01#1", "12-01 00:00", "02-01 00:00")],
        ),
        (
            Recurrence(period=Period.MONTH, month_days=(31,), clock_times=(time(9),)),
            date(2026, 2, 1), 59,
            [("2026-02-28#1", "02-28 09:00", "02-28 10:00"), ("2026-03-31#1", "03-31 09:00", "03-31 10:00")],
        ),
        (
            Recurrence(period=Period.MONTH, month_days=(-1, -3)),
            date(2026, 2, 1), 28,
            [("2026-02-26#1", "02-26 00:00", "02-27 00:00"), ("2026-02-28#1", "02-28 00:00", "03-01 00:00")],
        ),
        (
            Recurrence(period=Period.MONTH, season=(MonthDay(11, 16), MonthDay(12, 15))),
            date(2026, 1, 1), 365,
            [("2026-11-16#1", "11-16 00:00", "12-01 00:00")],
        ),
        (
            Recurrence(period=Period.DAY, season=(MonthDay(3, 1), MonthDay(3, 2))),
            date(2026, 1, 1), 365,
            [("2026-03-01#1", "03-01 00:00", "03-02 00:00"), ("2026-03-02#1", "03-02 00:00", "03-03 00:00")],
        ),
        (
            Recurrence(period=Period.YEAR, times=2, months=frozenset({5, 10}), month_days=(1,)),
            date(2026, 1, 1), 365,
            [("2026-05-01#1", "05-01 00:00", "05-02 00:00"), ("2026-10-01#1", "10-01 00:00", "10-02 00:00")],
        ),
        (
            Recurrence(period=Period.YEAR, season=(MonthDay(11, 15), MonthDay(3, 15))),
            date(2026, 1, 1), 365,
            [("2026-11-15#1", "11-15 00:00", "03-16 00:00")],
        ),
        (
            Recurrence(period=Period.MONTH, season=(MonthDay(11, 15), MonthDay(3, 15))),
            date(2026, 10, 1), 200,
            [
                ("2026-11-15#1", "11-15 00:00", "12-01 00:00"), ("2026-12-01#1", "12-01 00:00", "01-01 00:00"),
                ("2027-01-01#1", "01-01 00:00", "02-01 00:00"), ("2027-02-01#1", "02-01 00:00", "03-01 00:00"),
            ],
        ),
        (
            Recurrence(period=Period.DAY, every=3, anchor=date(2026, 11, 20)),
            date(2026, 11, 19), 5,
            [("2026-11-20#1", "11-20 00:00", "11-23 00:00"), ("2026-11-23#1", "11-23 00:00", "11-26 00:00")],
        ),
        (
            Recurrence(period=Period.ONCE, once_on=date(2026, 3, 15), anchor=date(2026, 3, 1)),
            date(2026, 1, 1), 365,
            [("2026-03-01#1", "03-01 00:00", "03-16 00:00")],
        ),
        (
            Recurrence(period=Period.ONCE, once_on=date(2026, 3, 15), clock_times=(time(9),)),
            date(2026, 1, 1), 365,
            [("2026-03-15#1", "03-15 09:00", "03-15 10:00")],
        ),
    ],
)  # fmt: skip
def test_days_of_longer_periods(recurrence, start, length, expected):
    found = expand_days(recurrence, start, length)
    assert [(slot.key, local(slot.opens_at), local(slot.due_at)) for slot in found] == expected


WEDNESDAYS = {"period": Period.WEEK, "weekdays": frozenset({2}), "clock_times": (time(9),)}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (HolidayRule.AS_USUAL, {"2026-10-07#1": date(2026, 10, 7)}),
        (HolidayRule.SKIP, {}),
        (HolidayRule.MOVE_AFTER, {"2026-10-07#1": date(2026, 10, 8)}),
        (HolidayRule.MOVE_BEFORE, {"2026-10-07#1": date(2026, 9, 30)}),
        (HolidayRule.ONLY, {"2026-10-07#1": date(2026, 10, 7)}),
    ],
)
def test_a_fixed_day_in_the_national_holiday(rule, expected):
    found = expand(Recurrence(**WEDNESDAYS, holidays=rule), date(2026, 9, 30), date(2026, 10, 10))
    ordinary = {} if rule is HolidayRule.ONLY else {"2026-09-30#1": date(2026, 9, 30)}
    assert {slot.key: slot.on for slot in found} == {**ordinary, **expected}


def test_a_deadline_on_a_holiday_moves_to_the_first_workday_after_it():
    recurrence = Recurrence(
        period=Period.ONCE,
        once_on=date(2026, 10, 3),
        anchor=date(2026, 9, 1),
        holidays=HolidayRule.MOVE_AFTER,
        workdays_only=True,
    )
    (slot,) = expand(recurrence, date(2026, 1, 1), date(2027, 1, 1))
    assert (slot.on, local(slot.due_at)) == (date(2026, 9, 1), "10-09 00:00")


def test_makeup_weekends_are_workdays():
    recurrence = Recurrence(period=Period.DAY, workdays_only=True)
    found = expand(recurrence, date(2026, 10, 5), date(2026, 10, 12))
    assert [slot.on.day for slot in found] == [8, 9, 10]


@pytest.mark.parametrize("every_month", range(1, 13))
def test_days_listed_by_several_names_of_one_day_still_happen_as_often(every_month):
    recurrence = Recurrence(period=Period.MONTH, month_days=(30, 31, -1))
    interval = DateInterval.month(2026, every_month)
    found = list(slots(recurrence, interval, calendar=CHINA, zone=SHANGHAI))
    assert len(found) == 3


def test_grace_is_half_of_the_length_but_at_most_a_week():
    day = expand_days(Recurrence(period=Period.DAY, times=2), date(2026, 11, 21), 1)[0]
    year = expand_days(Recurrence(period=Period.YEAR), date(2026, 1, 1), 1)[0]
    given_grace = expand_days(Recurrence(period=Period.DAY, grace=timedelta(0)), date(2026, 11, 21), 1)[0]
    assert day.closes_at - day.due_at == timedelta(hours=6)
    assert year.closes_at - year.due_at == timedelta(days=7)
    assert given_grace.closes_at == given_grace.due_at


def test_after_an_event_the_answer_counts_only_in_allowed_hours():
    recurrence = Recurrence(
        period=Period.EVENT, event="rain", event_within=timedelta(hours=4), times=2, windows=SERVICE_HOURS
    )
    rained = datetime(2026, 11, 21, 19, tzinfo=SHANGHAI)
    first, second = event_slots(recurrence, rained, calendar=CHINA, zone=SHANGHAI)
    assert first.key == "rain@20261121T110000Z#1"
    assert (local(first.opens_at), local(first.due_at)) == ("11-21 19:00", "11-21 21:00")
    assert (local(second.opens_at), local(second.due_at)) == ("11-21 21:00", "11-22 07:00")
    assert expand_days(recurrence, date(2026, 11, 1), 60) == []


@given(st.integers(1, 6), st.integers(1, 5000), st.integers(0, 1_500_000))
def test_event_slots_share_the_time_within(times, minutes, minutes_since):
    recurrence = Recurrence(
        period=Period.EVENT, event="rain", event_within=timedelta(minutes=minutes), times=times
    )
    happened = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes_since)
    found = event_slots(recurrence, happened, calendar=CHINA, zone=SHANGHAI)
    assert len(found) == times
    assert found[0].opens_at == happened
    assert found[-1].due_at == happened + timedelta(minutes=minutes)
    assert all(a.due_at == b.opens_at for a, b in pairwise(found))


def test_an_event_on_a_day_off_waits_for_the_workday():
    recurrence = Recurrence(period=Period.EVENT, event="repair_rate", workdays_only=True)
    happened = datetime(2026, 10, 3, 12, tzinfo=SHANGHAI)
    (slot,) = event_slots(recurrence, happened, calendar=CHINA, zone=SHANGHAI)
    assert (local(slot.opens_at), local(slot.due_at)) == ("10-08 00:00", "10-09 00:00")


def test_clock_changes_never_turn_a_slot_round():
    recurrence = Recurrence(period=Period.MINUTE, every=15)
    spring = expand(recurrence, date(2026, 3, 28), date(2026, 3, 31), BERLIN)
    assert len(spring) == 3 * 96
    assert all(slot.opens_at <= slot.due_at for slot in spring)


def test_a_whole_year_of_promises_keeps_its_numbers():
    year = (date(2026, 1, 1), date(2027, 1, 1))
    counts = Counter(
        {
            period: len(expand(Recurrence(period=period), *year))
            for period in RECURRING
            if period not in (Period.MINUTE,)
        }
    )
    assert counts == Counter(
        hour=8760, day=365, night=365, week=52, half_month=24, month=12, quarter=4, half_year=2, year=1
    )


def test_an_open_span_is_refused():
    with pytest.raises(Invalid) as refused:
        slots(Recurrence(period=Period.DAY), DateInterval(date(2026, 1, 1)), calendar=CHINA, zone=SHANGHAI)
    assert refused.value.field == "span"
