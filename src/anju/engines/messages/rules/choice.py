"""Which ways a message takes to one person, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from anju.engines.messages.contracts import ROBOTS, Category, Channel, RecipientKind, Template
from anju.engines.messages.rules import timing

GATHERABLE = frozenset({Channel.EMAIL, Channel.SMS, Channel.WEB_PUSH})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person chose. channels: None for the default of the category. consents: categories agreed to."""

    channels: tuple[Channel, ...] | None = None
    quiet: timing.Quiet | None = None
    digest: str = ""
    digest_hour: int = 8
    consents: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """digest_due: the delivery waits for the digest of that moment; None: it goes by itself."""

    channel: Channel
    not_before: datetime
    digest_due: datetime | None = None


def channels_for(
    template: Template, category: Category, wishes: Wishes, usable: Collection[Channel]
) -> tuple[Channel, ...]:
    """Channels in the category's order. The inbox is always among them where there is one.

    A mandatory or urgent message that no chosen way can carry takes the first default way that can: it must arrive.
    """
    if category.marketing and category.code not in wishes.consents:
        return ()
    allowed = [one for one in usable if not template.channels or one in template.channels]
    inbox: list[Channel] = [Channel.IN_APP] if template.inbox and Channel.IN_APP in usable else []
    chosen = category.channels if wishes.channels is None else wishes.channels
    ways: list[Channel] = [one for one in chosen if one in allowed and one != Channel.IN_APP]
    if not ways and (category.mandatory or template.urgent):
        last = next_way(template, category, usable)
        ways = [] if last is None else [last]
    return (*inbox, *dict.fromkeys(ways))


def next_way(template: Template, category: Category, usable: Collection[Channel]) -> Channel | None:
    """The most fitting of these channels outside the inbox, for a message that has to arrive."""
    order = [*category.channels, *(one for one in Channel if one not in category.channels)]
    allowed = [one for one in usable if not template.channels or one in template.channels]
    return next((one for one in order if one in allowed and one != Channel.IN_APP), None)


def group_channels(
    template: Template, category: Category, usable: Collection[Channel]
) -> tuple[Channel, ...]:
    """A group has no wishes: every robot that is set up, and the board where the template or category asks for it."""
    asked = template.channels or (*category.channels, *sorted(ROBOTS))
    return tuple(
        dict.fromkeys(one for one in asked if one in usable and (one in ROBOTS or one == Channel.BOARD))
    )


def plan(
    *,
    template: Template,
    category: Category,
    kind: RecipientKind,
    wishes: Wishes,
    usable: Collection[Channel],
    house_quiet: timing.Quiet,
    at: datetime,
    zone: tzinfo,
) -> list[Planned]:
    """The deliveries of one message. house_quiet: the community's hours, where the person has none of his own."""
    if kind == RecipientKind.GROUP:
        channels: Sequence[Channel] = group_channels(template, category, usable)
    else:
        channels = channels_for(template, category, wishes, usable)
    quiet = wishes.quiet if wishes.quiet is not None else house_quiet
    gathers = bool(wishes.digest) and not (template.urgent or category.mandatory)
    found = []
    for channel in channels:
        due = None
        if gathers and channel in GATHERABLE:
            due = timing.digest_due(at, wishes.digest, wishes.digest_hour, zone)
        start = due or at
        if channel in timing.NOISY and not template.urgent:
            start = timing.awake_at(start, quiet, zone)
        found.append(Planned(channel, start, start if due else None))
    return found


def grouped(lines: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    """(group, title) in order → titles by group, groups in the order they first appear."""
    found: dict[str, list[str]] = {}
    for group, title in lines:
        found.setdefault(group, []).append(title)
    return found
