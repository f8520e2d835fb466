"""The demo's dogs and merchants: registers, breaches and complaints, steps, checks, dossiers, the streets around."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from anju.foundation import outbox, registry
from anju.foundation.actors import Actor
from anju.modules.community import facade as community
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.site.demo import names, neighbour_cases, pictures
from anju.site.demo import neighbour_facts as facts
from anju.site.demo.desk_world import ZONE

BOOK = community.neighbours
VACCINE_YEAR = 365
CHECK_CYCLE = 90
NUISANCE_DAYS = (1, 3, 1, 2)


class _Told:
    """One community at one moment."""

    def __init__(self, actor: Actor, community_id: int, now: datetime) -> None:
        self.actor, self.community, self.now = actor, community_id, now
        self.today = now.astimezone(ZONE).date()
        self.staff = people.staff_of_community(community_id)
        units = estate.places_of(community_id, ("unit",))
        known = people.homes([one.id for one in units], self.today)
        self.homes: list[PlaceView] = [
            one for one in units if one.id in known and known[one.id].people
        ] or units

    def day(self, back: int) -> date:
        return self.today - timedelta(days=back)

    def at(self, back: int) -> datetime:
        """So many days back, on that day of the community and never later than now."""
        begin = datetime.combine(self.day(max(back, 0)), time(), ZONE)
        return max(self.now - timedelta(days=max(back, 0), minutes=20), begin)

    def who(self, step: int) -> int | None:
        return self.staff[step % len(self.staff)].id if self.staff else None


def tell(actor: Actor, community_id: int, now: datetime) -> None:
    """Tell dogs and merchants up to `now`; it is history: nobody is told anew."""
    told = _Told(actor, community_id, now)
    with outbox.silence():
        dogs = _dogs(told)
        _ladders(told, dogs)
        _inspection(told)
        shops = _merchants(told)
        _checks(told, shops)
        _actions(told, shops)
        _street(told)


def _dogs(told: _Told) -> list[int]:
    for setting, value in (("dog_forbidden_breeds", facts.FORBIDDEN), ("dog_tallest_cm", facts.TALLEST_CM)):
        declared = next(one for one in registry.declared() if one.code == f"community.{setting}")
        registry.change(actor=told.actor, setting=declared, new=value, community_id=told.community)
    made = []
    for number, (name, breed, size, height, colour, sex, licence, vaccine) in enumerate(facts.DOGS):
        until = None if vaccine is None else told.today + timedelta(days=vaccine)
        draft = BOOK.DogDraft(
            name=name, breed=breed, size=size, height_cm=height, colour=colour, sex=sex,
            born_on=told.day(500 + number * 97), place_id=told.homes[(number * 37) % len(told.homes)].id,
            licence="" if licence is None else f"犬证 {20250 + number}",
            licence_until=None if licence is None else told.today + timedelta(days=licence),
            vaccinated_on=None if until is None else until - timedelta(days=VACCINE_YEAR), vaccine_until=until,
            keeper_phone=names.phone(6100 + number), photo=BOOK.Upload("dog.jpg", pictures.thing(number)) if number % 4 == 0 else None,
        )  # fmt: skip
        since = 70 if vaccine is None else VACCINE_YEAR - vaccine
        made.append(_note(told, draft, min(70 - number, since)))
    for breed, size, colour, spot in facts.STRAYS:
        _note(told, BOOK.DogDraft(breed=breed, size=size, colour=colour, spot=spot), 10)
    for number, state, why in ((9, "moved", "随户搬往外区"), (14, "died", "年老病故，已无害化处理")):
        BOOK.dog_state(
            actor=told.actor, dog_id=made[number], state=state, on=told.day(8), why=why, at=told.at(8)
        )
    for place, (number, label, words, severity) in enumerate(facts.BREACHES):
        breach = BOOK.BreachDraft(
            community_id=told.community, label=label, words=words, dog_id=made[number], severity=severity
        )
        at = told.at(number % 5 + 1)
        case_id = BOOK.breach_open(actor=told.actor, draft=breach, at=at)
        _carry(told, case_id, neighbour_cases.BREACHES[place], at, place)
    return made


def _carry(told: _Told, case_id: int, course: neighbour_cases.Course, at: datetime, place: int) -> None:
    staff = [one for one in (told.who(place), told.who(place + 1)) if one is not None]
    if len(staff) == 2:
        neighbour_cases.carry(told.actor, case_id, course, staff, opened=at, picture=place)


def _note(told: _Told, draft: Any, back: int) -> int:
    at = told.at(back)
    return int(BOOK.dog_note(actor=told.actor, community_id=told.community, draft=draft, at=at))


def _ladders(told: _Told, dogs: list[int]) -> None:
    for number, title, steps, closing in facts.LADDERS:
        (_first, due, *_rest), at = steps[0], told.at(steps[0][1] + 5)
        draft = BOOK.LadderDraft(
            title=title, due_on=told.day(due), dog_id=None if number is None else dogs[number], staff_id=told.who(0)
        )  # fmt: skip
        ladder = BOOK.ladder_open(actor=told.actor, community_id=told.community, draft=draft, at=at)
        for place, (step, due, done, said, effect) in enumerate(steps):
            if place:
                following = BOOK.StepDraft(step=step, due_on=told.day(due), staff_id=told.who(place))
                BOOK.step_plan(actor=told.actor, ladder_id=ladder, draft=following, at=told.at(due + 4))
            if done is not None:
                paper = BOOK.Upload("提醒书.jpg", pictures.signature(place)) if step == "talk" else None
                note = BOOK.StepNote(done_on=told.day(done), said=said, effect=effect, evidence=paper)
                step_id = BOOK.steps(ladder)[-1].pk
                BOOK.step_record(actor=told.actor, step_id=step_id, note=note, at=told.at(done))
        if closing:
            BOOK.ladder_close(actor=told.actor, ladder_id=ladder, outcome=closing, at=told.at(2))


def _inspection(told: _Told) -> None:
    draft = BOOK.InspectionDraft(
        title="秋季文明养犬联合检查", starts_on=told.day(6), ends_on=told.day(-3), bodies="辖区派出所、社区居委会、物业服务中心",
        places="全小区住宅楼、中心花园和南门外广场",
    )  # fmt: skip
    number = BOOK.campaign_open(actor=told.actor, community_id=told.community, draft=draft, at=told.at(7))
    for place, line in enumerate(BOOK.lines(number)):
        if place % 5 == 4:
            continue
        result, found, handed = _verdict(line)
        note = BOOK.CheckNote(result=result, found=found, handed=handed, checked_on=told.day(5 - place % 5))
        BOOK.line_check(actor=told.actor, line_id=line.pk, note=note, at=told.at(0))


def _verdict(line: Any) -> tuple[str, str, str]:
    if line.place_id is None:
        return "stray", "无主，常在此处活动", "已通知派出所联系收容"
    if any(one in line.dog_name for one in ("藏獒", "罗威纳")):
        return "forbidden", "属禁养犬种，限期送走", "已移交派出所处理"
    if not line.dog.licence:
        return "unlicensed", "未办理犬证，现场告知办证地点", ""
    return ("absent", "", "") if line.dog.number.endswith("7") else ("fit", "", "")


def _merchants(told: _Told) -> list[int]:
    made = []
    for number, (name, sign, trade, spot, operator, licence, approval, paper) in enumerate(facts.MERCHANTS):
        draft = BOOK.MerchantDraft(
            name=name, sign=sign, trade=trade, spot=spot, operator=operator, phone=names.phone(6400 + number),
            licence=licence, approval=approval, approval_number=paper, opened_on=told.day(400 + number * 83),
        )  # fmt: skip
        made.append(
            BOOK.merchant_note(
                actor=told.actor, community_id=told.community, draft=draft, at=told.at(60 - number)
            )
        )
    for shop, kind, cycle, cleanings in facts.CLEANINGS:
        equipment = BOOK.equipment_save(
            actor=told.actor, merchant_id=made[shop], kind=kind, cycle_days=cycle, last_on=None, at=told.at(150)
        )  # fmt: skip
        for back in cleanings:
            BOOK.cleaning_note(
                actor=told.actor, equipment_id=equipment, on=told.day(back), by="洁源环保服务有限公司",
                receipt=BOOK.Upload("清洗单.jpg", pictures.work(back)), at=told.at(back),
            )  # fmt: skip
    for place, (shop, label, words) in enumerate(facts.NUISANCES):
        nuisance = BOOK.NuisanceDraft(label=label, words=words)
        at = told.at(NUISANCE_DAYS[place])
        case_id = BOOK.complaint_open(actor=told.actor, merchant_id=made[shop], draft=nuisance, at=at)
        _carry(told, case_id, neighbour_cases.NUISANCES[place], at, place)
    BOOK.merchant_state(
        actor=told.actor, merchant_id=made[9], state="closed", on=told.day(15), why="租约到期，已搬走", at=told.at(15)
    )  # fmt: skip
    return made


def _checks(told: _Told, shops: list[int]) -> None:
    for shop, back, by, bad, found, deadline, again in facts.CHECKS:
        draft = BOOK.CheckDraft(
            on=told.day(back), by=by, inspector="环保所检查组" if by == "bureau" else "工程主管",
            items=BOOK.checklist(bad), found=found, next_on=told.day(back - CHECK_CYCLE),
            deadline=told.day(back - deadline) if bad else None, photo=BOOK.Upload("检查.jpg", pictures.work(shop)),
        )  # fmt: skip
        first = BOOK.check_note(actor=told.actor, merchant_id=shops[shop], draft=draft, at=told.at(back))
        if again is not None:
            clean = BOOK.CheckDraft(
                on=told.day(again), by=by, inspector="工程主管", items=BOOK.checklist(()), next_on=told.day(again - CHECK_CYCLE)
            )  # fmt: skip
            BOOK.check_again(actor=told.actor, check_id=first, draft=clean, at=told.at(again))


def _actions(told: _Told, shops: list[int]) -> None:
    for title, participants, goal, joined, target, steps, closing in facts.ACTIONS:
        draft = BOOK.ActionDraft(
            title=title, participants=participants, goal=goal, merchant_ids=tuple(shops[one] for one in joined),
            target_on=None if target is None else told.day(-target),
        )  # fmt: skip
        number = BOOK.action_open(actor=told.actor, community_id=told.community, draft=draft, at=told.at(18))
        for what, who, due, done, result in steps:
            step = BOOK.step_add(
                actor=told.actor, action_id=number, what=what, who=who, due_on=told.day(-due), at=told.at(17)
            )
            if done is not None:
                BOOK.step_done(
                    actor=told.actor, step_id=step, done_on=told.day(done), result=result, at=told.at(done)
                )
        if closing:
            BOOK.action_close(actor=told.actor, action_id=number, result=closing, at=told.at(1))


def _street(told: _Told) -> None:
    for place, (sort, spot, words, found, authority, reported, answer, answered, closed) in enumerate(
        facts.STREET
    ):
        draft = BOOK.StreetDraft(
            sort=sort, spot=spot, words=words, found_on=told.day(found), photo=BOOK.Upload("街面.jpg", pictures.work(place))
        )  # fmt: skip
        number = BOOK.street_note(
            actor=told.actor, community_id=told.community, draft=draft, at=told.at(found)
        )
        for service, said, back in (
            (BOOK.street_report, {"authority": authority}, reported),
            (BOOK.street_answer, {"answer": answer}, answered),
            (BOOK.street_close, {"result": "已清理，列入每日巡查"}, closed),
        ):
            if back is not None:
                service(actor=told.actor, finding_id=number, on=told.day(back), at=told.at(back), **said)
