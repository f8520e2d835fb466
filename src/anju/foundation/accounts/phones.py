"""Phone numbers as people type them, brought to one form, so that one number is one account."""

from __future__ import annotations

import re
import unicodedata

MOBILE = re.compile(r"1[3-9]\d{9}")
COUNTRY = re.compile(r"(?:\+|00)?86(1[3-9]\d{9})")
SEPARATORS = re.compile(r"[\s\-‐-―_.·()]+")


def normalised(text: str) -> str:
    """Digits of a Chinese number without separators and country code; other countries keep their "+"."""
    plain = unicodedata.normalize("NFKC", SEPARATORS.sub("", unicodedata.normalize("NFKC", text)))
    found = COUNTRY.fullmatch(plain)
    return found[1] if found else plain


def is_mobile(text: str) -> bool:
    return MOBILE.fullmatch(normalised(text)) is not None
