"""How a case of each kind goes, told as a list of deeds: some quick, some late, a few refused or talked over again."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts import CaseDraft, PastCase, PastDeed, Reporter
from anju.modules.people.contracts import StaffView
from anju.site.demo import case_texts as texts
from anju.site.demo import names
from anju.site.demo.case_texts import Told

ZONE = ZoneInfo("Asia/Shanghai")
SHARES = (
    ("repair", 58, texts.REPAIRS), ("enquiry", 15, texts.ENQUIRIES), ("complaint", 11, texts.COMPLAINTS),
    ("violation", 4, texts.VIOLATIONS), ("hazard", 4, texts.HAZARDS), ("suggestion", 3, texts.SUGGESTIONS),
    ("praise", 2, texts.PRAISES), ("help", 2, texts.HELPS), ("legacy", 1, texts.LEGACIES),
)  # fmt: skip
CHANNELS = ("phone", "phone", "phone", "app", "app", "desk", "wechat")
Deeds = Iterator[PastDeed]


@dataclass
class Crew:
    """Who lives and works in a community, and the dice. slow: above 1 is later than usual."""

    community: int
    dice: random.Random
    homes: Sequence[int]
    publics: Sequence[int]
    desk: Sequence[StaffView]
    engineers: Sequence[StaffView]
    guards: Sequence[StaffView]
    pictures: Sequence[str]
    residents: Sequence[tuple[int | None, str]]
    slow: float
    at: datetime
    hand: StaffView | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def later(self, middle: float, spread: float = 0.6) -> datetime:
        """The clock goes on around `middle` minutes, now and then much longer."""
        self.at += timedelta(minutes=middle * math.exp(self.dice.gauss(0.0, spread)), seconds=1)
        return self.at

    def morning(self) -> datetime:
        """The clock goes on to the day after, when the draw has been held and people can be rung."""
        day = self.at.astimezone(ZONE).date() + timedelta(days=1)
        self.at = datetime.combine(day, time(14, self.dice.randrange(60)), ZONE)
        return self.at

    def did(self, what: str, who: StaffView | None = None, **more: Any) -> PastDeed:
        by = who or self.hand or self.desk[0]
        return PastDeed(at=self.at, what=what, by=by.name, **more)

    def given(self, hand: StaffView) -> PastDeed:
        self.hand = hand
        return self.did("assigned", self.desk[0], staff_id=hand.id)


def case_of(crew: Crew, at: datetime) -> PastCase:
    """A case that begins at this moment, with all it comes to."""
    dice = crew.dice
    kind, _share, told = dice.choices(SHARES, [one[1] for one in SHARES])[0]
    text = dice.choices(told, [one.share for one in told])[0]
    return told_as(crew, kind, text, at)


def told_as(crew: Crew, kind: str, text: Told, at: datetime) -> PastCase:
    dice = crew.dice
    crew.at, crew.hand, crew.extra = at, None, {}
    if text.fields.get("class") == "attitude":
        crew.extra = {"about_staff": dice.choice(crew.guards).id}
    if kind == "praise":
        crew.extra = {"about_staff": dice.choice([*crew.engineers, *crew.guards]).id}
    public = text.fields.get("area") == "public" or kind in ("violation", "hazard")
    person, name = dice.choice(crew.residents)
    desk = dice.choice(crew.desk)
    about = crew.extra.get("about_staff") if kind == "complaint" else None
    draft = CaseDraft(
        kind=kind, community_id=crew.community, title=text.title, words=text.words, severity=text.severity,
        place_id=dice.choice(crew.publics if public else crew.homes), channel=dice.choice(CHANNELS),
        reporter=Reporter(person_id=person, name=name, phone=names.phone(dice.randrange(3000, 9999))),
        fields={**text.fields, **crew.extra}, first_asked=desk.id, barred=(about,) if about else (),
    )  # fmt: skip
    deeds = tuple(_COURSES[kind](crew, text))
    return PastCase(draft=draft, opened_at=at, opened_by=desk.name, deeds=deeds)


def _repair(crew: Crew, text: Told) -> Deeds:
    dice = crew.dice
    urgent = bool(text.fields.get("urgent"))
    if dice.random() < 0.02:
        crew.later(25)
        yield crew.did("cancel", words="报事人说已经好了")
        return
    crew.later(2 if urgent else 9)
    yield crew.given(dice.choice(crew.engineers))
    crew.later(2 if urgent else 5)
    yield crew.did("accepted", staff_id=crew.hand.id if crew.hand else None)
    if not urgent and dice.random() < 0.3:
        crew.later(6)
        day = crew.at.astimezone(ZONE).date() + timedelta(days=1)
        begins = datetime.combine(day, time(dice.choice((9, 10, 14, 15, 19))), ZONE)
        until = (begins + timedelta(hours=1)).isoformat()
        yield crew.did("appoint", words="与报事人约定时间", fields={"agreed_until": until})
        crew.at = begins + timedelta(minutes=dice.randrange(-5, 80 if dice.random() < 0.15 else 50))
    else:
        crew.later((5 if urgent else 50) * crew.slow, 0.75)
    yield from _worked(crew, text)


def _worked(crew: Crew, text: Told) -> Deeds:
    """From arriving to done, with a price where something is charged."""
    dice, hand = crew.dice, crew.hand
    assert hand is not None
    yield crew.did("arrived", staff_id=hand.id)
    if dice.random() < 0.06:
        crew.later(15)
        yield crew.did("wait", words=dice.choice(texts.WAITS))
        crew.at += timedelta(days=dice.randrange(1, 4), hours=dice.randrange(1, 4))
        yield crew.did("resume")
    if text.price:
        crew.later(8)
        yield crew.did("charged", words=text.item, price=text.price)
    crew.later(text.minutes * crew.slow, 0.4)
    yield crew.did("photo", file=dice.choice(crew.pictures))
    yield crew.did("finish")
    crew.later(2)
    yield crew.did("left", staff_id=hand.id, words="已处理，现场清理干净")
    yield from _heard(crew, public=text.fields.get("area") == "public")


def _heard(crew: Crew, *, public: bool) -> Deeds:
    dice = crew.dice
    if public:
        crew.later(180)
        judge = next((one for one in crew.engineers if one is not crew.hand), crew.desk[0])
        yield crew.did("passed", judge, staff_id=judge.id)
    elif dice.random() < 0.66:
        crew.later(240, 0.9)
        stars = dice.choices((5, 4, 3, 2, 1), (60, 25, 9, 4, 2))[0]
        words = dice.choice(texts.RATED) if stars > 3 else dice.choice(texts.RATED_LOW)
        yield crew.did("rated", stars=stars, words=words)
    else:
        crew.later(300)
        yield crew.did("confirm", crew.desk[0], fields={"confirmed": "phone"})
    crew.morning()
    yield crew.did("close", crew.desk[0])


def _enquiry(crew: Crew, text: Told) -> Deeds:
    desk, topic = crew.dice.choice(crew.desk), text.fields["topic"]
    crew.later(text.minutes, 0.5)
    answer = {"answer": texts.ANSWERS[topic]}
    if topic != "department" and crew.dice.random() < 0.9:
        yield crew.did("answer_now", desk, fields=answer)
        return
    crew.later(240 * crew.slow, 0.9)
    yield crew.did("finish", desk, fields=answer)
    crew.morning()
    yield crew.did("close", desk)


def _complaint(crew: Crew, text: Told) -> Deeds:
    dice = crew.dice
    crew.later(6)
    yield crew.given(dice.choice(crew.desk))
    near = text.fields["class"] in ("decoration", "neighbour", "noise")
    crew.later(8 * crew.slow if near else 35 * crew.slow, 0.6)
    if near:
        yield crew.did("arrived", staff_id=crew.hand.id if crew.hand else None)
        crew.later(10)
    yield crew.did("reply", words="已核实情况，正在处理，有结果马上告诉您。")
    if not near:
        yield crew.did("investigate")
    if text.severity >= 3:
        crew.later(90)
        yield crew.did("hear", crew.desk[0], words="已阅，请项目经理当面沟通并整改。")
    crew.later((150 if text.fields["class"] == "attitude" else 420) * crew.slow, 0.8)
    number = dice.randrange(len(texts.CAUSES))
    cause, sort = texts.CAUSES[number]
    facts = {"cause": cause, "cause_kind": sort, "measure": texts.MEASURES[number]}
    yield crew.did("finish", words="处理结果已告知投诉人。", fields=facts)
    if near:
        yield crew.did("left", words="双方已沟通")
    crew.later(200)
    agreed = dice.random() < 0.88
    yield crew.did("consent", fields={"consent": "agreed" if agreed else "refused"})
    if not agreed:
        crew.morning()
        yield crew.did("redo", words="投诉人不认可，再次上门沟通。")
        crew.at += timedelta(hours=20)
        yield crew.did("finish", words="再次处理并当面说明。", fields=facts)
        crew.later(60)
        yield crew.did("consent", fields={"consent": "agreed"})
    crew.morning()
    yield crew.did(
        "judge", crew.desk[0], fields={"fault": dice.choices(("none", "delayed", "insincere"), (7, 2, 1))[0]}
    )
    yield crew.did("close", crew.desk[0])


def _help(crew: Crew, text: Told) -> Deeds:
    dice = crew.dice
    crew.later(1)
    yield crew.given(dice.choice(crew.engineers if text.fields["danger"] in ("lift", "gas") else crew.guards))
    crew.later(0.8)
    yield crew.did("accepted", staff_id=crew.hand.id if crew.hand else None)
    crew.later(4 * crew.slow, 0.5)
    yield crew.did("arrived", staff_id=crew.hand.id if crew.hand else None)
    crew.later(text.minutes, 0.4)
    yield crew.did("finish", fields={"result": "人员平安，现场已恢复。"})
    crew.later(3)
    yield crew.did("left", words="已处置")
    crew.morning()
    yield crew.did("confirm", crew.desk[0], fields={"confirmed": "phone"})
    crew.morning()
    yield crew.did("close", crew.desk[0])


def _suggestion(crew: Crew, text: Told) -> Deeds:
    crew.at += timedelta(days=crew.dice.randrange(1, 6), hours=3)
    decision = crew.dice.choice(("adopted", "partly", "noted", "declined"))
    answer = {"decision": decision, "answer": texts.DECIDED[decision]}
    yield crew.did("finish", crew.desk[0], fields=answer)
    crew.morning()
    yield crew.did("close", crew.desk[0])


def _praise(crew: Crew, text: Told) -> Deeds:
    crew.later(600)
    yield crew.did("pass_on", crew.desk[0])


def _put_right(crew: Crew, text: Told) -> Deeds:
    dice = crew.dice
    crew.later(3)
    yield crew.given(dice.choice(crew.guards if "violation" in text.fields else crew.engineers))
    crew.later(2)
    yield crew.did("accepted", staff_id=crew.hand.id if crew.hand else None)
    crew.later((4 if text.severity >= 3 else 16) * crew.slow, 0.6)
    yield crew.did("arrived", staff_id=crew.hand.id if crew.hand else None)
    crew.later(text.minutes * 10 * crew.slow, 0.9)
    yield crew.did("photo", file=dice.choice(crew.pictures))
    yield crew.did("finish")
    crew.later(2)
    yield crew.did("left", words="已整改")
    crew.later(400)
    judge = next(one for one in (*crew.engineers, *crew.guards, *crew.desk) if one is not crew.hand)
    yield crew.did("passed", judge, staff_id=judge.id)
    yield crew.did("close", crew.desk[0])


def _legacy(crew: Crew, text: Told) -> Deeds:
    crew.at += timedelta(hours=20)
    plan = {
        "plan": "由专业公司逐户施工，完工后闭水试验", "responsible": "开发商工程部",
        "due_on": (crew.at + timedelta(days=40)).date().isoformat(),
    }  # fmt: skip
    yield crew.did("plan", crew.desk[0], fields=plan)
    yield crew.did(
        "explain", crew.desk[0], fields={"explanation": "该项由开发商负责，物业每周跟进并告知进展。"}
    )
    crew.at += timedelta(days=crew.dice.randrange(12, 80))
    yield crew.given(crew.dice.choice(crew.engineers))
    crew.later(60)
    yield crew.did("arrived", staff_id=crew.hand.id if crew.hand else None)
    crew.at += timedelta(hours=5)
    yield crew.did("finish", words="已解决，业主在场确认。")
    crew.later(3)
    yield crew.did("left", words="闭水试验合格")
    yield crew.did("confirm", crew.desk[0], fields={"confirmed": "visit"})
    crew.morning()
    yield crew.did("close", crew.desk[0])


_COURSES: dict[str, Callable[[Crew, Told], Deeds]] = {
    "repair": _repair, "enquiry": _enquiry, "complaint": _complaint, "help": _help, "suggestion": _suggestion,
    "praise": _praise, "violation": _put_right, "hazard": _put_right, "legacy": _legacy,
}  # fmt: skip
