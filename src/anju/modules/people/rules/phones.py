"""Telephone numbers of staff."""

from __future__ import annotations

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import PhoneKind, parse_phone


def checked_phone(text: str) -> str:
    """The number in its plain form; "" stays "". Raises Invalid("people.phone.unreadable")."""
    if not text.strip():
        return ""
    try:
        phone = parse_phone(text)
    except Invalid as error:
        raise Invalid("people.phone.unreadable", field="phone") from error
    if phone.kind not in (PhoneKind.MOBILE, PhoneKind.FIXED):
        raise Invalid("people.phone.unreadable", field="phone")
    return phone.number


def masked(phone: str) -> str:
    """138****1234; "" stays ""."""
    return parse_phone(phone).masked if phone else ""
