"""What the kinds share: the words of their states, how work is given and handed back, and the ladder of a clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import (
    Ask,
    Clock,
    Field,
    LadderStep,
    ReturnRule,
    Side,
    State,
    To,
    Transition,
)
from anju.foundation import registry
from anju.foundation.permissions import Permission, get
from anju.modules.frontdesk.permissions import CASE_CLOSE, CASE_CLOSE_UNANSWERED
from anju.modules.frontdesk.queries.budgets import offers
from anju.modules.frontdesk.queries.settings import RETURNS
from anju.modules.frontdesk.rules.kinds import FAMILIES
from anju.modules.frontdesk.rules.kinds.closing import CONFIRMED

WORK, ASSIGN, DECIDE = (get(f"cases.case:{one}") for one in ("work", "assign", "decide"))
OPEN_STATES = ("new", "assigned", "working", "waiting")
FAMILY = Field("family", _("服务类别"), "choice", choices=FAMILIES)
CONFIRM = Field("confirmed", _("确认方式"), "choice", choices=CONFIRMED)
UNANSWERED = Field("unanswered", _("逾期未答复"), "flag")
# Until when the reporter expects somebody, an instant as ISO 8601 text.
AGREED_UNTIL = Field("agreed_until", _("约定时间"))


def states(new: Any, done: Any, closed: Any = _("已关闭"), cancelled: Any = _("已取消")) -> tuple[State, ...]:
    """The shared states; kinds name the first, the settled and the last ones their own way."""
    return (
        State("new", new),
        State("assigned", _("已派单")),
        State("working", _("处理中")),
        State("waiting", _("等待中")),
        State("done", done),
        State("closed", closed, closed=True),
        State("cancelled", cancelled, closed=True, dropped=True),
    )


def way(
    code: str, name: Any, sources: Iterable[str], to: str = "", permission: Permission = WORK, **more: Any
) -> Transition:
    return Transition(code=code, name=name, sources=tuple(sources), to=to, permission=permission, **more)


def giving(*, answer: tuple[str, ...] = ("answer",)) -> tuple[Transition, ...]:
    """How work finds its person and is given back. answer: clocks that stop when somebody takes it on."""
    return (
        way("assign", _("派单"), ("new",), "assigned", ASSIGN, asks=(Ask.ASSIGNEE,), follows=("assigned",)),
        way("take", _("抢单"), ("new",), "assigned", asks=(Ask.ASSIGNEE,), stops=answer, follows=("taken",)),
        way("accept", _("接单"), ("assigned",), stops=answer, follows=("accepted",)),
        way("give_back", _("退回待派"), ("assigned", "working", "waiting"), "new", ASSIGN, follows=("refused", "offered")),
    )  # fmt: skip


def working(*, stops: tuple[str, ...], holds: tuple[str, ...]) -> tuple[Transition, ...]:
    """Coming, waiting with a reason and going on. stops: by arriving; holds: clocks that stand while waiting."""
    return (
        way(
            "start", _("到场"), OPEN_STATES, "working", asks=(Ask.ASSIGNEE,), stops=stops, resumes=holds,
            follows=("arrived",), side=Side.REPORTER,
        ),
        way(
            "wait", _("等待"), ("assigned", "working"), "waiting", asks=(Ask.REASON,), pauses=holds,
            side=Side.REPORTER,
        ),
        way("resume", _("继续处理"), ("waiting",), "working", resumes=holds, side=Side.REPORTER),
    )  # fmt: skip


def appointed() -> tuple[Transition, Transition]:
    """A time agreed with the reporter takes the place of the promised ones until somebody comes or it is called off."""
    return (
        way(
            "appoint", _("约定上门"), OPEN_STATES, fields=("agreed_until",), pauses=("arrive", "finish"),
            starts=("visit",), side=Side.REPORTER,
        ),
        way("unappoint", _("取消约定"), OPEN_STATES, stops=("visit",), resumes=("arrive", "finish")),
    )  # fmt: skip


def ending(
    *,
    starts: tuple[str, ...] = ("finish",),
    close: tuple[str, ...] = ("satisfied", "fair", "unreached", "rated"),
) -> tuple[Transition, ...]:
    """From done to closed, back to work, cancelled, opened again. close: deeds after which it closes by itself."""
    return (
        way("confirm", _("报事人确认"), ("done",), fields=("confirmed",)),
        way("redo", _("返工"), ("done",), "working", asks=(Ask.REASON,), starts=starts,
            follows=("dissatisfied", "failed"), side=Side.REPORTER),
        way("close", _("关闭"), ("done",), "closed", CASE_CLOSE, side=Side.REPORTER, follows=close),
        way("close_unanswered", _("无异议关闭"), ("done",), "closed", CASE_CLOSE_UNANSWERED, fields=("unanswered",),
            side=Side.REPORTER),
        way("cancel", _("取消"), OPEN_STATES, "cancelled", DECIDE, asks=(Ask.REASON,), side=Side.REPORTER),
        way("reopen", _("重新打开"), ("closed",), "working", DECIDE, asks=(Ask.REASON,), starts=starts, reopens=True,
            side=Side.REPORTER),
    )  # fmt: skip


ANSWER = Clock("answer", _("响应"), offers, opens=True)
ARRIVE = Clock("arrive", _("到场"), offers, opens=True)
FINISH = Clock("finish", _("完成"), offers, opens=True)
VISIT = Clock("visit", _("按约上门"), offers)


def returns(kind: str, *, state: str = "") -> ReturnRule:
    """Return visits by the share that people set. Source: catalogue A CMP-13."""
    return ReturnRule(percent=lambda: int(registry.value(RETURNS[kind])), state=state)


def ladder(*clocks: str) -> tuple[LadderStep, ...]:
    """The steps of each clock: a warning before the limit, then the leader, the manager and the company."""
    return tuple(step for clock in clocks for step in _steps(clock))


def _steps(clock: str) -> tuple[LadderStep, ...]:
    def step(code: str, to: To, message: str, **more: int) -> LadderStep:
        return LadderStep(code=f"{clock}_{code}", clock=clock, to=to, message=f"frontdesk.{message}", **more)

    return (
        step("soon", To.ASSIGNEE, "soon", share=80),
        step("late", To.ASSIGNEE, "late"),
        step("leader", To.TEAM_LEADER, "late_leader"),
        step("manager", To.MANAGER, "late_manager", minutes=30),
        step("company", To.COMPANY, "late_company", minutes=240),
    )
