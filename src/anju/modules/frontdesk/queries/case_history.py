"""What happened to a case, in words: one line for each entry, with its icon and side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, EventView, Side
from anju.foundation.ui.filters import local, money
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_names import Names

ICONS = {
    "opened": ("circle-plus", "blue"), "moved": ("arrow-right", "teal"), "closed": ("lock", "slate"),
    "reopened": ("rotate-clockwise", "red"), "voided": ("ban", "slate"), "assigned": ("user-plus", "blue"),
    "offered": ("users-group", "blue"), "taken": ("player-play", "blue"), "accepted": ("checks", "green"),
    "refused": ("user-x", "red"), "handed_over": ("switch-horizontal", "violet"), "owned": ("user-star", "violet"),
    "helper_added": ("users", "blue"), "helper_removed": ("user-x", "slate"), "paused": ("player-pause", "violet"),
    "resumed": ("player-play", "teal"), "agreed": ("calendar-check", "blue"), "called_off": ("calendar-x", "slate"),
    "arrived": ("map-pin", "teal"), "left": ("logout", "teal"), "photo": ("photo", "slate"), "item_added": ("package", "slate"),
    "item_removed": ("trash", "slate"), "words": ("message-2", "slate"), "price_offered": ("receipt-yuan", "amber"),
    "price_agreed": ("circle-check", "green"), "price_refused": ("circle-x", "red"), "passed": ("shield-check", "green"),
    "failed": ("shield-x", "red"), "merged": ("git-merge", "violet"), "unmerged": ("arrow-back-up", "violet"),
    "split": ("git-branch", "violet"), "linked": ("link", "slate"), "rated": ("star", "amber"), "drawn": ("target", "slate"),
    "returned": ("phone-call", "green"), "barred": ("eye-off", "red"), "escalated": ("bell-ringing", "red"),
    "edited": ("pencil", "slate"), "reporter": ("user-circle", "slate"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the page shows it. shown: the reporter sees it too."""

    id: int
    what: str
    detail: str
    words: str
    who: str
    at: datetime
    icon: str
    tone: str
    shown: bool
    state: str = ""


def staff_in(events: list[EventView]) -> set[int]:
    """Staff whom the entries name by number."""
    found: set[int] = set()
    for one in events:
        for facts in (one.before, one.after):
            for key in ("assignee", "staff", "owner"):
                value = facts.get(key)
                if isinstance(value, int):
                    found.add(value)
            found.update(value for value in facts.get("barred", ()) if isinstance(value, int))
    return found


def told(kind: CaseKind, events: list[EventView], names: Names) -> list[Told]:
    """The entries in words, the latest first; a move that only follows another deed says its state beside that deed."""
    return [_told(kind, one, names) for one in reversed(events)]


def _told(kind: CaseKind, event: EventView, names: Names) -> Told:
    icon, tone = ICONS.get(event.code, ("point", "slate"))
    say = _DETAILS.get(event.code)
    state = event.after.get("state", "") if event.code in ("moved", "closed", "reopened") else ""
    return Told(
        id=event.id,
        what=_what(kind, event),
        detail=say(event.before, event.after, names) if say else "",
        words=event.words,
        who=event.by_name or _("系统"),
        at=event.at,
        icon=icon,
        tone=tone,
        shown=event.side == Side.REPORTER,
        state=words.state_name(kind, state) if state and state != event.before.get("state") else "",
    )


def _what(kind: CaseKind, event: EventView) -> str:
    way = kind.transition(str(event.after.get("transition", "")))
    return str(way.name) if way is not None else str(cases.NAMES.get(event.code, event.code))


Facts = Mapping[str, Any]
Say = Callable[[Facts, Facts, Names], str]


def _assignee(before: Facts, after: Facts, names: Names) -> str:
    now, was = names.staff(after.get("assignee")), names.staff(before.get("assignee"))
    if was and now and was != now:
        return f"{was} → {now}"
    return now or names.team(after.get("team"))


def _staff(before: Facts, after: Facts, names: Names) -> str:
    return names.staff(after.get("staff") or before.get("staff"))


def _owner(before: Facts, after: Facts, names: Names) -> str:
    return f"{names.staff(before.get('owner')) or _('无')} → {names.staff(after.get('owner'))}"


def _window(_before: Facts, after: Facts, names: Names) -> str:
    begins, ends = (parse_datetime(str(after.get(key, ""))) for key in ("begins_at", "ends_at"))
    if begins is None or ends is None:
        return names.staff(after.get("staff"))
    return f"{names.staff(after.get('staff'))} {local(begins)}–{local(ends, 'time')}".strip()


def _amount(before: Facts, after: Facts, _names: Names) -> str:
    facts = after or before
    parts = [str(facts.get("name", "")), money(facts.get("amount")) if facts.get("amount") else ""]
    if facts.get("charged"):
        parts.append(_("收费"))
    if facts.get("by"):
        parts.append(str(facts["by"]))
    return " ".join(part for part in parts if part)


def _photo(_before: Facts, after: Facts, _names: Names) -> str:
    return str(words.PHOTO_ROLES.get(str(after.get("role", "")), ""))


def _merged(_before: Facts, after: Facts, _names: Names) -> str:
    if after.get("into"):
        return _("并入 %(number)s") % {"number": after["into"]}
    return "、".join(map(str, after.get("cases", ())))


def _case(_before: Facts, after: Facts, _names: Names) -> str:
    return str(after.get("case", ""))


def _stars(_before: Facts, after: Facts, _names: Names) -> str:
    return "★" * int(after.get("stars", 0))


def _outcome(_before: Facts, after: Facts, _names: Names) -> str:
    mark = words.OUTCOMES.get(str(after.get("outcome", "")))
    return str(mark.label) if mark else ""


def _step(_before: Facts, after: Facts, _names: Names) -> str:
    to = words.STEPS_TO.get(str(after.get("to", "")), "")
    quote = str(after.get("quote", ""))
    return _("通知%(to)s") % {"to": to} + (f"：“{quote}”" if quote else "")


def _severity(before: Facts, after: Facts, names: Names) -> str:
    parts = []
    for key, say in (
        ("title", str),
        ("severity", lambda value: str(words.severity(value).label)),
        ("kind", words.kind_name),
        ("place", names.place_of),
    ):
        if before.get(key) != after.get(key):
            parts.append(
                f"{say(before[key]) if before.get(key) else '—'} → {say(after[key]) if after.get(key) else '—'}"
            )
    return "；".join(parts)


def _barred(_before: Facts, after: Facts, names: Names) -> str:
    return "、".join(names.staff(one) for one in after.get("barred", ())) or _("无人")


_DETAILS: Mapping[str, Say] = {
    "assigned": _assignee, "offered": _assignee, "taken": _assignee, "handed_over": _assignee, "accepted": _staff,
    "refused": _staff, "owned": _owner, "helper_added": _staff, "helper_removed": _staff, "agreed": _window,
    "called_off": _staff, "arrived": _staff, "left": _staff, "photo": _photo, "item_added": _amount, "item_removed": _amount,
    "price_offered": _amount, "price_agreed": _amount, "price_refused": _amount, "merged": _merged, "split": _case,
    "linked": _case, "rated": _stars, "returned": _outcome, "escalated": _step, "edited": _severity, "barred": _barred,
}  # fmt: skip
