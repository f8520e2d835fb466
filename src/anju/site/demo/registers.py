"""The demo's registers: signs with their checks, devices handed out, and what the shifts wrote down."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

# Kind, code of the place, wording, exact spot, number, state at the last check, whether it hangs in sight.
SIGNS = (
    ("site_plan", "G1", "云杉苑平面示意图", "南门右侧", 1, "good", True),
    ("road", "R1", "车辆限速 5 公里", "主干道入口", 2, "good", True),
    ("number", "R1", "楼栋指引牌", "中心路口", 4, "worn", True),
    ("danger", "E1", "高压危险，请勿靠近", "配电室门上", 1, "good", True),
    ("danger", "W1", "水深危险，请照看儿童", "水池四周", 4, "good", False),
    ("traffic", "P1", "限高 2.2 米", "车库入口横梁", 1, "damaged", True),
    ("slippery", "C1", "小心地滑", "保洁间备用", 24, "good", True),
    ("rules", "E1", "配电室操作规程", "室内正面墙", 1, "good", True),
    ("rules", "E5", "监控中心值班制度", "值班台后墙", 1, "good", True),
    ("rules", "D1", "门岗岗位职责", "岗亭内侧", 1, "good", False),
    ("evacuation", "P1", "安全出口", "车库各通道", 18, "good", True),
    ("refuse", "B1", "生活垃圾分类标识", "投放点正面", 4, "good", True),
)
DEVICES = (
    ("radio", "DJ", 8, "数字对讲机，交接班时清点电量", "巡逻班"),
    ("torch", "SD", 6, "强光手电，夜巡配发", "巡逻班"),
    ("patrol", "XG", 3, "巡更手机，读取位置标签", "巡逻班"),
    ("keys", "YS", 4, "设备间钥匙串", "维修班"),
)
HANDED_OVER = (
    ("本班车辆秩序正常，东门道闸已复位。", "三号楼单元门闭门器待维修。"),
    ("夜间巡逻四次均两人同行，未见异常。", ""),
    ("装修垃圾清运车辆登记五辆。", "西门照明一盏不亮，已报修。"),
    ("访客登记三十二人次，物品放行两件。", ""),
)


def fill(actor: Actor, community_id: int, now: datetime) -> None:
    """Write the registers of a community as they stand at `now`."""
    staff = people.staff_of_community(community_id)
    _signs(actor, community_id, now)
    _devices(actor, community_id, staff, now)
    _logs(actor, [one for one in staff if one.team == "巡逻班"], now)


def _signs(actor: Actor, community_id: int, now: datetime) -> None:
    kinds = ("public", "room", "gate", "post", "parking")
    places = estate.places_of(community_id, kinds)
    by_code = {one.code: one.id for one in places if one.parent_id == community_id}
    hung = now - timedelta(days=80)
    for number, (kind, code, wording, spot, quantity, state, visible) in enumerate(SIGNS):
        draft = estate.SignDraft(
            place_id=by_code[code], kind=kind, wording=wording, spot=spot, quantity=quantity
        )
        made = estate.sign_add(actor=actor, draft=draft, at=hung, on=hung.date())
        if number % 5 == 4:
            continue
        looked_at = now - timedelta(days=6 + number * 2)
        check = estate.CheckDraft(on=looked_at.date(), state=state, visible=visible)
        estate.sign_check(actor=actor, sign_id=made, draft=check, at=looked_at)


def _devices(actor: Actor, community_id: int, staff: list[StaffView], now: datetime) -> None:
    given = now - timedelta(days=45)
    for kind, prefix, count, description, team in DEVICES:
        holders = [one for one in staff if one.team == team]
        for number in range(1, count + 1):
            draft = people.DeviceDraft(
                kind=kind, number=f"{prefix}{number:02}", community_id=community_id, description=description
            )
            made = people.device_add(actor=actor, draft=draft, at=given)
            if number <= min(count - 1, len(holders)):
                holder = holders[number - 1]
                people.device_issue(actor=actor, device_id=made, staff_id=holder.id, at=given)


def _logs(actor: Actor, guards: list[StaffView], now: datetime) -> None:
    for number, (text, unfinished) in enumerate(HANDED_OVER):
        author, receiver = guards[number % len(guards)], guards[(number + 1) % len(guards)]
        at = now - timedelta(hours=12 * (len(HANDED_OVER) - number))
        draft = people.LogDraft(
            kind="handover", department_id=author.department_id, author_id=author.id, receiver_id=receiver.id,
            position_id=author.position_id, happened_at=at, text=text, unfinished=unfinished,
        )  # fmt: skip
        people.log_write(actor=actor, draft=draft, at=at)
