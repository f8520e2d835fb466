"""The demo's site plan with its pins, and the patrol routes over it that the guards walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, RoundView
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.site.demo import layout
from anju.site.demo.layout import Spot

PINNED = ("building", "entrance", "public", "room", "gate", "post", "parking")
DAY_ROUTE = ("G1", "R1", "S1", "G3", "B1", "L3", "R2", "G2", "W1", "S3")
NIGHT_ROUTE = ("G1", "D1", "S2", "G3", "Z1", "L3", "R2", "B2", "G2", "E1", "C1")
REQUIREMENTS = "逐点扫描位置标签；查看人员车辆秩序、消防通道、门禁和围墙；发现异常先报监控中心，再拍照填写。"


def lay_out(actor: Actor, community_id: int, towers: int, at: datetime) -> None:
    """Pin the places on a plan, draw both routes, and let the patrols walk them; nights in twos (PAT-04)."""
    places = estate.places_of(community_id, PINNED)
    picture = estate.Photo("总平面图.png", layout.draw(towers))
    plan = estate.site_plan_add(
        actor=actor, community_id=community_id, name="总平面图", picture=picture, at=at
    )
    for place, spot in _spots(places):
        x, y = spot.permille
        estate.pin_set(actor=actor, place_id=place.id, plan_id=plan, x=x, y=y, at=at)
    by_code = {one.code: one.id for one in places if one.parent_id == community_id}
    stops = {
        name: tuple(by_code[code] for code in codes)
        for name, codes in (("白天巡逻路线", DAY_ROUTE), ("夜间巡逻路线", NIGHT_ROUTE))
    }
    for name, place_ids in stops.items():
        draft = estate.RouteDraft(
            community_id=community_id, name=name, requirements=REQUIREMENTS, site_plan_id=plan, place_ids=place_ids
        )  # fmt: skip
        estate.route_set(actor=actor, draft=draft, at=at)
    day, night = stops.values()
    for view in patrols_of(community_id):
        if "主干道" in view.draft.title:
            at_night = view.draft.recurrence.period is Period.NIGHT
            _walk(actor, view, night if at_night else day, at)


def walk_in_twos(actor: Actor, community_id: int, at: datetime) -> None:
    """Let every patrol of the night ask for a second person."""
    for view in patrols_of(community_id):
        if view.draft.recurrence.period is Period.NIGHT:
            evidence = replace(view.draft.evidence, people=2)
            draft = replace(view.draft, evidence=evidence)
            schedule.round_change(actor=actor, round_id=view.id, draft=draft, at=at)


def patrols_of(community_id: int) -> list[RoundView]:
    rows = schedule.rounds(community_id=community_id).filter(kind="patrol").order_by("pk")
    return list(schedule.rounds_by_id(list(rows.values_list("pk", flat=True))).values())


def _walk(actor: Actor, view: RoundView, stops: tuple[int, ...], at: datetime) -> None:
    draft = replace(view.draft, place_ids=stops, minutes=35, instructions=REQUIREMENTS)
    schedule.round_change(actor=actor, round_id=view.id, draft=draft, at=at)


def _spots(places: list[PlaceView]) -> list[tuple[PlaceView, Spot]]:
    """Places of the drawing; what lies inside an entrance is not pinned."""
    by_id = {one.id: one for one in places}
    doors: dict[int, int] = {}
    for one in places:
        if one.kind == "entrance":
            doors[one.parent_id or 0] = doors.get(one.parent_id or 0, 0) + 1
    found = []
    for one in places:
        above = by_id.get(one.parent_id or 0)
        if one.kind == "building":
            found.append((one, layout.tower(int(one.code))))
        elif one.kind == "entrance" and above is not None:
            found.append((one, layout.entrance(int(above.code), int(one.code), doors[above.id])))
        elif above is None:
            found.append((one, layout.public(one.code)))
    return found
