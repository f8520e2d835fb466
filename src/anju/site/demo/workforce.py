"""The demo's staff: departments, posts, teams and forty people in the large community, a handful in the small ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.foundation.accounts import services as accounts
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.foundation.permissions import RoleCode
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.site.demo import names


@dataclass(frozen=True, slots=True)
class Crew:
    """People of one post: `count` of them, in `team` where there is one. `login`: the demo user of the first."""

    department: str
    domain: str
    position: str
    team: str
    count: int
    skills: tuple[str, ...] = ()
    login: str = ""
    role: RoleCode = RoleCode.WORKER
    everywhere: bool = False


CREWS = (
    Crew("项目办公室", "", "项目经理", "", 1, ("管理",), "manager", RoleCode.MANAGER),
    Crew("项目办公室", "", "品质专员", "", 1, ("检查",), "quality", RoleCode.QUALITY, True),
    Crew(
        "客户服务部", "customer_service", "客服主管", "客服组", 1, ("沟通",), "frontdesk", RoleCode.FRONTDESK
    ),
    Crew("客户服务部", "customer_service", "楼管员", "客服组", 4, ("沟通",)),
    Crew("秩序维护部", "security", "秩序主管", "巡逻班", 1, ("消防",), "supervisor", RoleCode.SUPERVISOR),
    Crew("秩序维护部", "security", "巡逻员", "巡逻班", 6, ("巡逻", "消防"), "guard"),
    Crew("秩序维护部", "security", "门岗", "门岗班", 6, ("门岗",)),
    Crew("秩序维护部", "security", "监控员", "监控班", 3, ("监控", "消防")),
    Crew("环境部", "cleaning", "环境主管", "保洁班", 1, ("保洁",)),
    Crew("环境部", "cleaning", "楼内保洁员", "保洁班", 6, ("保洁",), "cleaner"),
    Crew("环境部", "cleaning", "外围保洁员", "保洁班", 4, ("保洁", "清运")),
    Crew("工程部", "engineering", "工程主管", "维修班", 1, ("电工", "水暖")),
    Crew("工程部", "engineering", "维修工", "维修班", 3, ("电工", "水暖", "电梯"), "engineer"),
    Crew("绿化部", "greening", "绿化工", "绿化班", 2, ("绿化",), "gardener"),
)
SMALL_CREWS = (
    Crew("服务中心", "customer_service", "楼管员", "客服组", 1, ("沟通",)),
    Crew("秩序部", "security", "秩序员", "秩序班", 2, ("巡逻",)),
    Crew("保洁部", "cleaning", "保洁员", "保洁班", 2, ("保洁",)),
    Crew("工程部", "engineering", "维修工", "维修班", 1, ("电工", "水暖")),
)
_names: Iterator[str] = names.people()


def hire(actor: Actor, community_id: int, crews: tuple[Crew, ...], prefix: str, at: datetime) -> None:
    """Make the departments, posts, teams and people of one community."""
    departments: dict[str, int] = {}
    teams: dict[tuple[str, str], int] = {}
    number = 0
    for crew in crews:
        if crew.department not in departments:
            draft = people.DepartmentDraft(
                name=crew.department, domain=crew.domain, community_id=community_id
            )
            departments[crew.department] = people.department_save(actor=actor, draft=draft, at=at)
        department = departments[crew.department]
        post = people.PositionDraft(department_id=department, name=crew.position, headcount=crew.count)
        position = people.position_save(actor=actor, draft=post, at=at)
        key = (crew.department, crew.team)
        if crew.team and key not in teams:
            draft_team = people.TeamDraft(department_id=department, name=crew.team)
            teams[key] = people.team_save(actor=actor, draft=draft_team, at=at)
        for _each in range(crew.count):
            number += 1
            people.staff_create(
                actor=actor,
                draft=StaffDraft(
                    name=next(_names),
                    number=f"{prefix}{number:03}",
                    department_id=department,
                    position_id=position,
                    team_id=teams.get(key),
                    community_id=community_id,
                    skills=crew.skills,
                    phone=names.phone(hash_of(prefix) * 100 + number),
                    joined_on=(at - timedelta(days=200 + number * 17)).date(),
                ),
                at=at,
            )


def hash_of(prefix: str) -> int:
    return sum(map(ord, prefix)) % 90


def give_logins(actor: Actor, org: Organisation, community_id: int, password: str, at: datetime) -> None:
    """The first person of each crew that has a demo user gets it, bound to his community."""
    path = estate.place(community_id).path
    staff = people.staff_of_community(community_id)
    for crew in (one for one in CREWS if one.login):
        person = next(one for one in staff if one.position == crew.position)
        user = accounts.user_create(username=crew.login, name=person.name, password=password)
        accounts.member_add(user=user, org=org)
        accounts.role_assign(
            actor=actor, user=user, role_code=crew.role, path="" if crew.everywhere else path
        )
        people.login_link(actor=actor, staff_id=person.id, user_id=user.pk, at=at)


SKILL = {"云杉苑": 1.0, "清荷里": 2.4, "桐荫小区": 0.5}


def skill(community: str, domain: str) -> float:
    """How prone a community's crew is to miss work: above 1 is worse than usual."""
    return SKILL.get(community, 1.0) * {"greening": 0.6, "cleaning": 1.3, "security": 0.9}.get(domain, 1.0)
