"""The working timetable of a day: which hours are worked, of what nature, and which lie bare (A PLN-05, PLN-06)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOURS = range(24)
# Longer slots say "some time today", not "at this hour".
LONGEST_AT_AN_HOUR = timedelta(hours=8)
_INSPECTIONS = frozenset({"patrol", "fire_check", "measure", "inspection"})


class Nature(StrEnum):
    """日常维护, 定期巡检, 应急响应. Source: A PLN-06."""

    ROUTINE = "routine"
    INSPECTION = "inspection"
    EMERGENCY = "emergency"


def nature_of(*, kind: str, domain: str, after_event: bool) -> Nature:
    if after_event or domain == "emergency":
        return Nature.EMERGENCY
    return Nature.INSPECTION if kind in _INSPECTIONS else Nature.ROUTINE


def hours_touched(opens_at: datetime, due_at: datetime, day: date, zone: ZoneInfo) -> frozenset[int]:
    """Local hours of `day` that [opens_at, due_at) has a part of."""
    midnight = datetime.combine(day, time(), zone)
    edges = [datetime.combine(day, time(hour), zone) for hour in HOURS]
    edges.append(datetime.combine(day + timedelta(days=1), time(), zone))
    if due_at <= midnight or opens_at >= edges[-1]:
        return frozenset()
    return frozenset(hour for hour in HOURS if opens_at < edges[hour + 1] and due_at > edges[hour])


def at_an_hour(opens_at: datetime, due_at: datetime) -> bool:
    """Whether a slot is short enough to say at which hours somebody is there."""
    return due_at - opens_at <= LONGEST_AT_AN_HOUR


def bare_spans(covered: Collection[int]) -> list[tuple[int, int]]:
    """Runs of hours of the day that are not covered, half-open: (22, 24) is 22:00 to midnight."""
    spans: list[tuple[int, int]] = []
    for hour in HOURS:
        if hour in covered:
            continue
        if spans and spans[-1][1] == hour:
            spans[-1] = (spans[-1][0], hour + 1)
        else:
            spans.append((hour, hour + 1))
    return spans


def mixed(natures: Iterable[Nature]) -> Nature:
    """What an hour with several kinds of work is shown as: the most urgent."""
    found = set(natures)
    order = (Nature.EMERGENCY, Nature.INSPECTION, Nature.ROUTINE)
    return next(one for one in order if one in found)
