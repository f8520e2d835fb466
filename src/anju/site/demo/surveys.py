"""The demo's surveys, what followed from them, an autumn round of visits, and the indicators of past months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from anju.engines.scores import facade as scores
from anju.foundation.actors import Actor
from anju.kernel.errors import AnjuError, Conflict, Invalid
from anju.modules.community import facade as community
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

HOMES_VISITED = 300
ZONE = ZoneInfo("Asia/Shanghai")
# How likely an item is liked, by topic; parking and pets are where this community is at odds.
LIKED = {
    "overall": 0.95, "security": 0.93, "cleaning": 0.88, "greening": 0.95, "engineering": 0.86, "parking": 0.66,
    "passage": 0.9, "sport": 0.84, "pets": 0.71, "staff": 0.93, "attitude": 0.95, "work": 0.8,
}  # fmt: skip
WORDS = (
    "地库出口的反光镜裂了，晚上看不清来车。",
    "希望周末上午在中心绿地留出儿童活动时间。",
    "遛狗不牵绳的情况比上半年少了，请继续提醒。",
    "三号楼电梯早高峰等得久，能不能错峰停层。",
    "快递柜旁边总有纸箱，收得再勤一些就好。",
    "维修师傅来得快，态度也好，谢谢。",
    "访客车位被长期占用，建议登记并限时。",
    "楼道感应灯二层总不亮。",
)
REASONABLE = ("反光镜", "访客车位", "感应灯", "错峰")
MEASURES = {
    "反光镜": ("更换地库出口广角镜，并补装减速带", "已更换两面广角镜，现场照片已存档"),
    "访客车位": ("访客车位启用扫码登记，超 4 小时提醒挪车", ""),
    "感应灯": ("逐层检修感应灯，建立每周抽查", "更换灯头 7 只，抽查合格"),
}
VISIT_NEEDS = ("老人独居，希望每周问候一次。", "希望代收快递。", "", "", "关注暖气试水时间。", "", "")


def tell(actor: Actor, community_id: int, now: datetime) -> None:
    """Surveys of spring and autumn, one of the staff, measures, and visits from home to home."""
    random = Random(f"surveys {estate.place(community_id).code}")
    today = now.astimezone(ZONE).date()
    spring = _survey(actor, community_id, "上半年业主满意度调查", "owners", now - timedelta(days=80))
    _answer(actor, spring, random, 46, today - timedelta(days=70), worse=0.05)
    community.survey_close(
        actor=actor, survey_id=spring, on=today - timedelta(days=60), at=now - timedelta(days=60)
    )
    community.survey_conclude(
        actor=actor, survey_id=spring, at=now - timedelta(days=58),
        words="总体满意，停车秩序和宠物管理明显偏低，且与总体评价关系最大，列为下半年改进重点。",
    )  # fmt: skip
    _follow(actor, community_id, spring, today, now)
    staff = _survey(actor, community_id, "员工满意度调查", "staff", now - timedelta(days=40))
    _answer(actor, staff, random, 18, today - timedelta(days=35))
    community.survey_close(actor=actor, survey_id=staff, on=today - timedelta(days=30), at=now)
    autumn = _survey(actor, community_id, "下半年业主满意度调查", "owners", now - timedelta(days=9))
    _answer(actor, autumn, random, 31, today - timedelta(days=3))
    _visits(actor, community_id, today, now, random)


def freeze(actor: Actor, community_id: int, now: datetime) -> None:
    """Freeze the two months before this one; to be told after cases and visits."""
    first = now.astimezone(ZONE).date().replace(day=1)
    for _each in range(2):
        first = (first - timedelta(days=1)).replace(day=1)
        scores.month_freeze(actor=actor, community_id=community_id, month=first, at=now)


def sample(actor: Actor, community_id: int, now: datetime) -> int:
    """Draw the supervisor's sample of last month; 0 where nothing was settled in it."""
    last = (now.astimezone(ZONE).date().replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        return community.sample_draw(actor=actor, community_id=community_id, month=last, at=now)
    except Conflict:
        return 0


def _survey(actor: Actor, community_id: int, title: str, audience: str, at: datetime) -> int:
    day = at.astimezone(ZONE).date()
    draft = community.SurveyDraft(
        title=title, audience=audience, items=community.questions(audience),
        intro="大约需要两分钟。您的回答会直接影响下半年的改进安排。",
    )  # fmt: skip
    made = community.survey_create(actor=actor, community_id=community_id, draft=draft, at=at)
    community.survey_open(
        actor=actor, survey_id=made, opens_on=day, closes_on=day + timedelta(days=21), tickets=True, at=at
    )
    return made


def _answer(actor: Actor, survey_id: int, random: Random, count: int, on: date, worse: float = 0.0) -> None:
    row = community.surveys(actor).get(pk=survey_id)
    addresses = [community.token_of(one) for one in row.tickets.order_by("pk")]
    random.shuffle(addresses)
    own = addresses[: count * 3 // 4]
    items = community.items_of(survey_id)
    for number in range(count):
        happy = random.random() < LIKED["overall"] - worse
        given = {str(one.id): _reply(one, happy, random, worse) for one in items}
        token = own[number] if number < len(own) else community.token_of(row)
        try:
            community.answer_online(token=token, given=given, key=f"demo {number}", on=on)
        except AnjuError as error:
            raise RuntimeError(f"the demo's own answer was refused: {error.code}") from error


def _reply(item, happy: bool, random: Random, worse: float) -> str:  # type: ignore[no-untyped-def]
    if item.kind == "text":
        return random.choice(WORDS) if random.random() < 0.3 else ""
    if item.kind == "choice":
        return "0"
    if item.topic == "overall":
        return "satisfied" if happy else random.choice(("fair", "dissatisfied"))
    liked = LIKED.get(item.topic, 0.85) - worse + (0.06 if happy else -0.35)
    if random.random() < liked:
        return "satisfied" if item.kind == "scale" else random.choice(("4", "5", "5"))
    if item.kind == "scale":
        return random.choice(("fair", "fair", "dissatisfied"))
    return random.choice(("2", "3", "3"))


def _follow(actor: Actor, community_id: int, survey_id: int, today: date, now: datetime) -> None:
    found = community.results(actor, survey_id)
    staff = people.staff_of_community(community_id)
    for number, said in enumerate(found.texts):
        good = any(word in said.text for word in REASONABLE)
        made = community.proposal_judge(
            actor=actor, survey_id=survey_id, answer_id=said.answer_id, item_id=said.item.id, reasonable=good,
            at=now - timedelta(days=55),
        )  # fmt: skip
        key = next((word for word in MEASURES if word in said.text), "")
        if good and key:
            measure, result = MEASURES[key]
            due = today - timedelta(days=20) if result else today - timedelta(days=2)
            _plan(actor, made, measure, staff[number % len(staff)].id, due, now)
            if result:
                community.improvement_done(
                    actor=actor, improvement_id=made, result=result, on=today - timedelta(days=25), at=now
                )
    for factor in found.factors[:2]:
        made = community.factor_take(
            actor=actor, survey_id=survey_id, item_id=factor.item.id, at=now - timedelta(days=57)
        )
        measure = f"{factor.item.text}：每周专项检查两次，月底在公告栏公布结果"
        _plan(actor, made, measure, staff[0].id, today + timedelta(days=30), now)


def _plan(
    actor: Actor, improvement_id: int, measure: str, staff_id: int, due_on: date, now: datetime
) -> None:
    community.improvement_plan(
        actor=actor, improvement_id=improvement_id, measure=measure, staff_id=staff_id, due_on=due_on,
        at=now - timedelta(days=50),
    )  # fmt: skip


def _visits(actor: Actor, community_id: int, today: date, now: datetime, random: Random) -> None:
    staff = people.staff_of_community(community_id)
    butlers = [one.id for one in staff if "客" in one.department or "管家" in one.position][:4]
    butlers = butlers or [one.id for one in staff[:3]]
    draft = community.CampaignDraft(
        title="秋季常住户走访", target="residents", percent=100, starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=10), butlers=butlers,
    )  # fmt: skip
    try:
        made = community.campaign_create(
            actor=actor, community_id=community_id, draft=draft, on=today, at=now - timedelta(days=20)
        )
    except Invalid:  # a demo without residents has nobody to visit
        return
    row = community.campaigns(actor).get(pk=made)
    homes = list(community.homes_of(row).order_by("pk"))[:HOMES_VISITED]
    for number, home in enumerate(homes):
        if number % 5 == 4:
            continue
        at = now - timedelta(days=19 - number % 18, hours=number % 4)
        note = community.VisitNote(
            outcome=random.choices(("satisfied", "fair", "dissatisfied", "unreached"), (78, 12, 3, 7))[0],
            needs=VISIT_NEEDS[number % len(VISIT_NEEDS)],
            proposal=WORDS[number % len(WORDS)] if number % 13 == 0 else "",
        )
        community.home_visit_record(actor=actor, home_id=home.pk, note=note, visited_at=at, at=now)
