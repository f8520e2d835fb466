"""When a telephone is answered, how a telephone system signs, when somebody is called back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import parse_phone

# How far the clock of a telephone system may be off, and how old a request may be.
SKEW = timedelta(minutes=5)
LONGEST_NUMBER = 30


class Line(NamedTuple):
    """A telephone: opens equal to closes is day and night; closes before opens ends on the next day."""

    sort: str
    number: str
    opens: time
    closes: time


def answered_at(line: Line, local: time) -> bool:
    if line.opens == line.closes:
        return True
    if line.opens < line.closes:
        return line.opens <= local < line.closes
    return local >= line.opens or local < line.closes


def off_hours(lines: Iterable[Line], at: datetime, zone: str) -> bool:
    """Whether `at` lies outside the reception hours. Without a standard line nothing is outside. Source: A CS-01, CS-02."""
    standard = [one for one in lines if one.sort == "standard"]
    local = at.astimezone(ZoneInfo(zone)).time()
    return bool(standard) and not any(answered_at(one, local) for one in standard)


def back_due(at: datetime, minutes: int) -> datetime:
    """When a missed call is to be called back."""
    return at + timedelta(minutes=minutes)


def dialled(text: str) -> str:
    """A caller's number in its plain form; what is no number of the mainland is kept as its digits. "" for none.

    Raises Invalid (frontdesk.call.number) for something too long to be one.
    """
    try:
        return parse_phone(text).number
    except Invalid:
        digits = "".join(one for one in text if one.isdigit() or one == "+")
        if len(digits) > LONGEST_NUMBER:
            raise Invalid("frontdesk.call.number", "number", limit=LONGEST_NUMBER) from None
        return digits


def masked(number: str) -> str:
    """138****1234; of other numbers the last four."""
    if not number:
        return ""
    try:
        return parse_phone(number).masked
    except Invalid:
        return number if len(number) <= 4 else "*" * (len(number) - 4) + number[-4:]


def signature(secret: str, sent: int, body: bytes) -> str:
    """What a telephone system sends in X-Anju-Signature: "<unix seconds>.<hex HMAC-SHA256 of seconds, dot, body>"."""
    return f"{sent}.{hmac.new(secret.encode(), f'{sent}.'.encode() + body, hashlib.sha256).hexdigest()}"


def signature_holds(secret: str, given: str, body: bytes, at: datetime) -> bool:
    """False without a secret, for a wrong one, and for a request older or newer than SKEW."""
    head, _dot, _digest = given.partition(".")
    if not secret or not head.isascii() or not head.isdigit() or len(head) > 12 or not given.isascii():
        return False
    sent = int(head)
    return hmac.compare_digest(signature(secret, sent, body), given) and (
        abs(at.timestamp() - sent) <= SKEW.total_seconds()
    )
