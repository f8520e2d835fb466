"""Telephones as they may be shown."""

from __future__ import annotations

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import parse_phone


def masked(phone: str) -> str:
    """138****1234; "" stays ""."""
    try:
        return parse_phone(phone).masked if phone else ""
    except Invalid:
        return "****"
