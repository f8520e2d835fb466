"""A case as its reporter reads it: the clock in words, what happened so far, and what may be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseView, ClockView, EventView
from anju.foundation.ui.filters import money, span

PROMISED: Mapping[str, Any] = {
    "answer": gettext_lazy("服务中心将在 %(time)s 前答复您"),
    "arrive": gettext_lazy("工程师将在 %(time)s 前到达"),
    "visit": gettext_lazy("工程师将按约在 %(time)s 前上门"),
    "finish": gettext_lazy("将在 %(time)s 前处理完"),
}
KEPT: Mapping[str, Any] = {
    "answer": gettext_lazy("已答复，比承诺早 %(span)s"),
    "arrive": gettext_lazy("已到达，比承诺早 %(span)s"),
    "visit": gettext_lazy("已按约上门"),
    "finish": gettext_lazy("已处理完，比承诺早 %(span)s"),
}
BROKEN: Mapping[str, Any] = {
    "answer": gettext_lazy("答复比承诺晚了 %(span)s"),
    "arrive": gettext_lazy("到达比承诺晚了 %(span)s"),
    "visit": gettext_lazy("上门比约定晚了 %(span)s"),
    "finish": gettext_lazy("处理完比承诺晚了 %(span)s"),
}
OVERDUE: Mapping[str, Any] = {
    "answer": gettext_lazy("答复已超过承诺的时间，系统已催办"),
    "arrive": gettext_lazy("到达已超过承诺的时间，系统已催办"),
    "visit": gettext_lazy("上门已超过约定的时间，系统已催办"),
    "finish": gettext_lazy("处理已超过承诺的时间，系统已催办"),
}
SOURCES: Mapping[str, Any] = {
    "plan": gettext_lazy("服务方案的承诺"),
    "house": gettext_lazy("服务中心的时限"),
    "law": gettext_lazy("法规要求"),
}
MOVES: Mapping[str, Any] = {
    "start": gettext_lazy("开始处理"),
    "wait": gettext_lazy("暂时等待"),
    "resume": gettext_lazy("继续处理"),
    "finish": gettext_lazy("处理完毕，请您确认"),
    "redo": gettext_lazy("还没好，继续处理"),
    "reply": gettext_lazy("答复"),
    "price_wait": gettext_lazy("等您确认价格"),
    "price_go": gettext_lazy("收到您对价格的答复"),
    "answer_now": gettext_lazy("答复"),
}
DEEDS: Mapping[str, Any] = {
    "opened": gettext_lazy("已收到您的报事"),
    "arrived": gettext_lazy("到达现场"),
    "left": gettext_lazy("离开现场"),
    "agreed": gettext_lazy("约好上门时间"),
    "called_off": gettext_lazy("上门时间取消"),
    "price_agreed": gettext_lazy("同意了报价"),
    "price_refused": gettext_lazy("没有同意报价"),
    "closed": gettext_lazy("已办结"),
    "reopened": gettext_lazy("重新打开"),
    "merged": gettext_lazy("与同一问题的其他报事合并处理"),
    "paused": gettext_lazy("计时暂停"),
    "resumed": gettext_lazy("计时继续"),
}
STAGES: tuple[tuple[str, Any], ...] = (
    ("new", gettext_lazy("已提交")),
    ("assigned", gettext_lazy("已派人")),
    ("working", gettext_lazy("处理中")),
    ("done", gettext_lazy("待确认")),
    ("closed", gettext_lazy("已办结")),
)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One promise in words. tone: run, late, wait, good or bad. due_at: while it runs, for the countdown."""

    words: str
    tone: str
    due_at: datetime | None
    promise: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what happened. side: mine, theirs or step. parts: words below, "" for none."""

    at: datetime
    side: str
    title: str
    words: str
    who: str


def clock_lines(view: CaseView, at: datetime, zone: ZoneInfo) -> list[ClockLine]:
    """Running clocks by the one due first, then those that stand, then what was kept or not."""
    return clock_lines_of(view.clocks, view.row.closed_at, at, zone)


def clock_lines_of(
    clocks: Sequence[ClockView], closed_at: datetime | None, at: datetime, zone: ZoneInfo
) -> list[ClockLine]:
    shown = [one for one in clocks if one.code in PROMISED and one.length is not None]
    lines = [(_rank(one), _line(one, at, zone)) for one in shown if one.state != "void"]
    if closed_at is not None:
        lines = [one for one in lines if one[1].tone in ("good", "bad")]
    return [line for _rank_of, line in sorted(lines, key=lambda pair: pair[0])]


def _rank(clock: ClockView) -> tuple[int, float]:
    order = {"running": 0, "paused": 1}.get(clock.state, 2)
    moment = clock.due_at or clock.stopped_at or clock.started_at
    return order, moment.timestamp()


def _line(clock: ClockView, at: datetime, zone: ZoneInfo) -> ClockLine:
    promise = ""
    if clock.quote:
        source = SOURCES.get(clock.source, SOURCES["house"])
        promise = f"{source}：{clock.quote}"
    left = clock.left or timedelta()
    if clock.state == "paused":
        said = _("计时暂停：%(reason)s") % {"reason": clock.paused_for} if clock.paused_for else _("计时暂停")
        return ClockLine(said, "wait", None, promise)
    if clock.state != "running":
        early = left >= timedelta()
        words = (KEPT if early else BROKEN)[clock.code] % {"span": span(abs(left))}
        return ClockLine(words, "good" if early else "bad", None, promise)
    if clock.due_at is None or clock.due_at < at:
        return ClockLine(str(OVERDUE[clock.code]), "late", clock.due_at, promise)
    words = PROMISED[clock.code] % {"time": moment(clock.due_at, at, zone)}
    return ClockLine(words, "run", clock.due_at, promise)


def moment(when: datetime, at: datetime, zone: ZoneInfo) -> str:
    """18:20 today, 明天 18:20, 11月23日 18:20; midnight is the end of the day before."""
    here, today = when.astimezone(zone), at.astimezone(zone).date()
    day, clock = here.date(), f"{here:%H:%M}"
    if clock == "00:00":
        day, clock = day - timedelta(days=1), "24:00"
    if day == today:
        return clock
    if day == today + timedelta(days=1):
        return _("明天 %(time)s") % {"time": clock}
    return _("%(month)d月%(day)d日 %(time)s") % {"month": day.month, "day": day.day, "time": clock}


def stages(view: CaseView) -> list[tuple[str, str]]:
    """The way of a case with past, now or ahead; [] for what was cancelled or merged."""
    state = view.row.state
    if state in ("waiting", "planned"):
        state = "working"
    codes = [code for code, _name in STAGES]
    if state not in codes:
        return []
    at = codes.index(state)
    marks = ["past" if n < at else "now" if n == at else "ahead" for n in range(len(codes))]
    if state == "closed":
        marks[-1] = "past"
    return [(str(name), mark) for (_code, name), mark in zip(STAGES, marks, strict=True)]


def state_words(view_row: Any) -> str:
    """What is the matter now, in the resident's words."""
    kind = cases.kind_of(view_row.kind)
    if view_row.merged_into_id is not None:
        return _("合并处理")
    said = {
        "new": _("等待派人"),
        "assigned": _("已派人"),
        "working": _("处理中"),
        "waiting": _("等待中"),
        "planned": _("方案审批中"),
        "done": _("请您确认"),
        "closed": _("已办结"),
        "cancelled": _("已取消"),
    }
    state = kind.state(view_row.state)
    return said.get(view_row.state) or (str(state.name) if state else view_row.state)


def entries(
    events: Sequence[EventView], user_id: int, names: Mapping[int, str], zone: ZoneInfo
) -> list[Entry]:
    """What happened, oldest first, without what only repeats what stands elsewhere on the page."""
    found = [_entry(one, user_id, names, zone) for one in events]
    return [one for one in found if one is not None]


def _entry(event: EventView, user_id: int, names: Mapping[int, str], zone: ZoneInfo) -> Entry | None:
    mine = event.by_id == user_id
    who = _("我") if mine else event.by_name
    if event.code == "words":
        return Entry(event.at, "mine" if mine else "theirs", "", event.words, who)
    if event.code == "opened":
        return Entry(event.at, "step", str(DEEDS["opened"]), "", "")
    if event.code in ("moved", "closed", "reopened"):
        title = MOVES.get(str(event.after.get("transition", ""))) or DEEDS.get(event.code)
        if title is None:
            return None
        words = event.words or str(event.after.get("answer", "") or "")
        return Entry(event.at, "step", str(title), words, "")
    if event.code == "agreed":
        title = f"{DEEDS['agreed']}：{window(event.after, zone)}"
        return Entry(event.at, "step", title, event.words, "")
    if event.code == "price_offered":
        return Entry(
            event.at, "step", _("报价 %(amount)s") % {"amount": money(event.after["amount"])}, "", ""
        )
    if event.code == "rated":
        stars = int(event.after.get("stars", 0))
        return Entry(event.at, "step", _("评价 %(stars)s") % {"stars": "★" * stars}, event.words, "")
    if event.code in DEEDS:
        name = names.get(int(event.after.get("staff") or 0), "")
        return Entry(event.at, "step", f"{name} {DEEDS[event.code]}".strip(), event.words, "")
    return None


def window(after: Mapping[str, Any], zone: ZoneInfo) -> str:
    begins = datetime.fromisoformat(after["begins_at"]).astimezone(zone)
    ends = datetime.fromisoformat(after["ends_at"]).astimezone(zone)
    return _("%(month)d月%(day)d日 %(begins)s–%(ends)s") % {
        "month": begins.month,
        "day": begins.day,
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }
