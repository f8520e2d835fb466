from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.frontdesk.rules.kinds import KINDS
from anju.modules.frontdesk.rules.likeness import LEAST, Told, likeness, overlap

PIPE = Told("厨房水管爆了", "repair", "water", "here")


@pytest.mark.parametrize(
    ("new", "old", "same"),
    [
        (Told("水管漏水还在流", "repair", "water", "here"), PIPE, True),
        (Told("水管爆了怎么还没来", "complaint", "", "here"), PIPE, True),
        (Told("楼道灯不亮", "repair", "light", "here"), PIPE, False),
        (Told("请问水管坏了谁修", "enquiry", "", "here"), PIPE, False),
        (Told("家里漏水", "repair", "water", "here"), PIPE._replace(near="building"), True),
        (Told("家里停电", "repair", "power", "here"), PIPE._replace(near="building"), False),
        (Told("家里漏水", "repair", "water", "here"), PIPE._replace(near="community", age=timedelta(days=3)), False),
    ],
)  # fmt: skip
def test_what_is_the_same_thing_and_what_is_not(new, old, same):
    assert (likeness(new, old) >= LEAST) is same


@given(
    st.text(max_size=40), st.text(max_size=40), st.sampled_from(KINDS), st.sampled_from(["here", "building"])
)
def test_likeness_stays_between_nothing_and_all(one, other, kind, near):
    assert 0 <= likeness(Told(one, kind, "", "here"), Told(other, kind, "", near)) <= 1
    assert 0 <= overlap(one, other) <= 1
