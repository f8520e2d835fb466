"""Addresses as they may be shown (domain-rules PIPL-10), and personal data in what hangs on a wall."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from anju.engines.messages.contracts import ROBOTS, Channel
from anju.kernel.errors import AnjuError
from anju.kernel.identifiers import parse_identity_card

EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
BANK_CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")


def is_email(text: str) -> bool:
    return len(text) <= 254 and EMAIL.fullmatch(text) is not None and ".." not in text.partition("@")[0]


def shown(channel: Channel, address: str) -> str:
    """138****1234, l***@example.com, the host of a robot or of a push service; never what could be used."""
    if not address:
        return ""
    if channel == Channel.SMS:
        return f"{address[:3]}****{address[-4:]}" if len(address) >= 8 else f"****{address[-2:]}"
    if channel == Channel.EMAIL:
        name, _at, host = address.partition("@")
        return f"{name[:1]}***@{host}"
    if channel == Channel.WEB_PUSH or channel in ROBOTS:
        return urlsplit(address).hostname or ""
    return ""


def identity_numbers(text: str) -> list[str]:
    """Identity numbers with a right check digit."""
    return [one for one in IDENTITY.findall(text) if _is_identity(one)]


def phones_and_cards(text: str) -> list[str]:
    """Mobile numbers and bank cards, masked: a service number may hang on a wall, a resident's may not."""
    cards = [f"{one[:4]}****{one[-4:]}" for one in BANK_CARD.findall(text)]
    return [shown(Channel.SMS, re.sub(r"[ -]", "", one)) for one in MOBILE.findall(text)] + cards


def _is_identity(text: str) -> bool:
    try:
        parse_identity_card(text.upper())
    except AnjuError:
        return False
    return True
