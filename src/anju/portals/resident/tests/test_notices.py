"""Notices with marks of reading, the inbox, and how somebody wants to be told."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
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


def test_hours_without_noise_are_the_residents_own_choice(chen):
    def kept():
        return messages.preference(RecipientKind.USER, chen.user.pk).quiet

    own = {"digest": "", "quiet_own": "1", "quiet_from": "13:00", "quiet_until": "14:30"}
    chen.post("/home/preferences/", own)
    assert kept() == (time(13), time(14, 30))
    assert 'value="13:00"' in chen.get("/home/preferences/").content.decode()
    assert chen.post("/home/preferences/", own | {"quiet_until": ""}).status_code == 422
    chen.post("/home/preferences/", {"digest": ""})
    assert kept() is None


def test_a_resident_reads_his_pages_in_english(chen):
    text = chen.get("/home/me/").content.decode()
    assert 'name="language" value="en"' in text
    chen.post(reverse("set_language"), {"language": "en", "next": "/home/me/"})
    assert 'lang="en"' in chen.get("/home/me/").content.decode()[:200]


def test_the_door_offers_the_other_language(db, client):
    assert "English" in client.get("/home/login/").content.decode()
    assert "English" not in client.get("/home/offline/").content.decode()
