from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.messages.contracts import Channel, DeliveryState
from anju.engines.messages.rules import boards, endpoints, masking, outcomes
from anju.engines.messages.rules.outcomes import Outcome, OutcomeKind
from anju.kernel.errors import Invalid

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KINDS = st.sampled_from(list(OutcomeKind))


def decide(outcome, **more):
    given_ = {
        "repeat": False, "urgent": False, "attempts": 1, "at": NOW, "first_at": NOW, "expires_at": None, "draw": 0.5,
    }  # fmt: skip
    return outcomes.decide(outcome, **{**given_, **more})


@given(KINDS, st.booleans(), st.booleans(), st.integers(1, 30))
def test_what_may_have_arrived_is_sent_again_only_where_it_may_be(kind, repeat, urgent, attempts):
    found = decide(Outcome(kind), repeat=repeat, urgent=urgent, attempts=attempts)
    if kind == OutcomeKind.UNSURE and not repeat:
        assert found.state == DeliveryState.UNSURE
    if found.state == DeliveryState.QUEUED:
        assert kind == OutcomeKind.LATER or (kind == OutcomeKind.UNSURE and repeat)
        assert found.next_at > NOW
    else:
        assert found.next_at is None
    assert found.blocks == (kind == OutcomeKind.BOUNCED)


@given(KINDS, st.integers(1, 600))
def test_nothing_is_tried_after_it_has_lost_its_worth(kind, seconds):
    found = decide(Outcome(kind), repeat=True, expires_at=NOW + timedelta(seconds=seconds))
    assert found.next_at is None or found.next_at < NOW + timedelta(seconds=seconds)


def test_only_what_shows_once_is_repeated_by_itself():
    may = {one for one in Channel if outcomes.may_repeat(one, urgent=False, keyed=False)}
    assert may == {Channel.IN_APP, Channel.BOARD, Channel.WEB_PUSH}
    assert all(outcomes.may_repeat(one, urgent=True, keyed=False) for one in Channel)
    assert outcomes.may_repeat(Channel.SMS, urgent=False, keyed=True)


@given(st.integers(200, 599), st.text(max_size=40), st.booleans())
def test_every_smtp_reply_means_something(code, text, at_recipient):
    kind = outcomes.smtp(code, text, at_recipient=at_recipient).kind
    assert (kind == OutcomeKind.SENT) == (code < 300)
    assert (kind == OutcomeKind.LATER) == (300 <= code < 500)


@given(
    st.integers(100, 599),
    st.text(max_size=40),
    st.sampled_from([Channel.WECOM, Channel.DINGTALK, Channel.FEISHU]),
)
def test_no_answer_of_a_robot_breaks_anything_or_passes_for_success(status, body, channel):
    if outcomes.robot(channel, status, body).kind == OutcomeKind.SENT:
        assert 200 <= status < 300
        assert 0 in json.loads(body).values()


@pytest.mark.parametrize(
    ("channel", "body", "kind"),
    [
        (Channel.WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, OutcomeKind.LATER),
        (Channel.DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, OutcomeKind.LATER),
        (Channel.FEISHU, {"code": 9499, "msg": "too many request"}, OutcomeKind.LATER),
        (Channel.FEISHU, {"StatusCode": 0, "StatusMessage": "success"}, OutcomeKind.SENT),
        (Channel.DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}, OutcomeKind.REFUSED),
        (Channel.WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, OutcomeKind.REFUSED),
        (Channel.WECOM, {"odd": 1}, OutcomeKind.UNSURE),
        (Channel.WECOM, [1], OutcomeKind.UNSURE),
    ],
)
def test_robots_say_in_the_body_what_they_think(channel, body, kind):
    assert outcomes.robot(channel, 200, json.dumps(body)).kind == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [("5", 5.0), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-3", None), ("9" * 9, None)],
)
def test_retry_after_is_read_in_seconds(text, found):
    assert outcomes.seconds(text) == found


# Addresses


@pytest.mark.parametrize("text", ["a@b.cn", "zhang.san+x@mail.example.com"])
def test_addresses_of_mail(text):
    assert masking.is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "a b@c.cn",
        "a@b..cn",
        "a..b@c.cn",
        "a@b.cn\nBcc: x@y.cn",
        "张@b.cn",
        "a@" + "b" * 260 + ".cn",
    ],
)
def test_what_is_no_address_of_mail(text):
    assert not masking.is_email(text)


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        (Channel.SMS, "13812341234", "138****1234"),
        (Channel.SMS, "12345", "****45"),
        (Channel.EMAIL, "lili@home.example", "l***@home.example"),
        (Channel.DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=abc", "oapi.dingtalk.com"),
        (Channel.WEB_PUSH, "https://push.example/secret/path", "push.example"),
        (Channel.IN_APP, "", ""),
    ],
)
def test_an_address_is_shown_so_that_it_cannot_be_used(channel, address, shown):
    assert masking.shown(channel, address) == shown


def test_identity_numbers_are_found_by_their_check_digit():
    assert masking.identity_numbers("证件号11010519491231002X。") == ["11010519491231002X"]
    assert masking.identity_numbers("工单 110105194912310021，编号123456789012345678") == []


def test_phones_and_cards_are_found_and_masked():
    found = masking.phones_and_cards("电话138 0000 1234，卡号6222020200112230000，座机010-88886666")
    assert found == ["138****1234", "6222****0000"]


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/", "https://10.0.0.1/", "https://192.168.0.1:443/", "https://169.254.169.254/latest", "https://[fd00::1]/",
        "https://localhost/", "https://intranet/", "https://x.local/", "https://a@b.example/", "https://b.example:99999/", "https://例.example/",
        "https://a.example/ x", "", "javascript:alert(1)", "https://" + "a" * 2000 + ".example/", "https://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_called(url):
    with pytest.raises(Invalid):
        endpoints.parse(url)


def test_an_address_of_the_outside_world_is_taken_apart():
    assert endpoints.parse("https://a.example:8443/x?y=1") == (True, "a.example", 8443, "/x?y=1")
    assert endpoints.parse("http://127.0.0.1:81", ["127.0.0.1"]) == (False, "127.0.0.1", 81, "/")


@given(st.text())
def test_no_text_breaks_the_reading_of_an_address(text):
    try:
        endpoints.parse(text)
    except Invalid:
        return
    assert text.strip().lower().startswith("https://")


# Notices

DAYS = st.dates(NOW.date() - timedelta(days=400), NOW.date() + timedelta(days=400))


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_notice_hangs_from_its_first_day_until_before_its_last(on, start, end):
    if end is not None and end <= start:
        with pytest.raises(Invalid):
            boards.check_days(start, end)
        return
    assert boards.hangs(on, start, end) == (start <= on and (end is None or on < end))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": " "}, "title"), ({"body": ""}, "body"), ({"title_en": "T"}, "body_en"), ({"body_en": "B"}, "title_en"),
        ({"title": "长" * 81}, "title"), ({"body": "长" * 3001}, "body"), ({"title_en": "440524188001010014", "body_en": "x"}, "title_en"),
    ],
)  # fmt: skip
def test_a_notice_says_where_it_is_wrong(words, field):
    with pytest.raises(Invalid) as refused:
        boards.check(**{"title": "停水", "body": "明日停水。", "title_en": "", "body_en": "", **words})
    assert refused.value.field == field
