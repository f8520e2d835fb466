"""Load the demo through the services that everybody uses; only three months of history are told set-based."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.engines.schedule import facade as schedule
from anju.foundation import actors, outbox, scope
from anju.foundation.accounts import services as accounts
from anju.foundation.accounts.models import Organisation, Supervision
from anju.foundation.actors import Actor
from anju.foundation.audit import chain
from anju.foundation.permissions import RoleCode
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans import facade as plans
from anju.site.demo import (
    PASSWORD,
    care,
    cases,
    contract,
    desk,
    desk_registers,
    findings,
    gatherings,
    history,
    neighbours,
    patrols,
    persons,
    registers,
    residents,
    safety,
    surveys,
    tender,
    weather,
    workforce,
)
from anju.site.demo.estates import EMPTY, SMALL, YUNSHAN, workbook

HISTORY_DAYS = 92
ZONE = ZoneInfo("Asia/Shanghai")
COMPANY = "安居示范物业服务有限公司"
OFFICE = "城东街道物业管理办公室"
Say = Callable[[str], None]

LOGINS = (
    ("admin", "系统管理员", RoleCode.ADMIN),
    ("leader", "公司领导", RoleCode.LEADER),
    ("committee", "业委会主任", RoleCode.COMMITTEE),
)


def load(*, now: datetime, say: Say) -> None:
    """Make the demo in an empty database, whole or not at all. `now`: aware; the history ends there."""
    today = now.astimezone(ZONE).date()
    begin = today - timedelta(days=HISTORY_DAYS)
    started = datetime.combine(begin, time(0, 5), ZONE)
    with transaction.atomic():
        org = accounts.organisation_create(name=COMPANY, short_name="安居示范物业", adcode="330100")
        with scope.enter(org.pk), outbox.at_once():
            actor = actors.root("演示数据", org.pk)
            say("建立小区、房屋与设备间")
            communities = _estate(actor, started)
            say("登记部门、岗位与员工")
            main = communities[YUNSHAN.name]
            workforce.hire(actor, main, workforce.CREWS, "YS", started)
            for small in (*SMALL, EMPTY):
                workforce.hire(actor, communities[small.name], workforce.SMALL_CREWS, small.code, started)
            _logins(actor, org, communities, started)
            say("服务方案生效并编排作业")
            _plan(actor, main, begin, started)
            for small, template in zip(SMALL, ("grade-2", "grade-3"), strict=True):
                _from_template(actor, communities[small.name], template, begin, started)
            patrols.lay_out(actor, main, len(YUNSHAN.towers), started)
            for name in (YUNSHAN.name, *(one.name for one in SMALL)):
                patrols.walk_in_twos(actor, communities[name], started)
            weather.wait_for_it(actor, main, begin, started)
            say("登记标识、器材与交接班")
            registers.fill(actor, main, now)
            say("登记合同与服务标准，比选两家公司的方案")
            contract.tell(actor, main, now)
            tender.tell(actor, main, now)
            smaller = [communities[one.name] for one in SMALL]
            _people(actor, main, smaller, now, say)
            say("补记三个月的作业")
            for name in (YUNSHAN.name, *(one.name for one in SMALL)):
                _history(actor, communities[name], name, begin, today, now)
            _requests(actor, main, smaller, now, say)
        with scope.enter(org.pk):
            say("汇总与封存日志")
            actor = actors.root("演示数据", org.pk)
            for one in (main, *smaller):
                surveys.freeze(actor, one, now)
            schedule.refresh_all(at=now)
            while chain.seal(org.pk) == chain.BATCH:
                continue
        _authority(org)


def _people(actor: Actor, main: int, smaller: list[int], now: datetime, say: Say) -> None:
    say("登记业主、租户和家人")
    persons.fill(actor, [main, *smaller], now)
    care.tell(actor, main, now)


def _requests(actor: Actor, main: int, smaller: list[int], now: datetime, say: Say) -> None:
    say("补记三个月的报事")
    cases.tell(actor, main, now)
    for one in smaller:
        cases.tell(actor, one, now, per_day=1.2, slow=1.3)
    say("登记前台、访客、服务、失物与调查")
    desk.fill(actor, main, now)
    desk_registers.fill(actor, main, now)
    surveys.tell(actor, main, now)
    surveys.sample(actor, main, now)
    residents.fill(actor, main, now)
    say("登记犬只、商户、会议与安全联防")
    neighbours.tell(actor, main, now)
    gatherings.tell(actor, main, now)
    safety.tell(actor, main, now)


def _estate(actor: Actor, at: datetime) -> dict[str, int]:
    data = workbook((YUNSHAN, *SMALL, EMPTY), date(at.year - 8, 6, 30))
    kept = estate.import_keep(actor=actor, name="演示小区.xlsx", data=data, at=at)
    done = estate.import_run(actor=actor, import_id=kept, at=at, report=lambda _stage, _percent: None)
    if done.problem_count:
        raise RuntimeError(f"the demo's own workbook was refused: {done.problems[0]}")
    return {one.name: one.id for one in estate.communities()}


def _logins(actor: Actor, org: Organisation, communities: dict[str, int], at: datetime) -> None:
    for username, name, role in LOGINS:
        user = accounts.user_create(username=username, name=name, password=PASSWORD)
        accounts.member_add(user=user, org=org)
        path = estate.place(communities[YUNSHAN.name]).path if role is RoleCode.COMMITTEE else ""
        accounts.role_assign(actor=actor, user=user, role_code=role, path=path)
    workforce.give_logins(actor, org, communities[YUNSHAN.name], PASSWORD, at)


def _plan(actor: Actor, community_id: int, begin: date, at: datetime) -> None:
    upload = plans.Upload(
        community_id=community_id,
        filename="云杉苑物业服务方案.txt",
        data=Path(__file__).with_name("plan.txt").read_bytes(),
        card=plans.PlanCard(
            title="云杉苑物业服务方案",
            purpose="写明服务安排，作为作业、检查和监督的共同依据。",
            addressees="云杉苑全体业主与物业服务中心员工",
            interpreter=COMPANY,
        ),
        change_reason="首次制定",
    )
    _enforce(actor, plans.plan_upload(actor=actor, upload=upload, at=at), begin, at)


def _from_template(actor: Actor, community_id: int, code: str, begin: date, at: datetime) -> None:
    version = plans.plan_from_template(actor=actor, community_id=community_id, code=code, at=at)
    _enforce(actor, version, begin, at)


def _enforce(actor: Actor, version_id: int, begin: date, at: datetime) -> None:
    plans.promises_accept(actor=actor, version_id=version_id, confidence=0.0, at=at)
    plans.passages_dismiss(actor=actor, version_id=version_id, note="已核对", at=at)
    plans.version_approve(actor=actor, version_id=version_id, note="同意执行", at=at)
    plans.version_enforce(actor=actor, version_id=version_id, on=begin, at=at)


def _history(actor: Actor, community_id: int, name: str, begin: date, today: date, now: datetime) -> None:
    started = datetime.combine(begin, time(0, 6), ZONE)
    schedule.materialise(community_id=community_id, until=schedule.horizon_end(now), at=started)
    if name == YUNSHAN.name:
        weather.let_it_rain(actor, community_id, now.astimezone(ZONE))
    days = DateInterval(begin, today + timedelta(days=1))
    rows = schedule.occurrences(community_id=community_id, days=days, states=("todo",)).order_by("pk")
    work = schedule.views(rows)
    rounds = schedule.rounds_by_id({one.round_id for one in work})
    places = estate.places_by_id({number for view in rounds.values() for number in view.draft.place_ids})
    told = history.Told(
        now=now,
        today=today,
        members={
            one.id: [member.id for member in people.members(team_id=one.id)]
            for one in people.teams(community_id)
        },
        labels={key: one.label for key, one in places.items()},
        routes={
            key: tuple(places[one].label for one in view.draft.place_ids) for key, view in rounds.items()
        },
        asks={key: view.draft.evidence for key, view in rounds.items()},
        skill=lambda domain: workforce.skill(name, domain),
    )
    if name == YUNSHAN.name:
        findings.tell(actor, community_id, told)
    schedule.history_take_over(actor=actor, records=history.records(work, told), at=now)


def _authority(org: Organisation) -> None:
    """The street office that supervises the company: it sees everything here and can change nothing."""
    office = accounts.organisation_create(name=OFFICE, short_name="街道物管办", kind="authority")
    Supervision.objects.create(authority=office, supervised=org)
    user = accounts.user_create(username="authority", name="街道监管员", password=PASSWORD)
    accounts.member_add(user=user, org=office)
    with scope.enter(office.pk):
        accounts.role_assign(
            actor=actors.root("演示数据", office.pk), user=user, role_code=RoleCode.AUTHORITY
        )
