"""Safety of a community: what must be written, which posts clash, whom a dispute is reported to, when a check passes.

Sources: catalogue A INC-03, 05, 10, 12, 13; B CMP-10, CSR-07.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.engines.schedule.contracts import Checklist, ChecklistItem, ItemKind
from anju.kernel.errors import Conflict, Invalid

# Whom a dispute is reported to, by its level. Source: catalogue B CMP-10.
REPORTS: Mapping[str, tuple[str, ...]] = {
    "ordinary": ("community", "street", "district"),
    "serious": ("district", "city"),
}
# Who may mediate a serious dispute: departments of the district and above.
HIGHER = ("district", "city")
PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{1,22}")
GRADES = ((90, "A"), (75, "B"), (60, "C"), (0, "D"))


def words(text: str, field: str, *, longest: int, needed: bool = True) -> str:
    """The text without blanks around it. Raises Invalid (community.safety.words, community.text: params limit)."""
    text = text.strip()
    if needed and not text:
        raise Invalid("community.safety.words", field)
    if len(text) > longest:
        raise Invalid("community.text", field, limit=longest)
    return text


def phone(text: str, field: str = "phone", *, needed: bool = True) -> str:
    """A telephone of any body, short numbers such as 119 too. Raises Invalid (community.contact.phone)."""
    text = text.strip()
    if not text and not needed:
        return ""
    if not PHONE.fullmatch(text):
        raise Invalid("community.contact.phone", field)
    return text


def dialled(text: str) -> str:
    """What a telephone dials: digits and a leading plus."""
    return "".join(one for one in text if one.isdigit() or one == "+")


def check_span(starts: date | datetime, ends: date | datetime, field: str = "ends_at") -> None:
    """Raises Invalid (community.safety.span) unless `ends` is later."""
    if ends <= starts:  # type: ignore[operator]
        raise Invalid("community.safety.span", field)


def is_stale(checked_on: date, today: date, days: int) -> bool:
    """Whether a contact was last checked longer ago than the house allows."""
    return (today - checked_on).days > days


def next_due(last_on: date | None, days: int) -> date | None:
    """The day until which the next one is to be held; None before the first."""
    return None if last_on is None else last_on + timedelta(days=days)


def grade(score: int | None) -> str:
    """A letter for 0–100 points, "" without points."""
    if score is None:
        return ""
    return next(letter for least, letter in GRADES if score >= least)


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody at a post over [starts_at, ends_at)."""

    staff_id: int
    post: str
    starts_at: datetime
    ends_at: datetime


def clashes(duty: Duty, others: Iterable[Duty]) -> list[Duty]:
    """Those of the same person that overlap in time: nobody stands at two posts at once."""
    return [
        one
        for one in others
        if one.staff_id == duty.staff_id and one.starts_at < duty.ends_at and duty.starts_at < one.ends_at
    ]


def review_due(ends_at: datetime, days: int) -> datetime:
    """The moment by which a major event is to be reviewed. Source: catalogue A INC-12 (随时总结讲评)."""
    return ends_at + timedelta(days=days)


def check_tier(level: str, tier: str) -> None:
    """Raises Invalid (community.dispute.tier): a serious dispute is not left with community or street."""
    if level == "serious" and tier not in HIGHER:
        raise Invalid("community.dispute.tier", "tier")


def reports_missing(level: str, told: Collection[str]) -> tuple[str, ...]:
    """To whom a dispute of this level has still to be reported, in order."""
    return tuple(one for one in REPORTS[level] if one not in told)


def check_settled(level: str, told: Collection[str], sessions: int) -> None:
    """Raises Conflict: community.dispute.unreported (params count), .no_session."""
    missing = reports_missing(level, told)
    if missing:
        raise Conflict("community.dispute.unreported", count=len(missing))
    if not sessions:
        raise Conflict("community.dispute.no_session")


def fulfilled(planned: Sequence[tuple[date, bool]], today: date) -> tuple[int, int]:
    """(lines of a year's plan whose month is over or that are held, of these held). planned: (first of month, held)."""
    first = today.replace(day=1)
    due = [held for month, held in planned if held or month < first]
    return len(due), sum(due)


def is_late(month: date, held: bool, today: date) -> bool:
    """Whether a line of the plan was missed: its month is over and nothing was held."""
    return not held and month < today.replace(day=1)


def checklist(text: str) -> Checklist:
    """The items of a check, written "item；item". Raises Invalid (community.etiquette.items)."""
    labels = [one.strip() for one in re.split(r"[；;\n]", text) if one.strip()]
    if not labels or len(labels) > 30 or len(set(labels)) != len(labels) or max(map(len, labels)) > 60:
        raise Invalid("community.etiquette.items")
    return Checklist(
        tuple(
            ChecklistItem(key=f"item{number}", label=label, kind=ItemKind.OK_NOTOK)
            for number, label in enumerate(labels, 1)
        )
    )


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
