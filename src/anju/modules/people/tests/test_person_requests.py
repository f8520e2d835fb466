"""Rights of a person: received, proven, answered in time, deleted as far as the law lets."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.outbox.models import OutboxEvent
from anju.foundation.permissions import Reach
from anju.kernel.calendar import china
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.contracts import CopyPart, IdKind, Kept, TieKind
from anju.modules.people.models import HomeTie, Person, PersonLock, PersonPhone, PersonRequest
from anju.modules.people.permissions import REQUEST_HANDLE, REQUEST_RECEIVE
from anju.modules.people.rules import requests as rules
from anju.modules.people.services import person_copies, personal_data
from anju.modules.people.services import person_requests as services
from anju.modules.people.services.consents import consent_give, consented
from anju.modules.people.services.ties import tie_end
from anju.modules.people.tests.factories import AT, estate_home, person, tie

CARD = "11010519491231002X"
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 30))


@given(DAYS, st.integers(1, 60))
def test_the_deadline_is_a_workday_and_exactly_so_many_workdays_away(received, days):
    due = rules.due_day(received, days, china())
    assert china().is_workday(due)
    assert rules.clock(due, received, 3, china()).left == days


@given(DAYS, DAYS, st.integers(0, 10))
def test_a_clock_is_late_exactly_after_its_day(due, today, warning):
    found = rules.clock(due, today, warning, china())
    assert found.late == (today > due)
    assert found.soon == (0 <= found.left <= warning)


def test_national_day_does_not_count_as_workdays():
    assert rules.due_day(date(2026, 9, 25), 15, china()) > date(2026, 10, 16)


def receive(actor, person_id: int, kind: str, **more) -> int:
    draft = services.RequestDraft(
        person_id=person_id, kind=kind, channel=more.pop("channel", "counter"), **more
    )
    return services.request_receive(actor=actor, draft=draft, at=AT)


def proven(actor, person_id: int, kind: str, **more) -> int:
    key = receive(actor, person_id, kind, **more)
    services.request_prove(actor=actor, request_id=key, proof="paper", at=AT)
    return key


@pytest.fixture
def owner(boss):
    home = estate_home()
    made = person(
        boss, "沈若兰", "13812341234", community_id=home.community_id, id_kind=IdKind.IDENTITY_CARD, id_number=CARD,
        email="shen@example.com", note="喜欢早上联系",
    )  # fmt: skip
    tie(boss, made, home)
    return made


@pytest.fixture
def tenant(boss):
    home = estate_home("503")
    made = person(boss, "顾明", "13912341234", community_id=home.community_id)
    tie(boss, made, home, TieKind.TENANT, starts_on=date(2025, 1, 1))
    return made


def test_nothing_is_answered_before_it_is_shown_who_asks(boss, owner):
    key = receive(boss, owner, "access")
    with pytest.raises(Conflict, match=r"people\.request\.not_proven"):
        services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    with pytest.raises(Invalid, match=r"people\.request\.proof"):
        services.request_prove(actor=boss, request_id=key, proof="kinship", at=AT)
    row = PersonRequest.objects.get()
    assert (row.state, row.due_on) == ("received", date(2026, 12, 11))


def test_a_copy_holds_everything_as_json_and_pdf_and_each_download_is_on_record(boss, owner):
    key = proven(boss, owner, "copy")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    name, content = person_copies.copy_bytes(actor=boss, request_id=key, at=AT)
    packed = zipfile.ZipFile(io.BytesIO(content))
    data = json.loads(packed.read("data.json"))["data"]["people"]
    assert name.endswith(".zip")
    assert data["person"][0]["id_number"] == CARD
    assert data["phones"] == [{"number": "13812341234", "label": ""}]
    assert data["homes"][0]["share"] == "1/1"
    assert packed.read("个人信息副本.pdf").startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="people.request.copy_opened").count() == 1


def test_a_tenant_is_made_unreadable_and_others_are_told(boss, tenant, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "people.person.forgotten", {"test": lambda payload: None})
    key = proven(boss, tenant, "delete")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    one = Person.objects.get(pk=tenant)
    assert one.state == "forgotten" and "顾明" not in one.name
    assert not PersonPhone.objects.filter(person=one).exists()
    assert not HomeTie.objects.filter(person=one, ends_on=None).exists()
    assert OutboxEvent.objects.get(code="people.person.forgotten").payload == {"person_id": tenant}
    assert PersonRequest.objects.get().erased


def test_of_an_owner_what_the_contract_needs_is_locked_and_the_rest_erased(boss, owner):
    key = proven(boss, owner, "delete")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    one = Person.objects.get(pk=owner)
    assert (one.state, one.name, one.email, one.note, one.birthday) == ("active", "沈若兰", "", "", None)
    lock = PersonLock.objects.get()
    assert lock.source == "people" and "业主" in lock.reason
    assert PersonRequest.objects.get().kept[0]["reason"] == lock.reason
    with pytest.raises(Conflict, match=r"people\.lock\.stands"):
        services.lock_release(actor=boss, lock_id=lock.pk, at=AT)
    tie_end(actor=boss, tie_id=HomeTie.objects.get().pk, on=date(2026, 11, 22), at=AT)
    later = AT + timedelta(days=3)
    assert services.locks_review(actor=boss, at=later) == 1
    assert Person.objects.get(pk=owner).state == "forgotten"
    assert services.locks_review(actor=boss, at=later) == 0


def test_another_package_takes_part_in_copies_keeps_and_deletions(boss, tenant, monkeypatch):
    erased = []
    source = personal_data.PersonalData(
        "bills", "账单",
        copy=lambda one: (CopyPart("bills", "账单", ({"amount": 3},), {"amount": "金额"}),),
        keeps=lambda one, on: (Kept("未结清的账单", "费用未结清", None),),
        forget=lambda actor, one, at: erased.append(one) or 0,
    )  # fmt: skip
    monkeypatch.setitem(personal_data._sources, "bills", source)
    key = proven(boss, tenant, "delete")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    assert erased == [tenant]
    assert PersonLock.objects.get().what == "未结清的账单"
    with pytest.raises(ValueError, match="declared twice"):
        personal_data.register_personal_data(source)


def test_withdrawing_a_consent_is_done_by_the_answer(boss, owner):
    consent_give(actor=boss, person_id=owner, purpose="notices", how="paper", at=AT)
    key = proven(boss, owner, "withdraw", purpose="notices")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    assert consented([owner], "notices") == set()


def test_a_refusal_names_its_ground_and_reasons(boss, owner):
    key = receive(boss, owner, "correct", wish="电话有误")
    for ground, reason in (("", "证据不足"), ("law", "不")):
        with pytest.raises(Invalid):
            services.request_refuse(actor=boss, request_id=key, ground=ground, reason=reason, at=AT)
    services.request_refuse(
        actor=boss, request_id=key, ground="identity", reason="两次联系均无法核实身份", at=AT
    )
    assert PersonRequest.objects.get().state == "refused"
    with pytest.raises(Conflict, match=r"people\.request\.closed"):
        services.request_drop(actor=boss, request_id=key, at=AT)


def test_the_person_asks_through_his_own_log_in_and_is_proven_by_it(boss, org, owner):
    from anju.foundation.accounts.services import user_create

    user = user_create(username="shen", name="沈若兰", password="Str0ng-enough-1")
    Person.objects.filter(pk=owner).update(user=user)
    own = Actor(org_id=org.pk, name="沈若兰", user_id=user.pk, grants={})
    key = receive(own, owner, "copy", channel="portal")
    assert PersonRequest.objects.get().state == "proven"
    with pytest.raises(Conflict, match=r"people\.request\.twice"):
        receive(own, owner, "copy", channel="portal")
    services.request_answer(actor=boss, request_id=key, answer="", at=AT)
    assert person_copies.copy_bytes(actor=own, request_id=key, at=AT)[1].startswith(b"PK")
    stranger = Actor(org_id=org.pk, name="别人", user_id=user.pk + 1, grants={})
    with pytest.raises(Forbidden):
        person_copies.copy_bytes(actor=stranger, request_id=key, at=AT)
    with pytest.raises(Forbidden):
        receive(stranger, owner, "delete", channel="portal")


def test_those_who_answer_are_warned_once_before_the_time_is_over(boss, owner):
    receive(boss, owner, "access")
    early, soon = date(2026, 12, 3), date(2026, 12, 9)
    assert services.requests_warn(at=AT, today=early) == 0
    assert services.requests_warn(at=AT, today=soon) == 1
    assert services.requests_warn(at=AT, today=soon) == 0


def test_without_the_right_or_out_of_reach_nothing_changes(boss, org, owner):
    key = receive(boss, owner, "delete")
    desk = Actor(org_id=org.pk, name="前台", user_id=None, grants={REQUEST_RECEIVE.code: Reach.everywhere()})
    elsewhere = Actor(
        org_id=org.pk, name="别处", user_id=None,
        grants={REQUEST_HANDLE.code: Reach(frozenset({"/999/"}), frozenset({999}))},
    )  # fmt: skip
    with pytest.raises(Forbidden):
        services.request_answer(actor=desk, request_id=key, answer="", at=AT)
    with pytest.raises(NotFound):
        services.request_prove(actor=elsewhere, request_id=key, proof="paper", at=AT)
    assert PersonRequest.objects.get().state == "received"
