"""Notices with marks of reading, the inbox, and how somebody wants to be told."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import RecipientKind
from anju.engines.messages.models import NoticeRead, PushSubscription
from anju.portals.resident.tests import factories


def hang(boss, community_id, title="停水通知"):
    draft = messages.NoticeDraft(title=title, body="周三上午检修水泵。")
    notice = messages.notice_create(actor=boss, community_id=community_id, draft=draft, at=timezone.now())
    today = timezone.localdate()
    messages.notice_publish(
        actor=boss,
        notice_id=notice,
        publish_on=today,
        withdraw_on=today + timedelta(days=9),
        at=timezone.now(),
    )
    return notice


def test_a_notice_is_unread_until_it_was_opened_and_the_house_knows(chen, boss, garden):
    notice = hang(boss, garden.id)
    assert "unread" in chen.get("/home/notices/").content.decode()
    assert "周三上午检修水泵" in chen.get(f"/home/notices/{notice}/").content.decode()
    chen.get(f"/home/notices/{notice}/")
    assert NoticeRead.objects.get().user_id == chen.user.pk
    assert 'class="unread"' not in chen.get("/home/notices/").content.decode()


def test_a_notice_of_another_community_is_not_there(chen, boss):
    notice = hang(boss, factories.community(boss, code="QY", name="晴园").id)
    assert chen.get(f"/home/notices/{notice}/").status_code == 404
    assert not NoticeRead.objects.exists()


def test_all_are_read_at_once(chen, boss, garden):
    hang(boss, garden.id), hang(boss, garden.id, "灭鼠通知")
    chen.post("/home/notices/read/")
    assert NoticeRead.objects.count() == 2


def test_choices_are_kept_and_advertising_needs_consent(chen):
    chen.post("/home/preferences/", {"digest": "daily", "ways-news": ["sms"], "agree-news": "1"})
    kept = messages.preference(RecipientKind.USER, chen.user.pk)
    assert (kept.digest, kept.channels["news"], kept.consents) == ("daily", ("sms",), frozenset({"news"}))
    chen.post("/home/preferences/", {"digest": "", "ways-news": ["sms"]})
    assert not messages.preference(RecipientKind.USER, chen.user.pk).consents
    assert chen.post("/home/preferences/", {"digest": "yearly"}).status_code == 422


def test_a_browser_is_kept_for_pushes_and_forgotten_again(chen, settings):
    body = {
        "endpoint": "https://push.example.com/abc",
        "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    }
    answer = chen.post("/home/push/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"on": True})
    assert PushSubscription.objects.get().user_id == chen.user.pk
    chen.post("/home/push/", {"endpoint": body["endpoint"], "off": True}, content_type="application/json")
    assert not PushSubscription.objects.exists()
    assert chen.post("/home/push/", "x", content_type="application/json").status_code in (400, 422)
