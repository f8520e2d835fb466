"""A consent taken back is heard: by who is told, by the care list, by the portrait of a household."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from anju.engines.messages.contracts import Recipient
from anju.engines.messages.queries import people
from anju.foundation.accounts.models import User
from anju.foundation.files.models import StoredFile
from anju.modules.people import facade
from anju.modules.people.models import CareEntry, CareVisit, HouseholdProfile
from anju.modules.people.services import care, home_files
from anju.modules.people.services.consents import consent_give, consent_withdraw
from anju.modules.people.services.persons import user_bind
from anju.modules.people.services.ties import tie_end
from anju.modules.people.tests.factories import AT, estate_home, person, tie

TODAY = date(2026, 11, 21)


@pytest.fixture
def home(boss):
    return estate_home()


@pytest.fixture
def owner(boss, home):
    made = person(boss, "沈若兰", "13812341234", community_id=home.community_id)
    tie(boss, made, home)
    return made


def declined(person_id: int) -> bool:
    return facade.contact_of([person_id])[person_id].declined


def test_only_who_took_the_consent_back_declines_and_may_agree_again(boss, owner):
    assert not declined(owner)
    consent_give(actor=boss, person_id=owner, purpose="notices", how="paper", at=AT)
    assert not declined(owner)
    consent_withdraw(actor=boss, person_id=owner, purpose="notices", how="phone", at=AT)
    assert declined(owner)
    consent_give(actor=boss, person_id=owner, purpose="notices", how="paper", at=AT + timedelta(hours=1))
    assert not declined(owner)


def test_another_consent_taken_back_declines_nothing(boss, owner):
    consent_give(actor=boss, person_id=owner, purpose="activities", how="paper", at=AT)
    consent_withdraw(actor=boss, person_id=owner, purpose="activities", how="phone", at=AT)
    assert not declined(owner)


def portrait(boss, home, owner) -> None:
    consent_give(actor=boss, person_id=owner, purpose="profile", how="paper", at=AT)
    home_files.profile_save(actor=boss, place_id=home.pk, facts={"food": "清淡"}, at=AT)


def test_the_portrait_of_a_household_goes_with_the_last_consent(boss, home, owner):
    portrait(boss, home, owner)
    assert home_files.profiles_review(today=TODAY) == 0
    consent_withdraw(actor=boss, person_id=owner, purpose="profile", how="phone", at=AT)
    assert home_files.profiles_review(today=TODAY) == 1
    assert not HouseholdProfile.objects.exists()


def test_the_portrait_goes_when_who_agreed_has_moved_out(boss, home, owner):
    portrait(boss, home, owner)
    (only,) = facade.home(home.pk, TODAY).people
    tie_end(actor=boss, tie_id=only.tie_id, on=TODAY, at=AT)
    assert home_files.profiles_review(today=TODAY) == 1


def test_an_empty_portrait_needs_no_consent(boss, home, owner):
    home_files.profile_save(actor=boss, place_id=home.pk, facts={}, at=AT)


def test_care_without_consent_loses_its_pictures_too(boss, home, owner):
    draft = care.CareDraft(
        person_id=owner, place_id=home.pk, reasons=("elderly_alone",), every_days=7, consent_how="paper", guardian="沈母"
    )  # fmt: skip
    entry = care.care_add(actor=boss, draft=draft, at=AT)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    visit = care.VisitDraft(
        way="door", condition="good", words="都好", visited_at=AT, photo=out.getvalue(), photo_name="a.png"
    )
    care.visit_record(actor=boss, entry_id=entry, draft=visit, at=AT)
    consent_withdraw(actor=boss, person_id=owner, purpose="care", how="phone", at=AT)
    assert care.care_review(at=AT, today=TODAY) == 1
    assert CareVisit.objects.get().photo is None and not StoredFile.objects.exists()
    assert CareEntry.objects.get().guardian == ""


def test_the_log_in_of_who_declined_is_known_too(boss, owner):
    user = User.objects.create(username="shen", name="沈若兰")
    user_bind(actor=boss, person_id=owner, user_id=user.pk, at=AT)
    assert facade.declined_users([user.pk]) == set()
    consent_give(actor=boss, person_id=owner, purpose="notices", how="paper", at=AT)
    consent_withdraw(actor=boss, person_id=owner, purpose="notices", how="phone", at=AT)
    assert facade.declined_users([user.pk, user.pk + 1]) == {user.pk}
    assert people.reachable([Recipient.user(user.pk)], None)[0].declined
