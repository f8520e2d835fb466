"""Telephone numbers of staff. Source: domain-rules §10.4."""

from __future__ import annotations

import re

from anju.kernel.errors import Invalid

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_FIXED = re.compile(r"^0\d{2,3}-?\d{7,8}(-\d{1,6})?$")


def checked_phone(text: str) -> str:
    """The number without blanks and country code; "" stays "". Raises Invalid("people.phone.unreadable")."""
    plain = re.sub(r"[\s()（）]", "", text)
    plain = plain.removeprefix("+86").removeprefix("0086")
    if re.fullmatch(r"1\d{2}-\d{4}-\d{4}", plain):
        plain = plain.replace("-", "")
    if plain and not (_MOBILE.match(plain) or _FIXED.match(plain)):
        raise Invalid("people.phone.unreadable", field="phone")
    return plain


def masked(phone: str) -> str:
    """138****1234; of a short number only the last two digits stay."""
    if len(phone) < 7:
        return "*" * max(0, len(phone) - 2) + phone[-2:]
    return f"{phone[:3]}****{phone[-4:]}"
