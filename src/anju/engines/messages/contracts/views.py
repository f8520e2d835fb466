"""What others get to see of messages: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar


class DeliveryState(StrEnum):
    """QUEUED waits for its time; GATHERED is part of a digest; UNSURE may have arrived, and is not sent again by itself;
    DROPPED was taken back or had no way to go any more.
    """

    QUEUED = "queued"
    GATHERED = "gathered"
    SENDING = "sending"
    SENT = "sent"
    READ = "read"
    UNSURE = "unsure"
    FAILED = "failed"
    BOUNCED = "bounced"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NotifyAnswer:
    """made: ids of new messages; repeated: how many recipients had this message already; withheld: how many did not
    agree to messages of this kind.
    """

    made: tuple[int, ...]
    repeated: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class MessageView:
    """One line of an inbox, in the recipient's language. link: a path of this site, "" for none."""

    id: int
    template: str
    category: str
    title: str
    body: str
    link: str
    urgent: bool
    at: datetime
    read_at: datetime | None
    community_id: int | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """address: masked, as it may be shown. error: what the last attempt said, "" when it went well."""

    id: int
    channel: str
    state: DeliveryState
    address: str
    attempts: int
    not_before: datetime
    sent_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class PreferenceView:
    """quiet: (from, until) of the person himself, None for the organisation's hours, equal times for no quiet hours.

    channels: category → channels chosen; a category that is not in it keeps its default. digest: "", hourly or daily.
    """

    quiet: tuple[time, time] | None
    digest: str
    digest_hour: int
    language: str
    channels: Mapping[str, tuple[str, ...]]
    consents: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice of the board while it hangs. token: names it in its public address."""

    id: int
    community_id: int
    number: str
    title: str
    body: str
    title_en: str
    body_en: str
    publish_on: date | None
    withdraw_on: date | None
    token: str


@dataclass(frozen=True, slots=True)
class CommunityName:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MessageFailed:
    """Event: no channel carried a message, so somebody has to tell the recipient in person."""

    message_id: int
    template: str
    cause_key: str
    recipient_kind: str
    recipient_id: int
    community_id: int | None
    code: ClassVar[str] = "messages.message.failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an adapter gets. address: a number, a mail address, a robot's URL, or the JSON of a push subscription.

    key: the same for every attempt of one delivery. parameters: what the words were made of, for providers that keep
    templates of their own. unsubscribe: absolute address, "" when the law asks for none.
    """

    key: str
    address: str
    title: str
    body: str
    link: str
    language: str
    template: str
    urgent: bool
    parameters: Mapping[str, Any]
    unsubscribe: str = ""
