"""A notice is brought to phones and groups on its first day, once, and the house knows whom it reached."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from anju.engines.messages.contracts import Channel, Contact, Recipient, RecipientKind
from anju.engines.messages.models import BoardNotice, Delivery, Message, NoticeRead
from anju.engines.messages.queries import boards as queries
from anju.engines.messages.queries import catalogue, inbox
from anju.engines.messages.services import boards, noticing
from anju.engines.messages.tests.factories import NOON, Browser, Clock, prefer, send
from anju.foundation.accounts.models import User
from anju.foundation.permissions import RoleCode

LI, ZHANG = "13800001111", "13800002222"
TODAY = NOON.date()


@pytest.fixture
def residents(org, home, monkeypatch):
    """李静 logs in; 张伟 has a telephone only; 王芳 has nothing."""
    user = User.objects.create(username="li", name="李静", phone=LI)
    known = {1: Contact(user.pk, LI, "", "", "李静"), 2: Contact(None, ZHANG, "", "", "张伟"), 3: Contact(None, "", "", "", "王芳")}  # fmt: skip
    monkeypatch.setitem(
        catalogue._contacts, RecipientKind.PERSON, lambda numbers: {pk: known[pk] for pk in numbers}
    )

    def belonging(community_id, on):
        return [Recipient.person(pk) for pk in known] if community_id == home else []

    monkeypatch.setattr(catalogue, "_audiences", [(belonging, lambda pk: f"/home/notices/{pk}/")])
    return user


def published(boss, home, *tell, publish_on=TODAY, **words) -> BoardNotice:
    draft = boards.NoticeDraft(**({"title": "停水通知", "body": "明日停水。"} | words))
    key = boards.notice_create(actor=boss, community_id=home, draft=draft, at=NOON)
    boards.notice_publish(
        actor=boss, notice_id=key, publish_on=publish_on, withdraw_on=None, tell=tell, at=NOON
    )
    return BoardNotice.objects.get(pk=key)


def test_residents_are_told_by_the_ways_they_chose_and_nobody_twice(boss, home, residents, sms):
    browser = Browser(sms.url, residents.pk)
    row = published(boss, home, "residents")
    assert [noticing.notices_tell(at=NOON), noticing.notices_tell(at=NOON)] == [1, 0]
    (message,) = Message.objects.all()
    assert (message.recipient_name, message.title, message.link) == (
        "李静",
        "公告：停水通知",
        f"/home/notices/{row.pk}/",
    )
    sms.script = [(201, "", {})]
    send(Channel.WEB_PUSH, Clock())
    send(Channel.SMS, Clock())
    assert [browser.read(one.body)["title"] for one in sms.asked] == ["公告：停水通知"]


def test_an_important_one_goes_by_sms_too_whatever_was_chosen(boss, home, residents, sms):
    prefer(Recipient.user(residents.pk), channels={"notices.important": []}, digest="daily")
    published(boss, home, "residents", "sms")
    noticing.notices_tell(at=NOON)
    send(Channel.SMS, Clock())
    assert sorted(one.json()["to"] for one in sms.asked) == [LI, ZHANG]


def test_who_cannot_be_reached_is_no_failure_to_follow_up(boss, home, residents):
    published(boss, home, "residents", "sms")
    noticing.notices_tell(at=NOON)
    assert not Message.objects.filter(failed_at__isnull=False).exists()
    assert "王芳" not in set(Message.objects.values_list("recipient_name", flat=True))


def test_groups_get_it_with_the_public_page(boss, home, residents, robots, settings):
    settings.PUBLIC_URL = "https://anju.example"
    row = published(boss, home, "robots")
    noticing.notices_tell(at=NOON)
    send(Channel.WECOM, Clock())
    assert boards.public_path(row) in robots.asked[0].json()["text"]["content"]
    assert set(Message.objects.values_list("recipient_kind", flat=True)) == {"group"}


def test_nobody_is_told_before_the_first_day_after_the_last_or_without_being_asked_for(boss, home, residents):
    later = published(boss, home, "residents", publish_on=TODAY + timedelta(days=1))
    gone = published(boss, home, "residents")
    boards.notice_withdraw(actor=boss, notice_id=gone.pk, reason="写错了", on=TODAY, at=NOON)
    published(boss, home)
    assert noticing.notices_tell(at=NOON) == 0
    assert noticing.notices_tell(at=NOON + timedelta(days=1)) == 1
    assert set(Message.objects.values_list("cause_key", flat=True)) == {f"notice:{later.pk}"}


def test_the_day_begins_at_the_place_and_not_in_greenwich(boss, home, residents):
    published(boss, home, "residents", publish_on=TODAY + timedelta(days=1))
    assert noticing.notices_tell(at=NOON.replace(hour=15, minute=59)) == 0
    assert noticing.notices_tell(at=NOON.replace(hour=16, minute=0)) == 1


def test_reading_the_notice_reads_its_message(boss, home, residents):
    row = published(boss, home, "residents")
    noticing.notices_tell(at=NOON)
    assert inbox.unread_count(residents.pk) == 1
    assert inbox.unread_count(residents.pk, without=("notices",)) == 0
    boards.notice_mark_read(user_id=residents.pk, notice_ids=[row.pk], on=TODAY, at=NOON)
    assert inbox.unread_count(residents.pk) == 0
    assert queries.told_counts(row.pk) == {"told": 1, "sent": 0, "read": 1}


def test_the_page_offers_what_is_set_up_and_keeps_what_was_ticked(manager, boss, home, residents, sms):
    draft = boards.NoticeDraft(title="停水通知", body="明日停水。")
    key = boards.notice_create(actor=boss, community_id=home, draft=draft, at=NOON)
    page = manager.get(f"/messages/notices/{key}/").content.decode()
    assert (
        'value="residents" checked' in page.replace('class="checkbox" ', "")
        or "住户（站内消息和手机推送）" in page
    )
    assert "重要，同时发短信" in page and "工作群机器人" not in page
    today = timezone.localdate()
    refused = manager.post(
        f"/messages/notices/{key}/", {"publish_on": today, "withdraw_on": today, "tell": ["sms"]}
    )
    assert refused.status_code == 422 and 'value="sms"' in refused.content.decode()
    assert (
        manager.post(f"/messages/notices/{key}/", {"publish_on": today, "tell": ["robots"]}).status_code
        == 422
    )
    manager.post(f"/messages/notices/{key}/", {"publish_on": today, "tell": ["residents", "sms"]})
    assert BoardNotice.objects.get().tell == ["residents", "sms"]


def test_who_was_told_and_who_read_is_listed_and_handed_out(leader, boss, home, residents, sms):
    row = published(boss, home, "residents", "sms")
    noticing.notices_tell(at=NOON)
    NoticeRead.objects.create(notice=row, user=residents, at=NOON)
    path = f"/messages/notices/{row.pk}/told/"
    page = leader.get(path).content.decode()
    assert "李静" in page and "张伟" in page and "告知 2 人" in page and "已读 1 人" in page
    unread = leader.get(path, {"read": "0"}).content.decode()
    assert "张伟" in unread and "李静" not in unread
    answer = leader.get(path, {"export": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert "张伟" in str([[cell.value for cell in line] for line in sheet.iter_rows()])
    assert Delivery.objects.filter(message__recipient_name="张伟").exists()


def test_committees_see_the_notice_and_not_who_read_it(login, boss, home, residents):
    row = published(boss, home, "residents")
    noticing.notices_tell(at=NOON)
    committee = login(RoleCode.COMMITTEE, username="committee")
    assert committee.get(f"/messages/notices/{row.pk}/").status_code == 200
    assert committee.get(f"/messages/notices/{row.pk}/told/").status_code == 403


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_of_who_was_told_costs_the_same_however_long(
    leader, boss, home, residents, rows, django_assert_max_num_queries
):
    row = published(boss, home, "residents")
    Message.objects.bulk_create([
        Message(recipient_kind="person", recipient_id=100 + n, recipient_name=f"住户{n}", cause_key=f"notice:{row.pk}",
                template="messages.notice", category="notices", language="zh-hans", title="x", at=NOON)
        for n in range(rows)
    ])  # fmt: skip
    leader.get("/messages/")
    with django_assert_max_num_queries(30):
        assert leader.get(f"/messages/notices/{row.pk}/told/").status_code == 200
