"""The way out, towards real servers: what arrives, what does not, and what follows."""

from __future__ import annotations

import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from anju.engines.messages.contracts import Channel, Recipient
from anju.engines.messages.models import Address, Delivery, Message, PushSubscription
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.rules import push, signing
from anju.engines.messages.services import inbox, sending
from anju.engines.messages.services.adapters import ADAPTERS
from anju.engines.messages.services.adapters import mail as mail_adapter
from anju.engines.messages.services.adapters import outward as outward_adapter
from anju.engines.messages.tests.factories import (
    ADS,
    LAW,
    NOON,
    SOON,
    URGENT,
    Browser,
    Clock,
    configure,
    person,
    prefer,
    send,
    states,
    tell,
)
from anju.foundation.outbox.models import OutboxEvent


def letter_of(server, number=0):
    return message_from_bytes(server.letters[number][2], policy=policy.default)


def only():
    return Delivery.objects.get()


# Mail


def test_a_letter_arrives_with_its_words_and_a_name_that_stays_the_same(mail, org):
    tell(person(email="li@home.example"))
    assert send(Channel.EMAIL, Clock()) == 1
    sender, to, _data = mail.letters[0]
    found = letter_of(mail)
    assert (sender, to) == ("anju@company.example", ["li@home.example"])
    assert found["subject"] == "有新事项：漏水"
    assert found.get_content().strip() == "请处理漏水。"
    assert found["from"] == "测试物业 <anju@company.example>"
    assert found["auto-submitted"] == "auto-generated"
    assert found["message-id"] == f"<{only().key.hex}@company.example>" == only().provider_id
    assert (only().state, only().sent_at, only().attempts) == ("sent", NOON, 1)


def test_a_value_with_a_line_break_makes_no_header(mail, org):
    from anju.engines.messages import facade

    facade.notify(
        template="test.plain", to=person(email="li@home.example"), cause_key="c", at=NOON,
        params={"what": "a\r\nBcc: victim@home.example\r\n\r\nx"},
    )  # fmt: skip
    send(Channel.EMAIL, Clock())
    assert mail.letters[0][1] == ["li@home.example"]
    assert letter_of(mail)["bcc"] is None


def test_the_link_stands_in_the_letter_when_the_installation_has_an_address(mail, org, settings):
    settings.PUBLIC_URL = "https://anju.example"
    tell(person(email="li@home.example"), link="/cases/17/")
    send(Channel.EMAIL, Clock())
    assert "https://anju.example/cases/17/" in letter_of(mail).get_content()


@pytest.mark.parametrize(
    ("verb", "reply", "state", "blocked"),
    [
        ("RCPT", "550 5.1.1 no such user", "bounced", True),
        ("RCPT", "550 no such user", "bounced", True),
        ("RCPT", "550 5.7.1 not from you", "failed", False),
        ("RCPT", "451 4.7.1 greylisted", "queued", False),
        ("MAIL", "530 5.7.0 log in", "queued", False),
        ("DATA", "554 5.6.0 no", "failed", False),
        (".", "554 5.7.1 looks like junk", "failed", False),
        (".", "552 5.2.2 mailbox full", "failed", False),
        (".", "452 4.2.2 mailbox full", "queued", False),
        ("RCPT", "drop", "queued", False),
        ("RCPT", "hang", "queued", False),
        (".", "drop", "unsure", False),
        (".", "hang", "unsure", False),
    ],
)
def test_what_a_mail_server_says_decides(mail, org, verb, reply, state, blocked):
    mail.replies[verb] = [reply]
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    row = only()
    assert row.state == state
    assert row.error
    assert Address.objects.filter(blocked_at__isnull=False).exists() == blocked
    assert len(mail.letters) == (1 if verb == "." else 0)


def test_a_server_that_is_down_is_asked_again_later_and_later(mail, org):
    mail.stop()
    clock = Clock()
    tell(person(email="li@home.example"))
    waits = []
    for _number in range(4):
        send(Channel.EMAIL, clock)
        waits.append((only().not_before - clock.at).total_seconds())
        clock.at = only().not_before
    assert waits == [30, 60, 120, 240]
    assert only().attempts == 4


def test_patience_has_an_end(mail, org):
    mail.replies["RCPT"] = ["451 later"]
    clock = Clock()
    tell(person(email="li@home.example"))
    for _number in range(30):
        if only().state != "queued":
            break
        send(Channel.EMAIL, clock)
        clock.at = max(clock.at, only().not_before)
    assert only().state == "failed"
    assert only().attempts == 10
    assert Message.objects.get().failed_at == clock.at


def test_an_address_that_bounced_is_not_written_to_again(mail, org):
    mail.replies["RCPT"] = ["550 5.1.1 no such user"]
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    answer = tell(person(email="li@home.example"), cause="2")
    assert Message.objects.get(pk=answer.made[0]).failed_at == NOON
    assert Delivery.objects.count() == 1


def test_a_letter_written_before_the_bounce_is_not_sent_after_it(mail, org):
    mail.replies["RCPT"] = ["550 5.1.1 no such user"]
    tell(person(email="li@home.example"))
    tell(person(email="li@home.example"), cause="2")
    send(Channel.EMAIL, Clock())
    assert states() == ["bounced", "bounced"]
    assert mail.verbs.count("RCPT") == 1


def test_a_hanging_mail_server_is_cut_off(mail, org, monkeypatch, settings):
    settings.EMAIL_TIMEOUT = 30
    monkeypatch.setattr(mail_adapter, "LONGEST_TALK", 0.5)
    mail.replies["RCPT"] = ["hang"]
    tell(person(email="li@home.example"))
    begun = time.monotonic()
    send(Channel.EMAIL, Clock())
    assert time.monotonic() - begun < 10
    assert only().state == "queued"


def test_a_dead_server_is_left_alone_after_three_tries_so_that_others_are_served(mail, org):
    mail.stop()
    for number in range(6):
        tell(person(number, email=f"p{number}@home.example"))
    assert send(Channel.EMAIL, Clock()) == 3
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1, 1, 1]


# SMS


def test_an_sms_is_signed_and_named(sms, org):
    configure_sign = {channels.SMS_SIGN: "安居物业", channels.SMS_TEMPLATES: "T9, test.plain=T1"}
    from anju.foundation import actors

    configure(actors.root("x", org.pk), configure_sign)
    tell(person(phone="+86 138 0000 0001"))
    send(Channel.SMS, Clock())
    asked = sms.asked[0]
    stamp = int(asked.headers["x-timestamp"])
    assert asked.headers["x-signature"] == signing.sms("sms secret", stamp, asked.body)
    assert asked.headers["x-key"] == "k1"
    assert asked.json() == {
        "key": "k1", "request_id": only().key.hex, "to": "13800000001", "sign": "安居物业", "template": "T1",
        "params": {"what": "漏水"}, "text": "有新事项：漏水：请处理漏水。",
    }  # fmt: skip
    assert (only().state, only().provider_id, only().shown) == ("sent", "p-1", "138****0001")


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ((200, '{"code": "invalid_number"}', {}), "bounced"),
        ((200, '{"code": "limited"}', {}), "queued"),
        ((200, '{"code": "no_credit"}', {}), "failed"),
        ((200, "not json", {}), "queued"),
        ((401, "who are you", {}), "failed"),
        ((429, "", {"Retry-After": "600"}), "queued"),
        ((500, "", {}), "queued"),
        ("drop", "queued"),
        ("hang", "queued"),
    ],
)
def test_what_a_provider_says_decides(sms, org, step, state):
    sms.script = [step]
    tell(person(phone="13800000001"))
    send(Channel.SMS, Clock())
    assert only().state == state


def test_a_provider_that_asks_for_quiet_gets_it(sms, org):
    sms.script = [(429, "", {"Retry-After": "600"})]
    tell(person(phone="13800000001"))
    send(Channel.SMS, Clock())
    assert only().not_before == NOON + timedelta(seconds=600)


def test_a_second_try_carries_the_same_request_id(sms, org):
    sms.script = ["drop", (200, '{"code": "ok", "id": "p-1"}', {})]
    clock = Clock()
    tell(person(phone="13800000001"))
    send(Channel.SMS, clock)
    clock.forward(minutes=1)
    send(Channel.SMS, clock)
    assert len({one.json()["request_id"] for one in sms.asked}) == 1
    assert [len(sms.asked), only().state] == [2, "sent"]


def test_a_provider_that_knows_no_request_ids_is_not_asked_twice(sms, org, boss):
    configure(boss, {channels.SMS_KEYED: False})
    sms.script = ["drop"]
    tell(person(phone="13800000001"))
    send(Channel.SMS, Clock())
    assert only().state == "unsure"
    assert Message.objects.get().failed_at == NOON


def test_urgent_news_are_sent_twice_rather_than_not_at_all(sms, org, boss):
    configure(boss, {channels.SMS_KEYED: False})
    sms.script = ["drop", (200, '{"code": "ok"}', {})]
    clock = Clock()
    tell(person(phone="13800000001"), template=URGENT)
    send(Channel.SMS, clock)
    assert only().state == "queued"
    clock.forward(seconds=5)
    send(Channel.SMS, clock)
    assert only().state == "sent"


# Robots


def judge(asked):
    """What the three services check, done the way their own documents say (domain-rules §10.9)."""
    if asked.path.startswith("/dingtalk"):
        query = dict(one.split("=", 1) for one in asked.path.partition("?")[2].split("&"))
        good = query["sign"] == signing.dingtalk("ding secret", int(query["timestamp"]))
        return 200, '{"errcode": 0}' if good else '{"errcode": 310000, "errmsg": "sign not match"}', {}
    if asked.path.startswith("/feishu"):
        body = asked.json()
        good = body.get("sign") == signing.feishu("fei secret", int(body["timestamp"]))
        return 200, '{"code": 0}' if good else '{"code": 19021, "msg": "sign match fail"}', {}
    return 200, '{"errcode": 0}' if asked.path.endswith("key=w") else '{"errcode": 93000}', {}


def test_the_robots_are_spoken_to_in_their_own_ways(robots):
    robots.judge = judge
    tell(Recipient.group(None))
    for channel in (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU):
        send(channel, Clock())
    assert states() == ["sent", "sent", "sent"]
    said = {one.path.split("?")[0]: one.json() for one in robots.asked}
    assert said["/wecom"] == {"msgtype": "text", "text": {"content": "有新事项：漏水\n请处理漏水。"}}
    assert said["/dingtalk"] == said["/wecom"]
    assert said["/feishu"]["content"] == {"text": "有新事项：漏水\n请处理漏水。"}
    assert said["/feishu"]["timestamp"] == "1795233600"


@pytest.mark.parametrize("setting", [channels.DINGTALK_SECRET, channels.FEISHU_SECRET])
def test_a_wrong_secret_is_refused_and_said(robots, boss, setting):
    robots.judge = judge
    configure(boss, {setting: "another"})
    tell(Recipient.group(None))
    channel = Channel.DINGTALK if setting is channels.DINGTALK_SECRET else Channel.FEISHU
    send(channel, Clock())
    row = Delivery.objects.get(channel=channel)
    assert row.state == "failed"
    assert "match" in row.error


def test_the_community_s_own_robot_is_taken_before_the_company_s(robots, boss, home):
    configure(boss, {channels.WECOM_URL: f"{robots.url}/wecom?key=home"}, home)
    tell(Recipient.group(home), community_id=home)
    send(Channel.WECOM, Clock())
    assert robots.asked[0].path == "/wecom?key=home"


def test_no_robot_hears_more_than_twenty_in_a_minute(robots):
    clock = Clock()
    for number in range(25):
        tell(Recipient.group(None), cause=str(number))
    send(Channel.WECOM, clock)
    assert len(robots.asked) == 20
    assert states(Channel.WECOM).count("queued") == 5
    clock.forward(seconds=59)
    send(Channel.WECOM, clock)
    assert len(robots.asked) == 20
    clock.forward(seconds=1)
    send(Channel.WECOM, clock)
    assert len(robots.asked) == 25


def test_a_long_text_is_cut_to_what_a_robot_takes(robots):
    from anju.engines.messages import facade

    facade.notify(
        template="test.plain", to=Recipient.group(None), cause_key="c", at=NOON, params={"what": "水" * 3000}
    )
    send(Channel.WECOM, Clock())
    assert len(robots.asked[0].json()["text"]["content"].encode()) <= 2048


# Web push


def test_only_the_browser_reads_what_is_pushed_and_the_service_knows_who_pushes(
    http, outward, reader, settings
):
    settings.PUBLIC_URL = "https://anju.example"
    http.script = [(201, "", {})]
    browser = Browser(http.url, reader.pk)
    tell(Recipient.user(reader.pk), link="/cases/17/")
    clock = Clock()
    send(Channel.WEB_PUSH, clock)
    asked = http.asked[0]
    assert "漏水".encode() not in asked.body
    told = browser.read(asked.body)
    row = Delivery.objects.get(channel=Channel.WEB_PUSH)
    assert (told["title"], told["link"], told["tag"]) == (
        "有新事项：漏水",
        "https://anju.example/cases/17/",
        row.key.hex,
    )
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert asked.headers["topic"] == row.key.hex and len(row.key.hex) == 32
    assert int(asked.headers["ttl"]) > 0
    claims = push.vapid_claims(asked.headers["authorization"], clock.at)
    assert claims["aud"] == http.url
    assert claims["sub"] == "https://anju.example"
    assert (row.state, row.shown) == ("sent", "127.0.0.1")


def test_another_browser_cannot_read_it(http, outward, reader):
    http.script = [(201, "", {})]
    Browser(http.url, reader.pk)
    other = Browser(http.url, reader.pk, "Firefox")
    tell(Recipient.user(reader.pk))
    send(Channel.WEB_PUSH, Clock(), most=1)
    with pytest.raises(ValueError, match="not meant"):
        other.read(http.asked[0].body)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_has_gone_is_forgotten(http, outward, reader, status):
    http.script = [(status, "", {})]
    Browser(http.url, reader.pk)
    tell(Recipient.user(reader.pk))
    send(Channel.WEB_PUSH, Clock())
    assert PushSubscription.objects.count() == 0
    assert Delivery.objects.get(channel=Channel.WEB_PUSH).state == "bounced"
    assert Message.objects.get().failed_at is None


def test_a_push_without_an_answer_is_repeated_under_the_same_topic(http, outward, reader):
    http.script = ["drop", (201, "", {})]
    clock = Clock()
    Browser(http.url, reader.pk)
    tell(Recipient.user(reader.pk))
    send(Channel.WEB_PUSH, clock)
    clock.forward(minutes=1)
    send(Channel.WEB_PUSH, clock)
    assert len({one.headers["topic"] for one in http.asked}) == 1
    assert states(Channel.WEB_PUSH) == ["sent"]


# Where we may call


def test_an_address_inside_our_network_is_never_called(http, org, boss, outward):
    configure(boss, {channels.WECOM_URL: f"{http.url}/wecom?key=w"})
    outward.OUTWARD_PRIVATE_HOSTS = []
    tell(Recipient.group(None))
    send(Channel.WECOM, Clock())
    assert http.asked == []
    assert "may not be called" in Delivery.objects.get(channel=Channel.WECOM).error


def test_a_name_that_leads_inside_is_not_followed(http, org, boss, outward, monkeypatch):
    configure(boss, {channels.WECOM_URL: "https://innocent.example/wecom"})
    inside = [(2, 1, 6, "", ("10.0.0.5", 443)), (2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(outward_adapter.socket, "getaddrinfo", lambda *_a, **_k: inside)
    tell(Recipient.group(None))
    send(Channel.WECOM, Clock())
    assert "own network" in Delivery.objects.get(channel=Channel.WECOM).error


def test_a_server_that_drips_holds_nobody(robots, monkeypatch):
    monkeypatch.setattr(outward_adapter, "LONGEST_TALK", 2)
    robots.script = ["drip"]
    tell(Recipient.group(None))
    begun = time.monotonic()
    send(Channel.FEISHU, Clock())
    assert time.monotonic() - begun < 6
    assert Delivery.objects.get(channel=Channel.FEISHU).state == "unsure"


def test_a_redirect_is_not_followed(robots):
    robots.script = [(302, "", {"Location": f"{robots.url}/elsewhere"})]
    tell(Recipient.group(None))
    send(Channel.FEISHU, Clock())
    assert len(robots.asked) == 1
    assert Delivery.objects.get(channel=Channel.FEISHU).state == "failed"


# What is put aside


def test_what_was_read_meanwhile_is_not_sent_any_more(sms, reader):
    reader.set_phone("13800000001")
    reader.save()
    tell(Recipient.user(reader.pk))
    inbox.mark_all_read(user_id=reader.pk, at=NOON)
    send(Channel.SMS, Clock())
    assert (sms.asked, states(Channel.SMS)) == ([], ["dropped"])
    assert Message.objects.get().failed_at is None


def test_what_has_lost_its_worth_is_not_sent(sms, org):
    clock = Clock()
    tell(person(phone="13800000001"), template=SOON)
    clock.forward(minutes=5)
    send(Channel.SMS, clock)
    assert (sms.asked, states()) == ([], ["dropped"])
    assert Message.objects.get().failed_at == clock.at


def test_a_try_that_would_come_too_late_is_not_waited_for(sms, org):
    sms.script = [(429, "", {"Retry-After": "600"})]
    tell(person(phone="13800000001"), template=SOON)
    send(Channel.SMS, Clock())
    assert states() == ["failed"]


def test_nobody_gets_more_than_the_house_allows_in_an_hour(sms, org, boss):
    configure(boss, {channels.PER_HOUR: 3})
    clock = Clock()
    for number in range(5):
        tell(person(phone="13800000001"), cause=str(number))
    tell(person(8, phone="13800000002"))
    tell(person(phone="13800000001"), template=URGENT)
    tell(person(phone="13800000001"), template=LAW)
    send(Channel.SMS, clock)
    assert len(sms.asked) == 5
    assert states().count("queued") == 3
    clock.forward(hours=1)
    send(Channel.SMS, clock)
    assert states().count("sent") == 8


def test_urgent_ones_do_not_stand_in_line(sms, org):
    for number in range(5):
        tell(person(number, phone=f"1380000000{number}"), cause="many")
    tell(person(9, phone="13800000009"), template=URGENT)
    send(Channel.SMS, Clock(), most=1)
    assert sms.asked[0].json()["to"] == "13800000009"


def test_a_message_that_must_arrive_takes_another_way(sms, mail, org):
    sms.script = [(200, '{"code": "invalid_number"}', {})]
    recipient = person(phone="13800000001")
    from anju.engines.messages.tests.factories import verified

    tell(recipient, template=LAW)
    verified(recipient, Channel.EMAIL, "li@home.example")
    send(Channel.SMS, Clock())
    send(Channel.EMAIL, Clock())
    assert states() == ["bounced", "sent"]
    assert Message.objects.get().failed_at is None


def test_when_no_way_is_left_the_house_is_told(sms, org, monkeypatch):
    from anju.foundation import outbox

    monkeypatch.setattr(outbox, "_handlers", {"messages.message.failed": {"x": print}})
    sms.script = [(200, '{"code": "no_credit"}', {})]
    tell(person(phone="13800000001"), template=LAW)
    send(Channel.SMS, Clock())
    payload = OutboxEvent.objects.get().payload
    assert (payload["cause_key"], payload["recipient_kind"], payload["recipient_id"]) == (
        "cause:1",
        "person",
        7,
    )


def test_advertising_says_how_to_end_it(mail, org, settings):
    settings.PUBLIC_URL = "https://anju.example"
    prefer(person(7), consents={"test.ads": "2026-11-01"})
    tell(person(7, email="li@home.example"), template=ADS)
    send(Channel.EMAIL, Clock())
    found = letter_of(mail)
    url = found["list-unsubscribe"].strip(" <>")
    assert url.startswith("https://anju.example/messages/u/")
    assert found["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert url in found.get_content()


def test_a_fault_of_ours_in_one_message_does_not_stop_the_others(mail, org):
    tell(person(7, email="a@home.example"))
    tell(person(8, email="b@home.example"))

    def clumsy(call):
        if call.out.address.startswith("a@"):
            raise KeyError("nothing like that")
        return ADAPTERS[Channel.EMAIL](call)

    send(Channel.EMAIL, Clock(), adapters={Channel.EMAIL: clumsy})
    assert states() == ["queued", "sent"]
    assert sending.send_due(channel=Channel.EMAIL, clock=Clock()) == 0
