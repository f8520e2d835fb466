"""Residents of the demo who log in: an owner whose week had good and bad days, a member of his family, a tenant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, ItemDraft, Move, PhotoDraft, Reporter, Side
from anju.engines.messages import facade as messages
from anju.foundation.accounts import residents as accounts
from anju.foundation.accounts import services
from anju.foundation.accounts.models import User
from anju.foundation.actors import Actor
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import HomePerson
from anju.modules.plans import facade as plans
from anju.site.demo import PASSWORD, pictures

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOST_PUBLIC = 10
NOTICES = (
    ("二次供水水箱清洗停水通知", "本周四 9:00–15:00 清洗二次供水水箱，期间 6 层以上停水，请提前储水。\n恢复供水后，请先放水两分钟。", 1, 6),
    ("冬季消防安全提醒", "请勿在楼道和阳台堆放纸箱，电动自行车不进电梯、不上楼充电。\n外出前请关闭电暖器和燃气阀门。", 4, 30),
    ("社区摄影比赛作品征集", "以“我家窗外”为题，请把照片送到物业服务中心，月底在大堂展出并投票。", 8, 20),
    ("法律小园地：公共收益归谁", "利用业主共有部分产生的收入，扣除合理成本后属于业主共有（民法典第二百八十二条）。\n收支每半年在大堂公示一次。", 15, 60),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Life:
    """Who reports, from where, and who does the work."""

    actor: Actor
    community_id: int
    place_id: int
    reporter: Reporter
    engineer: int
    now: datetime


def fill(actor: Actor, community_id: int, now: datetime) -> dict[str, int]:
    """Give log-ins `owner`, `family` and `tenant` their persons; returns person ids by user name.

    Needs persons, staff and the plan in force. Of each kind the first person who lives here, has a telephone and no
    log-in is taken.
    """
    today = now.date()
    made: dict[str, int] = {}
    living = [one for one in people.residents_of(community_id, today) if _fit(one)]
    owner = next(one for one in living if one.relation == "owner" and _shares_home(one, living, today))
    home = people.homes_of(owner.person.id, today)[0][0]
    family = next(
        one
        for one in people.home(home, today).people
        if one.relation == "family" and one.person.user_id is None
    )
    tenant = next(one for one in living if one.relation == "tenant")
    for username, who in (("owner", owner), ("family", family), ("tenant", tenant)):
        user = _log_in(actor, username, who, now)
        made[username] = who.person.id
        if username == "owner":
            _week(actor, community_id, home, who, user, now)
    _notices(actor, community_id, now, User.objects.get(username="owner").pk)
    _promises(actor, community_id, now)
    return made


def _fit(one: HomePerson) -> bool:
    return one.person.kind == "natural" and bool(one.person.phone_shown) and one.person.user_id is None


def _shares_home(one: HomePerson, living: list[HomePerson], today: object) -> bool:
    homes = people.homes_of(one.person.id, today)  # type: ignore[arg-type]
    inside = people.home(homes[0][0], today).people if homes else ()  # type: ignore[arg-type]
    return any(each.relation == "family" and each.person.user_id is None for each in inside)


def _log_in(actor: Actor, username: str, who: HomePerson, now: datetime) -> User:
    phone = people.contact_of([who.person.id])[who.person.id].phone
    taken = bool(phone) and User.objects.by_phone(phone) is not None
    user = services.user_create(
        username=username, name=who.person.name, password=PASSWORD, phone="" if taken else phone
    )
    people.user_bind(actor=actor, person_id=who.person.id, user_id=user.pk, at=now)
    accounts.residency_add(actor=actor, user=user, at=now)
    return user


def _week(actor: Actor, community_id: int, home: int, who: HomePerson, user: User, now: datetime) -> None:
    departments = {one.id: one.domain for one in people.departments(community_id)}
    staff = people.staff_of_community(community_id)
    engineers = [one for one in staff if departments.get(one.department_id) in ("engineering", "repair")]
    told = Reporter(person_id=who.person.id, user_id=user.pk, name=who.person.name, phone=user.phone)
    life = _Life(actor, community_id, home, told, (engineers or staff)[0].id, now)
    _settled(life)
    _finished(life)
    _priced(life)
    _fresh(life)
    _answered(life)


def _report(life: _Life, kind: str, words: str, at: datetime, **fields: object) -> int:
    draft = CaseDraft(
        kind=kind, community_id=life.community_id, place_id=life.place_id, title=words[:24], words=words, channel="app",
        reporter=life.reporter, fields=fields,
    )  # fmt: skip
    return frontdesk.report(actor=life.actor, draft=draft, at=at).case_id


def _visited(life: _Life, case_id: int, assigned: datetime, arrived: datetime) -> None:
    cases.case_assign(actor=life.actor, case_id=case_id, staff_id=life.engineer, at=assigned)
    cases.case_accept(actor=life.actor, case_id=case_id, staff_id=life.engineer, at=assigned + MINUTE)
    cases.visit_start(actor=life.actor, case_id=case_id, staff_id=life.engineer, at=arrived)


def _done(life: _Life, case_id: int, words: str, at: datetime, picture: int) -> None:
    photo = PhotoDraft(name="修后.jpg", data=pictures.work(picture), role="after", side=Side.REPORTER)
    cases.photo_add(actor=life.actor, case_id=case_id, photo=photo, at=at)
    cases.words_add(actor=life.actor, case_id=case_id, words=words, side=Side.REPORTER, at=at)
    cases.case_move(actor=life.actor, case_id=case_id, move=Move(transition="finish"), at=at)


def _settled(life: _Life) -> None:
    """A good day last week: there in a quarter of an hour, five stars."""
    at = life.now - 6 * DAY
    case_id = _report(life, "repair", "卫生间跳闸，合不上去", at, area="home", trade="power")
    _visited(life, case_id, at + 4 * MINUTE, at + 16 * MINUTE)
    _done(life, case_id, "插座进水短路，已更换并试电正常。", at + 55 * MINUTE, 1)
    move = Move(transition="confirm", fields={"confirmed": "app"})
    cases.case_move(actor=life.actor, case_id=case_id, move=move, at=at + 70 * MINUTE)
    cases.case_rate(
        actor=life.actor, case_id=case_id, stars=5, words="来得快，还把插座周围擦干净了。", at=at + 71 * MINUTE,
        person_id=life.reporter.person_id,
    )  # fmt: skip


def _finished(life: _Life) -> None:
    """A bad day: nobody answered in time; done now, and the owner is asked whether it is."""
    at = life.now - 26 * HOUR
    case_id = _report(life, "repair", "厨房下水慢，返味", at, area="home", trade="drain")
    _visited(life, case_id, at + 3 * HOUR, at + 5 * HOUR)
    _done(life, case_id, "疏通了存水弯，灌水试过两遍。", at + 6 * HOUR, 2)


def _priced(life: _Life) -> None:
    """Work beyond the free range: the price waits for the owner's yes."""
    at = life.now - 3 * HOUR
    case_id = _report(life, "repair", "主卧空调不制热", at, area="home", trade="appliance", paid=True)
    _visited(life, case_id, at + 6 * MINUTE, at + 40 * MINUTE)
    for name, sort, price in (("启动电容", "material", 450_000), ("上门检修", "labour", 800_000)):
        item = ItemDraft(sort=sort, name=name, price=price, charged=True)
        cases.item_add(actor=life.actor, case_id=case_id, item=item, at=at + 55 * MINUTE)
    cases.price_offer(actor=life.actor, case_id=case_id, at=at + HOUR)


def _fresh(life: _Life) -> None:
    """Reported a few minutes ago: the clock runs."""
    at = life.now - 9 * MINUTE
    case_id = _report(life, "repair", "阳台推拉门脱轨，关不严", at, area="home", trade="door")
    cases.case_assign(actor=life.actor, case_id=case_id, staff_id=life.engineer, at=at + 3 * MINUTE)
    cases.words_add(
        actor=life.actor, case_id=case_id, words="您好，我在 5 栋收尾，大约二十分钟后到您家。", side=Side.REPORTER,
        at=at + 5 * MINUTE,
    )  # fmt: skip


def _answered(life: _Life) -> None:
    at = life.now - 2 * DAY
    case_id = _report(life, "enquiry", "装修押金什么时候退，要带什么？", at, topic="general")
    move = Move(
        transition="answer_now", fields={"answer": "验收合格满一个月后退，请带押金收据和身份证到服务中心。"}
    )
    cases.case_move(actor=life.actor, case_id=case_id, move=move, at=at + 12 * MINUTE)


def _notices(actor: Actor, community_id: int, now: datetime, reader: int) -> None:
    today = now.date()
    made = []
    for title, body, ago, days in NOTICES:
        at = now - ago * DAY
        draft = messages.NoticeDraft(title=title, body=body)
        notice = messages.notice_create(actor=actor, community_id=community_id, draft=draft, at=at)
        day = today - timedelta(days=ago)
        messages.notice_publish(
            actor=actor, notice_id=notice, publish_on=day, withdraw_on=day + timedelta(days=days), at=at
        )
        made.append(notice)
    messages.notice_mark_read(user_id=reader, notice_ids=made[2:], on=today, at=now - DAY)


def _promises(actor: Actor, community_id: int, now: datetime) -> None:
    """The first promises of the plan that stand for something a resident sees are made public."""
    for promise_id in _visible(community_id, now):
        plans.promise_publish(actor=actor, promise_id=promise_id, public=True, at=now)


def _visible(community_id: int, now: datetime) -> Iterator[int]:
    today = now.date()
    found = [
        one
        for engine in ("schedule", "cases")
        for one in plans.promises_in_force(community_id, today, engine)
        if one.round_ids or engine == "cases"
    ]
    step = max(1, len(found) // MOST_PUBLIC)
    for one in found[::step][:MOST_PUBLIC]:
        yield one.id
