from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.ui import filters

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "¥0.00"), (5, "¥0.05"), (123450, "¥1,234.50"), (-123450, "-¥1,234.50"), (None, "—")],
)
def test_money_is_shown_in_yuan_with_two_places(fen, text):
    assert filters.money(fen) == text


@given(st.integers(-(10**15), 10**15))
def test_money_never_loses_a_fen(fen):
    shown = filters.money(fen, sign=False).replace(",", "").replace(".", "")
    assert int(shown) == fen


@given(st.integers(-(10**9), 10**9))
def test_area_never_loses_a_hundredth(hundredths):
    assert int(filters.area(hundredths, unit="").replace(",", "").replace(".", "")) == hundredths


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(hours=2, minutes=10), "剩 2小时10分"),
        (timedelta(minutes=5), "剩 5分"),
        (timedelta(days=3, hours=4, minutes=9), "剩 3天4小时"),
        (timedelta(seconds=40), "剩 40秒"),
        (timedelta(hours=-3), "超时 3小时"),
        (timedelta(0), "剩 0秒"),
    ],
)
def test_time_left_is_said_in_its_two_largest_units(delta, text):
    assert filters.left(NOW + delta, NOW) == text


@pytest.mark.parametrize(
    ("delta", "state"),
    [
        (timedelta(hours=2), "ok"),
        (timedelta(minutes=59), "soon"),
        (timedelta(0), "soon"),
        (timedelta(seconds=-1), "over"),
    ],
)
def test_a_deadline_is_over_only_after_it_has_passed(delta, state):
    assert filters.due_state(NOW + delta, NOW) == state


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=3), "3分钟前"),
        (timedelta(hours=2), "2小时前"),
        (timedelta(hours=17, minutes=40), "昨天 18:20"),
        (timedelta(days=3), "11-18 12:00"),
        (timedelta(days=400), "2025-10-17 12:00"),
        (timedelta(minutes=-10), "11-21 12:10"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_the_past_is_said_as_people_say_it(delta, text):
    assert filters.ago(NOW - delta, NOW) == text


@time_machine.travel(NOW, tick=False)
def test_a_moment_is_shown_in_local_time_with_the_year_only_when_needed():
    assert filters.local(datetime(2026, 11, 20, 23, 56, tzinfo=UTC)) == "11-21 07:56"
    assert filters.local(datetime(2025, 12, 31, 16, 0, tzinfo=UTC)) == "01-01 00:00"
    assert filters.local(datetime(2025, 12, 31, 15, 59, tzinfo=UTC)) == "2025-12-31 23:59"


@time_machine.travel(NOW, tick=False)
def test_a_day_is_shown_short_full_or_with_its_weekday():
    assert filters.day(date(2026, 11, 21)) == "11-21"
    assert filters.day(date(2025, 11, 21)) == "2025-11-21"
    assert filters.day(date(2026, 11, 21), "long") == "11月21日 周六"
    assert filters.day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "full") == "2026-11-21"


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.946, "94.6%"), (1, "100%"), (0.9995, "100%"), (0, "0%"), (None, "—")]
)
def test_a_ratio_is_shown_as_per_cent_without_needless_zeros(ratio, text):
    assert filters.percent(ratio) == text


@given(st.text(alphabet="0123456789-", min_size=7, max_size=20))
def test_a_masked_phone_keeps_its_length_and_at_most_seven_digits(phone):
    shown = filters.phone_mask(phone)
    assert len(shown) == max(len(phone), 7)
    assert len(shown.replace("*", "")) <= 7


@pytest.mark.parametrize(("phone", "text"), [("13812345678", "138****5678"), ("110", "*10"), ("", "—")])
def test_short_phones_are_masked_too(phone, text):
    assert filters.phone_mask(phone) == text


def test_a_query_keeps_its_other_parameters_when_one_changes():
    request = RequestFactory().get("/rounds/", {"q": "车库", "page": "3", "kind": ["a", "b"]})
    assert filters.qs(request, page=4) == "?q=%E8%BD%A6%E5%BA%93&page=4&kind=a&kind=b"
    assert filters.qs(request, q=None, page="", kind=["c"]) == "?kind=c"
    assert request.GET["page"] == "3"
