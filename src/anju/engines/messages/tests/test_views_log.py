"""The record and the channels: who may, what is shown, what is done."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.utils import timezone

from anju.engines.messages.contracts import Channel
from anju.engines.messages.models import Address, Delivery, Message
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.tests.factories import (
    Clock,
    community,
    person,
    send,
    states,
    tell,
)
from anju.foundation import registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode


def text(answer):
    return answer.content.decode()


# The record


def test_the_record_shows_what_was_sent_with_masked_addresses(manager, mail):
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    page = text(manager.get("/messages/log/"))
    assert "l***@home.example" in page
    assert "li@home.example" not in page
    row = Delivery.objects.get()
    assert "l***@home.example" in text(manager.get(f"/messages/log/{row.pk}/"))


@pytest.mark.parametrize(
    "query",
    [
        "q=漏水",
        "state=failed",
        "channel=email",
        "template=test.plain",
        "urgent=1",
        "created_from=2026-11-01",
        "state=nonsense",
    ],
)
def test_the_record_can_be_filtered(manager, mail, query):
    tell(person(email="li@home.example"))
    assert manager.get(f"/messages/log/?{query}").status_code == 200


def test_a_failed_one_is_sent_again_by_hand(manager, mail):
    mail.replies["RCPT"] = ["550 5.7.1 no", "250 ok"]
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    row = Delivery.objects.get()
    assert row.state == "failed"
    manager.post("/messages/log/retry/", {"ids": [row.pk]})
    send(Channel.EMAIL, timezone.now)
    row.refresh_from_db()
    assert row.state == "sent"
    assert len(mail.letters) == 1
    assert Message.objects.get().failed_at is None
    assert AuditEntry.objects.filter(action="messages.delivery.retried").count() == 1


def test_what_went_well_is_not_sent_again(manager, mail):
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    answer = manager.post("/messages/log/retry/", {"ids": [Delivery.objects.get().pk]}, follow=True)
    assert "不能重发" in text(answer)
    assert states() == ["sent"]


def test_a_bounced_address_can_be_given_another_chance(manager, mail):
    mail.replies["RCPT"] = ["550 5.1.1 nobody", "250 ok"]
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    row = Delivery.objects.get()
    assert "被退回过" in text(manager.get(f"/messages/log/{row.pk}/"))
    manager.post(f"/messages/log/{row.pk}/unblock/")
    assert Address.objects.filter(blocked_at__isnull=False).count() == 0
    manager.post("/messages/log/retry/", {"ids": [row.pk]})
    send(Channel.EMAIL, timezone.now)
    assert states() == ["sent"]


def test_a_manager_sees_his_own_community_only(login, mail, org):
    here, there = community("甲园"), community("乙园")
    manager = login(RoleCode.MANAGER, path=f"/{here}/")
    tell(person(1, email="a@home.example"), community_id=here)
    tell(person(2, email="b@home.example"), community_id=there)
    tell(person(3, email="c@home.example"))
    page = text(manager.get("/messages/log/"))
    assert ("a***@" in page, "b***@" in page, "c***@" in page) == (True, False, False)
    other = Delivery.objects.get(community_id=there)
    assert manager.get(f"/messages/log/{other.pk}/").status_code == 404
    assert manager.post("/messages/log/retry/", {"ids": [other.pk]}).status_code == 404


def test_the_record_goes_out_as_a_sheet_and_that_is_noted(manager, mail):
    tell(person(email="li@home.example"))
    answer = manager.get("/messages/log/?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A2"].value == "有新事项：漏水"
    assert AuditEntry.objects.get(action="messages.delivery.exported").after == {"rows": 1}


# Channels


def test_a_secret_is_set_kept_and_never_shown(leader, boss):
    path = "/messages/channels/dingtalk/"
    url = "https://oapi.dingtalk.com/robot/send?access_token=secret-token"
    answer = leader.post(path, {"messages.dingtalk.url": url, "messages.dingtalk.secret": "SECabc"})
    assert answer.status_code == 303
    page = text(leader.get(path))
    assert "secret-token" not in page and "SECabc" not in page
    assert "已设置" in page
    leader.post(path, {"messages.dingtalk.url": "", "messages.dingtalk.secret": ""})
    assert registry.value(channels.DINGTALK_SECRET) == "SECabc"
    leader.post("/messages/channels/dingtalk/clear/")
    assert registry.value(channels.DINGTALK_SECRET) == registry.value(channels.DINGTALK_URL) == ""


def test_an_address_inside_our_network_is_refused_at_its_field(leader):
    answer = leader.post("/messages/channels/feishu/", {"messages.feishu.url": "https://192.168.1.5/hook"})
    assert answer.status_code == 422
    assert "内部网络" in text(answer)


def test_a_robot_set_for_one_community_is_that_community_s(login, org):
    home = community()
    leader = login(RoleCode.LEADER, username="leader")
    session = leader.session
    session["community"] = home
    session.save()
    leader.post(
        "/messages/channels/wecom/",
        {"messages.wecom.url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"},
    )
    assert registry.value(channels.WECOM_URL, home).endswith("key=1")
    assert registry.value(channels.WECOM_URL) == ""


def test_the_test_button_says_what_the_other_side_said(leader, robots):
    robots.script = [
        (200, '{"errcode": 0}', {}),
        (200, '{"errcode": 310000, "errmsg": "sign not match"}', {}),
    ]
    good = leader.post("/messages/channels/dingtalk/test/", follow=True)
    assert "对方已接收测试消息" in text(good)
    bad = leader.post("/messages/channels/dingtalk/test/", follow=True)
    assert "sign not match" in text(bad)
    assert AuditEntry.objects.filter(action="messages.channel.tested").count() == 2


def test_a_test_letter_goes_where_it_is_asked_to(leader, mail):
    assert "邮箱地址不正确" in text(
        leader.post("/messages/channels/email/test/", {"test-to": "nothing"}, follow=True)
    )
    leader.post("/messages/channels/email/test/", {"test-to": "li@home.example"})
    assert mail.letters[0][1] == ["li@home.example"]


def test_a_channel_that_is_not_set_up_says_so(leader):
    assert "还没有设置好" in text(
        leader.post("/messages/channels/sms/test/", {"test-to": "13800000001"}, follow=True)
    )
    assert "未设置" in text(leader.get("/messages/channels/"))


@pytest.mark.parametrize("code", ["nothing", "in_app", "board"])
def test_there_is_no_page_for_what_is_no_channel(leader, code):
    assert leader.get(f"/messages/channels/{code}/").status_code == 404


# Who may


PAGES = {
    "/messages/log/": {RoleCode.MANAGER: 200, RoleCode.WORKER: 403, RoleCode.LEADER: 200},
    "/messages/channels/": {RoleCode.MANAGER: 403, RoleCode.WORKER: 403, RoleCode.LEADER: 200},
    "/messages/channels/sms/": {RoleCode.MANAGER: 403, RoleCode.WORKER: 403, RoleCode.LEADER: 200},
    "/messages/notices/": {RoleCode.MANAGER: 200, RoleCode.WORKER: 403, RoleCode.LEADER: 200},
    "/messages/": {RoleCode.MANAGER: 200, RoleCode.WORKER: 200, RoleCode.LEADER: 200},
    "/messages/preferences/": {RoleCode.MANAGER: 200, RoleCode.WORKER: 200, RoleCode.LEADER: 200},
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [RoleCode.MANAGER, RoleCode.WORKER, RoleCode.LEADER])
def test_every_page_is_open_to_those_it_is_for(login, path, role):
    assert login(role).get(path).status_code == PAGES[path][role]


POSTS = ["read/", "addresses/1/again/", "addresses/1/remove/", "log/retry/", "log/1/unblock/", "channels/sms/test/", "channels/sms/clear/", "notices/1/remove/", "notices/1/sheet/"]  # fmt: skip


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_takes_no_get_and_nobody_unknown(login, client, path):
    from django.test import Client

    assert Client().post(f"/messages/{path}").status_code == 302
    assert login(RoleCode.ADMIN).get(f"/messages/{path}").status_code in (404, 405)
