from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.engines.messages import facade
from anju.engines.messages.contracts import Channel, Contact, Recipient, RecipientKind
from anju.engines.messages.models import BoardNotice, Delivery, Message
from anju.engines.messages.queries import catalogue
from anju.engines.messages.tests.factories import (
    ADS,
    LAW,
    NIGHT,
    NOON,
    PLAIN,
    URGENT,
    Browser,
    person,
    prefer,
    states,
    tell,
)
from anju.foundation import scope
from anju.foundation.accounts.models import Organisation, User
from anju.foundation.outbox.models import OutboxEvent
from anju.kernel.errors import Invalid


def jobs():
    rows = ProcrastinateJob.objects.filter(task_name="messages.send", status="todo").order_by("id")
    return [one.args["channel"] for one in rows]


def test_what_was_caused_twice_is_told_once(mail, org):
    first = tell(person(email="a@b.example"))
    again = tell(person(email="a@b.example"))
    assert (len(first.made), first.repeated, again.made, again.repeated) == (1, 0, (), 1)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_another_cause_or_another_template_is_another_message(mail, org):
    tell(person(email="a@b.example"))
    tell(person(email="a@b.example"), cause="cause:2")
    tell(person(email="a@b.example"), template=LAW)
    assert Message.objects.count() == 3


def test_nothing_is_told_when_the_change_did_not_happen(mail, org):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(person(email="a@b.example"))
        raise ZeroDivisionError
    assert (Message.objects.count(), jobs()) == (0, [])


def test_the_worker_is_woken_for_what_is_due_and_not_for_what_waits(sms, mail, reader):
    tell(person(phone="13800000001", email="a@b.example"), at=NIGHT)
    assert jobs() == ["email"]
    assert states() == ["queued", "queued"]


def test_who_logs_in_finds_it_in_his_inbox_at_once(reader):
    tell(Recipient.user(reader.pk))
    row = Message.objects.get()
    assert (row.title, row.body, row.in_inbox) == ("有新事项：漏水", "请处理漏水。", True)
    assert states(Channel.IN_APP) == ["sent"]
    assert facade.unread_count(reader.pk) == 1


def test_each_reads_his_own_language(reader):
    other = User.objects.create(username="reader2", name="Eve", language="en")
    tell([Recipient.user(reader.pk), Recipient.user(other.pk)])
    assert sorted(Message.objects.values_list("title", flat=True)) == ["New: 漏水", "有新事项：漏水"]


def test_a_value_may_be_given_in_each_language(reader):
    other = User.objects.create(username="reader2", name="Eve", language="en")
    facade.notify(
        template=PLAIN.code, to=Recipient.user(other.pk), cause_key="c", at=NOON,
        params={"what": {"zh-hans": "漏水", "en": "a leak"}},
    )  # fmt: skip
    assert Message.objects.get().title == "New: a leak"


def test_staff_who_log_in_are_told_as_themselves_and_once(reader, monkeypatch):
    known = {**catalogue._contacts, RecipientKind.STAFF: lambda ids: {9: Contact(reader.pk, name="李读")}}
    monkeypatch.setattr(catalogue, "_contacts", known)
    answer = tell([Recipient.staff(9), Recipient.user(reader.pk)])
    assert len(answer.made) == 1
    assert Message.objects.get().recipient_id == reader.pk


def test_somebody_nobody_can_reach_is_said_to_be_so(org, monkeypatch):
    from anju.foundation import outbox

    monkeypatch.setattr(outbox, "_handlers", {"messages.message.failed": {"x": print}})
    tell(person())
    assert Message.objects.get().failed_at == NOON
    assert OutboxEvent.objects.get().payload["recipient_id"] == 7


def test_advertising_goes_to_nobody_who_did_not_agree(mail, org):
    answer = tell([person(7, email="a@b.example"), person(8, email="c@d.example")], template=ADS)
    assert (answer.made, answer.withheld, Message.objects.count()) == ((), 2, 0)
    prefer(person(7), consents={"test.ads": "2026-11-01"})
    answer = tell([person(7, email="a@b.example"), person(8, email="c@d.example")], template=ADS)
    assert (len(answer.made), answer.withheld) == (1, 1)


def test_every_browser_of_a_person_gets_a_delivery_of_its_own(outward, reader):
    for name in ("Chrome", "Firefox"):
        Browser("http://127.0.0.1:9", reader.pk, name)
    tell(Recipient.user(reader.pk))
    assert Delivery.objects.filter(channel=Channel.WEB_PUSH).count() == 2


def test_a_group_is_told_by_its_robots_and_an_address_of_theirs_is_kept_nowhere(robots):
    tell(Recipient.group(None))
    rows = Delivery.objects.order_by("channel")
    assert [one.channel for one in rows] == ["dingtalk", "feishu", "wecom"]
    assert [(one.address, one.shown) for one in rows] == [("", "127.0.0.1")] * 3


def test_a_message_for_the_board_becomes_a_draft_that_somebody_has_to_publish(org, home):
    words = catalogue.declare_template(
        type(PLAIN)(
            code="test.board", name="公告", category="test.work", parameters=(), channels=(Channel.BOARD,),
            texts={"zh-hans": {"": facade_text("停水通知", "明日停水。")}, "en": {"": facade_text("Water", "No water.")}},
        )
    )  # fmt: skip
    facade.notify(
        template=words.code, to=Recipient.group(home), params={}, cause_key="b", at=NOON, community_id=home
    )
    row = BoardNotice.objects.get()
    assert (row.title, row.body, row.title_en, row.state, row.community_id) == (
        "停水通知", "明日停水。", "Water", "draft", home,
    )  # fmt: skip


def facade_text(title, body):
    from anju.engines.messages.contracts import Text

    return Text(title, body)


def test_a_message_that_became_needless_is_taken_back(mail, sms, org):
    tell(person(phone="13800000001", email="a@b.example"))
    assert facade.cancel(cause_key="cause:1", at=NOON) == 2
    assert states() == ["dropped", "dropped"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"params": {}}, "messages.parameters"),
        ({"params": {"what": "a", "else": "b"}}, "messages.parameters"),
        ({"cause_key": ""}, "messages.cause"),
        ({"cause_key": "x" * 121}, "messages.cause"),
        ({"link": "https://elsewhere.example/"}, "messages.link"),
        ({"link": "//elsewhere.example"}, "messages.link"),
        ({"link": "/\\elsewhere.example"}, "messages.link"),
    ],
)
def test_a_fault_of_the_caller_is_refused_and_nothing_is_told(reader, more, code):
    given = {"params": {"what": "漏水"}, "cause_key": "c", **more}
    with pytest.raises(Invalid) as refused:
        facade.notify(template=PLAIN.code, to=Recipient.user(reader.pk), at=NOON, **given)
    assert refused.value.code == code
    assert Message.objects.count() == 0


def test_one_organisation_sees_nothing_of_anothers(reader):
    tell(Recipient.user(reader.pk))
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        assert facade.unread_count(reader.pk) == 0
        assert tell(Recipient.user(reader.pk)).repeated == 0


def test_a_hundred_recipients_cost_as_many_statements_as_one(mail, org, django_assert_max_num_queries):
    people = [person(number, email=f"p{number}@b.example") for number in range(1, 101)]
    with django_assert_max_num_queries(34):
        assert len(tell(people).made) == 100


@pytest.mark.django_db(transaction=True)
def test_two_causers_at_once_tell_it_once(mail):
    org = Organisation.objects.create(name="同时")
    answers = []

    def cause():
        try:
            with scope.enter(org.pk), transaction.atomic():
                answers.append(len(tell(person(email="a@b.example")).made))
        finally:
            connection.close()

    threads = [threading.Thread(target=cause) for _number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(answers) == [0, 0, 0, 1]
    with scope.enter(org.pk), transaction.atomic():
        assert Delivery.objects.count() == 1


def test_urgent_news_do_not_wait_for_the_morning(sms, org):
    tell(person(phone="13800000001"), at=NIGHT, template=URGENT)
    assert Delivery.objects.get().not_before == NIGHT
    tell(person(phone="13800000001"), at=NIGHT, cause="2")
    assert Delivery.objects.latest("pk").not_before == NIGHT + timedelta(hours=7, minutes=30)
