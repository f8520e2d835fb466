"""The demo's registers at the desk: visitors, concierges, services and orders, lost things, keys and tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts import PhotoDraft
from anju.foundation import outbox
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.site.demo import names, pictures

ZONE = ZoneInfo("Asia/Shanghai")
BOOK = frontdesk.registers
VISIT_DAYS = 14
# Local hour, purpose, words, company, plate, companions, minutes inside.
VISITS = (
    (7, "delivery", "早餐外卖", "", "", 0, 12),
    (8, "housekeeping", "每周保洁", "洁邻家政服务部", "", 0, 180),
    (9, "repair", "燃气表检修", "城东燃气", "浙A36K52", 1, 70),
    (10, "delivery", "大件家具", "", "浙A8F216", 2, 55),
    (11, "guest", "", "", "浙B21D09", 1, 240),
    (14, "viewing", "看房", "", "", 1, 40),
    (15, "official", "入户核对人口信息", "城东街道", "", 1, 95),
    (16, "decoration", "水电师傅进场", "", "浙AT5188", 1, 150),
    (18, "guest", "", "", "", 3, 200),
    (20, "delivery", "生鲜", "", "", 0, 10),
)
GUESTS = names.SURNAMES[30:]
EXPECTED = (("王表姐", 1, 3, "guest", 1), ("装修量尺师傅", 2, 2, "decoration", 0), ("搬家公司", 4, 5, "delivery", 3))
STRENGTHS = (
    ("熟悉社保和过户手续，能帮老人挂号取药", "普通话、杭州话", "您交代的事，我当天回话"),
    ("会急救，照看独居老人多年", "普通话、吴语", "按三下铃，我就到"),
    ("会英语，能代办签证材料打印", "普通话、英语", "难办的事先找我"),
    ("懂家电，小毛病能先看一看", "普通话", "能不花钱的不让您花钱"),
)
BULLETINS = (
    ("weather", "寒潮来临，请关好阳台水阀", "周四起最低气温降到零度以下，请关闭阳台用水，外露水管做好包裹。"),
    ("safety", "电动车请在集中充电点充电", "电池不进楼、不飞线充电，地下一层新增的二十个充电位已经启用。"),
    ("health", "流感高发季接种提醒", "社区卫生服务站本月每周三上午接种，六十岁以上居民带身份证可优先。"),
    ("community", "十二月读书角换书日", "十二月第一个周六上午在中心花园换书，旧书可提前送到服务中心登记。"),
)


@dataclass(frozen=True, slots=True)
class Sold:
    """A service of the demo. price: yuan a unit, None by quote; vendor: index in VENDORS, None for own staff."""

    code: str
    name: str
    family: str
    unit: str
    price: int | None
    vendor: int | None = None
    part: int = 0
    content: str = ""
    deposit: int = 0


VENDORS = (
    ("洁邻家政服务部", "史桂芳", ("housekeeping", "care", "child"), "家政服务经营备案", 300),
    ("晴川家电维修", "孔立军", ("appliance",), "家用电器维修资质三级", 120),
    ("城东搬运与保洁公司", "阮建国", ("housekeeping",), "道路货运许可", -20),
    ("云上汽车美容", "贺文斌", ("car",), "机动车清洗备案", 500),
)
SERVICES = (
    Sold("JZ01", "日常保洁", "housekeeping", "小时", 45, 0, 36, "两小时起，自带工具和清洁剂"),
    Sold("JZ02", "油烟机清洗", "housekeeping", "台", 180, 0, 140, "拆洗内外壳和风轮"),
    Sold("JZ03", "擦窗", "housekeeping", "平方米", 9, 0, 7, "内外双面，四层以上系安全绳"),
    Sold("HL01", "陪诊", "care", "次", 150, 0, 120, "半天，含挂号取药"),
    Sold("HL02", "接送儿童", "child", "次", 30, 0, 24, "小区三公里以内，先签接送协议"),
    Sold("ZL01", "独居老人探望", "elderly", "次", 0, None, 0, "每周一次上门，免费"),
    Sold("JD01", "空调清洗加氟", "appliance", "台", 220, 1, 175, "含检漏"),
    Sold("JD02", "家电检修", "appliance", "次", None, 1, 0, "先上门检测，报价同意后维修"),
    Sold("WX01", "更换水龙头", "repair", "个", 60, None, 0, "不含材料"),
    Sold("WX02", "灯具安装", "repair", "盏", 40, None, 0, "四米以下"),
    Sold("WX03", "卫生间防水", "repair", "平方米", None, None, 0, "现场勘查后报价"),
    Sold("QC01", "地库洗车", "car", "次", 35, 3, 28, "节水洗车，地下一层"),
    Sold("DG01", "代购日用品", "shopping", "单", 8, None, 0, "两公里以内，当天送到家"),
    Sold("DD01", "代订餐饮票务", "booking", "单", 5, None, 0, "按订单金额另付"),
    Sold("DC01", "代召出租车", "taxi", "次", 0, None, 0, "电话预约，免费"),
    Sold("SW01", "打印复印", "business", "页", 1, None, 0, "前台自助"),
    Sold("ZX01", "家居布置顾问", "decoration", "小时", 120, None, 0, "量房和方案建议"),
)
# Days back, services, quantity, how far it came, words.
ORDERS = (
    (26, ("JZ01",), 4, "closed", "客厅和厨房重点"),
    (24, ("JD01",), 2, "closed", "两台挂机"),
    (23, ("QC01",), 1, "closed", ""),
    (21, ("JZ02",), 1, "closed", "油烟机用了五年"),
    (19, ("HL01",), 1, "closed", "陪母亲看骨科"),
    (17, ("JD02",), 1, "declined", "洗衣机不脱水"),
    (15, ("WX01", "WX02"), 1, "closed", "厨房水龙头滴水"),
    (12, ("JZ03",), 18, "closed", "北阳台"),
    (11, ("DG01",), 2, "closed", "鸡蛋和牛奶"),
    (9, ("WX03",), 1, "quoted", "主卫墙角返潮"),
    (8, ("JZ01",), 3, "closed", "换季大扫除"),
    (6, ("QC01",), 1, "cancelled", "临时外出"),
    (4, ("JZ01",), 4, "done", "节前保洁"),
    (3, ("JD01",), 1, "working", "空调不制热"),
    (1, ("HL02",), 5, "assigned", "周一到周五四点半"),
    (0, ("DG01",), 1, "new", "感冒药，药店小票留好"),
)
# Home (by step), kind, area m², layout, months back, asked (10,000 yuan or yuan a month), later changes (months back, price).
LISTINGS = (
    (3, "sale", 89, "三室两厅", 13, 268, ((8, 262), (3, 259))),
    (17, "sale", 118, "三室两厅", 12, 372, ((5, 366),)),
    (31, "sale", 142, "四室两厅", 11, 455, ((2, 449),)),
    (44, "sale", 76, "两室两厅", 9, 228, ()),
    (58, "sale", 101, "三室一厅", 6, 309, ((1, 305),)),
    (66, "sale", 95, "三室两厅", 4, 291, ()),
    (71, "rent", 89, "三室两厅", 7, 4200, ((2, 4000),)),
    (84, "rent", 76, "两室两厅", 5, 3600, ()),
    (97, "rent", 118, "三室两厅", 2, 5200, ()),
)
# Days back, name, sort, words, secret, spot, what became of it.
FOUND = (
    (41, "黑色长柄雨伞", "umbrella", "伞柄有裂纹", "伞内贴着姓名贴", "南门岗亭", "handed"),
    (33, "儿童自行车", "child", "蓝色，前轮有铃", "车架底下有编号", "中心花园", "kept"),
    (20, "银色手链", "jewel", "细链，搭扣松动", "吊坠背面刻字", "2号楼大堂", "returned"),
    (12, "黑色皮质钱包", "money", "短款，内有公交卡", "夹层有一张合影", "南门岗亭", "kept"),
    (7, "车钥匙一串", "keys", "带红色挂绳", "挂绳上有编号", "地下车库", "kept"),
    (3, "灰色双肩书包", "bag", "小学课本和水壶", "书包内侧写着班级", "健身区", "kept"),
    (1, "蓝牙耳机", "phone", "白色充电盒", "盒内刻着字母", "乐跑步道", "kept"),
)
LOST = (
    (13, "钱包", "money", "黑色皮质短款钱包，里面有公交卡和两张银行卡", "南门", "沈先生"),
    (4, "孩子的书包", "bag", "灰色双肩书包，有语文课本", "健身区", "叶女士"),
    (2, "金丝眼镜", "other", "放在中心花园长椅上", "中心花园", "高老师"),
)
KEYS = (
    ("配电室", "public"), ("水泵房", "public"), ("消防控制室备用", "public"), ("电梯机房", "public"), ("东门道闸", "public"),
    ("垃圾房", "public"), ("会所活动室", "public"), ("屋顶检修口", "public"), ("非机动车棚", "public"), ("物业仓库", "public"),
    ("配电室二层", "public"), ("中心花园水阀", "public"),
)  # fmt: skip
TOOLS = ("冲击钻", "电焊机", "人字梯三米", "热熔机", "疏通机", "红外测温仪", "绝缘手套", "对讲机备用", "切割机", "水平仪")


def fill(actor: Actor, community_id: int, now: datetime) -> None:
    """Tell the registers of a community up to `now`; it is history: nobody is told anew."""
    world = _World.of(actor, community_id, now)
    with outbox.silence():
        _concierges(world)
        _visitors(world)
        _catalogue(world)
        _orders(world)
        _listings(world)
        _lost(world)
        _lending(world)


@dataclass(frozen=True, slots=True)
class _World:
    actor: Actor
    community: int
    now: datetime
    staff: list[StaffView]
    homes: list[PlaceView]
    gates: list[PlaceView]
    buildings: list[PlaceView]
    rooms: list[PlaceView]
    desk: Actor

    @classmethod
    def of(cls, actor: Actor, community_id: int, now: datetime) -> _World:
        staff = people.staff_of_community(community_id)
        clerk = next((one for one in staff if one.team == "客服组" and one.user_id), None) or staff[0]
        return cls(
            actor=actor, community=community_id, now=now, staff=staff,
            homes=estate.places_of(community_id, ("unit",)), gates=estate.places_of(community_id, ("gate",)),
            buildings=estate.places_of(community_id, ("building",)),
            rooms=estate.places_of(community_id, ("room", "public", "parking")) or estate.places_of(community_id, ("building",)),
            desk=replace(actor, name=clerk.name, user_id=clerk.user_id),
        )  # fmt: skip

    def home(self, step: int) -> PlaceView:
        return self.homes[(step * 37) % len(self.homes)]

    def gate(self, step: int) -> int | None:
        return self.gates[step % len(self.gates)].id if self.gates else None

    def room(self, step: int) -> int:
        return self.rooms[step % len(self.rooms)].id

    def back(self, days: int, hour: int = 10) -> datetime:
        """So many days back at a local hour, never later than now."""
        day = self.now.astimezone(ZONE).date() - timedelta(days=days)
        return min(datetime.combine(day, time(hour), ZONE), self.now - timedelta(minutes=20))

    def host(self, place_id: int) -> tuple[int | None, str]:
        """Who lives there, as far as anybody is known."""
        known = people.home(place_id, self.now.astimezone(ZONE).date()).people
        return (known[0].person.id, known[0].person.name) if known else (None, "")

    def crew(self, team: str) -> list[StaffView]:
        return [one for one in self.staff if one.team == team] or self.staff


def _concierges(world: _World) -> None:
    crew = [one for one in world.crew("客服组") if one.position != "客服主管"][: len(STRENGTHS)] or world.staff[:1]
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
            actor=world.desk, community_id=world.community, sort=sort, title=title, body=body, at=world.back(2)
        )


def _title(served: Sequence[PlaceView]) -> str:
    first, last = served[0].name, served[-1].name
    return f"{first}礼宾管家" if first == last else f"{first}至{last}礼宾管家"


def _visitors(world: _World) -> None:
    guests = _guests()
    for day in range(VISIT_DAYS, -1, -1):
        for step, row in enumerate(VISITS):
            hour, purpose, words, company, plate, companions, minutes = row
            came = world.back(day, hour) + timedelta(minutes=(step * 13 + day * 7) % 50)
            if came >= world.now or (day + step) % 4 == 3:
                continue
            _visit(world, next(guests), came, day * 11 + step, (purpose, words, company, plate, companions, minutes))
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
    world: _World, name: str, came: datetime, step: int, row: tuple[str, str, str, str, int, int]
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
            actor=world.desk, visit_id=made, at=left, gate_id=world.gate(step + 1), card_returned=step % 17 != 9
        )


def _guests() -> Iterator[str]:
    step = 0
    while True:
        yield GUESTS[step % len(GUESTS)] + ("先生", "女士", "师傅", "小姐")[step * 3 % 4]
        step += 1


def _catalogue(world: _World) -> None:
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
            dearer = BOOK.PriceDraft(price=480_000, vendor_price=380_000, valid_from=date(today.year + 1, 1, 1))
            BOOK.price_set(actor=world.actor, offer_id=made, draft=dearer, at=world.back(6))


def _orders(world: _World) -> None:
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


def _order_on(
    world: _World, made: Any, told: tuple[str, str, int], at: datetime
) -> None:
    """Bring an order to the end the demo wants for it."""
    customer, ending, step = told
    desk, order = world.desk, made.order_id
    later = [min(at + timedelta(hours=hours), world.now - timedelta(minutes=9 - n)) for n, hours in enumerate((1, 3, 26, 28, 50))]
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
        BOOK.order_move(actor=desk, order_id=order, transition="cancel", reason="客户临时外出，改日再约", at=later[1])
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
            actor=desk, order_id=order, photo=PhotoDraft(name=f"{role}.jpg", data=picture, role=role), at=later[3]
        )
    BOOK.order_move(actor=desk, order_id=order, transition="finish", at=later[3])
    if ending == "closed":
        BOOK.order_move(actor=desk, order_id=order, transition="close", at=later[4])
        if step % 4 != 3:
            BOOK.order_rate(actor=desk, order_id=order, stars=5 - step % 3 // 2, words="", at=later[4])


def _listings(world: _World) -> None:
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
            BOOK.listing_price(actor=world.desk, listing_id=made, price=price * unit, at=world.back(back * 30))
        if home == 44:
            BOOK.listing_end(
                actor=world.desk, listing_id=made, state="dealt", dealt_price=225 * unit, at=world.back(25)
            )


def _lost(world: _World) -> None:
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


def _lending(world: _World) -> None:
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
    tools = [_thing(world, "tool", f"GJ-{number:02}", name, (chest, number), None, at) for number, name in enumerate(TOOLS, start=1)]
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
    world: _World, kind: str, number: str, name: str, hangs: tuple[int, int], place_id: int | None, at: datetime
) -> int:  # fmt: skip
    draft = BOOK.LendableDraft(
        community_id=world.community, kind=kind, number=number, name=name, board_id=hangs[0], hook=hangs[1], place_id=place_id,
        seal=f"S{hangs[1]:04}" if kind == "key" and hangs[1] % 3 == 0 else "",
    )  # fmt: skip
    return BOOK.lendable_save(actor=world.actor, draft=draft, at=at)


def _returned(
    world: _World, keys: Sequence[int], tools: Sequence[int], engineers: Sequence[StaffView]
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


def _out(
    world: _World, keys: Sequence[int], tools: Sequence[int], engineers: Sequence[StaffView]
) -> None:
    now = world.now
    _loan(world, keys[0], engineers[0], now - timedelta(hours=50), now - timedelta(hours=42), "配电室红外测温")
    _loan(world, keys[4], engineers[-1], now - timedelta(hours=2), now + timedelta(hours=3), "道闸复位")
    _loan(world, tools[1], engineers[0], now - timedelta(hours=5), now - timedelta(minutes=40), "栏杆补焊")
    draft = BOOK.LoanDraft(
        lendable_id=keys[7], borrower="contractor", name="钟师傅", company="安泰电梯维保", phone=names.phone(7990),
        purpose="电梯月度维保", due_at=now + timedelta(hours=4),
    )  # fmt: skip
    BOOK.lend(actor=world.desk, draft=draft, at=now - timedelta(hours=1))


def _loan(
    world: _World, thing: int, staff: StaffView, at: datetime, due_at: datetime, purpose: str
) -> int:
    draft = BOOK.LoanDraft(lendable_id=thing, borrower="staff", staff_id=staff.id, purpose=purpose, due_at=due_at)
    return BOOK.lend(actor=world.desk, draft=draft, at=at)
