"""The demo's front desk: telephones, two weeks of calls, what the desk knows, messages to departments, hand-overs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts import Reporter
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.site.demo import names

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 14
STANDARD, OTHER, SUPERVISOR = "021-55550001", "021-55550002", "021-55550003"
# Local hour, how it ended, what was said: a day at the desk; the days turn through it by different steps.
CALLS = (
    (8, "talk", "请问物业费可以微信交吗"),
    (8, "talk", "单元门关不上，闭门器坏了"),
    (9, "talk", "厨房水龙头一直滴水，约下午来修"),
    (9, "missed", ""),
    (10, "talk", "楼上装修太吵，孩子在家上网课"),
    (10, "talk", "想问装修要办什么手续"),
    (11, "talk", "电梯里有股味道，麻烦打扫一下"),
    (13, "talk", "地库C区灯不亮，停车看不清"),
    (14, "talk", "访客停车怎么收费"),
    (14, "missed", ""),
    (15, "talk", "谢谢师傅昨天修得又快又好"),
    (16, "talk", "上次报的门禁什么时候能修好"),
    (17, "talk", "有人在消防通道停车"),
    (19, "talk", "家里突然没电了，邻居家有电"),
    (21, "missed", ""),
    (23, "talk", "楼上半夜拖椅子"),
)
# A bad day: rain came in through the roof of a tower, and everybody rang within the hour.
BAD_DAY, BAD_CALLS = 1, 9
# Below so many known residents a community's calls come from any of its homes.
FEW = 20
NOTES = (
    (
        "engineering",
        "3 号楼顶层业主问屋面防水方案什么时候定，希望给个时间。",
        26,
        "方案已报项目经理，周五前答复业主。",
    ),
    (
        "security",
        "业主反映东门夜间保安不在岗，请核实当班记录。",
        7,
        "已查记录，21:40 巡逻离岗十二分钟，已安排替岗。",
    ),
    ("cleaning", "5 号楼大堂雨天地滑，请加放防滑垫和提示牌。", 4, ""),
    ("engineering", "业主想装充电桩，请告知线路勘查时间。", 30, ""),
)
HAND_OVERS = (
    ("来电比平时多，主要问停水；两户约了晚上回电。", "已看过，晚上回电由我打。"),
    ("一切正常，东门道闸维修单等配件。", "收到。"),
    ("屋面渗水集中来电，已并单，重点跟进 3 号楼顶层。", "已了解，先回访三户。"),
)


class _Told(NamedTuple):
    """One call. fresh: its case is still open; of older ones only the log tells."""

    at: datetime
    how: str
    words: str
    fresh: bool


def fill(actor: Actor, community_id: int, now: datetime) -> None:
    """Tell two weeks of the desk of a community up to `now`. Needs its staff; callers are residents where there are any."""
    clerk = _clerk(actor, community_id)
    articles(actor, (now - timedelta(days=60)).date(), now - timedelta(days=60))
    _lines(actor, community_id)
    callers = _callers(community_id, now.date())
    today = now.astimezone(ZONE).date()
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for moment, how, words in _day(day, back):
            if moment < now - timedelta(minutes=5):
                told = _Told(moment, how, words, fresh=moment > now - timedelta(hours=20))
                _call(clerk, community_id, next(callers), told)
        if back == BAD_DAY:
            _rain(clerk, community_id, callers, day)
    frontdesk.desk.calls_miss(at=now, before=now - timedelta(minutes=5))
    _call_back(clerk, now)
    _notes(actor, clerk, community_id, now)
    _hand_over(actor, community_id, now)


def articles(actor: Actor, on: date, at: datetime) -> int:
    """What the desk knows, for all communities; every third is to be read again soon. Returns how many."""
    lines = Path(__file__).with_name("knowledge.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        topic, subject, question, others, answer, in_charge, source, department, *outside = line.split("\t")
        draft = frontdesk.desk.ArticleDraft(
            question=question,
            answer=answer,
            topic=topic,
            valid_from=on,
            subject=subject,
            others=others.replace(";", "\n"),
            department=department,
            outside_duty=bool(outside),
            in_charge=in_charge,
            source=source,
            public=question != "业委会怎么联系",
            review_on=on + timedelta(days=50 + (number % 3) * 60),
        )
        frontdesk.desk.article_save(actor=actor, draft=draft, at=at)
    return len(lines)


def _clerk(actor: Actor, community_id: int) -> Actor:
    """The desk's own clerk, with the rights of whoever loads the demo."""
    desk = [one for one in people.staff_of_community(community_id) if one.team == "客服组"]
    own = next((one for one in desk if one.user_id), desk[0] if desk else None)
    return actor if own is None else _as(actor, own)


def _as(actor: Actor, staff: StaffView) -> Actor:
    return replace(actor, name=staff.name, user_id=staff.user_id)


def _lines(actor: Actor, community_id: int) -> None:
    for sort, number, opens, closes in (
        ("standard", STANDARD, time(8), time(18)),
        ("other", OTHER, time(18), time(8)),
        ("supervisor", SUPERVISOR, time(9), time(17, 30)),
    ):
        frontdesk.desk.line_save(
            actor=actor, community_id=community_id, sort=sort, number=number, hours=(opens, closes)
        )


def _callers(community_id: int, on: date) -> Iterator[tuple[int | None, int | None, str, str]]:
    """(place, person, name, number) for ever; homes without known residents where nobody is registered."""
    residents = [one.person for one in people.residents_of(community_id, on)]
    contacts = people.contact_of([one.id for one in residents[:200]])
    known = [one for one in contacts.values() if one.phone]
    units = estate.places_of(community_id, ("unit",))
    step = 0
    while True:
        step += 1
        if len(known) >= FEW:
            one = known[(step * 37) % len(known)]
            homes = people.homes_of(one.person_id, on)
            yield (homes[0][0] if homes else None), one.person_id, one.name, one.phone
        else:
            place = units[(step * 53) % len(units)].id if units else None
            yield place, None, "", names.phone(4000 + step)


def _day(day: date, back: int) -> Iterator[tuple[datetime, str, str]]:
    """A third of the calls on a quiet day, two thirds on a busy one; weekends are quieter."""
    share = 3 if day.weekday() >= 5 else 2
    for number, (hour, how, words) in enumerate(CALLS):
        if (number * 5 + back * 3) % share == 0:
            minute = (number * 17 + back * 11) % 60
            yield datetime.combine(day, time(hour, minute), ZONE), how, words


def _call(
    clerk: Actor,
    community_id: int,
    caller: tuple[int | None, int | None, str, str],
    told: _Told,
) -> None:
    place_id, person_id, name, number = caller
    at, how, words, fresh = told
    line = STANDARD if 8 <= at.astimezone(ZONE).hour < 18 else OTHER
    key = f"{community_id}-{at:%Y%m%d%H%M}-{number[-4:]}"
    ring = frontdesk.desk.Ring(id=key, event="ring", number=number, line=line)
    call_id = frontdesk.desk.call_ring(ring=ring, at=at)
    if how == "missed":
        frontdesk.desk.call_ring(ring=replace(ring, event="end"), at=at + timedelta(seconds=35))
        return
    frontdesk.desk.call_take(actor=clerk, call_id=call_id, at=at + timedelta(seconds=8))
    reporter = Reporter(person_id=person_id, name=name, phone=number)
    done = at + timedelta(minutes=2)
    known = frontdesk.desk.answers(words, community_id=community_id, on=at.date(), most=1)
    if known and known[0].score >= 1 and frontdesk.suggest_kind(words).kind == "enquiry":
        answered = frontdesk.desk.Answered(
            article_id=known[0].id,
            community_id=community_id,
            question=words,
            place_id=place_id,
            reporter=reporter,
        )
        opened = frontdesk.desk.enquiry_answer(actor=clerk, answered=answered, at=done)
        note = frontdesk.desk.CallNote(
            outcome="answered", words=words, place_id=place_id, person_id=person_id, case_id=opened.case_id
        )
        frontdesk.desk.call_settle(actor=clerk, call_id=call_id, note=note, at=done)
        return
    if not fresh:
        note = frontdesk.desk.CallNote(
            outcome="followed", words=f"问处理进度：{words}", place_id=place_id, person_id=person_id
        )
        frontdesk.desk.call_settle(actor=clerk, call_id=call_id, note=note, at=done)
        return
    entry = frontdesk.desk.DeskEntry(
        words=words, community_id=community_id, place_id=place_id, reporter=reporter, call_id=call_id
    )
    frontdesk.desk.desk_save(actor=clerk, entry=entry, at=done)


def _rain(
    clerk: Actor, community_id: int, callers: Iterator[tuple[int | None, int | None, str, str]], day: date
) -> None:
    first: int | None = None
    begin = datetime.combine(day, time(15, 2), ZONE)
    for number in range(BAD_CALLS):
        place_id, person_id, name, phone = next(callers)
        entry = frontdesk.desk.DeskEntry(
            words="下大雨，天花板在漏水，家里拿盆接着" if number % 2 else "暴雨漏水，顶层屋面是不是坏了",
            community_id=community_id,
            place_id=place_id,
            reporter=Reporter(person_id=person_id, name=name, phone=phone),
            join_id=first,
        )
        opened = frontdesk.desk.desk_save(actor=clerk, entry=entry, at=begin + timedelta(minutes=6 * number))
        first = first or opened.case_id


def _call_back(clerk: Actor, now: datetime) -> None:
    """Whoever was missed before today was called back, a few of them late; today's still wait."""
    midnight = datetime.combine(now.astimezone(ZONE).date(), time(), ZONE)
    for number, one in enumerate(frontdesk.desk.backs_open()):
        if one.due_at >= midnight:
            continue
        late = timedelta(minutes=50 if number % 4 == 3 else -12)
        frontdesk.desk.back_done(
            actor=clerk, back_id=one.id, reached=True, result="已回电，问题已登记", at=one.due_at + late
        )


def _notes(actor: Actor, clerk: Actor, community_id: int, now: datetime) -> None:
    departments = {one.domain: one for one in people.departments(community_id) if one.domain}
    for domain, words, hours, answer in NOTES:
        if domain not in departments:
            continue
        sent = now - timedelta(hours=hours)
        draft = frontdesk.desk.NoteDraft(
            department_id=departments[domain].id,
            words=words,
            community_id=community_id,
            due_at=sent + timedelta(hours=8),
        )
        note_id = frontdesk.desk.note_send(actor=clerk, draft=draft, at=sent)
        if answer:
            frontdesk.desk.note_answer(
                actor=actor, note_id=note_id, answer=answer, at=sent + timedelta(hours=3)
            )


def _hand_over(actor: Actor, community_id: int, now: datetime) -> None:
    """Signed hand-overs of the last evenings, between the first two of the desk who can log in."""
    able = [one for one in people.staff_of_community(community_id) if one.user_id is not None]
    desk = sorted(able, key=lambda one: one.team != "客服组")[:2]
    if len(desk) < 2:
        return
    for back, (words, remark) in enumerate(HAND_OVERS, start=1):
        giving, taking = desk[(back + 1) % 2], desk[back % 2]
        evening = datetime.combine(now.astimezone(ZONE).date() - timedelta(days=back), time(18, 5), ZONE)
        handover_id = frontdesk.desk.shift_give(
            actor=_as(actor, giving), to_staff_id=taking.id, words=words, at=evening
        )
        signed = evening + timedelta(minutes=9)
        frontdesk.desk.shift_sign(actor=_as(actor, taking), handover_id=handover_id, remark=remark, at=signed)
