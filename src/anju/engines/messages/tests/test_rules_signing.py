"""Vectors of domain-rules §10.9, and that a signature is worth something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from anju.engines.messages.rules import signing

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SECRETS = st.text(min_size=1, max_size=40)


def test_dingtalk_signs_as_its_vector_says():
    made = signing.dingtalk("this is secret", 1577262236757)
    assert made == "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"


def test_feishu_signs_as_its_vector_says():
    assert signing.feishu("demo", 1599360473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


def test_dingtalk_and_feishu_do_not_sign_alike():
    assert signing.dingtalk("demo", 1599360473).replace("%3D", "=") != signing.feishu("demo", 1599360473)


def test_the_address_of_dingtalk_gets_milliseconds_and_a_sign():
    url = signing.dingtalk_url("https://oapi.dingtalk.com/robot/send?access_token=t", "s", NOW)
    assert url == (
        "https://oapi.dingtalk.com/robot/send?access_token=t"
        f"&timestamp=1795248000000&sign={signing.dingtalk('s', 1795248000000)}"
    )
    assert signing.dingtalk_url("https://a.example/x", "", NOW) == "https://a.example/x"


def header(secret, at, body):
    stamp = int(at.timestamp())
    return f"t={stamp},v1={signing.hook(secret, stamp, body)}"


@given(SECRETS, st.binary(max_size=200))
def test_a_hook_that_was_signed_with_the_secret_holds(secret, body):
    assert signing.hook_holds(secret, header(secret, NOW, body), body, NOW)


@given(SECRETS, SECRETS, st.binary(max_size=200), st.binary(max_size=200))
def test_another_secret_or_body_does_not_hold(secret, other, body, changed):
    made = header(secret, NOW, body)
    assert signing.hook_holds(other, made, body, NOW) == (other == secret)
    assert signing.hook_holds(secret, made, changed, NOW) == (changed == body)


def test_an_old_hook_does_not_hold_and_one_of_the_future_neither():
    for skew in (timedelta(minutes=5, seconds=1), timedelta(minutes=-5, seconds=-1)):
        assert not signing.hook_holds("s", header("s", NOW - skew, b"{}"), b"{}", NOW)
    assert signing.hook_holds("s", header("s", NOW - timedelta(minutes=5), b"{}"), b"{}", NOW)


@given(st.text(max_size=60))
def test_no_header_breaks_the_check(text):
    assert not signing.hook_holds("s", text, b"{}", NOW)


def test_without_a_secret_nothing_holds():
    assert not signing.hook_holds("", header("", NOW, b"{}"), b"{}", NOW)
