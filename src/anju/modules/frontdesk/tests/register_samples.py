"""The smallest valid rows of the registers, in a community with one tower, two doors and a crew."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from PIL import Image

from anju.foundation.accounts import services as accounts
from anju.foundation.actors import Actor, Origin
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.tests import factories as estate
from anju.modules.frontdesk.services import concierge, lending, lost, offers, orders, visitors
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind
from anju.modules.people.tests import factories as crew

# Saturday 21 November 2026, 10:00 in Shanghai.
AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Garden:
    community: int
    building: int
    home: int
    neighbour: int
    gate: int
    staff: int
    path: str


def garden(actor, code="CH", name="翠湖花园"):
    place = estate.community(actor, code, name)
    block = estate.make(actor, PlaceKind.BUILDING, "3", place)
    door = estate.make(actor, PlaceKind.ENTRANCE, "2", block)
    other = estate.make(actor, PlaceKind.ENTRANCE, "1", block)
    home = estate.make(actor, PlaceKind.UNIT, "1502", door)
    neighbour = estate.make(actor, PlaceKind.UNIT, "1502", other)
    gate = estate.make(actor, PlaceKind.GATE, "G1", place, name="南门")
    department = crew.department(actor, f"{name}客服部", "customer_service", community_id=place.id)
    staff = crew.staff(actor, department, f"{code}01", "许文秀", community_id=place.id)
    return Garden(place.id, block.id, home.id, neighbour.id, gate.id, staff, place.path)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 50), "teal").save(out, "JPEG")
    return out.getvalue()


def resident(boss, garden, org, name="沈若兰"):
    """A person who lives in the home and logs in; with the actor she is, without any right."""
    user = accounts.user_create(username=f"r{name}", name=name, password="correct horse 42")
    draft = PersonDraft(name=name, community_id=garden.community, phones=(PhoneDraft("13800001234"),))
    person = people.person_create(actor=boss, draft=draft, at=AT)
    tie = TieDraft(person_id=person, place_id=garden.home, kind=TieKind.TENANT, starts_on=date(2020, 1, 1))
    people.living_add(actor=boss, draft=tie, at=AT)
    people.user_bind(actor=boss, person_id=person, user_id=user.pk, at=AT)
    return person, Actor(org.pk, name, user_id=user.pk, origin=Origin("resident"))


def walk_in(actor, garden, at=AT, **more):
    values = {
        "name": "周来访",
        "place_id": garden.home,
        "gate_id": garden.gate,
        "phone": "13911112222",
        **more,
    }
    return visitors.visit_sign_in(
        actor=actor, draft=visitors.VisitDraft(community_id=garden.community, **values), at=at
    )


def announce(actor, garden, at=AT, **more):
    values = {
        "name": "李表弟",
        "place_id": garden.home,
        "valid_from": at,
        "valid_until": at + 4 * HOUR,
        **more,
    }
    return visitors.visitor_announce(actor=actor, draft=visitors.AnnounceDraft(**values), at=at)


def profile(actor, garden, at=AT, **more):
    values = {
        "title": "三号楼礼宾管家", "strengths": "熟悉办事流程", "service_phone": "0571-87654321", "weekdays": range(7),
        "starts": time(8), "ends": time(20), "place_ids": [garden.building], **more,
    }  # fmt: skip
    draft = concierge.ConciergeDraft(community_id=garden.community, staff_id=garden.staff, **values)
    return concierge.concierge_save(actor=actor, draft=draft, at=at)


def vendor(actor, name="洁邻家政服务部", at=AT, **more):
    return offers.vendor_save(actor=actor, draft=offers.VendorDraft(name=name, **more), at=at)


def offer(actor, garden, code="JZ01", price=50_0000, at=AT, vendor_price=0, on=date(2026, 1, 1), **more):
    values = {
        "name": "日常保洁",
        "family": "housekeeping",
        "unit": "小时",
        "community_id": garden.community,
        **more,
    }
    made = offers.offer_save(actor=actor, draft=offers.OfferDraft(code=code, **values), at=at)
    draft = offers.PriceDraft(price=price, valid_from=on, vendor_price=vendor_price)
    offers.price_set(actor=actor, offer_id=made, draft=draft, at=at)
    return made


def order(actor, garden, *offer_ids, quantity=2000, at=AT, **more):
    values = {"customer": "沈若兰", "place_id": garden.home, **more}
    lines = [orders.LineDraft(one, quantity) for one in offer_ids]
    draft = orders.OrderDraft(community_id=garden.community, lines=lines, **values)
    return orders.order_open(actor=actor, draft=draft, at=at)


def found(actor, garden, at=AT, **more):
    values = {
        "name": "黑色钱包", "sort": "money", "found_at": at - HOUR, "finder": "巡逻员", "kept_at": "前台", "place_id": garden.building,
        "words": "黑色皮质，内有公交卡", **more,
    }  # fmt: skip
    return lost.found_note(actor=actor, draft=lost.FoundDraft(community_id=garden.community, **values), at=at)


def missing(actor, garden, at=AT, **more):
    values = {
        "name": "黑色钱包", "sort": "money", "lost_at": at - 3 * HOUR, "reporter": "沈若兰", "place_id": garden.building,
        "words": "丢了黑色皮质钱包", **more,
    }  # fmt: skip
    return lost.lost_note(actor=actor, draft=lost.LostDraft(community_id=garden.community, **values), at=at)


def claim(**more):
    values = {
        "name": "沈若兰",
        "paper": "居民身份证",
        "number": "330100199001010000",
        "proof": "说出了卡号",
        **more,
    }
    return lost.ClaimDraft(signature=picture(), **values)


def thing(actor, garden, number="K-001", at=AT, **more):
    values = {"kind": "key", "name": "配电室钥匙", "place_id": garden.building, **more}
    draft = lending.LendableDraft(community_id=garden.community, number=number, **values)
    return lending.lendable_save(actor=actor, draft=draft, at=at)


def lend(actor, garden, lendable_id, at=AT, due=4 * HOUR, **more):
    values = {"borrower": "staff", "staff_id": garden.staff, "purpose": "查看表箱", **more}
    draft = lending.LoanDraft(lendable_id=lendable_id, due_at=at + due, **values)
    return lending.lend(actor=actor, draft=draft, at=at)
