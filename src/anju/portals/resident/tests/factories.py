"""A resident with a home, logged in by his own door, and a case of his."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from django.test import Client

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Reporter
from anju.foundation.accounts import residents
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PHONE = "13800001111"


def community(actor, code="CH", name="翠湖花园"):
    return estate.place_create(
        actor=actor, draft=PlaceDraft(kind=PlaceKind.COMMUNITY, code=code, name=name), at=AT
    )


def home(actor, garden, building="3", number="1502"):
    block = _place(actor, PlaceKind.BUILDING, building, garden)
    return _place(actor, PlaceKind.UNIT, number, block)


def public_place(actor, garden, code="LOBBY", name="大堂"):
    return _place(actor, PlaceKind.PUBLIC, code, garden, name=name)


def _place(actor, kind, code, parent, **more):
    draft = PlaceDraft(kind=kind, code=code, parent_id=parent.id, **more)
    return estate.place_create(actor=actor, draft=draft, at=AT)


def person(actor, name="陈雨", phone=PHONE, community_id=None):
    phones = (PhoneDraft(phone),) if phone else ()
    draft = PersonDraft(name=name, phones=phones, community_id=community_id)
    return people.person_create(actor=actor, draft=draft, at=AT)


def living(actor, person_id, place, kind=TieKind.OWNER):
    draft = TieDraft(person_id=person_id, place_id=place.id, kind=kind, starts_on=date(2020, 1, 1))
    return people.living_add(actor=actor, draft=draft, at=AT)


def resident(actor, place, name="陈雨", phone=PHONE, kind=TieKind.OWNER):
    """(user, person id, logged-in client) of somebody with a home."""
    person_id = person(actor, name, phone, place.community_id)
    living(actor, person_id, place, kind)
    user = residents.resident_user(name=name, phone=phone, proven=bool(phone))
    people.user_bind(actor=actor, person_id=person_id, user_id=user.pk, at=AT)
    residents.residency_add(actor=actor, user=user, at=AT)
    client = Client()
    client.force_login(user)
    client.user, client.person_id = user, person_id
    return client


def case(actor, place, client=None, kind="repair", words="水龙头在滴水", at=AT, **more):
    """A case taken down at the desk for a resident, or for nobody."""
    told = (
        Reporter(person_id=client.person_id, user_id=client.user.pk, name="陈雨", phone=PHONE)
        if client
        else Reporter()
    )
    draft = CaseDraft(
        kind=kind, community_id=place.community_id, place_id=place.id, title=words, words=words, reporter=told, **more
    )  # fmt: skip
    return cases.case_open(actor=actor, draft=draft, at=at).case_id


def key():
    return str(uuid4())
