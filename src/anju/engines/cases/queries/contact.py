"""How a telephone number is found again: by the digest of its one plain form."""

from __future__ import annotations

from anju.foundation import privacy
from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import parse_phone


def mark(phone: str) -> str:
    """Digest of a number however it was typed; of a number nobody knows the form of, the digest of the text."""
    try:
        return privacy.digest(parse_phone(phone).number)
    except Invalid:
        return privacy.digest(phone)
