"""What a deletion must reach: messages to the log-in, the log-in itself, copies handed out, what merges put aside."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.engines.messages.contracts import RecipientKind
from anju.engines.messages.models import Address, Message, PushSubscription
from anju.foundation.accounts import residents
from anju.foundation.accounts.models import Membership, Residency, User
from anju.foundation.files.models import StoredFile
from anju.modules.people.contracts import IdKind, TieKind
from anju.modules.people.models import Convention, Person, PersonMerge, PersonRequest
from anju.modules.people.reports.owner_file import sheet_of
from anju.modules.people.services import own_data, own_messages
from anju.modules.people.services import person_requests as services
from anju.modules.people.services.consents import consent_give
from anju.modules.people.services.documents import ConventionDraft, Upload, convention_sign
from anju.modules.people.services.merging import persons_merge
from anju.modules.people.services.persons import user_bind
from anju.modules.people.tests.factories import AT, estate_home, person, tie

CARD = "11010519491231002X"
# The morning of the 21st in Shanghai is still the 20th in UTC.
EARLY = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture
def tenant(boss):
    home = estate_home("503")
    made = person(boss, "顾明", "13912341234", community_id=home.community_id)
    tie(boss, made, home, TieKind.TENANT, starts_on=date(2025, 1, 1))
    return made


def logged_in(boss, person_id: int, phone: str = "13912341234") -> User:
    user = residents.resident_user(name="顾明", phone=phone, proven=True)
    user_bind(actor=boss, person_id=person_id, user_id=user.pk, at=AT)
    residents.residency_add(actor=boss, user=user, at=AT)
    return user


def told(user: User) -> None:
    Message.objects.create(
        recipient_kind="user", recipient_id=user.pk, user=user, cause_key="c", template="t", category="system",
        language="zh-hans", title="顾明家的水龙头", body="漏水", params="{}", at=AT, recipient_name="顾明",
    )  # fmt: skip
    Address.objects.create(
        recipient_kind="user",
        recipient_id=user.pk,
        channel="email",
        value="gu@example.com",
        mark="m",
        shown="g***",
    )
    PushSubscription.objects.create(user=user, mark="p", secret="{}", device="手机", shown="x", created_at=AT)


def answered(boss, person_id: int, kind: str) -> PersonRequest:
    draft = services.RequestDraft(person_id=person_id, kind=kind, channel="counter", wish="请删除顾明的资料")
    key = services.request_receive(actor=boss, draft=draft, at=AT)
    services.request_prove(actor=boss, request_id=key, proof="paper", at=AT)
    services.request_answer(actor=boss, request_id=key, answer="已办", at=AT)
    return PersonRequest.objects.get(pk=key)


def test_a_copy_holds_what_was_sent_to_the_log_in(boss, tenant):
    told(logged_in(boss, tenant))
    sent, ways = own_messages.copy(tenant)
    assert [one["title"] for one in sent.rows] == ["顾明家的水龙头"]
    assert [one["value"] for one in ways.rows] == ["gu@example.com", "手机"]


def test_a_deletion_reaches_the_messages_of_the_log_in_and_closes_it(boss, tenant):
    user = logged_in(boss, tenant)
    told(user)
    answered(boss, tenant, "delete")
    row = Message.objects.get()
    assert (row.title, row.body, row.recipient_name) == ("", "", "")
    assert not Address.objects.exists() and not PushSubscription.objects.exists()
    user.refresh_from_db()
    assert (user.name, user.phone, user.is_active) == (own_data.GONE, "", False)
    assert User.objects.by_phone("13912341234") is None
    assert not Residency.objects.get().is_active


def test_somebody_who_works_here_keeps_his_account_and_what_he_was_told_at_work(boss, org, tenant):
    user = logged_in(boss, tenant)
    Membership.objects.create(user=user, org=org)
    told(user)
    answered(boss, tenant, "delete")
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("顾明", True)
    assert Message.objects.get().title == "顾明家的水龙头"
    assert not Residency.objects.get().is_active


def test_an_owner_keeps_his_log_in_with_his_home(boss):
    home = estate_home()
    owner = person(boss, "沈若兰", "13812341234", community_id=home.community_id)
    tie(boss, owner, home)
    user = logged_in(boss, owner, "13812341234")
    answered(boss, owner, "delete")
    user.refresh_from_db()
    assert user.is_active and Residency.objects.get().is_active


def test_copies_handed_out_before_go_with_the_data(boss, tenant):
    kept = answered(boss, tenant, "copy").file
    answered(boss, tenant, "delete")
    assert not PersonRequest.objects.filter(file__isnull=False).exists()
    assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_signed_papers_words_and_what_a_merge_put_aside_are_erased(boss, tenant):
    twin = person(
        boss, "顾明", "13900001111", id_kind=IdKind.IDENTITY_CARD, id_number=CARD,
        community_id=Person.objects.get(pk=tenant).community_id,
    )  # fmt: skip
    persons_merge(actor=boss, kept_id=tenant, gone_id=twin, at=AT)
    draft = ConventionDraft(person_id=tenant, kind="covenant", signed_on=date(2025, 1, 1))
    convention_sign(actor=boss, draft=draft, upload=Upload("规约.pdf", b"%PDF-1.7 x"), at=AT)
    row = answered(boss, tenant, "delete")
    assert not Convention.objects.exists()
    assert not StoredFile.objects.filter(name="规约.pdf").exists()
    assert PersonMerge.objects.get().moved == {}
    assert (row.wish, row.answer) == ("", "已办")
    assert not Person.objects.exclude(id_number="").exists()


def test_days_of_copies_and_files_are_those_of_the_place(boss, tenant):
    Person.objects.filter(pk=tenant).update(created_at=EARLY)
    consent_give(actor=boss, person_id=tenant, purpose="notices", how="paper", at=EARLY)
    parts = {one.code: one.rows for one in own_data.copy(tenant)}
    assert parts["person"][0]["registered_on"] == "2026-11-21"
    assert parts["consents"][0]["given_at"] == "2026-11-21 07:30"
    sheet = str(sheet_of(boss, Person.objects.get(pk=tenant), date(2026, 12, 1)))
    assert "2026-11-21" in sheet and "2026-11-20" not in sheet


def test_the_recipient_kinds_of_a_person_are_his_records_and_his_log_in(boss, tenant):
    user = logged_in(boss, tenant)
    assert own_messages._recipients(tenant) == [
        (RecipientKind.PERSON, tenant),
        (RecipientKind.USER, user.pk),
    ]
