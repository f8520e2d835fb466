"""The demo's safety: contacts, bulletins, joint defence, lessons, a lantern fair, disputes, etiquette; good and bad days.

All telephones are of no exchange that exists (555), and no body or officer is a real one.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor
from anju.modules.community import facade as community
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.site.demo import pictures

ZONE = ZoneInfo("Asia/Shanghai")
safety = community.safety
# (kind, body, name, duty, phone, hours, days since it was checked)
CONTACTS = (
    ("officer", "春风路派出所", "周警官", "社区民警", "025-5550101", "工作日 8:30–18:00，急事随时", 20),
    ("police", "春风路派出所", "", "值班室", "025-5550110", "24 小时", 20),
    ("community", "云杉社区居委会", "吴主任", "社区主任", "025-5550121", "工作日 9:00–17:30", 20),
    ("street", "城东街道办事处", "", "平安办", "025-5550130", "工作日 9:00–17:00", 118),
    ("committee", "业主委员会", "程女士", "主任", "025-5550140", "晚间可联系", 35),
    ("fire", "城东消防救援站", "", "通信室", "025-5550119", "24 小时", 20),
    ("hospital", "城东医院急诊", "", "", "025-5550120", "24 小时", 35),
    ("water", "自来水抢修", "", "", "025-5550161", "24 小时", 35),
    ("power", "供电抢修", "", "", "025-5550162", "24 小时", 35),
    ("gas", "燃气抢修", "", "", "025-5550163", "24 小时", 131),
    ("heat", "供热服务", "", "", "025-5550164", "供暖季 24 小时", 35),
    ("lift", "顺达电梯维保", "钱工", "驻点维保", "025-5550170", "24 小时，30 分钟到场", 20),
)
# (sort, title, text, source, area, days ago, days valid, passed on, published)
BRIEFS = (
    ("theft", "周边小区电动车电池连续被盗", "多发在凌晨 2 点到 4 点，作案人戴头盔、骑无牌车。请加强车棚和北门盘查。", "春风路派出所", "北门、非机动车棚", 4, 30, True, False),
    ("fraud", "冒充燃气检查上门推销", "正规入户检查会提前公告并出示工作证，遇到请联系服务中心核实。", "云杉社区居委会", "全小区", 9, 40, True, True),
    ("missing", "协查走失老人（已找到）", "身高约一米六，穿深蓝棉服，在公交站附近走失。", "春风路派出所", "西门", 26, 3, True, False),
    ("falling", "请勿高空抛物，谨防坠物伤人", "近日北侧楼下发现抛落的杂物。请收好窗台和阳台物品，不要向窗外抛掷任何东西。", "本项目", "3栋北侧", 12, 60, False, True),
)  # fmt: skip
LESSONS = (
    (1, "节日防盗防火", "全体住户", True), (3, "电动自行车安全充电", "车主和租户", True), (5, "高空抛物与法律责任", "有儿童的家庭", True),
    (6, "防溺水与暑期安全", "学生和家长", True), (9, "防范电信诈骗", "老年住户", False), (10, "楼道清理与消防疏散", "全体住户", True),
    (12, "冬季用火用电", "全体住户", False),
)  # fmt: skip
RECORD = "到户宣传资料 86 份，现场演示灭火毯和逃生面罩的使用，解答住户提问。"


def tell(actor: Actor, community_id: int, now: datetime) -> None:
    """Everything of safety for one community, as it stands on the morning of `now`."""
    _contacts(actor, community_id, now)
    _briefs(actor, community_id, now)
    _meetings(actor, community_id, now)
    _lessons(actor, community_id, now)
    _facility(actor, community_id, now)
    _events(actor, community_id, now)
    _disputes(actor, community_id, now)
    _etiquette(actor, community_id, now)


def _contacts(actor: Actor, community_id: int, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    for kind, body, name, duty, phone, hours, days in CONTACTS:
        draft = safety.ContactDraft(
            kind=kind, body=body, name=name, duty=duty, phone=phone, hours=hours, checked_on=today - timedelta(days=days)
        )  # fmt: skip
        safety.contact_save(actor=actor, community_id=community_id, draft=draft, on=today, at=now)


def _briefs(actor: Actor, community_id: int, now: datetime) -> None:
    guards = [one.user_id for one in people.staff_of_community(community_id) if one.user_id]
    for sort, title, text, source, area, ago, valid, shared, published in BRIEFS:
        at = now - timedelta(days=ago)
        day = at.astimezone(ZONE).date()
        draft = safety.BriefDraft(
            sort=sort, title=title, text=text, source=source, area=area, received_at=at,
            valid_until=day + timedelta(days=valid),
        )  # fmt: skip
        made = safety.brief_save(actor=actor, community_id=community_id, draft=draft, at=at)
        if shared:
            safety.brief_share(actor=actor, brief_id=made, at=at + timedelta(minutes=20))
            for number, user_id in enumerate(guards):
                if number % 3 != ago % 3:
                    community.brief_read(
                        user_id=user_id, brief_id=made, at=at + timedelta(hours=2 + number % 9)
                    )
        if published:
            safety.brief_publish(actor=actor, brief_id=made, on=day, at=at + timedelta(hours=1))


def _meetings(actor: Actor, community_id: int, now: datetime) -> None:
    bodies = [
        ("春风路派出所", "周警官", None),
        ("云杉社区居委会", "吴主任", None),
        ("梧桐里物业", "孔队长", None),
    ]
    meeting = _held(
        actor, community_id, now, "meeting", "三季度片区联防会议", "春风路派出所", "社区会议室", 106, bodies,
        "派出所通报三季度警情：电动车盗窃 4 起，电信诈骗 2 起。商定每月联勤巡逻两次，互通监控盲区。", "三个小区统一了可疑人员通报的格式。",
    )  # fmt: skip
    for item, score, text in (
        ("门岗值守", 94, "登记规范"), ("技防设施", 71, "北侧两个摄像机夜间画面偏暗"), ("消防通道", 88, "偶有临停"),
    ):  # fmt: skip
        safety.point_add(
            actor=actor, occasion_id=meeting, sort="appraisal", item=item, score=score, text=text,
            at=now - timedelta(days=105),
        )  # fmt: skip
    sides = [("社区保安队", "马队员", None), ("社区保安队", "冯队员", None)]
    patrol = _held(
        actor, community_id, now, "patrol", "与社区保安夜间联勤巡逻", "秩序主管", "北门—车棚—地库—西门", 16, sides,
        "两队六人沿商定路线巡查，盘问陌生车辆 1 辆，登记后放行。", "两队对讲机统一频道，到场快了约三分钟。",
    )  # fmt: skip
    at = _at(now, -16, 18)
    safety.point_add(
        actor=actor, occasion_id=patrol, sort="problem", item="非机动车棚", text="飞线充电一处", at=at
    )
    gap = safety.point_add(
        actor=actor, occasion_id=patrol, sort="problem", item="北侧围栏", text="栏杆脱焊，可钻入", at=at
    )
    safety.point_report(actor=actor, point_id=gap, kind="hazard", at=at)
    start = _at(now, 5, 14)
    draft = safety.OccasionDraft(
        kind="meeting", title="四季度片区联防会议", host="春风路派出所", place="社区会议室", starts_at=start,
        ends_at=start + timedelta(hours=2), guests=bodies,
    )  # fmt: skip
    safety.occasion_save(actor=actor, community_id=community_id, draft=draft, at=now)


def _lessons(actor: Actor, community_id: int, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    for month, theme, audience, taught in LESSONS:
        line = safety.line_save(
            actor=actor, community_id=community_id, theme=theme, audience=audience, month=date(today.year, month, 1),
            note="海报、业主群和现场讲解", at=now - timedelta(days=320),
        )  # fmt: skip
        held_on = date(today.year, month, 18)
        if taught and held_on < today:
            ago = (today - held_on).days
            _held(
                actor, community_id, now, "teaching", f"{theme}讲座", "秩序部和消防志愿者", "中心广场", ago, (), RECORD,
                "现场提问 11 人，清理楼道杂物 3 处。", line,
            )  # fmt: skip


def _facility(actor: Actor, community_id: int, now: datetime) -> None:
    day = now.astimezone(ZONE).date()
    draft = safety.FacilityDraft(
        thing="临街高清监控（6 路）", partner="梧桐里物业", contact="孔队长", phone="025-5550188",
        starts_on=day - timedelta(days=300), ends_on=day + timedelta(days=65),
        terms="双方值班室可调看，调取录像须双方主管签字，保存 30 天。",
    )  # fmt: skip
    made = safety.facility_save(
        actor=actor, community_id=community_id, draft=draft, at=now - timedelta(days=300)
    )
    for ago, purpose in ((88, "协查剐蹭车辆"), (27, "协助寻找走失老人")):
        at = now - timedelta(days=ago)
        safety.facility_use(
            actor=actor, facility_id=made, by_whom="春风路派出所", purpose=purpose, used_at=at, at=at
        )


def _events(actor: Actor, community_id: int, now: datetime) -> None:
    """A fair that was reviewed, a race whose review is late, and a party that waits for approval."""
    told = (
        ("中秋游园会", 57, 400, "medium", True, True), ("金秋健步走", 6, 180, "low", True, False),
        ("新年联欢会", -38, 520, "medium", False, False),
    )  # fmt: skip
    staff = people.staff_of_community(community_id)[:6]
    for title, ago, expected, risk, released, reviewed in told:
        start = _at(now, -ago, 18)
        before = min(now, start - timedelta(days=5))
        draft = safety.EventDraft(
            title=title, place="中心广场", starts_at=start, ends_at=start + timedelta(hours=3), expected=expected, risk=risk,
            risks="人员聚集拥挤；儿童走失；临时用电。", measures="分区引导，设医疗点和走失儿童认领点；电工全程值守；出入口单向通行。",
        )  # fmt: skip
        made = safety.event_save(actor=actor, community_id=community_id, draft=draft, at=before)
        for one, post in zip(staff, ("主入口", "舞台", "医疗点", "配电箱", "出口", "机动"), strict=False):
            post_draft = safety.PostDraft(
                post=post, staff_id=one.id, starts_at=start - timedelta(minutes=30),
                ends_at=start + timedelta(hours=3), task="维持秩序，发现异常立即上报",
            )  # fmt: skip
            safety.post_add(actor=actor, event_id=made, draft=post_draft, at=before)
        safety.event_submit(actor=actor, event_id=made, at=before)
        if released:
            safety.event_decide(
                actor=actor, event_id=made, approved=True, words="同意，注意疏散。", at=before
            )
            _finished(actor, made, start + timedelta(hours=3), reviewed)


def _finished(actor: Actor, event_id: int, ended: datetime, reviewed: bool) -> None:
    came = community.event_posts(event_id)
    safety.event_sign(actor=actor, event_id=event_id, came=came[:-1], words="秩序良好", at=ended)
    if reviewed:
        safety.event_review(
            actor=actor, event_id=event_id, at=ended + timedelta(hours=15),
            review="疏散有序，医疗点处置擦伤 1 人。出口处短时拥堵，下次提前十分钟分批引导。",
        )  # fmt: skip


def _disputes(actor: Actor, community_id: int, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    begun = today - timedelta(days=33)
    homes = people.homes([one.id for one in estate.places_of(community_id, ("unit",))[:40]], begun)
    lived = [one for one in homes.values() if one.people][:2]
    complaint = (
        cases.cases(actor=actor).filter(kind="complaint", community_id=community_id).order_by("pk").first()
    )
    at = now - timedelta(days=33)
    draft = safety.DisputeDraft(
        subject="楼上漏水致吊顶损坏的赔偿", text="楼上卫生间防水失效，楼下吊顶和衣柜受潮，双方对赔偿金额有分歧。", level="ordinary",
        mediation="people", tier="community", mediator="云杉社区人民调解委员会", opened_on=begun,
        case_id=complaint.pk if complaint else None,
    )  # fmt: skip
    first = safety.dispute_save(actor=actor, community_id=community_id, draft=draft, on=begun, at=at)
    for home, claim in zip(lived, ("要求修复并赔偿 4,000 元", "同意修复，认为赔偿偏高"), strict=False):
        safety.party_add(
            actor=actor, dispute_id=first, name=home.people[0].person.name, claim=claim, place_id=home.place_id, at=at
        )  # fmt: skip
    for tier, to in (("community", "吴主任"), ("street", "平安办"), ("district", "区住建局物业科")):
        safety.report_note(actor=actor, dispute_id=first, tier=tier, to=to, told_at=at, at=at)
    session = safety.SessionDraft(
        at=at + timedelta(days=3), place="社区调解室", mediators="吴主任、人民调解员",
        record="现场查看后，双方同意由楼上重做防水，并赔偿 2,600 元，十日内付清。",
    )  # fmt: skip
    safety.session_add(actor=actor, dispute_id=first, draft=session, at=at + timedelta(days=3))
    end = safety.EndDraft(
        state="agreed", outcome="重做防水，赔偿 2,600 元。", follow_on=today - timedelta(days=2),
        agreement=safety.Upload("调解协议.jpg", pictures.signature(0)),
    )  # fmt: skip
    safety.dispute_end(
        actor=actor, dispute_id=first, draft=end, on=today - timedelta(days=28), at=at + timedelta(days=5)
    )
    serious = safety.DisputeDraft(
        subject="加装电梯引发的群体纠纷", text="一层住户担心采光和噪声，二十余户意见不一，曾在现场争执。", level="serious",
        mediation="administrative", tier="district", mediator="区住建局、司法局联合调解组",
        opened_on=today - timedelta(days=8),
    )  # fmt: skip
    at = now - timedelta(days=8)
    second = safety.dispute_save(
        actor=actor, community_id=community_id, draft=serious, on=today - timedelta(days=8), at=at
    )
    for name in ("3 单元一层两户", "3 单元二层以上住户代表"):
        safety.party_add(actor=actor, dispute_id=second, name=name, at=at)
    safety.report_note(
        actor=actor, dispute_id=second, tier="district", to="区信访联席办公室", told_at=at, at=at
    )


def _etiquette(actor: Actor, community_id: int, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    staff = people.staff_of_community(community_id)[:4]
    told = (
        [("person", one.id, "") for one in staff] + [("reception", None, "服务大厅接待处")]
    )  # fmt: skip
    for number, (about, staff_id, spot) in enumerate(told):
        on = today - timedelta(days=2 + 3 * number)
        keys = [one.key for one in community.etiquette_items(about, community_id).items]
        bad = keys[number % len(keys)] if number % 2 else ""
        draft = safety.CheckDraft(
            about=about, on=on, staff_id=staff_id, spot=spot,
            answers={key: "not_ok" if key == bad else "ok" for key in keys},
            words={bad: "现场提醒后未立即改正"} if bad else {},
        )  # fmt: skip
        safety.check_record(actor=actor, community_id=community_id, draft=draft, today=today, at=now)


def _held(
    actor: Actor, community_id: int, now: datetime, kind: str, title: str, host: str, place: str, ago: int,
    guests: object, minutes: str, outcome: str, line_id: int | None = None,
) -> int:  # fmt: skip
    start = _at(now, -ago, 15)
    draft = safety.OccasionDraft(
        kind=kind, title=title, host=host, place=place, starts_at=start, ends_at=start + timedelta(hours=2),
        line_id=line_id, guests=tuple(guests),  # type: ignore[call-overload]
    )  # fmt: skip
    made = safety.occasion_save(actor=actor, community_id=community_id, draft=draft, at=start)
    taught = kind == "teaching"
    note = safety.OccasionNote(
        minutes=minutes, outcome=outcome, homes=40 + ago % 30 if taught else None,
        persons=60 + ago % 50 if taught else None, came=community.occasion_guests(made),
    )  # fmt: skip
    safety.occasion_hold(actor=actor, occasion_id=made, note=note, at=start + timedelta(hours=3))
    return int(made)


def _at(now: datetime, days: int, hour: int) -> datetime:
    """A day so many days from now, at a local hour."""
    day = now.astimezone(ZONE).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), ZONE)
