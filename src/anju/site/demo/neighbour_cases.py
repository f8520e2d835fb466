"""What became of the demo's cases about dogs, merchants and letters: most are settled, some are under way, one is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Move, PhotoDraft, Side
from anju.foundation.actors import Actor
from anju.site.demo import pictures

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a case came. until: new, given, working, done or closed. found: what was found and done; hours: to each step."""

    until: str
    found: str = ""
    moves: Mapping[str, str] = field(default_factory=dict)
    hours: int = 3


# In the order of the breaches: off the lead, forbidden, fouling, barking, bite. The bite is the one nobody took up.
BREACHES = (
    Course(until="closed", found="当面提醒并现场牵绳，次日同一时段复查已牵绳。"),
    Course(
        until="working", found="已送达整改通知，限七日内送走，到期复查。", moves={"deadline": "七日内送走"}
    ),
    Course(until="closed", found="清理了单元门口，饲养人在监控前确认，补放拾便袋箱。", hours=5),
    Course(until="done", found="夜间改为室内过夜，楼上反映两晚没有再叫。", hours=6),
    Course(until="new"),
)
# In the order of the complaints: smoke, drinking noise, fan noise, blocked path.
NUISANCES = (
    Course(until="working", found="到店查看，净化器未开启，约好明日由清洗公司到场。"),
    Course(
        until="done", found="与店主约定十一点后不设外摆，已回告投诉人。", hours=4,
        moves={"cause": "外摆时间过晚", "cause_kind": "merchant", "measure": "十一点后收外摆，夜班巡逻到店查看", "consent": "agreed"},
    ),
    Course(until="given"),
    Course(
        until="done", found="水果箱收回画线内，盲道已让出。", hours=2,
        moves={"cause": "占道摆放", "cause_kind": "merchant", "measure": "画线并列入每日巡查", "consent": "unknown"},
    ),
)  # fmt: skip
# By the kind of the letter.
LETTERS = {
    "suggestion": Course(
        until="closed", hours=20, moves={"decision": "adopted", "answer": "北门内侧已放置两组快递架，请按楼栋摆放。"}
    ),
    "praise": Course(until="closed", hours=4),
    "complaint": Course(until="given"),
}  # fmt: skip


def carry(
    actor: Actor, case_id: int, course: Course, staff: Sequence[int], *, opened: datetime, picture: int
) -> None:
    """Take a case as far as its course says. staff: who does it, and somebody else who checks it."""
    kind = cases.case_view(actor=actor, case_id=case_id, at=opened).row.kind
    walk = _Walk(actor, case_id, course, opened)
    if kind == "praise":
        walk.move("pass_on")
    elif course.until != "new":
        walk.given(staff[0])
        if kind == "suggestion":
            walk.move("finish", **course.moves)
            walk.move("close")
        elif course.until != "given":
            _worked(walk, kind, staff, picture)


def _worked(walk: _Walk, kind: str, staff: Sequence[int], picture: int) -> None:
    walk.move("start" if kind == "violation" else "investigate")
    cases.words_add(
        actor=walk.actor, case_id=walk.case_id, words=walk.course.found, side=Side.REPORTER, at=walk.step()
    )
    if walk.course.until == "working":
        return
    if kind == "complaint":
        answer = dict(walk.course.moves)
        consent = answer.pop("consent")
        walk.move("finish", reason=walk.course.found, **answer)
        walk.move("consent", consent=consent)
        return
    photo = PhotoDraft(name="整改后.jpg", data=pictures.work(picture), role="after", side=Side.REPORTER)
    cases.photo_add(actor=walk.actor, case_id=walk.case_id, photo=photo, at=walk.step())
    walk.move("finish")
    if walk.course.until == "closed":
        cases.case_check(
            actor=walk.actor, case_id=walk.case_id, passed=True, staff_id=staff[1], words="现场复查合格", at=walk.step()
        )  # fmt: skip


class _Walk:
    """The steps of one case, each an hour or more after the one before."""

    def __init__(self, actor: Actor, case_id: int, course: Course, opened: datetime) -> None:
        self.actor, self.case_id, self.course, self.at = actor, case_id, course, opened

    def step(self) -> datetime:
        self.at += HOUR * self.course.hours / 3
        return self.at

    def given(self, staff_id: int) -> None:
        at = self.step()
        cases.case_assign(actor=self.actor, case_id=self.case_id, staff_id=staff_id, at=at)
        if self.course.until != "given":
            cases.case_accept(actor=self.actor, case_id=self.case_id, staff_id=staff_id, at=self.step())

    def move(self, transition: str, reason: str = "", **fields: str) -> None:
        move = Move(transition=transition, reason=reason, fields=fields)
        cases.case_move(actor=self.actor, case_id=self.case_id, move=move, at=self.step())
