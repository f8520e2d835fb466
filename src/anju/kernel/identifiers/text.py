"""What people and scanners put around a number."""

from __future__ import annotations

import re
import unicodedata

_GAPS = re.compile(r"[\s\u200b\ufeff·•.]+")


def squeezed(text: str) -> str:
    """Full-width forms to plain ones, upper case, no spaces or dots."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
