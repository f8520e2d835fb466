"""The demo's talks with owners, chat groups, letter boxes and proposals, with what went well and what was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts import Reporter
from anju.foundation.actors import Actor
from anju.modules.community import facade as community
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.site.demo import neighbour_cases

ZONE = ZoneInfo("Asia/Shanghai")
VISITORS = 12
ALIASES = ("妈妈", "爸爸", "家", "先生", "女士")
MINUTES = """一、物业通报上季度设备维修、保洁抽查和收支情况。
二、与会代表就停车、照明和宠物管理提出意见，逐条记录。
三、约定下季度第一周公布意见落实情况。"""
MOVE_IN = """一、介绍项目经理、客服、工程和秩序负责人，留下电话。
二、说明装修手续、垃圾清运和出入管理。
三、现场答疑，领取《住户须知》。"""
# Words, who (a number among the owners, None for nobody named), topic, taken with measure, reason, days until due, result.
HEARD = (
    (
        "地库二层东侧照明太暗，推婴儿车看不清台阶。",
        0,
        "engineering",
        "更换 24 盏 LED 灯管，台阶加贴反光条",
        "",
        -12,
        "已全部更换，业主现场看过",
    ),
    ("遛狗不牵绳的还是多，晚上尤其明显。", 1, "pets", "晚七点到九点增派巡逻提醒，连续两周", "", -4, ""),
    ("希望大堂放一台血压计。", None, "other", "采购血压计一台，前台登记使用", "", 12, ""),
    ("能不能把停车费降一半。", 2, "parking", "", "停车收费标准由业主大会决定，物业不能单独调整。", 0, ""),
    ("儿童滑梯边上的地垫翘起来了。", 3, "sport", None, "", 0, ""),
)
POSTS = (
    ("notice", "明天 9:00–12:00 二次供水水箱清洗，请提前储水。", "", 9),
    ("question", "水箱洗完水发黄正常吗？要放多久？", "member", 8),
    ("answer", "放水五分钟左右会清，仍发黄请联系前台，我们上门取样。", "", 8),
    ("reminder", "周末有大风，阳台花盆和晾晒物请收好。", "", 5),
    ("question", "三单元门禁从昨晚起刷不开，麻烦派人修一下。", "member", 1),
)
LETTERS = (
    ("suggestion", "希望在北门加一个快递临时停放的架子，现在都堆在地上。"),
    ("praise", "前台小姑娘帮我把老花镜送到家，谢谢。"),
    ("complaint", "夜里两点多还有人在楼下打电话，保安从旁边走过也不提醒。"),
)
# Title, words, days ago, decision with answer, homes for it.
PROPOSALS = (
    ("地库出口加装减速带和反光镜", "转弯处视线差，本月已有两次险情。", 40, ("adopted", "已纳入本季度维修计划，两周内装好减速带和两面广角镜。"), 9),
    ("中心绿地周六上午留给孩子", "请物业拉起隔离带，周六 9 点到 11 点不让电动车通过。", 25, ("partly", "先试行一个月，只在寒暑假以外的周六实行。"), 14),
    ("楼顶开放种菜", "想在顶楼放种植箱。", 21, ("declined", "屋面防水层不能承重，且属于全体业主共有，需业主大会决定。"), 3),
    ("设一个旧书交换角", "大堂东侧空着，放两个书架就行。", 14, None, 6),
    ("访客车位限时四小时", "长期占用，真正的访客停不进来。", 2, None, 4),
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """The community as the story needs it. owners: (home, room as typed, person, name)."""

    actor: Actor
    community_id: int
    staff: tuple[int, ...]
    owners: tuple[tuple[int, str, int, str], ...]
    now: datetime

    def at(self, days: int, hour: int = 10) -> datetime:
        """So many days before now, at an hour of the community's day, never later than now."""
        day = self.now.astimezone(ZONE).date() - timedelta(days=days)
        wanted = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        return min(wanted, self.now - timedelta(minutes=30)) if days >= 0 else wanted

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()


def tell(actor: Actor, community_id: int, now: datetime) -> None:
    """A year of meetings, two groups, two boxes, five proposals."""
    world = World(
        actor, community_id, tuple(one.id for one in people.staff_of_community(community_id))[:6],
        _owners(community_id, now), now,
    )  # fmt: skip
    _meetings(world)
    _groups(world)
    _boxes(world)
    _proposals(world)


def _owners(community_id: int, now: datetime) -> tuple[tuple[int, str, int, str], ...]:
    name = estate.place(community_id).name
    units = estate.places_of(community_id, ("unit",))
    found = people.owners_of([one.id for one in units], now.astimezone(ZONE).date())
    return tuple(
        (
            one.id,
            one.full_name.removeprefix(name).replace(" ", "").strip("/·"),
            own[0].person.id,
            own[0].person.name,
        )
        for one in units
        if (own := found.get(one.id))
    )


def _meeting(
    world: World, title: str, kind: str, starts_at: datetime, invited: str = "representatives"
) -> int:
    draft = community.MeetingDraft(
        kind=kind, title=title, place="党群服务站二楼会议室", starts_at=starts_at, chair_id=world.staff[0], invited=invited,
        agenda="通报上季度服务情况\n听取意见\n商定下次时间",
    )  # fmt: skip
    planned_at = min(starts_at, world.now) - timedelta(days=20)
    return community.meetings_plan(
        actor=world.actor, community_id=world.community_id, draft=draft, at=planned_at
    )[0]


def _meetings(world: World) -> None:
    first = _meeting(world, "入住前见面会", "move_in", world.at(80), "all")
    _hold(world, first, MOVE_IN, 80, VISITORS)
    second = _meeting(world, "第三季度业主代表座谈", "talk", world.at(30, 19))
    _hold(world, second, MINUTES, 29, 6)
    _hear(world, second)
    _meeting(world, "楼栋长碰头会", "talk", world.at(8, 19))
    gone = _meeting(world, "秋季业主开放日", "owners", world.at(18, 15), "all")
    community.meeting_cancel(
        actor=world.actor, meeting_id=gone, reason="当天大风蓝色预警，改为线上征求意见。", at=world.at(19)
    )
    _meeting(world, "年终业主见面会", "owners", world.at(-20, 15), "all")
    _meeting(world, "与业委会核对公共收益", "committee", world.at(-2, 15))


def _hold(world: World, meeting_id: int, minutes: str, days: int, homes: int) -> None:
    at = world.at(days, 21)
    came = community.AttendanceDraft(
        homes="\n".join(f"{room} {name}" for _home, room, _person, name in world.owners[:homes]),
        staff_ids=world.staff[:3], guests="居委会 李主任",
    )  # fmt: skip
    community.attendance_add(actor=world.actor, meeting_id=meeting_id, draft=came, at=at)
    community.minutes_write(actor=world.actor, meeting_id=meeting_id, minutes=minutes, at=at)


def _hear(world: World, meeting_id: int) -> None:
    at = world.at(28)
    for text, who, topic, measure, reason, due, result in HEARD:
        _home, room, _person, name = world.owners[who] if who is not None else (0, "", 0, "")
        draft = community.OpinionDraft(text=text, topic=topic, home=room, who=name)
        made = community.opinion_hear(actor=world.actor, meeting_id=meeting_id, draft=draft, at=at)
        if measure is None:
            continue
        judgement = community.Judgement(
            accepted=bool(measure), reason=reason, measure=measure, staff_id=world.staff[1],
            due_on=world.today + timedelta(days=due),
        )  # fmt: skip
        community.opinion_judge(actor=world.actor, opinion_id=made, judgement=judgement, at=at)
        if result:
            raised = community.raised_by(made)
            community.improvement_done(
                actor=world.actor, improvement_id=raised, result=result, on=world.today - timedelta(days=14),
                at=world.at(14),
            )  # fmt: skip
        if result or reason:
            community.opinion_answer(
                actor=world.actor, opinion_id=made, answer=result or reason, at=world.at(13)
            )


def _groups(world: World) -> None:
    first, second = estate.places_of(world.community_id, ("building",))[:2]
    made = _group(world, first, lacking=5)
    members = community.member_ids(made)
    for sort, text, who, days in POSTS:
        member = members[days] if who else None
        draft = community.PostDraft(sort=sort, text=text, posted_at=world.at(days, 18), member_id=member)
        post = community.post_log(actor=world.actor, group_id=made, draft=draft, at=world.now)
        if sort == "question" and days > 2:
            community.post_turn(actor=world.actor, post_id=post, at=world.at(days, 19))
    _group(world, second, lacking=2)


def _group(world: World, building: PlaceView, *, lacking: int) -> int:
    """A group of a building in which every so many homes are lacking."""
    draft = community.GroupDraft(
        name=f"{building.name or building.code}业主群", platform="wechat", owner_id=world.staff[0],
        admin_ids=world.staff[1:3], building_ids=(building.id,), opened_on=world.today - timedelta(days=300),
    )  # fmt: skip
    made = community.group_save(
        actor=world.actor, community_id=world.community_id, draft=draft, at=world.at(90)
    )
    inside = set(estate.descendant_ids(building.path))
    owners = [one for n, one in enumerate(one for one in world.owners if one[0] in inside) if n % lacking]
    lines = [
        f"{room} {name if n % 3 else name[0] + ALIASES[n % len(ALIASES)]}"
        for n, (_home, room, _person, name) in enumerate(owners)
    ]
    community.members_import(
        actor=world.actor, group_id=made, lines="\n".join(lines), on=world.today - timedelta(days=60), at=world.at(60)
    )  # fmt: skip
    return made


def _boxes(world: World) -> None:
    lobby = _box(world, "大堂意见箱", "一号楼大堂服务台旁")
    for days, letters in ((25, 0), (18, 2), (4, 1)):
        opening = community.box_open(
            actor=world.actor, box_id=lobby, at=world.at(days, 11),
            draft=community.OpeningDraft(
                opened_at=world.at(days), staff_id=world.staff[0], witness_id=world.staff[1], letters=letters,
                note="" if letters else "空箱",
            ),
        )  # fmt: skip
        for kind, words in LETTERS[:2] if letters == 2 else LETTERS[2:] if letters else ():
            letter = community.LetterDraft(kind=kind, words=words)
            taken_at = world.at(days, 12)
            case_id = community.letter_take(actor=world.actor, opening_id=opening, draft=letter, at=taken_at)
            course = neighbour_cases.LETTERS[kind]
            neighbour_cases.carry(world.actor, case_id, course, world.staff, opened=taken_at, picture=days)
    _box(world, "北门意见箱", "北门岗亭外墙")


def _box(world: World, name: str, spot: str) -> int:
    draft = community.BoxDraft(
        name=name, spot=spot, keeper_id=world.staff[0], hung_on=world.today - timedelta(days=32)
    )
    return community.box_save(
        actor=world.actor, community_id=world.community_id, draft=draft, at=world.at(32)
    )


def _proposals(world: World) -> None:
    for number, (title, text, days, answer, homes) in enumerate(PROPOSALS):
        home, _room, person, name = world.owners[number * 3 % len(world.owners)]
        draft = community.ProposalDraft(
            title=title,
            text=text,
            origin="portal",
            place_id=home,
            reporter=Reporter(person_id=person, name=name),
        )
        made = community.proposal_raise(
            actor=world.actor, community_id=world.community_id, draft=draft, at=world.at(days), published=True
        )
        for place, _text, supporter, _name in world.owners[40 : 40 + homes]:
            if place != home:
                community.proposal_support(
                    actor=world.actor,
                    proposal_id=made,
                    place_id=place,
                    person_id=supporter,
                    at=world.at(days, 20),
                )
        if answer is not None:
            decision, words = answer
            community.proposal_answer(
                actor=world.actor, proposal_id=made, decision=decision, answer=words, at=world.at(days - 4)
            )
