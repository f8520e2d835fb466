from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.messages.contracts import ROBOTS, Category, Channel, RecipientKind, Template, Text
from anju.engines.messages.rules import choice, texts
from anju.engines.messages.rules.choice import Wishes
from anju.engines.messages.rules.timing import NOISY, Quiet, is_quiet

ZONE = ZoneInfo("Asia/Shanghai")
WORDS = {"zh-hans": {"": Text("标题", "正文")}, "en": {"": Text("Title", "Body")}}
CHANNELS = st.frozensets(st.sampled_from(list(Channel)))
ORDERS = st.lists(st.sampled_from([Channel.EMAIL, Channel.SMS, Channel.WEB_PUSH]), unique=True).map(tuple)
CATEGORIES = st.builds(Category, st.just("c"), st.just("n"), ORDERS, st.booleans(), st.booleans())
TEMPLATES = st.builds(
    Template, st.just("t"), st.just("n"), st.just("c"), st.just(WORDS), st.just(()), st.booleans(),
    st.just(()) | st.just((Channel.SMS, Channel.IN_APP)), st.none(), st.booleans(),
)  # fmt: skip
WISHES = st.builds(
    Wishes,
    channels=st.none() | ORDERS,
    quiet=st.none() | st.just(Quiet(time(21), time(9))),
    digest=st.sampled_from(["", "hourly", "daily"]),
    digest_hour=st.integers(0, 23),
    consents=st.just(()) | st.just(("c",)),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOUSE = Quiet(time(22), time(7))


def planned(template, category, wishes, usable, at, kind=RecipientKind.USER):
    return choice.plan(
        template=template,
        category=category,
        kind=kind,
        wishes=wishes,
        usable=usable,
        house_quiet=HOUSE,
        at=at,
        zone=ZONE,
    )


@given(TEMPLATES, CATEGORIES, WISHES, CHANNELS, MOMENTS)
def test_no_way_is_taken_that_is_not_there_not_allowed_or_not_agreed_to(
    template, category, wishes, usable, at
):
    found = [one.channel for one in planned(template, category, wishes, usable, at)]
    assert set(found) <= usable
    assert len(set(found)) == len(found)
    assert not template.channels or set(found) <= set(template.channels)
    if category.marketing and "c" not in wishes.consents:
        assert found == []


@given(TEMPLATES, CATEGORIES, WISHES, CHANNELS, MOMENTS)
def test_noise_is_made_at_night_for_urgent_news_only(template, category, wishes, usable, at):
    quiet = wishes.quiet or HOUSE
    for one in planned(template, category, wishes, usable, at):
        if one.channel in NOISY and not template.urgent:
            assert not is_quiet(one.not_before, quiet, ZONE)
        if template.urgent or one.channel == Channel.IN_APP:
            assert (one.not_before, one.digest_due) == (at, None)


@given(TEMPLATES, CATEGORIES, WISHES, CHANNELS, MOMENTS)
def test_what_must_arrive_finds_a_way_when_there_is_one(template, category, wishes, usable, at):
    agreed = not category.marketing or "c" in wishes.consents
    reachable = [
        one for one in usable - {Channel.IN_APP} if not template.channels or one in template.channels
    ]
    found = {one.channel for one in planned(template, category, wishes, usable, at)} - {Channel.IN_APP}
    if (category.mandatory or template.urgent) and reachable and agreed:
        assert found


@given(TEMPLATES, CATEGORIES, WISHES, CHANNELS, MOMENTS)
def test_a_digest_gathers_only_what_can_wait(template, category, wishes, usable, at):
    for one in planned(template, category, wishes, usable, at):
        if one.digest_due is not None:
            assert wishes.digest and not template.urgent and not category.mandatory
            assert one.channel in choice.GATHERABLE
            assert one.digest_due == one.not_before > at


@given(TEMPLATES, CATEGORIES, CHANNELS, MOMENTS)
def test_a_group_hears_its_robots_and_nothing_of_persons(template, category, usable, at):
    found = planned(template, category, Wishes(), usable, at, RecipientKind.GROUP)
    assert {one.channel for one in found} <= ROBOTS | {Channel.BOARD}


def test_a_person_s_choice_counts_and_an_empty_one_leaves_the_inbox():
    category = Category("c", "n", (Channel.SMS, Channel.EMAIL))
    template = Template("t", "n", "c", WORDS)
    usable = {Channel.IN_APP, Channel.SMS, Channel.EMAIL, Channel.WEB_PUSH}
    assert choice.channels_for(template, category, Wishes(), usable) == (
        Channel.IN_APP,
        Channel.SMS,
        Channel.EMAIL,
    )
    assert choice.channels_for(template, category, Wishes((Channel.WEB_PUSH,)), usable) == (
        Channel.IN_APP,
        Channel.WEB_PUSH,
    )
    assert choice.channels_for(template, category, Wishes(()), usable) == (Channel.IN_APP,)


# Words


def template(**more):
    return Template(**{"code": "t", "name": "n", "category": "c", "texts": WORDS, "parameters": (), **more})


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {"zh-hans": {"": Text("标题")}}},
        {"texts": {**WORDS, "en": {"sms": Text("Only SMS")}}},
        {"texts": {**WORDS, "en": {"": Text("Hello {name}")}}},
        {"texts": {**WORDS, "en": {"": Text("Hi"), "pigeon": Text("Coo")}}},
        {"texts": {**WORDS, "en": {"": Text("  ")}}},
    ],
)
def test_a_template_that_could_not_be_sent_one_day_is_refused_at_the_start(wrong):
    with pytest.raises(ValueError, match="template 't'"):
        texts.check(template(**wrong))


@given(st.text(), st.text())
def test_values_are_put_in_once_and_a_title_stays_one_line(one, other):
    filled = texts.fill(Text("{a}", "{a}\n{b}"), {"a": one, "b": other})
    assert "\n" not in filled.title and "\r" not in filled.title
    assert len(filled.title) <= texts.LONGEST_TITLE
    plain = texts.fill(Text("x", "{a}"), {"a": "{b}", "b": "secret"})
    assert plain.body == "{b}"


@given(st.text(), st.integers(0, 200))
def test_a_cut_text_fits_and_stays_text(text, most):
    kept = texts.cut_bytes(text.encode("utf-8", "ignore").decode(), most)
    assert len(kept.encode()) <= most


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("", "en-GB"), "en"),
        (("zh-CN",), "zh-hans"),
        (("fr", ""), "zh-hans"),
        (("", ""), "zh-hans"),
        (("en", "zh"), "en"),
    ],
)
def test_the_first_language_that_is_spoken_is_taken(wishes, language):
    assert texts.language_of(*wishes) == language


@pytest.mark.parametrize(
    "link", ["//x.example", "/\\x.example", "https://x.example", "javascript:1", "/a b", "/a\n/b", "x" * 301]
)
def test_a_link_that_leaves_the_site_is_none(link):
    assert not texts.is_own_path(link)


@pytest.mark.parametrize("link", ["/", "/cases/17/", "/plans/?q=1&x=2#y"])
def test_a_path_of_the_site_is_a_link(link):
    assert texts.is_own_path(link)


def test_digests_keep_the_order_of_their_groups():
    assert choice.grouped([("b", "1"), ("a", "2"), ("b", "3")]) == {"b": ["1", "3"], "a": ["2"]}
