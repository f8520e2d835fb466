"""Notices of the board, and what those see who do not log in."""

from __future__ import annotations

import io
import json
import time
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from anju.engines.messages.contracts import Channel
from anju.engines.messages.models import Address, BoardNotice, Delivery, Message, Preference
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.rules import signing
from anju.engines.messages.services import boards, unsubscribing
from anju.engines.messages.tests.factories import (
    ADS,
    Clock,
    community,
    configure,
    person,
    prefer,
    send,
    states,
    tell,
)
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode


def text(answer):
    return answer.content.decode()


# Notices


WORDS = {"title": "停水通知", "body": "尊敬的住户：\n\n明日九时至十五时停水。", "title_en": "No water", "body_en": "Tomorrow 9 to 15.", "signed": "", "paper": "a4"}  # fmt: skip


@pytest.fixture
def draft(manager, org):
    home = community()
    answer = manager.post("/messages/notices/new/", {**WORDS, "community": home})
    assert answer.status_code == 303
    return BoardNotice.objects.get()


def test_a_notice_is_written_seen_published_and_read_by_its_code(manager, draft, client):
    assert draft.number.startswith("GG20")
    assert manager.get(f"/messages/notices/{draft.pk}/preview.png").content.startswith(b"\x89PNG")
    public = boards.public_path(draft)
    assert client.get(public).status_code == 404
    today = timezone.localdate()
    manager.post(
        f"/messages/notices/{draft.pk}/", {"publish_on": today, "withdraw_on": today + timedelta(days=7)}
    )
    page = text(client.get(public))
    assert "停水通知" in page and "No water" in page
    manager.post(f"/messages/notices/{draft.pk}/withdraw/", {"reason": "已恢复供水"})
    assert client.get(public).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_why) == ("withdrawn", "已恢复供水")


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_the_sheet_is_one_page_of_its_size_in_both_languages(manager, draft, paper, size):
    BoardNotice.objects.update(paper=paper)
    answer = manager.post(f"/messages/notices/{draft.pk}/sheet/")
    document = pypdf.PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    box = document.pages[0].mediabox
    assert (len(document.pages), round(box.width), round(box.height)) == (1, *size)
    words = document.pages[0].extract_text().replace(" ", "").replace("\n", "")
    assert "停水通知" in words and "Nowater" in words and draft.number in words
    draft.refresh_from_db()
    assert draft.printed == 1
    assert AuditEntry.objects.filter(action="messages.notice.printed").count() == 1


def test_a_notice_with_an_identity_number_is_refused_at_its_field(manager, org):
    answer = manager.post(
        "/messages/notices/new/",
        {**WORDS, "community": community(), "body": "证件 11010519491231002X 的住户请到前台。"},
    )
    assert answer.status_code == 422
    assert "身份证" in text(answer)
    assert BoardNotice.objects.count() == 0


def test_a_phone_number_on_the_wall_is_asked_about(manager, draft):
    BoardNotice.objects.update(body="请致电 13800001234。")
    assert "138****1234" in text(manager.get(f"/messages/notices/{draft.pk}/"))


def test_half_an_english_notice_is_refused(manager, org):
    answer = manager.post("/messages/notices/new/", {**WORDS, "community": community(), "body_en": ""})
    assert answer.status_code == 422
    assert "要么都填" in text(answer)


def test_what_hangs_is_not_rewritten(manager, draft):
    today = timezone.localdate()
    manager.post(f"/messages/notices/{draft.pk}/", {"publish_on": today})
    answer = manager.post(f"/messages/notices/{draft.pk}/edit/", {**WORDS, "title": "别的"})
    assert answer.status_code == 409
    assert manager.post(f"/messages/notices/{draft.pk}/remove/").status_code == 409
    draft.refresh_from_db()
    assert draft.title == "停水通知"


def test_days_that_cannot_be_are_refused(manager, draft):
    today = timezone.localdate()
    answer = manager.post(f"/messages/notices/{draft.pk}/", {"publish_on": today, "withdraw_on": today})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_front_desk_writes_and_the_manager_publishes(login, org):
    home = community()
    desk = login(RoleCode.FRONTDESK, path=f"/{home}/", username="desk")
    desk.post("/messages/notices/new/", {**WORDS, "community": home})
    row = BoardNotice.objects.get()
    assert desk.post(f"/messages/notices/{row.pk}/", {"publish_on": timezone.localdate()}).status_code == 403
    other = community("别处")
    answer = desk.post("/messages/notices/new/", {**WORDS, "community": other})
    assert answer.status_code == 422
    assert BoardNotice.objects.count() == 1


# Without log-in


def test_the_link_of_a_letter_ends_the_kind_it_came_with(client, mail, org):
    prefer(person(7), consents={"test.ads": "2026-11-01", "news": "2026-11-01"})
    tell(person(7, email="li@home.example"), template=ADS)
    path = unsubscribing.path_for(Message.objects.get())
    assert "li@" not in path
    assert "优惠" in text(client.get(path))
    assert "test.ads" in Preference.objects.get().consents
    assert "已退订" in text(client.post(path))
    assert list(Preference.objects.get().consents) == ["news"]
    assert client.post(path).status_code == 200


def test_a_mail_program_ends_it_with_one_post_and_no_cookie(org, mail):
    from django.test import Client

    prefer(person(7), consents={"test.ads": "2026-11-01"})
    tell(person(7, email="li@home.example"), template=ADS)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(unsubscribing.path_for(Message.objects.get()), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get().consents == {}


def test_a_link_that_was_made_elsewhere_ends_nothing(client, org):
    assert client.post("/messages/u/abc:def:ghi").status_code == 404


def report(client, org, body, *, secret="hook secret", code="email"):
    data = json.dumps(body).encode()
    stamp = int(time.time())
    return client.post(
        f"/messages/hooks/{org.pk}/{code}/", data, content_type="application/json",
        headers={"X-Anju-Signature": f"t={stamp},v1={signing.hook(secret, stamp, data)}"},
    )  # fmt: skip


@pytest.fixture
def sent(mail, org, boss):
    configure(boss, {channels.HOOK_SECRET: "hook secret"})
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    return Delivery.objects.get()


def test_a_bounce_that_comes_later_is_believed_from_who_signs_it(client, org, sent):
    answer = report(client, org, {"id": sent.provider_id, "kind": "bounced", "reason": "5.1.1 nobody"})
    assert answer.json() == {"changed": 1}
    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("bounced", "5.1.1 nobody")
    assert Address.objects.get().blocked_why == "5.1.1 nobody"
    assert report(client, org, {"id": sent.provider_id, "kind": "bounced"}).json() == {"changed": 0}


def test_nobody_else_is_believed(client, org, sent):
    answer = report(client, org, {"id": sent.provider_id, "kind": "bounced"}, secret="guess")
    assert answer.status_code == 403
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_without_a_secret_no_report_is_taken(client, org, mail):
    assert report(client, org, {"id": "x", "kind": "bounced"}, secret="").status_code == 403


def test_delivered_settles_what_nobody_knew(client, org, sent):
    Delivery.objects.update(state="unsure")
    assert report(client, org, {"id": sent.provider_id, "kind": "delivered"}).json() == {"changed": 1}
    assert states() == ["sent"]


def test_whoever_calls_it_junk_gets_no_more(client, org, sent):
    assert report(client, org, [{"id": sent.provider_id, "kind": "complaint"}]).json() == {"changed": 1}
    tell(person(email="li@home.example"), cause="2")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "body", [[], [{"kind": "bounced"}], [{"id": "1", "kind": "odd"}], "text", [["x"]], 5]
)
def test_a_report_that_is_none_changes_nothing(client, org, sent, body):
    assert report(client, org, body).status_code in (200, 422)
    sent.refresh_from_db()
    assert sent.state == "sent"
