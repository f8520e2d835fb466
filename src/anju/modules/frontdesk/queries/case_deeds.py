"""What may be done with a case from where it stands, by whom, in the order in which it is usually done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, CaseView, Transition
from anju.foundation.actors import Actor

# Deeds with forms of their own: transitions that only follow these are not offered a second time.
_FOLLOWING = frozenset(
    {
        "assigned", "offered", "taken", "accepted", "refused", "arrived", "price_offered", "price_agreed",
        "price_refused", "agreed",
    }
)  # fmt: skip
_BY_OTHERS = frozenset({"appoint", "unappoint", "close_unanswered"})
# Ways on which a case goes forward: these are the first button of the page.
_FORWARD = (
    "finish",
    "answer_now",
    "confirm",
    "consent",
    "close",
    "approve",
    "investigate",
    "plan",
    "start",
    "resume",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """right: the deed of cases.Rights that it asks for. group: where the page shows it. title: of its form."""

    code: str
    name: Any
    icon: str
    right: str
    group: str
    when: Callable[[CaseView], bool]
    tone: str = ""
    danger: bool = False


def is_open(view: CaseView) -> bool:
    return view.row.closed_at is None


def _waiting_for_answer(view: CaseView) -> bool:
    return is_open(view) and any(one.answer is None for one in view.prices)


def _given(view: CaseView) -> bool:
    return is_open(view) and any(one.until is None and one.state == "given" for one in view.workers)


def _led(view: CaseView) -> bool:
    return is_open(view) and view.row.assignee_id is not None


def _nobody(view: CaseView) -> bool:
    return is_open(view) and view.row.assignee_id is None


def _under_way(view: CaseView) -> bool:
    return is_open(view) and any(one.state == "under_way" for one in view.visits)


def _may_come(view: CaseView) -> bool:
    return is_open(view) and not _under_way(view) and view.row.state != "planned"


def _agreed(view: CaseView) -> bool:
    return is_open(view) and any(one.state == "agreed" for one in view.visits)


def _stands(view: CaseView) -> bool:
    return is_open(view) and any(one.state == "paused" for one in view.clocks)


def _runs(view: CaseView) -> bool:
    return is_open(view) and any(one.state == "running" for one in view.clocks)


def _helpers(view: CaseView) -> bool:
    return is_open(view) and any(one.until is None and not one.lead for one in view.workers)


def _settled(view: CaseView) -> bool:
    kind = cases.kind_of(view.row.kind)
    dropped = view.row.state in ("merged", "void") or kind.is_dropped(view.row.state)
    return not dropped and (view.row.closed_at is not None or view.row.state == "done")


def _reopens(view: CaseView) -> bool:
    kind = cases.kind_of(view.row.kind)
    return any(one.reopens and view.row.state in one.sources for one in kind.transitions)


DEEDS = (
    Deed("assign", pgettext_lazy("动作", "派单"), "user-plus", "assign", "dispatch", is_open),
    Deed("auto", pgettext_lazy("动作", "自动派单"), "robot", "assign", "dispatch", _nobody),
    Deed("offer", pgettext_lazy("动作", "发给班组抢单"), "users-group", "assign", "dispatch", is_open),
    Deed("take", pgettext_lazy("动作", "抢单"), "player-play", "work", "dispatch", lambda view: view.offered_to is not None),
    Deed("accept", pgettext_lazy("动作", "接单"), "checks", "work", "dispatch", _given),
    Deed("refuse", pgettext_lazy("动作", "拒单"), "user-x", "work", "dispatch", _given),
    Deed("hand_over", pgettext_lazy("动作", "转派"), "switch-horizontal", "assign", "dispatch", is_open),
    Deed("helper_add", pgettext_lazy("动作", "增加协作人"), "users", "assign", "dispatch", _led),
    Deed("helper_remove", pgettext_lazy("动作", "减少协作人"), "user-x", "assign", "dispatch", _helpers),
    Deed("own", pgettext_lazy("动作", "变更首问责任人"), "user-star", "decide", "dispatch", is_open),
    Deed("agree", pgettext_lazy("动作", "预约上门"), "calendar-plus", "work", "visit", is_open),
    Deed("call_off", pgettext_lazy("动作", "取消预约"), "calendar-x", "work", "visit", _agreed),
    Deed("arrive", pgettext_lazy("动作", "到场"), "map-pin", "work", "visit", _may_come),
    Deed("leave", pgettext_lazy("动作", "离场"), "logout", "work", "visit", _under_way),
    Deed("pause", pgettext_lazy("动作", "暂停计时"), "player-pause", "work", "visit", _runs),
    Deed("resume", pgettext_lazy("动作", "恢复计时"), "player-play", "work", "visit", _stands),
    Deed("photo", pgettext_lazy("动作", "上传照片"), "photo-plus", "work", "content", is_open),
    Deed("item", pgettext_lazy("动作", "登记用料工时"), "package", "work", "content", is_open),
    Deed("item_remove", pgettext_lazy("动作", "删除用料工时"), "trash", "work", "content", lambda view: is_open(view) and bool(view.items)),
    Deed("price", pgettext_lazy("动作", "报价"), "receipt-yuan", "work", "content", is_open),
    Deed("price_answer", pgettext_lazy("动作", "登记价格答复"), "contract", "work", "content", _waiting_for_answer),
    Deed("sign", pgettext_lazy("动作", "签字"), "signature", "work", "content", is_open),
    Deed("note", pgettext_lazy("动作", "补充说明"), "message-2", "work", "content", lambda view: True),
    Deed("check", pgettext_lazy("动作", "质量检验"), "shield-check", "check", "after", is_open),
    Deed("return", pgettext_lazy("动作", "登记回访"), "phone-call", "survey", "after", _settled),
    Deed("rate", pgettext_lazy("动作", "代登记评价"), "star", "survey", "after", _settled),
    Deed("edit", pgettext_lazy("动作", "更正"), "pencil", "work", "desk", is_open),
    Deed("reporter", pgettext_lazy("动作", "更正报事人"), "user-circle", "work", "desk", lambda view: True),
    Deed("merge", pgettext_lazy("动作", "合并重复"), "git-merge", "decide", "desk", is_open),
    Deed("unmerge", pgettext_lazy("动作", "取消合并"), "arrow-back-up", "decide", "desk", lambda view: view.row.merged_into_id is not None),
    Deed("split", pgettext_lazy("动作", "拆分"), "git-branch", "decide", "desk", is_open),
    Deed("link", pgettext_lazy("动作", "关联"), "link", "work", "desk", lambda view: True),
    Deed("bar", pgettext_lazy("动作", "设置回避"), "eye-off", "decide", "desk", is_open),
    Deed("reopen", pgettext_lazy("动作", "重新打开"), "rotate-clockwise", "decide", "desk", _reopens),
    Deed("void", pgettext_lazy("动作", "作废"), "ban", "decide", "desk", is_open, danger=True),
)  # fmt: skip
GROUPS = {
    "dispatch": lazy("派单与协作"), "visit": lazy("上门与计时"), "content": lazy("记录"), "after": lazy("检验与回访"),
    "desk": lazy("整理"),
}  # fmt: skip
MOVE = "move:"


def deed_of(code: str) -> Deed | None:
    return next((one for one in DEEDS if one.code == code), None)


def open_deeds(actor: Actor, view: CaseView, kind: CaseKind) -> list[Deed]:
    """The deeds that make sense now and that the actor may do."""
    return [one for one in DEEDS if one.when(view) and actor.can(cases.right(kind, one.right))]


def ways(view: CaseView, kind: CaseKind) -> list[Transition]:
    """Transitions to be made by hand: those that follow deeds of their own forms are left out, the forward ones first."""
    found = [kind.transition(code) for code in view.ways]
    known = [
        one
        for one in found
        if one is not None
        and one.code not in _BY_OTHERS
        and not one.reopens
        and not (one.follows and set(one.follows) <= _FOLLOWING)
        and not (one.pauses and one.to == "waiting")
        and not (one.resumes and view.row.state == "waiting")
    ]
    order = {code: n for n, code in enumerate(_FORWARD)}
    return sorted(known, key=lambda one: (one.to in ("cancelled",), order.get(one.code, len(order))))


def first_deed(deeds: list[Deed], hand: list[Transition], view: CaseView) -> str:
    """What is usually done next: a deed's code, or "move:" with a transition's; "" for nothing."""
    codes = [one.code for one in deeds]
    row = view.row
    if row.state == "new":
        wanted = ["assign", *(f"{MOVE}{one.code}" for one in hand if one.to == "done")]
    elif row.state == "assigned":
        wanted = ["accept", "arrive"]
    elif row.state == "waiting":
        wanted = ["price_answer", "resume", "arrive"]
    elif row.state == "planned":
        wanted = [f"{MOVE}approve"]
    elif row.state == "working":
        wanted = [f"{MOVE}{one.code}" for one in hand if one.to == "done"]
    elif row.state == "done":
        asked = [one.code for one in hand if one.code in ("confirm", "consent") and not _known(view, one)]
        wanted = [
            "return" if _wants_return(view) else "",
            *(f"{MOVE}{code}" for code in asked),
            f"{MOVE}close",
        ]
    else:
        wanted = ["unmerge", "reopen"] if row.state == "merged" else ["reopen"]
    able = {*codes, *(f"{MOVE}{one.code}" for one in hand)}
    return next((code for code in wanted if code in able), "")


def _known(view: CaseView, way: Transition) -> bool:
    return all(view.fields.get(code) for code in way.fields)


def _wants_return(view: CaseView) -> bool:
    return view.rating is None and not view.fields.get("confirmed") and not view.fields.get("consent")
