"""Things found in the own community, claimed without being told what proves them, and things missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.foundation import registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.frontdesk.models import LostReport
from anju.portals.resident.settings import LOSSES_PER_DAY
from anju.portals.resident.tests import factories

SECRET, WORDS = "夹层里有一张合影", "棕色牛皮"


def kept(boss, community, name="皮夹", sort="money", **more):
    draft = frontdesk.registers.FoundDraft(
        community_id=community.id, name=name, sort=sort, found_at=timezone.now() - timedelta(hours=3),
        finder="保安小李", kept_at="前台", words=WORDS, secret=SECRET, **more,
    )  # fmt: skip
    return frontdesk.registers.found_note(actor=boss, draft=draft, at=timezone.now())


def claim(client, found_id, **data):
    sent = {"marks": "里面有全家福", "phone": "13900001111", "key": factories.key(), **data}
    return client.post(f"/home/found/{found_id}/claim/", sent)


def test_the_list_says_what_was_found_and_nothing_that_proves_it(chen, boss, garden, place):
    public = factories.public_place(boss, garden)
    kept(boss, garden, place_id=public.id)
    kept(boss, garden, name="钥匙一串", sort="keys", place_id=place.id)
    page = chen.get("/home/found/").content.decode()
    assert "皮夹" in page and "大堂" in page and "钥匙一串" in page
    assert SECRET not in page and WORDS not in page and "保安小李" not in page
    # Where a home is the place, it is not told.
    assert place.name not in page.split("钥匙一串")[1][:200]
    assert "皮夹" not in chen.get("/home/found/", {"sort": "keys"}).content.decode()


def test_the_forms_open_before_anything_was_typed(chen, boss, garden):
    thing = kept(boss, garden)
    claiming = chen.get(f"/home/found/{thing}/claim/")
    assert claiming.status_code == 200
    assert SECRET not in claiming.content.decode()
    assert chen.get("/home/found/lost/").status_code == 200


def test_another_community_has_its_own_things(chen, boss):
    other = factories.community(boss, "XY", "西苑")
    far = kept(boss, other)
    assert "皮夹" not in chen.get("/home/found/").content.decode()
    assert chen.get(f"/home/found/{far}/claim/").status_code == 404
    assert claim(chen, far).status_code == 404
    assert not LostReport.objects.exists()


def test_a_claim_reaches_the_desk_with_its_marks_beside_what_proves_it(chen, boss, garden, login):
    thing = kept(boss, garden)
    assert claim(chen, thing).status_code == 302
    row = LostReport.objects.get()
    assert (row.claimed_id, row.marks, row.person_id, row.by_resident) == (
        thing,
        "里面有全家福",
        chen.person_id,
        True,
    )
    assert AuditEntry.objects.filter(action="frontdesk.found.claimed").count() == 1
    desk = login(RoleCode.FRONTDESK, username="desk")
    for address in (reverse("frontdesk:found_things"), reverse("frontdesk:found", args=[thing])):
        page = desk.get(address).content.decode()
        assert "里面有全家福" in page and SECRET in page
    give = desk.get(reverse("frontdesk:found_give", args=[thing]), {"report": row.pk}).content.decode()
    assert "里面有全家福" in give and f'value="{row.pk}" selected' in give


def test_the_same_claim_is_one_and_a_second_is_refused(chen, boss, garden):
    thing, key = kept(boss, garden), factories.key()
    for _each in range(2):
        assert claim(chen, thing, key=key).status_code == 302
    assert claim(chen, thing).status_code == 409
    assert LostReport.objects.count() == 1


def test_a_claim_without_marks_is_refused_and_keeps_what_was_typed(chen, boss, garden):
    answer = claim(chen, kept(boss, garden), marks=" ", phone="13900002222")
    assert answer.status_code == 422 and "13900002222" in answer.content.decode()
    assert not LostReport.objects.exists()


def test_what_was_handed_out_can_be_claimed_no_more(chen, boss, garden):
    thing = kept(boss, garden)
    frontdesk.registers.found_hand_over(
        actor=boss, found_id=thing, authority="派出所", receipt="1号", at=timezone.now()
    )
    assert claim(chen, thing).status_code == 404
    assert "皮夹" not in chen.get("/home/found/").content.decode()


def test_claims_are_limited_for_each_person_and_day(chen, boss, garden):
    registry.change(actor=boss, setting=LOSSES_PER_DAY, new=2)
    things = [kept(boss, garden) for _n in range(3)]
    answers = [claim(chen, one) for one in things]
    assert [one.status_code for one in answers] == [302, 302, 422]
    assert "太频繁" in answers[2].content.decode()
    assert LostReport.objects.count() == 2


def lose(client, **data):
    today = timezone.localdate().isoformat()
    sent = {"name": "蓝色雨伞", "sort": "umbrella", "on": today, "key": factories.key(), **data}
    return client.post("/home/found/lost/", sent)


def test_a_loss_is_noted_and_taken_back_by_its_reporter_alone(chen, boss, garden, place):
    assert lose(chen).status_code == 302
    row = LostReport.objects.get()
    assert (row.name, row.community_id, row.state) == ("蓝色雨伞", garden.id, "open")
    other = factories.resident(boss, place, name="家人", phone="13900003333", kind=factories.TieKind.FAMILY)
    assert "蓝色雨伞" not in other.get("/home/found/").content.decode()
    assert other.post(f"/home/found/mine/{row.pk}/end/").status_code == 404
    assert chen.post(f"/home/found/mine/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"sort": "gold"}, {"on": "gestern"}, {"on": "2999-01-01"}, {"phone": "12"}]
)
def test_a_loss_that_says_too_little_is_refused(chen, wrong):
    assert lose(chen, **wrong).status_code == 422
    assert not LostReport.objects.exists()


def test_who_does_not_live_there_sees_nothing(client, login):
    assert client.get("/home/found/").status_code == 302
    assert login(RoleCode.WORKER).get("/home/found/").status_code == 403
