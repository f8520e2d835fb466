"""When: quiet hours, digests, patience after failures, and how often is often enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from anju.engines.messages.contracts import Channel
from anju.kernel.errors import Invalid

# What makes a noise at night. A letter waits in its box without one.
NOISY = frozenset({Channel.SMS, Channel.WEB_PUSH, Channel.WECOM, Channel.DINGTALK, Channel.FEISHU})
HOURLY, DAILY = "hourly", "daily"


class Quiet(NamedTuple):
    """Local hours [start, end) without noise; an end before the start is on the next day; equal means none."""

    start: time
    end: time


def parse_hours(text: str) -> Quiet:
    """ "22:00-07:00"; "" means none. Raises Invalid (messages.quiet)."""
    if not text.strip():
        return Quiet(time(0), time(0))
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise Invalid("messages.quiet", field="quiet") from error
    if start.tzinfo or end.tzinfo:
        raise Invalid("messages.quiet", field="quiet")
    return Quiet(start, end)


def is_quiet(at: datetime, quiet: Quiet, zone: tzinfo) -> bool:
    here = at.astimezone(zone).time()
    if quiet.start <= quiet.end:
        return quiet.start <= here < quiet.end
    return here >= quiet.start or here < quiet.end


def awake_at(at: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """The first moment not before `at` that is outside the quiet hours; aware, in UTC's or at's own zone."""
    if not is_quiet(at, quiet, zone):
        return at
    local = at.astimezone(zone)
    end = datetime.combine(local.date(), quiet.end, zone)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), quiet.end, zone)
    return end.astimezone(at.tzinfo)


def digest_due(at: datetime, mode: str, hour: int, zone: tzinfo) -> datetime:
    """When the digest that a message of `at` belongs to goes out: strictly later than `at`."""
    local = at.astimezone(zone)
    if mode == HOURLY:
        due = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    else:
        due = datetime.combine(local.date(), time(hour), zone)
        if due <= local:
            due = datetime.combine(local.date() + timedelta(days=1), time(hour), zone)
    return due.astimezone(at.tzinfo)


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits of `base`, twice, four times … up to `longest`; at most `attempts` of them, for at most `age` in all."""

    base: timedelta
    longest: timedelta
    attempts: int
    age: timedelta


PATIENT = Patience(timedelta(seconds=30), timedelta(hours=2), 10, timedelta(days=1))
URGENT = Patience(timedelta(seconds=5), timedelta(minutes=5), 20, timedelta(hours=6))


def wait(attempts: int, patience: Patience, draw: float) -> timedelta:
    """How long to wait after the `attempts`-th failure. draw in [0, 1): takes away up to half, so that what failed
    together does not come back together.
    """
    full = min(patience.base * 2 ** min(attempts - 1, 30), patience.longest)
    return full * (1 - draw / 2)


def next_try(
    *,
    attempts: int,
    at: datetime,
    first_at: datetime,
    patience: Patience,
    draw: float,
    asked: float | None = None,
) -> datetime | None:
    """When to try again, or None to give up. asked: seconds the other side wants us to stay away (Retry-After)."""
    if attempts >= patience.attempts:
        return None
    pause = wait(attempts, patience, draw)
    if asked is not None:
        pause = max(pause, timedelta(seconds=min(asked, patience.age.total_seconds())))
    due = at + pause
    return due if due - first_at <= patience.age else None


class Limit(NamedTuple):
    """At most `most` in any span of `seconds`."""

    most: int
    seconds: float


# domain-rules §10.9: past these a robot is blocked for ten minutes (DingTalk) or its messages are thrown away.
ROBOT_LIMITS: dict[Channel, tuple[Limit, ...]] = {
    Channel.WECOM: (Limit(20, 60),),
    Channel.DINGTALK: (Limit(20, 60),),
    Channel.FEISHU: (Limit(100, 60), Limit(5, 1)),
}


def free_at(times: Sequence[datetime], limits: Iterable[Limit], at: datetime) -> datetime:
    """The first moment not before `at` when one more keeps every limit. times: when the earlier ones went."""
    free = at
    for limit in limits:
        span = timedelta(seconds=limit.seconds)
        recent = sorted(one for one in times if one > at - span)
        if len(recent) >= limit.most:
            free = max(free, recent[len(recent) - limit.most] + span)
    return free
