"""A field for a place: what it offers, what it understands, and that a large community costs it nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft
from anju.foundation.permissions import RoleCode
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import place_search

MANY = 10_000


def put(boss, now, kind, code, parent=None, name=""):
    draft = PlaceDraft(kind=kind, code=code, parent_id=parent.id if parent else None, name=name)
    return estate.place_create(actor=boss, draft=draft, at=now)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def garden(boss, now):
    return put(boss, now, PlaceKind.COMMUNITY, "CH", name="翠湖花园")


@pytest.fixture
def flats(boss, garden, now):
    block = put(boss, now, PlaceKind.BUILDING, "3", garden)
    return [put(boss, now, PlaceKind.UNIT, code, block) for code in ("1502", "1503")]


@pytest.fixture
def pump(boss, garden, now):
    return put(boss, now, PlaceKind.ROOM, "SB", garden, name="水泵房")


def hits(client, **asked):
    return client.get(reverse("frontdesk:place_hits"), asked).content.decode()


def test_a_place_is_suggested_by_characters_pinyin_initials_and_number(garden, flats, pump, login):
    client = login(RoleCode.FRONTDESK)
    for typed in ("水泵", "shuibeng", "sbf"):
        assert "水泵房" in hits(client, community=garden.id, place=typed), typed
    offered = hits(client, community=garden.id, place="3-150")
    assert offered.count("<option") == 2 and "翠湖花园" not in offered


def test_another_community_is_not_offered(boss, now, garden, pump, login):
    other = put(boss, now, PlaceKind.COMMUNITY, "XY", name="西苑")
    put(boss, now, PlaceKind.ROOM, "SB", other, name="西苑水泵房")
    client = login(RoleCode.FRONTDESK, path=garden.path)
    assert "西苑" not in hits(client, community=garden.id, place="水泵")
    assert "<option" not in hits(client, community=other.id, place="水泵")
    assert "<option" not in hits(client, community="x", place="水泵")


def test_what_was_typed_is_one_place_or_a_refusal_that_says_why(boss, garden, flats, pump):
    assert place_search.meant(boss, garden.id, "水泵房") == pump.id
    assert place_search.meant(boss, garden.id, place_search.shown(flats[0].id)) == flats[0].id
    assert place_search.meant(boss, garden.id, " ") is None
    for typed, code in (("3-15", "frontdesk.place.many"), ("游泳池", "frontdesk.place.unknown")):
        with pytest.raises(place_search.Invalid) as refused:
            place_search.meant(boss, garden.id, typed)
        assert refused.value.code == code


def opened(boss, garden, place, now):
    draft = CaseDraft(
        kind="repair", community_id=garden.id, place_id=place.id, title="问水压", fields={"trade": "water"}
    )
    return facade.report(actor=boss, draft=draft, at=now).case_id


def edit(client, case, place):
    given = {
        "title": "问水压",
        "words": "",
        "severity": "2",
        "place": place,
        "fields.trade": "water",
        "reason": "听错了",
    }
    return client.post(reverse("frontdesk:case_deed", args=[case, "edit"]), given)


def test_the_place_of_a_case_is_corrected_by_what_is_typed(boss, garden, flats, pump, now, login):
    case, client = opened(boss, garden, pump, now), login(RoleCode.SUPERVISOR)
    wrong = edit(client, case, "3-15")
    assert wrong.status_code == 422 and "都对得上" in wrong.content.decode()
    assert view_of(boss, case, now).row.place_id == pump.id
    assert edit(client, case, "3-1503").status_code == 303
    assert view_of(boss, case, now).row.place_id == flats[1].id


def view_of(boss, case, now):
    return cases.case_view(actor=boss, case_id=case, at=now)


def test_the_form_stays_small_in_a_community_of_ten_thousand_places(boss, garden, pump, now, login):
    case, client = opened(boss, garden, pump, now), login(RoleCode.SUPERVISOR)
    address = reverse("frontdesk:case_deed", args=[case, "edit"])
    few = len(client.get(address, headers={"HX-Request": "true"}).content)
    model = apps.get_model("estate", "Place")
    model.objects.bulk_create(
        model(
            kind="unit", code=str(n), name=str(n), full_name=f"翠湖花园{n}", parent_id=garden.id, path=f"{garden.path}{n}/",
            community_id=garden.id, label=f"X{n}",
        )
        for n in range(MANY)
    )  # fmt: skip
    many = len(client.get(address, headers={"HX-Request": "true"}).content)
    assert many - few < 200 and many < 12_000
