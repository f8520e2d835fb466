"""One's own messages, choices and browsers."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anju.engines.messages.contracts import Channel, Recipient
from anju.engines.messages.models import Address, Delivery, Message, Preference, PushSubscription
from anju.engines.messages.rules import push
from anju.engines.messages.tests.factories import (
    send,
    states,
    tell,
    verified,
)


def text(answer):
    return answer.content.decode()


# Inbox


def test_the_inbox_shows_ones_own_and_the_bell_counts_the_unread(manager, reader):
    tell([Recipient.user(manager.user.pk), Recipient.user(reader.pk)])
    tell(Recipient.user(reader.pk), cause="2")
    page = text(manager.get("/messages/"))
    shown = {one.pk for one in Message.objects.all() if f"/messages/{one.pk}/" in page}
    assert shown == {Message.objects.get(user=manager.user).pk}
    assert "通知，1 条未读" in page


def test_opening_a_message_reads_it(manager):
    tell(Recipient.user(manager.user.pk))
    row = Message.objects.get()
    page = manager.get(f"/messages/{row.pk}/")
    assert "请处理漏水。" in text(page)
    row.refresh_from_db()
    assert row.read_at is not None
    assert states(Channel.IN_APP) == ["read"]


def test_a_message_that_leads_somewhere_goes_there(manager):
    tell(Recipient.user(manager.user.pk), link="/plans/")
    answer = manager.get(f"/messages/{Message.objects.get().pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/plans/")


def test_nobody_opens_or_marks_what_is_anothers(manager, reader):
    tell(Recipient.user(reader.pk))
    row = Message.objects.get()
    assert manager.get(f"/messages/{row.pk}/").status_code == 404
    manager.post("/messages/read/", {"ids": [row.pk]})
    manager.post("/messages/read/", {"all": "1"})
    row.refresh_from_db()
    assert row.read_at is None


def test_marking_all_leaves_what_came_meanwhile(manager):
    now = timezone.now()
    tell(Recipient.user(manager.user.pk), at=now - timedelta(minutes=5))
    tell(Recipient.user(manager.user.pk), at=now, cause="2")
    manager.post("/messages/read/", {"all": "1", "until": (now - timedelta(minutes=1)).isoformat()})
    assert Message.objects.filter(read_at__isnull=True).count() == 1


def test_the_ticked_are_marked(manager):
    for number in range(3):
        tell(Recipient.user(manager.user.pk), cause=str(number))
    keys = list(Message.objects.values_list("pk", flat=True))
    manager.post("/messages/read/", {"ids": keys[:2], "action": "read"})
    assert Message.objects.filter(read_at__isnull=True).count() == 1
    assert "有新事项" in text(manager.get("/messages/?unread=1"))


def test_a_list_of_many_costs_as_many_queries_as_one_of_few(manager):
    def ask(number):
        tell(Recipient.user(manager.user.pk), cause=str(number))
        with CaptureQueriesContext(connection) as asked:
            manager.get("/messages/")
        return len(asked)

    ask(0)
    few = ask(1)
    for number in range(2, 40):
        tell(Recipient.user(manager.user.pk), cause=str(number))
    assert ask(40) == few <= 21


# Preferences


def choices(**more):
    return {
        "digest": "", "digest_hour": "8", "language": "", "quiet_from": "22:00", "quiet_until": "07:00",
        "ways-test.work": ["email"], "ways-system": [], **more,
    }  # fmt: skip


def test_choices_are_kept_and_shown_again(manager):
    answer = manager.post("/messages/preferences/", choices(quiet_own="on", digest="daily", digest_hour="18"))
    assert answer.status_code == 303
    row = Preference.objects.get(recipient_kind="user", recipient_id=manager.user.pk)
    assert row.channels["test.work"] == ["email"]
    assert (row.digest, row.digest_hour, str(row.quiet_from)) == ("daily", 18, "22:00:00")
    page = text(manager.get("/messages/preferences/"))
    assert 'value="daily"' in page


def test_half_a_quiet_hour_is_refused_at_its_field(manager):
    answer = manager.post("/messages/preferences/", choices(quiet_own="on", quiet_until=""))
    assert answer.status_code == 422
    assert "要么都填" in text(answer)
    assert Preference.objects.count() == 0


def test_consent_is_noted_with_its_day_and_keeps_it(manager):
    manager.post("/messages/preferences/", choices(**{"agree-test.ads": "on", "ways-test.ads": ["email"]}))
    first = Preference.objects.get().consents
    assert list(first) == ["test.ads"]
    manager.post("/messages/preferences/", choices(**{"agree-test.ads": "on", "language": "en"}))
    assert Preference.objects.get().consents == first
    manager.post("/messages/preferences/", choices())
    assert Preference.objects.get().consents == {}


def test_what_cannot_be_turned_off_has_no_switch(manager):
    page = text(manager.get("/messages/preferences/"))
    assert "账号安全" in page
    assert 'name="ways-security"' not in page


def code_of():
    return json.loads(Message.objects.filter(template="messages.verify").latest("pk").params)["code"]


def test_an_address_is_used_once_its_owner_has_typed_the_code(manager, mail):
    answer = manager.post("/messages/addresses/new/", {"channel": "email", "value": "li@home.example"})
    row = Address.objects.get()
    assert answer["Location"] == f"/messages/addresses/{row.pk}/"
    tell(Recipient.user(manager.user.pk))
    assert states(Channel.EMAIL) == ["queued"]
    send(Channel.EMAIL, lambda: timezone.now())
    assert code_of() in mail.letters[0][2].decode() or b"base64" in mail.letters[0][2]
    wrong = "000000" if code_of() != "000000" else "111111"
    answer = manager.post(f"/messages/addresses/{row.pk}/", {"code": wrong})
    assert answer.status_code == 422 and 'id="id_code_error"' in answer.content.decode()
    row.refresh_from_db()
    assert (row.verified_at, row.tries) == (None, 1)
    manager.post(f"/messages/addresses/{row.pk}/", {"code": code_of()})
    row.refresh_from_db()
    assert row.verified_at is not None
    tell(Recipient.user(manager.user.pk), cause="2")
    assert Delivery.objects.filter(channel=Channel.EMAIL, state="queued").count() == 1


def test_a_code_is_worth_five_tries(manager, mail):
    manager.post("/messages/addresses/new/", {"channel": "email", "value": "li@home.example"})
    row, right = Address.objects.get(), code_of()
    wrong = "000000" if right != "000000" else "111111"
    for _number in range(5):
        manager.post(f"/messages/addresses/{row.pk}/", {"code": wrong})
    manager.post(f"/messages/addresses/{row.pk}/", {"code": right})
    row.refresh_from_db()
    assert row.verified_at is None


def test_nobody_is_flooded_with_codes(manager, mail):
    for _number in range(2):
        answer = manager.post("/messages/addresses/new/", {"channel": "email", "value": "li@home.example"})
    assert answer.status_code == 409
    assert "太频繁" in text(answer)
    assert Message.objects.count() == 1


def test_a_code_stands_in_no_inbox_and_nowhere_readable(manager, mail):
    manager.post("/messages/addresses/new/", {"channel": "email", "value": "li@home.example"})
    row = Message.objects.get()
    assert (row.in_inbox, row.body) == (False, "")
    assert code_of() not in row.title


def test_nobody_touches_anothers_address_or_browser(manager, reader, mail):
    other = verified(Recipient.user(reader.pk), Channel.EMAIL, "li@home.example")
    for path in (
        f"addresses/{other.pk}/",
        f"addresses/{other.pk}/again/",
        f"addresses/{other.pk}/remove/",
        "devices/1/remove/",
    ):
        assert manager.post(f"/messages/{path}", {"code": "123456"}).status_code == 404
    assert Address.objects.count() == 1


# The API


def api(client, path, body=None, method="post"):
    return getattr(client, method)(
        f"/api/v1/messages/{path}", json.dumps(body or {}), content_type="application/json",
        headers={"Idempotency-Key": f"k{time.monotonic_ns()}"},
    )  # fmt: skip


def test_the_api_gives_the_inbox_and_takes_reading_marks(manager):
    for number in range(3):
        tell(Recipient.user(manager.user.pk), cause=str(number))
    listed = manager.get("/api/v1/messages/inbox?limit=2").json()
    assert [len(listed["items"]), listed["items"][0]["title"], bool(listed["next"])] == [
        2,
        "有新事项：漏水",
        True,
    ]
    assert manager.get("/api/v1/messages/inbox/unread").json() == {"unread": 3}
    assert api(manager, "inbox/read", {"ids": [listed["items"][0]["id"]]}).json() == {"changed": 1}
    assert api(manager, "inbox/read", {}).json() == {"changed": 2}


def test_the_api_keeps_choices(manager):
    body = {
        "digest": "hourly",
        "channels": {"test.work": ["sms"]},
        "quiet_from": "21:00",
        "quiet_until": "08:00",
    }
    kept = api(manager, "preferences", body, "put").json()
    assert (kept["digest"], kept["quiet_from"]) == ("hourly", "21:00:00")
    (work,) = [one for one in kept["categories"] if one["code"] == "test.work"]
    assert work["channels"] == ["sms"]
    assert api(manager, "preferences", {"channels": {"nothing": []}}, "put").status_code == 422


def subscription(endpoint="https://push.example/1"):
    return {
        "endpoint": endpoint,
        "keys": {"p256dh": push.public_of(push.new_key()), "auth": push.b64(b"x" * 16)},
    }


def test_a_browser_subscribes_and_leaves(manager):
    assert len(push.unb64(manager.get("/api/v1/messages/push/key").json()["key"])) == 65
    for _time in range(2):
        assert api(manager, "push", {**subscription(), "device": "Chrome"}).status_code == 200
    row = PushSubscription.objects.get()
    assert (row.user_id, row.shown) == (manager.user.pk, "push.example")
    assert "Chrome" in text(manager.get("/messages/preferences/"))
    assert api(manager, "push/remove", {"endpoint": "https://push.example/1"}).status_code == 200
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://u:p@push.example/",
        "ftp://push.example",
    ],
)
def test_an_endpoint_inside_our_network_is_refused(manager, endpoint):
    assert api(manager, "push", subscription(endpoint)).status_code == 422
    assert PushSubscription.objects.count() == 0


def test_keys_that_are_none_are_refused(manager):
    body = {**subscription(), "keys": {"p256dh": "abc", "auth": "abc"}}
    assert api(manager, "push", body).json()["code"] == "messages.push.keys"


def test_the_browser_s_script_is_served_below_its_pages(client, db):
    answer = client.get("/messages/push-sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content
