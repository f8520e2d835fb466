"""Somebody is found by name, telephone or room, chosen, and told apart from others of his name."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import NotFound
from anju.modules.community.contracts import Who
from anju.modules.community.models import DisputeParty, Dog, MeetingAttendee, MeetingOpinion, Merchant
from anju.modules.community.queries import picking
from anju.modules.community.services import disputes, dogs, meetings
from anju.modules.community.tests import gatherings as made
from anju.modules.community.tests.gatherings import AT, TODAY
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind


@pytest.fixture
def place(org, boss):
    return made.garden(boss)


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER, username="manager7")


def resident(actor, place, name, *, home=0, phone="", kind=TieKind.FAMILY):
    phones = (PhoneDraft(phone),) if phone else ()
    person = people.person_create(
        actor=actor, draft=PersonDraft(name=name, community_id=place.community, phones=phones), at=AT
    )
    tie = TieDraft(person_id=person, place_id=place.homes[home], kind=kind, starts_on=date(2020, 1, 1))
    people.living_add(actor=actor, draft=tie, at=AT)
    return person


def party_form(client, dispute, **sent):
    values = {"name": "", "home": "", "claim": "", **sent}
    return client.post(reverse("community:dispute_party_new", args=[dispute]), values)


def dispute(actor, place):
    draft = disputes.DisputeDraft(
        subject="楼道堆物", text="争执", level="ordinary", mediation="people", tier="community", mediator="居委会",
        opened_on=TODAY,
    )  # fmt: skip
    return disputes.dispute_save(actor=actor, community_id=place.community, draft=draft, on=TODAY, at=AT)


def test_two_of_one_name_in_a_home_are_two_lines_that_read_differently(boss, place):
    first, second = resident(boss, place, "王伟"), resident(boss, place, "王伟")
    found = picking.choices(boss, place.community, "王伟", TODAY)
    assert {one.key for one in found} == {f"{first}-{place.homes[0]}", f"{second}-{place.homes[0]}"}
    assert len({one.about for one in found}) == 2


def test_somebody_is_found_by_the_end_of_his_telephone(boss, place):
    known = resident(boss, place, "何敏", phone="13811114567", kind=TieKind.TENANT)
    (line,) = picking.choices(boss, place.community, "4567", TODAY)
    assert line.key.startswith(f"{known}-")
    assert "租户" in line.about
    assert "13811114567" not in line.about


def test_the_list_is_shown_only_to_who_may_see_persons_of_this_community(login, boss, place):
    resident(boss, place, "何敏")
    other = desk.home("橙园")
    inside = login(RoleCode.FRONTDESK, path=f"/{place.community}/")
    url = reverse("community:person_hits")
    shown = inside.get(url, {"community": place.community, "field": "keeper", "keeper": "何敏"})
    assert "何敏" in shown.content.decode()
    assert 'name="keeper_person"' in shown.content.decode()
    assert inside.get(url, {"community": other.community, "field": "keeper"}).status_code == 404
    assert inside.get(url, {"community": place.community, "field": "<b>"}).status_code == 404
    assert login(RoleCode.WORKER, username="worker7").get(url).status_code == 403


def test_a_party_that_was_chosen_is_that_person_and_brings_his_home(manager, boss, place):
    _other, meant = resident(boss, place, "王伟"), resident(boss, place, "王伟")
    number = dispute(boss, place)
    refused = party_form(manager, number, name="王伟")
    assert refused.status_code == 422
    assert "同名" in refused.content.decode()
    assert not DisputeParty.objects.exists()
    key = f"{meant}-{place.homes[0]}"
    assert party_form(manager, number, name="王", name_person=key).status_code == 303
    row = DisputeParty.objects.get()
    assert (row.person_id, row.name, row.place_id) == (meant, "王伟", place.homes[0])


def test_a_room_that_was_typed_is_no_name(manager, boss, place):
    known = resident(boss, place, "何敏", phone="13811114567")
    number = dispute(boss, place)
    refused = party_form(manager, number, name="4567")
    assert refused.status_code == 422
    assert f'value="{known}-{place.homes[0]}"' in refused.content.decode()
    assert not DisputeParty.objects.exists()


def test_an_outsider_is_a_name_even_when_a_resident_is_called_so(manager, boss, place):
    resident(boss, place, "何敏")
    number = dispute(boss, place)
    assert party_form(manager, number, name="何敏", name_person="none").status_code == 303
    row = DisputeParty.objects.get()
    assert (row.name, row.person_id) == ("何敏", None)


def test_a_person_of_nowhere_is_not_linked(boss, place):
    number = dispute(boss, place)
    with pytest.raises(NotFound):
        disputes.party_add(actor=boss, dispute_id=number, name="何敏", chosen=Who("何敏", 987_654_321), at=AT)
    assert not DisputeParty.objects.exists()


def test_a_person_out_of_reach_is_not_linked(org, login, boss, place):
    far = made.garden(boss, "橙园")
    near = actor_for(login(RoleCode.FRONTDESK, path=f"/{place.community}/").user, org, Origin())
    draft = dogs.DogDraft(breed="柴犬", size="small", place_id=place.homes[0], chosen=Who("陈雨", far.owner))
    with pytest.raises(NotFound):
        dogs.dog_note(actor=near, community_id=place.community, draft=draft, at=AT)
    assert not Dog.objects.exists()


def test_the_keeper_of_a_dog_is_chosen_and_stays_on_a_later_change(manager, boss, place):
    _other, meant = resident(boss, place, "王伟"), resident(boss, place, "王伟")
    values = {"home": "", "spot": "", "keeper": "王伟", "keeper_person": f"{meant}-{place.homes[0]}", "breed": "柴犬",
              "size": "small", "sex": "unknown"}  # fmt: skip
    url = f"{reverse('community:dog_new')}?community={place.community}"
    assert manager.post(url, values).status_code == 303
    row = Dog.objects.get()
    assert (row.person_id, row.place_id) == (meant, place.homes[0])
    form = manager.get(reverse("community:dog_edit", args=[row.pk])).content.decode()
    assert f'value="{meant}-{place.homes[0]}" checked' in form


def test_the_operator_of_a_shop_is_chosen_without_his_telephone(manager, boss, place):
    known = resident(boss, place, "何敏")
    values = {"name": "面馆", "trade": "catering", "spot": "东门", "operator": "何敏", "approval": "unknown",
              "operator_person": f"{known}-{place.homes[0]}"}  # fmt: skip
    url = f"{reverse('community:merchant_new')}?community={place.community}"
    assert manager.post(url, values).status_code == 303
    assert Merchant.objects.get().person_id == known


def test_who_came_and_who_spoke_are_chosen_one_by_one(manager, boss, place):
    first, second = resident(boss, place, "王伟"), resident(boss, place, "王伟")
    meeting = made.meeting(boss, place)
    for person in (first, second):
        sent = {"person": "王伟", "person_person": f"{person}-{place.homes[0]}", "homes": "", "guests": ""}
        assert manager.post(reverse("community:attendance", args=[meeting]), sent).status_code == 303
    assert set(MeetingAttendee.objects.values_list("person_id", flat=True)) == {first, second}
    sent = {
        "text": "加灯",
        "who": "王伟",
        "who_person": f"{second}-{place.homes[0]}",
        "home": "",
        "topic": "other",
    }
    assert manager.post(reverse("community:opinion_new", args=[meeting]), sent).status_code == 303
    spoken = MeetingOpinion.objects.get()
    assert (spoken.person_id, spoken.place_id) == (second, place.homes[0])


def test_pasted_names_that_two_share_are_not_guessed(boss, place):
    resident(boss, place, "王伟"), resident(boss, place, "王伟")
    meeting = made.meeting(boss, place)
    room = estate.place(place.homes[0]).name
    draft = meetings.AttendanceDraft(homes=f"{room} 王伟")
    meetings.attendance_add(actor=boss, meeting_id=meeting, draft=draft, at=AT)
    assert MeetingAttendee.objects.get().person_id is None


def test_who_lives_in_the_room_that_was_typed_stands_first(boss, place):
    resident(boss, place, "何敏", home=1, kind=TieKind.OWNER)
    room = estate.place(place.homes[1]).name
    found = picking.choices(boss, place.community, room, TODAY)
    assert found[0].key.endswith(f"-{place.homes[1]}")


@pytest.mark.parametrize(
    ("typed", "telephone"),
    [("1-1-101", False), ("13800001234", True), ("138 0000 1234", True), ("4567", False)],
)
def test_a_telephone_is_not_taken_for_a_room(typed, telephone):
    assert bool(picking.LONG_NUMBER.fullmatch(typed)) is telephone
