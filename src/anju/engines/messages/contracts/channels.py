"""Ways to a person, and whom a message is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Channel(StrEnum):
    IN_APP = "in_app"
    EMAIL = "email"
    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEB_PUSH = "web_push"
    BOARD = "board"


ROBOTS = frozenset({Channel.WECOM, Channel.DINGTALK, Channel.FEISHU})
PERSONAL = frozenset({Channel.EMAIL, Channel.SMS, Channel.WEB_PUSH})


class RecipientKind(StrEnum):
    """USER logs in; STAFF and PERSON are rows of higher floors; GROUP is everybody behind a community's robots."""

    USER = "user"
    STAFF = "staff"
    PERSON = "person"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Recipient:
    """number: id of the user, member of staff or person; of a GROUP the community, 0 for the organisation.

    addresses: known ones by channel, used before those the engine or a contact source knows.
    language: "" leaves it to the recipient's own choice.
    """

    kind: RecipientKind
    number: int
    addresses: Mapping[Channel, str] = field(default_factory=dict)
    language: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.kind.value, self.number

    @classmethod
    def user(cls, number: int) -> Recipient:
        return cls(RecipientKind.USER, number)

    @classmethod
    def staff(cls, number: int) -> Recipient:
        return cls(RecipientKind.STAFF, number)

    @classmethod
    def person(cls, number: int, *, phone: str = "", email: str = "", language: str = "") -> Recipient:
        given = {Channel.SMS: phone, Channel.EMAIL: email}
        return cls(RecipientKind.PERSON, number, {key: one for key, one in given.items() if one}, language)

    @classmethod
    def group(cls, community_id: int | None) -> Recipient:
        return cls(RecipientKind.GROUP, community_id or 0)


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of how to reach somebody. user_id: whose inbox it is, None when he does not log in.

    declined: he does not want to be told by phone and mail; only what is urgent or mandatory goes there.
    """

    user_id: int | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    name: str = ""
    declined: bool = False
