"""A community with a place of every kind, its teams, and the smallest plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind, PlaceView
from anju.modules.people import facade as people
from anju.modules.people.services.structure import DepartmentDraft, TeamDraft
from anju.modules.plans.services import documents, review, versions

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
TEXT = """翠湖花园物业服务方案

一、保洁服务
1．楼道每日清扫2次。
2．道路每周冲洗1次。
二、秩序维护
1．重点部位每2小时巡逻1次。
2．门岗24小时值守。
三、维修服务
1．急修30分钟内到达现场。
"""
LOOSE = TEXT + "2．设备房定期检查。\n"


@dataclass(frozen=True)
class Ground:
    """The ids of what the tests need."""

    community: PlaceView
    entrances: tuple[int, ...]
    road: int
    gate: int
    team_id: int
    guards_id: int


def make(actor, kind: PlaceKind, code: str, parent: PlaceView | None = None, **more) -> PlaceView:
    draft = PlaceDraft(kind=kind, code=code, parent_id=parent.id if parent else None, **more)
    return estate.place_create(actor=actor, draft=draft, at=AT)


DEPARTMENTS = (("环境部", "cleaning"), ("秩序部", "security"))


def ground(actor, code: str = "CH", name: str = "翠湖花园", departments=DEPARTMENTS) -> Ground:
    garden = make(actor, PlaceKind.COMMUNITY, code, name=name)
    block = make(actor, PlaceKind.BUILDING, "1", garden)
    entrances = tuple(make(actor, PlaceKind.ENTRANCE, str(one), block).id for one in (1, 2))
    road = make(actor, PlaceKind.PUBLIC, "R1", garden, name="主干道", tags=("道路",))
    make(actor, PlaceKind.PUBLIC, "G1", garden, name="中心绿地", tags=("绿化",))
    gate = make(actor, PlaceKind.GATE, "E", garden, name="东门")
    teams = {domain: _team(actor, garden.id, department, domain) for department, domain in departments}
    return Ground(garden, entrances, road.id, gate.id, teams.get("cleaning", 0), teams.get("security", 0))


def _team(actor, community_id: int, name: str, domain: str) -> int:
    draft = DepartmentDraft(name=name, domain=domain, community_id=community_id)
    department = people.department_save(actor=actor, draft=draft, at=AT)
    return people.team_save(actor=actor, draft=TeamDraft(department_id=department, name=f"{name}一班"), at=AT)


def upload(actor, place: Ground, text: str = TEXT, title: str = "服务方案", at: datetime = AT, **more) -> int:
    given = documents.Upload(
        community_id=place.community.id, filename="plan.txt", data=text.encode(),
        card=documents.PlanCard(title=title), **more,
    )  # fmt: skip
    return documents.plan_upload(actor=actor, upload=given, at=at)


def approved(actor, place: Ground, text: str = TEXT, at: datetime = AT) -> int:
    version = upload(actor, place, text, at=at)
    review.promises_accept(actor=actor, version_id=version, confidence=0, at=at)
    review.passages_dismiss(actor=actor, version_id=version, at=at)
    versions.version_approve(actor=actor, version_id=version, note="同意", at=at)
    return version


def in_force(actor, place: Ground, text: str = TEXT, at: datetime = AT, on: date = TODAY) -> int:
    version = approved(actor, place, text, at)
    versions.version_enforce(actor=actor, version_id=version, on=on, at=at)
    return version
