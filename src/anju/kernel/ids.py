"""Public identifiers: short codes people read aloud and scan, and UUIDs that sort by time."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from anju.kernel.errors import Invalid

# 31 characters, a prime number: without 0 O 1 I L, which people confuse.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_GAPS = re.compile(r"[\s\-_]+")
_LONGEST = _BASE - 1
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)


def check_character(body: str) -> str:
    """The character that makes the weighted sum of a code a multiple of 31.

    Positions weigh 2, 3, 4, … and the check itself 1. The weights differ and 31 is prime, so every single wrong
    character and every exchange of two characters is noticed, at up to 30 characters in all.
    """
    total = sum(_VALUES[character] * weight for weight, character in enumerate(body, 2))
    return ALPHABET[-total % _BASE]


def code_for(number: int, width: int = 6) -> str:
    """The code of a serial number: `width` characters and a check. Raises Invalid when it does not fit."""
    if not 0 < width < _LONGEST or not 0 <= number < _BASE**width:
        raise Invalid("code.out_of_range", "number", value=number, width=width)
    characters = []
    for _ in range(width):
        number, value = divmod(number, _BASE)
        characters.append(ALPHABET[value])
    body = "".join(reversed(characters))
    return body + check_character(body)


def number_of(code: str) -> int:
    """The serial number in a code. Raises Invalid as parse_code does."""
    number = 0
    for character in parse_code(code)[:-1]:
        number = number * _BASE + _VALUES[character]
    return number


def new_code(width: int = 7, below: Callable[[int], int] = secrets.randbelow) -> str:
    """A random code that nobody can guess from another; `below(n)` gives a number in 0..n-1."""
    return code_for(below(_BASE**width), width)


def parse_code(text: str) -> str:
    """A code as scanned or typed, in its plain form: capitals without spaces and hyphens.

    Raises Invalid: code.shape for characters that no code has, code.check when it was misread.
    """
    code = _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not 2 <= len(code) <= _LONGEST or any(character not in _VALUES for character in code):
        raise Invalid("code.shape", "code", value=text)
    if check_character(code[:-1]) != code[-1]:
        raise Invalid("code.check", "code", value=text)
    return code


def grouped(code: str) -> str:
    """A code as printed on a label, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def uuid7(at: datetime, bits: Callable[[int], int] = secrets.randbits) -> UUID:
    """A version-7 UUID: it sorts by the millisecond of `at`. Source: RFC 9562, 5.7."""
    if at.tzinfo is None:
        raise Invalid("clock.naive", "at")
    milliseconds = (at - _UNIX) // timedelta(milliseconds=1)
    if not 0 <= milliseconds < 1 << 48:
        raise Invalid("uuid.out_of_range", "at", value=at)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | bits(12) << 64 | 0b10 << 62 | bits(62))
