"""Persons: registered, found, seen only within reach, looked at in the clear only on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from anju.foundation import search
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade
from anju.modules.people.contracts import IdKind, PersonDraft, PersonKind, PhoneDraft, Share, TieKind
from anju.modules.people.models import Person, PersonPhone
from anju.modules.people.permissions import PERSON_EDIT, PERSON_READ, PERSON_REVEAL
from anju.modules.people.queries import person_lists
from anju.modules.people.queries.persons import visible, visible_person
from anju.modules.people.services.persons import person_change, person_create, person_id_number
from anju.modules.people.tests.factories import AT, estate_home, person, tie

CARD = "11010519491231002X"


def bound(org, place, *permissions) -> Actor:
    grants = {
        one.code: Reach(frozenset({place.path}), frozenset({place.community_id})) for one in permissions
    }
    return Actor(org_id=org.pk, name="前台", user_id=None, grants=grants)


def test_sealed_values_never_reach_the_database_in_the_clear(boss):
    made = person(boss, "沈若兰", "13812341234", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    with connection.cursor() as cursor:
        cursor.execute("select id_number, birthday from people_person where id = %s", [made])
        stored, birthday = cursor.fetchone()
        cursor.execute("select number from people_personphone where person_id = %s", [made])
        number = cursor.fetchone()[0]
    assert CARD not in stored and "13812341234" not in number
    assert birthday == date(1949, 12, 31)
    logged = AuditEntry.objects.get(action="people.person.created").after
    assert logged["id_number"] == "110***********002X" and logged["phones"] == ["138****1234"]


@pytest.mark.parametrize(
    ("kind", "owner", "number", "code"),
    [
        (IdKind.IDENTITY_CARD, PersonKind.NATURAL, "110105194912310021", "people.id_number.check"),
        (IdKind.IDENTITY_CARD, PersonKind.NATURAL, "1101051949123100", "people.id_number.shape"),
        (IdKind.CREDIT_CODE, PersonKind.NATURAL, "91110000600037341L", "people.id_kind_unfit"),
        (IdKind.CREDIT_CODE, PersonKind.COMPANY, "91110000600037341A", "people.id_number.check"),
        (None, PersonKind.NATURAL, CARD, "people.id_kind_missing"),
        (IdKind.TRAVEL_PERMIT, PersonKind.NATURAL, "X1234", "people.id_number.shape"),
    ],
)
def test_a_wrong_number_is_refused_and_writes_nothing(boss, kind, owner, number, code):
    with pytest.raises(Invalid) as refused:
        person(boss, kind=owner, id_kind=kind, id_number=number)
    assert refused.value.code == code and number not in str(refused.value)
    assert not Person.objects.exists()


def test_a_person_is_found_by_name_pinyin_initials_phone_and_its_tail(boss):
    home = estate_home()
    made = person(boss, "沈若兰", "13812341234")
    tie(boss, made, home)
    for text in ("若兰", "shenruolan", "srl", "138-1234-1234", "1234"):
        hits = facade.find_homes(actor=boss, text=text, community_id=None)
        assert [(one.place_id, one.person_id, one.phone_shown) for one in hits] == [
            (home.pk, made, "138****1234")
        ], text
    assert facade.find_homes(actor=boss, text="123", community_id=None) == []


def test_the_search_holds_no_number_in_the_clear(boss):
    person(boss, "沈若兰", "13812341234")
    from anju.foundation.search.models import SearchTerm

    assert not [one for one in SearchTerm.objects.values_list("term", flat=True) if "1234" in one]


def test_who_is_bound_to_one_community_sees_only_its_persons(org, boss):
    here, there = estate_home(), estate_home()
    ours, theirs, both = person(boss, "沈若兰"), person(boss, "程远"), person(boss, "顾家明")
    tie(boss, ours, here)
    tie(boss, theirs, there)
    tie(boss, both, here, share=None, kind=TieKind.TENANT)
    tie(boss, both, there, kind=TieKind.TENANT)
    actor = bound(org, type(here).objects.get(pk=here.community_id), PERSON_READ, PERSON_EDIT)
    assert set(visible(actor).values_list("pk", flat=True)) == {ours, both}
    with pytest.raises(NotFound):
        visible_person(actor, theirs)
    assert search.find(actor=actor, text="程远") == []
    assert [one.subject_id for one in search.find(actor=actor, text="顾家明")] == [both]
    with pytest.raises(NotFound):
        person_change(actor=actor, person_id=theirs, draft=PersonDraft(name="改名"), at=AT)
    assert Person.objects.get(pk=theirs).name == "程远"


def test_somebody_without_a_home_is_seen_where_he_is_registered(org, boss):
    here, there = estate_home(), estate_home()
    made = person(boss, "沈若兰", community_id=here.community_id)
    place = type(here)
    assert visible(bound(org, place.objects.get(pk=here.community_id), PERSON_READ)).filter(pk=made).exists()
    elsewhere = bound(org, place.objects.get(pk=there.community_id), PERSON_READ)
    assert not visible(elsewhere).filter(pk=made).exists()


def test_looking_at_a_number_is_written_down_and_needs_the_right(org, boss):
    home = estate_home()
    made = person(boss, "沈若兰", "13812341234", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    tie(boss, made, home)
    reader = bound(org, home, PERSON_READ)
    with pytest.raises(Forbidden):
        facade.person_phone(actor=reader, person_id=made, at=AT)
    assert not AuditEntry.objects.filter(action="people.person.revealed").exists()
    looker = bound(org, home, PERSON_READ, PERSON_REVEAL)
    assert facade.person_phone(actor=looker, person_id=made, at=AT) == "13812341234"
    assert person_id_number(actor=looker, person_id=made, at=AT) == CARD
    fields = [one.after["field"] for one in AuditEntry.objects.filter(action="people.person.revealed")]
    assert sorted(fields) == ["id_number", "phone"]


def test_who_may_not_see_numbers_edits_the_rest_without_losing_them(boss):
    made = person(boss, "沈若兰", "13812341234,010-62345678", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    draft = PersonDraft(
        name="沈若岚", phones=(PhoneDraft("010-****5678", "单位"), PhoneDraft("138****1234")), id_number=""
    )
    person_change(actor=boss, person_id=made, draft=draft, at=AT, keep_sealed=True)
    changed = Person.objects.get(pk=made)
    assert (changed.name, changed.id_number) == ("沈若岚", CARD)
    rows = PersonPhone.objects.filter(person=changed).order_by("-main", "pk")
    assert [(one.number, one.label, one.main) for one in rows] == [
        ("010-62345678", "单位", True), ("13812341234", "", False)
    ]  # fmt: skip


def test_a_home_shows_owners_first_with_shares_and_the_contact(boss):
    home = estate_home()
    child, owner, other = person(boss, "沈小满"), person(boss, "沈若兰"), person(boss, "周一鸣")
    tie(boss, child, home, TieKind.FAMILY, relation="child")
    tie(boss, owner, home, share=Share(1, 2), starts_on=date(2020, 5, 1), is_contact=True)
    tie(boss, other, home, share=Share(2, 4), starts_on=date(2020, 5, 1))
    seen = facade.home(home.pk, date(2026, 11, 21))
    assert [(one.person.id, one.relation, one.share) for one in seen.people] == [
        (owner, "owner", Share(1, 2)), (other, "owner", Share(1, 2)), (child, "family", None),
    ]  # fmt: skip
    assert seen.people[0].is_contact and seen.community_id == home.community_id
    assert [one.relation for one in facade.home(home.pk, date(2019, 1, 1)).people] == ["family"]
    assert facade.homes_of(owner, date(2026, 1, 1)) == [(home.pk, "owner")]


def test_shares_of_one_day_never_exceed_the_home(boss):
    home = estate_home()
    one, two = person(boss, "沈若兰"), person(boss, "周一鸣")
    tie(boss, one, home, share=Share(2, 3), starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1))
    with pytest.raises(Invalid) as refused:
        tie(boss, two, home, share=Share(1, 2), starts_on=date(2021, 12, 31))
    assert refused.value.code == "people.share.over"
    tie(boss, two, home, starts_on=date(2022, 1, 1))
    with pytest.raises(Conflict):
        tie(boss, two, home, share=Share(1, 100), starts_on=date(2023, 1, 1))


def test_a_log_in_belongs_to_one_person(org, boss):
    from anju.foundation.accounts import services

    user = services.user_create(username="r1", name="沈若兰", password="correct horse 42")
    one, two = person(boss, "沈若兰"), person(boss, "周一鸣")
    facade.user_bind(actor=boss, person_id=one, user_id=user.pk, at=AT)
    assert facade.person_of_user(user.pk).id == one
    with pytest.raises(Conflict):
        facade.user_bind(actor=boss, person_id=two, user_id=user.pk, at=AT)
    contact = facade.contact_of([one])[one]
    assert (contact.user_id, contact.name, contact.phone) == (user.pk, "沈若兰", "")


def test_creating_needs_the_right_in_that_community(org, boss):
    here, there = estate_home(), estate_home()
    actor = bound(org, here, PERSON_READ, PERSON_EDIT)
    draft = PersonDraft(name="沈若兰", community_id=there.community_id)
    with pytest.raises(Forbidden):
        person_create(actor=actor, draft=draft, at=AT)
    with pytest.raises(Forbidden):
        person_create(
            actor=bound(org, here, PERSON_READ), draft=replace(draft, community_id=here.community_id), at=AT
        )
    assert not Person.objects.exists()


def test_who_is_bound_to_a_building_lists_nobody_of_another_one(boss, org):
    first = estate_home("101")
    second = estate_home("202", community=first.parent.parent, building="2")
    near, far = person(boss, "近邻"), person(boss, "远邻")
    tie(boss, near, first)
    tie(boss, far, second)
    community_id = first.community_id

    def listed(path: str) -> set[str]:
        reach = Reach(frozenset({path}), frozenset({community_id}))
        clerk = Actor(org_id=org.pk, name="楼管", user_id=None, grants={"people.person:read": reach})
        return {one.name for one in person_lists.persons(clerk, community_id)}

    assert listed(first.parent.path) == {"近邻"}
    assert listed(f"/{community_id}/") == {"近邻", "远邻"}


def test_who_will_move_out_lives_there_until_then(boss):
    home = estate_home("101")
    tenant = person(boss, "顾明", "13912341234", community_id=home.community_id)
    today = timezone.localdate()
    key = tie(
        boss, tenant, home, TieKind.TENANT, starts_on=date(2025, 1, 1), ends_on=today + timedelta(days=30)
    )

    def listed(part: str) -> list[str]:
        return [one.name for one in person_lists.tied_as(person_lists.persons(boss), part)]

    assert (listed("tenant"), listed("former")) == (["顾明"], [])
    (row,) = person_lists.persons(boss)
    assert row.homes_shown == [home]
    (hit,) = facade.find_homes(actor=boss, text="13912341234", community_id=home.community_id)
    assert hit.place_id == home.pk
    facade.tie_end(actor=boss, tie_id=key, on=today, at=AT)
    assert (listed("tenant"), listed("former")) == ([], ["顾明"])
    (hit,) = facade.find_homes(actor=boss, text="13912341234", community_id=home.community_id)
    assert hit.place_id is None
