"""Duplicates: found, merged with everything they have, taken apart again while nothing followed."""

from __future__ import annotations

from datetime import date

import pytest

from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid
from anju.modules.people import facade
from anju.modules.people.contracts import IdKind, PersonDraft, Share, TieKind
from anju.modules.people.models import Consent, HomeTie, Need, Person, PersonState
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.queries.duplicates import pairs
from anju.modules.people.services.consents import consent_give
from anju.modules.people.services.home_files import NeedDraft, need_record
from anju.modules.people.services.merging import persons_distinct, persons_merge, persons_part
from anju.modules.people.services.persons import person_change
from anju.modules.people.tests.factories import AT, estate_home, person, tie

CARD = "11010519491231002X"


def test_duplicates_are_found_for_three_reasons_and_not_for_less(boss):
    home = estate_home()
    number = [person(boss, name, id_kind=IdKind.IDENTITY_CARD, id_number=CARD) for name in ("沈若兰", "沈兰")]
    phone = [person(boss, name, "13812341234") for name in ("程远", "程远（租客）", "何晴")]
    same = [person(boss, "顾家明"), person(boss, "顾家明")]
    for one in same:
        tie(boss, one, home, TieKind.FAMILY)
    person(boss, "顾家明")
    found = {one.key: one.reasons for one in pairs(boss)}
    assert found == {
        tuple(number): ("id_number",), tuple(phone[:2]): ("phone",), tuple(same): ("home",)
    }  # fmt: skip


def test_a_pair_found_different_is_not_shown_again(boss):
    one, two = person(boss, "程远", "13812341234"), person(boss, "程远", "13812341234")
    persons_distinct(actor=boss, first_id=two, second_id=one, at=AT)
    assert pairs(boss) == []


def family(boss):
    """Two records of one person: two homes, a shared one, needs, consents, telephones."""
    shared, other = estate_home("501"), estate_home("502")
    kept = person(boss, "程远", "13812341234")
    gone = person(boss, "程远", "13812341234,13900001111", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    tie(boss, kept, shared, share=Share(1, 4), starts_on=date(2021, 1, 1))
    tie(boss, gone, shared, share=Share(1, 4), starts_on=date(2020, 1, 1), is_contact=True)
    tie(boss, gone, other, TieKind.TENANT)
    need_record(
        actor=boss, draft=NeedDraft(text="加装扶手", person_id=gone, since_on=date(2026, 1, 1)), at=AT
    )
    for one in (kept, gone):
        consent_give(actor=boss, person_id=one, purpose="notices", how="paper", at=AT)
    consent_give(actor=boss, person_id=gone, purpose="activities", how="paper", at=AT)
    return kept, gone, shared, other


def state_of():
    return (
        list(Person.objects.order_by("pk").values("pk", "name", "id_number", "id_digest", "birthday", "state", "merged_into_id")),
        list(HomeTie.objects.order_by("pk").values()),
        list(Need.objects.values_list("pk", "person_id")),
        sorted(Consent.objects.values_list("pk", "person_id")),
    )  # fmt: skip


def test_merging_moves_everything_and_parting_puts_it_back(boss, monkeypatch):
    told = []
    monkeypatch.setattr(outbox, "publish", told.append)
    kept, gone, shared, other = family(boss)
    before = state_of()
    merge = persons_merge(actor=boss, kept_id=kept, gone_id=gone, at=AT)
    survivor = Person.objects.get(pk=kept)
    assert (survivor.id_number, survivor.birthday) == (CARD, date(1949, 12, 31))
    assert sorted(one.number for one in survivor.phones.all()) == ["13812341234", "13900001111"]
    joined = HomeTie.objects.get(place=shared)
    assert (joined.person_id, joined.share_numerator, joined.share_denominator) == (kept, 1, 2)
    assert joined.starts_on == date(2020, 1, 1) and joined.is_contact
    assert HomeTie.objects.get(place=other).person_id == kept
    assert Need.objects.get().person_id == kept
    assert facade.persons_by_id([gone])[gone].state == PersonState.MERGED
    assert facade.contact_of([gone])[gone].person_id == kept
    persons_part(actor=boss, merge_id=merge, at=AT)
    assert state_of() == before
    assert [type(one).__name__ for one in told] == ["PersonsMerged", "PersonsParted"]
    hits = facade.find_homes(actor=boss, text="13900001111", community_id=None)
    assert {one.person_id for one in hits} == {gone}


def test_what_was_changed_after_a_merge_keeps_it_whole(boss):
    kept, gone, *_homes = family(boss)
    merge = persons_merge(actor=boss, kept_id=kept, gone_id=gone, at=AT)
    person_change(actor=boss, person_id=kept, draft=PersonDraft(name="程远"), at=AT)
    with pytest.raises(Conflict) as refused:
        persons_part(actor=boss, merge_id=merge, at=AT)
    assert refused.value.code == "people.merge.followed"
    assert Person.objects.get(pk=gone).state == PersonState.MERGED


def test_a_chosen_field_comes_from_the_one_that_goes(boss):
    kept, gone = person(boss, "程远", note="甲"), person(boss, "程 远远", note="乙")
    persons_merge(actor=boss, kept_id=kept, gone_id=gone, take=["name"], at=AT)
    survivor = Person.objects.get(pk=kept)
    assert (survivor.name, survivor.note) == ("程远远", "甲")
    with pytest.raises(Invalid):
        persons_merge(actor=boss, kept_id=kept, gone_id=gone, at=AT)


def test_merging_needs_the_right_and_writes_nothing_without_it(org, boss):
    home = estate_home()
    kept, gone = person(boss, "程远"), person(boss, "程远")
    for one in (kept, gone):
        tie(boss, one, home, TieKind.FAMILY)
    reader = Actor(
        org_id=org.pk, name="前台", grants={PERSON_READ.code: Reach(frozenset({home.path}), frozenset())}
    )
    with pytest.raises(Forbidden):
        persons_merge(actor=reader, kept_id=kept, gone_id=gone, at=AT)
    assert Person.objects.filter(state=PersonState.ACTIVE).count() == 2


def test_the_record_of_a_merge_holds_no_number_in_the_clear(boss):
    from anju.modules.people.models import PersonMerge

    kept = person(boss, "程远", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    gone = person(boss, "程远")
    persons_merge(actor=boss, kept_id=kept, gone_id=gone, take=["id_number"], at=AT)
    assert Person.objects.get(pk=kept).id_number == ""
    assert CARD not in str(PersonMerge.objects.get().moved)
