"""The demo's staff: departments, posts, teams and forty people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crew:
    """People of one post: `count` of them, in `team` where there is one. `login`: a demo user for the first."""

    department: str
    domain: str
    position: str
    team: str
    count: int
    skills: tuple[str, ...] = ()
    login: str = ""


CREWS = (
    Crew("项目办公室", "", "项目经理", "", 1, ("管理",), "manager"),
    Crew("项目办公室", "", "品质专员", "", 1, ("检查",), "quality"),
    Crew("客户服务部", "customer_service", "客服主管", "客服组", 1, ("沟通",), "frontdesk"),
    Crew("客户服务部", "customer_service", "楼管员", "客服组", 4, ("沟通",)),
    Crew("秩序维护部", "security", "秩序主管", "巡逻班", 1, ("消防",), "supervisor"),
    Crew("秩序维护部", "security", "巡逻员", "巡逻班", 6, ("巡逻", "消防"), "guard"),
    Crew("秩序维护部", "security", "门岗", "门岗班", 6, ("门岗",)),
    Crew("秩序维护部", "security", "监控员", "监控班", 3, ("监控", "消防")),
    Crew("环境部", "cleaning", "环境主管", "楼内保洁班", 1, ("保洁",)),
    Crew("环境部", "cleaning", "楼内保洁员", "楼内保洁班", 6, ("保洁",), "cleaner"),
    Crew("环境部", "cleaning", "外围保洁员", "外围保洁班", 4, ("保洁", "清运")),
    Crew("工程部", "engineering", "工程主管", "维修班", 1, ("电工", "水暖")),
    Crew("工程部", "engineering", "维修工", "维修班", 3, ("电工", "水暖", "电梯"), "engineer"),
    Crew("绿化部", "greening", "绿化工", "绿化班", 2, ("绿化",), "gardener"),
)
