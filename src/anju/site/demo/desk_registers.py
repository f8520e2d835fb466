"""The demo's registers at the desk: visitors, concierges, services and orders, lost things, keys and tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from anju.engines.cases.contracts import PhotoDraft
from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.site.demo import names, pictures
from anju.site.demo.desk_world import ZONE, World
from anju.site.demo.register_facts import (
    BULLETINS,
    EXPECTED,
    FOUND,
    GUESTS,
    KEYS,
    LISTINGS,
    LOST,
    ORDERS,
    SERVICES,
    STRENGTHS,
    TOOLS,
    VENDORS,
    VISITS,
)

BOOK = frontdesk.registers
VISIT_DAYS = 14


def fill(actor: Actor, community_id: int, now: datetime) -> None:
    """Tell the registers of a community up to `now`; it is history: nobody is told anew."""
    world = World.of(actor, community_id, now)
    with outbox.silence():
        _concierges(world)
        _visitors(world)
        _catalogue(world)
        _orders(world)
        _listings(world)
        _lost(world)
        _lending(world)


def _concierges(world: World) -> None:
    crew = [one for one in world.crew("客服组") if one.position != "客服主管"][
        : len(STRENGTHS)
    ] or world.staff[:1]
    share = max(1, -(-len(world.buildings) // len(crew)))
    at = world.back(80)
    made = []
    for number, one in enumerate(crew):
        strengths, languages, motto = STRENGTHS[number]
        own = world.buildings[number * share : (number + 1) * share] or world.buildings[:1]
        whole = number == 0
        draft = BOOK.ConciergeDraft(
            community_id=world.community, staff_id=one.id, title=_title(own), strengths=strengths,
            languages=languages, motto=motto, service_phone=names.phone(7000 + number), weekdays=range(7) if whole else range(6),
            starts=time(8), ends=time(8) if whole else time(20), place_ids=[each.id for each in own],
            photo=pictures.portrait(number),
        )  # fmt: skip
        made.append(BOOK.concierge_save(actor=world.actor, draft=draft, at=at))
    fault = BOOK.FaultDraft(
        kind="unreported", on=world.back(38).date(), measure="oral",
        evidence="业主反映电梯异响，登记后两天没有上报主管，回访录音可查。",
    )  # fmt: skip
    BOOK.fault_record(actor=world.actor, concierge_id=made[-1], draft=fault, at=world.back(37))
    for sort, title, body in BULLETINS:
        BOOK.bulletin_draft(
            actor=world.desk,
            community_id=world.community,
            sort=sort,
            title=title,
            body=body,
            at=world.back(2),
        )


def _title(served: Sequence[PlaceView]) -> str:
    first, last = served[0].name, served[-1].name
    return f"{first}礼宾管家" if first == last else f"{first}至{last}礼宾管家"


def _visitors(world: World) -> None:
    guests = _guests()
    for day in range(VISIT_DAYS, -1, -1):
        for step, row in enumerate(VISITS):
            hour, purpose, words, company, plate, companions, minutes = row
            came = world.back(day, hour) + timedelta(minutes=(step * 13 + day * 7) % 50)
            if came >= world.now or (day + step) % 4 == 3:
                continue
            _visit(
                world,
                next(guests),
                came,
                day * 11 + step,
                (purpose, words, company, plate, companions, minutes),
            )
    stays = BOOK.VisitDraft(
        community_id=world.community, name="范师傅", phone=names.phone(7101), company="宏远装饰", purpose="decoration",
        words="泥工收尾", place_id=world.home(5).id, gate_id=world.gate(0), card="F18", companions=1,
        stay_until=world.now - timedelta(hours=3),
    )  # fmt: skip
    BOOK.visit_sign_in(actor=world.desk, draft=stays, at=world.now - timedelta(hours=9))
    for step, (name, begins, hours, purpose, companions) in enumerate(EXPECTED):
        home = world.home(step + 20)
        person_id, _name = world.host(home.id)
        start = world.now + timedelta(hours=begins - 1)
        draft = BOOK.AnnounceDraft(
            place_id=home.id, name=name, person_id=person_id, purpose=purpose, companions=companions,
            valid_from=start - timedelta(hours=1), valid_until=start + timedelta(hours=hours), phone=names.phone(7110 + step),
        )  # fmt: skip
        BOOK.visitor_announce(actor=world.desk, draft=draft, at=world.now - timedelta(hours=1))


def _visit(
    world: World, name: str, came: datetime, step: int, row: tuple[str, str, str, str, int, int]
) -> None:
    purpose, words, company, plate, companions, minutes = row
    home = world.home(step)
    _person, host = world.host(home.id)
    card = f"F{step % 40 + 1:02}" if purpose in ("repair", "decoration") else ""
    draft = BOOK.VisitDraft(
        community_id=world.community, name=name, phone=names.phone(7200 + step % 700), plate=plate, company=company,
        companions=companions, purpose=purpose, words=words, place_id=home.id, host=host, gate_id=world.gate(step), card=card,
    )  # fmt: skip
    made = BOOK.visit_sign_in(actor=world.desk, draft=draft, at=came)
    left = came + timedelta(minutes=minutes)
    if left < world.now:
        BOOK.visit_sign_out(
            actor=world.desk,
            visit_id=made,
            at=left,
            gate_id=world.gate(step + 1),
            card_returned=step % 17 != 9,
        )


def _guests() -> Iterator[str]:
    step = 0
    while True:
        yield GUESTS[step % len(GUESTS)] + ("先生", "女士", "师傅", "小姐")[step * 3 % 4]
        step += 1


def _catalogue(world: World) -> None:
    at = world.back(300)
    today = world.now.astimezone(ZONE).date()
    vendors = [
        BOOK.vendor_save(
            actor=world.actor,
            draft=BOOK.VendorDraft(
                name=name, contact=contact, phone=names.phone(7800 + number), families=families,
                qualification=qualification, qualified_until=today + timedelta(days=days),
            ),
            at=at,
        )
        for number, (name, contact, families, qualification, days) in enumerate(VENDORS)
    ]  # fmt: skip
    crew = people.team_for_domain(world.community, "engineering")
    for one in SERVICES:
        own = one.vendor is None and one.family == "repair"
        draft = BOOK.OfferDraft(
            code=one.code, name=one.name, family=one.family, unit=one.unit, content=one.content, community_id=world.community,
            vendor_id=None if one.vendor is None else vendors[one.vendor], team_id=crew.id if own and crew else None,
        )  # fmt: skip
        made = BOOK.offer_save(actor=world.actor, draft=draft, at=at)
        was = None if one.price is None else one.price * 10_000
        first = BOOK.PriceDraft(price=was, vendor_price=one.part * 10_000, valid_from=at.date())
        BOOK.price_set(actor=world.actor, offer_id=made, draft=first, at=at)
        if one.code == "JZ01":
            dearer = BOOK.PriceDraft(
                price=480_000, vendor_price=380_000, valid_from=date(today.year + 1, 1, 1)
            )
            BOOK.price_set(actor=world.actor, offer_id=made, draft=dearer, at=world.back(6))


def _orders(world: World) -> None:
    today = world.now.astimezone(ZONE).date()
    offers = {one.code: one.id for one in frontdesk.services_offered(world.community, today)}
    for step, (days, codes, quantity, ending, words) in enumerate(ORDERS):
        home = world.home(step * 3 + 1)
        person_id, name = world.host(home.id)
        at = world.back(days, 9 + step % 8)
        draft = BOOK.OrderDraft(
            community_id=world.community, customer=name or f"{GUESTS[step]}女士", place_id=home.id, person_id=person_id,
            phone=names.phone(7900 + step), words=words, channel="phone" if step % 2 else "desk", wanted_at=at + timedelta(days=1),
            lines=[BOOK.LineDraft(offers[code], quantity * 1000) for code in codes],
        )  # fmt: skip
        made = BOOK.order_open(actor=world.desk, draft=draft, at=at)
        _order_on(world, made, (draft.customer, ending, step), at)


def _order_on(world: World, made: Any, told: tuple[str, str, int], at: datetime) -> None:
    """Bring an order to the end the demo wants for it."""
    customer, ending, step = told
    desk, order = world.desk, made.order_id
    later = [
        min(at + timedelta(hours=hours), world.now - timedelta(minutes=9 - n))
        for n, hours in enumerate((1, 3, 26, 28, 50))
    ]
    for line_id in BOOK.lines_to_quote(order):
        BOOK.order_quote(actor=desk, line_id=line_id, price=(2_600_000, 1_480_000)[step % 2], at=later[0])
    if ending in ("new", "quoted"):
        return
    if BOOK.price_asked(actor=desk, order_id=order, at=later[0]):
        no = ending == "declined"
        consent = BOOK.Consent(customer, "phone" if step % 3 else "visit", "自己再找人看看" if no else "")
        BOOK.order_consent(actor=desk, order_id=order, agreed=not no, consent=consent, at=later[1])
        if no:
            return
    if ending == "cancelled":
        BOOK.order_move(
            actor=desk, order_id=order, transition="cancel", reason="客户临时外出，改日再约", at=later[1]
        )
        return
    engineer = world.crew("维修班")[step % len(world.crew("维修班"))]
    BOOK.order_arrange(actor=desk, order_id=order, staff_id=engineer.id, at=later[1])
    if ending == "assigned":
        return
    BOOK.order_move(actor=desk, order_id=order, transition="start", at=later[2])
    if ending == "working":
        return
    for role, picture in (("after", pictures.work(step)), ("signature", pictures.signature(step))):
        BOOK.order_photo(
            actor=desk,
            order_id=order,
            photo=PhotoDraft(name=f"{role}.jpg", data=picture, role=role),
            at=later[3],
        )
    BOOK.order_move(actor=desk, order_id=order, transition="finish", at=later[3])
    if ending == "closed":
        BOOK.order_move(actor=desk, order_id=order, transition="close", at=later[4])
        if step % 4 != 3:
            BOOK.order_rate(actor=desk, order_id=order, stars=5 - step % 3 // 2, words="", at=later[4])


def _listings(world: World) -> None:
    for step, (home, kind, area, layout, months, asked, changes) in enumerate(LISTINGS):
        unit = 1_000_000 if kind == "sale" else 100
        place = world.home(home)
        _person, owner = world.host(place.id)
        draft = BOOK.ListingDraft(
            community_id=world.community, place_id=place.id, kind=kind, area=area * 100, price=asked * unit, layout=layout,
            owner=owner or f"{GUESTS[step]}先生", mandate=f"委托书 2026-{step + 11:03}", phone=names.phone(7950 + step),
        )  # fmt: skip
        made = BOOK.listing_add(actor=world.desk, draft=draft, at=world.back(months * 30))
        for back, price in changes:
            BOOK.listing_price(
                actor=world.desk, listing_id=made, price=price * unit, at=world.back(back * 30)
            )
        if home == 44:
            BOOK.listing_end(
                actor=world.desk, listing_id=made, state="dealt", dealt_price=225 * unit, at=world.back(25)
            )


def _lost(world: World) -> None:
    spots = {one.name: one.id for one in world.rooms}
    for step, (days, name, sort, words, secret, spot, ending) in enumerate(FOUND):
        finder = world.crew("巡逻班")[step % len(world.crew("巡逻班"))]
        draft = BOOK.FoundDraft(
            community_id=world.community, name=name, sort=sort, words=words, secret=secret, place_id=spots.get(spot), spot=spot,
            found_at=world.back(days, 15), finder=finder.name, staff_id=finder.id, kept_at=f"前台 {step + 1} 号柜",
            photo=pictures.thing(step) if step % 3 != 2 else None,
        )  # fmt: skip
        made = BOOK.found_note(actor=world.desk, draft=draft, at=world.back(days, 16))
        if ending == "handed":
            BOOK.found_hand_over(
                actor=world.desk, found_id=made, authority="城东派出所", receipt="接收单 2026-118", at=world.back(days - 31)
            )  # fmt: skip
        elif ending == "returned":
            claim = BOOK.ClaimDraft(
                name="姚女士", paper="居民身份证", number="330199198806120026", proof="说出了吊坠背面的字",
                signature=pictures.signature(step), phone=names.phone(7960),
            )  # fmt: skip
            BOOK.found_give(actor=world.desk, found_id=made, claim=claim, at=world.back(days - 2))
    for days, name, sort, words, spot, reporter in LOST:
        report = BOOK.LostDraft(
            community_id=world.community, name=name, sort=sort, words=words, place_id=spots.get(spot), spot=spot,
            lost_at=world.back(days, 12), reporter=reporter, phone=names.phone(7970 + days),
        )  # fmt: skip
        BOOK.lost_note(actor=world.desk, draft=report, at=world.back(days - 1, 9))


def _lending(world: World) -> None:
    at = world.back(90)
    board = BOOK.board_save(
        actor=world.actor, community_id=world.community, name="一号钥匙板", spot="前台后墙", hooks=18, at=at
    )
    chest = BOOK.board_save(
        actor=world.actor, community_id=world.community, name="维修工具柜", spot="工程部", hooks=12, at=at
    )
    keys = [
        _thing(world, "key", f"YS-{number:02}", f"{name}钥匙", (board, number), world.room(number), at)
        for number, (name, _sort) in enumerate(KEYS, start=1)
    ]
    tools = [
        _thing(world, "tool", f"GJ-{number:02}", name, (chest, number), None, at)
        for number, name in enumerate(TOOLS, start=1)
    ]
    engineers = world.crew("维修班")
    _returned(world, keys, tools, engineers)
    _out(world, keys, tools, engineers)
    for number, (step, name) in enumerate(((12, "入户门钥匙 2 把"), (29, "入户门与信箱钥匙"))):
        home = world.home(step)
        _person, owner = world.host(home.id)
        draft = BOOK.EntrustDraft(
            thing=BOOK.LendableDraft(
                community_id=world.community, kind="key", number=f"WT-{number + 1:02}", name=name, place_id=home.id,
                seal=f"B2026{number + 41:03}", board_id=board, hook=14 + number,
            ),
            owner=owner or "业主", phone=names.phone(7980 + number), consent_how="当面签字",
            consent="只在漏水、起火等紧急情况下由两名员工开封，并立即电话告知委托人。", until=world.now.date() + timedelta(days=20 + number * 30),
        )  # fmt: skip
        BOOK.entrust(actor=world.desk, draft=draft, at=world.back(9 - number * 4))


def _thing(
    world: World, kind: str, number: str, name: str, hangs: tuple[int, int], place_id: int | None, at: datetime
) -> int:  # fmt: skip
    draft = BOOK.LendableDraft(
        community_id=world.community, kind=kind, number=number, name=name, board_id=hangs[0], hook=hangs[1], place_id=place_id,
        seal=f"S{hangs[1]:04}" if kind == "key" and hangs[1] % 3 == 0 else "",
    )  # fmt: skip
    return BOOK.lendable_save(actor=world.actor, draft=draft, at=at)


def _returned(
    world: World, keys: Sequence[int], tools: Sequence[int], engineers: Sequence[StaffView]
) -> None:
    for day in range(28, 2, -2):
        thing = (keys if day % 4 else tools)[day % 9]
        at = world.back(day, 9)
        loan = _loan(world, thing, engineers[day % len(engineers)], at, at + timedelta(hours=8), "巡检")
        back = at + timedelta(hours=6 if day % 5 else 30)
        BOOK.take_back(
            actor=world.desk, loan_id=loan, draft=BOOK.ReturnDraft(condition="完好" if day % 6 else "手柄松动，已紧固"), at=back
        )  # fmt: skip
    gone = _loan(world, tools[9], engineers[0], world.back(40), world.back(39), "外墙检查")
    BOOK.loan_lost(actor=world.desk, loan_id=gone, reason="高处坠落摔坏，未能找回", at=world.back(38))


def _out(world: World, keys: Sequence[int], tools: Sequence[int], engineers: Sequence[StaffView]) -> None:
    now = world.now
    _loan(
        world, keys[0], engineers[0], now - timedelta(hours=50), now - timedelta(hours=42), "配电室红外测温"
    )
    _loan(world, keys[4], engineers[-1], now - timedelta(hours=2), now + timedelta(hours=3), "道闸复位")
    _loan(world, tools[1], engineers[0], now - timedelta(hours=5), now - timedelta(minutes=40), "栏杆补焊")
    draft = BOOK.LoanDraft(
        lendable_id=keys[7], borrower="contractor", name="钟师傅", company="安泰电梯维保", phone=names.phone(7990),
        purpose="电梯月度维保", due_at=now + timedelta(hours=4),
    )  # fmt: skip
    BOOK.lend(actor=world.desk, draft=draft, at=now - timedelta(hours=1))


def _loan(world: World, thing: int, staff: StaffView, at: datetime, due_at: datetime, purpose: str) -> int:
    draft = BOOK.LoanDraft(
        lendable_id=thing, borrower="staff", staff_id=staff.id, purpose=purpose, due_at=due_at
    )
    return BOOK.lend(actor=world.desk, draft=draft, at=at)
