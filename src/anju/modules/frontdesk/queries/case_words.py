"""How cases are called on the screen: kinds, states, severities, channels, what happened, what is lacking."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, ClockView
from anju.foundation.ui.filters import left, span
from anju.modules.frontdesk.queries import wording


class Mark(NamedTuple):
    """A word with the tone it is shown in."""

    label: Any
    tone: str


STATE_TONES = {
    "new": "amber", "assigned": "blue", "working": "teal", "waiting": "violet", "planned": "violet", "done": "green", "answered": "green",
    "closed": "slate", "cancelled": "slate", "merged": "slate", "void": "slate",
}  # fmt: skip
ENGINE_STATES = {"merged": lazy("已合并"), "void": lazy("已作废")}
SEVERITIES = {
    4: Mark(wording.SEVERITIES[4], "red"),
    3: Mark(wording.SEVERITIES[3], "amber"),
    2: Mark(wording.SEVERITIES[2], "blue"),
    1: Mark(wording.SEVERITIES[1], "slate"),
}
KIND_MARKS = {
    "repair": ("tool", "blue"), "complaint": ("message-report", "red"), "enquiry": ("help-circle", "teal"),
    "help": ("heartbeat", "violet"), "suggestion": ("bulb", "amber"), "praise": ("thumb-up", "green"),
    "violation": ("gavel", "amber"), "hazard": ("alert-triangle", "red"), "legacy": ("history", "slate"),
}  # fmt: skip
ASKS = {
    "reason": lazy("原因"), "photo": lazy("照片"), "photo_before": lazy("修前照片"), "photo_after": lazy("修后照片"),
    "signature": lazy("签字"), "materials": lazy("用料或工时"), "price_consent": lazy("报事人同意报价"), "assignee": lazy("处理人"),
    "appointment": lazy("上门预约"), "visit": lazy("上门记录"),
}  # fmt: skip
PHOTO_ROLES = {
    "before": lazy("处理前"), "during": lazy("处理中"), "after": lazy("处理后"), "signature": lazy("签字"),
    "attachment": lazy("附件"),
}  # fmt: skip
OUTCOMES = {
    "satisfied": Mark(lazy("满意"), "green"),
    "fair": Mark(lazy("基本满意"), "blue"),
    "dissatisfied": Mark(lazy("不满意"), "red"),
    "unreached": Mark(lazy("未联系上"), "slate"),
}
VISIT_STATES = {
    "agreed": Mark(lazy("已预约"), "blue"),
    "under_way": Mark(lazy("上门中"), "teal"),
    "done": Mark(lazy("已离场"), "green"),
    "called_off": Mark(lazy("已取消"), "slate"),
}
WORKER_STATES = {
    "given": lazy("待接单"), "accepted": lazy("已接单"), "refused": lazy("已拒单"), "ended": lazy("已结束"),
}  # fmt: skip
RELATIONS = {
    "merged": lazy("已并入本事项"), "split_off": lazy("由本事项拆出"), "split_from": lazy("拆分自"), "related": lazy("相关"),
    "caused_by": lazy("起因"), "causes": lazy("引起"),
}  # fmt: skip
REASONS = {
    "skill": lazy("专长相符"), "team": lazy("本班组"), "on_shift": lazy("当班"), "off_shift": lazy("不当班"),
    "near": lazy("距离近"), "load": lazy("在手事项"), "history": lazy("去过这里"),
}  # fmt: skip
STEPS_TO = {
    "assignee": lazy("处理人"), "team": lazy("班组"), "team_leader": lazy("班组长"), "owner": lazy("首问责任人"),
    "manager": lazy("项目经理"), "company": lazy("公司"), "role": lazy("值守角色"),
}  # fmt: skip
SOURCES = {
    "plan": lazy("服务方案"), "house": lazy("公司规定"), "law": lazy("法规"), "default": lazy("通用时限"),
}  # fmt: skip


def kind_name(code: str) -> str:
    return str(cases.kind_of(code).name)


def kind_mark(code: str) -> tuple[str, str]:
    """(icon, tone) of a kind."""
    return KIND_MARKS.get(code, ("clipboard-text", "slate"))


def state_name(kind: CaseKind, state: str) -> str:
    found = kind.state(state)
    return str(ENGINE_STATES.get(state, state) if found is None else found.name)


def state_mark(kind: str, state: str) -> Mark:
    declared = cases.kind_of(kind)
    found = declared.state(state)
    closed = found is not None and found.closed
    return Mark(state_name(declared, state), STATE_TONES.get(state, "slate" if closed else "blue"))


def severity(value: int) -> Mark:
    return SEVERITIES.get(value, SEVERITIES[2])


def channel(code: str) -> str:
    return str(wording.channel(code))


def states_in_order() -> dict[str, str]:
    """Every state that a kind declares, in the order of the kinds' declarations, by code with its shortest name.

    Kinds share the codes of states that mean the same; where they call it differently all names are shown.
    """
    found: dict[str, list[str]] = {}
    for kind in cases.kinds():
        for one in kind.states:
            names = found.setdefault(one.code, [])
            if str(one.name) not in names:
                names.append(str(one.name))
    order = list(STATE_TONES)
    ranked = sorted(found, key=lambda code: order.index(code) if code in order else len(order))
    return {code: " / ".join(found[code][:2]) for code in ranked}


def open_states() -> list[str]:
    """Codes of the states that are open in at least one kind, in order."""
    kinds = cases.kinds()
    return [
        code
        for code in states_in_order()
        if any((state := one.state(code)) is not None and not state.closed for one in kinds)
    ]


def field_value(kind: CaseKind, code: str, value: Any) -> str:
    """A fact of a kind's own as people read it."""
    declared = next((one for one in kind.fields if one.code == code), None)
    if declared is not None and declared.sort == "flag":
        return _("是") if value else _("否")
    if declared is not None and declared.sort == "choice":
        return str(wording.choice(code, str(value)))
    return str(value)


def clock_words(clock: ClockView, at: datetime) -> str:
    """剩 1小时20分, 超时 35分, 已暂停：等配件, 用时 40分."""
    if clock.state == "void":
        return _("不计时")
    if clock.state == "paused":
        return _("已暂停：%(reason)s") % {"reason": clock.paused_for or _("未写原因")}
    if clock.state == "stopped":
        return _("用时 %(span)s") % {"span": span(clock.elapsed)}
    if clock.due_at is None:
        return _("已用 %(span)s，没有时限") % {"span": span(clock.elapsed)}
    return left(clock.due_at, at)


def clock_tone(clock: ClockView, at: datetime) -> str:
    """red late, amber less than a fifth of the budget left, violet paused, green in time or kept, slate unmeasured."""
    if clock.state == "void":
        return "slate"
    if clock.state == "paused":
        return "violet"
    over = clock.due_at is not None and (clock.stopped_at or at) > clock.due_at
    if over:
        return "red"
    if clock.state == "stopped" or clock.length is None:
        return "green" if clock.length is not None else "slate"
    rest = clock.left
    return "amber" if rest is not None and rest < clock.length / 5 else "blue"


def lacking(kind: CaseKind, codes: list[str]) -> str:
    """What a transition asks for and is not there, in words."""
    names = {f"field:{one.code}": one.name for one in kind.fields}
    return "、".join(str(ASKS.get(code) or names.get(code) or code) for code in codes)
